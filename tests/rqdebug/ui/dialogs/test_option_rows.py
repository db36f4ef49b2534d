# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QFormLayout, QLineEdit, QWidget

from rqdebug.targets.target_form import FieldType, FormField, TargetForm
from rqdebug.ui.dialogs.option_rows import OptionRows

CHANGES = FormField("changes", "Allow changes", FieldType.SWITCH, default="no")
GROUP = FormField("group", "Group")
FILE = FormField("cafile", "Certificates", FieldType.FILE, schemes=("exs",))
FORM = TargetForm((CHANGES, GROUP, FILE))
OTHER = TargetForm((FormField("topic", "Topic"),))


@pytest.fixture
def page(qtbot, theme):
    """A form with a row above the options and a row below them."""
    page = QWidget()
    layout = QFormLayout(page)
    page.above, page.below = QLineEdit(), QLineEdit()
    layout.addRow("Above", page.above)
    layout.addRow("Below", page.below)
    page.rows = OptionRows(layout, page.above)
    qtbot.addWidget(page)
    page.show()
    return page


def labels(page):
    layout = page.layout()
    items = (layout.itemAt(row, QFormLayout.LabelRole) for row in range(layout.rowCount()))
    return [item.widget().text() if item else "" for item in items]


def test_options_are_between_the_rows_above_and_below(page):
    page.rows.show_form(FORM, "exs://h")
    assert labels(page) == ["Above", "", "Group", "Certificates", "Below"]
    assert page.rows.values() == {"changes": "no", "group": "", "cafile": ""}


def test_rows_follow_the_scheme(page):
    page.rows.show_form(FORM, "ex://h")
    assert labels(page) == ["Above", "", "Group", "Below"]
    page.rows.show_form(FORM, "exs://h")
    assert "cafile" in page.rows.editors


def test_rows_of_another_form_replace_them(qtbot, page):
    page.rows.show_form(FORM, "ex://h")
    with qtbot.waitSignal(page.rows.replaced):
        page.rows.show_form(OTHER, "other://h")
    assert labels(page) == ["Above", "Topic", "Below"]
    page.rows.show_form(TargetForm(), "plain://h")
    assert labels(page) == ["Above", "Below"]
    assert page.rows.values() == {}


def test_values_survive_another_url_of_the_same_scheme(qtbot, page):
    page.rows.show_form(FORM, "ex://h")
    page.rows.editors["group"].set_value("ours")
    with qtbot.assertNotEmitted(page.rows.replaced):
        page.rows.show_form(FORM, "ex://other")
    assert page.rows.values()["group"] == "ours"


def test_change_of_a_value_is_signalled(qtbot, page):
    page.rows.show_form(FORM, "ex://h")
    with qtbot.waitSignal(page.rows.changed):
        page.rows.editors["changes"].set_value("yes")


def test_value_in_the_url_is_shown_without_a_signal(qtbot, page):
    page.rows.show_form(FORM, "ex://h")
    with qtbot.assertNotEmitted(page.rows.changed):
        page.rows.show_form(FORM, "ex://h?changes=yes&group=theirs")
    assert page.rows.values() == {"changes": "yes", "group": "theirs"}
    assert not page.rows.editors["changes"].isEnabled()
    page.rows.show_form(FORM, "ex://h")
    assert page.rows.editors["changes"].isEnabled()


def test_new_rows_are_visible_immediately(page):
    page.rows.show_form(FORM, "ex://h")
    assert all(editor.isVisible() for editor in page.rows.editors.values())
