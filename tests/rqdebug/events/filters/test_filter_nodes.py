# SPDX-License-Identifier: GPL-3.0-or-later
"""The nodes that join, negate and name: evaluation, printing, binding."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.protocol.event_batch import Outcome, Phase
from rqdebug.errors import FilterError
from rqdebug.events.filters.filter import parse
from rqdebug.events.filters.filter_nodes import (
    FLAGS,
    LOGIC,
    And,
    Blocked,
    Everything,
    FilterNode,
    Held,
    Last,
    Marked,
    Named,
    Not,
    Or,
)
from rqdebug.events.filters.literals import FilterValue
from rqdebug.events.open_calls import OpenCalls

FIVE_MINUTES = FilterValue(300 * 10**9, "5min")


@dataclass(frozen=True)
class Fixed(FilterNode):
    """A node with a given mask. It counts its evaluations."""

    kept: tuple[bool, ...]
    evaluations: list[int]
    usage = ""
    help = ""

    def mask(self, batch, calls=None):
        self.evaluations.append(batch.num_rows)
        return pa.array(self.kept, pa.bool_())

    def __str__(self):
        return "fixed"


class Binding:
    """A binding with saved filters and a fixed time."""

    now_ns = 1000

    def __init__(self, **named):
        self.named = named

    def named_node(self, name, column):
        if name not in self.named:
            raise FilterError(name, column)
        return self.named[name]


def fixed(*kept):
    return Fixed(kept, [])


def masks(count):
    return st.lists(
        st.lists(st.booleans(), min_size=count, max_size=count).map(lambda kept: fixed(*kept)),
        min_size=2,
        max_size=4,
    )


@given(masks(3))
def test_and_matches_where_all_match(columns, children):
    expected = [all(kept) for kept in zip(*(child.kept for child in children), strict=True)]
    assert And(tuple(children)).mask(columns({}, {}, {})).to_pylist() == expected


@given(masks(3))
def test_or_matches_where_any_matches(columns, children):
    expected = [any(kept) for kept in zip(*(child.kept for child in children), strict=True)]
    assert Or(tuple(children)).mask(columns({}, {}, {})).to_pylist() == expected


def test_not_matches_where_its_child_does_not(columns):
    assert Not(fixed(True, False)).mask(columns({}, {})).to_pylist() == [False, True]


def test_and_stops_when_no_row_is_left(columns):
    first, second, third = fixed(True, False), fixed(False, True), fixed(True, True)
    And((first, second, third)).mask(columns({}, {}))
    assert [len(node.evaluations) for node in (first, second, third)] == [1, 1, 0]


def test_or_stops_when_every_row_matches(columns):
    first, second, third = fixed(True, False), fixed(False, True), fixed(True, True)
    Or((first, second, third)).mask(columns({}, {}))
    assert [len(node.evaluations) for node in (first, second, third)] == [1, 1, 0]


def test_everything_matches_every_row(columns):
    assert Everything().mask(columns({}, {})).to_pylist() == [True, True]
    assert Everything().mask(columns({}).slice(1)).to_pylist() == []


@pytest.mark.parametrize(
    ("ns", "matches"), [(699, False), (700, True), (701, True), (1000, True), (1001, True)]
)
def test_last_counts_back_from_the_present(columns, ns, matches):
    node = Last(FilterValue(300, "300ns")).bind(Binding())
    assert node.mask(columns({"time": ns})).to_pylist() == [matches]


def test_present_time_does_not_affect_equality():
    assert Last(FIVE_MINUTES).bind(Binding()) == Last(FIVE_MINUTES)
    assert str(Last(FIVE_MINUTES)) == "last 5min"


def test_bound_name_evaluates_its_filter(columns):
    node = Named("slow").bind(Binding(slow=fixed(True, False)))
    assert node.mask(columns({}, {})).to_pylist() == [True, False]
    assert node == Named("slow", column=7)
    assert list(Named("slow").leaves()) == []


def test_unknown_name_is_an_error_at_its_column():
    with pytest.raises(FilterError) as caught:
        And((Blocked(), Not(Named("slow", column=13)))).bind(Binding())
    assert caught.value.column == 13


def test_binding_reaches_every_leaf():
    tree = Or((And((Last(FIVE_MINUTES), Not(Named("a")))), Last(FIVE_MINUTES)))
    bound = tree.bind(Binding(a=Blocked()))
    first, inner, second = bound.leaves()
    assert (first.until_ns, second.until_ns) == (1000, 1000)
    assert inner == Blocked()


@pytest.mark.parametrize(
    ("node", "depth", "leaves"),
    [
        (Blocked(), 1, 1),
        (Not(Blocked()), 2, 1),
        (And((Blocked(), Blocked())), 2, 2),
        (Or((Blocked(), Not(And((Blocked(), Blocked()))))), 4, 3),
    ],
)
def test_depth_and_leaves(node, depth, leaves):
    assert node.depth == depth
    assert len(list(node.leaves())) == leaves


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (And((Blocked(), Not(Blocked()))), "blocked and not blocked"),
        (Or((And((Blocked(), Blocked())), Blocked())), "(blocked and blocked) or blocked"),
        (And((Or((Blocked(), Blocked())), Blocked())), "(blocked or blocked) and blocked"),
        (Not(Or((Blocked(), Blocked()))), "not (blocked or blocked)"),
        (Not(Not(Blocked())), "not not blocked"),
        (Everything(), ""),
        (Named("slow"), "@slow"),
    ],
)
def test_node_prints_with_necessary_parentheses(node, text):
    assert str(node) == text
    assert parse(text, {"slow": "blocked"}).node == node


# Blocked


STATES = [
    (Phase.START, Outcome.BLOCKED, True),
    (Phase.START, Outcome.BUSY, False),
    (Phase.START, Outcome.HELD, False),
    (Phase.END, Outcome.BLOCKED, False),
    (Phase.END, Outcome.OK, False),
]


@pytest.mark.parametrize(("phase", "outcome", "matches"), STATES)
def test_blocked_is_the_start_of_a_call_that_waits(columns, phase, outcome, matches):
    assert Blocked().mask(columns({"phase": phase, "outcome": outcome})).to_pylist() == [matches]


def test_blocked_excludes_calls_that_have_ended(columns):
    start = {"phase": Phase.START, "outcome": Outcome.BLOCKED}
    batch = columns({**start, "call": 1}, {**start, "call": 2})
    calls = OpenCalls()
    calls.record(0, batch)
    assert Blocked().mask(batch, calls).to_pylist() == [True, True]
    calls.record(2, columns({"call": 1}))
    assert Blocked().mask(batch, calls).to_pylist() == [False, True]
    assert Blocked().mask(batch).to_pylist() == [True, True]


def test_held_is_the_start_of_a_call_that_a_debugger_holds(columns):
    states = [{"phase": phase, "outcome": outcome} for phase, outcome, _ in STATES]
    assert Held().mask(columns(*states)).to_pylist() == [outcome is Outcome.HELD for _, outcome, _ in STATES]


def test_released_call_that_has_to_wait_is_blocked_and_not_held(columns):
    start = {"phase": Phase.START, "call": 1}
    batch = columns(
        {**start, "outcome": Outcome.HELD, "time": 1}, {**start, "outcome": Outcome.BLOCKED, "time": 2}
    )
    calls = OpenCalls()
    calls.record(0, batch.slice(0, 1))
    assert Held().mask(batch, calls).to_pylist() == [True, False]
    calls.record(1, batch.slice(1))
    assert Held().mask(batch, calls).to_pylist() == [False, False]
    assert Blocked().mask(batch, calls).to_pylist() == [False, True]


def test_only_blocked_and_held_need_the_open_calls():
    assert [node for node in LOGIC if node.needs_open_calls] == [Blocked, Held]
    assert {"blocked": Blocked(), "held": Held(), "marked": Marked()} == FLAGS
