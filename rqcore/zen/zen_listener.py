# SPDX-License-Identifier: MIT
"""Listens for ZenQueue clients, which all use one queue of a controller."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Collection
from functools import partial

from rqcore.server.controller_server import Server
from rqcore.server.listeners import BACKLOG, Factory, Listener
from rqcore.server.server_connection import ServerConnection
from rqcore.server.setting_types import ListenAddress
from rqcore.zen.http_framing import HttpFraming
from rqcore.zen.zen_protocol import LineFraming
from rqcore.zen.zen_session import ZenSession, encode_refusal


async def listen(
    server: Server,
    address: ListenAddress,
    framing: type[LineFraming] | type[HttpFraming],
    _: Factory,
    host_names: Collection[str] = (),
) -> Listener:
    """Listen for ZenQueue clients.

    Args:
        server: The server of the controller.
        address: Host and port, and the name of the queue; port 0 chooses a free one.
        framing: The class that encodes requests and replies.
        _: Not used.
        host_names: Names of this machine with a dot that HTTP clients may use, beside its host name.

    Returns:
        The listener, with its URL.

    Raises:
        OSError: The address is in use, or not allowed.
    """
    names = frozenset({*host_names, address.host.lower(), socket.gethostname().lower()})
    make_framing = partial(HttpFraming, host_names=names) if framing is HttpFraming else framing
    make_session = partial(ZenSession, address.queue, make_framing)
    refusal = partial(encode_refusal, framing(0))
    listener = await asyncio.get_running_loop().create_server(
        lambda: ServerConnection(server, make_session, refusal), address.host, address.port, backlog=BACKLOG
    )
    port = int(listener.sockets[0].getsockname()[1])
    host = f"[{address.host}]" if ":" in address.host else address.host
    scheme = "zen+http" if framing is HttpFraming else "zen"
    return Listener(f"{scheme}://{host}:{port}/{address.queue}", listener)
