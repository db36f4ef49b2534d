# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqcore work``: the function that it imports, and its heartbeat. See also test_remote_workers."""

from __future__ import annotations

import logging
import math
import os
import sys
import threading

import pytest

from rqcore.errors import BadSetting, ConnectionLost
from rqcore.parallel_queue import worker_main
from rqcore.parallel_queue.worker_main import HeartbeatThread, function_of
from rqcore.url import Url

SERVER = Url.parse("rq://127.0.0.1:9")


class FakeConnection:
    def __init__(self):
        self.closed = False

    def close(self):
        self.closed = True


@pytest.fixture
def connections(monkeypatch):
    """The connections that a thread opened."""
    opened = []

    def open_pool(server, name, timeout):
        opened.append(FakeConnection())
        return opened[-1]

    monkeypatch.setattr(worker_main, "open_pool", open_pool)
    return opened


@pytest.fixture
def import_path(monkeypatch):
    """A copy of the search path, to which ``function_of`` adds the working directory."""
    monkeypatch.setattr(sys, "path", list(sys.path))


def test_function_is_found_by_module_and_name(import_path):
    assert function_of("math:hypot") is math.hypot


def test_function_of_the_working_directory_is_found(import_path, monkeypatch, tmp_path):
    (tmp_path / "tasks_of_worker_main.py").write_text("def double(x):\n    return 2 * x\n")
    monkeypatch.chdir(tmp_path)
    try:
        assert function_of("tasks_of_worker_main:double")(4) == 8
    finally:
        sys.modules.pop("tasks_of_worker_main", None)


@pytest.mark.parametrize(
    "name", ["math", "math:", ":hypot", "", "no_such_module:f", "math:no_such", "os.:path"]
)
def test_wrong_name_is_refused_with_an_example(import_path, name):
    with pytest.raises(BadSetting, match=f"cannot import '{name}'; write module:function"):
        function_of(name)


def test_value_that_is_not_callable_is_refused_with_its_type(import_path):
    with pytest.raises(BadSetting, match="'math:pi' is a float, which cannot be called"):
        function_of("math:pi")


def test_short_task_opens_no_connection_for_its_heartbeat(connections):
    sent = []
    thread = HeartbeatThread(SERVER, 1000.0, sent.append)
    thread.start()
    thread.stop()
    assert (connections, sent) == ([], [])


def test_long_task_sends_heartbeats(connections):
    sent, enough = [], threading.Event()

    def send(connection):
        sent.append(connection)
        if len(sent) == 3:
            enough.set()

    thread = HeartbeatThread(SERVER, 0.001, send)
    thread.start()
    assert enough.wait(20)
    thread.stop()
    assert len(connections) == 1
    assert set(map(id, sent)) == {id(connections[0])}
    assert connections[0].closed


def test_lost_connection_for_heartbeats_is_logged_once_and_replaced(connections, caplog):
    sent, enough = [], threading.Event()

    def send(connection):
        sent.append(connection)
        if len(sent) <= 2:
            raise ConnectionLost("the controller is gone")
        enough.set()

    with caplog.at_level(logging.WARNING, "rqcore.work"):
        thread = HeartbeatThread(SERVER, 0.001, send)
        thread.start()
        assert enough.wait(20)
        thread.stop()
    assert len(connections) == 3
    assert caplog.messages == ["cannot send a heartbeat: the controller is gone"]
    assert connections[0].closed


@pytest.mark.parametrize(
    ("name", "reason"),
    [("no_such_module:f", "cannot import"), ("math:pi", "cannot be called")],
)
def test_command_reports_a_wrong_function_in_one_line(rqcore_command, name, reason):
    result = rqcore_command("work", "rq://127.0.0.1:9", name)
    assert (result.returncode, result.stdout) == (2, "")
    assert reason in result.stderr
    assert result.stderr.count(os.linesep) == 1


def test_command_refuses_a_url_before_it_imports_the_function(rqcore_command):
    result = rqcore_command("work", "http://127.0.0.1", "no_such_module:f")
    assert result.returncode == 2
    assert "'http://127.0.0.1'" in result.stderr
