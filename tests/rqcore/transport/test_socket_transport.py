# SPDX-License-Identifier: GPL-3.0-or-later
"""Unix sockets and TLS with both clients, through a relay in front of the shared controller."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import rqcore
from rqcore import BadUrl, ConnectionLost, Empty, aio
from rqcore.transport import socket_transport
from rqcore.transport.open_transport import open_transport
from rqcore.url import Url

PATIENCE = 20.0
CERTIFICATE = (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=controller "
    "-addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem"
)


class Relay:
    """Accepts connections of any kind and forwards their bytes to a controller."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._tasks: set[asyncio.Task] = set()
        self._servers: list[asyncio.Server] = []

    def listen(self, start: Callable, *where: object, **options: object) -> asyncio.Server:
        future = asyncio.run_coroutine_threadsafe(start(self._serve, *where, **options), self._loop)
        self._servers.append(future.result(PATIENCE))
        return self._servers[-1]

    async def _serve(self, reader, writer) -> None:
        self._tasks.add(asyncio.current_task())
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            ways = (self._carry(reader, inner_writer), self._carry(inner_reader, writer))
            await asyncio.wait(map(asyncio.ensure_future, ways), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in (writer, inner_writer):
                each.transport.abort()

    async def _carry(self, reader, writer) -> None:
        while data := await self._read(reader):
            writer.write(data)

    async def _read(self, reader) -> bytes:
        try:
            return await reader.read(65536)
        except OSError:
            return b""

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        await asyncio.wait_for(asyncio.gather(*self._tasks), PATIENCE)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:
            await asyncio.wait(others, timeout=PATIENCE)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()


@pytest.fixture
def relay(process):
    relay = Relay(process.port)
    yield relay
    relay.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A self-signed certificate for 127.0.0.1, trusted only by clients that name it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run([openssl, *CERTIFICATE.split()], cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem"


@pytest.fixture
def unix_url(relay, socket_directory) -> str:
    path = socket_directory / "rq core.sock"
    relay.listen(asyncio.start_unix_server, path)
    return f"rq+unix://{path}"


@pytest.fixture
def tls_port(relay, certificate) -> int:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    return relay.listen(asyncio.start_server, "127.0.0.1", 0, ssl=context).sockets[0].getsockname()[1]


@pytest.fixture
def tls_url(tls_port, certificate) -> str:
    return f"rqs://127.0.0.1:{tls_port}?cafile={certificate}"


@pytest.fixture(params=["unix_url", "tls_url"])
def url(request, process) -> str:
    return request.getfixturevalue(request.param)


def test_blocking_client_works_over_the_transport(url, aside, until):
    with rqcore.connect(url) as controller:
        jobs = controller.create()
        big = b"x" * 3_000_000
        jobs.put(big)
        assert jobs.get() == big
        with pytest.raises(Empty):
            jobs.get(timeout=0.01)
        with pytest.raises(Empty):
            jobs.get_nowait()
        getter = aside(jobs.get)
        until(lambda: jobs.stat().blocked_gets == 1)
        jobs.put("woken")
        assert getter.result(PATIENCE) == "woken"
        jobs.close()


def test_closing_the_handle_interrupts_a_waiting_call(url, aside, until):
    with rqcore.connect(url) as controller:
        jobs = controller.create()
        other = rqcore.connect(url)
        getter = aside(other.queue(jobs.namespace).get)
        until(lambda: jobs.stat().blocked_gets == 1)
        other.close()
        with pytest.raises(ConnectionLost):
            getter.result(PATIENCE)
        jobs.close()


def test_asyncio_client_works_over_the_transport(url):
    async def story() -> None:
        async with asyncio.timeout(PATIENCE), aio.connect(url) as controller:
            jobs = await controller.create()
            big = b"x" * 3_000_000
            await jobs.put(big)
            assert await jobs.get() == big
            getter = asyncio.create_task(jobs.get())
            while not (await jobs.stat()).blocked_gets:
                await asyncio.sleep(0.002)
            getter.cancel()
            await asyncio.wait([getter])
            await jobs.put("x")
            assert await jobs.get(timeout=0) == "x"
            await jobs.close()

    asyncio.run(story())


def blocking(url: str) -> None:
    with rqcore.connect(url):
        pass


def awaiting(url: str) -> None:
    async def enter() -> None:
        async with aio.connect(url):
            pass

    asyncio.run(enter())


CLIENTS = pytest.mark.parametrize("enter", [blocking, awaiting])


@CLIENTS
def test_untrusted_certificate_is_refused(tls_port, enter):
    with pytest.raises(
        ConnectionLost, match=r"its certificate is not trusted \(self.*add the file of its authority"
    ):
        enter(f"rqs://127.0.0.1:{tls_port}")


@CLIENTS
def test_certificate_of_another_name_is_refused(tls_port, certificate, enter):
    with pytest.raises(ConnectionLost, match="its certificate is for another host; connect by a name"):
        enter(f"rqs://localhost:{tls_port}?cafile={certificate}")


@CLIENTS
def test_client_certificate_is_sent_when_the_controller_asks(relay, certificate, enter):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=certificate)
    key = certificate.with_name("key.pem")
    context.load_cert_chain(certificate, key)
    context.verify_mode = ssl.CERT_REQUIRED
    port = relay.listen(asyncio.start_server, "127.0.0.1", 0, ssl=context).sockets[0].getsockname()[1]
    url = f"rqs://127.0.0.1:{port}?cafile={certificate}"
    enter(f"{url}&certfile={certificate}&keyfile={key}")
    with pytest.raises(ConnectionLost, match=r"demands? a certificate of the client"):
        enter(url)


@CLIENTS
def test_unusable_client_certificate_is_refused(tmp_path, process, enter):
    with pytest.raises(BadUrl, match=r"the certificate in .*me\.pem cannot be used"):
        enter(f"rqs://127.0.0.1:{process.port}?certfile={tmp_path}/me.pem")


@CLIENTS
def test_server_without_tls_is_refused(process, certificate, enter):
    with pytest.raises(
        ConnectionLost, match=r"cannot reach rqs:.* TLS failed; if the server does not use TLS, remove the s"
    ):
        enter(f"rqs://127.0.0.1:{process.port}?cafile={certificate}")


@CLIENTS
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "there is no such file; check the path"),
        ("no certificate", "it contains no certificate in PEM format"),
        ("", "it contains no certificate in PEM format"),
    ],
)
def test_unreadable_certificates_are_reported(tmp_path, process, enter, content, reason):
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(BadUrl, match=rf"the certificates in .*ca\.pem cannot be read: {reason}$"):
        enter(f"rqs://127.0.0.1:{process.port}?cafile={path}")


@CLIENTS
def test_missing_unix_socket_is_connection_lost(socket_directory, enter):
    with pytest.raises(
        ConnectionLost, match=r"cannot reach rq\+unix:///.*: there is no such file; check the path"
    ):
        enter(f"rq+unix://{socket_directory}/none")


@CLIENTS
@pytest.mark.filterwarnings("ignore::rqcore.url.UnencryptedWarning")
def test_unknown_host_is_reported_without_words_of_the_system(enter):
    with pytest.raises(ConnectionLost, match="no address was found for this host; correct the URL"):
        enter("rq://none.invalid")


@CLIENTS
def test_missing_tls_support_is_reported(monkeypatch, process, enter):
    monkeypatch.setitem(sys.modules, "rqcore.transport.tls_transport", None)
    with pytest.raises(BadUrl, match="needs TLS, which this Python was built without"):
        enter(f"rqs://127.0.0.1:{process.port}")


def test_tls_is_loaded_only_on_demand():
    program = "import rqcore, sys; sys.exit('ssl' in sys.modules or 'asyncio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


TIMERS = ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_USER_TIMEOUT")


def timers(sock: socket.socket) -> list[int]:
    return [sock.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) for name in TIMERS]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has these options")
@pytest.mark.parametrize(
    ("seconds", "expected"), [(60.0, [30, 10, 3, 60_000]), (6, [3, 1, 3, 6000]), (0.1, [1, 1, 3, 1000])]
)
def test_socket_gives_up_an_unreachable_peer_after_the_given_seconds(process, seconds, expected):
    with process.socket() as sock:
        socket_transport.tune_socket(sock, seconds)
        assert timers(sock) == expected
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has these options")
@pytest.mark.parametrize(("network_timeout", "expected"), [(1.0, 60_000), (90.0, 90_000)])
def test_client_waits_for_an_unreachable_controller_at_least_for_its_network_timeout(
    process, network_timeout, expected
):
    transport = open_transport(Url.parse(process.url), network_timeout)
    try:
        assert timers(transport._socket)[3] == expected
    finally:
        transport.close()
