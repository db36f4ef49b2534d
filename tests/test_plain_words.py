# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts of the project use plain words."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_spec = importlib.util.spec_from_file_location("plain_words", Path(__file__).with_name("plain_words.py"))
plain_words = importlib.util.module_from_spec(_spec)
sys.modules["plain_words"] = plain_words
_spec.loader.exec_module(plain_words)

ALLOWED = set()
"""File and word of each place where a listed word is the right one."""


def roots():
    return [ROOT / name for name in (*plain_words.FOLDERS, *plain_words.FILES)]


@pytest.mark.timeout(300)  # it reads all files
def test_texts_use_no_word_of_the_list():
    places = plain_words.findings(plain_words.files(roots()))
    assert [str(place) for place in places if (place.path, place.word.lower()) not in ALLOWED] == []


def test_every_exception_is_still_needed():
    places = plain_words.findings(plain_words.files(roots()))
    assert {(place.path, place.word.lower()) for place in places} >= ALLOWED


@pytest.mark.parametrize(
    "text",
    [
        '"""Whoever waits is told."""',
        "# nobody hears of it",
        'raise ValueError(f"so many items of {name} are gone for ever")',
        'tr("Of those files keep the last")',
    ],
)
def test_word_is_found_in_docstrings_comments_and_texts(tmp_path, monkeypatch, text):
    monkeypatch.setattr(plain_words, "ROOT", tmp_path)
    file = tmp_path / "module.py"
    file.write_text(f"{text}\n")
    assert list(plain_words.findings([file]))


def test_names_in_code_are_not_searched(tmp_path, monkeypatch):
    monkeypatch.setattr(plain_words, "ROOT", tmp_path)
    file = tmp_path / "module.py"
    file.write_text("told = nobody(anew)\n")
    assert list(plain_words.findings([file])) == []


def test_word_in_a_page_is_found_with_its_line(tmp_path, monkeypatch):
    monkeypatch.setattr(plain_words, "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text("Fine.\n\nThis is done anew.\n")
    (place,) = plain_words.findings([page])
    assert (place.path, place.line, place.word) == ("page.md", 3, "anew")
    assert "again" in str(place)
