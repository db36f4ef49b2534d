# SPDX-License-Identifier: GPL-3.0-or-later
"""SMQ's interface, with real processes and signals."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Queue

import pytest

from rqcore.errors import BadCall, CodecError
from rqcore.process_queue import ProcessQueue, _Feeder

pytestmark = pytest.mark.usefixtures("start_methods")

"""A queue without references ends its process, so these tests do not have to stop it."""

METHODS = ("fork", "spawn", "forkserver")


def note(item):
    """The handler in these tests: write the item to a file, or do what the item says."""
    path, word = item
    if word == "exit":
        os._exit(3)
    if word == "raise":
        raise ValueError("no such word")
    if word == "forever":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with open(path, "a") as file:
        file.write(f"{word} {os.getpid()}\n")
    while word == "forever":
        time.sleep(10)


@pytest.fixture
def words(tmp_path):
    """Return the handled items and the number of processes that handled them."""
    path = tmp_path / "words"
    path.touch()

    def read():
        lines = [line.split() for line in path.read_text().splitlines()]
        return "".join(word for word, _ in lines), len({pid for _, pid in lines})

    read.path = str(path)
    read.items = lambda text: [(read.path, word) for word in text]
    return read


@pytest.mark.parametrize("method", METHODS)
def test_one_process_handles_lists_in_order_and_then_ends(words, method):
    with ProcessQueue(note, context=method) as queue:
        assert not queue.done
        assert queue.start(words.items("abc")) == (True, 1)
        assert queue.start(words.items("de"))[0] is False
        assert queue.is_alive() and not queue.done
        assert queue.join(20)
        assert words() == ("abcde", 1)
        assert queue.done
        assert queue.status() == {"length": 0, "is_alive": False}
        assert queue.process.exitcode == 0


def test_next_start_creates_a_new_process(words):
    queue = ProcessQueue(note)
    for text in "ab":
        assert queue.start(words.items(text))[0] is True
        assert queue.join(20)
    assert words() == ("ab", 2)


def test_appended_items_wait_for_a_process(words):
    queue = ProcessQueue(note)
    queue.append(words.items("ab"))
    queue.append(words.items("c"))
    assert (len(queue), queue.queue_len(), queue.queue.qsize(), queue.is_alive()) == (2, 2, 2, False)
    assert queue.begin_process() is True
    assert queue.join(20)
    assert words() == ("abc", 1)


def test_list_that_is_queued_while_the_process_ends_is_handled(words):
    queue = ProcessQueue(note)
    for _ in range(100):
        queue.start(words.items("x"))
    assert queue.join(20)
    assert words()[0] == "x" * 100


def test_feeder_ends_when_no_list_is_left():
    """Otherwise a list that is queued at that moment would wait for a process that takes no more."""
    feeder = _Feeder(worker=None, waiting=Queue(), lock=threading.Lock())
    assert feeder._next() == b""
    assert feeder.over


def test_handler_that_does_not_return_is_terminated(words, until):
    queue = ProcessQueue(note)
    queue.start([(words.path, "forever")])
    queue.append(words.items("x"))
    until(lambda: words()[0])
    assert queue.stop() is True
    assert queue.process.exitcode == -signal.SIGKILL
    assert queue.stop() is True
    assert len(queue) == 1


@pytest.mark.parametrize(("word", "code"), [("exit", 3), ("raise", 1)])
def test_process_that_ends_during_a_list_leaves_the_other_lists(words, word, code, capfd):
    queue = ProcessQueue(note)
    queue.append([(words.path, word), *words.items("a")])
    queue.append(words.items("b"))
    queue.begin_process()
    assert queue.join(20)
    assert (queue.process.exitcode, len(queue)) == (code, 1)
    assert ("no such word" in capfd.readouterr().err) == (word == "raise")
    assert queue.begin_process() is True
    assert queue.join(20)
    assert words()[0] == "b"


def test_killed_process_is_noticed(words, until):
    queue = ProcessQueue(note)
    queue.start([(words.path, "forever")])
    until(lambda: words()[0])
    os.kill(queue.process.pid, signal.SIGKILL)
    assert queue.join(20)
    assert queue.process.exitcode == -signal.SIGKILL


def test_task_that_cannot_be_pickled_is_refused_by_put():
    queue = ProcessQueue(note)
    with pytest.raises(CodecError, match="lambda"):
        queue.start([lambda: 1])
    assert (len(queue), queue.is_alive()) == (0, False)


def test_handler_is_required():
    with pytest.raises(BadCall, match="handler"):
        ProcessQueue().start([1])


@pytest.mark.parametrize("when", ["before start", "running", "ended"])
def test_stop_returns_the_opposite_of_is_alive(words, when):
    queue = ProcessQueue(note)
    if when != "before start":
        queue.start(words.items("a"))
    if when == "ended":
        assert queue.join(20)
    assert queue.stop() is True
    assert not queue.is_alive()


@pytest.mark.parametrize("method", METHODS)
def test_stop_prints_nothing(words, capfd, method):
    for _ in range(5):
        queue = ProcessQueue(note, context=method)
        queue.start(words.items("a"))
        queue.stop()
    assert capfd.readouterr() == ("", "")


def break_pipe(item):
    raise BrokenPipeError(item)


def test_broken_pipe_of_the_handler_is_printed(capfd):
    queue = ProcessQueue(break_pipe)
    queue.start(["no reader"])
    assert queue.join(20)
    assert "BrokenPipeError: no reader" in capfd.readouterr().err


def test_deleted_queue_logs_what_is_lost(words, until, caplog):
    queue = ProcessQueue(note)
    queue.start([(words.path, "forever")])
    until(lambda: words()[0])
    queue.append(words.items("x"))
    del queue
    gc.collect()
    assert "1 list(s) interrupted, 1 not begun" in caplog.text


LEAVING = """
import sys, time
from rqcore.process_queue import ProcessQueue
def handle(item):
    time.sleep(item)
    with open(sys.argv[1], "a") as file:
        file.write(f"{item} ")
if __name__ == "__main__":
    queue = ProcessQueue(handle, exit_timeout=float(sys.argv[3]), context="fork")
    for _ in range(3):
        queue.start([float(sys.argv[2])])
"""


def leave(words, item, limit):
    result = subprocess.run(
        [sys.executable, "-c", LEAVING, words.path, item, limit], capture_output=True, text=True, timeout=30
    )
    return result.returncode, Path(words.path).read_text(), result.stderr


def test_program_that_ends_waits_for_queued_lists(words):
    assert leave(words, "0.1", "20") == (0, "0.1 0.1 0.1 ", "")


def test_program_that_ends_reports_what_took_too_long(words):
    code, handled, errors = leave(words, "60.0", "1")
    assert (code, handled) == (0, "")
    assert "1 list(s) interrupted, 2 not begun" in errors
    assert len(errors.splitlines()) == 1


PROGRAM = """
import sys, time
from tests_of_process_queue import note
from rqcore.process_queue import ProcessQueue
if __name__ == "__main__":
    queue = ProcessQueue(note, context=sys.argv[2], exit_timeout=0.1)
    queue.start([(sys.argv[1], "forever")])
    print("started", flush=True)
    if sys.argv[3] == "SIGKILL":
        time.sleep(60)
    while not open(sys.argv[1]).read():
        time.sleep(0.01)
"""


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("way", ["SIGKILL", "end"])
def test_no_process_outlives_its_parent(words, tmp_path, until, gone, method, way):
    (tmp_path / "tests_of_process_queue.py").write_text(Path(__file__).read_text())
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [sys.executable, str(tmp_path / "program.py"), words.path, method, way]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((os.getcwd(), str(tmp_path)))}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as parent:
        assert parent.stdout.readline() == b"started\n"
        until(lambda: words()[0])
        if way == "SIGKILL":
            parent.kill()
        parent.wait(20)
    pid = int(Path(words.path).read_text().split()[-1])
    until(lambda: gone(pid))
