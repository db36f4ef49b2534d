# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a URL with the backend for its scheme."""

from __future__ import annotations

import socket

import pytest

import rqcore
from rqcore import ConnectionLost, aio, connecting
from rqcore.client import native_backend
from rqcore.errors import BadUrl, CodecError


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize(
    ("variable", "url"),
    [(None, "rq://127.0.0.1:7654"), ("", "rq://127.0.0.1:7654"), ("rq://10.0.0.1", "rq://10.0.0.1")],
)
def test_url_comes_from_the_environment_or_is_the_default(monkeypatch, variable, url):
    # Given
    monkeypatch.delenv("RQ_URL", raising=False)
    if variable is not None:
        monkeypatch.setenv("RQ_URL", variable)

    # Then
    assert connecting._resolve(None) == (native_backend, url)


def test_server_that_is_not_running_is_connection_lost():
    with pytest.raises(ConnectionLost, match=r"cannot reach rq://127\.0\.0\.1:"):
        rqcore.connect(f"rq://127.0.0.1:{free_port()}")


@pytest.mark.parametrize("connect", [rqcore.connect, aio.connect])
def test_wrong_argument_is_refused_before_connecting(connect):
    with pytest.raises(BadUrl, match="rq://host"):
        connect("ftp://127.0.0.1")
    with pytest.raises(CodecError, match="codec must be None or"):
        connect("rq://127.0.0.1", codec="json")


def test_name_and_codec_are_passed_to_the_handle(process):
    with rqcore.connect(process.url, name="me", codec="pickle") as controller:
        assert controller.allow_pickle
        assert controller.__reduce__()[1][1:] == ("me", 5.0, "pickle")
