# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters: which events of the log to show.

::

    method == put and queue ~ "order" and duration > 5ms
    outcome in {full, empty} or not (client == loader and time > 14:03:20)
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from rqdebug.log.fields import FIELDS
from rqdebug.log.grammar import parse_node
from rqdebug.log.nodes import NODES, Everything, Node


@dataclass(frozen=True)
class Filter:
    """An expression over events. As text it is what ``parse`` reads back as an equal filter."""

    node: Node = Everything()  # noqa: RUF009  # it has no state

    def mask(self, batch: pa.RecordBatch) -> pa.BooleanArray:
        """For each row of a batch in SCHEMA whether it matches; never null."""
        return self.node.mask(batch)

    def __str__(self) -> str:
        return str(self.node)


def parse(text: str) -> Filter:
    """The filter that a text stands for; an empty one matches everything.

    Raises FilterError, with the column where the trouble begins.
    """
    return Filter(parse_node(text))


def help_text() -> str:
    """How to write a filter: every test, every field."""
    tests = [f"  {node.usage:36}  {node.help}" for node in NODES]
    fields = [
        f"  {field.name:10}  {field.help}\n{'':14}{' '.join(field.kind.operators)}  {field.kind.example}"
        for field in FIELDS.values()
    ]
    return "\n".join(["Tests", *tests, "", "Fields", *fields, ""])
