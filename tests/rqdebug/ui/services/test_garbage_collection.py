# SPDX-License-Identifier: GPL-3.0-or-later
"""Cyclic garbage dies in the thread of the window, whichever thread is at work."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from typing import ClassVar

import pytest

from rqdebug.support.garbage import pause_collection
from rqdebug.ui.services.garbage_collection import GarbageCollection

OBJECTS = 100_000
"""Enough new objects that Python collects."""


class Cycle:
    """Notes the thread in which the collector destroys it."""

    threads: ClassVar[list[int]] = []

    def __init__(self):
        self.itself = self

    def __del__(self):
        Cycle.threads.append(threading.get_ident())


@pytest.fixture
def cycle():
    """Garbage, and no trace of that of earlier tests."""
    gc.collect()
    Cycle.threads.clear()
    Cycle()


@pytest.fixture
def collection(qapp):
    frozen = gc.get_freeze_count()
    collection = GarbageCollection(qapp)
    yield collection
    collection.stop()
    collection.deleteLater()
    if frozen:
        gc.collect()
        gc.freeze()


def work_elsewhere():
    """Make many objects in another thread; return them."""
    made = []
    thread = threading.Thread(target=lambda: made.extend([number] for number in range(OBJECTS)))
    thread.start()
    thread.join()
    return made


def test_python_itself_destroys_garbage_in_any_thread(cycle):
    gc.enable()
    work_elsewhere()
    assert Cycle.threads
    assert Cycle.threads != [threading.get_ident()]


def test_work_in_another_thread_destroys_no_garbage_there(collection, cycle):
    made = work_elsewhere()
    assert Cycle.threads == []
    collection.collect_due()
    assert Cycle.threads == [threading.get_ident()]
    assert len(made) == OBJECTS


def test_garbage_is_collected_without_being_asked(qtbot, collection, cycle):
    made = work_elsewhere()
    qtbot.waitUntil(lambda: Cycle.threads == [threading.get_ident()])
    assert len(made) == OBJECTS


def test_garbage_that_is_old_is_collected_in_the_end(collection):
    gc.collect()
    Cycle.threads.clear()
    old = Cycle()
    for _ in range(2):
        gc.collect(0)
        gc.collect(1)
    del old
    for _ in range(200):
        new = [[number] for number in range(1000)]
        collection.collect_due()
        del new
    assert Cycle.threads == [threading.get_ident()]


def test_nothing_is_collected_while_collection_is_paused(collection, cycle):
    with pause_collection():
        made = work_elsewhere()
        collection.collect_due()
        assert Cycle.threads == []
    assert not gc.isenabled()
    collection.collect_due()
    assert Cycle.threads
    assert len(made) == OBJECTS


def test_few_new_objects_are_not_worth_a_collection(collection, cycle):
    gc.collect(0)
    Cycle.threads.clear()
    Cycle()
    collection.collect_due()
    assert Cycle.threads == []


def test_large_old_structures_are_not_examined_again_and_again(collection):
    large = [[number] for number in range(300_000)]
    collection._collect_oldest()
    assert gc.get_freeze_count() > 300_000
    frozen = gc.get_freeze_count()
    more = [[number] for number in range(1000)]
    collection._collect_oldest()
    assert frozen < gc.get_freeze_count() < frozen * 1.25
    assert len(large) + len(more) == 301_000


def test_python_collects_again_after_the_stop(qapp):
    collection = GarbageCollection(qapp)
    assert not gc.isenabled()
    collection.stop()
    assert gc.isenabled()


def test_application_collects_in_its_own_thread():
    program = (
        "import gc, os, threading\n"
        "os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from rqdebug.ui.window.app import make_application\n"
        "from rqdebug.ui.services.garbage_collection import GarbageCollection\n"
        "application = make_application()\n"
        "assert application.findChild(GarbageCollection)\n"
        "print(gc.isenabled())\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=50, check=False
    )
    assert (result.stdout, result.returncode) == ("False\n", 0), result.stderr
