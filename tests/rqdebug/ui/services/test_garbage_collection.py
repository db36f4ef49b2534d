# SPDX-License-Identifier: GPL-3.0-or-later
"""Cyclic garbage dies in the thread of the window, whichever thread is at work."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from typing import ClassVar

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QLineEdit

from rqdebug.support.garbage import pause_collection
from rqdebug.ui.services.garbage_collection import LIMIT, MAX_NEW, GarbageCollection

OBJECTS = 30_000
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


def test_garbage_that_is_old_is_collected_when_the_user_rests(qtbot, collection):
    collection._rest.setInterval(200)
    collection.collect_all()
    Cycle.threads.clear()
    old = Cycle()
    more = [[number] for number in range(gc.get_freeze_count())]
    collection.collect_due()
    del old
    assert Cycle.threads == []
    qtbot.waitUntil(lambda: Cycle.threads == [threading.get_ident()])
    assert more


def test_while_the_user_works_only_what_is_new_is_examined(qtbot, collection):
    window = QLineEdit()
    qtbot.addWidget(window)
    window.show()
    collection.collect_all()
    Cycle.threads.clear()
    old = Cycle()
    more = [[number] for number in range(gc.get_freeze_count())]
    collection.collect_due()
    del old
    collection._rest.setInterval(60_000)
    qtbot.keyClick(window, Qt.Key_A)
    assert collection._rest.remainingTime() > 50_000
    assert Cycle.threads == []
    assert more


def test_very_many_objects_are_examined_without_waiting(collection):
    collection.collect_all()
    collection._kept -= LIMIT
    Cycle.threads.clear()
    Cycle()
    more = [[number] for number in range(MAX_NEW * 2)]
    collection.collect_due()
    assert Cycle.threads == [threading.get_ident()]
    assert more


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


def test_large_new_structures_are_not_examined_while_the_user_works(collection):
    collection.collect_all()
    Cycle.threads.clear()
    Cycle()
    frozen = gc.get_freeze_count()
    large = [[number] for number in range(300_000)]
    collection.collect_due()
    assert gc.get_freeze_count() > frozen + 300_000
    assert Cycle.threads == []
    collection.collect_all()
    assert Cycle.threads == [threading.get_ident()]
    assert len(large) == 300_000


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
