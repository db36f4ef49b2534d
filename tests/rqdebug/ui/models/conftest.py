# SPDX-License-Identifier: GPL-3.0-or-later
"""Helpers that read from a model what a view would show."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PyQt5.QtCore import QModelIndex, Qt


def _texts(model, row, parent=QModelIndex()):  # noqa: B008
    return [model.index(row, column, parent).data() for column in range(model.columnCount(parent))]


def _table(model):
    return [_texts(model, row) for row in range(model.rowCount())]


def _titles(model):
    return [model.headerData(section, Qt.Horizontal) for section in range(model.columnCount())]


def _right(model):
    """Return the columns whose cells and titles are right-aligned."""
    sections = range(model.columnCount())
    cells = {n for n in sections if model.index(0, n).data(Qt.TextAlignmentRole) & Qt.AlignRight}
    titles = {n for n in sections if model.headerData(n, Qt.Horizontal, Qt.TextAlignmentRole) & Qt.AlignRight}
    assert cells == titles
    return cells


def _color(model, row, column, role=Qt.ForegroundRole):
    brush = model.index(row, column).data(role)
    return brush and brush.color().name()


@pytest.fixture(scope="session")
def shown():
    """Functions of a model: ``texts``, ``table``, ``titles``, ``right`` and ``color``."""
    return SimpleNamespace(texts=_texts, table=_table, titles=_titles, right=_right, color=_color)
