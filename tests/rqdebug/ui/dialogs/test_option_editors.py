# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QFileDialog, QPushButton

from rqdebug.targets.target_form import FieldChoice, FieldType, FormField
from rqdebug.ui.dialogs.option_editors import EDITORS

TEXT = FormField("group", "Group", default="main", help="the group to join")
FILE = FormField("cafile", "Certificates", FieldType.FILE, file_pattern="*.pem")
CHOICE = FormField(
    "events",
    "Events",
    FieldType.CHOICE,
    default="count",
    choices=(FieldChoice("all", "Everything", "Costs much."), FieldChoice("count", "Counters")),
)
SWITCH = FormField("changes", "Allow changes", FieldType.SWITCH, default="no", help="Be careful.")
EXAMPLES = {TEXT: "other", FILE: "/etc/ours.pem", CHOICE: "all", SWITCH: "yes"}


@pytest.fixture
def make(qtbot, theme):
    def make(field):
        editor = EDITORS[field.type](field)
        qtbot.addWidget(editor)
        editor.show()
        return editor

    return make


def every(fields):
    return pytest.mark.parametrize("field", fields, ids=lambda field: field.type.value)


def test_each_type_of_field_has_an_editor():
    assert set(EDITORS) == set(FieldType)


@every(EXAMPLES)
def test_editor_starts_with_the_default(make, field):
    assert make(field).value() == field.default


@every(EXAMPLES)
def test_set_value_is_returned_and_signalled(qtbot, make, field):
    editor = make(field)
    with qtbot.waitSignal(editor.changed):
        editor.set_value(EXAMPLES[field])
    assert editor.value() == EXAMPLES[field]
    editor.set_value(field.default)
    assert editor.value() == field.default


@every(EXAMPLES)
def test_fixed_editor_is_disabled_and_explains_why(make, field):
    editor = make(field)
    editor.fix(True)
    assert not editor.isEnabled() and "URL" in editor.toolTip()
    editor.fix(False)
    assert editor.isEnabled() and editor.toolTip() == ""


def test_text_is_stripped_and_an_empty_one_explained(qtbot, make):
    editor = make(TEXT)
    assert editor.text.placeholderText() == "the group to join"
    editor.text.clear()
    qtbot.keyClicks(editor.text, "  a b ")
    assert editor.value() == "a b"


def test_file_is_chosen_in_a_dialog(qtbot, make, monkeypatch):
    editor, asked = make(FILE), []

    def choose(*arguments):
        asked.append(arguments)
        return "/etc/chosen.pem", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    qtbot.mouseClick(editor.findChild(QPushButton), Qt.LeftButton)
    assert editor.value() == "/etc/chosen.pem"
    assert asked[0][-1] == "Certificates (*.pem)"


def test_file_stays_when_the_dialog_is_cancelled(qtbot, make, monkeypatch):
    editor = make(FILE)
    editor.set_value("/etc/ours.pem")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    qtbot.mouseClick(editor.findChild(QPushButton), Qt.LeftButton)
    assert editor.value() == "/etc/ours.pem"


def test_choice_shows_its_explanation(make):
    editor = make(CHOICE)
    assert [editor.choice.itemText(index) for index in range(2)] == ["Everything", "Counters"]
    assert editor.help.text() == ""
    editor.set_value("all")
    assert editor.help.text() == "Costs much."


def test_unknown_choice_changes_nothing(make):
    editor = make(CHOICE)
    editor.set_value("nothing of the kind")
    assert editor.value() == "count"


def test_choices_without_explanations_have_no_help_label(make):
    plain = FormField("x", "X", FieldType.CHOICE, default="a", choices=(FieldChoice("a", "A"),))
    assert not make(plain).help.isVisible()
    assert make(CHOICE).help.isVisible()


def test_switch_shows_its_own_label(qtbot, make):
    editor = make(SWITCH)
    assert editor.label == "" and editor.switch.text() == "Allow changes"
    assert editor.switch.toolTip() == "Be careful."
    editor.switch.setFocus()
    qtbot.keyClick(editor.switch, Qt.Key_Space)
    assert editor.value() == "yes"


@every([TEXT, FILE, CHOICE])
def test_other_editors_have_a_label_in_the_form(make, field):
    assert make(field).label == field.label
