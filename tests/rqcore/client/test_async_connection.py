# SPDX-License-Identifier: GPL-3.0-or-later
"""Failures of an asyncio connection."""

from __future__ import annotations

import asyncio
import socket

import pytest

import rqcore
from rqcore import ConnectionLost, ProtocolError, aio

PATIENCE = 20.0


async def enter(url: str, network_timeout: float = PATIENCE) -> None:
    async with aio.connect(url, network_timeout=network_timeout) as controller:
        await controller.queue("jobs")


def test_closed_port_raises_connection_lost():
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"rq://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(ConnectionLost, match=f"cannot reach {url}: "):
        asyncio.run(enter(url))


def test_silent_server_raises_connection_lost():
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"rq://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(ConnectionLost, match=r"did not answer within 0\.05 s"):
            asyncio.run(enter(url, network_timeout=0.05))


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", ProtocolError),
        (b"%0\r\n", ProtocolError),
        (b"-ERR unknown command 'HELLO'\r\n", rqcore.BadCall),
        (b"", ConnectionLost),
    ],
)
def test_server_of_another_protocol_is_refused(answer, error):
    async def serve(reader, writer):
        await reader.read(1000)
        writer.write(answer)
        writer.close()
        await writer.wait_closed()

    async def story():
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            with pytest.raises(error):
                await enter(f"rq://127.0.0.1:{server.sockets[0].getsockname()[1]}")

    asyncio.run(story())
