# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.events.filters.predicate_texts import filter_of
from rqdebug.events.filters.source_predicates import compile_filter


@pytest.mark.parametrize(
    "text",
    [
        "",
        "method == put",
        'queue == "jobs" and method in {put, get}',
        '(queue == "a" or queue == "b") and not (size > 3)',
        'not queue startswith "j"',
        "timeout > 1.5s",
        "timeout == forever",
        "size in 1..4096",
        "size in 1..",
        'payload contains "it\'s \\"quoted\\""',
        "payload.order[0].id == 17",
        'payload["two words"] == "x"',
        "payload.done == true",
        "payload.price <= 0.25",
        'client ~ "^loader-[0-9]+$"',
        "codec != json",
    ],
)
def test_filter_of_a_predicate_means_the_same(text):
    tree = compile_filter(text)
    assert compile_filter(filter_of(tree)) == tree
