# SPDX-License-Identifier: GPL-3.0-or-later
"""A thread that the program around it does not notice."""

from __future__ import annotations

import os
import threading

from rqcore.exposing.background_thread import BackgroundThread


def test_thread_is_not_listed_and_ends_with_its_work():
    # Given
    begin, end, current = threading.Event(), threading.Event(), []

    def work():
        begin.set()
        current.append(thread.is_current)
        end.wait()

    threads = threading.enumerate()
    # When
    thread = BackgroundThread(work)
    begin.wait()
    # Then
    assert threading.enumerate() == threads
    assert thread.is_alive and not thread.is_current
    assert not thread.join(0.001)
    # When
    end.set()
    # Then
    assert thread.join(20.0)
    assert current == [True]
    assert not thread.is_alive
    assert str(thread._native) not in os.listdir("/proc/self/task")
