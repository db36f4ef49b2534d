# SPDX-License-Identifier: MIT
"""Predicates: from a tree of JSON to a function of a call.

::

    predicate = compile_predicate({"and": [
        {"field": "method", "operator": "==", "value": "put"},
        {"field": "payload", "path": ["order", "id"], "operator": "==", "value": 17},
    ]})
    predicate.matches(facts)    # True, False, or None: unknown
    predicate.methods           # frozenset({Method.PUT}): no other call can match

The answers are three-valued, as in filters: ``and``, ``or`` and ``not`` follow Kleene, so that an unknown
part matters only if the answer depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from rqcore.controller.debugging.facts import CallFacts
from rqcore.controller.debugging.field_tests import CallTest, accepted_words, cost_of, make_test
from rqcore.controller.debugging.predicate_tree import (
    Condition,
    Inversion,
    PredicateNode,
    read_tree,
    write_tree,
)
from rqcore.protocol.event_values import Method

BYTES_OF_A_UNIT = 8
"""The bytes that a regular expression reads in one unit of effort (150 ns on Python 3.11)."""
_OF_ITEM = frozenset(("size", "codec", "priority", "deliveries", "payload"))
_EACH_METHOD: frozenset[Any] = frozenset(Method)
_Values = frozenset[Any] | None
"""The values that a field can have in a call that matches; None: any."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition on calls."""

    matches: Callable[[CallFacts], bool | None]
    """Returns whether a call matches; None if that is unknown. It never fails."""
    methods: frozenset[Method] | None
    """The only methods whose calls can match; None: any."""
    queues: frozenset[str] | None
    """The only queues whose calls can match, by name, or by namespace if they have none; None: any."""
    fields: frozenset[str]
    """The fields that it compares."""
    tree: dict[str, Any]
    """Its tree, to be listed as JSON."""
    conditions: int = 1
    """The number of its conditions."""
    patterns: int = 0
    """How many of them search payloads for regular expressions."""

    def effort(self, facts: CallFacts) -> int:
        """Return how long ``matches`` takes at most, in units of about 150 ns."""
        searched = len(facts.payload or b"") // BYTES_OF_A_UNIT
        return self.conditions + self.patterns * searched

    @property
    def reads_payload(self) -> bool:
        """Whether it compares payloads or their members."""
        return "payload" in self.fields

    @property
    def reads_item(self) -> bool:
        """Whether it compares something of the item. A get has none before its end."""
        return not self.fields.isdisjoint(_OF_ITEM)


def compile_predicate(tree: object) -> Predicate:
    """Compile a predicate.

    Args:
        tree: Parsed JSON, in the form that ``predicate_tree`` describes.

    Raises:
        BadCall: It is no predicate. The message names the invalid part, and says what is allowed.
    """
    node = read_tree(tree)
    conditions = list(_conditions(node))
    return Predicate(
        matches=_compile(node),
        methods=_possible(node, _method_values, True),
        queues=_possible(node, _queue_values, True),
        fields=frozenset(condition.field for condition in conditions),
        tree=write_tree(node),
        conditions=len(conditions),
        patterns=sum(each.operator == "~" and each.field == "payload" for each in conditions),
    )


def _compile(node: PredicateNode) -> CallTest:
    if isinstance(node, Condition):
        return make_test(node)
    if isinstance(node, Inversion):
        return _not(_compile(node.child))
    tests = [_compile(child) for child in sorted(node.children, key=_order)]
    if len(tests) == 1:
        return tests[0]
    return _combine(tuple(tests), decisive=node.word == "or")


def _combine(tests: tuple[CallTest, ...], decisive: bool) -> CallTest:
    """Return a test that has the decisive answer if one of the tests has it."""
    otherwise = not decisive

    def test(facts: CallFacts) -> bool | None:
        combined: bool | None = otherwise
        for each in tests:
            answer = each(facts)
            if answer is decisive:
                return decisive
            if answer is None:
                combined = None
        return combined

    return test


def _not(child: CallTest) -> CallTest:
    def test(facts: CallFacts) -> bool | None:
        answer = child(facts)
        return None if answer is None else not answer

    return test


def _order(node: PredicateNode) -> tuple[int, bool]:
    """Return when a part is tested: early if that is fast, and if most calls that rules meet do not match it.

    Calls meet only rules for their method and queue, so these conditions are mostly true.
    """
    return _cost(node), isinstance(node, Condition) and node.field in ("method", "queue")


def _cost(node: PredicateNode) -> int:
    """Return how long the test of a node takes, compared with others."""
    return max((cost_of(condition) for condition in _conditions(node)), default=0)


def _conditions(node: PredicateNode) -> Iterator[Condition]:
    if isinstance(node, Condition):
        yield node
    elif isinstance(node, Inversion):
        yield from _conditions(node.child)
    else:
        for child in node.children:
            yield from _conditions(child)


def _possible(node: PredicateNode, values: Callable[[Condition, bool], _Values], answer: bool) -> _Values:
    """Return the values of a field with which a node can have an answer; None: any."""
    if isinstance(node, Condition):
        return values(node, answer)
    if isinstance(node, Inversion):
        return _possible(node.child, values, not answer)
    parts = [_possible(child, values, answer) for child in node.children]
    if (node.word == "and") is answer:
        known = [part for part in parts if part is not None]
        return reduce(and_, known) if known else None
    if not parts:  # the inversion of what always matches
        return frozenset()
    return None if None in parts else reduce(or_, parts)


def _method_values(condition: Condition, answer: bool) -> _Values:
    if condition.field != "method":
        return None
    accepted = accepted_words(condition)
    return accepted if answer else _EACH_METHOD - accepted


def _queue_values(condition: Condition, answer: bool) -> _Values:
    if condition.field != "queue" or condition.operator not in (("==", "in") if answer else ("!=",)):
        return None
    return frozenset(condition.values)
