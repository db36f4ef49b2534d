# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.debugging.facts import MAX_PAYLOAD
from rqcore.controller.debugging.predicates import compile_predicate
from rqcore.protocol.event_values import Method


def condition(field, operator, *values, path=None):
    """Return the tree of a condition; several values are a set or the ends of a range."""
    if operator == "between":
        content = dict(zip(("first", "last"), values, strict=True))
    else:
        content = {"values": list(values)} if operator == "in" else {"value": values[0]}
    given = {name: value for name, value in content.items() if value is not ...}
    return {"field": field, "operator": operator, **given, **({"path": path} if path else {})}


def answer(facts, *parts, **path):
    return compile_predicate(condition(*parts, **path)).matches(facts)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("method", "==", "put"), True),
        (("method", "==", "PUT"), True),
        (("method", "!=", "put"), False),
        (("method", "in", "get", "put"), True),
        (("method", "contains", "ut"), True),
        (("method", "contains", "UT"), False),
        (("method", "startswith", "p"), True),
        (("method", "endswith", "p"), False),
        (("method", "==", "#0"), False),
        (("method", "~", "^p.t$"), True),
        (("codec", "~", "^r"), True),
        (("queue", "~", "(?i)^JO"), True),
        (("queue", "~", "^obs"), False),
        (("queue", "==", "jobs"), True),
        (("queue", "==", "Jobs"), False),
        (("queue", "in", "done", "jobs"), True),
        (("queue", "contains", "ob"), True),
        (("queue", "startswith", "ob"), False),
        (("queue", "endswith", "bs"), True),
        (("namespace", "==", "0af7"), True),
        (("kind", "!=", "fifo"), False),
        (("client", "!=", ""), True),
        (("address", "startswith", "127.0.0."), True),
        (("address", "in_network", "127.0.0.0/8"), True),
        (("address", "in_network", "10.0.0.0/8"), False),
        (("size", "==", 3), True),
        (("size", "<", 3), False),
        (("size", "<=", 3), True),
        (("depth", ">", 2), True),
        (("depth", ">=", 4), False),
        (("depth", "between", 1, 3), True),
        (("depth", "between", ..., 2), False),
        (("depth", "between", 3, ...), True),
        (("items", "in", 1, 2), True),
        (("deliveries", "==", 0), True),
        (("timeout", "==", "forever"), True),
        (("timeout", ">", 10**18), True),
        (("timeout", "<", "forever"), False),
        (("codec", "==", "raw"), True),
    ],
)
def test_condition_compares_a_field(make_facts, parts, expected):
    assert answer(make_facts(), *parts) is expected


def test_timeout_is_compared_in_nanoseconds(make_facts):
    assert answer(make_facts(timeout_ns=5_000_000), "timeout", "between", 5_000_000, 6_000_000) is True


def test_each_method_has_its_word(make_facts):
    for method in Method:
        assert answer(make_facts(method=method), "method", "==", method.name.lower()) is True


def test_call_without_an_item_is_compared_as_its_event_shows_it(make_facts):
    facts = make_facts(None, codec=None)
    assert answer(facts, "size", "==", 0) is True
    assert answer(facts, "codec", "==", "raw") is True
    assert answer(facts, "payload", "==", "") is True
    assert answer(facts, "payload", "==", 1, path=["id"]) is False


@pytest.mark.parametrize(
    ("payload", "parts", "expected"),
    [
        (b"nut", ("==", "nut"), True),
        (b"nut", ("!=", "nut"), False),
        (b"nut", ("in", "bolt", "nut"), True),
        (b"nut", ("startswith", "nu"), True),
        (b"nut", ("endswith", "nu"), False),
        (b"nut", ("~", "u.$"), True),
        ("grüße".encode(), ("~", "^gr.ße$"), True),
        (b"\xffgr\xfc", ("~", "gr.$"), True),
        ("grüße".encode(), ("contains", "üß"), True),
        (b"\xff\x00nut", ("contains", "nut"), True),
        (b"gr\xfc\xdfe", ("contains", "ü"), False),
    ],
)
def test_payload_is_compared_as_bytes(make_facts, payload, parts, expected):
    assert answer(make_facts(payload), "payload", *parts) is expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("==", "nut"), None),
        (("==", "bolt"), False),
        (("!=", "nut"), None),
        (("!=", "bolt"), True),
        (("in", "bolt", "nut"), None),
        (("in", "bolt", "screw"), False),
        (("contains", "nut"), None),
        (("contains", "bolt"), False),
        (("startswith", ""), True),
        (("~", "n*"), True),
        (("~", "n"), None),
        (("~", "^$"), None),
        (("endswith", "bolt"), False),
    ],
)
def test_payload_of_which_only_the_size_is_known_matches_if_each_one_does(make_facts, parts, expected):
    assert answer(make_facts(None, size=3), "payload", *parts) is expected


def test_large_payload_is_unknown(make_facts):
    for size, expected in ((MAX_PAYLOAD, True), (MAX_PAYLOAD + 1, None)):
        facts = make_facts(b'{"id": 1}'.ljust(size))
        assert answer(facts, "payload", "startswith", "{") is expected
        assert answer(facts, "payload", "==", 1, path=["id"]) is expected


@pytest.mark.parametrize(
    ("member", "parts", "expected"),
    [
        ("17", ("==", 17), True),
        ("17.0", ("==", 17), True),
        ("true", ("==", 1), False),
        ("true", ("!=", 1), True),
        ('"17"', ("==", 17), False),
        ('"17"', ("!=", 17), True),
        ("null", ("==", None), True),
        ("null", ("<", 3), False),
        ("2", ("<", 3), True),
        ("true", ("<", 3), False),
        ('"b"', (">", "a"), True),
        ("2", ("between", 1, 2.5), True),
        ('"2"', ("between", 1, 3), False),
        ("2", ("in", "2", 2), True),
        ('"nut"', ("contains", "u"), True),
        ('"nut"', ("~", "^n"), True),
        ("17", ("~", "17"), False),
        ("[17]", ("contains", "17"), False),
        ('"nut"', ("startswith", "n"), True),
        ("[]", ("!=", 17), True),
    ],
)
def test_member_is_compared_by_its_json_type(make_facts, member, parts, expected):
    payload = f'{{"order": {{"id": {member}}}}}'.encode()
    assert answer(make_facts(payload), "payload", *parts, path=["order", "id"]) is expected


@pytest.mark.parametrize(
    ("priority", "parts", "expected"),
    [(3, (">=", 3), True), (None, ("!=", 3), False), ([1, 2], ("!=", 3), True), ("a", ("==", "a"), True)],
)
def test_priority_is_compared_as_a_member_is(make_facts, priority, parts, expected):
    assert answer(make_facts(priority=priority), "priority", *parts) is expected


def test_codec_of_an_item_is_compared(make_facts):
    assert answer(make_facts(codec=Codec.JSON), "codec", "in", "text", "json") is True
