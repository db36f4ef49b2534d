# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from rqdebug.ui.models.mark_model import MarkModel


def test_marks_are_rows_in_the_order_of_the_log(log, rows):
    log.append(rows(*[{"call": n} for n in range(9)]))
    for row in (5, 2, 8):
        log.marks.set(row, f"note {row}")
    model = MarkModel(log)
    assert [model.log_row(model.index(n, 0)) for n in range(model.rowCount())] == [2, 5, 8]
    assert model.index_of(5).row() == model.index_of(3).row() == 1
    log.marks.remove(5)
    model.refresh()
    assert [model.index(n, 4).data() for n in range(model.rowCount())] == ["note 2", "note 8"]
