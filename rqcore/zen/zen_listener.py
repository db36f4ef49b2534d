# SPDX-License-Identifier: MIT
"""A place where a controller speaks ZenQueue's protocol, to one of its queues."""

from __future__ import annotations

import asyncio
from functools import partial

from rqcore.server.controller_server import Server
from rqcore.server.listeners import BACKLOG, Factory, Listener
from rqcore.server.server_connection import ServerConnection
from rqcore.server.setting_types import ListenAddress
from rqcore.zen.zen_protocol import HttpFraming, LineFraming
from rqcore.zen.zen_session import ZenSession


async def listen(
    server: Server, door: ListenAddress, form: type[LineFraming] | type[HttpFraming], _: Factory
) -> Listener:
    """Listen on this address; port 0 takes a free one. Raises OSError."""
    begin = partial(ZenSession, door.queue, form)
    made = await asyncio.get_running_loop().create_server(
        lambda: ServerConnection(server, begin), door.host, door.port, backlog=BACKLOG
    )
    port = int(made.sockets[0].getsockname()[1])
    host = f"[{door.host}]" if ":" in door.host else door.host
    return Listener(f"{'zen+http' if form is HttpFraming else 'zen'}://{host}:{port}/{door.queue}", made)
