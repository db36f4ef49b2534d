# SPDX-License-Identifier: MIT
"""Carries out flows on a server, and waits for it: the asyncio way.

What a script began it ends: a task that is cancelled meanwhile waits for the
reply, so that nothing is taken that nobody knows of.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from redis.exceptions import NoScriptError

from rqcore.errors import RqError
from rqcore.pressure.protocol_steps import RunScript, Steps, WaitForElement, Wake
from rqcore.pressure.redis_connection import AT_ONCE, RedisConnectionBase, wait_words, waiting
from rqcore.pressure.redis_errors import REDIS_ERRORS, translated


class AsyncRedisConnection(RedisConnectionBase):
    """A server, from the tasks of one event loop. Can be pickled."""

    def _client(self, who: str) -> Any:
        return self.place.open_async(who, self.network_timeout)

    @property
    def caller(self) -> str:
        """This task, which makes one call at a time: the next may go on with what the last left undone."""
        return f"{self.who}.{id(asyncio.current_task()):x}"

    async def carry_out(self, steps: Steps, undo: Callable[[Any], Steps] | None = None) -> Any:
        """The result of a flow. Raises what it raises, and ConnectionLost.

        undo: what makes good that the result is for nobody, since the task was cancelled.
        """
        cancelled: asyncio.CancelledError | None = None
        try:
            step = next(steps)
            while True:
                try:
                    if cancelled and type(step) is WaitForElement:
                        raise cancelled
                    reply, interrupted = await self._do(step)
                    cancelled = cancelled or interrupted
                except BaseException as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(reply)
        except StopIteration as end:
            if cancelled is None:
                return end.value
            if undo:
                await self.carry_out(undo(end.value))
            raise cancelled from None

    async def ask(self, *words: Any, **options: Any) -> Any:
        """The reply to a command. Raises RqError."""
        try:
            return await self.client.execute_command(*words, **options)
        except REDIS_ERRORS as error:
            raise translated(error, self.place) from error

    async def _do(self, step: RunScript | WaitForElement | Wake) -> tuple[Any, asyncio.CancelledError | None]:
        """The reply to a step, and whether the task was cancelled before it came."""
        match step:
            case RunScript():
                return await _to_its_end(self._run(step))
            case WaitForElement(key, seconds):
                await self.ask(*wait_words(key, seconds))
            case Wake(key, holders):
                await self.wake(key, holders)
        return None, None

    async def _run(self, step: RunScript) -> Any:
        self._check(step)
        script, keys, arguments = step.script, step.keys, step.arguments
        try:
            return await self.client.execute_command("EVALSHA", script.sha, len(keys), *keys, *arguments)
        except NoScriptError:
            return await self.ask("EVAL", script.text, len(keys), *keys, *arguments)
        except REDIS_ERRORS as error:
            raise translated(error, self.place) from error

    async def wake(self, key: bytes, holders: Sequence[str]) -> None:
        """Have these look anew where they wait. Where the server forbids it, they do so a little later."""
        try:
            for number in waiting(await self._clients(key), holders):
                await self.ask("CLIENT UNBLOCK", number, **self._home(key))
        except RqError:
            return

    async def connected(self, key: bytes) -> set[str]:
        """What the clients call themselves that are connected to the server of this key. Raises RqError."""
        return {row["name"] for row in await self._clients(key)}

    async def _clients(self, key: bytes) -> list[dict[str, str]]:
        found = await self.ask("CLIENT LIST", **self._home(key))
        return next(iter(found.values())) if isinstance(found, dict) else found

    async def scan(self, pattern: bytes, kind: str) -> AsyncIterator[bytes]:
        """Every key of this type that matches; each once. Raises RqError."""
        try:
            for key in {key async for key in self.client.scan_iter(pattern, AT_ONCE, kind)}:
                yield key
        except REDIS_ERRORS as error:
            raise translated(error, self.place) from error

    async def close(self) -> None:
        """Hang up."""
        opened, self._opened = self._opened, None
        for client in self.place.opened(opened[2]) if opened else ():
            await client.aclose()


async def _to_its_end(work: Any) -> tuple[Any, asyncio.CancelledError | None]:
    """The result of work that must not be broken off, and the first cancellation meanwhile."""
    task = asyncio.ensure_future(work)
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = cancelled or error
    if cancelled and task.exception():
        raise cancelled
    return task.result(), cancelled
