# SPDX-License-Identifier: GPL-3.0-or-later
"""The styles dialog: rules are edited, ordered, disabled, kept in sets, exported and imported."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import QPoint, Qt
from PyQt5.QtGui import QColor, QFont, QFontDatabase
from PyQt5.QtWidgets import QColorDialog, QPushButton, QStyle, QStyleOptionViewItem

from rqdebug.events.views.styles import USUAL, Style, StyleLibrary, export_styles
from rqdebug.ui.dialogs.styles_dialog import StylesDialog
from rqdebug.ui.style.contrast import MIN_CONTRAST, contrast

SLOW = Style("waited > 5ms", "#ff8800", "#202020", bold=True)
PUTS = Style("method == put", "#00ff00")
GETS = Style("method == get", italic=True)


@pytest.fixture
def library(settings):
    return StyleLibrary(settings.styles_file)


@pytest.fixture
def open_dialog(shown, library, theme):
    def open_dialog(*styles):
        if styles:
            library.change(styles)
        return shown(StylesDialog(library, theme))

    return open_dialog


@pytest.fixture
def dialog(open_dialog):
    return open_dialog(SLOW, PUTS, GETS)


@pytest.fixture
def answer_color(monkeypatch):
    """Set the colour that the colour dialog returns; None cancels it."""

    def answer_color(name):
        monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor(name) if name else QColor())

    return answer_color


def rules(dialog):
    return [dialog.rules.item(row).text() for row in range(dialog.rules.count())]


def check_box(dialog, row):
    """Centre of the check box of a rule."""
    option = QStyleOptionViewItem()
    option.initFrom(dialog.rules)
    option.features |= QStyleOptionViewItem.HasCheckIndicator
    option.rect = dialog.rules.visualItemRect(dialog.rules.item(row))
    style = dialog.rules.style()
    return style.subElementRect(QStyle.SE_ItemViewItemCheckIndicator, option, dialog.rules).center()


def remove_button(dialog, above):
    """Buttons named "Remove": the first removes a set, the second a rule."""
    buttons = (each for each in dialog.findChildren(QPushButton) if each.text() == "Remove")
    return next(each for each in buttons if (each.y() < dialog.rules.y()) is above)


def test_form_is_disabled_without_rules(open_dialog):
    dialog = open_dialog()
    assert rules(dialog) == []
    for field in (dialog.filter, dialog.color, dialog.background, dialog.bold, dialog.italic, dialog.family):
        assert not field.isEnabled()


def test_rules_are_listed_in_their_order_and_colors(dialog, theme):
    assert rules(dialog) == ["waited > 5ms", "method == put", "method == get"]
    first, last = dialog.rules.item(0), dialog.rules.item(2)
    assert (first.foreground().color().name(), first.background().color().name()) == ("#ff8800", "#202020")
    assert last.foreground().color().name() == theme.palette.text
    assert last.background().color().name() == theme.palette.panel


def test_form_shows_the_selected_rule(dialog):
    assert dialog.filter.text() == "waited > 5ms"
    assert (dialog.color.text(), dialog.background.text()) == ("#ff8800", "#202020")
    assert (dialog.bold.isChecked(), dialog.italic.isChecked()) == (True, False)
    dialog.rules.setCurrentRow(2)
    assert dialog.filter.text() == "method == get"
    assert dialog.color.color == dialog.background.color == ""
    assert (dialog.bold.isChecked(), dialog.italic.isChecked()) == (False, True)
    assert dialog.default_font.isChecked() and not dialog.family.isEnabled()


def test_selecting_rules_changes_none(dialog, library):
    for row in (1, 2, 0):
        dialog.rules.setCurrentRow(row)
    assert library.styles == (SLOW, PUTS, GETS)


def test_typed_filter_changes_the_rule_and_the_library(qtbot, dialog, library):
    dialog.rules.setCurrentRow(1)
    dialog.filter.selectAll()
    qtbot.keyClicks(dialog.filter, "size > 1KiB")
    assert rules(dialog)[1] == "size > 1KiB"
    assert library.styles == (SLOW, Style("size > 1KiB", "#00ff00"), GETS)
    assert dialog.problem.text() == ""


def test_malformed_filter_is_explained_and_kept(qtbot, dialog, library):
    dialog.filter.selectAll()
    qtbot.keyClicks(dialog.filter, "duration >")
    assert dialog.problem.text()
    assert dialog.problem.text() == library.styles[0].problem()
    assert library.styles[0].filter == "duration >"


def test_empty_filter_is_shown_as_all_events(dialog, qtbot):
    dialog.filter.selectAll()
    qtbot.keyClick(dialog.filter, Qt.Key_Delete)
    assert rules(dialog)[0].startswith("(")
    assert dialog.styles[0].filter == ""


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("bold", Style("method == put", "#00ff00", bold=True)),
        ("italic", Style("method == put", "#00ff00", italic=True)),
    ],
)
def test_font_boxes_change_the_rule(qtbot, dialog, library, name, changed):
    dialog.rules.setCurrentRow(1)
    getattr(dialog, name).setFocus()
    qtbot.keyClick(getattr(dialog, name), Qt.Key_Space)
    assert library.styles[1] == changed


def test_font_family_can_be_chosen_and_reset(dialog, library):
    family = next(name for name in QFontDatabase().families() if name != dialog.family.currentFont().family())
    dialog.default_font.setChecked(False)
    assert dialog.family.isEnabled()
    dialog.family.setCurrentFont(QFont(family))
    assert library.styles[0].family == family
    dialog.default_font.setChecked(True)
    assert library.styles[0].family == ""
    assert not dialog.family.isEnabled()


@pytest.mark.parametrize("field", ["color", "background"])
def test_chosen_color_is_used_and_drawn(dialog, library, click, answer_color, colors_of, field):
    answer_color("#12ab34")
    click(getattr(dialog, field))
    assert getattr(library.styles[0], field) == "#12ab34"
    assert getattr(dialog, field).text() == "#12ab34"
    assert "#12ab34" in colors_of(getattr(dialog, field))
    assert "#12ab34" in colors_of(dialog.example)


def test_cancelled_color_changes_nothing(dialog, library, click, answer_color):
    answer_color(None)
    click(dialog.color)
    assert library.styles == (SLOW, PUTS, GETS)


def test_example_shows_the_style(dialog, colors_of):
    assert {"#ff8800", "#202020"} <= colors_of(dialog.example)
    assert dialog.example.font().bold() and not dialog.example.font().italic()
    dialog.rules.setCurrentRow(2)
    assert dialog.example.font().italic()
    assert "#202020" not in colors_of(dialog.example)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_example_of_a_plain_rule_has_the_colors_of_the_log(theme, open_dialog, colors_of, name):
    theme.use(name)
    dialog = open_dialog(GETS)
    assert {theme.palette.ground, theme.palette.text} <= colors_of(dialog.example)


def test_rule_is_switched_off_by_a_click_on_its_box(dialog, library, click):
    click(dialog.rules.viewport(), check_box(dialog, 1))
    assert [style.on for style in library.styles] == [True, False, True]
    click(dialog.rules.viewport(), check_box(dialog, 1))
    assert library.styles == (SLOW, PUTS, GETS)


def test_disabled_rule_stays_disabled_when_it_is_changed(open_dialog, library):
    dialog = open_dialog(Style("method == put", on=False))
    assert dialog.rules.item(0).checkState() == Qt.Unchecked
    dialog.bold.setChecked(True)
    assert library.styles == (Style("method == put", bold=True, on=False),)


def test_added_rule_is_selected_and_its_filter_focused(qtbot, dialog, library, button, click):
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    click(button(dialog, "Add"))
    assert len(library.styles) == 4
    assert dialog.rules.currentRow() == 3
    assert dialog.filter.hasFocus() and dialog.filter.isEnabled()
    assert library.styles[3].problem() == ""
    assert rules(dialog)[3] == dialog.filter.placeholderText() == "waited > 5ms"


def test_removing_a_rule_selects_the_next(dialog, library, click):
    dialog.rules.setCurrentRow(1)
    remove = remove_button(dialog, above=False)
    click(remove)
    assert library.styles == (SLOW, GETS)
    assert dialog.filter.text() == "method == get"
    click(remove)
    click(remove)
    click(remove)
    assert library.styles == ()
    assert not dialog.filter.isEnabled()
    assert dialog.filter.text() == ""


def test_rules_are_moved_up_and_down_but_not_beyond_the_ends(dialog, library, button, click):
    click(button(dialog, "Move Up"))
    assert library.styles == (SLOW, PUTS, GETS)
    click(button(dialog, "Move Down"))
    assert library.styles == (PUTS, SLOW, GETS)
    assert dialog.rules.currentRow() == 1
    click(button(dialog, "Move Down"))
    click(button(dialog, "Move Down"))
    assert library.styles == (PUTS, GETS, SLOW)
    assert dialog.rules.currentRow() == 2


def test_new_set_is_empty_and_the_old_one_is_kept(dialog, library, button, click, answer_name):
    answer_name("  night ")
    click(button(dialog, "New…"))
    assert (library.current, library.styles, rules(dialog)) == ("night", (), [])
    assert dialog.sets.currentText() == "night"
    dialog.sets.setCurrentText(USUAL)
    assert (library.current, len(rules(dialog))) == (USUAL, 3)


def test_set_is_listed_with_escapes_and_keeps_its_name(dialog, library, button, click, answer_name):
    answer_name("night\u202etxt")
    click(button(dialog, "New…"))
    assert dialog.sets.currentText() == r"night\u202etxt"
    dialog.sets.setCurrentText(USUAL)
    dialog.sets.setCurrentText(r"night\u202etxt")
    assert library.current == "night\u202etxt"
    assert list(library.sets) == [USUAL, "night\u202etxt"]


@pytest.mark.parametrize("name", [None, "  "], ids=["cancelled", "blank"])
def test_set_without_a_name_is_not_created(dialog, library, button, click, answer_name, name):
    answer_name(name)
    click(button(dialog, "New…"))
    assert list(library.sets) == [USUAL]


def test_removing_a_set_shows_another(dialog, library, answer_name, button, click):
    answer_name("night")
    click(button(dialog, "New…"))
    click(remove_button(dialog, above=True))
    assert list(library.sets) == [USUAL]
    assert rules(dialog) == ["waited > 5ms", "method == put", "method == get"]


def test_exported_rules_can_be_imported(dialog, open_dialog, library, button, click, answer_file, tmp_path):
    path = tmp_path / "größe.json"
    answer_file(path)
    click(button(dialog, "Export…"))
    assert [row["filter"] for row in json.loads(path.read_text("utf-8"))] == rules(dialog)
    other = open_dialog(Style("size > 9"))
    click(button(other, "Import…"))
    assert library.styles == (Style("size > 9"), SLOW, PUTS, GETS)


def test_cancelled_file_dialogs_have_no_effect(dialog, library, button, click, answer_file):
    answer_file(None)
    click(button(dialog, "Export…"))
    click(button(dialog, "Import…"))
    assert library.styles == (SLOW, PUTS, GETS)
    assert dialog.problem.text() == ""


@pytest.mark.parametrize(
    "content", ["{", "{}", '[{"filter": 3}]', None], ids=["cut", "object", "wrong", "missing"]
)
def test_file_that_holds_no_styles_is_explained(
    dialog, library, button, click, answer_file, tmp_path, content
):
    path = tmp_path / "styles.json"
    if content is not None:
        path.write_text(content)
    answer_file(path)
    click(button(dialog, "Import…"))
    assert dialog.problem.text()
    assert library.styles == (SLOW, PUTS, GETS)


def test_file_that_cannot_be_written_is_explained(dialog, button, click, answer_file, tmp_path):
    answer_file(tmp_path / "missing" / "styles.json")
    click(button(dialog, "Export…"))
    assert "missing" in dialog.problem.text()


def test_library_that_cannot_be_written_is_explained(dialog, settings):
    settings.styles_file.unlink()
    settings.styles_file.mkdir()
    dialog.bold.setChecked(False)
    assert "styles.json" in dialog.problem.text()


def test_rules_are_saved_for_the_next_session(dialog, settings):
    dialog.bold.setChecked(False)
    again = StyleLibrary(settings.styles_file)
    assert again.styles == tuple(dialog.styles)
    assert again.styles[0].bold is False


def test_imported_rules_equal_the_exported_ones(open_dialog, tmp_path):
    path = tmp_path / "styles.json"
    export_styles([SLOW, GETS], path)
    assert open_dialog(SLOW, GETS).styles == [SLOW, GETS]


def test_dialog_fits_the_screen_with_long_rules_and_problems(open_dialog, fits, long_name):
    dialog = open_dialog(Style(f"queue == '{long_name}' and"))
    assert dialog.problem.text()
    assert fits(dialog)


def test_click_below_the_rules_changes_nothing(dialog, library, click):
    click(dialog.rules.viewport(), QPoint(5, dialog.rules.viewport().height() - 2))
    assert library.styles == (SLOW, PUTS, GETS)


ACTS = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "up", "down", "select"]), st.integers(0, 4)), max_size=15
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(ACTS)
def test_list_behaves_as_a_python_list_with_a_cursor(open_dialog, library, acts):
    # given
    dialog, expected, row = open_dialog(PUTS, GETS), [PUTS, GETS], 0
    # when
    for act, number in acts:
        if act == "add":
            dialog.add(Style(f"call == {number}"))
            expected.append(Style(f"call == {number}"))
            row = len(expected) - 1
        elif act == "remove":
            dialog.remove()
            if expected:
                del expected[row]
                row = min(row, len(expected) - 1)
        elif act == "select" and number < len(expected):
            dialog.rules.setCurrentRow(number)
            row = number
        elif act in ("up", "down"):
            by = -1 if act == "up" else 1
            dialog.move_rule(by)
            if expected and 0 <= row + by < len(expected):
                expected[row], expected[row + by] = expected[row + by], expected[row]
                row += by
        # then
        assert dialog.styles == list(library.styles) == expected
        assert dialog.rules.currentRow() == row


def test_added_rule_is_readable_in_both_themes(dialog, button, click, theme):
    click(button(dialog, "Add"))
    for name in ("light", "dark"):
        theme.use(name)
        item = dialog.rules.currentItem()
        colors = item.foreground().color().name(), item.background().color().name()
        assert contrast(*colors) >= MIN_CONTRAST
        assert f"color: {colors[0]}" in dialog.example.styleSheet()
