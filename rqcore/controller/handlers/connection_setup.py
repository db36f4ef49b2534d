# SPDX-License-Identifier: MIT
"""Handlers of the connection commands, which every Redis client expects."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from fnmatch import fnmatchcase
from functools import partial
from typing import Any, NamedTuple

from rqcore.controller.calls.session_calls import begin_session, disconnect
from rqcore.controller.clients import BlockedCall, Client, PendingLogin
from rqcore.controller.handlers.command_registry import handles
from rqcore.controller.queue import BLOCKED, BlockedValue
from rqcore.controller.state import NO_VALUE, ControllerState
from rqcore.errors import (
    BadCall,
    NoAuth,
    NotAllowed,
    RqError,
    TooBig,
    TooMany,
    UnknownProtocol,
    WrongPass,
    quoted,
    without_frames,
)
from rqcore.protocol.arguments import natural, text
from rqcore.protocol.command_docs import describe, document
from rqcore.protocol.command_table import COMMANDS, GROUP_OF
from rqcore.protocol.command_traits import Right
from rqcore.protocol.event_fields import LATEST
from rqcore.protocol.event_values import Outcome
from rqcore.protocol.reply_types import DONE, NULL_ITEMS, DoneType
from rqcore.protocol.slices import POSTPONED, SlicedWork, finish, sliced
from rqcore.version import VERSION

LONGEST_WORD = 200
"""The most characters of the name of a client, of its library, and of its user if there is no users file."""
DESCRIBING = 50
"""The work of describing a command."""
FEW_CLIENTS = 200
"""The lines of CLIENT LIST in one slice."""
log: logging.Logger = logging.getLogger("rqcore.users")


@handles("HELLO")
def hello(state: ControllerState, client: Client, now_ns: int, *words: bytes) -> Any:
    """Choose the protocol, log in, and set the client's name. Returns a description of the controller.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        words: ``[2|3] [AUTH user password] [SETNAME name] [SESSION]``.

    Raises:
        UnknownProtocol: The version is neither 2 nor 3.
        BadCall: An option is unknown or has no value, or a name is invalid.
        WrongPass: The user name or the password is wrong.
        NoAuth: The client has not logged in.
    """
    if client.is_announced and state.is_busy and state.publisher.subscriptions:  # it may need a flush
        client.slices = POSTPONED
        return BLOCKED
    options = _hello_options(client, list(words))
    login, proceed = options.login, partial(_greet, state, client, options)
    if not login and not client.is_trusted:
        raise NoAuth(
            "this controller requires a password; "
            "write rq://user:password@host, or send HELLO 3 AUTH user password"
        )
    value = _log_in(state, client, now_ns, *login, proceed) if login else proceed()
    if client.name and value is not BLOCKED:  # otherwise its first call announces it
        state.announce(client, now_ns)
    return value


class HelloOptions(NamedTuple):
    """The options of HELLO."""

    protocol: int
    """The version of RESP."""
    login: tuple[bytes, bytes] | None
    """User and password."""
    name: str | None
    begins_session: bool


def _hello_options(client: Client, rest: list[bytes]) -> HelloOptions:
    """Read the options of HELLO. Raises UnknownProtocol and BadCall."""
    protocol, login, name, begins_session = client.protocol, None, None, False
    if rest and rest[0].upper() not in (b"AUTH", b"SETNAME", b"SESSION"):
        version = rest.pop(0)
        if version not in (b"2", b"3"):
            raise UnknownProtocol(f"unsupported protocol version {quoted(version)}; choose 2 or 3")
        protocol = int(version)
    while rest:
        option = rest.pop(0).upper()
        if option == b"AUTH" and len(rest) >= 2:
            login = rest.pop(0), rest.pop(0)
        elif option == b"SETNAME" and rest:
            name = _single_word(rest.pop(0))
        elif option == b"SESSION":
            begins_session = True
        else:
            raise BadCall(
                f"HELLO option {quoted(option)} is unknown or has no value; "
                "usage: HELLO [2|3] [AUTH user password] [SETNAME name] [SESSION]"
            )
    return HelloOptions(protocol, login, name, begins_session)


def _greet(state: ControllerState, client: Client, options: HelloOptions) -> dict[str, Any]:
    client.protocol = options.protocol
    if options.protocol < 3:  # RESP2 has no push frames
        state.publisher.unsubscribe(client.number)
    state.rename(client, client.name if options.name is None else options.name)
    token = begin_session(state, client).token if options.begins_session else None
    session = {"session": token, "grace": state.limits.absence} if token else {}
    return {
        "server": "rqcore",
        "version": VERSION,
        "proto": options.protocol,
        "id": client.number,
        "mode": "standalone",
        "role": "master",
        "modules": [],
        "events": LATEST,
        **session,
    }


@handles("AUTH")
def auth(state: ControllerState, client: Client, now_ns: int, *words: bytes) -> Any:
    """Log in. Waits for the check of the password, unless it was verified before.

    Args:
        state: The controller.
        client: The client that calls.
        now_ns: The current time in ns.
        words: ``[user] password``.

    Raises:
        BadCall: The number of arguments is wrong, or the user name is invalid.
        TooMany: The client's address has tried too many passwords.
        WrongPass: The user name or the password is wrong.
    """
    if len(words) not in (1, 2):
        raise BadCall("wrong number of arguments; usage: AUTH [user] password")
    user = words[0] if len(words) == 2 else b"default"
    return _log_in(state, client, now_ns, user, words[-1], lambda: None)


def _log_in(
    state: ControllerState,
    client: Client,
    now_ns: int,
    user: bytes,
    password: bytes,
    proceed: Callable[[], Any],
) -> Any:
    """Log in, and return the reply that ``proceed`` makes, or BLOCKED while the password is checked."""
    if not state.users:
        client.user = _single_word(user)
        return proceed()
    name = user.decode(errors="replace")
    try:
        is_right = state.logins.check(client, name, password, now_ns, proceed)
    except TooMany:
        state.counters.refused_logins += 1
        raise
    return BLOCKED if is_right is BLOCKED else _finish_login(state, client, name, bool(is_right), proceed)


def end_login(state: ControllerState, login: PendingLogin, is_right: bool) -> None:
    """End a login that waited for the check of its password."""
    try:
        value = _finish_login(state, login.client, login.user, is_right, login.proceed)
    except RqError as error:
        value = without_frames(error)
    state.send(login.client, value, is_kept=False)


def _finish_login(
    state: ControllerState, client: Client, name: str, is_right: bool, proceed: Callable[[], Any]
) -> Any:
    if not is_right:
        state.counters.wrong_passwords += 1
        log.warning("wrong user name or password", extra={"user": name[:80], "address": client.address})
        raise WrongPass("wrong user name or password; check both")
    access = state.users.access_of(name)
    if access is not client.access:
        state.publisher.unsubscribe(client.number)
    client.access, client.user = access, name
    return proceed()


@handles("PING")
def ping(state: ControllerState, client: Client, now_ns: int, *words: bytes) -> str | bytes:
    """Return PONG, or the given word."""
    return words[0] if words else "PONG"


@handles("TIME")
def time(state: ControllerState, client: Client, now_ns: int) -> list[bytes]:
    """Return the seconds since 1970 and the microseconds, as Redis does."""
    seconds, rest = divmod(now_ns + state.publisher.wall_offset_ns, 10**9)
    return [b"%d" % seconds, b"%d" % (rest // 1000)]


@handles("ECHO")
def echo(state: ControllerState, client: Client, now_ns: int, word: bytes) -> bytes:
    """Return the given word."""
    return word


@handles("SELECT")
def select(state: ControllerState, client: Client, now_ns: int, index: bytes) -> None:
    """Select database 0.

    Raises:
        BadCall: Another database was requested.
    """
    if index != b"0":
        raise BadCall(f"there is no database {quoted(index)}; a controller has only database 0")


@handles("CONFIG")
def config(state: ControllerState, client: Client, now_ns: int, *words: bytes) -> dict[str, str]:
    """Return the settings whose names match a pattern.

    Raises:
        BadCall: The subcommand is not GET.
        TooBig: The pattern is too long.
    """
    if not words or words[0].upper() != b"GET":
        raise BadCall("CONFIG supports only GET; set options when you start the controller")
    pattern = words[1].decode(errors="replace") if len(words) == 2 else "*"
    if len(pattern) > LONGEST_PATTERN:
        raise TooBig(f"the pattern has {len(pattern)} characters; use at most {LONGEST_PATTERN}")
    state.work += 1000
    return {name: value for name, value in _SETTINGS.items() if fnmatchcase(name, pattern.lower())}


LONGEST_PATTERN = 100
"""The most characters of a pattern, because they are compiled."""
_SETTINGS = {"save": "", "appendonly": "no"}
"""The settings that Redis benchmarks request. They mean that nothing is stored on disk."""


@handles("QUIT")
def quit_(state: ControllerState, client: Client, now_ns: int) -> None:
    """Close the connection after the reply."""
    client.is_leaving = True


@handles("RESET")
def reset(state: ControllerState, client: Client, now_ns: int) -> str:
    """Return the connection to its initial state."""
    state.work += state.flush_work
    state.publisher.unsubscribe(client.number)
    client.end_transaction()
    state.rename(client, "")
    client.protocol, client.access = 2, state.access_before_login
    client.no_touch = False
    return "RESET"


# COMMAND


@handles("COMMAND")
def command(state: ControllerState, client: Client, now_ns: int, *words: bytes) -> Any:
    """Execute a subcommand of COMMAND, which describes the commands.

    Raises:
        BadCall: The subcommand is unknown.
    """
    what, names = (words[0].upper(), words[1:]) if words else (b"INFO", ())
    rows = [COMMANDS.get(name.upper()) for name in names] if names else list(COMMANDS.values())
    state.work += 100 + (DESCRIBING * len(rows) if what in (b"INFO", b"DOCS") else 0)
    if what == b"COUNT":
        return len(COMMANDS)
    if what == b"LIST":
        return list(COMMANDS)
    if what == b"INFO":
        return [describe(row, GROUP_OF[row.name]) if row else NULL_ITEMS for row in rows]
    if what == b"DOCS":
        return {row.name.lower(): document(row, GROUP_OF[row.name]) for row in rows if row}
    raise BadCall(f"unknown subcommand {quoted(what)}; COMMAND supports COUNT, LIST, INFO and DOCS")


# CLIENT


@handles("CLIENT")
def client(state: ControllerState, client: Client, now_ns: int, *words: bytes) -> Any:
    """Execute a subcommand of CLIENT.

    Raises:
        BadCall: The subcommand is unknown, or its arguments are invalid.
    """
    name = words[0].upper() if words else b""
    handler = _CLIENT.get(name)
    if handler is None:
        names = ", ".join(each.decode() for each in sorted(_CLIENT))
        raise BadCall(f"unknown subcommand {quoted(name)}; CLIENT supports {names}")
    return handler(state, client, now_ns, list(words[1:]))


def _single_word(word: bytes) -> str:
    """Check a name that CLIENT LIST shows in a line with others. Raises BadCall."""
    name = text(word)
    if " " in name or len(name) > LONGEST_WORD:
        raise BadCall(f"invalid name {quoted(word)}; use at most {LONGEST_WORD} characters and no spaces")
    return name


def _client_id(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> int:
    return client.number


def _client_getname(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> str | None:
    return client.name or None


def _client_setname(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> DoneType:
    if len(words) != 1:
        raise BadCall("wrong number of arguments; usage: CLIENT SETNAME name")
    state.rename(client, _single_word(words[0]))
    if client.name:
        state.announce(client, now_ns)
    return DONE


def _client_setinfo(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> DoneType:
    if len(words) != 2:
        raise BadCall("wrong number of arguments; usage: CLIENT SETINFO LIB-NAME|LIB-VER value")
    if words[0].upper() == b"LIB-NAME":
        client.library = _single_word(words[1])
    elif words[0].upper() == b"LIB-VER":
        client.library_version = _single_word(words[1])
    return DONE


def _client_no_touch(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> DoneType:
    """Do not record the calls of this client that only read, for tools that look at queues."""
    if len(words) != 1 or words[0].upper() not in (b"ON", b"OFF"):
        raise BadCall("wrong arguments; usage: CLIENT NO-TOUCH ON|OFF")
    client.no_touch = words[0].upper() == b"ON"
    return DONE


def _line(state: ControllerState, client: Client, now_ns: int) -> str:
    return client.describe(now_ns, client.number in state.publisher.subscriptions) + "\n"


def _client_info(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> str:
    return _line(state, client, now_ns)


def _client_list(
    state: ControllerState, client: Client, now_ns: int, words: list[bytes]
) -> str | BlockedValue:
    clients = [each for each in state.clients.values() if not each.is_lost]
    work = _lines(state, clients, now_ns)
    if len(clients) <= FEW_CLIENTS:
        return str(finish(work))
    client.slices = SlicedWork(work)
    return BLOCKED


def _lines(state: ControllerState, clients: list[Client], now_ns: int) -> Generator[None, None, str]:
    """Make the lines of all clients in slices."""
    state.work += 5 * min(len(clients), FEW_CLIENTS)
    lines = [_line(state, other, now_ns) for other in clients[:FEW_CLIENTS]]
    for part in sliced(clients[FEW_CLIENTS:], FEW_CLIENTS):
        yield
        lines += [_line(state, other, now_ns) for other in part]
    return "".join(lines)


def _client_kill(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> int | DoneType:
    """Disconnect clients by number or address. The server closes connections whose client is leaving."""
    state.work += len(state.clients) // 4
    by_id = words[1] if len(words) == 2 and words[0].upper() == b"ID" else None
    address = words[-1].decode(errors="replace") if words else ""
    killed = [
        other
        for other in state.clients.values()
        if (str(other.number).encode() == by_id if by_id else other.address == address)
    ]
    if not killed:
        raise BadCall(f"no such client {quoted(address)}; CLIENT LIST shows all clients")
    for other in killed:
        other.dismiss(Outcome.CANCELLED)
        if other.is_lost:
            disconnect(state, other, now_ns)
        elif other is not client:
            state.outgoing.append((other, NO_VALUE))
    return len(killed) if by_id else DONE


def _client_unblock(state: ControllerState, client: Client, now_ns: int, words: list[bytes]) -> int:
    """End a client's blocked call as its timeout does. Returns 1, or 0 if it has none, as in Redis."""
    if len(words) not in (1, 2) or not words[0].isdigit() or words[-1].upper() not in (words[0], b"TIMEOUT"):
        raise BadCall("wrong arguments; usage: CLIENT UNBLOCK client-id [TIMEOUT]; ERROR is not supported")
    other = state.clients.get(natural(words[0]))
    if other is None or not isinstance(other.call, BlockedCall):
        return 0
    if other.user != client.user and not client.may(Right.ADMIN):
        raise NotAllowed(
            "only the role admin may end calls of other users; use a connection of the same user"
        )
    state.time_out(other.call, now_ns)
    return 1


_CLIENT: dict[bytes, Callable[[ControllerState, Client, int, list[bytes]], Any]] = {
    b"ID": _client_id,
    b"GETNAME": _client_getname,
    b"SETNAME": _client_setname,
    b"SETINFO": _client_setinfo,
    b"NO-TOUCH": _client_no_touch,
    b"INFO": _client_info,
    b"LIST": _client_list,
    b"KILL": _client_kill,
    b"UNBLOCK": _client_unblock,
}
