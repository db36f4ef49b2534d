# SPDX-License-Identifier: GPL-3.0-or-later
"""The work that a blocking pool finishes in threads of its own."""

from __future__ import annotations

import os
import threading
import time

import pytest

from rqcore.client.waiting import Endings, repeat_later


def test_work_is_done_in_another_thread_when_finish_returns():
    # Given
    endings, threads = Endings(), []
    endings.work += ((lambda word: threads.append((word, threading.get_ident())), "recall"),)
    # When
    endings.finish()
    # Then
    ((word, thread),) = threads
    assert word == "recall" and thread != threading.get_ident()
    assert endings.work == []


def test_wait_carries_out_work_that_an_interruption_has_left():
    # Given
    endings, done = Endings(), []
    for number in range(3):
        endings.work += ((done.append, number),)
    # When
    endings.wait()
    # Then
    assert sorted(done) == [0, 1, 2]


def test_wait_waits_for_work_in_the_background(aside):
    # Given
    endings, began, allowed, done = Endings(), threading.Event(), threading.Event(), []

    def work():
        began.set()
        allowed.wait(20)
        done.append(1)

    endings.work += ((work,),)
    finishing = aside(endings.finish)
    assert began.wait(20)
    # When
    waiting = aside(endings.wait)
    allowed.set()
    # Then
    assert (waiting.result(20), finishing.result(20), done) == (None, None, [1])


def test_work_is_done_here_if_no_thread_can_be_started(monkeypatch):
    # Given
    def refuse(*_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("rqcore.client.waiting.start_new_thread", refuse)
    endings, threads = Endings(), []
    endings.work += ((lambda: threads.append(threading.get_ident()),),)
    # When
    endings.finish()
    # Then
    assert threads == [threading.get_ident()]


@pytest.mark.parametrize("waits", [1, 2])
def test_nothing_is_left_to_wait_for(waits):
    endings = Endings()
    for _ in range(waits):
        assert endings.wait() is None


def test_function_is_called_again_until_it_returns_false():
    results, done = [True, True, False, True], threading.Event()

    def call():
        result = results.pop(0)
        if not result:
            done.set()
        return result

    repeat_later(0.001, lambda: True, call)
    assert done.wait(20)
    assert results == [True]


def test_function_is_called_only_when_it_is_due():
    answers, called = [False, False, True, None], threading.Event()

    def work():
        called.set()
        return True

    def is_due():
        answer = answers.pop(0)
        assert called.is_set() == (answer is None)
        return answer

    repeat_later(0.002, is_due, work)
    assert called.wait(20)
    while answers:
        time.sleep(0.001)


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="threads are counted on Linux only")
def test_functions_share_one_thread_while_none_is_due():
    others, looks = set(os.listdir("/proc/self/task")), [[], []]
    is_over = threading.Event()

    def wait_in(own):
        own.append(threading.get_ident())
        return None if is_over.is_set() else False

    for own in looks:
        repeat_later(0.003, lambda own=own: wait_in(own), lambda seconds=0.003: False)
    while not all(looks):
        time.sleep(0.001)
    assert len(set(os.listdir("/proc/self/task")) - others) == 1
    assert looks[0][0] == looks[1][0]
    is_over.set()


def test_function_that_waits_delays_no_other():
    is_called, release = threading.Event(), threading.Event()
    repeat_later(0.004, lambda: True, lambda seconds=0.004: release.wait(20) and False)
    repeat_later(0.004, lambda: True, lambda seconds=0.004: is_called.set() or False)
    assert is_called.wait(20)
    release.set()


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="threads are counted on Linux only")
def test_fork_does_the_work_at_once_and_ends_the_thread():
    """Python warns of a fork while other threads exist."""
    # Given
    called, others = [], set(os.listdir("/proc/self/task"))  # one of an earlier test may be ending
    repeat_later(60.0, lambda: True, lambda seconds=60.0: called.append((seconds, threading.get_ident())))
    assert len(set(os.listdir("/proc/self/task")) - others) == 1
    # When
    fork()
    # Then
    assert called == [(0.0, threading.get_ident())]
    assert set(os.listdir("/proc/self/task")) <= others


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_work_that_is_left_at_a_fork_is_repeated_afterwards():
    # Given
    is_forked, again = threading.Event(), threading.Event()

    def work(seconds=0.05):
        if is_forked.is_set():
            again.set()
        return not is_forked.is_set()

    repeat_later(0.05, lambda: True, work)
    # When
    fork()
    is_forked.set()
    # Then
    assert again.wait(20)


def fork():
    """Fork a process that ends immediately."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
