# SPDX-License-Identifier: MIT
"""One function for each client method: its request, the time it may take, and the meaning of its reply.

Blocking and asyncio connections carry out the exchanges that these functions return. Dataclasses for
replies that few programs need are imported with the first such reply, because they take long to import.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from rqcore import codec as codecs
from rqcore.argument_checks import (
    MOST_BYTES,
    MOST_INDEXED,
    check_text,
    duration_of,
    position,
    waiting_time,
    whole_number,
)
from rqcore.client.exchange import CODECS, Exchange, plain, read_ok
from rqcore.client.structure_reader import read_structure
from rqcore.client.taken_items import SeveralItems, SpooledItem, give_back
from rqcore.codec import Codec, Payload
from rqcore.protocol.priority_keys import Priority
from rqcore.protocol.resp import CRLF, Value, command
from rqcore.protocol.spool_api import SpoolLocation

if TYPE_CHECKING:
    from rqcore.protocol.parallel_stats import ParallelStat
    from rqcore.protocol.queue_values import Preview, QueueStat, Waiter
    from rqcore.protocol.spool_api import SpoolClient

T = TypeVar("T")

NO_TIMEOUT = None
Arguments = list[bytes | str | int | float]
"""The arguments of a request."""


def unblock(number: int) -> Exchange[bool]:
    """End the blocked call of a client, as if its timeout had passed. The result is whether it had one."""
    return Exchange(command(["CLIENT", "UNBLOCK", number]), bool)


def ping() -> Exchange[bool]:
    """Check that the controller answers. The result is whether it gave the right answer."""
    return Exchange(command(["PING"]), lambda reply: reply == b"PONG")


def spool(nonce: str) -> Exchange[SpoolLocation]:
    """Ask for the spool of the controller, with its proof for a nonce.

    The result raises NotAllowed if it has none, and BadCall if it is too old to prove anything.
    """
    return Exchange(command(["RQ.SPOOL", nonce]), _read_location)


def info() -> Exchange[dict[str, str]]:
    """Ask for the fields of INFO, from all sections."""
    return Exchange(command(["INFO"]), _read_info)


def create(
    name: str | None,
    kind: str,
    maxsize: int,
    exist_ok: bool,
    max_deliveries: int = 0,
    dead_letter: str | None = None,
    durable: bool = False,
) -> Exchange[str]:
    """Create a queue. The result is its namespace.

    Args:
        name: The name of the queue, or None.
        kind: "fifo", "lifo" or "priority".
        maxsize: Maximum number of items; 0 or less means no limit.
        exist_ok: Whether a queue of this name may exist already.
        max_deliveries: The most leases of an item; 0 means no limit.
        dead_letter: The name of the queue for items that had as many, or None.
        durable: Whether a restart of the controller must find the queue again.

    Raises:
        BadCall: An argument has a wrong type.
        TooBig: A name is too long.
    """
    check_text("kind", kind)
    for argument, text in (("name", name), ("dead_letter", dead_letter)):
        if text is not None:
            check_text(argument, text)
    arguments: Arguments = ["RQ.CREATE", "KIND", kind, "MAXSIZE", max(whole_number("maxsize", maxsize), 0)]
    if name is not None:
        arguments += ["NAME", name]
    if exist_ok:
        arguments.append("EXISTOK")
    if deliveries := whole_number("max_deliveries", max_deliveries, 0):
        arguments += ["MAXDELIVERIES", deliveries]
    if dead_letter:
        arguments += ["DEADLETTER", dead_letter]
    if durable:
        arguments.append("DURABLE")
    return Exchange(command(arguments), bytes.decode)


def queues() -> Exchange[list[QueueStat]]:
    """Ask for the state of every queue."""
    return Exchange(command(["RQ.LIST"]), _read_stats)


def stat(queue: str) -> Exchange[QueueStat]:
    """Ask for the state of one queue. Raises BadCall if it is not named by a text, TooBig if that is long."""
    check_text("reference", queue)
    return Exchange(command(["RQ.STAT", queue]), read_stat)


def number(*arguments: bytes | str | int | float) -> Exchange[int]:
    """Send a command that never waits and whose reply is an integer."""
    return Exchange(command(arguments), int)


def qsize(queue: str) -> Exchange[int]:
    """Ask for the number of items in a queue."""
    return number("RQ.SIZE", queue)


def close(queue: str) -> Exchange[int]:
    """Destroy a queue. The result is the number of items that were destroyed."""
    return number("RQ.CLOSE", queue)


def put(
    queue: str,
    item: object,
    block: bool,
    timeout: float | None,
    codec: str | None,
    priority: Priority | None,
    spool: SpoolClient | None,
    allow_pickle: bool,
    delay: float = 0.0,
) -> Exchange[None]:
    """Encode an item, perhaps into a file of the spool, and put it.

    Args:
        queue: The namespace or name of the queue.
        item: The item.
        block: False does not wait, as a timeout of 0.
        timeout: Maximum seconds to wait; None means no limit.
        codec: The name of the codec, or None to choose by the type of the item.
        priority: The priority in a priority queue, or None.
        spool: The spool that the client shares with the controller, if any.
        allow_pickle: Whether an item that no other codec can express is sent as a pickle.
        delay: Seconds until the item enters the queue.

    Raises:
        BadCall: The timeout is negative.
        CodecError: The codec cannot express the item.
        TooMany: The disk of the spool is full.
    """
    wait = waiting_time(block, timeout)
    if delay != 0:
        delay = duration_of("delay", delay)
    chosen, payload = codecs.encode(item, Codec.parse(codec) if codec else None, allow_pickle=allow_pickle)
    if spool is not None and len(payload) > spool.above and (name := spool.write(payload)):
        exchange = _put_payload(queue, str(chosen), wait, priority, True, delay, name)
        send = partial(_put_payload, queue, str(chosen), priority=priority, spooled=False, delay=delay)
        exchange.unspooled = partial(_put_unspooled, send, payload, wait, monotonic(), spool, name)
        return exchange
    return _put_payload(queue, str(chosen), wait, priority, False, delay, payload)


def _put_payload(
    queue: str,
    codec: str,
    wait: float | None,
    priority: Priority | None,
    spooled: bool,
    delay: float,
    payload: bytes,
) -> Exchange[None]:
    frame = _new_put_frame if type(priority) is bytes else _put_frame
    before, after = frame(queue, codec, wait, priority, spooled, delay)
    exchange = Exchange(b"%b$%d\r\n%b\r\n%b" % (before, len(payload), payload, after), read_ok, wait)
    if wait:
        exchange.shorten = lambda left: (
            _put_payload(queue, codec, left, priority, spooled, delay, payload).request
        )
    return exchange


def _put_unspooled(
    send: Callable[..., Exchange[None]],
    payload: bytes,
    wait: float | None,
    began: float,
    spool: SpoolClient,
    name: bytes,
) -> Exchange[None]:
    """Put the payload of a file over the connection, in what is left of the time, and delete the file."""
    spool.withdraw(name)
    left = None if wait is None else max(began + wait - monotonic(), 0.0)
    return send(wait=left, payload=payload)


def _keys(keys: Sequence[bytes]) -> Arguments:
    return ["KEYS", *keys] if keys else []


def _new_put_frame(
    queue: str, codec: str, wait: float | None, priority: Priority | None, spooled: bool, delay: float
) -> tuple[bytes, bytes]:
    """Return the parts of the request before and after the payload."""
    options: Arguments = ["CODEC", codec, *timeout_words(wait), *(["SPOOLED"] if spooled else [])]
    if priority is not None:
        options += ["KEY" if isinstance(priority, bytes) else "PRIORITY", priority]
    if delay:
        options += ["DELAY", delay]
    words = [command(part).partition(CRLF)[2] for part in (["RQ.PUT", queue], options)]
    return b"*%d\r\n%b" % (3 + len(options), words[0]), words[1]


_put_frame = lru_cache(256, typed=True)(_new_put_frame)  # True == 1, but True is not a timeout
"""Cached, because producers repeat it; but not with keys, which are long and seldom repeated."""


def put_many(
    queue: str,
    values: Sequence[object],
    timeout: float | None,
    codec: str | None,
    allow_pickle: bool,
    keys: Sequence[bytes] = (),
) -> Exchange[int]:
    """Put values in one codec. The result is the number of values that were put.

    Args:
        queue: The namespace or name of the queue.
        values: The values, at least one.
        timeout: Maximum seconds to wait, for all values together; None means no limit.
        codec: The name of the codec, or None to choose by the type of the first value.
        allow_pickle: Whether a first value that no other codec can express makes the codec pickle.
        keys: The key of the priority of each value, in a priority queue.

    Raises:
        BadCall: The timeout is negative.
        CodecError: The codec cannot express one of the values.
    """
    wait = waiting_time(True, timeout)
    chosen, first = codecs.encode(values[0], Codec.parse(codec) if codec else None, allow_pickle=allow_pickle)
    payloads = [first, *(codecs.encode(value, chosen)[1] for value in values[1:])]

    def request(wait: float | None) -> bytes:
        options: Arguments = ["CODEC", str(chosen), *timeout_words(wait), *_keys(keys)]
        return command(["RQ.MPUT", queue, *options, "ITEMS", *payloads])

    exchange = Exchange(request(wait), int, wait)
    exchange.shorten = request
    return exchange


def get(
    queue: str,
    block: bool,
    timeout: float | None,
    decoded: bool,
    spool: SpoolClient | None,
    allow_pickle: bool,
) -> Exchange[Any]:
    """Take the next item.

    Args:
        queue: The namespace or name of the queue.
        block: False does not wait, as a timeout of 0.
        timeout: Maximum seconds to wait; None means no limit.
        decoded: Whether the result is the value; otherwise it is a Payload.
        spool: The spool that the client shares with the controller, if any.
        allow_pickle: Whether a pickle may be loaded.

    Raises:
        BadCall: The timeout is negative.
    """
    wait = waiting_time(block, timeout)
    read = read_undecoded if not decoded else read_trusted_item if allow_pickle else read_item
    if spool is None:
        proof = None
        exchange = Exchange(_get_request(queue, None, wait), read, wait, partial(give_back, queue))
    else:
        proof, spooled = spool.proof, SpooledItem(queue, read, spool)
        exchange = Exchange(_get_request(queue, proof, wait), spooled.read, wait, spooled.give_back)
    if wait:
        exchange.shorten = partial(_get_request, queue, proof)
    return exchange


@lru_cache(256, typed=True)  # True == 1, but True is not a timeout
def _get_request(queue: str, proof: bytes | None, wait: float | None) -> bytes:
    """Return the request. Cached, because consumers repeat it."""
    form: Arguments = ["WITHCODEC"] if proof is None else ["WITHSPOOL", proof]
    return command(["RQ.GET", queue, *form, *timeout_words(wait)])


def get_many(
    queue: str, count: int, timeout: float | None, decoded: bool, allow_pickle: bool
) -> Exchange[list[Any]]:
    """Take up to ``count`` items.

    Args:
        queue: The namespace or name of the queue.
        count: Maximum number of items.
        timeout: Maximum seconds to wait for the first; None waits without a limit.
        decoded: Whether the result has values; otherwise it has Payloads.
        allow_pickle: Whether pickles may be loaded.

    Raises:
        BadCall: The timeout is negative.
    """
    wait = waiting_time(True, timeout)
    request = partial(_get_many_request, queue, whole_number("count", count, 0))
    if decoded:
        items = SeveralItems(queue, allow_pickle)
        exchange = Exchange(request(wait), items.read, wait, items.give_back)
    else:
        exchange = Exchange(request(wait), _read_payloads, wait, partial(give_back, queue))
    exchange.shorten = request
    return exchange


def _get_many_request(queue: str, count: int, wait: float | None) -> bytes:
    return command(["RQ.MGET", queue, count, "WITHCODEC", *timeout_words(wait)])


def peek(queue: str, start: int, stop: int, decoded: bool, allow_pickle: bool) -> Exchange[list[Any]]:
    """Read the items from ``start`` to ``stop``, both included, without taking them.

    Args:
        queue: The namespace or name of the queue.
        start: Index of the first item; negative counts from the end.
        stop: Index of the last item; -1 is the last to come out.
        decoded: Whether the result has values; otherwise it has Payloads.
        allow_pickle: Whether pickles may be loaded.
    """
    places = position("start", start), position("stop", stop)
    arguments: Arguments = ["RQ.PEEK", queue, *places, "WITHCODEC"]
    read = partial(_read_items, allow_pickle=allow_pickle) if decoded else _read_payloads
    return Exchange(command(arguments), read)


def previews(queue: str, start: int, stop: int, max_bytes: int) -> Exchange[list[Preview]]:
    """Read the first ``max_bytes`` bytes of each item from ``start`` to ``stop``, both included."""
    places = position("start", start), position("stop", stop)
    size = whole_number("max_bytes", max_bytes, 0, MOST_BYTES)
    return Exchange(command(["RQ.PEEK", queue, *places, "PREVIEW", size]), _read_previews)


def read_payload(queue: str, number: int, start: int, count: int) -> Exchange[bytes | None]:
    """Read ``count`` bytes of a payload from offset ``start`` on. The result is None if the item is gone."""
    arguments: Arguments = ["RQ.PIECE", queue, whole_number("number", number, 0, MOST_INDEXED)]
    arguments += [whole_number("start", start, 0), whole_number("count", count, 0)]
    return Exchange(command(arguments), lambda reply: reply)


def purge(queue: str) -> Exchange[int]:
    """Destroy all items of a queue. The result is their number."""
    return number("RQ.PURGE", queue)


def task_done(queue: str) -> Exchange[int]:
    """Report one taken item as finished. The result is the number of unfinished items."""
    return number("RQ.DONE", queue)


def join(queue: str, timeout: float | None) -> Exchange[int]:
    """Wait until all items are finished. The result is the number of unfinished items, 0 if in time.

    Raises BadCall if the timeout is negative.
    """
    wait = waiting_time(True, timeout)
    exchange = Exchange(_join_request(queue, wait), int, wait)
    exchange.shorten = partial(_join_request, queue)
    return exchange


def _join_request(queue: str, wait: float | None) -> bytes:
    return command(["RQ.JOIN", queue, *timeout_words(wait)])


def shutdown(queue: str, immediate: bool) -> Exchange[None]:
    """Make a queue refuse items; ``immediate`` also destroys the items in it."""
    return Exchange(command(["RQ.SHUTDOWN", queue, *(["IMMEDIATE"] if immediate else [])]), read_ok)


def waiters(queue: str) -> Exchange[list[Waiter]]:
    """Ask for the calls that are blocked on a queue, oldest first."""
    return Exchange(command(["RQ.WAITERS", queue]), _read_waiters)


def tasks(queue: str) -> Exchange[ParallelStat | None]:
    """Ask for the tasks and workers of a parallel queue.

    The result is None if they are unknown: programs report them only while an observer is connected.
    """
    return Exchange(command(["RQ.TASKS", queue]), _read_parallel_stat)


def timeout_words(wait: float | None) -> Arguments:
    """Return the words of a request that limit the wait."""
    return [] if wait is NO_TIMEOUT else ["TIMEOUT", wait]


def read_stat(reply: Value) -> QueueStat:
    """Make a QueueStat from the reply to RQ.STAT."""
    stat: QueueStat = read_structure(queue_values().QueueStat, reply)
    return stat


def _read_stats(reply: Value) -> list[QueueStat]:
    return list(map(read_stat, reply))


def _read_waiters(reply: Value) -> list[Waiter]:
    return [read_structure(queue_values().Waiter, row) for row in reply]


def _read_parallel_stat(reply: Value) -> ParallelStat | None:
    stat: ParallelStat | None = (
        import_module("rqcore.protocol.parallel_stats").read_parallel(plain(reply)) if reply else None
    )
    return stat


def queue_values() -> Any:
    """Load the module with the dataclasses of replies."""
    return import_module("rqcore.protocol.queue_values")


def _read_location(reply: dict[bytes, Value]) -> SpoolLocation:
    directory, above, proof = (reply[key] for key in (b"directory", b"above", b"proof"))
    return SpoolLocation(directory.decode(), max(int(above), 0), proof.decode())


def read_item(reply: Value) -> Any:
    """Decode an item, unless it is a pickle."""
    codec, payload = reply
    return codecs.decode(payload, CODECS[codec])


def read_trusted_item(reply: Value) -> Any:
    """Decode an item, which may be a pickle."""
    codec, payload = reply
    return codecs.decode(payload, CODECS[codec], allow_pickle=True)


def read_undecoded(reply: Value) -> Any:
    """Return the Payload of an item."""
    codec, payload = reply
    return Payload(CODECS[codec], payload)


def _read_items(reply: Value, allow_pickle: bool) -> list[Any]:
    pairs = zip(reply[::2], reply[1::2], strict=True)
    return [codecs.decode(payload, CODECS[codec], allow_pickle=allow_pickle) for codec, payload in pairs]


def _read_payloads(reply: Value) -> list[Any]:
    pairs = zip(reply[::2], reply[1::2], strict=True)
    return [Payload(CODECS[codec], payload) for codec, payload in pairs]


def _read_previews(reply: Value) -> list[Preview]:
    rows = zip(*(reply[part::4] for part in range(4)), strict=True)
    preview = queue_values().Preview
    return [preview(number, CODECS[codec], size, beginning) for number, codec, size, beginning in rows]


def _read_info(reply: Value) -> dict[str, str]:
    lines = reply.decode().splitlines()
    return {key: value for key, colon, value in (line.partition(":") for line in lines) if colon}
