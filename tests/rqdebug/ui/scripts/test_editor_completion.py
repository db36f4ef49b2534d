# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion of words of the script language."""

from __future__ import annotations

import pytest
from PyQt5 import sip
from PyQt5.Qsci import QsciAPIs, QsciScintilla

from rqdebug.scripts.language.vocabulary import CALLS, ERRORS, METHODS
from rqdebug.ui.scripts.editor import ScriptEditor


@pytest.fixture
def words(editor):
    """Return the completions for the start of a word."""
    apis = editor.lexer().apis()
    assert isinstance(apis, QsciAPIs)

    def words(beginning):
        return [word.partition("(")[0].strip() for word in apis.updateAutoCompletionList([beginning], [])]

    return words


@pytest.mark.parametrize(
    "word", ["put_many", "get", "task_done", "create", "sleep", "assert", "raises", "parallel"]
)
def test_word_is_proposed_for_its_first_letters(words, word):
    assert word in words(word[:2])


def test_every_method_call_and_error_of_the_language_is_proposed(words):
    names = {
        signature.syntax.partition("(")[0].rpartition(".")[2]
        for signature in (*METHODS.values(), *CALLS.values())
    }
    for name in {name for name in names if name.isidentifier()} | set(ERRORS):
        assert any(proposed.endswith(name) for proposed in words(name[:3])), name


def test_words_of_other_languages_are_not_proposed(words):
    assert words("impo") == []
    assert words("lamb") == []


def test_editors_share_one_list_that_none_of_them_deletes(qtbot, theme, editor, words):
    for _ in range(20):
        other = ScriptEditor(theme)
        assert other.lexer().apis() is editor.lexer().apis()
        sip.delete(other)
    assert "put_many" in words("pu")


def test_list_opens_after_two_letters(qtbot, editor):
    editor.activateWindow()
    editor.setFocus()
    qtbot.keyClicks(editor, "ta")
    assert editor.SendScintilla(QsciScintilla.SCI_AUTOCACTIVE) == 1
    editor.cancelList()
