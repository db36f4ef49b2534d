# SPDX-License-Identifier: GPL-3.0-or-later
"""The editor of scripts: breakpoints, notes, problems, searching and replacing, and its colours."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.Qsci import QsciScintilla
from PyQt5.QtCore import QPoint, Qt

from rqdebug.errors import ScriptError
from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.ui.models.line_results import LineNote
from rqdebug.ui.scripts.text_search import TextSearch

TEXT = "\n".join(f"note({n})" for n in range(1, 11)) + "\n"
BREAK, _, RUNNING, PAUSED, WRONG = range(5)
PROBLEM = 8


@pytest.fixture
def script(editor):
    editor.setText(TEXT)
    editor.setModified(False)
    return editor


def marked(editor, marker):
    """Return the lines with a marker."""
    return [line + 1 for line in range(editor.lines()) if editor.markersAtLine(line) & 1 << marker]


def underlined(editor):
    """The text that is marked as a problem."""
    whole = editor.text().encode()
    inside = [
        editor.SendScintilla(QsciScintilla.SCI_INDICATORVALUEAT, PROBLEM, place) > 0
        for place in range(len(whole))
    ]
    return bytes(byte for byte, marked in zip(whole, inside, strict=True) if marked).decode()


def margin_text(editor, line):
    return text_of(editor, QsciScintilla.SCI_MARGINGETTEXT, line)


def text_of(editor, message, line):
    buffer = bytearray(editor.SendScintilla(message, line - 1))
    if buffer:
        editor.SendScintilla(message, line - 1, buffer)
    return buffer.decode()


def below(editor, line):
    """The text below a line."""
    return text_of(editor, QsciScintilla.SCI_ANNOTATIONGETTEXT, line)


def select(editor, *, start, end):
    editor.setSelection(start[0] - 1, start[1] - 1, end[0] - 1, end[1] - 1)


class TestBreakpoints:
    def test_breakpoint_is_set_and_removed(self, qtbot, script):
        with qtbot.waitSignal(script.breakpoints_changed):
            script.toggle_breakpoint(3)
        script.toggle_breakpoint(7)
        assert script.breakpoints == {3, 7}
        with qtbot.waitSignal(script.breakpoints_changed):
            script.toggle_breakpoint(3)
        assert script.breakpoints == {7}

    @pytest.mark.parametrize("margin", [0, 1])
    def test_click_in_the_margin_sets_a_breakpoint(self, qtbot, script, click, margin):
        left = sum(script.marginWidth(n) for n in range(margin))
        height = script.textHeight(0)
        place = QPoint(left + script.marginWidth(margin) // 2, height * 2 + height // 2)
        click(script.viewport(), place)
        assert script.breakpoints == {3}
        click(script.viewport(), place)
        assert script.breakpoints == frozenset()

    def test_breakpoints_move_with_the_text(self, script):
        script.toggle_breakpoint(3)
        script.insertAt("# first\n# second\n", 0, 0)
        assert script.breakpoints == {5}
        script.undo()
        assert script.breakpoints == {3}

    def test_breakpoint_does_not_change_the_text(self, script):
        script.toggle_breakpoint(3)
        assert not script.isModified()

    @pytest.mark.parametrize(
        ("chosen", "stop"), [(1, 1), (2, 4), (3, 4), (4, 4), (5, 4), (6, 4), (7, 9), (8, 9), (9, 9)]
    )
    def test_breakpoint_is_at_a_statement(self, editor, chosen, stop):
        editor.setText("a = 1\n\n# why\nnote(\n    a,\n)\nwith raises(Full):\n\n    q.put(1)\n\n# end\n")
        editor.show_stops([1, 4, 9])
        editor.toggle_breakpoint(chosen)
        assert editor.breakpoints == {stop}

    def test_breakpoint_after_the_last_statement_is_refused(self, qtbot, editor):
        editor.setText("a = 1\n\n# end\n")
        for stops in ([1], None):
            editor.show_stops(stops)
            with qtbot.waitSignal(editor.breakpoint_refused):
                editor.toggle_breakpoint(2)
            assert not editor.breakpoints

    def test_breakpoint_skips_empty_lines_in_a_text_with_errors(self, editor):
        editor.setText("a = = 1\n\n# why\nb = 1\n")
        editor.toggle_breakpoint(2)
        assert editor.breakpoints == {4}

    def test_choosing_the_line_above_a_breakpoint_keeps_it(self, editor):
        editor.setText("\na = 1\n")
        editor.toggle_breakpoint(2)
        editor.toggle_breakpoint(1)
        assert editor.breakpoints == {2}

    def test_breakpoint_whose_statement_was_deleted_settles_at_the_next(self, editor):
        editor.setText("a = 1\nb = 2\nc = 3\n# end\n")
        editor.set_breakpoints([Breakpoint(2), Breakpoint(4), Breakpoint(99)])
        editor.setSelection(1, 0, 1, 5)
        editor.replaceSelectedText("")
        editor.show_stops([1, 3])
        editor.settle_breakpoints()
        assert editor.breakpoints == {3}

    def test_breakpoint_is_drawn_in_red(self, theme, script, colors_of):
        assert theme.palette.error not in colors_of(script)
        script.toggle_breakpoint(3)
        assert theme.palette.error in colors_of(script)


class TestRun:
    def test_running_and_paused_lines_are_marked_apart_from_breakpoints(self, script):
        script.toggle_breakpoint(2)
        script.show_running([1, 4])
        script.show_paused([2])
        assert (marked(script, RUNNING), marked(script, PAUSED), marked(script, BREAK)) == ([1, 4], [2], [2])
        script.show_running({5})
        script.show_paused([])
        assert (marked(script, RUNNING), marked(script, PAUSED), marked(script, BREAK)) == ([5], [], [2])

    @pytest.mark.parametrize("name", ["dark", "light"])
    def test_running_line_has_the_accent_and_paused_line_a_background(self, theme, script, colors_of, name):
        theme.use(name)
        script.setCursorPosition(9, 0)
        before = colors_of(script)
        script.show_running([2])
        script.show_paused([3])
        new = colors_of(script) - before
        assert {theme.palette.accent, theme.palette.blocked_ground} <= new

    def test_note_is_shown_next_to_its_line_and_failure_below(self, script):
        script.show_note(1, LineNote(True, "✓ 3×"))
        script.show_note(2, LineNote(False, "✗", "expected 1, got 2"))
        assert (margin_text(script, 1), margin_text(script, 2)) == ("✓ 3×", "✗")
        assert below(script, 2) == "expected 1, got 2"
        assert below(script, 1) == ""
        assert script.note(2) == LineNote(False, "✗", "expected 1, got 2")
        assert script.note(3) is None

    def test_passing_note_has_no_text_below(self, script):
        script.show_note(2, LineNote(False, "✗", "expected 1, got 2"))
        script.show_note(2, LineNote(True, "✓"))
        assert below(script, 2) == ""
        assert margin_text(script, 2) == "✓"

    def test_cleared_notes_leave_breakpoints_and_text(self, script):
        script.toggle_breakpoint(2)
        script.show_note(2, LineNote(False, "✗", "expected 1, got 2"))
        script.show_running([2])
        script.clear_notes()
        assert script.note(2) is None
        assert (below(script, 2), margin_text(script, 2), marked(script, RUNNING)) == ("", "", [])
        assert script.breakpoints == {2}
        assert script.text() == TEXT

    @pytest.mark.parametrize("name", ["dark", "light"])
    def test_notes_have_the_color_of_their_verdict(self, theme, script, colors_of, name):
        theme.use(name)
        script.setCursorPosition(9, 0)
        before = colors_of(script)
        script.show_note(1, LineNote(True, "✓ 1,000×"))
        assert theme.palette.ok in colors_of(script) - before
        script.show_note(2, LineNote(False, "✗", "expected 1, got 2"))
        assert {theme.palette.error, theme.palette.error_ground} <= colors_of(script)

    def test_notes_are_drawn_again_in_another_theme(self, theme, script, colors_of):
        script.setCursorPosition(9, 0)
        script.show_note(2, LineNote(False, "✗", "expected 1, got 2"))
        theme.use("light")
        assert below(script, 2) == "expected 1, got 2"
        assert {theme.palette.error, theme.palette.error_ground} <= colors_of(script)


class TestProblem:
    @pytest.mark.parametrize(
        ("text", "line", "column", "marked"),
        [
            ("jobs.nonsense()\n", 1, 6, "nonsense()"),
            ("a\nbc = x\n", 2, 1, "bc = x"),
            ("größe.put(1)\n", 1, 7, "put(1)"),
            ("note(1)\n", 1, 99, "note(1)"),
            ("note(1)\n", 1, 8, "note(1)"),
        ],
        ids=["middle", "second line", "umlauts", "beyond the end", "at the end"],
    )
    def test_problem_is_underlined_from_its_column_on(self, editor, text, line, column, marked):
        editor.setText(text)
        editor.show_problems([ScriptError("wrong", line, column)])
        assert underlined(editor) == marked

    def test_problem_in_an_empty_line_is_ignored(self, editor):
        editor.setText("\n\n")
        editor.show_problems([ScriptError("wrong", 2, 1)])
        assert underlined(editor) == ""

    def test_cleared_problem_is_removed_everywhere(self, script):
        script.show_problems([ScriptError("wrong", 1, 1), ScriptError("wrong", 10, 1)])
        assert underlined(script) == "note(1)note(10)"
        script.show_problems([])
        assert underlined(script) == ""

    def test_lines_with_problems_are_marked_in_the_margin(self, script):
        script.toggle_breakpoint(3)
        script.show_problems([ScriptError("wrong", 3, 1), ScriptError("worse", 7, 2)])
        assert marked(script, WRONG) == [3, 7]
        script.show_problems([])
        assert (marked(script, WRONG), marked(script, BREAK)) == ([], [3])

    def test_problem_under_the_mouse_is_explained(self, script):
        script.show_problems([ScriptError("wrong", 3, 1)])
        script.SCN_DWELLSTART.emit(script.positionFromLineIndex(4, 1), 0, 0)
        assert not script.SendScintilla(QsciScintilla.SCI_CALLTIPACTIVE)
        script.SCN_DWELLSTART.emit(script.positionFromLineIndex(2, 1), 0, 0)
        assert script.SendScintilla(QsciScintilla.SCI_CALLTIPACTIVE)
        script.SCN_DWELLEND.emit(0, 0, 0)
        assert not script.SendScintilla(QsciScintilla.SCI_CALLTIPACTIVE)


class TestPlace:
    def test_cursor_goes_to_a_line_and_column(self, script):
        script.go_to(4, 6)
        assert script.getCursorPosition() == (3, 5)
        assert script.line == 4

    def test_distant_line_is_scrolled_into_view(self, editor):
        editor.setText("note(1)\n" * 2000)
        editor.go_to(1500)
        first = editor.firstVisibleLine() + 1
        shown = editor.SendScintilla(QsciScintilla.SCI_LINESONSCREEN)
        assert first <= 1500 < first + shown

    @pytest.mark.parametrize(
        ("start", "end", "lines"),
        [
            ((2, 1), (4, 3), range(2, 5)),
            ((2, 3), (4, 1), range(2, 4)),
            ((2, 1), (3, 1), range(2, 3)),
            ((5, 2), (5, 4), range(5, 6)),
        ],
        ids=["within lines", "up to a beginning", "one whole line", "within one"],
    )
    def test_partly_selected_lines_count_as_selected(self, script, start, end, lines):
        select(script, start=start, end=end)
        assert script.selected_lines() == lines

    def test_cursor_line_counts_without_a_selection(self, script):
        script.go_to(6, 3)
        assert script.selected_lines() == range(6, 7)

    @pytest.mark.parametrize(
        ("line", "first"), [(1, 1), (2, 2), (3, 2), (4, 2), (5, 6), (6, 6), (7, 8), (8, 8)]
    )
    def test_rest_begins_with_the_block_at_the_cursor(self, editor, line, first):
        editor.setText("a = 1\nfor i in range(2):\n    note(i)\n    note(a)\n\nnote(\n# last\nnote(3)\n")
        editor.go_to(line)
        assert editor.lines_from_here() == range(first, 10)


class TestFind:
    @pytest.fixture
    def text(self, editor):
        editor.setText("alpha\nbeta ALPHA\ngamma alpha\n")
        editor.setCursorPosition(0, 0)
        return editor

    def places(self, editor, text, back, times):
        found = []
        for _ in range(times):
            assert editor.find_match(TextSearch(text), back)
            line, column, *_ = editor.getSelection()
            found.append((line + 1, column + 1))
        return found

    def test_next_match_ignores_case_and_wraps_around(self, text):
        assert self.places(text, "Alpha", False, 4) == [(1, 1), (2, 6), (3, 7), (1, 1)]

    def test_previous_match_wraps_around(self, text):
        assert self.places(text, "alpha", True, 4) == [(3, 7), (2, 6), (1, 1), (3, 7)]

    def test_search_direction_can_change(self, text):
        self.places(text, "alpha", False, 2)
        assert self.places(text, "alpha", True, 1) == [(1, 1)]

    def test_search_text_is_not_a_pattern(self, editor):
        editor.setText("a.b axb\n")
        assert editor.find_match(TextSearch("x.b"), False) is False
        assert editor.find_match(TextSearch("a.b"), False) is True

    def test_missing_text_is_not_found_and_moves_nothing(self, text):
        text.setCursorPosition(1, 2)
        assert not text.find_match(TextSearch("delta"), False)
        assert text.getCursorPosition() == (1, 2)

    @pytest.mark.parametrize(
        ("old", "new", "count", "result"),
        [
            ("alpha", "x", 3, "x\nbeta x\ngamma x\n"),
            ("a", "", 9, "lph\nbet LPH\ngmm lph\n"),
            ("delta", "x", 0, "alpha\nbeta ALPHA\ngamma alpha\n"),
            ("", "x", 0, "alpha\nbeta ALPHA\ngamma alpha\n"),
            ("beta", "\\1 \\g<0>", 1, "alpha\n\\1 \\g<0> ALPHA\ngamma alpha\n"),
            ("alpha", "alphaalpha", 3, "alphaalpha\nbeta alphaalpha\ngamma alphaalpha\n"),
        ],
    )
    def test_every_match_is_replaced_and_counted(self, text, old, new, count, result):
        assert text.replace_all(TextSearch(old), new) == count
        assert text.text() == result

    def test_replacing_everything_is_undone_in_one_step(self, text):
        before = text.text()
        text.replace_all(TextSearch("alpha"), "x")
        text.undo()
        assert text.text() == before

    def test_replacing_nothing_leaves_nothing_to_undo(self, text):
        text.setModified(False)
        text.replace_all(TextSearch("delta"), "x")
        assert not text.isModified()

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
    @given(
        whole=st.text("aAbß sſİ\n", max_size=20),
        old=st.text("aAbß sſİ", max_size=3),
        new=st.text("xa\\", max_size=3),
    )
    def test_replacing_does_what_a_plain_replacement_does(self, editor, whole, old, new):
        editor.setText(whole)
        expected, count = re.subn(re.escape(old), lambda _: new, whole, flags=re.I) if old else (whole, 0)
        assert editor.replace_all(TextSearch(old), new) == count
        assert editor.text() == expected

    def test_replacing_all_keeps_breakpoints(self, text):
        text.toggle_breakpoint(2)
        text.replace_all(TextSearch("alpha"), "x\ny")
        assert text.breakpoints == {3}

    @pytest.mark.parametrize(
        ("options", "result"),
        [
            ({}, "x\nbeta x\ngamma xs\n"),
            ({"match_case": True}, "x\nbeta ALPHA\ngamma xs\n"),
            ({"whole_words": True}, "x\nbeta x\ngamma alphas\n"),
        ],
    )
    def test_matches_are_chosen_by_case_and_words(self, editor, options, result):
        editor.setText("alpha\nbeta ALPHA\ngamma alphas\n")
        editor.replace_all(TextSearch("alpha", **options), "x")
        assert editor.text() == result

    def test_regular_expression_matches_in_each_line(self, editor):
        editor.setText("a = 1\nb = 22\n")
        assert editor.replace_all(TextSearch(r"^\w = \d+$", is_regex=True), "x") == 2
        assert TextSearch("(", is_regex=True).problem
        assert editor.replace_all(TextSearch("(", is_regex=True), "x") == 0

    def test_match_behind_umlauts_is_selected(self, editor):
        editor.setText("größe = 'ß'\nnote('ß')\n")
        editor.setCursorPosition(0, 0)
        assert editor.find_match(TextSearch("note"), back=False)
        assert editor.selectedText() == "note"


class TestComment:
    def test_selected_lines_are_commented_out_and_back_in(self, editor):
        text = "for n in range(2):\n    note('ß')\n\nnote(2)\n"
        editor.setText(text)
        select(editor, start=(1, 1), end=(4, 3))
        editor.toggle_comment()
        assert editor.text() == "# for n in range(2):\n#     note('ß')\n\n# note(2)\n"
        editor.toggle_comment()
        assert editor.text() == text

    def test_comment_is_undone_in_one_step(self, editor):
        editor.setText("note(1)\nnote(2)\n")
        editor.selectAll()
        editor.toggle_comment()
        editor.undo()
        assert editor.text() == "note(1)\nnote(2)\n"


class TestUndo:
    def test_undo_takes_back_one_word_after_the_other(self, qtbot, editor):
        qtbot.keyClicks(editor, "one two three")
        texts = []
        while editor.isUndoAvailable():
            qtbot.keyClick(editor, Qt.Key_Z, Qt.ControlModifier)
            texts.append(editor.text())
        assert texts == ["one two ", "one ", ""]
        qtbot.keyClick(editor, Qt.Key_Z, Qt.ControlModifier | Qt.ShiftModifier)
        assert editor.text() == "one "


class TestTyping:
    def test_typed_text_is_indented_as_the_line_before_with_spaces(self, qtbot, editor):
        qtbot.keyClicks(editor, "for n in range(3):")
        qtbot.keyClick(editor, Qt.Key_Return)
        qtbot.keyClick(editor, Qt.Key_Tab)
        qtbot.keyClicks(editor, "note(n)")
        qtbot.keyClick(editor, Qt.Key_Return)
        qtbot.keyClicks(editor, "note(1)")
        assert editor.text() == "for n in range(3):\n    note(n)\n    note(1)"

    def test_backspace_takes_a_whole_indentation(self, qtbot, editor):
        editor.setText("        ")
        editor.setCursorPosition(0, 8)
        qtbot.keyClick(editor, Qt.Key_Backspace)
        assert editor.text() == "    "

    def test_lines_end_as_on_unix_and_text_is_unicode(self, editor):
        editor.setText("größe = 1")
        editor.append("\n€\n")
        assert editor.text() == "größe = 1\n€\n"
        assert editor.isUtf8()


class TestColors:
    @pytest.mark.parametrize("name", ["dark", "light"])
    @pytest.mark.parametrize(
        ("text", "color"),
        [
            ("# ####", "muted"),
            ("assert assert", "keyword"),
            ("12345678", "number"),
            ('"HHHHHH"', "string"),
            ("f'HHHHHH'", "string"),
            ('"""HHHHHH', "string"),
            ('"HHHHHH', "error"),
            ("HHHHHH", "text"),
        ],
    )
    def test_words_have_the_color_of_their_kind(self, theme, editor, colors_of, name, text, color):
        theme.use(name)
        editor.setText(f"\n{text}\n")
        editor.recolor()
        editor.setCursorPosition(2, 0)
        assert getattr(theme.palette, color) in colors_of(editor)

    @pytest.mark.parametrize("name", ["dark", "light"])
    def test_paper_margins_and_the_line_of_the_cursor_follow_the_theme(self, theme, editor, colors_of, name):
        theme.use(name)
        editor.setText("\n\n\n")
        assert {theme.palette.ground, theme.palette.panel, theme.palette.stripe} <= colors_of(editor)

    def test_editor_has_a_name_for_screen_readers(self, editor):
        assert editor.accessibleName()


class TestMargins:
    def test_margin_of_numbers_is_as_wide_as_the_longest_number(self, script):
        script.setText("x = 1\n" * 9)
        narrow = script.marginWidth(0)
        script.setText("x = 1\n" * 12_345)
        assert script.marginWidth(0) >= narrow + 2 * script.fontMetrics().averageCharWidth()
        script.setText("x = 1\n" * 9)
        assert script.marginWidth(0) == narrow

    def test_margin_of_results_grows_with_the_longest_one_until_they_are_cleared(self, script):
        before = script.marginWidth(2)
        script.show_note(1, LineNote(True, "✓"))
        assert script.marginWidth(2) == before
        script.show_note(1, LineNote(True, "✓ 1,234,567×"))
        wide = script.marginWidth(2)
        assert wide > 3 * before
        script.show_note(2, LineNote(True, "✓ 3×"))
        assert script.marginWidth(2) == wide
        script.clear_notes()
        assert script.marginWidth(2) == before
