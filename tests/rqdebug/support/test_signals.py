# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from rqdebug.support.signals import Signal


def test_every_slot_is_told_in_order_of_connection():
    signal: Signal[[str]] = Signal()
    heard = []
    signal.connect(lambda text: heard.append(("first", text)))
    signal.connect(lambda text: heard.append(("second", text)))
    signal.emit("now")
    assert heard == [("first", "now"), ("second", "now")]


def test_a_slot_that_leaves_hears_no_more():
    signal: Signal[[int]] = Signal()
    heard: list[int] = []
    signal.connect(heard.append)
    signal.emit(1)
    signal.disconnect(heard.append)
    signal.emit(2)
    signal.disconnect(print)  # never connected: no error
    assert heard == [1]


def test_a_slot_may_leave_while_it_is_told():
    signal: Signal[[]] = Signal()
    heard = []

    def once() -> None:
        heard.append("once")
        signal.disconnect(once)

    signal.connect(once)
    signal.connect(lambda: heard.append("always"))
    signal.emit()
    signal.emit()
    assert heard == ["once", "always", "always"]
