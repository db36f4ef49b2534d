# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts calls and items in rows. A call has a row for each of its items, see ``schema``.

The functions take a table with the columns ``call``, ``part``, ``queue``,
``target`` and ``items``, in which rows may be missing. So a call counts once also
if a filter selects only some of its items.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc


def is_first(table: pa.Table) -> npt.NDArray[np.bool_]:
    """Return for each row whether it is the first of its call at its queue.

    Args:
        table: Starts or ends of calls, in the order of events, with unified dictionaries.
    """
    first = np.ones(table.num_rows, np.bool_)
    further = np.asarray(pc.fill_null(pc.greater(table.column("part"), 0), False), np.bool_)
    if further.any():
        rows = np.flatnonzero(further)
        rows = rows[rows > 0]
        same = [numbers_of(table, name) for name in ("call", "queue", "target")]
        first[rows] = np.any([column[rows] != column[rows - 1] for column in same], axis=0)
    return first


def items_of(table: pa.Table) -> npt.NDArray[np.int64]:
    """Return the number of items for which each row stands: at most 1, except in earlier recordings."""
    items = numbers_of(table, "items")
    return np.where(np.asarray(table.column("part").is_valid()), np.minimum(items, 1), items)


def numbers_of(table: pa.Table, name: str, default: int = 0) -> npt.NDArray[np.int64]:
    """Return the numbers of a column: times in ns, and of texts their numbers in the dictionary.

    Args:
        table: Events, with unified dictionaries.
        name: The column.
        default: The number in place of a null.
    """
    column = table.column(name)
    if pa.types.is_dictionary(column.type):
        column = pa.chunked_array([chunk.indices for chunk in column.chunks], column.type.index_type)
    elif pa.types.is_temporal(column.type):
        column = pa.chunked_array([chunk.view(pa.int64()) for chunk in column.chunks], pa.int64())
    if column.null_count:
        column = pc.fill_null(column.cast(pa.int64()), default)
    return np.asarray(column.to_numpy(), np.int64)
