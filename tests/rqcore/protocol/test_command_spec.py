# SPDX-License-Identifier: GPL-3.0-or-later
"""How a row of the command table parses a request, tested with rows that exist only here."""

from __future__ import annotations

import pytest

from rqcore.errors import BadCall, Empty, NoQueue
from rqcore.protocol import command_spec
from rqcore.protocol.arguments import natural, raw, seconds, text
from rqcore.protocol.command_spec import CACHED_BYTES, Argument, CommandSpec
from rqcore.protocol.command_traits import MANY
from rqcore.protocol.reply_types import OkReply

QUEUE = Argument("queue")
TIMEOUT = Argument("timeout", seconds, "TIMEOUT")
FORCE = Argument("force", None, "FORCE")
NUMBERS = Argument("numbers", natural, "NUMBER", several=True)
ITEMS = Argument("items", several=True)
WORDS = Argument("words", several=True, optional=True)
COUNT = Argument("count", natural, optional=True)
SECONDS = Argument("timeout", seconds)
NAMES = Argument("names", text, "NAMES", several=True, rest=True)


def spec(*arguments, **options):
    return CommandSpec("RQ.TRY", arguments, OkReply(), (Empty, NoQueue), "Try. And more.", **options)


@pytest.mark.parametrize(
    ("row", "words", "expected"),
    [
        (spec(), [], ([], {})),
        (spec(QUEUE), [b"jobs"], ([b"jobs"], {})),
        (spec(QUEUE, Argument("count", natural)), [b"jobs", b"12"], ([b"jobs", 12], {})),
        (spec(QUEUE, TIMEOUT), [b"jobs"], ([b"jobs"], {})),
        (spec(QUEUE, TIMEOUT), [b"jobs", b"TIMEOUT", b"1.5"], ([b"jobs"], {"timeout_ns": 1_500_000_000})),
        (spec(QUEUE, TIMEOUT), [b"jobs", b"timeout", b"2"], ([b"jobs"], {"timeout_ns": 2_000_000_000})),
        (
            spec(QUEUE, FORCE, TIMEOUT),
            [b"jobs", b"TIMEOUT", b"0", b"FORCE"],
            ([b"jobs"], {"timeout_ns": 0, "force": True}),
        ),
        (spec(QUEUE, NUMBERS), [b"jobs", b"NUMBER", b"1", b"2"], ([b"jobs"], {"numbers": [1, 2]})),
        (
            spec(QUEUE, NUMBERS, FORCE),
            [b"jobs", b"NUMBER", b"1", b"FORCE", b"NUMBER", b"2"],
            ([b"jobs"], {"numbers": [1, 2], "force": True}),
        ),
        (spec(FORCE, NAMES), [b"NAMES", b"a", b"FORCE"], ([], {"names": ["a", "FORCE"]})),
        (
            spec(QUEUE, Argument("items", raw, several=True)),
            [b"jobs", b"a", b"b"],
            ([b"jobs", b"a", b"b"], {}),
        ),
        (spec(QUEUE, COUNT), [b"jobs"], ([b"jobs"], {})),
        (spec(QUEUE, COUNT), [b"jobs", b"7"], ([b"jobs", 7], {})),
        (spec(WORDS), [], ([], {})),
        (spec(ITEMS, SECONDS), [b"a", b"b", b"1"], ([b"a", b"b"], {"timeout_ns": 10**9})),
    ],
)
def test_request_is_parsed(row, words, expected):
    assert row.parse(words) == expected
    assert row.parse(list(words)) == expected  # from the cache of options


@pytest.mark.parametrize(
    ("row", "words", "reason"),
    [
        (spec(), [b"jobs"], "wrong number of arguments; usage: RQ.TRY"),
        (spec(QUEUE), [], "wrong number of arguments; usage: RQ.TRY queue"),
        (spec(QUEUE), [b"jobs", b"more"], "wrong number of arguments"),
        (spec(QUEUE, TIMEOUT), [b"jobs", b"TIMEOUT"], "TIMEOUT needs a value"),
        (spec(QUEUE, TIMEOUT), [b"jobs", b"TIMEOUT", b"soon"], "soon"),
        (spec(QUEUE, TIMEOUT), [b"jobs", b"TIMOUT", b"1"], "unknown option 'TIMOUT'"),
        (spec(QUEUE, NUMBERS, FORCE), [b"jobs", b"NUMBER", b"FORCE"], "NUMBER needs a value"),
        (spec(QUEUE, Argument("count", natural)), [b"jobs", b"-1"], "-1"),
        (spec(QUEUE, ITEMS), [b"jobs"], "wrong number of arguments; usage: RQ.TRY queue items"),
        (spec(QUEUE, COUNT), [b"jobs", b"1", b"2"], "wrong number of arguments"),
        (spec(QUEUE, COUNT), [b"jobs", b"x"], "'x'"),
        (spec(ITEMS, SECONDS), [b"1"], "wrong number of arguments"),
        (spec(ITEMS, SECONDS), [b"jobs", b"soon"], "soon"),
    ],
)
def test_invalid_request_is_refused_with_a_reason(row, words, reason):
    for _ in range(2):  # invalid options are not cached
        with pytest.raises(BadCall, match=reason):
            row.parse(words)


def test_required_option_must_be_given():
    row = spec(QUEUE, TIMEOUT, required=("timeout_ns",))
    assert row.parse([b"jobs", b"TIMEOUT", b"0"]) == ([b"jobs"], {"timeout_ns": 0})
    with pytest.raises(BadCall, match="wrong number of arguments"):
        row.parse([b"jobs"])


def test_repeated_options_are_parsed_once():
    calls = []

    def convert(word):
        calls.append(word)
        return word

    row = spec(QUEUE, Argument("name", convert, "NAME"))
    for _ in range(3):
        assert row.parse([b"jobs", b"NAME", b"a"]) == ([b"jobs"], {"name": b"a"})
    assert calls == [b"a"]


def test_long_options_are_not_cached():
    calls = []
    row = spec(QUEUE, Argument("name", lambda word: calls.append(word) or word, "NAME"))
    long = b"x" * CACHED_BYTES
    for _ in range(2):
        assert row.parse([b"jobs", b"NAME", long])[1] == {"name": long}
    assert calls == [long, long]


def test_cache_of_options_is_bounded(monkeypatch):
    monkeypatch.setattr(command_spec, "CACHED_OPTIONS", 4)
    row = spec(QUEUE, Argument("count", natural, "COUNT"))
    for count in range(20):
        assert row.parse([b"jobs", b"COUNT", b"%d" % count])[1] == {"count": count}
    assert len(row._recent_options) <= 4


@pytest.mark.parametrize(
    ("row", "usage", "arity"),
    [
        (spec(), "RQ.TRY", 1),
        (spec(QUEUE), "RQ.TRY queue", 2),
        (spec(QUEUE, TIMEOUT, FORCE), "RQ.TRY queue [TIMEOUT timeout] [FORCE]", -2),
        (spec(QUEUE, NUMBERS), "RQ.TRY queue [NUMBER numbers …]", -2),
        (spec(ITEMS), "RQ.TRY items [items …]", -2),
        (spec(QUEUE, COUNT), "RQ.TRY queue [count]", -2),
        (spec(WORDS), "RQ.TRY [words …]", -1),
        (spec(ITEMS, SECONDS), "RQ.TRY items [items …] timeout", -3),
    ],
)
def test_usage_and_arity_come_from_the_arguments(row, usage, arity):
    assert (row.usage, row.arity) == (usage, arity)


@pytest.mark.parametrize(
    ("row", "fewest", "most"),
    [
        (spec(QUEUE), 1, 1),
        (spec(QUEUE, TIMEOUT), 1, 1),
        (spec(QUEUE, Argument("count", natural)), 2, -1),
        (spec(QUEUE, TIMEOUT, required=("timeout_ns",)), 1, -1),
        (spec(QUEUE, COUNT), 1, 1),
        (spec(QUEUE, ITEMS), 2, 1 + MANY),
        (spec(WORDS), 0, MANY),
        (spec(ITEMS, SECONDS), 2, -1),
    ],
)
def test_row_has_the_number_of_words_that_need_no_parsing(row, fewest, most):
    assert (row.fewest, row.most) == (fewest, most)


def test_summary_is_the_first_sentence_and_every_error_has_its_code():
    row = spec(QUEUE)
    assert (row.summary, row.error_codes, row.takes_queue) == ("Try.", ("EMPTY", "NOQUEUE"), True)
    assert not spec(TIMEOUT).takes_queue
