# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from redis import exceptions as theirs
from redis.sentinel import MasterNotFoundError

from rqcore.errors import BadUrl, ConnectionLost, ControllerError, NoAuth, TooMany
from rqcore.pressure.redis_errors import translated


@pytest.mark.parametrize(
    ("error", "kind", "sentence"),
    [
        (theirs.ConnectionError("refused"), ConnectionLost, "cannot reach edge-1: refused"),
        (
            OSError(111, "refused"),
            ConnectionLost,
            "cannot reach edge-1: connection refused; start the server there, or correct the URL",
        ),
        (
            theirs.TimeoutError("timed out"),
            ConnectionLost,
            "cannot reach edge-1: it did not answer in time; check the address, the network and firewalls",
        ),
        (
            ConnectionResetError(104, "Connection reset by peer"),
            ConnectionLost,
            "edge-1 closed the connection; if it uses TLS, add an s to the URL: rqs:// or rediss://",
        ),
        (
            theirs.InvalidResponse('Protocol error, got "H" as reply type byte'),
            ConnectionLost,
            "edge-1 does not speak the protocol of Redis; check host and port",
        ),
        (
            MasterNotFoundError("No master found for 'x' : <redis.client.Redis(<…>)> - refused"),
            ConnectionLost,
            "no sentinel of edge-1 has a primary for that service",
        ),
        (
            theirs.ResponseError("unknown command 'EVALSHA'; COMMAND LIST shows all commands"),
            BadUrl,
            "edge-1 is a controller, not a Redis: write rq:// for redis://",
        ),
        (theirs.OutOfMemoryError("used > max"), TooMany, "edge-1 is out of memory and accepts no more items"),
        (
            theirs.AuthenticationError("NOAUTH"),
            NoAuth,
            "edge-1 needs a password: write redis://:password@host",
        ),
        (theirs.ResponseError("nonsense"), ControllerError, "edge-1 answered: nonsense"),
    ],
)
def test_exception_of_redis_py_is_translated(error, kind, sentence):
    ours = translated(error, "edge-1")
    assert (type(ours), str(ours)) == (kind, sentence)


@pytest.mark.parametrize("address", ["redis://edge:1", "rediss://edge:1"])
@pytest.mark.parametrize(
    "error",
    [
        theirs.ConnectionError("Connection closed by server."),
        ConnectionResetError(104, "Connection reset by peer"),
    ],
)
def test_server_that_has_answered_before_is_not_said_to_need_another_url(address, error):
    assert str(translated(error, address, has_answered=True)) == f"{address} closed the connection"


def test_own_error_is_not_translated_again():
    ours = ConnectionLost("cannot reach edge-1: refused")
    assert translated(ours, "edge-2") is ours


def test_wrapped_error_of_the_system_is_the_reason():
    try:
        try:
            raise ConnectionRefusedError(111, "Connection refused")
        except OSError as error:
            raise theirs.ConnectionError("Error 111 connecting to edge:1.") from error
    except theirs.ConnectionError as error:
        ours = translated(error, "redis://edge:1")
    assert str(ours).startswith("cannot reach redis://edge:1: connection refused; start the server there")


def test_error_of_a_hostile_server_cannot_control_a_terminal():
    ours = translated(theirs.ResponseError("WRONGTYPE \x1b[2J\x07"), "edge-1")
    assert str(ours) == r"a key has the wrong type for a pressure queue: WRONGTYPE \x1b[2J\x07"
    assert str(translated(theirs.ResponseError("a\x1bb"), "edge-1")) == r"edge-1 answered: a\x1bb"
