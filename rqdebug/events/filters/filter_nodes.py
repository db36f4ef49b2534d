# SPDX-License-Identifier: GPL-3.0-or-later
"""The nodes that do not compare a field, such as ``and``, ``not``, ``blocked`` and ``last``.

A node evaluates itself over a batch, prints itself, and holds its text for the
help page and for completion. The operators, which compare a field with a
value, are in ``operators``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, ClassVar, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.events.filters.literals import FilterValue
from rqdebug.events.marked_rows import MARKED_COLUMN
from rqdebug.events.open_calls import OpenCalls, held_mask, waiting_mask


class Binding(Protocol):
    """What a parsed filter needs from outside before it can be evaluated."""

    @property
    def now_ns(self) -> int:
        """The time from which ``last 5min`` counts back, in ns since 1970."""

    def named_node(self, name: str, column: int) -> FilterNode:
        """Return the bound tree of a saved filter. Raises FilterError, at this column, if there is none."""


class NotAtSource(Exception):
    """A part of a filter cannot be compared before there is an event.

    Args:
        word: The field, word or pattern as the user writes it.
        why: Why not, in one sentence without a full stop; None if only the log knows it.
        named: The saved filters that contain the part, from the outermost to the innermost.
        column: The position of the outermost saved filter.
    """

    def __init__(
        self, word: str, why: str | None = None, named: tuple[str, ...] = (), column: int = 0
    ) -> None:
        super().__init__(word)
        self.word, self.why, self.named, self.column = word, why, named, column


class FilterNode(ABC):
    """A part of a filter. It is immutable; two nodes are equal if they print alike."""

    sign: ClassVar[str] = ""
    """The word or sign that the user types for it."""
    other_spellings: ClassVar[tuple[str, ...]] = ()
    """Spellings in other languages; the error for them suggests ``sign``."""
    usage: ClassVar[str]
    """An example that parses to this node."""
    help: ClassVar[str]
    """The meaning, as a phrase for the help page and for completion."""
    needs_open_calls: ClassVar[bool] = False
    """Whether ``mask`` uses the open calls."""

    @abstractmethod
    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Return for each row whether it matches, with null where that is unknown.

        Args:
            batch: Events in SCHEMA.
            calls: The open calls, for ``blocked``.
        """

    @abstractmethod
    def __str__(self) -> str: ...

    @property
    def needs_marks(self) -> bool:
        """Whether ``mask`` uses the columns that ``MarkedRows.add_columns`` adds."""
        return False

    @property
    def depth(self) -> int:
        """The number of levels of nesting, 1 for a leaf."""
        return 1

    def bind(self, binding: Binding) -> FilterNode:
        """Return this node with saved filters and the present time filled in.

        Raises:
            FilterError: A saved filter does not exist, is malformed, or uses itself.
        """
        return self

    def at(self, now_ns: int) -> FilterNode:
        """Return this node with another present time, in ns since 1970."""
        return self

    def leaves(self) -> Iterator[FilterNode]:
        """Yield the nodes without children; a saved filter yields the leaves of its own tree."""
        yield self

    def predicate(self) -> dict[str, Any]:
        """Return the node as a part of a predicate, in JSON; ``predicate_tree`` in rqcore describes it.

        Raises:
            NotAtSource: It needs what only the log knows.
        """
        raise NotAtSource(self.sign)


@dataclass(frozen=True)
class Everything(FilterNode):
    """The empty filter."""

    usage = ""
    help = "an empty filter matches every event"

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Return True for every row."""
        return pa.array(np.ones(batch.num_rows, np.bool_))

    def predicate(self) -> dict[str, Any]:
        """Return what every call matches."""
        return {"and": []}

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True)
class Last(FilterNode):
    """Events of the last seconds, minutes or hours."""

    sign = "last"
    usage = "last 5min"
    help = "at most this long ago, or before the end of a capture"
    ago: FilterValue
    until_ns: int = field(default=0, compare=False)
    """The time from which it counts back, in ns since 1970; set by ``bind``."""

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Compare the time of each event. Later events match too, because the log keeps growing."""
        return pc.greater_equal(batch.column("time").view(pa.int64()), self.since_ns)

    @property
    def since_ns(self) -> int:
        """The earliest time that matches, in ns since 1970."""
        return int(self.until_ns - self.ago.value)

    def bind(self, binding: Binding) -> FilterNode:
        """Return the node with the present time."""
        return self.at(binding.now_ns)

    def at(self, now_ns: int) -> FilterNode:
        """Return the node with another present time."""
        return replace(self, until_ns=now_ns)

    def __str__(self) -> str:
        return f"{self.sign} {self.ago.text}"


@dataclass(frozen=True)
class Named(FilterNode):
    """A saved filter, used by its name."""

    sign = "@"
    usage = "@slow"
    help = "matches the filter saved under this name"
    name: str
    node: FilterNode | None = field(default=None, compare=False)
    """The tree of the saved filter; set by ``bind``."""
    column: int = field(default=1, compare=False)
    """The position in the text, for errors."""

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Return the mask of the saved filter."""
        assert self.node, "parse binds every node"
        return self.node.mask(batch, calls)

    def bind(self, binding: Binding) -> FilterNode:
        """Return the node with the tree of the saved filter. Raises FilterError."""
        return replace(self, node=binding.named_node(self.name, self.column))

    def at(self, now_ns: int) -> FilterNode:
        """Return the node with the saved filter at another present time."""
        return replace(self, node=self.node.at(now_ns) if self.node else None)

    def leaves(self) -> Iterator[FilterNode]:
        """Yield the leaves of the saved filter; none before ``bind``."""
        return self.node.leaves() if self.node else iter(())

    def predicate(self) -> dict[str, Any]:
        """Return the predicate of the saved filter. Raises NotAtSource."""
        assert self.node, "parse binds every node"
        try:
            return self.node.predicate()
        except NotAtSource as error:
            names = (self.name, *error.named)
            raise NotAtSource(error.word, error.why, names, self.column) from None

    def __str__(self) -> str:
        return f"{self.sign}{self.name}"


@dataclass(frozen=True)
class OpenNode(FilterNode):
    """The newest starts of calls that have not ended: of some of them."""

    needs_open_calls = True

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Look up each start in the open calls; without them, every start of such a call matches."""
        waiting = waiting_mask(batch) if calls is None else calls.newest_mask(batch)
        return self._select(waiting, held_mask(batch)) if waiting.true_count else waiting

    @staticmethod
    def _select(waiting: pa.BooleanArray, held: pa.BooleanArray) -> pa.BooleanArray:
        raise NotImplementedError

    def __str__(self) -> str:
        return self.sign


@dataclass(frozen=True)
class Blocked(OpenNode):
    """The starts of calls that are still waiting. A call that a debugger holds is not blocked."""

    sign = "blocked"
    usage = "blocked"
    help = "the start of a call that is still waiting, and that no debugger holds"

    @staticmethod
    def _select(waiting: pa.BooleanArray, held: pa.BooleanArray) -> pa.BooleanArray:
        return pc.and_not(waiting, held)


@dataclass(frozen=True)
class Held(OpenNode):
    """The starts of calls that a debugger has stopped and that have not continued."""

    sign = "held"
    usage = "held"
    help = "the start of a call that a debugger still holds"

    @staticmethod
    def _select(waiting: pa.BooleanArray, held: pa.BooleanArray) -> pa.BooleanArray:
        return pc.and_(waiting, held)


@dataclass(frozen=True)
class Marked(FilterNode):
    """Events that the user has marked."""

    sign = "marked"
    usage = "marked"
    help = "the event is marked, with or without a note"

    @property
    def needs_marks(self) -> bool:
        """Always."""
        return True

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Return the column that ``MarkedRows.add_columns`` adds; without it, no event is marked."""
        if MARKED_COLUMN in batch.schema.names:
            return batch.column(MARKED_COLUMN)
        return pa.array(np.zeros(batch.num_rows, np.bool_))

    def __str__(self) -> str:
        return self.sign


@dataclass(frozen=True)
class Not(FilterNode):
    """The negation of a node."""

    sign = "not"
    other_spellings = ("!",)
    usage = "not blocked"
    help = "the condition does not match"
    child: FilterNode

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Invert the mask of the child; unknown stays unknown."""
        return pc.invert(self.child.mask(batch, calls))

    def bind(self, binding: Binding) -> FilterNode:
        """Bind the child."""
        return Not(self.child.bind(binding))

    def at(self, now_ns: int) -> FilterNode:
        """Return the node with another present time."""
        return Not(self.child.at(now_ns))

    def leaves(self) -> Iterator[FilterNode]:
        """Yield the leaves of the child."""
        return self.child.leaves()

    def predicate(self) -> dict[str, Any]:
        """Return the opposite predicate. Raises NotAtSource."""
        return {self.sign: self.child.predicate()}

    def __str__(self) -> str:
        return f"{self.sign} {_parenthesize(self.child)}"

    @property
    def depth(self) -> int:
        """The number of levels of nesting."""
        return 1 + self.child.depth


@dataclass(frozen=True)
class Junction(FilterNode):
    """Two or more nodes, joined by the same word."""

    children: tuple[FilterNode, ...]

    def bind(self, binding: Binding) -> FilterNode:
        """Bind every child."""
        return type(self)(tuple(child.bind(binding) for child in self.children))

    def at(self, now_ns: int) -> FilterNode:
        """Return the node with another present time."""
        return type(self)(tuple(child.at(now_ns) for child in self.children))

    def leaves(self) -> Iterator[FilterNode]:
        """Yield the leaves of every child."""
        return chain.from_iterable(child.leaves() for child in self.children)

    def predicate(self) -> dict[str, Any]:
        """Return the predicates of the children. Raises NotAtSource."""
        return {self.sign: [child.predicate() for child in self.children]}

    def __str__(self) -> str:
        return f" {self.sign} ".join(map(_parenthesize, self.children))

    @property
    def depth(self) -> int:
        """The number of levels of nesting."""
        return 1 + max(child.depth for child in self.children)


@dataclass(frozen=True)
class And(Junction):
    """All children match."""

    sign = "and"
    other_spellings = ("&", "&&")
    usage = "method == put and size > 4KiB"
    help = "both match; and binds more tightly than or, parentheses group"

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Combine the masks of the children, up to the first after which none can match."""
        mask = self.children[0].mask(batch, calls)
        for child in self.children[1:]:
            if mask.false_count == batch.num_rows:
                break
            mask = pc.and_kleene(mask, child.mask(batch, calls))
        return mask


@dataclass(frozen=True)
class Or(Junction):
    """At least one child matches."""

    sign = "or"
    other_spellings = ("|", "||")
    usage = "outcome == full or outcome == empty"
    help = "at least one matches"

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Combine the masks of the children, up to the first after which all rows match."""
        mask = self.children[0].mask(batch, calls)
        for child in self.children[1:]:
            if mask.true_count == batch.num_rows:
                break
            mask = pc.or_kleene(mask, child.mask(batch, calls))
        return mask


def _parenthesize(node: FilterNode) -> str:
    return f"({node})" if isinstance(node, Junction) else str(node)


FLAGS: dict[str, FilterNode] = {node.sign: node for node in (Blocked(), Held(), Marked())}
"""Words that are complete conditions without a value."""

LOGIC: tuple[type[FilterNode], ...] = (Blocked, Held, Marked, Last, Named, Not, And, Or, Everything)
"""Every kind of node in this module, in the order of the help page."""
