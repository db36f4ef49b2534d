# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import QSortFilterProxyModel, Qt

from rqcore.protocol.queue_values import QueueStat
from rqdebug.session import QueueRow
from rqdebug.ui.models.queue_table_model import (
    BLOCKED,
    COLUMNS,
    DEPTH,
    FILL,
    HISTORY,
    HISTORY_ROLE,
    RATES,
    SORT_ROLE,
    QueueTableModel,
)

NOTHING = {field.name: 0 for field in fields(QueueStat)}
_STAT = QueueStat(
    **NOTHING
    | {"namespace": "uuid-1", "name": "jobs", "kind": "fifo", "size": 3, "maxsize": 10}
    | {"blocked_gets": 1, "clients": 2, "bytes": 2048}
)
_LIFO = QueueStat(**NOTHING | {"namespace": "uuid-2", "name": None, "kind": "lifo"})
UNNAMED = QueueRow(_LIFO, put_rate=0.0, get_rate=0.0)
JOBS = QueueRow(_STAT, put_rate=12.5, get_rate=11.0)


@pytest.fixture
def model(theme, qtmodeltester):
    model = QueueTableModel(theme)
    model.show_queues([JOBS, UNNAMED])
    yield model
    qtmodeltester.check(model)


def texts(model, row):
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_row_shows_the_figures_of_a_queue(model):
    assert texts(model, 0) == ["jobs", "fifo", "3 / 10", "", "12", "11", "1", "2", "2.0 KiB", "0", "0", "0"]
    assert texts(model, 1) == ["uuid-2", "lifo", "0", "", "0", "0", "0", "0", "0 B", "0", "0", "0"]


@pytest.mark.parametrize(
    ("kind", "figures"),
    [
        ("queue.Queue", ["12", "11", "1", *"–––––"]),
        ("list", ["–", "–", "1", *"–––––"]),
        ("priority", ["12", "11", "1", "2", "2.0 KiB", "0", "0", "0"]),
    ],
)
def test_figures_that_are_unknown_are_dashes(theme, kind, figures):
    model = QueueTableModel(theme)
    model.show_queues([replace(JOBS, stat=replace(_STAT, kind=kind))])
    assert texts(model, 0)[4:] == figures


def test_same_queues_keep_their_rows(qtbot, model):
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show_queues([replace(JOBS, put_rate=99.0), UNNAMED])
    assert "99" in texts(model, 0)


def test_closed_queue_removes_its_row_only(qtbot, model):
    with qtbot.waitSignal(model.rowsRemoved) as removed, qtbot.assertNotEmitted(model.modelReset):
        model.show_queues([UNNAMED])
    assert removed.args[1:] == [0, 0]
    assert model.find("uuid-1") is None
    assert model.find("uuid-2") == 0


def test_history_holds_the_last_depths(model):
    for size in range(HISTORY + 10):
        model.show_queues([replace(JOBS, stat=replace(JOBS.stat, size=size)), UNNAMED])
    depths, maxsize = model.index(0, DEPTH).data(HISTORY_ROLE)
    assert len(depths) == HISTORY
    assert depths[-1] == HISTORY + 9
    assert maxsize == 10


def test_blocked_calls_and_full_queues_are_highlighted(theme, model):
    full = replace(JOBS, stat=replace(JOBS.stat, size=10))
    model.show_queues([full, UNNAMED])
    for column in (BLOCKED, FILL):
        assert model.index(0, column).data(Qt.ForegroundRole).color().name() == theme.palette.blocked


def test_zero_values_are_muted(theme, model):
    colors = [
        model.index(1, column).data(Qt.ForegroundRole).color().name() for column in range(model.columnCount())
    ]
    assert colors == [theme.palette.text] + [theme.palette.muted] * (model.columnCount() - 1)


def test_nonzero_values_are_readable(theme, model):
    colors = {
        column: model.index(0, column).data(Qt.ForegroundRole).color().name() for column in (FILL, *RATES)
    }
    assert set(colors.values()) == {theme.palette.text}


def test_history_restarts_for_a_queue_that_was_removed(model):
    model.show_queues([UNNAMED])
    model.show_queues([JOBS, UNNAMED])
    assert model.index(1, DEPTH).data(HISTORY_ROLE) == ((3,), 10)
    assert model.index(0, DEPTH).data(HISTORY_ROLE) == ((0, 0, 0), 0)


def test_rows_and_titles_have_tooltips(model):
    assert "jobs\nNamespace: uuid-1" in model.index(0, 0).data(Qt.ToolTipRole)
    for section in range(model.columnCount()):
        assert model.headerData(section, Qt.Horizontal)
        assert model.headerData(section, Qt.Horizontal, Qt.ToolTipRole)
    assert model.headerData(0, Qt.Vertical) is None


def test_texts_are_aligned_left_and_figures_right(model):
    right = [
        column.title
        for number, column in enumerate(COLUMNS)
        if model.index(0, number).data(Qt.TextAlignmentRole) & Qt.AlignRight
    ]
    assert right == [
        "Size / Max",
        "Puts/s",
        "Gets/s",
        "Blocked",
        "Clients",
        "Bytes",
        "Leased",
        "Delayed",
        "Dead",
    ]


FIGURES = st.fixed_dictionaries(
    {name: st.integers(0, 20_000) for name in ("size", "clients", "bytes", "blocked_gets")}
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.dictionaries(st.text("abcDEF", min_size=1, max_size=3), FIGURES, min_size=1, max_size=8))
def test_columns_sort_by_value_rather_than_by_text(theme, queue_row, queues):
    # given
    model, proxy = QueueTableModel(theme), QSortFilterProxyModel()
    model.show_queues([queue_row(name, **figures) for name, figures in queues.items()])
    proxy.setSortRole(SORT_ROLE)
    proxy.setSourceModel(model)
    keys = {
        0: lambda row: row.stat.label.lower(),
        FILL: lambda row: row.stat.size,
        BLOCKED: lambda row: row.stat.blocked_gets,
        8: lambda row: row.stat.bytes,
    }
    for column, key in keys.items():
        # when
        proxy.sort(column, Qt.DescendingOrder)
        # then
        order = [model.queue_at(proxy.mapToSource(proxy.index(n, 0)).row()) for n in range(proxy.rowCount())]
        assert [key(row) for row in order] == sorted(map(key, order), reverse=True)


LEASED, DELAYED, DEAD = (number for number, column in enumerate(COLUMNS) if column.is_shown is not None)


def test_items_that_are_leased_delayed_or_dead_are_counted(theme):
    model = QueueTableModel(theme)
    model.show_queues([replace(JOBS, stat=replace(_STAT, leased=1200, delayed=3, dead=7))])
    assert [texts(model, 0)[column] for column in (LEASED, DELAYED, DEAD)] == ["1,200", "3", "7"]


@pytest.mark.parametrize(("figure", "column"), [("leased", LEASED), ("delayed", DELAYED), ("dead", DEAD)])
def test_column_is_needed_as_soon_as_a_queue_has_such_items(model, figure, column):
    always = set(range(len(COLUMNS))) - {LEASED, DELAYED, DEAD}
    assert model.needed_columns() == always
    model.show_queues([replace(JOBS, stat=replace(_STAT, **{figure: 1})), UNNAMED])
    assert model.needed_columns() == always | {column}


def test_tip_says_that_a_queue_is_durable_and_where_its_dead_items_go(theme):
    model = QueueTableModel(theme)
    stat = replace(_STAT, durable=True, max_deliveries=5, dead_letter="jobs.dead")
    model.show_queues([replace(JOBS, stat=stat)])
    tip = model.index(0, 0).data(Qt.ToolTipRole)
    assert "Durable" in tip
    assert "After 5 deliveries without an acknowledgement, an item goes to jobs.dead" in tip


def test_rates_before_the_second_poll_are_unknown(model):
    counted = replace(_STAT, puts=5)
    model.show_queues([QueueRow(counted)])
    assert [model.index(0, column).data() for column in RATES] == ["–", "–"]
    model.show_queues([QueueRow(counted, 0.0, 12.0)])
    assert [model.index(0, column).data() for column in RATES] == ["0", "12"]


def test_frozen_queue_has_an_icon_a_ground_and_an_explanation(theme, model):
    assert model.index(0, 0).data(Qt.DecorationRole) is None
    model.show_queues([replace(JOBS, stat=replace(_STAT, frozen="gets")), UNNAMED])
    frozen, other = model.index(0, 0), model.index(1, 0)
    assert not frozen.data(Qt.DecorationRole).isNull()
    assert frozen.data(Qt.BackgroundRole).name() == theme.palette.held_ground
    assert "no item leaves the queue" in frozen.data(Qt.ToolTipRole)
    assert other.data(Qt.BackgroundRole) is None
    assert "Frozen" not in other.data(Qt.ToolTipRole)
