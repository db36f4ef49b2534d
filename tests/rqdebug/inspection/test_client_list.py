# SPDX-License-Identifier: GPL-3.0-or-later
"""The clients of a server, and what they wait for."""

from __future__ import annotations

import threading

import pytest

import rqcore
from rqcore.errors import Closed, RqError
from rqdebug.inspection.client_list import list_clients


@pytest.fixture
def controller():
    with rqcore.serve() as served, rqcore.connect(served.url, name="looker") as handle:
        yield handle


def by_name(controller):
    stats = controller.queues()
    return {client.name: client for client in list_clients(controller, stats) if client.name}


def test_client_has_name_address_user_and_last_command(controller):
    with rqcore.connect(controller.url, name="loader") as loader:
        loader.create("jobs").close()
        client = by_name(controller)["loader"]
    assert client.address.startswith("127.0.0.1:")
    assert (client.user, client.command, client.is_blocked) == ("default", "rq.close", False)
    assert client.age >= client.idle >= 0
    assert "loader" not in by_name(controller)


def test_blocked_client_names_its_queue_and_method(controller):
    jobs = controller.create("jobs")

    def wait():
        with rqcore.connect(controller.url, name="worker") as worker, pytest.raises(Closed):
            worker.queue("jobs").get()

    thread = threading.Thread(target=wait)
    thread.start()
    while not jobs.stat().blocked_gets:
        pass
    client = by_name(controller)["worker"]
    jobs.close()
    thread.join(20)
    assert (client.is_blocked, client.queue, client.method) == (True, "jobs", "get")
    assert client.waited >= 0


def test_queue_that_was_closed_since_is_left_out(controller):
    jobs, other = controller.create("jobs"), controller.create("other")

    def wait():
        with rqcore.connect(controller.url, name="worker") as worker, pytest.raises(Closed):
            worker.queue("other").get()

    thread = threading.Thread(target=wait)
    thread.start()
    while not other.stat().blocked_gets:
        pass
    stat = jobs.stat()
    jobs.close()
    clients = {one.name: one for one in list_clients(controller, [stat, other.stat()])}
    other.close()
    thread.join(20)
    assert clients["worker"].queue == "other"


def test_clients_of_a_redis_are_listed(redis_server):
    with rqcore.connect(f"redis://127.0.0.1:{redis_server.port}", name="looker") as handle:
        handle.queues()
        assert any("looker" in client.name for client in list_clients(handle))


def test_unreachable_server_is_an_error():
    with rqcore.serve() as served:
        handle = rqcore.connect(served.url)
    with pytest.raises(RqError):
        list_clients(handle)
    handle.close()
