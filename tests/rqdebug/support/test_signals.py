# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from rqdebug.support.signals import Signal


def test_slots_are_called_in_order_of_connection():
    signal: Signal[[str]] = Signal()
    heard = []
    signal.connect(lambda text: heard.append(("first", text)))
    signal.connect(lambda text: heard.append(("second", text)))
    signal.emit("now")
    assert heard == [("first", "now"), ("second", "now")]


def test_disconnected_slot_is_not_called():
    signal: Signal[[int]] = Signal()
    heard: list[int] = []
    signal.connect(heard.append)
    signal.emit(1)
    signal.disconnect(heard.append)
    signal.emit(2)
    signal.disconnect(print)  # never connected: no error
    assert heard == [1]


def test_slot_can_disconnect_while_it_is_called():
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
