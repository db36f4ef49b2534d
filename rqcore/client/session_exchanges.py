# SPDX-License-Identifier: MIT
"""The exchanges that begin, resume and end the session of a connection, and the report of a lost one."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import NamedTuple

from rqcore.client.exchange import Exchange, read_ok
from rqcore.errors import BadCall, RqError
from rqcore.protocol.resp import Value, command
from rqcore.url import Url

UNPROVED = "%s did not learn in time that the last item arrived; the item may be delivered again"
"""What is logged, with the URL."""


class Greeting(NamedTuple):
    """What a controller reports about a connection and itself."""

    number: int
    """The client's number."""
    events: int
    """The highest version of event batches that the controller speaks."""
    ticket: bytes | None = None
    """The secret with which another connection can resume the session, if one has begun."""


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
    ticket = reply.get(b"session")
    return Greeting(
        int(reply[b"id"]), int(reply.get(b"events", 2)), None if ticket is None else bytes(ticket)
    )


def resume_session(ticket: bytes, received: int) -> Exchange[int]:
    """Resume a session whose client has received some replies.

    The result is the number of requests that the controller has received. The reply to the last of them
    follows, if the client has not received it.
    """
    return Exchange(command(["RQ.RESUME", ticket, received]), int)


def quit() -> Exchange[None]:
    """End the connection and its session: the client has received all replies."""
    return Exchange(command(["QUIT"]), read_ok)


def report_unproved(url: Url) -> None:
    """Log that an item may be delivered again although its caller has received it.

    No call can raise an error for it, because the one that took the item has returned. ``logging`` takes long
    to import, and few programs need it here. It would list a thread forever that ``threading`` does not know,
    such as that of the background.
    """
    log, threading = import_module("logging").getLogger("rqcore.client"), import_module("threading")
    arguments = UNPROVED, url
    if threading.get_ident() in {thread.ident for thread in threading.enumerate()}:
        log.warning(*arguments)
    else:
        threading.Thread(target=log.warning, args=arguments, daemon=True).start()


def warn_unclosed(connection: object, url: Url) -> None:
    """Warn of a connection that was deleted when no reply could show any more that its last item arrived."""
    warnings.warn(
        f"unclosed connection to {url}: its last item may be delivered again; close the handle",
        ResourceWarning,
        stacklevel=3,
        source=connection,
    )
