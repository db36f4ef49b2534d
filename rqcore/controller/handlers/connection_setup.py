# SPDX-License-Identifier: MIT
"""The connection commands: those that every Redis client expects to find."""

from __future__ import annotations

import logging
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from rqcore.controller.clients import Client
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.state import NO_VALUE, ControllerState
from rqcore.errors import BadCall, NoAuth, UnknownProtocol, WrongPass
from rqcore.protocol.arguments import natural, text
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.reply_types import DONE, NULL_ITEMS, DoneType, SimpleText
from rqcore.version import VERSION

log: logging.Logger = logging.getLogger("rqcore.users")


@handles("HELLO")
def hello(state: ControllerState, client: Client, now_ns: int, *words: bytes) -> dict[str, Any]:
    """Choose the protocol, log in, set a name. Returns a description of the controller."""
    rest = list(words)
    protocol = client.protocol
    if rest and rest[0].upper() not in (b"AUTH", b"SETNAME"):
        version = rest.pop(0)
        if version not in (b"2", b"3"):
            raise UnknownProtocol("this controller speaks RESP2 and RESP3")
        protocol = int(version)
    name = None
    while rest:
        option = rest.pop(0).upper()
        if option == b"AUTH" and len(rest) >= 2:
            _log_in(state, client, rest.pop(0), rest.pop(0))
        elif option == b"SETNAME" and rest:
            name = _client_name(rest.pop(0))
        else:
            raise BadCall(f"{option[:40]!r} is no option of HELLO, or lacks its value")
    if not client.is_trusted:
        raise NoAuth("this controller wants a password: HELLO 3 AUTH user password")
    client.protocol = protocol
    if protocol < 3:  # which knows no push frames
        state.publisher.unsubscribe(client.number)
    state.rename(client, client.name if name is None else name)
    return {
        "server": "rqcore",
        "version": VERSION,
        "proto": protocol,
        "id": client.number,
        "mode": "standalone",
        "role": "master",
        "modules": [],
    }


@handles("AUTH")
def auth(state: ControllerState, client: Client, now_ns: int, *words: bytes) -> None:
    """Log in."""
    if len(words) not in (1, 2):
        raise BadCall("wrong number of arguments; AUTH [user] password")
    user = words[0] if len(words) == 2 else b"default"
    _log_in(state, client, user, words[-1])


def _log_in(state: ControllerState, client: Client, user: bytes, password: bytes) -> None:
    name = user.decode(errors="replace")
    if state.users and not state.users.accept(name, password):
        state.counters.wrong_passwords += 1
        log.warning("user or password is wrong", extra={"user": name[:80], "address": client.address})
        raise WrongPass("user or password is wrong")
    client.is_trusted = True
    client.user = name


@handles("PING")
def ping(state: ControllerState, client: Client, now_ns: int, *words: bytes) -> str | bytes:
    """PONG, or the word."""
    if len(words) > 1:
        raise BadCall("wrong number of arguments; PING [word]")
    return words[0] if words else "PONG"


@handles("TIME")
def time(state: ControllerState, client: Client, now_ns: int) -> list[bytes]:
    """Seconds since 1970 and microseconds, as Redis returns them."""
    seconds, rest = divmod(now_ns + state.publisher.wall_offset_ns, 10**9)
    return [b"%d" % seconds, b"%d" % (rest // 1000)]


@handles("ECHO")
def echo(state: ControllerState, client: Client, now_ns: int, word: bytes) -> bytes:
    """The word."""
    return word


@handles("SELECT")
def select(state: ControllerState, client: Client, now_ns: int, index: bytes) -> None:
    """Accept database 0."""
    if index != b"0":
        raise BadCall("there is only database 0")


@handles("CONFIG")
def config(state: ControllerState, client: Client, now_ns: int, *words: bytes) -> dict[str, str]:
    """The settings whose names match a pattern."""
    if not words or words[0].upper() != b"GET":
        raise BadCall("only CONFIG GET is answered; a controller is configured when it starts")
    pattern = words[1].decode(errors="replace") if len(words) == 2 else "*"
    return {name: value for name, value in _SETTINGS.items() if fnmatchcase(name, pattern.lower())}


_SETTINGS = {"save": "", "appendonly": "no"}
"""What benchmarks of Redis ask for: nothing is kept on a disk."""


@handles("QUIT")
def quit_(state: ControllerState, client: Client, now_ns: int) -> None:
    """Close the connection after the reply."""
    client.is_leaving = True


@handles("RESET")
def reset(state: ControllerState, client: Client, now_ns: int) -> str:
    """Return the connection to its initial state."""
    state.publisher.unsubscribe(client.number)
    client.protocol, client.name, client.is_trusted = 2, "", not state.users
    return "RESET"


# COMMAND


@handles("COMMAND")
def command(state: ControllerState, client: Client, now_ns: int, *words: bytes) -> Any:
    """Describe the commands."""
    what, names = (words[0].upper(), words[1:]) if words else (b"INFO", ())
    rows = [COMMANDS.get(name.upper()) for name in names] if names else list(COMMANDS.values())
    if what == b"COUNT":
        return len(COMMANDS)
    if what == b"LIST":
        return list(COMMANDS)
    if what == b"INFO":
        return [_describe(row) if row else NULL_ITEMS for row in rows]
    if what == b"DOCS":
        return {row.name.lower(): _document(row) for row in rows if row}
    raise BadCall("COMMAND knows COUNT, LIST, INFO and DOCS")


def _describe(row: CommandSpec) -> list[Any]:
    """Name, arity, flags, and the positions of the first and the last key and the step between keys."""
    key = int(row.takes_queue)
    flags = [SimpleText("readonly" if row.only_looks else "write")]
    return [row.name.lower(), row.arity, flags, key, key, key]


def _document(row: CommandSpec) -> dict[str, object]:
    return {"summary": row.help, "usage": row.usage, "reply": row.reply.text, "errors": list(row.error_codes)}


# CLIENT


@handles("CLIENT")
def client(state: ControllerState, client: Client, now_ns: int, *words: bytes) -> Any:
    """Carry out a subcommand."""
    name = words[0].upper() if words else b""
    handler = _CLIENT.get(name)
    if handler is None:
        raise BadCall("CLIENT knows " + ", ".join(known.decode() for known in sorted(_CLIENT)))
    return handler(state, client, now_ns, list(words[1:]))


def _client_name(word: bytes) -> str:
    name = text(word)
    if " " in name or len(name) > 200:
        raise BadCall("a client's name has at most 200 characters and no blanks")
    return name


def _client_id(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> int:
    return client.number


def _client_getname(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> str | None:
    return client.name or None


def _client_setname(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> DoneType:
    if len(words) != 1:
        raise BadCall("wrong number of arguments; CLIENT SETNAME name")
    state.rename(client, _client_name(words[0]))
    return DONE


def _client_setinfo(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> DoneType:
    if len(words) != 2:
        raise BadCall("wrong number of arguments; CLIENT SETINFO LIB-NAME|LIB-VER value")
    if words[0].upper() == b"LIB-NAME":
        client.library = _client_name(words[1])
    return DONE


def _line(state: ControllerState, client: Client, now_ns: int) -> str:
    return client.describe(now_ns, client.number in state.publisher.subscriptions) + "\n"


def _client_info(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> str:
    return _line(state, client, now_ns)


def _client_list(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> str:
    return "".join(_line(state, other, now_ns) for other in state.clients.values())


def _client_kill(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> int | DoneType:
    """By number or by address. The server closes the connections of clients that are leaving."""
    by_id = words[1] if len(words) == 2 and words[0].upper() == b"ID" else None
    address = words[-1].decode(errors="replace") if words else ""
    killed = [
        other
        for other in state.clients.values()
        if (str(other.number).encode() == by_id if by_id else other.address == address)
    ]
    if not killed:
        raise BadCall("no such client")
    for other in killed:
        other.is_leaving = True
        if other is not client:
            state.outgoing.append((other, NO_VALUE))
    return len(killed) if by_id else DONE


def _client_unblock(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> int:
    """End the blocked call of a client as when its time is up. As in Redis: 1, or 0 if none was blocked."""
    if len(words) not in (1, 2) or not words[0].isdigit() or words[-1].upper() not in (words[0], b"TIMEOUT"):
        raise BadCall("CLIENT UNBLOCK takes a client's number; the call ends as by a TIMEOUT")
    other = state.clients.get(natural(words[0]))
    if other is None or other.call is None:
        return 0
    state.time_out(other.call, now_ns)
    return 1


_CLIENT: dict[bytes, Callable[[ControllerState, Client, int, list[bytes]], Any]] = {
    b"ID": _client_id,
    b"GETNAME": _client_getname,
    b"SETNAME": _client_setname,
    b"SETINFO": _client_setinfo,
    b"INFO": _client_info,
    b"LIST": _client_list,
    b"KILL": _client_kill,
    b"UNBLOCK": _client_unblock,
}
