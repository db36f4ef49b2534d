# SPDX-License-Identifier: GPL-3.0-or-later
"""The entrances of RESP: requests, replies, sessions of clients, reports of programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

from fuzzing.entrance import Entrance, pieces
from fuzzing.event_seeds import batch_v2, batch_v3
from rqcore.client import exchanges, session_exchanges
from rqcore.client.exchange import Exchange, PartlyRead
from rqcore.client.native import lease_exchanges
from rqcore.controller.calls.session_calls import begin_session, lose_connection, resume_session
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.controller.session_state import NOTHING
from rqcore.errors import CodecError, ProtocolError, RqError
from rqcore.protocol import resp
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.event_batch import decode_batch
from rqcore.protocol.requests.foreign_protocols import ForeignProtocol
from rqcore.protocol.requests.request_parser import RequestParser
from rqcore.protocol.resp import NOT_ENOUGH, command
from rqcore.server.client_session import ClientSession
from rqcore.server.resumable_session import ResumableSession
from rqcore.url import Url

REQUESTS = (
    command(["PING"]),
    command(["HELLO", 3, "SETNAME", "loader"]) + command(["RQ.OBSERVE", "PREVIEW", 64]),
    command(["RQ.CREATE", "jobs", "MAXSIZE", 2])
    + command(["RQ.PUT", "jobs", "a"])
    + command(["RQ.GET", "jobs"]),
    command(["RQ.MPUT", "jobs", *"abcdefghijklmnopqrst"]),
    command(["RQ.MGET", "jobs", "3", "TIMEOUT", "0.5"]),
    command(["MULTI"]) + command(["LPUSH", "list", "a", "b"]) + command(["EXEC"]),
    command(["BLPOP", "list", "other", "0"]) + command(["LLEN", "list"]),
    command(["CLIENT", "LIST"]) + command(["INFO"]) + command(["COMMAND", "DOCS"]) + command(["RQ.QUEUES"]),
    b"PING\r\nECHO 'a b' \"c\\x41\"\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\n\r\n",
)
ANNOUNCES_MUCH = re.compile(rb"[*%~>|]\d{7}")
"""hiredis reserves memory for the members that a reply announces; the parser in Python does not."""
NAMES = tuple(COMMANDS)

REPLIES = (
    b"+OK\r\n",
    b"-EMPTY queue 'jobs' is empty\r\n",
    b":12\r\n$-1\r\n*-1\r\n_\r\n",
    b"$5\r\nhello\r\n=8\r\ntxt:word\r\n",
    b"*2\r\n$4\r\njson\r\n$1\r\n1\r\n",
    b"%2\r\n+a\r\n:1\r\n+b\r\n*2\r\n#t\r\n,1.5\r\n",
    b"~2\r\n:1\r\n:2\r\n>2\r\n+rq.lost\r\n:3\r\n",
    b"(123456789012345678901\r\n,inf\r\n,nan\r\n#f\r\n|1\r\n+k\r\n+v\r\n:1\r\n",
)
REPLY_WORDS = (
    *(b"%c%d\r\n" % (kind, size) for kind in b"*%~>|$=:" for size in (-1, 0, 1, 4)),
    *(b"_\r\n", b"#t\r\n", b",1e5\r\n", b"(-1\r\n", b"+\r\n", b"-ERR\r\n", b"$3\r\nabc\r\n", b",-inf\r\n"),
    *(b"+name\r\n", b"+kind\r\n", b"+fifo\r\n", b"+size\r\n", b"+number\r\n", b"+raw\r\n", b"+pickle\r\n"),
)


def _parsed(data: list[bytes]) -> tuple[list[list[bytes]], RqError | None]:
    parser, requests = RequestParser(100_000), []
    for part in data:
        requests += parser.feed(part)
        while parser.has_more:
            requests += parser.feed(b"")
    return requests, parser.error


def read_requests(data: bytes) -> None:
    """Parse requests as a whole and in pieces: they must be the same."""
    (whole, error), (parts, other) = _parsed([data]), _parsed(pieces(data, 6))
    assert type(error) is type(other), f"{error!r} as a whole, but {other!r} in pieces"
    if not isinstance(error, ForeignProtocol):
        assert whole == parts, f"{whole} as a whole, but {parts} in pieces"


def values_of(parser: resp.ReplyParser, parts: list[bytes]) -> list[Any]:
    """Return the values of a stream of replies; at its end ProtocolError, if it is not valid."""
    values: list[Any] = []
    try:
        for part in parts:
            parser.feed(part)
            while (value := parser.gets()) is not NOT_ENOUGH:
                values.append(value)
    except ProtocolError:
        values.append(ProtocolError)
    return values


def read_replies(data: bytes) -> None:
    """Parse replies with both parsers, as a whole and in pieces: the values must be the same.

    There is one documented difference: the parser in Python can refuse what hiredis accepts.
    """
    ours = values_of(resp.PythonParser(), [data])
    assert _shown(ours) == _shown(values_of(resp.PythonParser(), pieces(data, 6))), "pieces change the values"
    if resp.hiredis and not ANNOUNCES_MUCH.search(data):
        theirs = values_of(resp.HiredisParser(), [data])
        if ours[-1:] == [ProtocolError]:
            ours, theirs = ours[:-1], theirs[: len(ours) - 1]
        assert _shown(ours) == _shown(theirs), f"Python: {_shown(ours)}; hiredis: {_shown(theirs)}"


def _shown(values: list[Any]) -> str:
    return repr(values)


class Wire:
    """A controller, an observer, a bystander, and a client that sends the input; time does not pass."""

    def __init__(self) -> None:
        self.controller = Controller(Limits(payload=1 << 20, memory=8 << 20))
        self.sessions: dict[int, ClientSession] = {}
        self.observer = self.connect()
        self.bystander = self.connect()
        self.say(self.observer, command(["HELLO", 3]) + command(["RQ.OBSERVE"]))
        self.say(
            self.bystander,
            command(["HELLO", 3]) + command(["RQ.CREATE", "jobs"]) + command(["RPUSH", "list", "a"]),
        )

    def connect(self) -> ClientSession:
        """Connect another client."""
        client = self.controller.connect("10.0.0.1:1000", 0)
        self.sessions[client.number] = ClientSession(self.controller, client)
        return self.sessions[client.number]

    def say(self, session: ClientSession, data: bytes) -> bytes:
        """Let a client send bytes. Returns the replies, including the ones of later turns."""
        replies = [session.receive(data, 0), *self.rest(session)]
        while self.controller.outgoing:
            client, value = self.controller.outgoing.popleft()
            waited = self.sessions[client.number]
            late = waited.deliver(value, 0)
            if waited is session:
                replies.append(late)
        return b"".join(replies)

    def rest(self, session: ClientSession) -> Iterator[bytes]:
        """Let a session go on until it is not stalled. Yields what it sends in each turn."""
        for _ in range(10_000):
            if not session.is_stalled or session.client.is_leaving:
                return
            yield session.resume(0)
        raise AssertionError("a session stays stalled")

    def check(self) -> None:
        """Check that other clients are served, that events can be read, and that no memory stays counted."""
        assert self.say(self.bystander, b"PING\r\n") == b"+PONG\r\n"
        for exchange in (exchanges.queues(), exchanges.info()):
            value = _one_value(self.say(self.bystander, exchange.request))
            assert not isinstance(value, RqError), f"others get {value}"
            exchange.result(value)
        self._read_events()
        for session in self.sessions.values():
            session.end()
        assert self.controller.state.memory.of_strangers == 0

    def _read_events(self) -> None:
        publisher = self.controller.state.publisher
        publisher.flush()
        for subscription in publisher.subscriptions.values():
            batches, _ = subscription.take()
            for batch in batches:
                assert all(size >= 0 for size in map(len, batch))
                list(decode_batch(b"".join(batch)).events())


def _one_value(data: bytes) -> Any:
    values = values_of(resp.PythonParser(), [data])
    assert len(values) == 1 and values[0] is not ProtocolError, f"not one reply: {data[:80]!r}"
    return values[0]


def serve_client(data: bytes) -> None:
    """Let a session carry out any requests: replies are RESP, and other clients do not notice."""
    wire = Wire()
    session = wire.connect()
    replies = b"".join(wire.say(session, part) for part in pieces(data))
    values = values_of(resp.PythonParser(), [replies])
    assert ProtocolError not in values, f"the replies are not RESP: {replies[:200]!r}"
    wire.check()


class LossyClient:
    """A client with a session, whose connection is lost again and again."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._state = wire.controller.state
        self._client = wire.controller.connect("10.0.0.2:1000", 0)
        self._kept = begin_session(self._state, self._client)
        self._attach()

    def _attach(self) -> None:
        self._client.successor, self._client.is_leaving = None, False
        self._session = ResumableSession(self._wire.controller, self._client, self._kept)
        self._wire.sessions[self._client.number] = self._session

    def lose(self, data: bytes) -> bool:
        """Send bytes, lose the connection, and resume the session. Returns whether that is possible."""
        self._wire.say(self._session, data)
        self._session.end()
        lose_connection(self._state, self._client, 0)
        if not self._client.is_lost:
            return False
        is_missing = self._client.call is not None or self._kept.value is not NOTHING
        newcomer = self._wire.controller.connect("10.0.0.2:1001", 0)
        requests = self._kept.requests - is_missing
        assert resume_session(self._state, newcomer, 0, self._kept.token, requests) is self._kept
        self._wire.controller.remove_newcomer(newcomer, 0)
        self._attach()
        sent = [self._session.resend(), *self._wire.rest(self._session)]
        replies = values_of(resp.PythonParser(), [b"".join(sent)])
        assert len(replies) == (is_missing and self._client.call is None) and ProtocolError not in replies
        return True


def resume_client(data: bytes) -> None:
    """Lose and resume the connection of a client between any bytes: its last reply is sent again."""
    wire = Wire()
    client = LossyClient(wire)
    for part in pieces(data):
        if not client.lose(part):
            break
    wire.check()


REPORT = json.dumps(
    [
        {
            "number": 1,
            "name": "work",
            "kind": "queue.Queue",
            "stat": {"size": 2, "maxsize": 3, "puts": 5, "gets": 3, "blocked_gets": 1, "unfinished": 2},
            "waiters": [["main", "get", 0.5, None], ["other", "put", 1.5, 2]],
            "tasks": None,
        }
    ]
).encode()


def serve_report(data: bytes) -> None:
    """Report queues and calls of a program: the report is refused, or every client can read it."""
    queues, _, batch = data.partition(b"\0\0\0\0|")
    wire = Wire()
    session = wire.connect()
    value = _one_value(wire.say(session, command(["RQ.REPORT", queues, batch])))
    assert isinstance(value, int | RqError)
    wire.check()


def read_answers(data: bytes) -> None:
    """Read the replies of a hostile controller to each call of a client."""
    for reply in values_of(resp.PythonParser(), [data]):
        if reply is ProtocolError or isinstance(reply, resp.Push):
            continue
        for exchange in EXCHANGES:
            with suppress(RqError, PartlyRead):
                exchange.result(reply)
            with suppress(RqError):
                exchange.undo(reply)


def _check_leased(*fields: Any) -> None:
    assert all(type(number) is int for number in fields[:3]), f"a lease has the fields {fields}"


LEASED = SimpleNamespace(lease=1)
"""An item as lease() returns it."""
EXCHANGES: tuple[Exchange[Any], ...] = (
    session_exchanges.hello(Url.parse("rq://localhost"), "loader"),
    exchanges.spool("nonce"),
    exchanges.info(),
    exchanges.create("jobs", "fifo", 0, True),
    exchanges.queues(),
    exchanges.stat("jobs"),
    exchanges.qsize("jobs"),
    exchanges.peek("jobs", 0, -1, True, False),
    exchanges.peek("jobs", 0, -1, False, False),
    exchanges.previews("jobs", 0, -1, 100),
    exchanges.read_payload("jobs", 1, 0, 10),
    exchanges.waiters("jobs"),
    exchanges.tasks("jobs"),
    exchanges.get("jobs", False, None, True, None, False),
    exchanges.get_many("jobs", 2, 0.0, True, False),
    lease_exchanges.lease("jobs", False, None, 5.0, True, False, _check_leased),
    lease_exchanges.leases("jobs", 0, None),
    lease_exchanges.ack("jobs", LEASED),
    lease_exchanges.extend("jobs", LEASED, 2.0),
    exchanges.shutdown("jobs", True),
)


def _answers() -> tuple[bytes, ...]:
    wire = Wire()
    wire.say(wire.connect(), command(["RQ.REPORT", REPORT, batch_v3()]))
    wire.say(wire.bystander, command(["RQ.MPUT", "jobs", *"abcde"]))
    return tuple(wire.say(wire.bystander, exchange.request) for exchange in EXCHANGES)


WIRE_ENTRANCES = (
    Entrance("requests", read_requests, REQUESTS, words=(*NAMES, b"*1\r\n", b"$4\r\nPING\r\n")),
    Entrance("replies", read_replies, REPLIES, words=REPLY_WORDS),
    Entrance("session", serve_client, REQUESTS, words=(*NAMES, b"*3\r\n", b"$4\r\njobs\r\n")),
    Entrance("resuming", resume_client, REQUESTS, words=(*NAMES, b"*3\r\n", b"$4\r\njobs\r\n")),
    Entrance(
        "reports",
        serve_report,
        tuple(REPORT + b"\0\0\0\0|" + batch for batch in (batch_v2(), batch_v3())),
        words=(b"null", b"[]", b"{}", b"NaN", b"1e999", b'"\\ud800"', b"9" * 400, b"true", b"-1"),
    ),
    Entrance("answers", read_answers, _answers() + REPLIES, (CodecError,), REPLY_WORDS),
)
