# SPDX-License-Identifier: MIT
"""The one flow of every client: what each method sends, how long it may take,
what its reply means. Blocking and asyncio clients only carry it out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from rqcore import codec as codecs
from rqcore.codec import Codec
from rqcore.errors import BadCall, ProtocolError, RqError
from rqcore.queues import QueueStat
from rqcore.resp import Value, command
from rqcore.url import Url

T = TypeVar("T")

FOR_EVER = None


@dataclass(frozen=True, slots=True)
class Exchange(Generic[T]):
    """A request, and the meaning of its reply."""

    request: bytes
    read: Callable[[Value], T]
    wait: float | None = 0.0
    """Seconds that the controller may take beside the network's own time; None: for ever."""

    def result(self, reply: Value) -> T:
        """What the caller gets. Raises the error that the reply stands for."""
        if isinstance(reply, RqError):
            raise reply
        try:
            return self.read(reply)
        except (TypeError, KeyError, AttributeError) as error:
            raise ProtocolError(f"the controller answered what was not asked: {error!r}") from error


def hello(url: Url, name: str) -> Exchange[int]:
    """Speak RESP3, log in, give a name; the result is the client's number."""
    words: list[str] = ["HELLO", "3"]
    if url.password or url.user:
        words += ["AUTH", url.user or "default", url.password]
    if name:
        words += ["SETNAME", name]
    return Exchange(command(words), lambda reply: int(reply[b"id"]))


def ping() -> Exchange[bool]:
    return Exchange(command(["PING"]), lambda reply: reply == b"PONG")


def info() -> Exchange[dict[str, str]]:
    return Exchange(command(["INFO"]), _read_info)


def create(name: str | None, kind: str, maxsize: int, exist_ok: bool) -> Exchange[str]:
    """The result is the new queue's namespace."""
    words = ["RQ.CREATE", "KIND", kind, "MAXSIZE", str(max(maxsize, 0))]
    if name is not None:
        words += ["NAME", name]
    if exist_ok:
        words.append("EXISTOK")
    return Exchange(command(words), bytes.decode)


def queues() -> Exchange[list[QueueStat]]:
    return Exchange(command(["RQ.LIST"]), lambda reply: list(map(read_stat, reply)))


def stat(queue: str) -> Exchange[QueueStat]:
    return Exchange(command(["RQ.STAT", queue]), read_stat)


def size(queue: str) -> Exchange[int]:
    return Exchange(command(["RQ.SIZE", queue]), int)


def close(queue: str) -> Exchange[int]:
    """The result is how many items were destroyed."""
    return Exchange(command(["RQ.CLOSE", queue]), int)


def put(
    queue: str, value: object, block: bool, timeout: float | None, codec: str | None, allow_pickle: bool
) -> Exchange[None]:
    """Raises CodecError and ValueError before anything is sent."""
    wait = waiting_time(block, timeout)
    chosen, payload = codecs.encode(value, Codec.parse(codec) if codec else None, allow_pickle=allow_pickle)
    words: list[bytes | str | float] = ["RQ.PUT", queue, payload, "CODEC", str(chosen)]
    if wait is not FOR_EVER:
        words += ["TIMEOUT", wait]
    return Exchange(command(words), _read_ok, wait)


def get(queue: str, block: bool, timeout: float | None, allow_pickle: bool) -> Exchange[Any]:
    wait = waiting_time(block, timeout)
    words: list[bytes | str | float] = ["RQ.GET", queue, "WITHCODEC"]
    if wait is not FOR_EVER:
        words += ["TIMEOUT", wait]
    return Exchange(command(words), lambda reply: _read_item(reply, allow_pickle), wait)


def waiting_time(block: bool, timeout: float | None) -> float | None:
    """Seconds to wait, as ``queue.Queue`` understands its two parameters."""
    if not block:
        return 0.0
    if timeout is not None and not timeout >= 0:
        raise BadCall("'timeout' must be a non-negative number")
    return timeout


def read_stat(reply: Value) -> QueueStat:
    """A QueueStat from the map of RQ.STAT."""
    fields: dict[str, Any] = {
        key.decode(): value.decode() if isinstance(value, bytes) else value for key, value in reply.items()
    }
    return QueueStat(**fields)


def _read_ok(reply: Value) -> None:
    if reply != b"OK":
        raise ProtocolError(f"OK was expected, not {reply!r}")


def _read_item(reply: Value, allow_pickle: bool) -> Any:
    codec, payload = reply
    return codecs.decode(payload, Codec.parse(codec.decode()), allow_pickle=allow_pickle)


def _read_info(reply: Value) -> dict[str, str]:
    lines = reply.decode().splitlines()
    return {key: value for key, colon, value in (line.partition(":") for line in lines) if colon}
