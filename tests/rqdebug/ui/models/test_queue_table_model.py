# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from dataclasses import fields, replace

import pytest
from PyQt5.QtCore import Qt

from rqcore.protocol.queue_values import QueueStat
from rqdebug.session import QueueRow
from rqdebug.ui.models.queue_table_model import BLOCKED, DEPTH, FILL, HISTORY, HISTORY_ROLE, QueueTableModel

NOTHING = {field.name: 0 for field in fields(QueueStat)}
_STAT = QueueStat(
    **NOTHING
    | {"namespace": "uuid-1", "name": "jobs", "kind": "fifo", "size": 3, "maxsize": 10}
    | {"blocked_gets": 1, "clients": 2, "bytes": 2048}
)
UNNAMED = QueueRow(QueueStat(**NOTHING | {"namespace": "uuid-2", "name": None, "kind": "lifo"}))
JOBS = QueueRow(_STAT, put_rate=12.5, get_rate=11.0)


@pytest.fixture
def model(theme, qtmodeltester):
    model = QueueTableModel(theme)
    model.show_queues([JOBS, UNNAMED])
    yield model
    qtmodeltester.check(model)


def texts(model, row):
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_what_a_row_says(model):
    assert texts(model, 0) == ["jobs", "fifo", "3 / 10", "", "12", "11", "1", "2", "2.0 KiB"]
    assert texts(model, 1) == ["uuid-2", "lifo", "0", "", "–", "–", "–", "–", "0 B"]


def test_the_same_queues_keep_their_rows(qtbot, model):
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show_queues([replace(JOBS, put_rate=99.0), UNNAMED])
    assert "99" in texts(model, 0)


def test_other_queues_make_another_table(qtbot, model):
    with qtbot.waitSignal(model.modelReset):
        model.show_queues([UNNAMED])
    assert model.find("uuid-1") is None
    assert model.find("uuid-2") == 0


def test_depths_are_remembered_for_a_while(model):
    for size in range(HISTORY + 10):
        model.show_queues([replace(JOBS, stat=replace(JOBS.stat, size=size)), UNNAMED])
    depths, maxsize = model.index(0, DEPTH).data(HISTORY_ROLE)
    assert len(depths) == HISTORY
    assert depths[-1] == HISTORY + 9
    assert maxsize == 10


def test_what_blocks_catches_the_eye(theme, model):
    full = replace(JOBS, stat=replace(JOBS.stat, size=10))
    model.show_queues([full, UNNAMED])
    for column in (BLOCKED, FILL):
        assert model.index(0, column).data(Qt.ForegroundRole).color().name() == theme.palette.blocked
