# SPDX-License-Identifier: GPL-3.0-or-later
"""Conditions on payloads: text, bytes, members of JSON, and payloads that were cut."""

from __future__ import annotations

import json
import pickle

import pytest

from rqdebug.events.batch_decoder import BatchDecoder
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import parse
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.views.view import View


@pytest.fixture
def answers(columns):
    """Return a function: filter, payloads → answers. A pair is a recorded beginning and the whole size."""

    def answers(text, *payloads):
        pairs = [each if isinstance(each, tuple) else (each, len(each)) for each in payloads]
        batch = columns(*({"payload": data, "size": size} for data, size in pairs))
        return parse(text).evaluate(batch).to_pylist()

    return answers


# Quotes


@pytest.mark.parametrize("word", ["17", "1.0", "true", "null", "-0", "1e3"])
def test_quotes_mean_text(answers, word, tmp_path):
    payloads = [json.dumps({"s": value}).encode() for value in (word, json.loads(word))]
    for text in (
        f'payload.s == "{word}"',
        f"payload.s in {{'{word}', \"x\"}}",
        f'payload.s in "{word}".."{word}"',
    ):
        assert answers(text, *payloads) == [True, False]
        # a saved filter reads back the same
        SavedFilters(tmp_path / "filters.json").save("quoted", str(parse(text)))
        assert answers(SavedFilters(tmp_path / "filters.json").load()["quoted"], *payloads) == [True, False]
    assert answers(f"payload.s == {word}", *payloads) == [False, True]


# Cut payloads


@pytest.mark.parametrize(
    ("text", "recorded", "size", "answer"),
    [
        ("payload.id == 17", b'{"pad": "aa', 300, None),
        ("not payload.id == 17", b'{"pad": "aa', 300, None),
        ("payload.id != 17", b'{"pad": "aa', 300, None),
        ("payload.id in {1, 2}", b"", 300, None),
        ("payload[0] == 17", b'{"pad": "aa', 300, False),
        ("payload.id == 17", b"\x80\x04\x95", 300, False),
        ("payload contains aa", b'{"pad": "aa', 300, True),
        ("payload contains bb", b'{"pad": "aa', 300, None),
        ("payload contains long-text", b"a", 5, False),
        ("payload startswith ab", b"a", 5, None),
        ("payload startswith ab", b"ab", 5, True),
        ("payload startswith ab", b"b", 5, False),
        ("payload endswith ab", b"ab", 5, None),
        ("payload endswith abcdef", b"ab", 5, False),
        ("payload == abcde", b"abc", 5, None),
        ("payload == abcd", b"abc", 5, False),
        ("payload != abcd", b"abc", 5, True),
        ("payload != abcde", b"abc", 5, None),
        ("payload in {abcde, x}", b"abc", 5, None),
        ("payload ~ b", b"abc", 5, True),
        ("payload ~ c$", b"abc", 5, None),
        (r"payload ~ 'b\b'", b"ab cd", 9, True),
        (r"payload ~ 'b\b'", b"ab", 9, None),
        ("payload ~ x", b"abc", 5, None),
        ("payload ~ x or depth == 3", b"abc", 5, True),
        ("payload ~ x and depth == 4", b"abc", 5, False),
        ("payload ~ x and depth == 3", b"abc", 5, None),
        ("not (payload ~ x or depth == 4)", b"abc", 5, None),
    ],
)
def test_answer_is_unknown_if_the_rest_of_a_cut_payload_could_change_it(
    answers, text, recorded, size, answer
):
    assert answers(text, (recorded, size)) == [answer]


def test_first_of_several_items_is_cut_as_far_as_is_known(columns):
    batch = columns({"payload": b"ab", "size": 6, "items": 3})
    assert parse("payload == ab").evaluate(batch).to_pylist() == [None]
    assert parse("payload startswith ab").evaluate(batch).to_pylist() == [True]


def test_each_item_of_a_call_has_its_own_size(wire):
    row = {"payload": b"ab", "size": 6, "items": 3, "part": 1, "run": 0}
    batch = BatchDecoder().decode(wire(row, version=3))
    assert parse("payload == ab").evaluate(batch).to_pylist() == [False]
    assert parse("payload == abcdef").evaluate(batch).to_pylist() == [None]


def test_view_counts_unknown_events(columns):
    log = EventLog()
    log.append(columns({"payload": b'{"id', "size": 90}, {"payload": b'{"id": 17}', "size": 10}, {"size": 0}))
    for text, found in (("payload.id == 17", 1), ("not payload.id == 17", 1)):
        view = View(log, parse(text), anchor=1)
        assert (view.advance(), view.unknown_count) == (found, 1)
    view = View(log, parse("depth == 3"))
    assert (view.advance(), view.unknown_count) == (3, 0)


# Text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('payload ~ "M.ller"', [True, False, False, False]),
        ('payload ~ "(?i)MÜLLER"', [True, False, False, False]),
        ('payload ~ "[äö]"', [False, False, True, False]),
        ('payload ~ "^.{4}$"', [False, True, False, False]),
        (r'payload ~ "\x{e9}$"', [False, True, False, False]),
        (r'payload ~ "^\x80"', [False, False, False, True]),
        ('payload contains "ü"', [True, False, False, False]),
    ],
)
def test_regular_expressions_see_characters_in_text(answers, text, expected):
    payloads = ["Müller".encode(), "café".encode(), "größe".encode(), pickle.dumps("x")]
    assert answers(text, *payloads) == expected
    assert [answers(text, payload)[0] for payload in payloads] == expected


def test_half_of_a_surrogate_pair_in_json_fails_no_filter(answers):
    assert answers('payload.s ~ "^a.$"', rb'{"s": "a\ud800"}') == [True]


# Keys


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("payload.größe == 1", json.dumps({"größe": 1})),
        ("payload.größe == 1", json.dumps({"größe": 1}, ensure_ascii=False)),
        ("payload.id == 1", r'{"\u0069d": 1}'),
        ('payload["a.b"] == 1', '{"a.b": 1}'),
        ("payload['a.b'].c == 1", '{"a.b": {"c": 1}}'),
        ('payload["two words"][1] == 1', '{"two words": [0, 1]}'),
        (r'payload["say \"no\""] == 1', json.dumps({'say "no"': 1})),
        (r'payload["back\\slash"] == 1', json.dumps({"back\\slash": 1})),
        ('payload["a(b){c}=d"] == 1', '{"a(b){c}=d": 1}'),
        ('payload["*"] == 1', '{"*": 1}'),
        ('payload[""] == 1', '{"": 1}'),
        ("payload[0] == 1", " \n\t[1]"),
        ("payload.id == 1", ' \n{"id": 1}'),
        ("payload.id == 1", '\ufeff{"id": 1}'),
    ],
)
def test_key_of_any_spelling_is_found(answers, text, payload):
    assert answers(text, payload.encode()) == [True]
    assert parse(str(parse(text))) == parse(text)


def test_two_spellings_of_a_path_are_one_field():
    assert parse('payload["order"].id == 1') == parse("payload.order['id'] == 1")
    assert str(parse('payload["order"]["a.b"] == 1')) == 'payload.order["a.b"] == 1'
