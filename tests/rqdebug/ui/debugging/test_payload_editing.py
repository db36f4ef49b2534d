# SPDX-License-Identifier: GPL-3.0-or-later
"""Editing the payload of a held call."""

from __future__ import annotations

import pytest

from rqdebug.errors import ItemError
from rqdebug.inspection.payload_edit import EditForm
from rqdebug.ui.debugging.payload_editing import PayloadDraft, PayloadEditor


@pytest.fixture
def editor(qtbot, theme):
    editor = PayloadEditor(theme)
    qtbot.addWidget(editor)
    editor.show()
    return editor


def page(editor):
    return editor.view.forms.tabText(editor.view.forms.currentIndex())


def test_payload_of_a_call_can_be_edited_and_reverted(qtbot, editor, held_call):
    editor.show_call(held_call(1, b"abc"), None)
    assert (page(editor), editor.text.toPlainText(), editor.edited()) == ("Edit", "abc", None)
    assert not editor.revert_button.isEnabled()
    with qtbot.waitSignal(editor.changed):
        editor.text.setPlainText("abcd")
    assert (editor.edited(), editor.draft) == (b"abcd", PayloadDraft(EditForm.TEXT, "abcd"))
    with qtbot.waitSignal(editor.changed):
        editor.revert_button.click()
    assert (editor.edited(), editor.draft, editor.text.toPlainText()) == (None, None, "abc")


def test_other_pages_show_what_was_edited(editor, held_call):
    editor.show_call(held_call(1, b'{"n": 1}', codec="json"), None)
    editor.text.setPlainText('{"n": 2, "m": 3}')
    forms = editor.view.forms
    for title in ("Tree", "Hex", "Text"):
        forms.setCurrentWidget(forms.pages[title])
        assert page(editor) == title
    assert '"m": 3' in forms.pages["Text"].toPlainText()
    assert forms.pages["Tree"].model().rowCount() == 2
    forms.setCurrentWidget(editor.text)
    assert editor.edited() == b'{"n":2,"m":3}'


def test_invalid_text_is_explained_and_kept(editor, held_call):
    editor.show_call(held_call(1, b'{"n":1}', codec="json"), None)
    editor.text.setPlainText('{"n":')
    assert "line 1, column 6" in editor.note.text()
    assert not editor.compare_button.isEnabled()
    with pytest.raises(ItemError):
        editor.edited()
    draft = editor.draft
    editor.show_call(held_call(2, b"x"), None)
    editor.show_call(held_call(1, b'{"n":1}', codec="json"), draft)
    assert editor.text.toPlainText() == '{"n":'


def test_form_can_be_changed_while_editing(editor, held_call):
    editor.show_call(held_call(1, b"abc"), None)
    editor.text.setPlainText("ab")
    editor.form.setCurrentIndex(1)
    editor.form.activated.emit(1)
    assert (editor.text.toPlainText(), editor.edited()) == ("61 62", b"ab")
    editor.text.setPlainText("ff")
    editor.form.setCurrentIndex(0)
    editor.form.activated.emit(0)
    assert (editor.form.currentText(), editor.edited()) == ("Hex", b"\xff")


@pytest.mark.parametrize("text", ["a\u00a0b", "\u00a0", "line\n\nline\n", "\ttab"])
def test_text_that_is_not_edited_is_not_changed(editor, held_call, text):
    editor.show_call(held_call(1, text.encode()), None)
    assert not editor.is_changed
    editor.text.appendPlainText("x")
    assert editor.edited() == f"{text}\nx".encode()


@pytest.mark.parametrize(
    ("payloads", "facts", "why"),
    [([b"a", b"b"], {}, "2 items"), ([b"abc"], {"size": 70_000}, "64 KiB"), ([], {}, "no payload")],
)
def test_payload_that_cannot_be_edited_says_why(editor, held_call, payloads, facts, why):
    editor.show_call(held_call(1, *payloads, **facts), None)
    assert why in editor.note.text()
    assert editor.text.isReadOnly()
    assert page(editor) != "Edit"
    assert editor.edited() is None


def test_comparison_has_both_payloads(qtbot, editor, held_call):
    editor.show_call(held_call(1, b"abc"), None)
    editor.text.setPlainText("abd")
    with qtbot.waitSignal(editor.comparison_wanted) as wanted:
        editor.compare_button.click()
    assert wanted.args == [b"abc", b"abd"]
