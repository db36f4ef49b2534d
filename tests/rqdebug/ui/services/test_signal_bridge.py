# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import threading
import time

import pytest
from PyQt5 import sip

from rqdebug.support.signals import Signal
from rqdebug.ui.services.signal_bridge import TOGETHER, TURN


def emit_elsewhere(*emissions):
    thread = threading.Thread(target=lambda: [signal.emit(*arguments) for signal, *arguments in emissions])
    thread.start()
    thread.join()


def test_signal_of_another_thread_is_delivered_in_the_gui_thread(qtbot, bridge):
    signal, heard = Signal(), []
    bridge.carry(signal, lambda news: heard.append((threading.get_ident(), news)))
    emit_elsewhere((signal, 1), (signal, 2))
    assert not heard
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(threading.get_ident(), [1, 2])]


def test_several_arguments_are_delivered_as_a_tuple(bridge):
    signal, heard = Signal(), []
    bridge.carry(signal, heard.append)
    emit_elsewhere((signal, "edge-1", "main", 3))
    bridge.deliver()
    assert heard == [[("edge-1", "main", 3)]]


def test_repeated_change_is_delivered_once(bridge):
    signal, heard = Signal(), []
    bridge.carry_change(signal, lambda: heard.append("changed"))
    emit_elsewhere(*[(signal,)] * 1000)
    bridge.deliver()
    assert heard == ["changed"]
    bridge.deliver()
    assert heard == ["changed"]
    signal.emit()
    bridge.deliver()
    assert heard == ["changed"] * 2


def test_change_during_delivery_is_delivered_at_the_next_tick(bridge):
    signal, heard = Signal(), []

    def hear():
        heard.append("changed")
        if len(heard) == 1:
            signal.emit()

    bridge.carry_change(signal, hear)
    signal.emit()
    bridge.deliver()
    bridge.deliver()
    assert heard == ["changed"] * 2


def test_closed_carrier_discards_queued_emissions(bridge):
    signal, heard = Signal(), []
    carrier = bridge.carry(signal, heard.append)
    signal.emit(1)
    carrier.close()
    signal.emit(2)
    bridge.deliver()
    assert not heard


def test_gui_thread_sleeps_without_emissions(qtbot, bridge):
    signal, heard = Signal(), []
    bridge.carry(signal, heard.append)
    assert not bridge._timer.isActive()
    emit_elsewhere((signal, 1))
    qtbot.waitUntil(lambda: heard == [[1]])
    assert not bridge._timer.isActive()
    emit_elsewhere((signal, 2))
    qtbot.waitUntil(lambda: heard == [[1], [2]])


def test_emission_during_delivery_wakes_the_gui_thread_again(qtbot, bridge):
    signal, heard = Signal(), []

    def hear(news):
        heard.extend(news)
        if len(heard) < 3:
            signal.emit(len(heard))

    bridge.carry(signal, hear)
    signal.emit(0)
    qtbot.waitUntil(lambda: heard == [0, 1, 2])


def test_emission_after_the_bridge_was_deleted_is_discarded(bridge):
    signal = Signal()
    bridge.carry(signal, print)
    sip.delete(bridge)
    signal.emit(1)


def test_many_emissions_are_delivered_in_order_and_in_several_turns(qtbot, bridge):
    signal, other, heard, turns = Signal(), Signal(), [], []

    def hear(numbers):
        heard.extend(numbers)
        time.sleep(TURN)

    bridge.carry(signal, hear)
    bridge.carry(other, lambda _: turns.append(len(heard)))
    count = 3 * TOGETHER + 1
    for number in range(count - 1):
        signal.emit(number)
    other.emit()
    signal.emit(count - 1)
    bridge.deliver()
    assert heard == list(range(TOGETHER))
    qtbot.waitUntil(lambda: len(heard) == count)
    assert heard == list(range(count))
    assert turns == [count - 1] or turns == [count]


def test_an_error_of_one_listener_does_not_keep_back_later_emissions(qtbot, bridge):
    signal, heard = Signal(), []

    def hear(numbers):
        heard.extend(numbers)
        if heard == [1]:
            raise ValueError("wrong")

    bridge.carry(signal, hear)
    signal.emit(1)
    with pytest.raises(ValueError, match="wrong"):
        bridge.deliver()
    signal.emit(2)
    qtbot.waitUntil(lambda: heard == [1, 2])
