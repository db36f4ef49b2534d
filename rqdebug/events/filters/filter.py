# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters: which events of the log to show.

::

    method == put and queue ~ "order" and duration > 5ms
    outcome in {full, empty} or not (client == loader and time > 14:03:20)
    payload.order.id == 17 and duration in 1ms..5ms and last 5min

Theory of operation
===================

::

    text ──lark──► tree of nodes ──bind──► tree ──mask(batch)──► boolean array
            │                       │
            │ operators, fields     └ saved filters for @name, the present for "last"
            └ FilterError with column

The grammar is made from the table of operators. While it parses, it builds
the nodes from the leaves up; each operator checks its operands and reads them
into the type of the field's column, so evaluation has nothing left to convert
or to refuse. ``bind`` replaces each ``@name`` by the tree of the saved filter,
and refuses filters that use themselves.

Evaluation is columnar: a node turns a batch into a boolean array without
nulls. A missing value never matches, not even ``!=``. Dictionary columns are
tested by distinct value, of which a batch has few. ``and`` and ``or`` stop
when the rest cannot change the result. Members of JSON payloads are the
exception: they are parsed and compared one by one, in the payloads that
contain the name at all.

A node prints itself, and the text parses to an equal node. It must never
happen that a filter fails while it is evaluated, or that two ways of writing
a filter that print alike match different events.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import FIELDS
from rqdebug.events.filters.filter_nodes import Everything, FilterNode
from rqdebug.events.filters.grammar import NODES, parse_node
from rqdebug.events.filters.literals import did_you_mean
from rqdebug.events.filters.operators import operators_of
from rqdebug.events.open_calls import OpenCalls


@dataclass(frozen=True)
class Filter:
    """An expression over events. ``parse(str(filter))`` gives an equal filter."""

    node: FilterNode = Everything()  # noqa: RUF009  # it has no state

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Return for each row of a batch whether it matches; never null.

        Args:
            batch: Events in SCHEMA.
            calls: The calls that are still open, for ``blocked``. Without it,
                ``blocked`` matches every call that had to wait.
        """
        return self.node.mask(batch, calls)

    @property
    def needs_open_calls(self) -> bool:
        """Whether the result depends on which calls are still open."""
        return any(leaf.needs_open_calls for leaf in self.node.leaves())

    def __str__(self) -> str:
        return str(self.node)


def parse(text: str, named: Mapping[str, str] | None = None, now_ns: int | None = None) -> Filter:
    """Parse a filter; an empty text matches everything.

    Args:
        text: The expression.
        named: The saved filters by name, for ``@name``.
        now_ns: The moment that ``last 5min`` counts back from, in ns since
            1970; by default the present.

    Raises:
        FilterError: With the column at which the error begins.
    """
    binding = _Binding({} if named is None else named, time.time_ns() if now_ns is None else now_ns)
    return Filter(binding.node_of(text))


@dataclass(frozen=True)
class _Binding:
    """Looks up saved filters for one call of ``parse``."""

    named: Mapping[str, str]
    now_ns: int
    using: tuple[str, ...] = ()
    """The saved filters that the present text is part of."""

    def node_of(self, text: str) -> FilterNode:
        return parse_node(text).bind(self)

    def named_node(self, name: str, column: int) -> FilterNode:
        if name not in self.named:
            hint = did_you_mean(name, self.named) or "; no filter is saved" * (not self.named)
            raise FilterError(f"no filter is saved as `{name}`{hint}", column)
        if name in self.using:
            raise FilterError(f"the filter `{name}` uses itself", column)
        try:
            return replace(self, using=(*self.using, name)).node_of(self.named[name])
        except FilterError as error:
            raise FilterError(f"in the filter `{name}`: {error.message}", column) from None


def help_text() -> str:
    """Return the help page of the filter language: every test, every field."""
    tests = [f"  {node.usage:36}  {node.help}" for node in NODES]
    fields = [
        f"  {field.name:10}  {field.help}\n{'':14}{' '.join(operators_of(field.kind))}  {field.kind.example}"
        for field in FIELDS.values()
    ]
    return "\n".join(["Tests", *tests, "", "Fields", *fields, ""])
