# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqcore put``, ``rqcore get`` and ``rqcore free``, on a real controller and on a real Redis."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from itertools import count

import pytest

import rqcore

PATIENCE = 20
_numbers = count()


@pytest.fixture(scope="module")
def redis_url(redis_program, redis_server_of):
    pytest.importorskip("redis")
    with redis_server_of(redis_program) as server:
        yield server.url


@pytest.fixture(params=["rq", "redis"])
def url(request, process):
    return process.url if request.param == "rq" else request.getfixturevalue("redis_url")


@pytest.fixture
def name():
    return f"piped-{next(_numbers)}"


@pytest.fixture
def start():
    """Start a command with pipes."""
    started = []

    def start(*arguments):
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "rqcore", *arguments]
        started.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()


def test_lines_go_through_a_queue(url, name, rqcore_command):
    put = rqcore_command("put", url, name, "--shutdown", input="first\n\n größe \nlast")
    assert (put.returncode, put.stdout, put.stderr) == (0, "", "")
    get = rqcore_command("get", url, name)
    assert (get.returncode, get.stdout, get.stderr) == (0, "first\n\n größe \nlast\n", "")


def test_items_are_the_bytes_of_the_lines(url, name, rqcore_command, start):
    put = start("put", url, name)
    put.communicate(b"\xff\x00\r\nb\n", timeout=PATIENCE)
    with rqcore.connect(url) as controller:
        queue = controller.queue(name)
        assert [queue.get(), queue.get()] == [b"\xff\x00\r", b"b"]


def test_line_is_put_before_the_input_ends(url, name, start, until):
    put, got = start("put", url, name), start("get", url, name, "--create")
    put.stdin.write(b"now\n")
    put.stdin.flush()
    assert got.stdout.readline() == b"now\n"
    put.stdin.write(b"later")
    put.stdin.close()
    assert put.wait(PATIENCE) == 0
    assert got.stdout.readline() == b"later\n"
    got.send_signal(signal.SIGINT)
    assert got.wait(PATIENCE) == 130


def test_full_queue_ends_put_with_the_number_of_lines(url, name, rqcore_command):
    put = rqcore_command("put", url, name, "--maxsize", "2", "--timeout", "0", input="a\nb\nc\nd\n")
    assert put.returncode == 1
    assert (
        put.stderr
        == f"rqcore: queue '{name}' holds 2 of 2 items; wait, or raise its maxsize; 2 lines were put\n"
    )


def test_get_takes_so_many_items_and_waits_so_long(url, name, rqcore_command):
    rqcore_command("put", url, name, input="a\nb\nc\n")
    assert rqcore_command("get", url, name, "--count", "2").stdout == "a\nb\n"
    assert rqcore_command("get", url, name, "--count", "0").stdout == ""
    get = rqcore_command("get", url, name, "--timeout", "0.1")
    assert (get.returncode, get.stdout, get.stderr) == (1, "c\n", f"rqcore: queue '{name}' is empty\n")


def test_items_of_any_codec_are_written_as_bytes(url, name, rqcore_command):
    with rqcore.connect(url) as controller:
        queue = controller.create(name)
        queue.put({"n": 1})
        queue.put("text")
    assert rqcore_command("get", url, name, "--count", "2").stdout == '{"n":1}\ntext\n'


def test_queue_that_does_not_exist_is_reported_by_get(url, name, rqcore_command):
    get = rqcore_command("get", url, name)
    assert (get.returncode, get.stdout) == (2, "")
    assert get.stderr.endswith("; start rqcore put first, or add --create\n")
    assert get.stderr.count("\n") == 1


def test_shut_down_queue_refuses_lines(url, name, rqcore_command):
    rqcore_command("put", url, name, "--shutdown", input="a\n")
    put = rqcore_command("put", url, name, input="b\n")
    assert put.returncode == 2
    assert put.stderr.endswith("; 0 lines were put\n") and put.stderr.count("\n") == 1


def test_url_comes_from_the_environment(url, name, rqcore_command):
    assert rqcore_command("put", name, input="a\n", RQ_URL=url).returncode == 0
    assert rqcore_command("get", name, "--count", "1", RQ_URL=url).stdout == "a\n"


@pytest.mark.parametrize("command", ["put", "get"])
def test_server_that_cannot_be_reached_is_reported_in_one_sentence(rqcore_command, command):
    result = rqcore_command(command, "rq://127.0.0.1:1", "jobs", input="a\n")
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "127.0.0.1:1" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("get", "rq://h", "q", "--count", "-1"),
        ("get", "rq://h", "q", "--timeout", "nan"),
        ("put", "a", "b", "c"),
    ],
)
def test_wrong_argument_is_reported_in_one_sentence(rqcore_command, arguments):
    result = rqcore_command(*arguments)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)


def test_closed_input_is_reported_in_one_sentence(process, name):
    command = f'exec "{sys.executable}" -m rqcore put {process.url} {name} <&-'
    result = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=PATIENCE)
    assert (result.returncode, result.stderr) == (
        2,
        "rqcore: the input is closed; pipe lines to rqcore put\n",
    )


def test_item_whose_reader_has_left_is_reported(process, name, rqcore_command, start):
    got = start("get", process.url, name, "--create")
    got.stdout.close()
    rqcore_command("put", process.url, name, input="a\nb\n")
    assert b"an item was taken that could not be written; use --count" in got.stderr.read()
    with rqcore.connect(process.url) as controller:
        assert controller.queue(name).get(timeout=PATIENCE) == b"b"


@pytest.fixture
def dead(redis_url, name):
    """A queue whose producer has died in a call."""
    redis = pytest.importorskip("redis")
    with rqcore.connect(redis_url) as controller:
        controller.create(name)
    with redis.Redis.from_url(redis_url) as bare:
        bare.brpop(f"__pressure__:{name}:producer_free", 1)
        bare.set(f"__pressure__:{name}:producer", "host_pid1")
    return redis_url


def test_role_of_a_dead_client_is_freed(dead, name, rqcore_command):
    assert rqcore_command("put", dead, name, "--timeout", "0", input="a\n").returncode == 1
    free = rqcore_command("free", dead, name, "producer")
    assert free.returncode == 0
    assert free.stdout.startswith(f"rqcore: freed the producer role of '{name}', which 'host_pid1' held")
    assert rqcore_command("put", dead, name, "--timeout", "0", input="a\n").returncode == 0
    assert (
        rqcore_command("free", dead, name, "producer").stdout
        == f"rqcore: the producer role of '{name}' is free\n"
    )


def test_role_of_another_holder_is_not_freed(dead, name, rqcore_command):
    free = rqcore_command("free", dead, name, "producer", "--holder", "other")
    assert (free.returncode, free.stdout) == (
        1,
        f"rqcore: the producer role of '{name}' is taken by 'host_pid1', not by 'other'\n",
    )
    assert rqcore_command("free", dead, name, "producer", "--holder", "host_pid1").returncode == 0


def test_role_of_a_connected_client_is_freed_only_by_force(redis_url, name, rqcore_command, start, until):
    got = start("get", redis_url, name, "--create")
    until(lambda: "still connected" in rqcore_command("free", redis_url, name, "consumer").stderr)
    assert rqcore_command("free", redis_url, name, "consumer", "--force").returncode == 0
    rqcore_command("put", redis_url, name, input="a\n")
    assert got.stdout.readline() == b"a\n"


def test_controller_has_no_roles(process, name, rqcore_command):
    free = rqcore_command("free", process.url, name, "producer")
    assert free.returncode == 2
    assert free.stderr.startswith("rqcore: only queues on Redis have roles")


def test_queue_of_rqcore_on_redis_has_no_roles(redis_url, name, rqcore_command):
    rqcore_command("put", f"{redis_url}?queues=rqcore", name, input="a\n")
    free = rqcore_command("free", redis_url, name, "producer")
    assert (free.returncode, "is not a pressure queue" in free.stderr) == (2, True)


def test_worker_takes_its_url_from_the_environment(launch, tmp_path):
    with launch(RQ_PASSWORD="se cret") as process:
        environment = {**os.environ, "RQ_URL": process.url.replace("rq://", "rq://:se%20cret@")}
        command = [sys.executable, "-m", "rqcore", "work", "math:factorial"]
        worker = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert worker.stdout.readline() == f"rqcore: working at {process.url}\n"
        finally:
            worker.terminate()
            worker.communicate(timeout=PATIENCE)


@pytest.mark.parametrize("redirection", ["<&-", "</dev/null"])
def test_user_without_input_is_reported_in_one_sentence(redirection):
    command = f'exec "{sys.executable}" -m rqcore user alice {redirection}'
    result = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=PATIENCE)
    sentence = "rqcore: the password is empty; enter one, or pipe it to the command\n"
    assert (result.returncode, result.stdout, result.stderr) == (2, "", sentence)


def test_password_that_is_not_text_is_reported_in_one_sentence():
    command = [sys.executable, "-m", "rqcore", "user", "alice"]
    result = subprocess.run(command, input=b"\xff\n", capture_output=True, timeout=PATIENCE)
    assert result.returncode == 2
    assert result.stderr.startswith(b"rqcore: the password is not text in UTF-8")
    assert result.stderr.count(b"\n") == 1
