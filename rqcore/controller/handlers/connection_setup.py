# SPDX-License-Identifier: MIT
"""What the connection commands do: those that every Redis client expects to find."""

from __future__ import annotations

import logging
from collections.abc import Callable
from fnmatch import fnmatchcase

from rqcore.controller.clients import Client
from rqcore.controller.handlers.registry import handles
from rqcore.controller.state import ControllerState
from rqcore.errors import BadCall, NoAuth, WrongPass
from rqcore.protocol import resp
from rqcore.protocol.arguments import natural, text
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.command_table import COMMANDS
from rqcore.version import VERSION

log = logging.getLogger("rqcore.users")


@handles("HELLO")
def hello(hub: ControllerState, client: Client, now: int, *words: bytes) -> bytes:
    rest = list(words)
    protocol = client.protocol
    if rest and rest[0].upper() not in (b"AUTH", b"SETNAME"):
        version = rest.pop(0)
        if version not in (b"2", b"3"):
            return resp.error("NOPROTO", "this controller speaks RESP2 and RESP3")
        protocol = int(version)
    name = None
    while rest:
        option = rest.pop(0).upper()
        if option == b"AUTH" and len(rest) >= 2:
            _log_in(hub, client, rest.pop(0), rest.pop(0))
        elif option == b"SETNAME" and rest:
            name = _client_name(rest.pop(0))
        else:
            raise BadCall(f"{option[:40]!r} is no option of HELLO, or lacks its value")
    if not client.trusted:
        raise NoAuth("this controller wants a password: HELLO 3 AUTH user password")
    client.protocol = protocol
    if protocol < 3:  # which knows no push frames
        hub.news.unobserve(client)
    hub.rename(client, client.name if name is None else name)
    about = {
        "server": "rqcore",
        "version": VERSION,
        "proto": protocol,
        "id": client.number,
        "mode": "standalone",
        "role": "master",
        "modules": [],
    }
    return resp.encode(about, protocol)


@handles("AUTH")
def auth(hub: ControllerState, client: Client, now: int, *words: bytes) -> bytes:
    if len(words) not in (1, 2):
        raise BadCall("wrong number of arguments; AUTH [user] password")
    user = words[0] if len(words) == 2 else b"default"
    _log_in(hub, client, user, words[-1])
    return resp.OK


def _log_in(hub: ControllerState, client: Client, user: bytes, password: bytes) -> None:
    name = user.decode(errors="replace")
    if hub.users and not hub.users.know(name, password):
        hub.counters.wrong_passwords += 1
        log.warning("user or password is wrong", extra={"user": name[:80], "address": client.address})
        raise WrongPass("user or password is wrong")
    client.trusted = True
    client.user = name


@handles("PING")
def ping(hub: ControllerState, client: Client, now: int, *words: bytes) -> bytes:
    if len(words) > 1:
        raise BadCall("wrong number of arguments; PING [word]")
    return resp.bulk(words[0]) if words else b"+PONG\r\n"


@handles("TIME")
def time(hub: ControllerState, client: Client, now: int) -> bytes:
    """As Redis tells it."""
    seconds, rest = divmod(now + hub.news.wall_offset, 10**9)
    return resp.array((resp.bulk(b"%d" % seconds), resp.bulk(b"%d" % (rest // 1000))))


@handles("ECHO")
def echo(hub: ControllerState, client: Client, now: int, word: bytes) -> bytes:
    return resp.bulk(word)


@handles("SELECT")
def select(hub: ControllerState, client: Client, now: int, index: bytes) -> bytes:
    if index != b"0":
        raise BadCall("there is only database 0")
    return resp.OK


@handles("CONFIG")
def config(hub: ControllerState, client: Client, now: int, *words: bytes) -> bytes:
    if not words or words[0].upper() != b"GET":
        raise BadCall("only CONFIG GET is answered; a controller is configured when it starts")
    pattern = words[1].decode(errors="replace") if len(words) == 2 else "*"
    settings = {name: value for name, value in _SETTINGS.items() if fnmatchcase(name, pattern.lower())}
    return resp.encode(settings, client.protocol)


_SETTINGS = {"save": "", "appendonly": "no"}
"""What tools that measure a Redis ask for: nothing is kept on a disk."""


@handles("QUIT")
def quit_(hub: ControllerState, client: Client, now: int) -> bytes:
    client.leaving = True
    return resp.OK


@handles("RESET")
def reset(hub: ControllerState, client: Client, now: int) -> bytes:
    hub.news.unobserve(client)
    client.protocol, client.name, client.trusted = 2, "", not hub.users
    return b"+RESET\r\n"


# COMMAND


@handles("COMMAND")
def command(hub: ControllerState, client: Client, now: int, *words: bytes) -> bytes:
    what, names = (words[0].upper(), words[1:]) if words else (b"INFO", ())
    rows = [COMMANDS.get(name.upper()) for name in names] if names else list(COMMANDS.values())
    if what == b"COUNT":
        return resp.integer(len(COMMANDS))
    if what == b"LIST":
        return resp.array(resp.bulk(name) for name in COMMANDS)
    if what == b"INFO":
        return resp.array(_describe(row) if row else resp.null_array(client.protocol) for row in rows)
    if what == b"DOCS":
        return resp.encode({row.name.lower(): _document(row) for row in rows if row}, client.protocol)
    raise BadCall("COMMAND knows COUNT, LIST, INFO and DOCS")


def _describe(row: CommandSpec) -> bytes:
    keys = int(row.takes_queue)
    flags = resp.array((b"+readonly\r\n" if row.only_looks else b"+write\r\n",))
    numbers = map(resp.integer, (keys, keys, keys))
    return resp.array((resp.bulk(row.name.lower().encode()), resp.integer(row.arity), flags, *numbers))


def _document(row: CommandSpec) -> dict[str, object]:
    return {"summary": row.help, "usage": row.usage, "reply": row.reply.text, "errors": list(row.error_codes)}


# CLIENT


@handles("CLIENT")
def client(hub: ControllerState, client: Client, now: int, *words: bytes) -> bytes:
    name = words[0].upper() if words else b""
    handler = _CLIENT.get(name)
    if handler is None:
        raise BadCall("CLIENT knows " + ", ".join(known.decode() for known in sorted(_CLIENT)))
    return handler(hub, client, now, list(words[1:]))


def _client_name(word: bytes) -> str:
    name = text(word)
    if " " in name or len(name) > 200:
        raise BadCall("a client's name has at most 200 characters and no blanks")
    return name


def _client_id(hub: ControllerState, client: Client, now: int, words: list[bytes]) -> bytes:
    return resp.integer(client.number)


def _client_getname(hub: ControllerState, client: Client, now: int, words: list[bytes]) -> bytes:
    return resp.encode(client.name or None, client.protocol)


def _client_setname(hub: ControllerState, client: Client, now: int, words: list[bytes]) -> bytes:
    if len(words) != 1:
        raise BadCall("wrong number of arguments; CLIENT SETNAME name")
    hub.rename(client, _client_name(words[0]))
    return resp.OK


def _client_setinfo(hub: ControllerState, client: Client, now: int, words: list[bytes]) -> bytes:
    if len(words) != 2:
        raise BadCall("wrong number of arguments; CLIENT SETINFO LIB-NAME|LIB-VER value")
    if words[0].upper() == b"LIB-NAME":
        client.library = _client_name(words[1])
    return resp.OK


def _client_info(hub: ControllerState, client: Client, now: int, words: list[bytes]) -> bytes:
    return resp.encode(client.line(now) + "\n", client.protocol)


def _client_list(hub: ControllerState, client: Client, now: int, words: list[bytes]) -> bytes:
    lines = "".join(f"{other.line(now)}\n" for other in hub.clients.values())
    return resp.encode(lines, client.protocol)


def _client_kill(hub: ControllerState, client: Client, now: int, words: list[bytes]) -> bytes:
    """By id or by address; whoever owns the connections hangs up on those that are leaving."""
    by_id = words[1] if len(words) == 2 and words[0].upper() == b"ID" else None
    address = words[-1].decode(errors="replace") if words else ""
    killed = [
        other
        for other in hub.clients.values()
        if (str(other.number).encode() == by_id if by_id else other.address == address)
    ]
    if not killed:
        raise BadCall("no such client")
    for other in killed:
        other.leaving = True
        if other is not client:
            hub.outgoing.append((other, b""))
    return resp.integer(len(killed)) if by_id else resp.OK


def _client_unblock(hub: ControllerState, client: Client, now: int, words: list[bytes]) -> bytes:
    """As in Redis: 1 when that client's call was waiting, and now ends as when its time is up; else 0."""
    if len(words) not in (1, 2) or not words[0].isdigit() or words[-1].upper() not in (words[0], b"TIMEOUT"):
        raise BadCall("CLIENT UNBLOCK takes a client's number; the call ends as by a TIMEOUT")
    other = hub.clients.get(natural(words[0]))
    if other is None or other.call is None:
        return resp.integer(0)
    hub.time_out(other.call, now)
    return resp.integer(1)


_CLIENT: dict[bytes, Callable[[ControllerState, Client, int, list[bytes]], bytes]] = {
    b"ID": _client_id,
    b"GETNAME": _client_getname,
    b"SETNAME": _client_setname,
    b"SETINFO": _client_setinfo,
    b"INFO": _client_info,
    b"LIST": _client_list,
    b"KILL": _client_kill,
    b"UNBLOCK": _client_unblock,
}
