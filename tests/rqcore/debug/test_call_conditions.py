# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller.debugging.predicates import compile_predicate
from rqcore.debug import address, client, items, method, payload, priority, queue, size, timeout
from rqcore.errors import BadCall


@pytest.mark.parametrize(
    ("condition", "tree"),
    [
        (method.is_("put"), {"field": "method", "operator": "==", "value": "put"}),
        (method.is_("put", "get"), {"field": "method", "operator": "in", "values": ["put", "get"]}),
        (size > 3, {"field": "size", "operator": ">", "value": 3}),
        (size != 3, {"field": "size", "operator": "!=", "value": 3}),
        (timeout == "forever", {"field": "timeout", "operator": "==", "value": "forever"}),
        (timeout.is_(None, 2), {"field": "timeout", "operator": "in", "values": ["forever", 2_000_000_000]}),
        (timeout > 0.25, {"field": "timeout", "operator": ">", "value": 250_000_000}),
        (
            address.in_network("fd00::/8"),
            {"field": "address", "operator": "in_network", "value": "fd00::/8"},
        ),
        (
            payload["order"][0]["id"] <= 17,
            {"field": "payload", "path": ["order", 0, "id"], "operator": "<=", "value": 17},
        ),
        (payload.contains("x"), {"field": "payload", "operator": "contains", "value": "x"}),
        (client.matches("^a"), {"field": "client", "operator": "~", "value": "^a"}),
        (~queue.starts_with("j"), {"not": {"field": "queue", "operator": "startswith", "value": "j"}}),
        (
            (items >= 2) & (priority < 1) | queue.ends_with("s"),
            {
                "or": [
                    {
                        "and": [
                            {"field": "items", "operator": ">=", "value": 2},
                            {"field": "priority", "operator": "<", "value": 1},
                        ]
                    },
                    {"field": "queue", "operator": "endswith", "value": "s"},
                ]
            },
        ),
    ],
)
def test_condition_is_a_tree_that_the_controller_reads(condition, tree):
    assert condition.tree == tree
    compile_predicate(tree)


@pytest.mark.parametrize("value", [-1, "soon", True, float("nan"), 1e10])
def test_timeout_is_a_number_of_seconds(value):
    with pytest.raises(BadCall, match="is no timeout; write seconds"):
        _ = timeout > value


def test_conditions_are_not_combined_with_words():
    with pytest.raises(BadCall, match="&"):
        bool(size > 3)
    with pytest.raises(BadCall, match="parentheses"):
        (size > 3) & True
