# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import asyncio
import ssl
import subprocess

import pytest

import rqcore
import rqcore.aio
from rqcore import ConnectionLost
from rqcore.errors import BadSetting
from rqcore.server.tls_context import server_context


@pytest.fixture(scope="module")
def key(certificate):
    return certificate.with_name("key.pem")


def test_calls_work_over_tls(launch, certificate, key):
    with launch("--tls-cert", str(certificate), "--tls-key", str(key)) as process:
        assert process.greeting.startswith("rqcore: listening on rqs://127.0.0.1:")
        with rqcore.connect(f"{process.url}?cafile={certificate}") as controller:
            jobs = controller.create("jobs")
            jobs.put(b"x" * 3_000_000)
            assert jobs.get() == b"x" * 3_000_000
        assert process.end() == 0


def test_blocked_call_ends_with_closed_over_tls(launch, certificate, key, aside, until):
    with (
        launch("--tls-cert", str(certificate), "--tls-key", str(key)) as process,
        rqcore.connect(f"{process.url}?cafile={certificate}") as controller,
    ):
        jobs = controller.create("jobs")
        getter = aside(jobs.get)
        until(lambda: jobs.stat().blocked_gets == 1)
        assert process.end() == 0
        with pytest.raises(rqcore.Closed):
            getter.result(20)


async def _connect_in_a_task(url):
    async with rqcore.aio.connect(url, network_timeout=5):
        pass


@pytest.mark.parametrize("scheme", ["rq", "redis"])
@pytest.mark.parametrize(
    "connect",
    [
        lambda url: rqcore.connect(url, network_timeout=5).queues(),
        lambda url: asyncio.run(_connect_in_a_task(url)),
    ],
    ids=["blocking", "asyncio"],
)
def test_plain_client_is_refused_by_tls_listener(launch, certificate, key, scheme, connect):
    with launch("--tls-cert", str(certificate), "--tls-key", str(key)) as process:
        with pytest.raises(
            ConnectionLost, match="closed the connection; if it uses TLS, add an s to the URL: rqs://"
        ):
            connect(process.url.replace("rqs://", f"{scheme}://"))
        with rqcore.connect(f"{process.url}?cafile={certificate}") as controller:
            assert controller.ping()


def test_client_without_a_certificate_is_refused_if_one_is_required(launch, certificate, key):
    options = "--tls-cert", str(certificate), "--tls-key", str(key), "--tls-client-ca", str(certificate)
    with launch(*options, "--host", "127.0.0.1") as process:
        url = f"{process.url}?cafile={certificate}"
        with pytest.raises(ConnectionLost):
            rqcore.connect(url)
        with rqcore.connect(f"{url}&certfile={certificate}&keyfile={key}") as controller:
            assert controller.ping()


def test_old_versions_of_tls_are_not_accepted(certificate, key):
    context = server_context(str(certificate), str(key), "")
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_NONE


KINDS = "no key", "no certificate", "another key", "password", "client_ca", "missing"


@pytest.mark.parametrize("kind", KINDS)
def test_unusable_file_is_named_with_the_reason(tmp_path, certificate, key, kind):
    junk = tmp_path / "junk.pem"
    junk.write_text("junk")
    make = "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out"
    subprocess.run([*make.split(), tmp_path / "other.pem"], check=True, capture_output=True)
    lock = f"openssl ec -in {key} -out {tmp_path}/locked.pem -aes128 -passout pass:secret"
    subprocess.run(lock.split(), check=True, capture_output=True)
    cert, pair, ca, why = {
        "no key": (certificate, "", "", "missing or damaged"),
        "no certificate": (junk, key, "", "missing or damaged"),
        "another key": (certificate, tmp_path / "other.pem", "", "the key belongs to another certificate"),
        "password": (certificate, tmp_path / "locked.pem", "", "has a password"),
        "client_ca": (certificate, key, junk, "missing or damaged"),
        "missing": (tmp_path / "nothing.pem", "", "", "No such file"),
    }[kind]
    with pytest.raises(BadSetting, match=why):
        server_context(str(cert), str(pair), str(ca))
