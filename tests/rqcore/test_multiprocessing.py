# SPDX-License-Identifier: GPL-3.0-or-later
"""The queues of ``rqcore.multiprocessing`` do what the queues of ``multiprocessing`` do."""

from __future__ import annotations

import math
import multiprocessing
import pickle
import queue
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rqcore
from rqcore.errors import Closed, CodecError, ConnectionLost
from rqcore.multiprocessing import JoinableQueue, Queue, SimpleQueue

ROOT = Path(__file__).resolve().parents[2]
METHODS = ["fork", "spawn", "forkserver"]
pytestmark = pytest.mark.usefixtures("start_methods")


@pytest.fixture(autouse=True)
def default(monkeypatch: pytest.MonkeyPatch, process: Any) -> None:
    monkeypatch.setenv("RQ_URL", process.url)


def destroy(shared: Queue[Any] | SimpleQueue[Any]) -> None:
    shared.close()
    with rqcore.connect() as controller:
        controller.queue(shared.handle.namespace).close()


@pytest.fixture(params=[Queue, multiprocessing.Queue], ids=["ours", "standard"])
def shared(request: pytest.FixtureRequest) -> Iterator[Any]:
    made = request.param(2)
    yield made
    if isinstance(made, Queue):
        destroy(made)
    else:
        made.close()
        made.join_thread()
        for end in (made._reader, made._writer):  # an unused queue leaves them open
            end.close()


def wait_for(shared: Any, size: int) -> None:
    """Wait until the feeder thread of the standard queue has sent its items."""
    while shared.qsize() < size or (size and shared.empty()):
        time.sleep(0.001)


def test_items_and_errors_are_those_of_the_standard_library(shared):
    shared.put((1, "a"))
    shared.put(obj={2}, block=True, timeout=1)
    wait_for(shared, 2)
    assert (shared.qsize(), shared.full(), shared.empty()) == (2, True, False)
    for put in (
        shared.put_nowait,
        lambda item: shared.put(item, False),
        lambda item: shared.put(item, True, -1),
    ):
        with pytest.raises(queue.Full):
            put(3)
    assert shared.get() == (1, "a")
    assert shared.get(True, 1) == {2}
    for get in (shared.get_nowait, lambda: shared.get(False), lambda: shared.get(timeout=-1)):
        with pytest.raises(queue.Empty):
            get()


def test_closed_queue_refuses_calls_of_this_process(shared):
    with pytest.raises(AssertionError):
        shared.join_thread()
    shared.close()
    shared.close()
    assert shared.join_thread() is None
    assert shared.cancel_join_thread() is None
    for call in (shared.get, shared.get_nowait, lambda: shared.put(1), lambda: shared.put_nowait(1)):
        with pytest.raises(ValueError, match="is closed"):
            call()


def produce(shared: Any) -> None:
    shared.put("from the child")
    shared.close()
    shared.join_thread()


@pytest.mark.parametrize("method", METHODS)
def test_producer_that_closes_its_queue_leaves_it_to_the_others(method):
    shared = Queue()
    child = multiprocessing.get_context(method).Process(target=produce, args=(shared,))
    child.start()
    child.join()
    assert child.exitcode == 0
    child.close()
    assert shared.get(timeout=20) == "from the child"
    shared.put("still open")
    assert shared.get() == "still open"
    destroy(shared)


def consume(shared: Any, results: Any) -> None:
    results.put(shared.get())
    shared.task_done()


@pytest.mark.parametrize("method", METHODS)
def test_child_uses_a_queue_that_its_parent_has_closed(method):
    shared, results = JoinableQueue(), SimpleQueue()
    shared.put((1, "a"))
    child = multiprocessing.get_context(method).Process(target=consume, args=(shared, results))
    if method == "fork":
        shared.close()
    child.start()
    assert results.get() == (1, "a")
    child.join()
    child.close()
    copy = pickle.loads(pickle.dumps(shared))
    copy.join()
    with pytest.raises(ValueError, match="too many"):
        copy.task_done()
    copy.close()
    destroy(shared)
    destroy(results)


EXACT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda members: (
        st.lists(members, max_size=3)
        | st.lists(members, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=2) | st.integers(), members, max_size=3)
    ),
    max_leaves=6,
)


@pytest.fixture
def simple(process: Any) -> Iterator[SimpleQueue[Any]]:
    """A queue of one test: it opens another connection if a call meets the proof of the last receipt."""
    shared: SimpleQueue[Any] = SimpleQueue(url=process.url)
    with shared:
        yield shared
        shared.handle.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EXACT)
def test_items_come_out_as_a_pickle_would_bring_them(simple, item):
    simple.put(item)
    assert repr(simple.get()) == repr(pickle.loads(pickle.dumps(item)))


@pytest.mark.parametrize(
    "item",
    [math.nan, 10**5000, bytearray(b"a"), "\ud800", (1, [2, (3,)])],
    ids=lambda item: type(item).__name__,
)
def test_special_items_come_out_unchanged(simple, item):
    simple.put(item)
    received = simple.get()
    assert type(received) is type(item)
    assert received == item or (received != received and item != item)


def test_item_that_cannot_be_pickled_is_an_error_of_put(simple):
    with pytest.raises(CodecError):
        simple.put(lambda: None)
    assert simple.empty()


def test_name_opens_one_queue_for_all():
    one, two = Queue(3, name="shared by name"), Queue(name="shared by name")
    one.put(1)
    assert two.get() == 1
    assert two.handle.maxsize == 3
    assert repr(two).startswith("<queue shared by name of rq://127.0.0.1:")
    two.close()
    one.put(2)
    destroy(one)


def test_queue_without_a_controller_is_an_error(monkeypatch):
    monkeypatch.setenv("RQ_URL", "rq://127.0.0.1:1")
    with pytest.raises(ConnectionLost):
        Queue()


def test_queue_without_a_name_ends_after_the_children_of_its_creator(controller, process):
    program = (
        "import multiprocessing, time\n"
        "from rqcore.multiprocessing import Queue\n"
        "def work(jobs, results):\n"
        "    while (job := jobs.get()) is not None:\n"
        "        results.put(job)\n"
        "    results.close()\n"
        "jobs, results = Queue(), Queue(name='results of children')\n"
        "print(jobs.handle.namespace)\n"
        "multiprocessing.get_context('fork').Process(target=work, args=(jobs, results)).start()\n"
        "for job in (1, 2, None): jobs.put(job)\n"
        "jobs.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=50, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    with pytest.raises(Closed):
        controller.queue(done.stdout.strip())
    results = controller.queue("results of children")
    assert results.get_many(9) == [1, 2]
    results.close()


def test_collected_queue_leaves_no_connection_and_no_warning(process):
    program = (
        "import gc, os\n"
        "from rqcore.multiprocessing import Queue\n"
        "files = len(os.listdir('/proc/self/fd'))\n"
        "for _ in range(3): Queue().put(1)\n"
        "gc.collect()\n"
        "print(len(os.listdir('/proc/self/fd')) - files)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("0\n", "")
