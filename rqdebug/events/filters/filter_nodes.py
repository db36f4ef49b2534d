# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of a filter that do not compare a field: ``and``, ``or``, ``not``, ``blocked``, ``last`` …

Each node evaluates itself over a batch, prints itself, and explains itself
to the help page and to completion. The operators, which compare a field with
a value, are in ``operators``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import ClassVar, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.filters.literals import FilterValue
from rqdebug.events.open_calls import OpenCalls, waiting_mask


class Binding(Protocol):
    """What a parsed filter needs before it can be evaluated."""

    @property
    def now_ns(self) -> int:
        """The moment that ``last 5min`` counts back from, in ns since 1970."""

    def named_node(self, name: str, column: int) -> FilterNode:
        """Return the node of a saved filter. Raises FilterError, at this column, if there is none."""


class FilterNode(ABC):
    """A part of a filter. Two nodes are equal if they print alike."""

    sign: ClassVar[str] = ""
    """The word or sign that a user types for it."""
    other_spellings: ClassVar[tuple[str, ...]] = ()
    """How other languages write the sign: an error suggests ours."""
    usage: ClassVar[str]
    """An example that parses to this node."""
    help: ClassVar[str]
    needs_open_calls: ClassVar[bool] = False
    """Whether the result depends on which calls are still open."""

    @abstractmethod
    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Return for each row whether it matches; never null.

        Args:
            batch: Events in SCHEMA.
            calls: The calls that are still open, for ``blocked``.
        """

    @abstractmethod
    def __str__(self) -> str: ...

    @property
    def depth(self) -> int:
        """The number of levels of nesting, 1 for a leaf."""
        return 1

    def bind(self, binding: Binding) -> FilterNode:
        """Return this node with saved filters looked up and the present fixed. Raises FilterError."""
        return self

    def leaves(self) -> Iterator[FilterNode]:
        """Yield the nodes that contain no others."""
        yield self


@dataclass(frozen=True)
class Everything(FilterNode):
    """The empty filter."""

    usage = ""
    help = "an empty filter matches every event"

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        return pa.array(np.ones(batch.num_rows, np.bool_))

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True)
class Last(FilterNode):
    """The recent past."""

    sign = "last"
    usage = "last 5min"
    help = "at most this long ago, counted from when the filter was set; in a capture, from its end"
    ago: FilterValue
    until_ns: int = field(default=0, compare=False)
    """ns since 1970."""

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        return pc.greater_equal(batch.column("time").view(pa.int64()), self.until_ns - self.ago.value)

    def bind(self, binding: Binding) -> FilterNode:
        return replace(self, until_ns=binding.now_ns)

    def __str__(self) -> str:
        return f"{self.sign} {self.ago.text}"


@dataclass(frozen=True)
class Named(FilterNode):
    """A saved filter, by its name."""

    sign = "@"
    usage = "@slow"
    help = "matches the filter that is saved under this name"
    name: str
    node: FilterNode | None = field(default=None, compare=False)
    column: int = field(default=1, compare=False)

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        assert self.node, "parse binds every node"
        return self.node.mask(batch, calls)

    def bind(self, binding: Binding) -> FilterNode:
        return replace(self, node=binding.named_node(self.name, self.column))

    def leaves(self) -> Iterator[FilterNode]:
        return self.node.leaves() if self.node else iter(())

    def __str__(self) -> str:
        return f"{self.sign}{self.name}"


@dataclass(frozen=True)
class Blocked(FilterNode):
    """Calls that wait."""

    sign = "blocked"
    usage = "blocked"
    help = "the start of a call that had to wait and has not ended yet"
    needs_open_calls = True

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        waiting = waiting_mask(batch)
        if calls is None or not waiting.true_count:
            return waiting
        found = np.zeros(batch.num_rows, np.bool_)
        numbers, targets = batch.column("call"), batch.column("target")
        for row in pc.indices_nonzero(waiting).to_pylist():
            found[row] = calls.row(numbers[row].as_py(), targets[row].as_py()) is not None
        return pa.array(found)

    def __str__(self) -> str:
        return self.sign


@dataclass(frozen=True)
class Not(FilterNode):
    """The opposite of a node."""

    sign = "not"
    other_spellings = ("!",)
    usage = "not blocked"
    help = "the opposite"
    child: FilterNode

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        return pc.invert(self.child.mask(batch, calls))

    def bind(self, binding: Binding) -> FilterNode:
        return Not(self.child.bind(binding))

    def leaves(self) -> Iterator[FilterNode]:
        return self.child.leaves()

    def __str__(self) -> str:
        return f"{self.sign} {_parenthesize(self.child)}"

    @property
    def depth(self) -> int:
        return 1 + self.child.depth


@dataclass(frozen=True)
class Junction(FilterNode):
    """Several nodes, joined by the same word."""

    children: tuple[FilterNode, ...]

    def bind(self, binding: Binding) -> FilterNode:
        return type(self)(tuple(child.bind(binding) for child in self.children))

    def leaves(self) -> Iterator[FilterNode]:
        return chain.from_iterable(child.leaves() for child in self.children)

    def __str__(self) -> str:
        return f" {self.sign} ".join(map(_parenthesize, self.children))

    @property
    def depth(self) -> int:
        return 1 + max(child.depth for child in self.children)


@dataclass(frozen=True)
class And(Junction):
    """All of its children match. It stops at the first child that leaves no row."""

    sign = "and"
    other_spellings = ("&", "&&")
    usage = "method == put and size > 4KiB"
    help = "all of them match; binds closer than or, and (…) groups"

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        mask = self.children[0].mask(batch, calls)
        for child in self.children[1:]:
            if not mask.true_count:
                break
            mask = pc.and_(mask, child.mask(batch, calls))
        return mask


@dataclass(frozen=True)
class Or(Junction):
    """At least one of its children matches. It stops at the first child that completes the batch."""

    sign = "or"
    other_spellings = ("|", "||")
    usage = "outcome == full or outcome == empty"
    help = "at least one of them matches"

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        mask = self.children[0].mask(batch, calls)
        for child in self.children[1:]:
            if mask.true_count == batch.num_rows:
                break
            mask = pc.or_(mask, child.mask(batch, calls))
        return mask


def _parenthesize(node: FilterNode) -> str:
    return f"({node})" if isinstance(node, Junction) else str(node)


FLAGS: dict[str, FilterNode] = {Blocked.sign: Blocked()}
"""Words that are a whole test by themselves."""

LOGIC: tuple[type[FilterNode], ...] = (Blocked, Last, Named, Not, And, Or, Everything)
"""Every node of this module, in the order in which the help page shows them."""
