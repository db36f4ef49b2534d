# SPDX-License-Identifier: GPL-3.0-or-later
"""The worst that a client can send, command by command, and the client that sends it.

``python fairness.py PORT NAME`` prepares an attack, prints a line, waits for a line on its standard input,
sends, waits until everything is answered, and prints another line. ``bench_fairness`` measures another client
meanwhile.
"""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from rqcore.protocol.event_batch import (
    Method,
    NameKind,
    NameRecord,
    Outcome,
    Phase,
    encode_batch,
    encode_record,
)

MANY = 10_000
"""Items in one request."""
ITEMS, QUEUES, CLIENTS = 1_000_000, 20_000, 2000
MIB = 1 << 20

Request = tuple[bytes | str | int, ...]


def encode(words: Request) -> bytes:
    """Return a request as an array of bulk strings."""
    parts = [word if isinstance(word, bytes) else str(word).encode() for word in words]
    return b"*%d\r\n" % len(parts) + b"".join([b"$%d\r\n%b\r\n" % (len(part), part) for part in parts])


class Wire:
    """A connection that counts replies by a last PING, and ignores what they say."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self._number = 0

    def send(self, data: bytes) -> None:
        """Send bytes while the replies are read and dropped, and wait until all are answered."""
        self._number += 1
        mark = b"end of attack %d" % self._number
        view = memoryview(data + encode(("PING", mark)))
        self.socket.setblocking(False)
        tail = b""
        while not tail.endswith(mark + b"\r\n"):
            try:
                with suppress(BlockingIOError):
                    view = view[self.socket.send(view[: 1 << 18]) :] if view else view
                self.socket.settimeout(0.001 if view else 120)
                received = self.socket.recv(1 << 20)
            except (BlockingIOError, TimeoutError):
                continue
            except (ConnectionResetError, BrokenPipeError):
                received = b""
            finally:
                self.socket.setblocking(False)
            if not received:
                return  # refused and disconnected, which is an answer too
            tail = (tail + received)[-100:]

    def call(self, *requests: Request) -> None:
        """Send requests and wait for their replies."""
        self.send(b"".join(map(encode, requests)))


def fill(
    wire: Wire, queue: str = "jobs", count: int = ITEMS, payload: bytes = b"", kind: str = "fifo"
) -> None:
    """Create a queue with many items."""
    wire.call(("RQ.CREATE", "NAME", queue, "KIND", kind))
    for _ in range(count // MANY):
        wire.call(("RQ.MPUT", queue, "ITEMS", *[payload] * MANY))


def no_setup(wire: Wire) -> None:
    """Prepare nothing."""


def many_queues(wire: Wire) -> None:
    """Create many queues."""
    wire.send(b"".join(encode(("RQ.CREATE", "NAME", f"q{number}")) for number in range(QUEUES)))


def observed(wire: Wire) -> None:
    """Observe everything."""
    wire.call(("HELLO", "3"), ("RQ.OBSERVE",))


@dataclass(frozen=True)
class Attack:
    """What one client, or each of many clients, sends."""

    requests: Callable[[], bytes] | bytes
    setup: Callable[[Wire], None] = no_setup
    limit: float = 20.0
    """Milliseconds that another client may be delayed."""
    clients: int = 0
    """The number of clients that send the same together, a few KiB each; 0 for one client that sends much."""
    then_leave: bool = False
    """The clients disconnect immediately instead of waiting for their replies."""

    @property
    def data(self) -> bytes:
        """The bytes to send."""
        return self.requests if isinstance(self.requests, bytes) else self.requests()


class Crowd:
    """Many connections that send the same together."""

    def __init__(self, port: int, count: int) -> None:
        self._last = Wire(port)
        self._sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
        for each in self._sockets:  # the server has accepted it
            each.sendall(b"PING\r\n")
            each.recv(100)

    def send(self, data: bytes, then_leave: bool) -> None:
        """Send bytes on each connection, and read the replies, or disconnect all."""
        mark = b"end of attack"
        message = data if then_leave else data + encode(("PING", mark))
        for each in self._sockets:
            if message:
                each.sendall(message)
        for each in self._sockets:
            if then_leave:
                each.close()
                continue
            tail = b""
            while not tail.endswith(mark + b"\r\n"):
                tail = (tail + each.recv(1 << 16))[-100:]
        self._last.call(("PING",))


def report(records: int, queues: int = 1) -> Request:
    """Return a report of a program with many queues and calls."""
    rows = [{"number": n, "name": f"x{n}", "kind": "Queue", "stat": {}, "waiters": []} for n in range(queues)]
    fields = {"method": Method.PUT, "phase": Phase.END, "outcome": Outcome.OK, "client": 1, "items": 1}
    records_ = b"".join(encode_record(**fields, queue=0, time=10**18 + n) for n in range(records))
    batch = encode_batch([NameRecord(NameKind.CLIENT, 1, "thread")], records, records_, b"")
    return ("RQ.REPORT", json.dumps(rows), batch)


def names(count: int) -> Iterable[str]:
    """Return names of queues."""
    return (f"q{number}" for number in range(count))


def on(*setups: Callable[[Wire], None]) -> Callable[[Wire], None]:
    """Return a function that prepares several things."""

    def prepare(wire: Wire) -> None:
        for setup in setups:
            setup(wire)

    return prepare


def big(size: int) -> Callable[[Wire], None]:
    """Return a function that puts one large item."""
    return lambda wire: wire.call(("RQ.CREATE", "NAME", "big"), ("RQ.PUT", "big", b"x" * size))


def kept(kind: str) -> Callable[[Wire], None]:
    """Return a function that fills a queue of a kind."""
    return lambda wire: fill(wire, kind=kind)


CROWD = 100.0
"""The limit for a crowd of clients. Their calls themselves take long: 20 µs each, or 40 µs without
uvloop. Redis needs 5 µs for each, but delays others for 150 ms if they send pipelines."""

ATTACKS: dict[str, Attack] = {
    "nothing": Attack(b""),
    "pipeline of PING": Attack(b"PING\r\n" * 1_000_000),
    "pipeline of arrays": Attack(encode(("PING",)) * 1_000_000),
    "pipeline of empty lines": Attack(b"\n" * 1_000_000),
    "pipeline of wrong commands": Attack(b"a\n" * 1_000_000),
    "pipeline of LPUSH": Attack(encode(("LPUSH", "piped", b"")) * 500_000),
    "pipeline of put and get": Attack(
        lambda: (encode(("LPUSH", "p", b"")) + encode(("RPOP", "p"))) * 300_000
    ),
    "pipeline of COMMAND DOCS": Attack(encode(("COMMAND", "DOCS")) * 300),
    "pipeline of INFO": Attack(encode(("INFO",)) * 3000, many_queues),
    "pipeline of RQ.CREATE": Attack(encode(("RQ.CREATE",)) * 50_000),
    "pipeline of CLIENT LIST": Attack(encode(("CLIENT", "LIST")) * 1000),
    "HELLO of many words": Attack(lambda: encode(("HELLO", "3", *["SETNAME", "x"] * 300_000))),
    "CONFIG GET of a long pattern": Attack(lambda: encode(("CONFIG", "GET", b"[a]*" * 300_000))),
    "RQ.OBSERVE of many patterns": Attack(
        lambda: encode(("HELLO", "3")) + encode(("RQ.OBSERVE", "QUEUE", *[f"a{n}*" for n in range(300_000)]))
    ),
    "RQ.OBSERVE of a long pattern": Attack(
        lambda: (
            encode(("HELLO", "3")) + encode(("RQ.OBSERVE", "QUEUE", b"*a" * 500_000)) + encode(("PING",)) * 9
        )
    ),
    "RQ.OBSERVE of patterns, and calls": Attack(
        lambda: (
            encode(("HELLO", "3"))
            + encode(("RQ.OBSERVE", "QUEUE", *["*a" * 20 + f"{n}" for n in range(90)]))
            + b"".join(encode(("LPUSH", f"{'a' * 100}{n}", "")) for n in range(3000))
        )
    ),
    "RQ.MPUT of 10,000": Attack(lambda: encode(("RQ.MPUT", "m", "ITEMS", *[b""] * MANY)) * 100, many_queues),
    "RQ.MPUT of a million": Attack(
        lambda: encode(("RQ.CREATE", "NAME", "m")) + encode(("RQ.MPUT", "m", "ITEMS", *[b""] * 1_000_000))
    ),
    "LPUSH of a million": Attack(lambda: encode(("LPUSH", "m", *[b""] * 1_000_000))),
    "RQ.MGET of a million": Attack(encode(("RQ.MGET", "jobs", ITEMS)), fill),
    "LPOP of a million": Attack(encode(("LPOP", "jobs", ITEMS)), fill),
    "RQ.PEEK of all": Attack(encode(("RQ.PEEK", "jobs", 0, 99_999)), fill),
    "RQ.PEEK of all, priority": Attack(encode(("RQ.PEEK", "jobs", 0, 99_999)), kept("priority")),
    "RQ.PEEK PREVIEW of all": Attack(encode(("RQ.PEEK", "jobs", 0, 99_999, "PREVIEW", 64)), fill),
    "LRANGE of all": Attack(encode(("LRANGE", "jobs", 0, 99_999)), fill),
    "LRANGE at the end": Attack(encode(("LRANGE", "jobs", -10, -1)) * 10, fill),
    "RQ.PIECE of no item": Attack(encode(("RQ.PIECE", "jobs", 10**14, 0, 1)) * 3, fill),
    "RQ.PIECE, priority": Attack(encode(("RQ.PIECE", "jobs", 10**14, 0, 1)) * 3, kept("priority")),
    "RQ.MOVE of 10,000": Attack(
        encode(("RQ.CREATE", "NAME", "to")) + encode(("RQ.MOVE", "jobs", "to")) * 100, fill
    ),
    "RQ.MOVE of the last item": Attack(
        encode(("RQ.CREATE", "NAME", "to")) + encode(("RQ.MOVE", "jobs", "to", "ITEM", ITEMS)), fill
    ),
    "RQ.PURGE": Attack(encode(("RQ.PURGE", "jobs")), fill),
    "RQ.CLOSE": Attack(encode(("RQ.CLOSE", "jobs")), fill),
    "RQ.SHUTDOWN IMMEDIATE": Attack(encode(("RQ.SHUTDOWN", "jobs", "IMMEDIATE")), fill),
    "RQ.PURGE, observed": Attack(encode(("RQ.PURGE", "jobs")), on(fill, observed)),
    "DEL of many queues": Attack(lambda: encode(("DEL", *names(QUEUES))), many_queues),
    "EXISTS of many": Attack(lambda: encode(("EXISTS", *names(300_000)))),
    "BLPOP of many queues": Attack(lambda: encode(("BLPOP", *names(QUEUES), "0.01"))),
    "RQ.LIST": Attack(encode(("RQ.LIST",)), many_queues),
    "INFO": Attack(encode(("INFO",)), many_queues),
    "EXEC of put": Attack(
        lambda: encode(("MULTI",)) + encode(("LPUSH", "t", b"")) * MANY + encode(("EXEC",))
    ),
    "EXEC of LRANGE": Attack(
        lambda: encode(("MULTI",)) + encode(("LRANGE", "jobs", 0, 9999)) * 1000 + encode(("EXEC",)), fill
    ),
    "RQ.REPORT of 5,000 calls": Attack(lambda: encode(report(5000)), observed),
    "RQ.REPORT of 100,000 calls": Attack(lambda: encode(report(100_000))),
    "RQ.REPORT of 20,000 queues": Attack(lambda: encode(report(0, 20_000))),
    "2,000 clients leave": Attack(b"", limit=CROWD, clients=CLIENTS, then_leave=True),
    "2,000 clients leave, observed": Attack(b"", observed, limit=CROWD, clients=CLIENTS, then_leave=True),
    "2,000 clients that wait leave": Attack(
        encode(("RQ.GET", "jobs")),
        lambda wire: fill(wire, count=0),
        limit=CROWD,
        clients=CLIENTS,
        then_leave=True,
    ),
    "2,000 clients call": Attack(b"", limit=CROWD, clients=CLIENTS),
    "2,000 clients put": Attack(encode(("LPUSH", "m", b"")), limit=CROWD, clients=CLIENTS),
    "2,000 clients put, observed": Attack(
        encode(("LPUSH", "m", b"")), observed, limit=CROWD, clients=CLIENTS
    ),
    "2,000 clients take 500 items": Attack(
        encode(("RQ.MGET", "jobs", 500)), fill, limit=CROWD, clients=CLIENTS
    ),
    "2,000 clients read 2,000 items": Attack(
        encode(("LRANGE", "jobs", 0, 1999)), fill, limit=CROWD, clients=CLIENTS
    ),
    "2,000 clients send pipelines": Attack(b"PING\r\n" * 500, limit=CROWD, clients=CLIENTS),
    "put of 64 MiB": Attack(
        lambda: encode(("RQ.CREATE", "NAME", "b")) + encode(("RQ.PUT", "b", b"x" * (64 * MIB - 1000))),
        limit=100,
    ),
    "get of 64 MiB": Attack(encode(("RQ.GET", "big")), big(64 * MIB - 1000), 100),
    "RQ.PEEK of 64 MiB": Attack(encode(("RQ.PEEK", "big", 0, 0)), big(64 * MIB - 1000), 100),
}


def main(port: int, name: str) -> None:
    """Prepare an attack, and begin it at a line of the input."""
    attack, wire = ATTACKS[name], Wire(port)
    attack.setup(wire)
    data = attack.data
    crowd = Crowd(port, attack.clients) if attack.clients else None
    print("ready", flush=True)
    sys.stdin.readline()
    if crowd:
        crowd.send(data, attack.then_leave)
    else:
        wire.send(data)
    print("done", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
