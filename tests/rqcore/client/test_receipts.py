# SPDX-License-Identifier: GPL-3.0-or-later
"""An item that its caller has received never comes again, whatever becomes of the next call."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
import time

import pytest

import rqcore
from rqcore.client import pool as pool_module
from rqcore.client.connection import Connection
from rqcore.errors import ConnectionLost, Empty
from tests.rqcore.relay import lost_sessions


@pytest.fixture
def unproven(brief_relay, direct, monkeypatch):
    """A queue behind a link, and its only item, which was just received; nothing proves the receipt."""
    monkeypatch.setattr(pool_module, "RECEIPT_DELAY", 3600)
    jobs = direct.create("jobs")
    jobs.put("x")
    with rqcore.connect(brief_relay.url, network_timeout=1.0) as far:
        mine = far.queue("jobs")
        assert mine.get() == "x"
        monkeypatch.setattr(pool_module, "RECEIPT_DELAY", 0.02)
        yield mine


def test_item_does_not_return_if_a_signal_ends_the_next_call_before_it_is_sent(
    unproven, direct, monkeypatch, until
):
    def interrupt(connection):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Connection, "lost", property(interrupt))
        with pytest.raises(KeyboardInterrupt):
            unproven.get(timeout=0)
    unproven.controller.close()
    until(lambda: lost_sessions(direct) == 0)
    assert direct.queue("jobs").qsize() == 0


def test_item_does_not_return_if_a_signal_makes_the_pool_lose_its_connection(unproven, direct, until):
    with pytest.warns(ResourceWarning, match="its last item may be delivered again; close the handle"):
        unproven.controller._pool._idle.pop()
        gc.collect()
    until(lambda: lost_sessions(direct) == 0)
    assert direct.queue("jobs").qsize() == 0


def test_item_does_not_return_if_the_next_call_is_given_up_in_an_outage(unproven, brief_relay, direct, until):
    # Given an outage that is longer than the network timeout, but shorter than the session is kept
    unproven.controller._pool._is_proving = False
    (connection,) = unproven.controller._pool._idle
    brief_relay.is_down = True
    brief_relay.cut()
    with pytest.raises(ConnectionLost):
        unproven.get(timeout=0)
    # When the link works again, the session continues in the background
    brief_relay.is_down = False
    until(lambda: connection in unproven.controller._pool._idle)
    assert (lost_sessions(direct), direct.queue("jobs").qsize()) == (0, 0)


def test_item_does_not_return_if_the_handle_is_closed_when_its_link_was_cut(
    unproven, brief_relay, direct, until
):
    (connection,) = unproven.controller._pool._idle
    connection.last_used = 0.0
    brief_relay.cut()
    until(lambda: connection.lost)
    unproven.controller.close()
    until(lambda: lost_sessions(direct) == 0)
    assert direct.queue("jobs").qsize() == 0


def test_signal_before_a_request_is_sent_leaves_the_connection_as_it_was(unproven, direct, monkeypatch):
    def interrupt():
        raise KeyboardInterrupt

    (connection,) = unproven.controller._pool._idle
    with monkeypatch.context() as patch:
        patch.setattr("rqcore.client.connection.get_ident", interrupt)
        with pytest.raises(KeyboardInterrupt):
            unproven.get(timeout=0)
    assert (connection.owed, unproven.controller._pool._idle) == (False, [connection])
    with pytest.raises(Empty):
        unproven.get(timeout=0)
    assert direct.queue("jobs").qsize() == 0


def test_item_that_may_come_again_after_a_long_outage_is_logged(unproven, brief_relay, direct, until, caplog):
    # Given an outage that is longer than the session is kept
    unproven.controller._pool._is_proving = False
    brief_relay.is_down = True
    brief_relay.cut()
    with pytest.raises(ConnectionLost):  # a call that only reads, whose own outcome does not matter
        unproven.qsize()
    until(lambda: direct.queue("jobs").qsize() == 1)
    assert "may be delivered again" not in caplog.text
    # When the controller says that the session has ended
    brief_relay.is_down = False
    until(lambda: "may be delivered again" in caplog.text)
    # Then the handle continues
    until(lambda: not unproven.controller._pool._is_proving)
    assert unproven.get(timeout=0) == "x"


def test_item_whose_receipt_cannot_be_proved_at_the_close_is_logged(unproven, brief_relay, caplog):
    brief_relay.is_down = True
    brief_relay.cut()
    unproven.controller.close()
    assert "may be delivered again" in caplog.text


def test_proved_receipt_logs_nothing(unproven, direct, caplog):
    unproven.controller.close()
    assert (direct.queue("jobs").qsize(), caplog.text) == (0, "")


def test_receipt_is_proved_to_a_controller_that_was_down_for_longer_than_it_keeps_sessions(
    launch, tmp_path, monkeypatch, until
):
    # Given an item of a durable queue, and a controller that is killed before its receipt is proved
    monkeypatch.setattr(pool_module, "RECEIPT_DELAY", 3600)
    options = "--data", str(tmp_path / "data"), "--max-absence", "2"
    with launch(*options) as process:
        port = process.port
        controller = rqcore.connect(process.url, network_timeout=1.0)
        jobs = controller.create("jobs", durable=True)
        jobs.put("x")
        assert jobs.get() == "x"
        process.end(signal.SIGKILL)
    killed = time.monotonic()
    monkeypatch.setattr(pool_module, "RECEIPT_DELAY", 0.02)
    controller._pool._is_proving = False
    with pytest.raises(ConnectionLost):
        jobs.qsize()
    until(lambda: time.monotonic() > killed + 2.2)
    # When it is started again, and keeps the session from then on
    with launch(*options, "--port", str(port)) as process, process.connect() as direct:
        # Then the client proves the receipt
        until(lambda: not controller._pool._is_proving)
        until(lambda: lost_sessions(direct) == 0)
        assert direct.queue("jobs").qsize() == 0
        controller.close()


PROGRAM = """
import sys, rqcore
from rqcore.client import pool
pool.RECEIPT_DELAY = 3600
jobs = rqcore.connect(sys.argv[1]).queue("jobs")
print(jobs.get(timeout=10), flush=True)
sys.stdin.readline()
"""


def test_end_of_a_program_waits_for_the_proof_although_its_connection_was_cut(brief_relay, direct, until):
    jobs = direct.create("jobs")
    jobs.put("x")
    command = [sys.executable, "-c", PROGRAM, brief_relay.url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout.readline() == "x\n"
        brief_relay.cut()
        program.communicate("\n", 20)
    until(lambda: lost_sessions(direct) == 0)
    assert jobs.qsize() == 0
