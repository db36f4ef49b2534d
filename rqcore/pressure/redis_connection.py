# SPDX-License-Identifier: MIT
"""Carries out flows on a server, and waits for it: the blocking way."""

from __future__ import annotations

import os
import re
import secrets
import socket
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from redis.exceptions import NoScriptError

from rqcore.errors import BadCall, NotAllowed, RqError
from rqcore.pressure.keys import Keys
from rqcore.pressure.protocol_steps import RunScript, Steps, WaitForElement, Wake
from rqcore.pressure.redis_address import RedisAddress
from rqcore.pressure.redis_errors import REDIS_ERRORS, translated

AT_ONCE = 1000
"""Keys that one SCAN looks at."""
SHORTEST = 0.002
"""Seconds; with 0 BLMOVE waits for ever, and Redis 6 and 7.0 take 0.001 for 0."""


def wait_words(key: bytes, seconds: float) -> tuple[Any, ...]:
    """The command that waits for an item of a list, or so many seconds, and leaves everything as it is."""
    return "BLMOVE", key, key, "RIGHT", "RIGHT", f"{max(seconds, SHORTEST):.3f}"


class RedisConnectionBase:
    """What the blocking and the asyncio link have in common: where the server is, and our name there."""

    def __init__(
        self, place: RedisAddress, name: str = "", network_timeout: float = 5.0, changes: bool | None = None
    ) -> None:
        self.place = place
        self.name = name
        self.network_timeout = network_timeout
        self.changes = place.changes if changes is None else changes
        """Whether anything may be changed there."""
        self._opened: tuple[int, str, Any] | None = None
        self._opening = threading.Lock()

    def keys(self, name: str | bytes, prefix: str | bytes) -> Keys:
        """Of a queue. Raises BadCall for one that a cluster would not keep together."""
        keys = Keys.of(name, prefix)
        if self.place.is_cluster and not keys.in_one_slot:
            raise BadCall(
                f"on a cluster the name of a queue needs a part in braces, as in {{{keys.name}}}, "
                "so that all its keys are on one server"
            )
        return keys

    @property
    def client(self) -> Any:
        """The client of redis-py; another after a fork, which shares no connection."""
        return self._open()[2]

    @property
    def who(self) -> str:
        """The name of this process on the server, such as ``edge-1_pid123_loader_5f3a``."""
        return self._open()[1]

    def _open(self) -> tuple[int, str, Any]:
        opened = self._opened
        if opened is not None and opened[0] == os.getpid():
            return opened
        with self._opening:
            if self._opened is None or self._opened[0] != os.getpid():
                who = _identity(self.name)
                self._opened = os.getpid(), who, self._client(who)
            return self._opened

    def _client(self, who: str) -> Any:
        raise NotImplementedError

    @property
    def anywhere(self) -> dict[str, Any]:
        """Of a cluster any one server will do."""
        return {"target_nodes": "random"} if self.place.is_cluster else {}

    def _home(self, key: bytes) -> dict[str, Any]:
        """Of a cluster the server of this key."""
        return {"target_nodes": self.client.get_node_from_key(key)} if self.place.is_cluster else {}

    def _check(self, step: RunScript) -> None:
        if step.script.writes and not self.changes:
            raise NotAllowed(f"{self.place} was connected to for looking only, and this would change it")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.place, self.name, self.network_timeout, self.changes)


class RedisConnection(RedisConnectionBase):
    """A server, from any number of threads. Can be pickled."""

    def _client(self, who: str) -> Any:
        try:
            return self.place.open(who, self.network_timeout)
        except REDIS_ERRORS as error:  # a cluster is asked at once who is there
            raise translated(error, self.place) from error

    @property
    def caller(self) -> str:
        """This thread, which makes one call at a time: the next may go on with what the last left undone."""
        return f"{self.who}.{threading.get_ident():x}"

    def carry_out(self, steps: Steps) -> Any:
        """The result of a flow. Raises what it raises, and ConnectionLost."""
        try:
            step = next(steps)
            while True:
                try:
                    reply = self._do(step)
                except BaseException as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(reply)
        except StopIteration as end:
            return end.value

    def ask(self, *words: Any, **options: Any) -> Any:
        """The reply to a command. Raises RqError."""
        try:
            return self.client.execute_command(*words, **options)
        except REDIS_ERRORS as error:
            raise translated(error, self.place) from error

    def _do(self, step: RunScript | WaitForElement | Wake) -> Any:
        if type(step) is RunScript:
            return self._run(step)
        if type(step) is WaitForElement:
            return self.ask(*wait_words(step.key, step.seconds))
        return self.wake(step.key, step.holders) if isinstance(step, Wake) else None

    def _run(self, step: RunScript) -> Any:
        self._check(step)
        script, keys, arguments = step.script, step.keys, step.arguments
        try:
            return self.client.execute_command("EVALSHA", script.sha, len(keys), *keys, *arguments)
        except NoScriptError:
            return self.ask("EVAL", script.text, len(keys), *keys, *arguments)
        except REDIS_ERRORS as error:
            raise translated(error, self.place) from error

    def wake(self, key: bytes, holders: Sequence[str]) -> None:
        """Have these look anew where they wait. Where the server forbids it, they do so a little later."""
        try:
            for number in waiting(self._clients(key), holders):
                self.ask("CLIENT UNBLOCK", number, **self._home(key))
        except RqError:
            return

    def connected(self, key: bytes) -> set[str]:
        """What the clients call themselves that are connected to the server of this key. Raises RqError."""
        return {row["name"] for row in self._clients(key)}

    def _clients(self, key: bytes) -> list[dict[str, str]]:
        found = self.ask("CLIENT LIST", **self._home(key))
        return next(iter(found.values())) if isinstance(found, dict) else found

    def scan(self, pattern: bytes, kind: str) -> Iterator[bytes]:
        """Every key of this type that matches; each once. Raises RqError."""
        try:
            yield from set(self.client.scan_iter(pattern, AT_ONCE, kind))
        except REDIS_ERRORS as error:
            raise translated(error, self.place) from error

    def close(self) -> None:
        """Hang up."""
        opened, self._opened = self._opened, None
        if opened and self.place.is_cluster:
            opened[2].disconnect_connection_pools()
        for client in self.place.opened(opened[2]) if opened else ():
            client.close()


def waiting(clients: Sequence[dict[str, str]], holders: Sequence[str]) -> list[int]:
    """The numbers of the connections on which these holders wait, from CLIENT LIST."""
    names = {holder.rpartition(".")[0] for holder in holders}
    return [int(row["id"]) for row in clients if row["name"] in names and row["cmd"].lower() == "blmove"]


def _identity(name: str) -> str:
    words = [socket.gethostname(), f"pid{os.getpid()}", name, secrets.token_hex(2)]
    return re.sub(r"[^!-?A-~]", "-", "_".join(filter(None, words)))  # no space, and no @, which is a mark
