# SPDX-License-Identifier: GPL-3.0-or-later
"""ZenQueue's clients with the listeners of a real controller, and with the stand-alone server."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress

import pytest

from rqcore.errors import BadCall, ConnectionLost
from rqcore.zen import (
    AsyncQueue,
    AsyncQueueClient,
    QueueClient,
    ZenActionError,
    ZenRequestError,
    ZenTimeout,
    zen_waiting,
)

PATIENCE = 20


def port_of(line):
    return int(line.rpartition(":")[2].partition("/")[0])


@pytest.fixture(scope="module")
def listeners(launch):
    """The ports of the listeners for one queue, and their controller."""
    with launch("--zen", "0=jobs", "--zen", "127.0.0.1:0=other", "--zen-http", "0=jobs") as process:
        jobs, _, http = (port_of(process.next_line()) for _ in range(3))
        yield {"tcp": jobs, "http": http, "process": process}
        assert process.end() == 0


@pytest.fixture(params=["tcp", "http"])
def listener(request, listeners):
    return "127.0.0.1", listeners[request.param], request.param


def test_values_are_pushed_and_pulled(listener):
    with QueueClient(*listener) as queue:
        queue.push({"n": 1})
        queue.push_many(2, "drei", None)
        assert queue.pull() == {"n": 1}
        assert queue.pull_many(2) == [2, "drei"]
        assert queue.pull_many(None, timeout=0.01) == [None]
        with pytest.raises(ZenTimeout):
            queue.pull(timeout=0)
        with pytest.raises(ZenTimeout):
            queue.pull_many(3, timeout=0.01)
    assert queue.closed


def test_asyncio_timeouts_are_also_those_of_asyncio_queues(listener):
    async def story():
        async with AsyncQueueClient(*listener) as queue:
            with pytest.raises(asyncio.QueueEmpty) as caught:
                await queue.pull(timeout=0)
            assert isinstance(caught.value, ZenTimeout)
            with pytest.raises(asyncio.QueueEmpty):
                await queue.pull_many(2, timeout=0)
        with pytest.raises(asyncio.QueueEmpty):
            await AsyncQueue().pull(timeout=0.001)

    asyncio.run(story())


def test_values_are_pushed_and_pulled_in_an_event_loop(listener):
    async def main():
        async with AsyncQueueClient(*listener) as queue:
            await queue.push([1])
            await queue.push_many(2, 3)
            assert await queue.pull() == [1]
            assert await queue.pull_many(2) == [2, 3]
            with pytest.raises(ZenTimeout):
                await queue.pull(0.01)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await queue.pull()
            assert queue.closed
            with pytest.raises(ConnectionLost):
                await queue.pull(0)

    asyncio.run(main())


@pytest.mark.parametrize("kind", [QueueClient, AsyncQueueClient])
def test_errors_are_attributes_as_in_zenqueue(kind):
    assert (kind.Timeout, kind.ActionError, kind.RequestError) == (
        ZenTimeout,
        ZenActionError,
        ZenRequestError,
    )
    assert issubclass(kind.UnknownError, kind.QueueClientError)
    assert issubclass(kind.ClosedClientError, ConnectionError)


def test_negative_timeout_does_not_wait(listener):
    with QueueClient(*listener, network_timeout=PATIENCE) as queue:
        with pytest.raises(queue.Timeout):
            queue.pull(timeout=-PATIENCE - 1)
        queue.push("a")
        assert queue.pull_many(2, timeout=-1) == ["a"]


def test_pull_waits_for_a_push(listener, aside):
    with QueueClient(*listener) as puller, QueueClient(*listener) as pusher:
        pulled = aside(puller.pull, PATIENCE)
        pusher.push("x")
        assert pulled.result(PATIENCE) == "x"


def test_error_of_the_server_is_raised(listener):
    with QueueClient(*listener) as queue:
        with pytest.raises(ZenActionError, match="ValueError"):
            queue.pull_many(-1)
        assert queue.closed
        with pytest.raises(ConnectionLost):
            queue.pull(0)
    with QueueClient(*listener) as queue, pytest.raises(ZenRequestError, match="object"):
        queue.push(object())


def test_close_ends_a_waiting_call(listener, aside, until, listeners):
    queue = QueueClient(*listener)
    waiting = aside(queue.pull)
    with listeners["process"].connect() as controller:
        until(lambda: controller.queue("jobs").stat().blocked_gets == 1)
        queue.close()
        with pytest.raises(ConnectionLost):
            waiting.result(PATIENCE)
        until(lambda: controller.queue("jobs").stat().blocked_gets == 0)


def test_client_that_does_not_read_is_served_when_it_reads(listeners):
    with QueueClient("127.0.0.1", listeners["tcp"]) as queue:
        queue.push("x" * 1_000_000)
        with socket.create_connection(("127.0.0.1", listeners["tcp"])) as wire:
            wire.sendall(b'["push", ["y"]]\r\n["pull"]\r\n' * 20)
            queue.push_many(1)
            wire.shutdown(socket.SHUT_WR)
            with wire.makefile("rb") as replies:
                assert len(replies.readlines()) == 40
        assert len(queue.pull_many(None, 0)) == 2


def test_unreachable_server_is_reported():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(ConnectionLost, match="cannot reach"):
            QueueClient("127.0.0.1", free.getsockname()[1])
    with pytest.raises(BadCall, match="udp"):
        QueueClient("127.0.0.1", 1, "udp")


@pytest.mark.parametrize("mode", ["tcp", "http"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stand_alone_server_serves_clients(mode, number):
    command = [sys.executable, "-m", "rqcore.zen.server", "--port", "0", "--mode", mode]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        with QueueClient("127.0.0.1", port_of(server.stdout.readline().strip()), mode) as queue:
            queue.push(1)
            assert queue.pull(0) == 1
        server.send_signal(number)
        assert server.wait(PATIENCE) == 0


@pytest.fixture
def stand_alone():
    """Start a stand-alone server, and return its process and port."""
    servers = []

    def start(*options):
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "rqcore.zen.server", "--port", "0", *options]
        servers.append(subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True))
        return servers[-1], port_of(servers[-1].stdout.readline().strip())

    yield start
    for server in servers:
        server.kill()
        server.communicate()


@pytest.mark.parametrize("mode", ["tcp", "http"])
def test_stand_alone_server_refuses_more_connections_than_its_limit(stand_alone, mode):
    _, port = stand_alone("--mode", mode, "-c", "1")
    with QueueClient("127.0.0.1", port, mode) as queue:
        queue.push(1)
        with QueueClient("127.0.0.1", port, mode) as other, pytest.raises(ZenRequestError, match="1 client"):
            other.pull(0)
        assert queue.pull(0) == 1


def test_stand_alone_server_logs(stand_alone):
    server, port = stand_alone("-l", "DEBUG", "-i", "127.0.0.1")
    with QueueClient("127.0.0.1", port) as queue:
        queue.push(1)
    server.terminate()
    log = server.communicate(timeout=PATIENCE)[1]
    for line in (f"listening url=zen://127.0.0.1:{port}/zen", "client connected", "stopped requests=1"):
        assert line in log


@pytest.mark.parametrize(
    "options",
    [("--port", "99999999"), ("--port", "-1"), ("-c", "0"), ("--mode", "udp"), ("--host", "." * 300), ("x",)],
)
def test_wrong_option_of_the_stand_alone_server_is_one_sentence(options):
    command = [sys.executable, "-m", "rqcore.zen.server", *options]
    result = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith("rqcore")


@pytest.mark.parametrize("text", ["jobs", "x=jobs", "3000=", "70000=jobs"])
def test_invalid_listener_is_refused(rqcore_command, text):
    result = rqcore_command("serve", "--port", "0", "--zen", text)
    assert result.returncode == 2
    assert "--zen must be" in result.stderr


def test_listener_for_other_machines_needs_an_option(rqcore_command):
    result = rqcore_command("serve", "--port", "0", "--zen", "0.0.0.0:0=jobs")
    assert result.returncode == 2
    assert "0.0.0.0:0=jobs can be reached from other machines" in result.stderr


def test_interrupted_call_closes_the_client(listener, monkeypatch):
    # Given a client whose wait for a reply is interrupted as by Ctrl+C
    def interrupt(stream, request, steps, timeout):
        raise KeyboardInterrupt

    with QueueClient(*listener) as client:
        monkeypatch.setattr(zen_waiting.ClientStream, "exchange", interrupt)
        with pytest.raises(KeyboardInterrupt):
            client.pull(timeout=1)
        monkeypatch.undo()

        # Then no later call can read the reply to the interrupted one
        with pytest.raises(ConnectionLost, match="was closed"):
            client.push(1)


def test_timeout_is_of_the_whole_call(aside):
    """A server that sends a byte now and then does not extend it."""
    # Given
    sent = []

    def serve():
        connection = server.accept()[0]
        with connection, suppress(OSError):
            while len(sent) < 100:
                connection.sendall(b"[")
                sent.append(1)
                if ended.wait(0.05):
                    return

    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        serving = aside(serve)
        client = QueueClient("127.0.0.1", server.getsockname()[1], network_timeout=0.3)
        # When
        with pytest.raises(ConnectionLost):
            client.pull(timeout=0)
        # Then
        ended.set()
        serving.result(20)
    assert len(sent) < 50
