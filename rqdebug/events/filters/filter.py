# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters: expressions that select events.

::

    method == put and queue ~ "order" and waited > 5ms
    outcome in {full, empty} or not (client == loader and time > 14:03:20)
    payload.order.id == 17 and waited in 1ms..5ms and last 5min

The package (``rqdebug.events.filters``) explains how filters work.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import FIELDS
from rqdebug.events.filters.filter_nodes import Everything, FilterNode, Last
from rqdebug.events.filters.grammar import NODES, parse_node
from rqdebug.events.filters.literals import did_you_mean
from rqdebug.events.filters.operators import operators_of
from rqdebug.events.open_calls import OpenCalls


@dataclass(frozen=True)
class Filter:
    """An expression over events, ready to be evaluated. ``parse(str(filter))`` returns an equal filter.

    Args:
        node: The tree of the expression, after ``bind``.
    """

    node: FilterNode = Everything()  # noqa: RUF009  # it is immutable

    def mask(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Return for each row of a batch whether it matches; never null. What is unknown does not match.

        Args:
            batch: Events in SCHEMA.
            calls: The open calls, for ``blocked``. Without them, ``blocked``
                matches the start of every call that had to wait.
        """
        return self.evaluate(batch, calls).fill_null(False)

    def evaluate(self, batch: pa.RecordBatch, calls: OpenCalls | None = None) -> pa.BooleanArray:
        """Return for each row of a batch whether it matches; null if that depends on what was not recorded.

        Args:
            batch: Events in SCHEMA.
            calls: The open calls, as for ``mask``.
        """
        return self.node.mask(batch, calls)

    @property
    def needs_open_calls(self) -> bool:
        """Whether ``mask`` needs the open calls: the filter uses ``blocked``."""
        return any(leaf.needs_open_calls for leaf in self.node.leaves())

    @property
    def needs_marks(self) -> bool:
        """Whether the filter uses marks or notes, so that a batch needs their columns."""
        return any(leaf.needs_marks for leaf in self.node.leaves())

    @property
    def recent(self) -> tuple[Last, ...]:
        """The conditions that depend on the present time."""
        return tuple(leaf for leaf in self.node.leaves() if isinstance(leaf, Last))

    @property
    def changes_with_time(self) -> bool:
        """Whether an event can match now and no longer match later, or the other way round."""
        return self.needs_open_calls or bool(self.recent)

    def at(self, now_ns: int) -> Filter:
        """Return the filter with another present time, in ns since 1970."""
        return Filter(self.node.at(now_ns)) if self.recent else self

    def __str__(self) -> str:
        return str(self.node)


def parse(text: str, named: Mapping[str, str] | None = None, now_ns: int | None = None) -> Filter:
    """Parse a filter. An empty text matches every event.

    Args:
        text: The expression.
        named: The saved filters by name, for ``@name``.
        now_ns: The time from which ``last 5min`` counts back, in ns since 1970;
            by default, the present time.

    Raises:
        FilterError: The text is not a filter; the error has the column where it is wrong.
    """
    binding = _Binding({} if named is None else named, time.time_ns() if now_ns is None else now_ns)
    return Filter(binding.node_of(text))


@dataclass(frozen=True)
class _Binding:
    """The saved filters and the time for one call of ``parse``."""

    named: Mapping[str, str]
    now_ns: int
    using: tuple[str, ...] = ()
    """The names of the saved filters that are being expanded, from the outermost to the current one."""

    def node_of(self, text: str) -> FilterNode:
        return parse_node(text).bind(self)

    def named_node(self, name: str, column: int) -> FilterNode:
        if name not in self.named:
            hint = did_you_mean(name, self.named) or "; there are no saved filters" * (not self.named)
            raise FilterError(f"no filter is saved as `{name}`{hint}", column)
        if name in self.using:
            raise FilterError(f"the filter `{name}` uses itself", column)
        try:
            return replace(self, using=(*self.using, name)).node_of(self.named[name])
        except FilterError as error:
            raise FilterError(f"in the filter `{name}`: {error.message}", column) from None


def help_text() -> str:
    """Return the reference of the filter language: every condition and every field, as plain text."""
    conditions = [f"  {node.usage:36}  {node.help}" for node in NODES]
    fields = [
        f"  {field.name:10}  {field.help}\n{'':14}{' '.join(operators_of(field.kind))}  {field.kind.example}"
        for field in FIELDS.values()
    ]
    return "\n".join(["Conditions", *conditions, "", "Fields", *fields, ""])
