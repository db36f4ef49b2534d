# SPDX-License-Identifier: GPL-3.0-or-later
"""A script as a tree of its statements."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import Qt

from rqdebug.scripts.language.parser import parse
from rqdebug.ui.models import formats
from rqdebug.ui.models.line_results import LineNote
from rqdebug.ui.scripts import outline as outline_module
from rqdebug.ui.scripts.outline import Outline

SCRIPT = """\
jobs = create("jobs")
for n in range(3):
    jobs.put(n)
    sleep(0.1)
with parallel():
    with lane("producer"):
        jobs.put(1)
    with lane("consumer"):
        assert jobs.get() == 1
jobs.close()
"""


@pytest.fixture
def outline(qtbot, theme):
    outline = Outline(theme)
    qtbot.addWidget(outline)
    outline.resize(400, 400)
    with qtbot.waitExposed(outline):
        outline.show()
    return outline


@pytest.fixture
def shown(outline):
    outline.show_script(parse(SCRIPT, "a.rqs"))
    return outline


def rows(outline):
    """Depth and text of each statement, from the top."""

    def walk(item, depth):
        for number in range(item.childCount()):
            child = item.child(number)
            yield depth, child.text(0)
            yield from walk(child, depth + 1)

    return list(walk(outline.invisibleRootItem(), 0))


def item(outline, text):
    (found,) = outline.findItems(text, Qt.MatchExactly | Qt.MatchRecursive)
    return found


def test_blocks_hold_their_statements(shown):
    assert rows(shown) == [
        (0, 'jobs = create("jobs")'),
        (0, "for n in range(3):"),
        (1, "jobs.put(n)"),
        (1, "sleep(0.1)"),
        (0, "with parallel():"),
        (1, 'with lane("producer"):'),
        (2, "jobs.put(1)"),
        (1, 'with lane("consumer"):'),
        (2, "assert jobs.get() == 1"),
        (0, "jobs.close()"),
    ]


def test_tree_is_expanded(shown):
    assert item(shown, "with parallel():").isExpanded()
    assert shown.visualItemRect(item(shown, "jobs.put(1)")).isValid()


@pytest.mark.parametrize(
    ("text", "line"), [("jobs.put(n)", 3), ("assert jobs.get() == 1", 9), ("jobs.close()", 10)]
)
def test_click_on_a_statement_goes_to_its_line(qtbot, shown, click, text, line):
    with qtbot.waitSignal(shown.line_chosen) as chosen:
        click(shown.viewport(), shown.visualItemRect(item(shown, text)).center())
    assert chosen.args == [line]


def test_return_on_a_statement_goes_to_its_line(qtbot, shown):
    shown.setCurrentItem(item(shown, "sleep(0.1)"))
    with qtbot.waitSignal(shown.line_chosen) as chosen:
        qtbot.keyClick(shown, Qt.Key_Return)
    assert chosen.args == [4]


@pytest.mark.parametrize("name", ["dark", "light"])
def test_note_of_a_line_is_shown_next_to_its_statement(theme, shown, name):
    theme.use(name)
    shown.show_note(3, LineNote(True, "✓ 3×"))
    shown.show_note(9, LineNote(False, "✗", "expected 1, got 2"))
    passed, failed = item(shown, "jobs.put(n)"), item(shown, "assert jobs.get() == 1")
    assert (passed.text(1), passed.toolTip(1)) == ("✓ 3×", "")
    assert (failed.text(1), failed.toolTip(1)) == ("✗", formats.tip("expected 1, got 2"))
    assert passed.foreground(1).color().name() == theme.palette.ok
    assert failed.foreground(1).color().name() == theme.palette.error


def test_cleared_notes_leave_the_statements(shown):
    before = rows(shown)
    shown.show_note(9, LineNote(False, "✗", "expected 1, got 2"))
    shown.clear_notes()
    assert (item(shown, "assert jobs.get() == 1").text(1), rows(shown)) == ("", before)
    assert item(shown, "assert jobs.get() == 1").toolTip(1) == ""


def test_note_of_a_line_without_a_statement_is_ignored(shown):
    shown.show_note(99, LineNote(True, "✓"))
    shown.show_note(4711, LineNote(False, "✗", "?"))
    assert len(rows(shown)) == 10


def test_next_script_replaces_the_last_with_its_notes(shown):
    shown.show_note(1, LineNote(True, "✓"))
    shown.show_script(parse('note("new")\n', "b.rqs"))
    assert rows(shown) == [(0, 'note("new")')]
    assert item(shown, 'note("new")').text(1) == ""


def test_statement_of_several_lines_is_shown_by_its_first(outline):
    outline.show_script(parse("jobs = create(\n    maxsize=3,\n)\n", "a.rqs"))
    ((_, text),) = rows(outline)
    assert "\n" not in text and text.startswith("jobs = create(")


def test_empty_script_is_an_empty_tree(outline):
    outline.show_script(parse("# nothing\n", "a.rqs"))
    assert rows(outline) == []


def test_very_long_script_is_shown_up_to_a_limit(outline, monkeypatch):
    monkeypatch.setattr(outline_module, "MAX_STATEMENTS", 5)
    outline.show_script(parse(SCRIPT, "a.rqs"))
    assert len(rows(outline)) == 5
    outline.show_script(parse("note(1)\n" * 3, "a.rqs"))
    assert len(rows(outline)) == 3


BLOCKS = st.recursive(
    st.just("note(1)"), lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=10
)


def written(block, depth=0):
    """Generate a script of nested loops and its expected rows."""
    if isinstance(block, str):
        return [(depth, block)]
    return [(depth, "for n in range(2):"), *(row for inner in block for row in written(inner, depth + 1))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(BLOCKS, max_size=4))
def test_tree_has_the_shape_of_the_script(outline, blocks):
    expected = [row for block in blocks for row in written(block)]
    outline.show_script(parse("".join(f"{'    ' * depth}{text}\n" for depth, text in expected), "a.rqs"))
    assert rows(outline) == expected
