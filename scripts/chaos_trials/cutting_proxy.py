# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy between clients and a controller that cuts connections at random bytes."""

from __future__ import annotations

import asyncio
import random
import threading
from dataclasses import dataclass, field

from chaos_trials.host import PATIENCE

LONGEST_LIFE = 1500
"""Maximum bytes, in both directions, until a connection is cut. Logging in takes about 600."""


@dataclass
class Cuts:
    """How many connections are still to be cut, and when. The loop of the proxy changes it.

    Args:
        left: The number of cuts.
        seed: Makes the same cuts again, as far as threads and processes permit.
    """

    left: int
    seed: int = 0
    have_begun: bool = False
    """Connections are cut from now on; before, the clients connect for the first time."""
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # not a secret

    def life(self) -> int | None:
        """Return the bytes after which the next connection is cut; None if all cuts are made."""
        return self._random.randrange(LONGEST_LIFE) if self.left > 0 else None


class Proxy:
    """Forwards connections to a controller, and cuts them.

    Args:
        port: The port of the controller on this machine.
        cuts: The cuts.
    """

    def __init__(self, port: int, cuts: Cuts) -> None:
        self._port = port
        self._cuts = cuts
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self.url: str = ""
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        if not self._ready.wait(PATIENCE):
            raise TimeoutError("the proxy did not begin in time")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.url = f"rq://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.run_until_complete(asyncio.sleep(0.01))  # closes the sockets
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream, downstream = await asyncio.open_connection("127.0.0.1", self._port)
        left = [self._cuts.life()]

        async def forward(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            while data := await source.read(65536):
                if left[0] is not None and self._cuts.have_begun:
                    if len(data) > left[0] and self._cuts.left > 0:
                        sink.write(data[: left[0]])
                        self._cuts.left -= 1
                        return
                    left[0] -= len(data)
                sink.write(data)

        flows = [
            asyncio.ensure_future(each) for each in (forward(reader, downstream), forward(upstream, writer))
        ]
        try:
            await asyncio.wait(flows, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for flow in flows:
                flow.cancel()
            for each in (writer, downstream):
                each.close()
            await asyncio.gather(*flows, return_exceptions=True)
