# SPDX-License-Identifier: GPL-3.0-or-later
"""What a filter is made of: nodes that evaluate, spell and explain themselves."""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.filters.fields import FIELDS, MISSING, Field, JsonField
from rqdebug.events.filters.literals import FilterValue, quote
from rqdebug.events.open_calls import OpenCalls
from rqdebug.events.schema import on_distinct

COMPARISONS: dict[str, Callable[[pa.Array, pa.Scalar], pa.BooleanArray]] = {
    "==": pc.equal,
    "!=": pc.not_equal,
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
}
PLAIN_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def alike(one: Any, other: Any) -> bool:
    """Whether JSON has both of one kind, so that they can be compared: true is no number."""
    return _json_kind(one) is _json_kind(other)


def _json_kind(value: Any) -> type:
    return float if type(value) is int else type(value)


class FilterNode(ABC):
    """A part of a filter. Two nodes are equal if they were spelt alike."""

    usage: ClassVar[str]
    help: ClassVar[str]

    @abstractmethod
    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """For each row whether it matches; never null. ``calls``: those that have not ended by now."""

    @abstractmethod
    def __str__(self) -> str: ...

    @property
    def depth(self) -> int:
        """How many nodes are nested in one another here."""
        return 1

    def resolved(self, resolve: Callable[[FilterNode], FilterNode]) -> FilterNode:
        """The same with ``resolve`` applied to every leaf."""
        return resolve(self)

    def leaves(self) -> Iterator[FilterNode]:
        """The nodes that hold no others."""
        yield self


@dataclass(frozen=True)
class Everything(FilterNode):
    usage = ""
    help = "an empty filter matches every event"

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        return pa.array(np.ones(batch.num_rows, np.bool_))

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True)
class Test(FilterNode):
    """Asks one field of each event. A missing value passes no test."""

    __test__ = False  # pytest: this is not a test case
    field: Field

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        if isinstance(self.field, JsonField):
            return pa.array([self.accepts(member) for member in self.field.members(batch)], pa.bool_())
        return on_distinct(self.field.values(batch), self.test).fill_null(False)

    @abstractmethod
    def test(self, values: pa.Array) -> pa.BooleanArray: ...

    def accepts(self, member: Any) -> bool:
        """The same of one value that JSON holds. One of another kind than is asked for passes no test."""
        try:
            return bool(self.test(pa.array([member]))[0].as_py())
        except (pa.ArrowException, TypeError, ValueError):
            return False


@dataclass(frozen=True)
class Compare(Test):
    usage = "duration > 5ms"
    help = "== is equal, != is not, <, <=, > and >= compare numbers, sizes and times"
    operator: str
    literal: FilterValue

    def test(self, values: pa.Array) -> pa.BooleanArray:
        return COMPARISONS[self.operator](values, pa.scalar(self.literal.value, values.type))

    def accepts(self, member: Any) -> bool:
        value = self.literal.value
        if member is MISSING or not alike(member, value):
            return member is not MISSING and self.operator == "!="
        return bool(PLAIN_COMPARISONS[self.operator](member, value))

    def __str__(self) -> str:
        return f"{self.field.name} {self.operator} {self.literal.text}"


@dataclass(frozen=True)
class Contains(Test):
    usage = 'payload contains "error"'
    help = "the text occurs somewhere"
    text: str

    def test(self, values: pa.Array) -> pa.BooleanArray:
        return pc.match_substring(values, self.text)

    def accepts(self, member: Any) -> bool:
        return isinstance(member, str) and self.text in member

    def __str__(self) -> str:
        return f"{self.field.name} contains {quote(self.text)}"


@dataclass(frozen=True)
class Matches(Test):
    usage = 'queue ~ "^order-[0-9]+$"'
    help = "the regular expression matches somewhere; (?i) at its start ignores case"
    pattern: str

    def __post_init__(self) -> None:
        """Raises ValueError when the pattern is no regular expression."""
        self.test(pa.array([""]))

    def test(self, values: pa.Array) -> pa.BooleanArray:
        return pc.match_substring_regex(values, self.pattern)

    def accepts(self, member: Any) -> bool:
        return isinstance(member, str) and bool(self.test(pa.array([member]))[0].as_py())

    def __str__(self) -> str:
        return f"{self.field.name} ~ {quote(self.pattern)}"


@dataclass(frozen=True)
class OneOf(Test):
    usage = "method in {put, put_many}"
    help = "is one of these"
    literals: tuple[FilterValue, ...]

    def test(self, values: pa.Array) -> pa.BooleanArray:
        wanted = pa.array([literal.value for literal in self.literals], values.type)
        return pc.is_in(values, value_set=wanted)

    def accepts(self, member: Any) -> bool:
        return any(alike(member, literal.value) and member == literal.value for literal in self.literals)

    def __str__(self) -> str:
        return f"{self.field.name} in {{{', '.join(literal.text for literal in self.literals)}}}"


@dataclass(frozen=True)
class Between(Test):
    usage = "duration in 1ms..5ms"
    help = "is neither less than the first nor more than the last; either may be left out"
    first: FilterValue | None
    last: FilterValue | None

    def test(self, values: pa.Array) -> pa.BooleanArray:
        masks = [COMPARISONS[sign](values, pa.scalar(end.value, values.type)) for sign, end in self._ends()]
        return masks[0] if len(masks) == 1 else pc.and_(*masks)

    def accepts(self, member: Any) -> bool:
        ends = self._ends()
        fits = all(alike(member, end.value) for _, end in ends)
        return fits and all(PLAIN_COMPARISONS[sign](member, end.value) for sign, end in ends)

    def _ends(self) -> list[tuple[str, FilterValue]]:
        return [(sign, end) for sign, end in ((">=", self.first), ("<=", self.last)) if end is not None]

    def __str__(self) -> str:
        first, last = (end.text if end else "" for end in (self.first, self.last))
        return f"{self.field.name} in {first}..{last}"


@dataclass(frozen=True)
class Last(FilterNode):
    usage = "last 5min"
    help = "seen no longer ago, counted from when the filter was set; in a capture from its end"
    ago: FilterValue
    until: int = field(default=0, compare=False)
    """ns since 1970."""

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        return pc.greater_equal(batch.column("time").view(pa.int64()), self.until - self.ago.value)

    def __str__(self) -> str:
        return f"last {self.ago.text}"


@dataclass(frozen=True)
class Named(FilterNode):
    usage = "@slow"
    help = "matches the filter that was saved under this name"
    name: str
    node: FilterNode | None = field(default=None, compare=False)
    column: int = field(default=1, compare=False)

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        assert self.node, "it was resolved when it was parsed"
        return self.node.mask(batch, calls)

    def leaves(self) -> Iterator[FilterNode]:
        return self.node.leaves() if self.node else iter(())

    def __str__(self) -> str:
        return f"@{self.name}"


@dataclass(frozen=True)
class Blocked(FilterNode):
    usage = "blocked"
    help = "the start of a call that waits and had not ended when it was looked at"

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        began = pc.and_not(_STARTED.mask(batch), _BUSY.mask(batch))
        if calls is None or not began.true_count:
            return began
        found = np.zeros(batch.num_rows, np.bool_)
        numbers, targets = batch.column("call"), batch.column("target")
        for row in pc.indices_nonzero(began).to_pylist():
            found[row] = calls.row(numbers[row].as_py(), targets[row].as_py()) is not None
        return pa.array(found)

    def __str__(self) -> str:
        return "blocked"


_STARTED = Compare(FIELDS["phase"], "==", FIELDS["phase"].kind.read("start"))
_BUSY = Compare(FIELDS["outcome"], "==", FIELDS["outcome"].kind.read("busy"))


@dataclass(frozen=True)
class Not(FilterNode):
    usage = "not blocked"
    help = "the opposite"
    child: FilterNode

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        return pc.invert(self.child.mask(batch, calls))

    def resolved(self, resolve: Callable[[FilterNode], FilterNode]) -> FilterNode:
        return Not(self.child.resolved(resolve))

    def leaves(self) -> Iterator[FilterNode]:
        return self.child.leaves()

    def __str__(self) -> str:
        return f"not {_inside(self.child)}"

    @property
    def depth(self) -> int:
        return 1 + self.child.depth


@dataclass(frozen=True)
class Junction(FilterNode):
    """Several nodes joined by one word."""

    word: ClassVar[str]
    children: tuple[FilterNode, ...]

    def resolved(self, resolve: Callable[[FilterNode], FilterNode]) -> FilterNode:
        return type(self)(tuple(child.resolved(resolve) for child in self.children))

    def leaves(self) -> Iterator[FilterNode]:
        return chain.from_iterable(child.leaves() for child in self.children)

    def __str__(self) -> str:
        return f" {self.word} ".join(map(_inside, self.children))

    @property
    def depth(self) -> int:
        return 1 + max(child.depth for child in self.children)


@dataclass(frozen=True)
class And(Junction):
    usage = "method == put and size > 4KiB"
    help = "all of them; binds closer than or, and (…) groups"
    word = "and"

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        mask = self.children[0].mask(batch, calls)
        for child in self.children[1:]:
            if not mask.true_count:
                break
            mask = pc.and_(mask, child.mask(batch, calls))
        return mask


@dataclass(frozen=True)
class Or(Junction):
    usage = "outcome == full or outcome == empty"
    help = "at least one of them"
    word = "or"

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        mask = self.children[0].mask(batch, calls)
        for child in self.children[1:]:
            if mask.true_count == batch.num_rows:
                break
            mask = pc.or_(mask, child.mask(batch, calls))
        return mask


def _inside(node: FilterNode) -> str:
    return f"({node})" if isinstance(node, Junction) else str(node)


NODES: tuple[type[FilterNode], ...] = (
    *(Compare, Contains, Matches, OneOf, Between, Blocked, Last, Named),
    *(Not, And, Or, Everything),
)
"""In the order in which help shows them."""
