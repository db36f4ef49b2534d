# SPDX-License-Identifier: MIT
"""The table of commands: name, arguments, reply, errors, one line of help.

The controller parses by it, COMMAND answers from it, and so is the reference
page made. An argument is positional, or optional behind its keyword.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rqcore.codec import Codec
from rqcore.errors import BadCall, CodecError
from rqcore.events import Method, Outcome
from rqcore.queues import STORES

Convert = Callable[[bytes], Any]

LONGEST = 10 * 365 * 86400
"""Seconds; a longer timeout is cut to it, so that ns fit into the 64 bits of an event."""

FEW, SHORT, KNOWN = 6, 64, 256
"""Options are remembered of so few words, in so few bytes, and so many of them for each command."""


def raw(word: bytes) -> bytes:
    """A queue or a payload, as it came."""
    return word


def text(word: bytes) -> str:
    """UTF-8 text that can be printed on one line."""
    try:
        decoded = word.decode()
    except UnicodeDecodeError:
        raise BadCall(f"{word[:40]!r} is not UTF-8") from None
    if not decoded.isprintable():
        raise BadCall(f"{word[:40]!r} holds characters that cannot be printed")
    return decoded


def seconds(word: bytes) -> int:
    """A timeout in seconds, kept in ns."""
    try:
        value = float(word)
    except ValueError:
        raise BadCall(f"a timeout is a number of seconds, not {word[:40]!r}") from None
    if not 0 <= value < math.inf:
        raise BadCall(f"a timeout is 0 or more seconds, not {word[:40]!r}; leave it out to wait for ever")
    return int(min(value, LONGEST) * 1e9)


def natural(word: bytes) -> int:
    """A whole number from 0."""
    if not word.isdigit() or len(word) > 9:
        raise BadCall(f"a number from 0 to 999999999 was expected, not {word[:40]!r}")
    return int(word)


def index(word: bytes) -> int:
    """A place in a queue, from its end when below zero."""
    digits = word[1:] if word.startswith(b"-") else word
    if not digits.isdigit() or len(digits) > 15:
        raise BadCall(f"a place in a queue is a whole number, not {word[:40]!r}")
    return int(word)


def priority(word: bytes) -> float:
    """Any number that has an order."""
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise BadCall(f"a priority is a number, not {word[:40]!r}")
    return value


def kind(word: bytes) -> str:
    """A kind of queue."""
    name = word.decode(errors="replace").lower()
    if name not in STORES:
        raise BadCall(f"a queue is fifo, lifo or priority, not {word[:40]!r}")
    return name


def codec(word: bytes) -> Codec:
    """The name of a codec."""
    try:
        return Codec.parse(word.decode(errors="replace"))
    except CodecError as error:
        raise BadCall(str(error)) from error


def method(word: bytes) -> Method:
    """The name of a method."""
    try:
        return Method[word.decode(errors="replace").upper()]
    except KeyError:
        raise BadCall(f"no method is called {word[:40]!r}") from None


def outcome(word: bytes) -> Outcome:
    """The name of an outcome."""
    try:
        return Outcome[word.decode(errors="replace").upper()]
    except KeyError:
        known = ", ".join(each.name.lower() for each in Outcome)
        raise BadCall(f"no outcome is called {word[:40]!r}; there are {known}") from None


_NO_OPTIONS: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Arg:
    """One argument: positional, or behind ``keyword``; ``convert`` None makes the keyword a flag."""

    name: str
    convert: Convert | None = raw
    keyword: str = ""
    several: bool = False
    rest: bool = False
    """Takes every word to the end, keywords among them."""

    def __str__(self) -> str:
        words = " ".join(filter(None, (self.keyword, self.name if self.convert else "")))
        if self.several:
            words += " …"
        return f"[{words}]" if self.keyword or self.several else words


@dataclass(frozen=True)
class Command:
    """A row of the table. ``parse`` turns a request's words into a handler's arguments."""

    name: str
    args: tuple[Arg, ...]
    reply: str
    errors: tuple[str, ...]
    help: str
    method: Method | None = None
    looks: bool = False
    """Only looks: from an observing client it is no event, so that watching does not fill the log."""
    open: bool = False
    """May be sent before logging in."""
    required: tuple[str, ...] = ()
    """Options that must be there."""
    positional: tuple[Arg, ...] = field(init=False)
    as_they_are: bool = field(init=False)
    """No positional argument needs to be converted."""
    options: dict[bytes, Arg] = field(init=False)
    fewest: int = field(init=False)
    most: int = field(init=False)
    """So many words, and no fewer than that, need no look at all."""
    _known: dict[tuple[bytes, ...], dict[str, Any]] = field(init=False, default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        positional = tuple(arg for arg in self.args if not arg.keyword and not arg.several)
        options = {arg.keyword.encode(): arg for arg in self.args if arg.keyword}
        plain = not self.required and all(arg.convert is raw for arg in positional)
        several = plain and not options and len(self.args) > len(positional)
        object.__setattr__(self, "positional", positional)
        object.__setattr__(self, "as_they_are", all(arg.convert is raw for arg in positional))
        object.__setattr__(self, "options", options)
        object.__setattr__(self, "fewest", len(positional))
        object.__setattr__(self, "most", sys.maxsize if several else len(positional) if plain else -1)

    @property
    def usage(self) -> str:
        return " ".join((self.name, *map(str, self.args)))

    @property
    def arity(self) -> int:
        """As COMMAND tells it: words with the name; negative when more may follow."""
        words = len(self.positional) + 1
        return -words if len(self.args) > len(self.positional) else words

    def parse(self, words: list[bytes]) -> tuple[list[Any], dict[str, Any]]:
        """Positional values and options of a request without its name. Raises BadCall."""
        count = len(self.positional)
        if len(words) < count or (len(words) > count == len(self.args)):
            raise BadCall(f"wrong number of arguments; {self.usage}")
        values: list[Any] = words[:count]
        if not self.as_they_are:
            values = [
                arg.convert(word) for arg, word in zip(self.positional, words, strict=False) if arg.convert
            ]
        if len(words) == count and not self.required:
            return values, _NO_OPTIONS
        if not self.options:
            return values + words[count:], _NO_OPTIONS
        few = len(words) - count <= FEW
        options = self._known_options(tuple(words[count:])) if few else self._parse_options(words, count)
        if self.required and not options.keys() >= set(self.required):
            raise BadCall(f"wrong number of arguments; {self.usage}")
        return values, options

    def _known_options(self, tail: tuple[bytes, ...]) -> dict[str, Any]:
        """Clients send the same few options with every call: those are parsed once."""
        options = self._known.get(tail)
        if options is None:
            options = self._parse_options(list(tail), 0)
            if len(self._known) >= KNOWN:
                self._known.clear()
            if sum(map(len, tail)) <= SHORT:
                self._known[tail] = options
        return options

    def _parse_options(self, words: list[bytes], at: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while at < len(words):
            arg = self.options.get(words[at].upper())
            if arg is None:
                raise BadCall(f"{words[at][:40]!r} is no option; {self.usage}")
            at += 1
            if arg.several:
                at = self._parse_several(arg, words, at, found)
            elif arg.convert is None:
                found[arg.name] = True
            elif at == len(words):
                raise BadCall(f"{arg.keyword} needs a value; {self.usage}")
            else:
                found[arg.name] = arg.convert(words[at])
                at += 1
        return found

    def _parse_several(self, arg: Arg, words: list[bytes], at: int, found: dict[str, Any]) -> int:
        assert arg.convert
        start = at
        while at < len(words) and (arg.rest or words[at].upper() not in self.options):
            at += 1
        if at == start:
            raise BadCall(f"{arg.keyword} needs a value; {self.usage}")
        found[arg.name] = [*found.get(arg.name, ()), *map(arg.convert, words[start:at])]
        return at


QUEUE = Arg("queue")
QUEUES = Arg("queue", raw, several=True)
PAYLOAD = Arg("payload")
CODEC = Arg("codec", codec, "CODEC")
TIMEOUT = Arg("timeout", seconds, "TIMEOUT")
WITHCODEC = Arg("withcodec", None, "WITHCODEC")
WITHSPOOL = Arg("withspool", raw, "WITHSPOOL")
SPOOLED = Arg("spooled", None, "SPOOLED")
FRONT = Arg("front", None, "FRONT")
WORDS = Arg("word", raw, several=True)
WAITING = ("NOQUEUE", "CLOSED", "SHUTDOWN")
LOOKING = ("NOQUEUE", "CLOSED")

_ROWS = (
    Command(
        "RQ.CREATE",
        (
            Arg("name", text, "NAME"),
            Arg("kind", kind, "KIND"),
            Arg("maxsize", natural, "MAXSIZE"),
            Arg("existok", None, "EXISTOK"),
        ),
        "the namespace of the new queue",
        ("EXISTS", "TOOMANY"),
        "Make a queue; with EXISTOK a queue of that name that is there already is as good.",
        Method.CREATE,
    ),
    Command(
        "RQ.PUT",
        (QUEUE, PAYLOAD, CODEC, Arg("priority", priority, "PRIORITY"), TIMEOUT, SPOOLED, FRONT),
        "OK",
        (*WAITING, "FULL", "TOOBIG", "TOOMANY", "NOTALLOWED"),
        "Put an item; wait for room as long as TIMEOUT says, for ever without it. With SPOOLED the payload "
        "is in a file of the spool, and its name is sent. FRONT gives back an item that the last get of this "
        "client took: it is the next to come out, and needs no room.",
        Method.PUT,
    ),
    Command(
        "RQ.GET",
        (QUEUE, TIMEOUT, WITHCODEC, WITHSPOOL),
        "the payload; WITHCODEC: codec and payload; WITHSPOOL: codec, payload and 0, or codec, file and 1",
        (*WAITING, "EMPTY"),
        "Take the next item; wait for one as long as TIMEOUT says, for ever without it. Behind WITHSPOOL "
        "comes what the token file of the spool holds: then a payload that lies there is named, not sent.",
        Method.GET,
    ),
    Command(
        "RQ.MPUT",
        (QUEUE, CODEC, TIMEOUT, Arg("payloads", raw, "ITEMS", several=True, rest=True)),
        "how many items were put",
        (*WAITING, "FULL", "TOOBIG", "TOOMANY"),
        "Put many items in order, as room comes; FULL only when not even the first was put in time.",
        Method.PUT_MANY,
        required=("payloads",),
    ),
    Command(
        "RQ.MGET",
        (QUEUE, Arg("count", natural), TIMEOUT, WITHCODEC),
        "an array of payloads; WITHCODEC: codec, payload, codec, payload, …",
        (*WAITING, "EMPTY"),
        "Take up to count items; wait for the first only.",
        Method.GET_MANY,
    ),
    Command(
        "RQ.PEEK",
        (QUEUE, Arg("start", index), Arg("stop", index), WITHCODEC),
        "as RQ.MGET",
        (*LOOKING, "TOOBIG"),
        "See items without taking them; places count as in LRANGE.",
        Method.PEEK,
        looks=True,
    ),
    Command(
        "RQ.WAITERS",
        (QUEUE,),
        "an array of maps: client, name, method, waited and timeout in seconds",
        LOOKING,
        "Tell which calls wait, first come first.",
        Method.WAITERS,
        looks=True,
    ),
    Command(
        "RQ.TASKS",
        (QUEUE,),
        "a map: put, got, failed, waiting, ready, buffered, early, holding, workers; null where unknown",
        LOOKING,
        "Tell of a parallel queue who is at which task, and which task holds the line. A program tells that "
        "of its queue while somebody observes; of rqcore work a controller knows who took what.",
        Method.STAT,
        looks=True,
    ),
    Command(
        "RQ.PURGE",
        (QUEUE,),
        "how many items were destroyed",
        LOOKING,
        "Destroy all items; calls that wait for room go on.",
        Method.PURGE,
    ),
    Command(
        "RQ.DONE",
        (QUEUE,),
        "how many items are unfinished still",
        (*LOOKING, "ERR"),
        "Say that the work on one taken item is done.",
        Method.TASK_DONE,
    ),
    Command(
        "RQ.JOIN",
        (QUEUE, TIMEOUT),
        "how many items are unfinished: 0, or more when the time was up",
        LOOKING,
        "Wait until every item put was called done.",
        Method.JOIN,
    ),
    Command(
        "RQ.SHUTDOWN",
        (QUEUE, Arg("immediate", None, "IMMEDIATE")),
        "OK",
        LOOKING,
        "Take no more items; what is there can be taken, or is destroyed with IMMEDIATE.",
        Method.SHUTDOWN,
    ),
    Command(
        "RQ.SIZE",
        (QUEUE,),
        "how many items the queue holds",
        LOOKING,
        "Count the items.",
        Method.QSIZE,
        looks=True,
    ),
    Command(
        "RQ.MAXSIZE", (QUEUE,), "the bound, or 0", LOOKING, "Tell the bound.", Method.MAXSIZE, looks=True
    ),
    Command(
        "RQ.STAT", (QUEUE,), "a map of figures", LOOKING, "Tell how a queue stands.", Method.STAT, looks=True
    ),
    Command(
        "RQ.LIST",
        (),
        "an array of such maps",
        (),
        "Tell how every queue stands.",
        Method.LIST,
        looks=True,
    ),
    Command(
        "RQ.CLOSE",
        (QUEUE,),
        "how many items were destroyed",
        LOOKING,
        "Destroy a queue; every call that waits for it, and every later one, fails with CLOSED.",
        Method.CLOSE,
    ),
    Command(
        "RQ.OBSERVE",
        (
            Arg("queues", text, "QUEUE", several=True),
            Arg("methods", method, "METHOD", several=True),
            Arg("clients", text, "CLIENT", several=True),
            Arg("outcomes", outcome, "OUTCOME", several=True),
            Arg("sample", natural, "SAMPLE"),
            Arg("preview", natural, "PREVIEW"),
        ),
        "OK, then push frames rq.events and rq.lost",
        ("NOTALLOWED", "TOOMANY"),
        "Be told every call whose queue, method, client and outcome match, or one in SAMPLE of them; RESP3 "
        "only. Queues and clients are patterns with * and ?. The start of a call that waits has the outcome "
        "blocked. Sent again, it replaces what was asked before.",
    ),
    Command("RQ.UNOBSERVE", (), "OK", (), "Be told no more."),
    Command(
        "RQ.REPORT",
        (Arg("queues"), Arg("batch")),
        "how many observers there are",
        ("ERR", "TOOMANY"),
        "Tell of queues that live in the client's own program: all of them, as a JSON array of objects with "
        "number, name, kind, stat and waiters, and what was called, as a batch of events. They are listed, "
        "and observers told, until the client goes.",
    ),
    Command(
        "RQ.SPOOL",
        (),
        "a map: directory, token (the name of a file in it), above (bytes)",
        ("NOTALLOWED",),
        "Tell where clients on the same filesystem may put and find large payloads as files.",
    ),
    Command(
        "LPUSH",
        (QUEUE, Arg("payload", raw, several=True)),
        "how many items the queue holds",
        ("FULL", "CLOSED", "SHUTDOWN", "TOOBIG", "TOOMANY"),
        "Put items into a FIFO queue, made if it is not there; never waits.",
        Method.PUT,
    ),
    Command(
        "RPOP",
        (QUEUE, Arg("count", raw, several=True)),
        "a payload or null; with a count an array of payloads",
        ("SHUTDOWN",),
        "Take an item, or up to so many; never waits.",
        Method.GET,
    ),
    Command(
        "BRPOP",
        (QUEUE, Arg("timeout", seconds)),
        "queue and payload, or null when the time is up",
        ("CLOSED", "SHUTDOWN", "TOOMANY"),
        "Take an item of one queue; wait for it, with timeout 0 for ever.",
        Method.GET,
    ),
    Command("LLEN", (QUEUE,), "a number", (), "Count the items; 0 where there is no queue."),
    Command(
        "LRANGE",
        (QUEUE, Arg("start", index), Arg("stop", index)),
        "an array of payloads",
        ("TOOBIG",),
        "See items without taking them; place 0 was put last.",
    ),
    Command("EXISTS", (QUEUES,), "a number", (), "Count those of these queues that are there."),
    Command("DEL", (QUEUES,), "a number", (), "Close queues; those that are not there do not count."),
    Command("TYPE", (QUEUE,), "list or none", (), "Tell whether a queue is there."),
    Command(
        "HELLO",
        (WORDS,),
        "a map that describes the controller",
        ("WRONGPASS", "NOAUTH"),
        "Choose RESP2 or RESP3, log in, set a name: HELLO [2|3] [AUTH user password] [SETNAME name].",
        open=True,
    ),
    Command("AUTH", (WORDS,), "OK", ("WRONGPASS",), "Log in: AUTH [user] password.", open=True),
    Command("PING", (WORDS,), "PONG, or the word", (), "Ask whether the controller is there."),
    Command(
        "TIME", (), "seconds since 1970, and microseconds", (), "Tell what the controller's clock shows."
    ),
    Command("ECHO", (Arg("word"),), "the word", (), "Give a word back."),
    Command("SELECT", (Arg("index"),), "OK", (), "Accepted for database 0, the only one."),
    Command("CLIENT", (WORDS,), "depends", (), "ID, GETNAME, SETNAME, SETINFO, INFO, LIST, KILL or UNBLOCK."),
    Command("COMMAND", (WORDS,), "an array", (), "Describe the commands: COUNT, LIST, INFO, DOCS."),
    Command("INFO", (WORDS,), "text", (), "Tell how the controller stands, in sections."),
    Command("CONFIG", (WORDS,), "a map", (), "GET gives what tools that measure a Redis ask for."),
    Command("QUIT", (), "OK", (), "Answer, then hang up.", open=True),
    Command("RESET", (), "RESET", (), "Back to a connection as it began.", open=True),
)

COMMANDS: dict[bytes, Command] = {row.name.encode(): row for row in _ROWS}
"""Every command by its name in capitals."""
