# SPDX-License-Identifier: GPL-3.0-or-later
"""What a filter is made of: nodes that evaluate, spell and explain themselves."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rqdebug.log.columns import on_distinct
from rqdebug.log.fields import FIELDS, Field
from rqdebug.log.values import Literal, quote

COMPARISONS: dict[str, Callable[[pa.Array, pa.Scalar], pa.BooleanArray]] = {
    "==": pc.equal,
    "!=": pc.not_equal,
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
}


class Node(ABC):
    """A part of a filter. Two nodes are equal if they were spelt alike."""

    usage: ClassVar[str]
    help: ClassVar[str]

    @abstractmethod
    def mask(self, batch: pa.RecordBatch) -> pa.BooleanArray:
        """For each row whether it matches; never null."""

    @abstractmethod
    def __str__(self) -> str: ...

    @property
    def depth(self) -> int:
        """How many nodes are nested in one another here."""
        return 1


@dataclass(frozen=True)
class Everything(Node):
    usage = ""
    help = "an empty filter matches every event"

    def mask(self, batch: pa.RecordBatch) -> pa.BooleanArray:
        return pa.array(np.ones(batch.num_rows, np.bool_))

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True)
class Test(Node):
    """Asks one field of each event. A missing value passes no test."""

    __test__ = False  # pytest: this is not a test case
    field: Field

    def mask(self, batch: pa.RecordBatch) -> pa.BooleanArray:
        return on_distinct(self.field.values(batch), self.test).fill_null(False)

    @abstractmethod
    def test(self, values: pa.Array) -> pa.BooleanArray: ...


@dataclass(frozen=True)
class Compare(Test):
    usage = "duration > 5ms"
    help = "== is equal, != is not, <, <=, > and >= compare numbers, sizes and times"
    operator: str
    literal: Literal

    def test(self, values: pa.Array) -> pa.BooleanArray:
        return COMPARISONS[self.operator](values, pa.scalar(self.literal.value, values.type))

    def __str__(self) -> str:
        return f"{self.field.name} {self.operator} {self.literal.text}"


@dataclass(frozen=True)
class Contains(Test):
    usage = 'payload contains "error"'
    help = "the text occurs somewhere"
    text: str

    def test(self, values: pa.Array) -> pa.BooleanArray:
        return pc.match_substring(values, self.text)

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

    def __str__(self) -> str:
        return f"{self.field.name} ~ {quote(self.pattern)}"


@dataclass(frozen=True)
class OneOf(Test):
    usage = "method in {put, put_many}"
    help = "is one of these"
    literals: tuple[Literal, ...]

    def test(self, values: pa.Array) -> pa.BooleanArray:
        wanted = pa.array([literal.value for literal in self.literals], values.type)
        return pc.is_in(values, value_set=wanted)

    def __str__(self) -> str:
        return f"{self.field.name} in {{{', '.join(literal.text for literal in self.literals)}}}"


@dataclass(frozen=True)
class Blocked(Node):
    usage = "blocked"
    help = "the call had to wait: the start of a call that did not end at once"

    def mask(self, batch: pa.RecordBatch) -> pa.BooleanArray:
        return _STARTED.mask(batch)

    def __str__(self) -> str:
        return "blocked"


_STARTED = Compare(FIELDS["phase"], "==", FIELDS["phase"].kind.read("start"))


@dataclass(frozen=True)
class Not(Node):
    usage = "not blocked"
    help = "the opposite"
    child: Node

    def mask(self, batch: pa.RecordBatch) -> pa.BooleanArray:
        return pc.invert(self.child.mask(batch))

    def __str__(self) -> str:
        return f"not {_inside(self.child)}"

    @property
    def depth(self) -> int:
        return 1 + self.child.depth


@dataclass(frozen=True)
class Junction(Node):
    """Several nodes joined by one word."""

    word: ClassVar[str]
    children: tuple[Node, ...]

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

    def mask(self, batch: pa.RecordBatch) -> pa.BooleanArray:
        mask = self.children[0].mask(batch)
        for child in self.children[1:]:
            if not mask.true_count:
                break
            mask = pc.and_(mask, child.mask(batch))
        return mask


@dataclass(frozen=True)
class Or(Junction):
    usage = "outcome == full or outcome == empty"
    help = "at least one of them"
    word = "or"

    def mask(self, batch: pa.RecordBatch) -> pa.BooleanArray:
        mask = self.children[0].mask(batch)
        for child in self.children[1:]:
            if mask.true_count == batch.num_rows:
                break
            mask = pc.or_(mask, child.mask(batch))
        return mask


def _inside(node: Node) -> str:
    return f"({node})" if isinstance(node, Junction) else str(node)


NODES: tuple[type[Node], ...] = (Compare, Contains, Matches, OneOf, Blocked, Not, And, Or, Everything)
"""In the order in which help shows them."""
