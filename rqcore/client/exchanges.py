# SPDX-License-Identifier: MIT
"""The one flow of every client: what each method sends, how long it may take,
what its reply means. Blocking and asyncio clients only carry it out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Generic, TypeVar

from rqcore import codec as codecs
from rqcore.codec import Codec, Payload
from rqcore.errors import BadCall, ProtocolError, RqError
from rqcore.protocol.arguments import LONGEST
from rqcore.protocol.parallel_stats import ParallelStat, read_parallel
from rqcore.protocol.queue_values import Preview, QueueStat, Waiter
from rqcore.protocol.resp import Value, command
from rqcore.protocol.spool_api import SpoolClient, SpoolLocation
from rqcore.url import Url

T = TypeVar("T")

FOR_EVER = None
Words = list[bytes | str | int | float]


@dataclass(slots=True)
class Exchange(Generic[T]):
    """A request, and the meaning of its reply. Every call makes one: freezing it would cost more than it."""

    request: bytes
    read: Callable[[Value], T]
    wait: float | None = 0.0
    """Seconds that the controller may take beside the network's own time; None: for ever."""
    give_back: Callable[[Value], list[Exchange[None]]] | None = None
    """For a reply that carries items: what puts them back."""

    def undo(self, reply: Value) -> list[Exchange[None]]:
        """What makes good that the caller waits no more for this reply."""
        if self.give_back is None or isinstance(reply, RqError):
            return []
        try:
            return self.give_back(reply)
        except (TypeError, ValueError) as error:
            raise _pointless(reply) from error

    def result(self, reply: Value) -> T:
        """What the caller gets. Raises the error that the reply stands for."""
        if isinstance(reply, RqError):
            raise reply
        try:
            return self.read(reply)
        except RqError:
            raise
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            raise _pointless(reply) from error


def _pointless(reply: Value) -> ProtocolError:
    return ProtocolError(f"the controller answered {reply!r:.60}, which is no answer to that call")


def hello(url: Url, name: str) -> Exchange[int]:
    """Speak RESP3, log in, give a name; the result is the client's number."""
    words: Words = ["HELLO", 3]
    if url.password or url.user:
        words += ["AUTH", url.user or "default", url.password]
    if name:
        words += ["SETNAME", name]
    return Exchange(command(words), lambda reply: int(reply[b"id"]))


def unblock(number: int) -> Exchange[bool]:
    """Let the waiting call of the client of this number end as when its time is up; whether one waited."""
    return Exchange(command(["CLIENT", "UNBLOCK", number]), bool)


def ping() -> Exchange[bool]:
    return Exchange(command(["PING"]), lambda reply: reply == b"PONG")


def spool() -> Exchange[SpoolLocation]:
    """Where the spool of the controller is. Raises NotAllowed where it has none."""
    return Exchange(command(["RQ.SPOOL"]), lambda reply: SpoolLocation(**_texts(reply)))


def info() -> Exchange[dict[str, str]]:
    return Exchange(command(["INFO"]), _read_info)


def create(name: str | None, kind: str, maxsize: int, exist_ok: bool) -> Exchange[str]:
    """The result is the new queue's namespace."""
    words: Words = ["RQ.CREATE", "KIND", kind, "MAXSIZE", max(maxsize, 0)]
    if name is not None:
        words += ["NAME", name]
    if exist_ok:
        words.append("EXISTOK")
    return Exchange(command(words), bytes.decode)


def queues() -> Exchange[list[QueueStat]]:
    return Exchange(command(["RQ.LIST"]), lambda reply: list(map(read_stat, reply)))


def stat(queue: str) -> Exchange[QueueStat]:
    return Exchange(command(["RQ.STAT", queue]), read_stat)


def number(*words: bytes | str | int | float) -> Exchange[int]:
    """Build the exchange of a command that never waits and answers a whole number."""
    return Exchange(command(words), int)


def qsize(queue: str) -> Exchange[int]:
    return number("RQ.SIZE", queue)


def close(queue: str) -> Exchange[int]:
    """The result is how many items were destroyed."""
    return number("RQ.CLOSE", queue)


def put(
    queue: str,
    value: object,
    block: bool,
    timeout: float | None,
    codec: str | None,
    priority: float | None,
    share: SpoolClient | None,
    allow_pickle: bool,
) -> Exchange[None]:
    """Raises CodecError, ValueError, and TooMany for a full disk, before anything is sent."""
    wait = waiting_time(block, timeout)
    chosen, payload = codecs.encode(value, Codec.parse(codec) if codec else None, allow_pickle=allow_pickle)
    spooled = share is not None and len(payload) > share.above
    if share and spooled:
        payload = share.write(payload)
    before, behind = _put_frame(queue, str(chosen), wait, priority, spooled)
    return Exchange(b"%b$%d\r\n%b\r\n%b" % (before, len(payload), payload, behind), _read_ok, wait)


@lru_cache(256)
def _put_frame(
    queue: str, codec: str, wait: float | None, priority: float | None, spooled: bool
) -> tuple[bytes, bytes]:
    """What stands before and behind the payload: a producer says the same again and again."""
    words: Words = ["RQ.PUT", queue, b"", "CODEC", codec, *_timeout(wait), *(["SPOOLED"] if spooled else [])]
    if priority is not None:
        words += ["PRIORITY", priority]
    before, _, behind = command(words).rpartition(b"$0\r\n\r\n")
    return before, behind


def put_many(
    queue: str, values: Sequence[object], timeout: float | None, codec: str | None, allow_pickle: bool
) -> Exchange[int]:
    """All values in one codec: the one that is given, or the first's. The result is how many were put."""
    wait = waiting_time(True, timeout)
    chosen, first = codecs.encode(values[0], Codec.parse(codec) if codec else None, allow_pickle=allow_pickle)
    payloads = [first, *(codecs.encode(value, chosen)[1] for value in values[1:])]
    words: Words = ["RQ.MPUT", queue, "CODEC", str(chosen), *_timeout(wait), "ITEMS", *payloads]
    return Exchange(command(words), int, wait)


def get(
    queue: str,
    block: bool,
    timeout: float | None,
    decoded: bool,
    share: SpoolClient | None,
    allow_pickle: bool,
) -> Exchange[Any]:
    wait = waiting_time(block, timeout)
    read = _read_payload if not decoded else _read_trusted_item if allow_pickle else _read_item
    if share is None:
        return Exchange(_get_request(queue, wait, None), read, wait, partial(_back, queue))
    return Exchange(
        _get_request(queue, wait, share.token),
        lambda reply: read(_fetched(reply, share)),
        wait,
        partial(_back_shared, queue),
    )


@lru_cache(256)
def _get_request(queue: str, wait: float | None, token: bytes | None) -> bytes:
    """A consumer asks for the same again and again."""
    form: Words = ["WITHCODEC"] if token is None else ["WITHSPOOL", token]
    return command(["RQ.GET", queue, *form, *_timeout(wait)])


def _fetched(reply: Value, share: SpoolClient) -> Value:
    """Codec and payload, which may be in a file."""
    codec, payload, lies_in_spool = reply
    return codec, share.take(payload) if lies_in_spool else payload


def get_many(queue: str, count: int, timeout: float | None, allow_pickle: bool) -> Exchange[list[Any]]:
    wait = waiting_time(True, timeout)
    words: Words = ["RQ.MGET", queue, count, "WITHCODEC", *_timeout(wait)]
    read = partial(_read_items, allow_pickle=allow_pickle)
    return Exchange(command(words), read, wait, partial(_back, queue))


def peek(queue: str, start: int, stop: int, decoded: bool, allow_pickle: bool) -> Exchange[list[Any]]:
    """Items from ``start`` to ``stop``, both included; -1 is the last that will come out."""
    words: Words = ["RQ.PEEK", queue, start, stop, "WITHCODEC"]
    read = partial(_read_items, allow_pickle=allow_pickle) if decoded else _read_payloads
    return Exchange(command(words), read)


def previews(queue: str, start: int, stop: int, most: int) -> Exchange[list[Preview]]:
    """How the same items begin: ``most`` bytes of each."""
    return Exchange(command(["RQ.PEEK", queue, start, stop, "PREVIEW", most]), _read_previews)


def read_payload(queue: str, number: int, start: int, count: int) -> Exchange[bytes | None]:
    """The result is None where the item is not in the queue any more."""
    return Exchange(command(["RQ.PIECE", queue, number, start, count]), lambda reply: reply)


def purge(queue: str) -> Exchange[int]:
    """The result is how many items were destroyed."""
    return number("RQ.PURGE", queue)


def task_done(queue: str) -> Exchange[int]:
    return number("RQ.DONE", queue)


def join(queue: str, timeout: float | None) -> Exchange[int]:
    """The result is how many items are unfinished still: 0 unless the time was up."""
    wait = waiting_time(True, timeout)
    return Exchange(command(["RQ.JOIN", queue, *_timeout(wait)]), int, wait)


def shutdown(queue: str, immediate: bool) -> Exchange[None]:
    return Exchange(command(["RQ.SHUTDOWN", queue, *(["IMMEDIATE"] if immediate else [])]), _read_ok)


def waiters(queue: str) -> Exchange[list[Waiter]]:
    return Exchange(command(["RQ.WAITERS", queue]), lambda reply: [Waiter(**_texts(row)) for row in reply])


def tasks(queue: str) -> Exchange[ParallelStat | None]:
    """The result is None where that is not known: programs tell it while somebody observes."""
    return Exchange(command(["RQ.TASKS", queue]), lambda reply: reply and read_parallel(_plain(reply)))


def _timeout(wait: float | None) -> Words:
    return [] if wait is FOR_EVER else ["TIMEOUT", wait]


def natural_priority(item: object) -> float:
    """The place of an item in a priority queue: a number, or the number that a tuple begins with."""
    first = item[0] if isinstance(item, (tuple, list)) and item else item
    if isinstance(first, (int, float)):
        return first
    raise BadCall("an item of a priority queue is a number or begins with one; else say priority=…")


def waiting_time(block: bool, timeout: float | None) -> float | None:
    """Seconds to wait, as ``queue.Queue`` understands its two parameters."""
    if not block:
        return 0.0
    if timeout is not None and not timeout >= 0:
        raise BadCall("'timeout' must be a non-negative number")
    return None if timeout is None else min(timeout, LONGEST)


def read_stat(reply: Value) -> QueueStat:
    """A QueueStat from the map of RQ.STAT."""
    return QueueStat(**_texts(reply))


def _texts(reply: dict[bytes, Value]) -> dict[str, Any]:
    return {
        key.decode(): value.decode() if isinstance(value, bytes) else value for key, value in reply.items()
    }


def _plain(reply: Value) -> Any:
    """The same with texts in place of bytes, however deep."""
    if isinstance(reply, bytes):
        return reply.decode()
    if isinstance(reply, dict):
        return {_plain(key): _plain(value) for key, value in reply.items()}
    return list(map(_plain, reply)) if isinstance(reply, list) else reply


def _read_ok(reply: Value) -> None:
    if reply != b"OK":
        raise ProtocolError(f"OK was expected, not {reply!r}")


def _read_item(reply: Value) -> Any:
    codec, payload = reply
    return codecs.decode(payload, _CODECS[codec])


def _read_trusted_item(reply: Value) -> Any:
    codec, payload = reply
    return codecs.decode(payload, _CODECS[codec], allow_pickle=True)


def _read_payload(reply: Value) -> Any:
    codec, payload = reply
    return Payload(_CODECS[codec], payload)


def _read_items(reply: Value, allow_pickle: bool) -> list[Any]:
    pairs = zip(reply[::2], reply[1::2], strict=True)
    return [codecs.decode(payload, _CODECS[codec], allow_pickle=allow_pickle) for codec, payload in pairs]


def _read_payloads(reply: Value) -> list[Any]:
    pairs = zip(reply[::2], reply[1::2], strict=True)
    return [Payload(_CODECS[codec], payload) for codec, payload in pairs]


def _read_previews(reply: Value) -> list[Preview]:
    rows = zip(*(reply[part::4] for part in range(4)), strict=True)
    return [Preview(number, _CODECS[codec], size, beginning) for number, codec, size, beginning in rows]


def _back(queue: str, reply: Value) -> list[Exchange[None]]:
    """Each to the head of the queue, the last of them first."""
    pairs = list(zip(reply[::2], reply[1::2], strict=True))
    return [
        Exchange(command(["RQ.PUT", queue, payload, "CODEC", codec, "FRONT"]), _read_ok)
        for codec, payload in reversed(pairs)
    ]


def _back_shared(queue: str, reply: Value) -> list[Exchange[None]]:
    """One item, perhaps in a file that nobody has taken yet."""
    codec, payload, lies_in_spool = reply
    spooled = ["SPOOLED"] if lies_in_spool else []
    return [Exchange(command(["RQ.PUT", queue, payload, "CODEC", codec, *spooled, "FRONT"]), _read_ok)]


_CODECS = {str(codec).encode(): codec for codec in Codec}


def _read_info(reply: Value) -> dict[str, str]:
    lines = reply.decode().splitlines()
    return {key: value for key, colon, value in (line.partition(":") for line in lines) if colon}
