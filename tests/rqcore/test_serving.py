# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller that belongs to a program: its start, its settings, and each way in which it ends."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import queue
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import rqcore
import rqcore.aio
from rqcore.errors import BadSetting, CodecError, ConnectionLost, NoAuth
from rqcore.url import Url

ROOT = Path(__file__).resolve().parents[2]


def process_of(controller: rqcore.ControllerHandle) -> int:
    return int(controller.info()["process_id"])


def test_block_has_a_controller_of_its_own(gone):
    with rqcore.serve(name="owner") as controller:
        jobs = controller.create("jobs", maxsize=1)
        jobs.put({"n": 1})
        with rqcore.connect(str(controller.url)) as other:
            assert other.queue("jobs").get() == {"n": 1}
        process = process_of(controller)
        assert process != os.getpid()
    assert gone(process)
    with pytest.raises(ConnectionLost):
        controller.ping()


def test_address_of_a_handle_connects_with_its_password(monkeypatch, until):
    monkeypatch.setenv("RQ_URL", "")  # restored after the test
    jobs: queue.Queue[int] = queue.Queue()
    with rqcore.serve(password="p@ss:/?#") as controller:
        assert "p%40ss" not in f"{controller.url} {controller.url!r}"
        with rqcore.connect(controller.url) as other:
            assert other.url == controller.url
        rqcore.set_default_url(controller.url)
        with rqcore.connect() as other, rqcore.expose(jobs, "jobs", url=other.url):
            until(lambda: [stat.name for stat in controller.queues()] == ["jobs"])


def test_address_of_a_handle_connects_from_asyncio():
    async def ping(url: Url) -> bool:
        async with rqcore.aio.connect(url) as other:
            return await other.ping()

    with rqcore.serve(password="secret") as controller:
        assert asyncio.run(ping(controller.url))


def test_two_blocks_have_two_controllers():
    with rqcore.serve() as one, rqcore.serve() as two:
        one.create("jobs")
        two.create("jobs")
        assert str(one.url) != str(two.url)


def test_error_in_the_block_ends_the_controller_and_stays(gone):
    with pytest.raises(ZeroDivisionError), rqcore.serve() as controller:
        process = process_of(controller)
        _ = 1 / 0
    assert gone(process)


def test_waiting_calls_of_others_end_with_the_block(aside, until):
    with rqcore.serve() as controller:
        jobs = controller.create("jobs")
        other = rqcore.connect(str(controller.url))
        waiting = aside(other.queue("jobs").get)
        until(lambda: len(jobs.waiters()) == 1)
    with pytest.raises((rqcore.Closed, ConnectionLost)):
        waiting.result(20)
    other.close()


def test_settings_are_those_of_the_command(tmp_path, monkeypatch):
    monkeypatch.setenv("RQ_MAX_QUEUES", "1")  # for rqcore serve, not for this controller
    path = str(tmp_path / "socket")
    with rqcore.serve(unix=path, no_tcp=True, max_clients=2, password="open sesame") as controller:
        assert controller.url == Url("", path=path, password="open sesame")
        controller.create()
        controller.create()
        with pytest.raises(NoAuth):
            rqcore.connect(f"rq+unix://{path}")


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"max_clents": 2}, "no setting max_clents"),
        ({"port": "http"}, "RQ_PORT"),
        ({"host": "0.0.0.0"}, "without a password"),
        ({"host": "192.0.2.1", "insecure": True}, "cannot listen on 192.0.2.1:0"),
    ],
)
def test_wrong_setting_is_one_sentence(settings, words, capfd):
    with pytest.raises(BadSetting, match=words), rqcore.serve(**settings):
        pass
    assert capfd.readouterr() == ("", "")


def test_wrong_codec_ends_the_controller():
    with pytest.raises(CodecError), rqcore.serve(codec="json"):
        pass


def test_forked_process_uses_the_controller_and_does_not_end_it():
    with rqcore.serve() as controller:
        jobs = controller.create("jobs")
        child = os.fork()
        if not child:
            try:
                jobs.put("from the child")
                raise SystemExit
            except BaseException:
                os._exit(0)
        os.waitpid(child, 0)
        assert jobs.get(timeout=20) == "from the child"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_controller_ends_with_its_program_however_that_ends(number, gone, until):
    program = (
        "import rqcore\n"
        "with rqcore.serve() as controller:\n"
        "    print(controller.info()['process_id'], flush=True)\n"
        "    controller.create().get()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as owner:
        assert owner.stdout
        process = int(owner.stdout.readline())
        owner.send_signal(number)
        owner.wait(20)
    until(lambda: gone(process))


def test_child_that_leaves_the_block_first_does_not_end_the_controller():
    program = (
        "import os, rqcore\n"
        "with rqcore.serve() as controller:\n"
        "    child = os.fork()\n"
        "    if child:\n"
        "        os.waitpid(child, 0)\n"
        "        print(controller.ping())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


def use_default(results: multiprocessing.SimpleQueue[str]) -> None:
    with rqcore.connect() as controller:
        results.put(str(controller.url))


@pytest.mark.usefixtures("start_methods")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_default_url_holds_in_this_process_and_its_children(method, process, monkeypatch):
    monkeypatch.setenv("RQ_URL", "rq://192.0.2.1")
    rqcore.set_default_url(f" {process.url} ")
    with rqcore.connect() as controller:
        assert str(controller.url) == process.url
    context = multiprocessing.get_context(method)
    results = context.SimpleQueue()
    child = context.Process(target=use_default, args=(results,))
    child.start()
    assert results.get() == process.url
    child.join()
    results.close()
    rqcore.set_default_url(None)
    assert "RQ_URL" not in os.environ


@pytest.mark.parametrize("url", ["", "host", "ftp://host", "rq://host:port"])
def test_default_url_must_be_one(url, monkeypatch):
    monkeypatch.delenv("RQ_URL", raising=False)
    with pytest.raises(rqcore.BadUrl):
        rqcore.set_default_url(url)
    assert "RQ_URL" not in os.environ
