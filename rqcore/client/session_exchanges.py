# SPDX-License-Identifier: MIT
"""The exchanges that begin, resume and end the session of a connection."""

from __future__ import annotations

from typing import NamedTuple

from rqcore.client.exchange import Exchange, read_ok
from rqcore.errors import BadCall, RqError
from rqcore.protocol.resp import Value, command
from rqcore.url import Url


class SessionTicket(NamedTuple):
    """What a client needs to resume its session on another connection."""

    token: bytes
    """A secret."""
    grace: float
    """Seconds that the controller keeps the session without a connection."""


class Greeting(NamedTuple):
    """What a controller reports about a connection and itself."""

    number: int
    """The client's number."""
    events: int
    """The highest version of event batches that the controller speaks."""
    ticket: SessionTicket | None = None
    """The session, if one has begun."""


def hello(url: Url, name: str, begins_session: bool = False) -> Exchange[Greeting]:
    """Switch to RESP3, log in, set the client's name, and perhaps begin a session.

    A server that knows no sessions raises BadCall; ``knows_no_sessions`` recognizes it.
    """
    arguments: list[bytes | str | int] = ["HELLO", 3]
    if url.password or url.user:
        arguments += ["AUTH", url.user or "default", url.password]
    if name:
        arguments += ["SETNAME", name]
    if begins_session:
        arguments += ["SESSION"]
    return Exchange(command(arguments), _read_greeting)


def knows_no_sessions(error: RqError) -> bool:
    """Return whether an error of ``hello`` means that the server is older, or a Redis."""
    return isinstance(error, BadCall) and "session" in str(error).lower()


def _read_greeting(reply: Value) -> Greeting:
    token, ticket = reply.get(b"session"), None
    if token is not None:
        ticket = SessionTicket(bytes(token), max(float(reply[b"grace"]), 0.0))
    return Greeting(int(reply[b"id"]), int(reply.get(b"events", 2)), ticket)


def resume_session(ticket: SessionTicket, received: int) -> Exchange[int]:
    """Resume a session whose client has received some replies.

    The result is the number of requests that the controller has received. The reply to the last of them
    follows, if the client has not received it.
    """
    return Exchange(command(["RQ.RESUME", ticket.token, received]), int)


def quit() -> Exchange[None]:
    """End the connection and its session: the client has received all replies."""
    return Exchange(command(["QUIT"]), read_ok)
