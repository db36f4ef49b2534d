# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts of other programs reach a terminal, a log or a spreadsheet only as text."""

from __future__ import annotations

import json
import sys

import pytest

from rqdebug.support.characters import escape_unsafe, replace_unsafe, to_json

UNSAFE = ["\x9b2J", "\x7f", "\x1b[2J", "\u202e", "\u2066", "\u2028", "\ud800", "\x00", "\x85"]


@pytest.mark.parametrize("text", UNSAFE)
def test_json_controls_no_terminal_and_keeps_the_text(text):
    written = to_json({"client": text, text: 1})
    assert written.isprintable()
    assert json.loads(written) == {"client": text, text: 1}


@pytest.mark.parametrize("text", ["größe", "日本", "👩\u200d💻", "a\u00a0b"])
def test_json_shows_text_of_any_language(text):
    assert to_json(text) == f'"{text}"'


def test_json_may_have_several_lines():
    assert to_json({"a": 1}, indent=1) == '{\n "a": 1\n}'


def test_every_character_that_is_replaced_is_escaped():
    for character in map(chr, range(sys.maxunicode + 1)):
        is_unsafe = replace_unsafe(character) != character
        assert (escape_unsafe(character) != character) is is_unsafe, hex(ord(character))
