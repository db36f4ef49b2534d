# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared fixtures: a controller in this process, without a network or a clock, and a real one in its own
process."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from typing import Any

import pytest

import rqcore
from rqcore.controller.clients import Client
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.controller.queue import BLOCKED
from rqcore.controller.state import NO_VALUE
from rqcore.controller.users import Users
from rqcore.errors import RqError
from rqcore.protocol.event_frames import encode_event_frames
from rqcore.protocol.resp import NOT_ENOUGH, PythonParser, Value, command
from rqcore.server.client_session import encode_error

ROOT = Path(__file__).resolve().parents[2]
WAITS = "waits"
PATIENCE = 20.0
"""Seconds after which a test fails."""


def spoken(value: Value) -> Value:
    """Return a reply as tests compare it: an error becomes its code, a str; payloads are bytes."""
    return value.code or str(value) if isinstance(value, RqError) else value


def encode_value(client: Client, value: Any) -> bytes:
    """Encode the reply to the last command of a client."""
    assert client.command
    return client.command.reply.encode(value, client.protocol, client.item_form)


class Speaker:
    """A client. Calling it with a command returns the reply, or "waits" if the call is blocked."""

    def __init__(self, talk: Talk, client: Client) -> None:
        self.client = client
        self.heard: list[Value] = []
        """Replies to calls that were blocked, and the observed events."""
        self.complaint = ""
        """The message of the last error."""
        self._talk = talk
        self._parser = PythonParser()

    def __call__(self, words: str, *more: bytes | str | int | float) -> Value:
        client, request = self.client, _words(words, more)
        try:
            value = self._talk.controller.execute(client, request, self._talk.now_ns)
            if client.slices is not None:
                answer = self.read(self._whole_reply())
            else:
                answer = WAITS if value is BLOCKED else self.read(encode_value(client, value))
        except RqError as error:
            answer = self.read(encode_error(error))
        self._talk.deliver()
        return answer

    def _whole_reply(self) -> bytes:
        """Make all slices of a reply."""
        client = self.client
        slices, client.slices = client.slices, None
        assert client.command and slices
        return b"".join(client.command.reply.encode_slices(slices, client.protocol, client.item_form))

    def read(self, reply: bytes) -> Value:
        """Parse a reply, which must be one value."""
        self._parser.feed(reply)
        value = self._parser.gets()
        assert self._parser.gets() is NOT_ENOUGH
        self.complaint = str(value) if isinstance(value, RqError) else self.complaint
        return spoken(value)

    def hear(self, data: bytes) -> None:
        self._parser.feed(data)
        while (value := self._parser.gets()) is not NOT_ENOUGH:
            self.heard.append(spoken(value))

    def observed(self) -> list[Value]:
        """Return the push frames that are buffered for this observer."""
        publisher = self._talk.controller.state.publisher
        publisher.flush()
        self.hear(b"".join(encode_event_frames(*publisher.subscriptions[self.client.number].take())))
        heard, self.heard = self.heard, []
        return heard

    def leave(self) -> None:
        self._talk.controller.disconnect(self.client, self._talk.now_ns)
        self._talk.deliver()


class Talk:
    """Several clients of one controller. Time stands still unless ``passes`` is called."""

    def __init__(self, limits: Limits | None = None, passwords: dict[str, str] | None = None) -> None:
        self.controller = Controller(limits, Users(passwords))
        self.now_ns = 0
        self._speakers: dict[int, Speaker] = {}

    def client(self, name: str = "") -> Speaker:
        number = len(self._speakers) + 1
        speaker = Speaker(self, self.controller.connect(f"10.0.0.{number}:1000", self.now_ns))
        speaker.client.name = name
        speaker.client.is_announced = True  # most tests count only the events of its calls
        self._speakers[speaker.client.number] = speaker
        return speaker

    def observer(self, words: str = "") -> Speaker:
        """Return a client that has sent RQ.OBSERVE with these arguments."""
        speaker = self.client("observer")
        speaker("HELLO 3")
        assert speaker(f"RQ.OBSERVE {words}") == b"OK"
        return speaker

    def passes(self, seconds: float) -> None:
        self.now_ns += round(seconds * 1e9)
        self.controller.expire(self.now_ns)
        self.deliver()

    def deliver(self) -> None:
        outgoing, background = self.controller.outgoing, self.controller.state.background
        while outgoing or background:
            background.step(self.now_ns)
            if not outgoing:
                continue
            client, value = outgoing.popleft()
            if isinstance(value, RqError):
                self._speakers[client.number].hear(encode_error(value))
            elif value is not NO_VALUE:
                self._speakers[client.number].hear(encode_value(client, value))


def _words(words: str, more: tuple[Any, ...]) -> list[bytes]:
    parts = [*words.split(), *more]
    return [part if isinstance(part, bytes) else str(part).encode() for part in parts]


@pytest.fixture(scope="session")
def conversation() -> type[Talk]:
    """``conversation(limits, passwords)`` creates another controller with its clients."""
    return Talk


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.fixture
def a(talk):
    return talk.client("a")


@pytest.fixture
def b(talk):
    return talk.client("b")


@pytest.fixture
def c(talk):
    return talk.client("c")


@pytest.fixture
def made(a):
    """Client a, with RESP3, has created the queue jobs with a maxsize of 3."""
    a("HELLO 3")
    a("RQ.CREATE NAME jobs MAXSIZE 3")


def plain_environment() -> dict[str, str]:
    """Return the environment without variables that set up rqcore."""
    return {key: value for key, value in os.environ.items() if not key.startswith("RQ_")}


class Process:
    """A controller in its own process, which is listening when the constructor returns."""

    def __init__(self, *arguments: str, program: str = "", **environment: str) -> None:
        start = ["-c", program] if program else ["-m", "rqcore"]
        self._command = [sys.executable, *start, "serve", "--port", "0", *arguments]
        self._environment = plain_environment() | environment
        self._start()

    def _start(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [*self._command, *arguments], cwd=ROOT, env=self._environment, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        self.greeting = self._process.stdout.readline().strip()
        self.url = self.greeting.rpartition(" ")[2]

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def connect(self, **options: Any) -> rqcore.ControllerHandle:
        return rqcore.connect(self.url, **options)

    def socket(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def send(self, data: bytes) -> bytes:
        """Send bytes, and return all replies until the controller closes the connection."""
        with self.socket() as wire, wire.makefile("rb") as answers:
            wire.sendall(data)
            wire.shutdown(socket.SHUT_WR)
            return answers.read()

    def restart(self, number: int = signal.SIGKILL) -> None:
        """Kill the controller, or end it with another signal, and start it again at the same port."""
        port = str(self.port)
        self._process.send_signal(number)
        self._process.communicate()
        self._start("--port", port)

    def next_line(self) -> str:
        """Return the next line that the process prints after its first line."""
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self._process.send_signal(number)
        return self._process.wait(PATIENCE)

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="session")
def launch() -> type[Process]:
    """Start another controller: ``with launch("--port", "0") as process``."""
    return Process


@pytest.fixture(scope="session")
def rqcore_command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run ``rqcore`` with these arguments and wait for its end."""

    def run(*arguments: str, input: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "rqcore", *arguments],
            cwd=ROOT,
            env=plain_environment() | environment,
            input=input,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    return run


@pytest.fixture(scope="session")
def process() -> Iterator[Process]:
    """The controller that tests share; each test must use its own names for queues."""
    with Process() as process:
        assert process.greeting.startswith("rqcore: listening on rq://127.0.0.1:"), process.greeting
        yield process
        assert process.end() == 0


@pytest.fixture
def controller(process: Process) -> Iterator[rqcore.ControllerHandle]:
    with process.connect(name="test") as handle:
        yield handle


@pytest.fixture
def jobs(controller: rqcore.ControllerHandle) -> Iterator[rqcore.QueueHandle]:
    """A queue without a name, which is closed after the test."""
    queue = controller.create()
    yield queue
    if queue.namespace in {stat.namespace for stat in controller.queues()}:
        queue.close()


CERTIFICATE = (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test "
    "-addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem"
)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1; its key is ``key.pem`` in the same folder."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run([openssl, *CERTIFICATE.split()], cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem"


Aside = Callable[..., "Future[Any]"]


@pytest.fixture
def aside() -> Iterator[Aside]:
    """Call a function in a thread; ``.result(seconds)`` returns its result."""
    threads: list[threading.Thread] = []

    def aside(function: Callable[..., Any], *args: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        work = (future, lambda: function(*args, **options))
        # A daemon, because a stuck thread must not block the end.
        threads.append(threading.Thread(target=_fulfil, args=work, daemon=True))
        threads[-1].start()
        return future

    yield aside
    for thread in threads:
        thread.join(PATIENCE / 4)


def _fulfil(future: Future[Any], work: Callable[[], Any]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)


@pytest.fixture
def interrupted_by_signal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], AbstractContextManager[None]]:
    """``with interrupted_by_signal("get"):`` ends with the exception of a signal that follows this script."""

    class Interrupted(BaseException):
        pass

    def handle(*_: object) -> None:
        raise Interrupted

    @contextmanager
    def interrupted(script: str) -> Iterator[None]:
        def run_and_interrupt(connection: Any, step: Any) -> Any:
            reply = run(connection, step)
            if step.script.name == script:
                signal.raise_signal(signal.SIGUSR1)  # to this thread, so that it arrives immediately
            return reply

        connections = pytest.importorskip("rqcore.pressure.redis_connection").RedisConnection
        run, before = connections._run, signal.signal(signal.SIGUSR1, handle)
        try:
            with monkeypatch.context() as patch, pytest.raises(Interrupted):
                patch.setattr(connections, "_run", run_and_interrupt)
                yield
        finally:
            signal.signal(signal.SIGUSR1, before)

    return interrupted


@pytest.fixture(scope="session")
def until() -> Callable[[Callable[[], bool]], None]:
    """Wait until a condition is true."""

    def until(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, "the condition did not become true"
            time.sleep(0.005)

    return until


@pytest.fixture(scope="session")
def request_of() -> Callable[..., bytes]:
    """Encode a command: ``request_of("RQ.PUT jobs", payload)``."""
    return lambda words, *more: command(_words(words, more))


@pytest.fixture(scope="session")
def gone() -> Callable[[int], bool]:
    """Return whether the process of this number has ended."""

    def gone(pid: int) -> bool:
        try:
            return "zombie" in Path(f"/proc/{pid}/status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return True

    return gone


@pytest.fixture(scope="session")
def start_methods() -> None:
    """Start the helper processes of ``spawn`` and ``forkserver``, which run until this process ends."""
    resource_tracker.ensure_running()
    forkserver.ensure_running()


@pytest.fixture(autouse=True)
def _no_thread_or_socket_stays() -> Iterator[None]:
    threads, files = threading.enumerate(), _open_files()
    yield
    assert not set(threading.enumerate()) - set(threads)
    assert _open_files() == files


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0
