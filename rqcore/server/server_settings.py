# SPDX-License-Identifier: MIT
"""The table of settings of ``rqcore serve``, and how their values are found.

An option on the command line overrides the environment, the environment overrides the settings file, and
the file overrides the default. All three give text, which the same function converts. So a setting needs
only one row here, and a wrong value gives one sentence.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from functools import partial
from typing import Any

from rqcore.controller.limits import Limits
from rqcore.controller.users import DEFAULT, Users
from rqcore.errors import BadSetting
from rqcore.server import setting_types
from rqcore.server.setting_files import read_file, read_private_file
from rqcore.server.setting_types import Convert, ListenAddress
from rqcore.url import DEFAULT_PORT, is_loopback

PREFIX = "RQ_"
"""The beginning of the name of each environment variable."""
LARGEST_ITEM = 2**32 - 1
"""The bytes of the largest item that a durable queue can save."""
LARGEST = 2**63
"""Numbers in a settings file must be below it."""
_LIMITS = Limits()


def setting(
    default: Any,
    convert: Convert,
    help: str,
    *,
    group: str,
    metavar: str = "",
    empty: str = "",
    option: bool = True,
    file: bool = True,
) -> Any:
    """Make a row of the table.

    Args:
        default: The value if the setting is not given.
        convert: Makes the value from text. Raises BadSetting.
        help: What the setting does, with its unit: a phrase without a full stop.
        group: The title of its group, a key of ``GROUPS``.
        metavar: The placeholder of its value on the command line; empty for a flag.
        empty: What an empty default means.
        option: Whether it can be set on the command line.
        file: Whether it can be set in the settings file.
    """
    row = {"convert": convert, "help": help, "metavar": metavar, "option": option, "file": file}
    return field(default=default, metadata=row | {"group": group, "empty": empty})


GROUPS = {
    "settings file": "",
    "listeners": "Addresses at which clients can connect. Several kinds can be used at the same time.",
    "TLS": "Files are in PEM format.",
    "users": "Without users, any client that can connect can use every queue.",
    "limits": "SIZE is a number of bytes, or a number with a unit: 64KiB, 512MiB, 2GiB.",
    "durable queues": "Queues that a restart finds again, created with durable.",
    "spool": "Clients on this machine pass large payloads as files instead of sending them.",
    "log": "",
}
"""The groups of settings in ``--help``, each with an explanation."""

_listener = partial(setting, group="listeners")
_tls = partial(setting, group="TLS")
_user = partial(setting, group="users")
_limit = partial(setting, group="limits")
_durable = partial(setting, group="durable queues")
_spool = partial(setting, group="spool")
_log = partial(setting, group="log")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """All settings of ``rqcore serve``; one field for each row of the table.

    Raises:
        BadSetting: One setting contradicts another.
    """

    config: str = setting(
        "",
        setting_types.printable,
        "read settings from this TOML file; rqcore settings prints an example",
        group="settings file",
        metavar="FILE",
        empty="no file",
        file=False,
    )
    host: str = _listener(
        "127.0.0.1",
        setting_types.printable,
        "IP address or host name to listen on; 0.0.0.0 means all IPv4 interfaces",
        metavar="ADDRESS",
    )
    port: int = _listener(
        DEFAULT_PORT, setting_types.port, "TCP port to listen on; 0 chooses a free port", metavar="N"
    )
    no_tcp: bool = _listener(False, setting_types.flag, "listen on the Unix socket only")
    unix: str = _listener(
        "",
        setting_types.printable,
        "also listen on a Unix socket at this path of at most 100 bytes",
        metavar="PATH",
        empty="no Unix socket",
    )
    unix_mode: int = _listener(
        0o600, setting_types.mode, "permissions of the Unix socket, three octal digits", metavar="MODE"
    )
    zen: tuple[ListenAddress, ...] = _listener(
        (),
        setting_types.listen_addresses,
        "also serve one queue with ZenQueue's protocol, on 127.0.0.1 unless HOST is given; separate several "
        "addresses with commas",
        metavar="[HOST:]PORT=QUEUE",
        empty="none",
    )
    zen_http: tuple[ListenAddress, ...] = _listener(
        (),
        setting_types.listen_addresses,
        "also serve one queue with ZenQueue's HTTP protocol; the value is as for zen",
        metavar="[HOST:]PORT=QUEUE",
        empty="none",
    )
    zen_http_hosts: tuple[str, ...] = _listener(
        (),
        setting_types.host_names,
        "names with a dot by which HTTP clients reach this machine, separated by commas; requests to other "
        "such names are refused, because a web page may have sent them",
        metavar="NAMES",
        empty="its host name",
    )
    tls_cert: str = _tls(
        "",
        setting_types.printable,
        "encrypt TCP connections with TLS; the file has the certificate and its chain",
        metavar="FILE",
        empty="no TLS",
    )
    tls_key: str = _tls(
        "",
        setting_types.printable,
        "private key of the certificate, without a password",
        metavar="FILE",
        empty="in the file of the certificate",
    )
    tls_client_ca: str = _tls(
        "",
        setting_types.printable,
        "accept only clients whose certificate was signed by one of the certificates in this file",
        metavar="FILE",
        empty="clients need no certificate",
    )
    users: str = _user(
        "",
        setting_types.printable,
        "users that can log in: TOML with a table for each user, as rqcore user prints it",
        metavar="FILE",
        empty="no users",
    )
    password: str = _user(
        "", setting_types.any_text, f"password of the user {DEFAULT!r}", empty="no such user", option=False
    )
    insecure: bool = _user(False, setting_types.flag, "allow other machines to connect without a password")
    no_debug: bool = _user(
        False, setting_types.flag, "refuse debuggers that stop or change the calls of other clients"
    )
    max_clients: int = _limit(
        _LIMITS.clients,
        setting_types.count,
        "maximum number of connected clients; further clients are refused with TOOMANY",
        metavar="N",
    )
    max_queues: int = _limit(
        _LIMITS.queues,
        setting_types.count,
        "maximum number of queues; creating another one fails with TOOMANY",
        metavar="N",
    )
    max_observers: int = _limit(
        _LIMITS.observers,
        setting_types.count,
        "maximum number of observers; another one is refused with TOOMANY",
        metavar="N",
    )
    max_payload: int = _limit(
        _LIMITS.payload,
        setting_types.size,
        "maximum bytes of one command, or of the items in one reply; larger ones fail with TOOBIG. "
        "Above 64MiB, one command delays all other clients: 1GiB by about 3 seconds",
        metavar="SIZE",
    )
    max_memory: int = _limit(
        _LIMITS.memory,
        setting_types.size,
        "maximum bytes held for all clients together; a put beyond it fails with TOOMANY",
        metavar="SIZE",
    )
    max_pipelined: int = _limit(
        _LIMITS.pipelined,
        setting_types.size,
        "maximum bytes that a client may send while its call is blocked; a client that sends more is "
        "disconnected with TOOBIG",
        metavar="SIZE",
    )
    max_output: int = _limit(
        _LIMITS.output,
        setting_types.size,
        "maximum bytes of replies that a client has not read; its next commands wait until it reads",
        metavar="SIZE",
    )
    max_backlog: int = _limit(
        _LIMITS.backlog,
        setting_types.size,
        "maximum bytes of events that an observer has not read; further events are dropped and counted",
        metavar="SIZE",
    )
    max_silence: float = _limit(
        _LIMITS.silence,
        setting_types.seconds,
        "time in seconds for a new client to send a complete command and log in; after that it is "
        "disconnected with NOTALLOWED",
        metavar="SECONDS",
    )
    max_unreachable: float = _limit(
        _LIMITS.unreachable,
        setting_types.seconds,
        "time in seconds until a client that the network no longer reaches is disconnected; also one that "
        "reads nothing for so long although data waits for it",
        metavar="SECONDS",
    )
    max_absence: float = _limit(
        _LIMITS.absence,
        setting_types.seconds,
        "time in seconds that a client of rqcore has to continue after its connection was lost; after that, "
        "items whose receipt it did not prove go back to their queue",
        metavar="SECONDS",
    )
    max_leases: int = _limit(
        _LIMITS.leases,
        setting_types.count,
        "maximum number of leased items of one client, and of one queue; a further lease fails with TOOMANY",
        metavar="N",
    )
    max_lost_sessions: int = _limit(
        _LIMITS.lost_sessions,
        setting_types.count,
        "maximum number of clients that may continue after their connections were lost; another one ends the "
        "wait for the oldest",
        metavar="N",
    )
    data: str = _durable(
        "",
        setting_types.printable,
        "directory of the durable queues; it is created if necessary",
        metavar="DIRECTORY",
        empty="no durable queues",
    )
    sync: str = _durable(
        "always",
        setting_types.one_of("always", "second", "off"),
        "when a change must be on the disk: always before its reply, each second, or off for when the system "
        "writes it; with second and off, kill -9 can lose the last changes, usually of 0.05 seconds, and a "
        "failure of the machine more",
        metavar="WHEN",
    )
    spool: str = _spool(
        "",
        setting_types.printable,
        "directory of the spool, or off for no spool",
        metavar="DIRECTORY",
        empty="a temporary directory",
    )
    spool_above: int = _spool(
        256 * 1024,
        setting_types.size,
        "payloads of more bytes are passed as files",
        metavar="SIZE",
    )
    max_spool: int = _spool(
        _LIMITS.spool,
        setting_types.size,
        "maximum bytes of all files in the spool; a put beyond it fails with TOOMANY",
        metavar="SIZE",
    )
    log_format: str = _log(
        "text",
        setting_types.one_of("text", "json"),
        "format of the log lines on stderr: text or json",
        metavar="FORMAT",
    )
    log_level: str = _log(
        "info",
        setting_types.one_of("debug", "info", "warning", "error"),
        "lowest level that is logged: debug, info, warning or error",
        metavar="LEVEL",
    )

    def __post_init__(self) -> None:
        """Raise BadSetting if one setting contradicts another."""
        if self.no_tcp and not self.unix:
            raise BadSetting(
                "no_tcp leaves no address to listen on; also set unix to the path of a Unix socket"
            )
        if (self.tls_key or self.tls_client_ca) and not self.tls_cert:
            raise BadSetting("tls_key and tls_client_ca need tls_cert; set it to the file of the certificate")
        if self.unix and len(self.unix.encode()) > 100:
            raise BadSetting(f"unix must be a path of at most 100 bytes, not of {len(self.unix.encode())}")
        if self.data and self.max_payload > LARGEST_ITEM:
            raise BadSetting(
                f"max_payload must be at most {LARGEST_ITEM} bytes with data; "
                "durable queues save no larger items"
            )

    @property
    def limits(self) -> Limits:
        """The limits of the controller."""
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
            unreachable=self.max_unreachable,
            absence=self.max_absence,
            leases=self.max_leases,
            lost_sessions=self.max_lost_sessions,
        )

    @property
    def exposed(self) -> bool:
        """Whether other machines can connect without a client certificate, and ``insecure`` is not set."""
        return not (self.no_tcp or self.insecure or self.tls_client_ca or is_loopback(self.host))

    @property
    def exposed_zen_addresses(self) -> list[ListenAddress]:
        """The ZenQueue addresses that other machines can reach: the protocol has no password."""
        if self.insecure:
            return []
        return [address for address in self.zen + self.zen_http if not is_loopback(address.host)]

    def load_users(self) -> Users:
        """Return the users of the users file, and the default user if ``password`` is set.

        Raises:
            BadSetting: The file cannot be read, or has a wrong line or no user.
        """
        users = Users()
        if self.users:
            text = read_private_file(self.users)
            try:
                users = Users.parse(text.decode("utf-8-sig"))
            except (BadSetting, UnicodeDecodeError) as error:
                raise BadSetting(f"the users file {self.users}: {error}") from error
            if not users:
                raise BadSetting(
                    f"the users file {self.users} has no users; add tables as rqcore user prints them"
                )
        if self.password:
            users.add(DEFAULT, self.password)
        return users


ROWS: tuple[Field[Any], ...] = fields(ServerSettings)
"""The rows of the table."""


def option(row: Field[Any]) -> str:
    """Return the name of a setting on the command line, such as ``--max-clients``."""
    return "--" + row.name.replace("_", "-")


def variable(row: Field[Any]) -> str:
    """Return the name of a setting in the environment, such as ``RQ_MAX_CLIENTS``."""
    return PREFIX + row.name.upper()


def load_settings(options: Mapping[str, str | None], environment: Mapping[str, str]) -> ServerSettings:
    """Find the values of all settings.

    Args:
        options: The options on the command line, by the names of the settings; None if not given.
        environment: The environment variables.

    Raises:
        BadSetting: A value is wrong, or the settings file cannot be read; it names the source.
    """
    given: dict[str, tuple[str, str]] = {}
    for row in ROWS:
        if (text := environment.get(variable(row))) is not None:
            given[row.name] = variable(row), text
        if (text := options.get(row.name)) is not None:
            given[row.name] = option(row), text
    file = str(_convert(given["config"], ROWS[0])) if given.get("config", ("", ""))[1] else ""
    given = {**(_from_file(file) if file else {}), **given}
    values: dict[str, Any] = {row.name: _convert(given[row.name], row) for row in ROWS if row.name in given}
    return ServerSettings(**values)


def _convert(given: tuple[str, str], row: Field[Any]) -> object:
    """Convert the text of a setting, given with its source."""
    source, text = given
    if text == "" and row.default == "":  # an empty variable counts as not set
        return row.default
    try:
        return row.metadata["convert"](text)
    except BadSetting as error:
        raise BadSetting(f"{source} {error}") from None


def _from_file(path: str) -> dict[str, tuple[str, str]]:
    """Return source and text of each setting in a file."""
    content = read_file(path)
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # also for a number of more than 4,300 digits
        raise BadSetting(f"{path} is not a valid TOML file: {error}") from error
    names = {row.name for row in ROWS if row.metadata["file"]}
    for name, value in table.items():
        if name not in names:
            close = get_close_matches(name, names, 1)
            advice = f"did you mean {close[0]}?" if close else "rqcore settings prints all settings"
            raise BadSetting(f"{path}: there is no setting {name}; {advice}")
        if not isinstance(value, str | int | float):
            raise BadSetting(
                f"{path}: {name} must be text, a number, true or false, not a {type(value).__name__}"
            )
        if isinstance(value, int) and abs(value) >= LARGEST:  # Python may refuse to write more digits
            raise BadSetting(f"{path}: {name} must be a number below {LARGEST}")
    return {name: (f"{path}: {name}", _text(value)) for name, value in table.items()}


def _text(value: str | int | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
