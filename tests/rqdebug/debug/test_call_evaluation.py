# SPDX-License-Identifier: GPL-3.0-or-later
"""Expressions on held calls."""

from __future__ import annotations

import pytest

from rqdebug.debug.call_evaluation import MISSING_TEXT, UNKNOWN_TEXT, evaluate
from rqdebug.errors import FilterError

ORDER = b'{"order": {"id": 17, "parts": ["a", null]}, "n\\u0061me": "x"}'


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("payload.order.id", "17"),
        (" payload.order.parts ", '["a", null]'),
        ("payload.order.parts[1]", "null"),
        ("payload.order.none", MISSING_TEXT),
        ("payload.order.id == 17", "true"),
        ("payload.order.id > 17", "false"),
        ("size > 10 and method == put", "true"),
        ("not queue == jobs", "false"),
        ("queue", '"jobs"'),
        ("timeout", '"5s"'),
        ("depth", "2"),
        ("codec", '"json"'),
        ("deliveries", "0"),
        ("payload[\"order\"]['parts'][0]", '"a"'),
    ],
)
def test_expression_has_a_value(held_call, expression, value):
    assert evaluate(expression, held_call(1, ORDER, codec="json")) == value


@pytest.mark.parametrize(
    "expression", ["payload.order.id", "payload.order.id == 17", "payload", "payload ~ x"]
)
def test_what_is_cut_is_unknown(held_call, expression):
    assert evaluate(expression, held_call(1, ORDER, size=100_000)) == UNKNOWN_TEXT


def test_size_of_a_payload_that_is_cut_is_known(held_call):
    assert evaluate("size", held_call(1, ORDER, size=100_000)) == "100000"


def test_edited_payload_is_evaluated(held_call):
    call = held_call(1, ORDER)
    assert evaluate("payload.order.id", call, b'{"order": {"id": 18}}') == "18"
    assert evaluate("size", call, b"") == "0"


def test_call_without_an_item_has_no_members(held_call):
    call = held_call(1, method="get")
    assert evaluate("payload.order.id", call) == MISSING_TEXT
    assert evaluate("size", call) == "0"
    assert evaluate("deliveries", call) == "0"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("outcome == ok", "only the log knows it"),
        ("payload.order.id ==", "column"),
        ("nonsense", "nonsense"),
    ],
)
def test_what_cannot_be_evaluated_is_explained(held_call, expression, message):
    with pytest.raises(FilterError, match=message):
        evaluate(expression, held_call(1, ORDER))
