# SPDX-License-Identifier: GPL-3.0-or-later
"""A real controller in its own process, over a socket."""

from __future__ import annotations

import os

import pytest

from rqcore import Closed, ConnectionLost, Empty, NoAuth, WrongPass

BLOCKED_IMPORTS = """
import sys
sys.modules.update(dict.fromkeys({blocked}))
import rqcore.__main__, rqcore.protocol.resp
assert not (rqcore.__main__.uvloop and "uvloop" in {blocked})
sys.exit(rqcore.__main__.main(sys.argv[1:]))
"""


@pytest.fixture(params=[(), ("uvloop",), ("hiredis", "uvloop")], ids=["all", "no uvloop", "neither"])
def any_process(request, launch):
    """A controller with all installed packages, and one with the standard library alone."""
    with launch(program=BLOCKED_IMPORTS.format(blocked=request.param)) as process:
        yield process


def test_sigterm_ends_waiting_calls_with_closed_and_the_controller_with_0(any_process, aside, until):
    with any_process.connect() as controller:
        jobs = controller.create("jobs")
        getter = aside(jobs.get)
        until(lambda: jobs.stat().blocked_gets == 1)
        assert any_process.end() == 0
        with pytest.raises(Closed, match="jobs"):
            getter.result(20)
        with pytest.raises(ConnectionLost):
            jobs.qsize()


def test_timeout_ends_a_call(any_process):
    with any_process.connect() as controller, pytest.raises(Empty):
        controller.create().get(timeout=0.02)


def test_long_timeout_does_not_delay_a_short_one(any_process, aside, until):
    with any_process.connect() as controller:
        jobs = controller.create()
        patient = aside(jobs.get, timeout=600)
        until(lambda: jobs.stat().blocked_gets == 1)
        with pytest.raises(Empty):
            jobs.get(timeout=0.02)
        jobs.put("x")
        assert patient.result(20) == "x"


def test_large_item_is_returned(any_process):
    with any_process.connect() as controller:
        jobs = controller.create()
        jobs.put(payload := os.urandom(3_000_000))
        assert jobs.get() == payload


@pytest.mark.parametrize(
    "data", [b"*x\r\n", b"*1\r\n$-5\r\n", b"*2\r\n$4\r\nECHO\r\n$99999999999\r\n", b"\x16\x03\x01" * 30_000]
)
def test_invalid_resp_is_answered_and_the_controller_continues(process, controller, data):
    assert process.send(b"PING\r\n" + data).startswith(b"+PONG\r\n-")
    assert controller.ping()


@pytest.mark.parametrize(
    "data", [b"BRPOP absurd 1e308\r\n", b"RPOP absurd " + b"1" * 5000 + b"\r\n", b"RQ.GET \xff TIMEOUT 1\r\n"]
)
def test_absurd_command_is_answered_and_its_client_can_continue(process, controller, data):
    controller.create("absurd", exist_ok=True).put(b"x")
    assert process.send(data + b"QUIT\r\n").endswith(b"\r\n+OK\r\n")
    controller.queue("absurd").close()


def test_client_that_disconnects_during_a_call_takes_no_item(process, jobs, until, request_of):
    with process.socket() as wire:
        wire.sendall(request_of("RQ.GET", jobs.namespace))
        until(lambda: jobs.stat().blocked_gets == 1)
    until(lambda: jobs.stat().blocked_gets == 0)
    jobs.put("x")
    assert jobs.get_nowait() == "x"


def test_lost_client_is_noticed_behind_its_pipelined_requests(launch, until):
    with launch() as process, process.connect() as controller:
        jobs = controller.create("jobs")
        with process.socket() as wire:
            wire.sendall(b"RQ.GET jobs\r\n" + b"PING\r\n" * 100_000)
            until(lambda: int(controller.info()["memory_held"]) > 100_000)
        until(lambda: jobs.stat().blocked_gets == 0)
        assert controller.info()["memory_held"] == "0"


def test_client_that_reads_late_receives_all_replies(process, controller, jobs):
    """Its replies exceed all socket buffers and arrive when it reads; other clients are served meanwhile."""
    jobs.put(b"x" * 1_000_000)
    with process.socket() as wire:
        wire.sendall(f"RQ.PEEK {jobs.namespace} 0 0\r\n".encode() * 20 + b"QUIT\r\n")
        assert controller.ping()
        with wire.makefile("rb") as answers:
            assert answers.read().count(b"x") == 20_000_000


def test_killed_client_takes_no_item(process, controller, jobs, until):
    with process.socket() as wire, wire.makefile("rb") as answers:
        host, port = wire.getsockname()
        wire.sendall(f"RQ.GET {jobs.namespace}\r\n".encode())
        until(lambda: jobs.stat().blocked_gets == 1)
        assert process.send(f"CLIENT KILL {host}:{port}\r\n".encode()) == b"+OK\r\n"
        assert answers.read() == b""
    until(lambda: jobs.stat().blocked_gets == 0)


def test_observer_receives_events_as_push_messages(process, controller):
    with process.socket() as wire, wire.makefile("rb") as answers:
        wire.sendall(b"HELLO 3\r\nRQ.OBSERVE QUEUE watched\r\n")
        while answers.readline() != b"+OK\r\n":
            pass
        controller.create("watched").close()
        assert [answers.readline() for _ in range(3)] == [b">2\r\n", b"$9\r\n", b"rq.events\r\n"]


def test_password_is_required(launch):
    with launch(RQ_PASSWORD="secret") as process:
        with pytest.raises(NoAuth):
            process.connect()
        with pytest.raises(WrongPass):
            type(process).connect(_at(process, "default:wrong"))
        with type(process).connect(_at(process, "default:secret")) as controller:
            assert controller.ping()


def _at(process, user: str):
    process.url = f"rq://{user}@127.0.0.1:{process.port}"
    return process
