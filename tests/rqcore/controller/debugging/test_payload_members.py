# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis.strategies import dictionaries, integers, just, lists, one_of, recursive, text

from rqcore.controller.debugging.facts import MAX_PAYLOAD, NOT_PARSED
from rqcore.controller.debugging.payload_members import MISSING, UNKNOWN, member_reader


@pytest.mark.parametrize(
    ("payload", "path", "expected"),
    [
        (b'{"a": {"b": [1, 2]}}', ["a", "b", 1], 2),
        (b' {"a": 1}\n', ["a"], 1),
        (b'\xef\xbb\xbf{"a": 1}', ["a"], 1),
        (b'{"a": 1, "a": 2}', ["a"], 2),
        (b'{"\\u0061": 1}', ["a"], 1),
        ('{"ü": 1}'.encode(), ["ü"], 1),
        (b'{"": 1}', [""], 1),
        (b"[null]", [0], None),
        (b"[1]", [1], MISSING),
        (b"[1]", ["a"], MISSING),
        (b'{"a": 1}', [0], MISSING),
        (b'{"a": 1} x', ["a"], MISSING),
        (b'{"a": 1', ["a"], MISSING),
        (b'{"a": \xff}', ["a"], MISSING),
        (b'{"b": "a"}', ["a"], MISSING),
        (b'{"a": ' + b"9" * 5000 + b"}", ["a"], MISSING),
        (b"", ["a"], MISSING),
        (b"[" * MAX_PAYLOAD, [0], UNKNOWN),
        (b'{"a": 1}'.ljust(MAX_PAYLOAD + 1), ["a"], UNKNOWN),
    ],
    ids=range(19),
)
def test_member_of_a_payload_is_found(make_facts, payload, path, expected):
    assert member_reader(path)(make_facts(payload)) == expected


def test_payload_that_is_not_there_is_unknown_unless_it_is_empty(make_facts):
    read = member_reader(["a"])
    assert read(make_facts(None, size=8)) is UNKNOWN
    assert read(make_facts(None, size=0)) is MISSING
    assert read(make_facts(None)) is MISSING


def test_payload_is_parsed_once(make_facts):
    facts = make_facts(b'{"a": [1], "b": 2}')
    member_reader(["a", 0])(facts)
    facts.payload = b'{"a": 3, "b": 4}'
    assert member_reader(["b"])(facts) == 2
    facts.document = NOT_PARSED
    assert member_reader(["b"])(facts) == 4


DOCUMENTS = recursive(
    one_of(integers(), text(), just(None)),
    lambda inner: lists(inner, max_size=3) | dictionaries(text(max_size=2), inner, max_size=3),
)


@given(DOCUMENTS, lists(text(max_size=2) | integers(0, 2), min_size=1, max_size=3))
def test_member_is_what_the_path_leads_to(document, path):
    def follow(value, path):
        if not path:
            return value
        kind = dict if isinstance(path[0], str) else list
        fits = isinstance(value, kind) and (path[0] in value if kind is dict else path[0] < len(value))
        return follow(value[path[0]], path[1:]) if fits else MISSING

    payload = json.dumps(document).encode()
    facts = type("Facts", (), {"payload": payload, "document": NOT_PARSED, "size": len(payload)})()
    assert member_reader(path)(facts) == follow(document, path)
