# SPDX-License-Identifier: GPL-3.0-or-later
"""The place of the cursor, in text that is complete or not."""

from __future__ import annotations

import pytest

from rqdebug.scripts.editing.cursor_context import MAX_STATEMENT, defined_names, read_context
from rqdebug.scripts.signatures import ValueKind


@pytest.mark.parametrize(
    ("before", "word", "receiver"),
    [
        ("", "", None),
        ("jo", "jo", None),
        ("jobs.", "", "jobs"),
        ("jobs.pu", "pu", "jobs"),
        ("x = jobs.pu", "pu", "jobs"),
        ("create().pu", "pu", ""),
        ("größe.", "", "größe"),
    ],
)
def test_word_and_its_receiver_are_found(before, word, receiver):
    context = read_context(before)
    assert (context.word, context.receiver) == (word, receiver)


@pytest.mark.parametrize("before", ['"open', "'''a\nb", "# comment", 'x = "a\\"', "1.5", 'f"{x'])
def test_no_word_is_possible_in_texts_comments_and_numbers(before):
    assert not read_context(before).is_word


@pytest.mark.parametrize("before", ['"a" ', "# comment\n", 'x = "\\\\"', "'' ", '"open\n'])
def test_word_is_possible_after_texts_and_comments(before):
    assert read_context(before).is_word


def test_arguments_before_the_cursor_are_counted():
    call = read_context("jobs.put([1, 2], len('a, b'), codec='raw', timeout=").call
    assert call is not None
    assert (call.receiver, call.name, call.positional, call.keywords, call.at_keyword) == (
        *("jobs", "put", 2, ["codec", "timeout"]),
        True,
    )


def test_statement_ends_at_a_line_end_outside_of_brackets():
    assert read_context("a = [1,\n2]\nb = ").words == ("b", "=")
    assert read_context("a = [1,\n  b").words == ("a", "=", "[", "1", ",")


def test_beginning_of_a_long_text_is_not_read():
    assert read_context("jobs.put(" + "1, " * MAX_STATEMENT).call is None


def test_names_have_the_kind_of_their_latest_definition():
    text = (
        'a = 1\nq = create()\nt = target("x")\nr = t.create()\nfor i in range(3): a\na = queue("b")\nx == 1'
    )
    assert defined_names(text) == {
        **{"a": ValueKind.QUEUE, "i": ValueKind.VALUE, "r": ValueKind.QUEUE},
        **{"t": ValueKind.TARGET, "q": ValueKind.QUEUE},
    }
    assert next(iter(defined_names(text))) == "a"
