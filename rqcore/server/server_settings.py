# SPDX-License-Identifier: MIT
"""The table of settings of ``rqcore serve``, and how a controller comes to its own.

An option on the command line goes before the environment, that before the
file, and that before the default. All three give text, which is understood in
the same way: so a setting needs one row, and one sentence when it is wrong.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from ipaddress import ip_address
from typing import Any

from rqcore.controller.limits import Limits
from rqcore.controller.users import DEFAULT, Users
from rqcore.errors import BadSetting
from rqcore.server import setting_types
from rqcore.server.setting_types import Convert, ListenAddress
from rqcore.url import DEFAULT_PORT

PREFIX = "RQ_"
_LIMITS = Limits()


def setting(
    default: Any, convert: Convert, help: str, *, metavar: str = "", option: bool = True, file: bool = True
) -> Any:
    """A row of the table. ``option``, ``file``: whether it may be set on the command line, in a file."""
    row = {"convert": convert, "help": help, "metavar": metavar, "option": option, "file": file}
    return field(default=default, metadata=row)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """Everything that ``rqcore serve`` can be told; one field for each row of the table."""

    config: str = setting("", setting_types.word, "a TOML file with settings", metavar="FILE", file=False)
    host: str = setting("127.0.0.1", setting_types.word, "address to listen on", metavar="ADDRESS")
    port: int = setting(
        DEFAULT_PORT, setting_types.port, "port to listen on; 0 takes a free one", metavar="N"
    )
    no_tcp: bool = setting(False, setting_types.flag, "listen on the Unix socket only")
    unix: str = setting("", setting_types.word, "listen on a Unix socket too", metavar="PATH")
    unix_mode: int = setting(
        0o600, setting_types.mode, "permissions of the Unix socket, in octal", metavar="MODE"
    )
    zen: tuple[ListenAddress, ...] = setting(
        (),
        setting_types.doors,
        "speak ZenQueue's protocol for one queue; may be given several times",
        metavar="[HOST:]PORT=QUEUE",
    )
    zen_http: tuple[ListenAddress, ...] = setting(
        (), setting_types.doors, "the same in HTTP", metavar="[HOST:]PORT=QUEUE"
    )
    tls_cert: str = setting(
        "", setting_types.word, "speak TLS with this certificate, and the chain behind it", metavar="FILE"
    )
    tls_key: str = setting("", setting_types.word, "its key, where it is in another file", metavar="FILE")
    tls_client_ca: str = setting(
        "", setting_types.word, "serve only clients whose certificate one of these has signed", metavar="FILE"
    )
    users: str = setting(
        "", setting_types.word, "who may log in: lines of name:password or name:sha256:digest", metavar="FILE"
    )
    password: str = setting("", setting_types.secret, f"the password of the user {DEFAULT!r}", option=False)
    insecure: bool = setting(False, setting_types.flag, "listen beyond this machine without a password")
    max_clients: int = setting(
        _LIMITS.clients, setting_types.count, "clients at a time; one more gets TOOMANY", metavar="N"
    )
    max_queues: int = setting(
        _LIMITS.queues, setting_types.count, "queues at a time; one more gets TOOMANY", metavar="N"
    )
    max_observers: int = setting(
        _LIMITS.observers, setting_types.count, "observers at a time; one more gets TOOMANY", metavar="N"
    )
    max_payload: int = setting(
        _LIMITS.payload,
        setting_types.size,
        "bytes in one command or one reply of items; else TOOBIG",
        metavar="SIZE",
    )
    max_memory: int = setting(
        _LIMITS.memory,
        setting_types.size,
        "bytes held for all clients; a put beyond it gets TOOMANY",
        metavar="SIZE",
    )
    max_pipelined: int = setting(
        _LIMITS.pipelined,
        setting_types.size,
        "bytes sent behind a blocked call; more gets TOOBIG",
        metavar="SIZE",
    )
    max_output: int = setting(
        _LIMITS.output,
        setting_types.size,
        "bytes of replies that a client leaves unread; beyond it nothing more is done for it until it reads",
        metavar="SIZE",
    )
    max_backlog: int = setting(
        _LIMITS.backlog,
        setting_types.size,
        "bytes of events that an observer leaves unread; beyond it they are dropped, and counted",
        metavar="SIZE",
    )
    spool: str = setting(
        "",
        setting_types.word,
        "directory for large payloads of clients on this machine, or off; else a temporary one",
        metavar="DIRECTORY",
    )
    spool_above: int = setting(
        256 * 1024,
        setting_types.size,
        "bytes from which a payload is worth a file in the spool",
        metavar="SIZE",
    )
    max_spool: int = setting(
        _LIMITS.spool,
        setting_types.size,
        "bytes that lie in the spool; a put beyond it gets TOOMANY",
        metavar="SIZE",
    )
    max_silence: float = setting(
        _LIMITS.silence,
        setting_types.seconds,
        "seconds until a new client has sent a whole command and logged in; else NOTALLOWED",
        metavar="SECONDS",
    )
    log_format: str = setting(
        "text",
        setting_types.one_of("text", "json"),
        "how log lines look on stderr: text or json",
        metavar="FORMAT",
    )
    log_level: str = setting(
        "info",
        setting_types.one_of("debug", "info", "warning", "error"),
        "least level that is logged: debug, info, warning or error",
        metavar="LEVEL",
    )

    def __post_init__(self) -> None:
        """Raises BadSetting where one setting contradicts another."""
        if self.no_tcp and not self.unix:
            raise BadSetting("no_tcp leaves nothing to listen on: set unix to a path as well")
        if (self.tls_key or self.tls_client_ca) and not self.tls_cert:
            raise BadSetting("tls_key and tls_client_ca mean nothing without tls_cert")
        if self.unix and len(self.unix.encode()) > 100:
            raise BadSetting(f"unix must be a path of at most 100 bytes, not of {len(self.unix.encode())}")

    @property
    def limits(self) -> Limits:
        return Limits(
            clients=self.max_clients,
            queues=self.max_queues,
            observers=self.max_observers,
            payload=self.max_payload,
            memory=self.max_memory,
            pipelined=self.max_pipelined,
            output=self.max_output,
            backlog=self.max_backlog,
            spool=self.max_spool,
            silence=self.max_silence,
        )

    @property
    def exposed(self) -> bool:
        """Other machines can reach it, and nothing keeps them out."""
        return not (self.no_tcp or self.insecure or self.tls_client_ca or _is_loopback(self.host))

    @property
    def exposed_doors(self) -> list[ListenAddress]:
        """Doors that other machines can reach: their protocol knows no password."""
        return (
            []
            if self.insecure
            else [door for door in self.zen + self.zen_http if not _is_loopback(door.host)]
        )

    def known_users(self) -> Users:
        """From the file of users and the password. Raises BadSetting."""
        users = Users()
        if self.users:
            text = _read(self.users)
            try:
                users = Users.parse(text.decode())
            except (BadSetting, UnicodeDecodeError) as error:
                raise BadSetting(f"the file of users {self.users}: {error}") from error
            if not users:
                raise BadSetting(f"the file of users {self.users} names nobody")
        if self.password:
            users.add(DEFAULT, self.password)
        return users


ROWS: tuple[Field[Any], ...] = fields(ServerSettings)
"""The table itself."""


def option(row: Field[Any]) -> str:
    return "--" + row.name.replace("_", "-")


def variable(row: Field[Any]) -> str:
    return PREFIX + row.name.upper()


def settle(options: Mapping[str, str | None], environment: Mapping[str, str]) -> ServerSettings:
    """The settings that these options (by name; None: not given) and this environment make.

    Raises BadSetting, which says where the trouble is.
    """
    given: dict[str, tuple[str, str]] = {}
    for row in ROWS:
        if (text := environment.get(variable(row))) is not None:
            given[row.name] = variable(row), text
        if (text := options.get(row.name)) is not None:
            given[row.name] = option(row), text
    file = str(_understood(given["config"], ROWS[0])) if given.get("config", ("", ""))[1] else ""
    given = {**(_from_file(file) if file else {}), **given}
    found: dict[str, Any] = {row.name: _understood(given[row.name], row) for row in ROWS if row.name in given}
    return ServerSettings(**found)


def _understood(given: tuple[str, str], row: Field[Any]) -> object:
    source, text = given
    if text == "" and row.default == "":  # an empty variable is as good as none
        return row.default
    try:
        return row.metadata["convert"](text)
    except BadSetting as error:
        raise BadSetting(f"{source} {error}") from None


def _from_file(path: str) -> dict[str, tuple[str, str]]:
    try:
        table = tomllib.loads(_read(path).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path} is no TOML file: {error}") from error
    known = {row.name for row in ROWS if row.metadata["file"]}
    for name, value in table.items():
        if name not in known:
            close = get_close_matches(name, known, 1)
            raise BadSetting(f"{path}: no setting is called {name}" + (f"; {close[0]}?" if close else ""))
        if not isinstance(value, str | int | float):
            raise BadSetting(f"{path}: {name} must be one value, not a {type(value).__name__}")
    return {name: (f"{path}: {name}", _text(value)) for name, value in table.items()}


def _text(value: str | int | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise BadSetting(f"cannot read {path}: {error.strerror}") from error


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
