# SPDX-License-Identifier: MIT
"""Parse URLs of Redis and Valkey servers, and open them with redis-py.

::

    redis://[user[:password]@]host[:port][/db]            rediss:// with TLS
    unix:///path/of/the/socket[?db=0]
    redis+cluster://host[:port][,host[:port]…]            rediss+cluster:// with TLS
    redis+sentinel://host[:port][,host[:port]…]/service[/db]

After a ``?`` come options of redis-py, such as ``ssl_check_hostname=no``, and of
rqcore: ``prefix=text``, the start of all keys; ``changes=no`` for read-only use;
``queues=rqcore`` or ``queues=pressure``, the protocol of new queues (see ``rqcore.redis``);
and ``cafile``, ``certfile`` and ``keyfile``, as in ``rqs://`` URLs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

import redis
import redis.asyncio
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from rqcore.errors import BadUrl
from rqcore.pressure.bounded_connection import bound_replies
from rqcore.pressure.key_protocol.protocol_steps import GRACE
from rqcore.pressure.timed_connection import timed
from rqcore.url import ESCAPES, REDIS_SCHEMES, check_host, check_unicode, hide_password

DEFAULT_URL = "redis://127.0.0.1:6379/0"
SENTINEL_PORT = 26379
OWN_OPTIONS = ("prefix", "changes", "events", "queues")
"""Options of a URL that redis-py does not get."""
FILES = {"cafile": "ssl_ca_certs", "certfile": "ssl_certfile", "keyfile": "ssl_keyfile"}
"""Options for TLS files, and their names in redis-py."""
CONNECTION_CLASSES: dict[str, type] = {
    "redis": redis.Connection,
    "rediss": redis.SSLConnection,
    "unix": redis.UnixDomainSocketConnection,
    "redis+cluster": redis.Connection,
    "rediss+cluster": redis.SSLConnection,
    "redis+sentinel": redis.sentinel.SentinelManagedConnection,
}
"""The classes of redis-py for the connections of each scheme."""
_URL = re.compile(
    r"(?P<scheme>[a-z+]++)://(?:(?P<login>[^/]*)@)?+(?P<hosts>[^/?#@]*+)(?P<path>[^?#]*+)(?:\?(?P<query>.*+))?+"
)


@dataclass(frozen=True)
class RedisAddress:
    """A parsed URL, with further options of redis-py. ``str()`` leaves out the password."""

    scheme: str
    login: str = field(repr=False)
    """``user:password``, still percent-encoded; empty if there is none."""
    hosts: str
    """``host:port`` of each server, separated by commas."""
    path: str
    query: str = field(default="", repr=False)
    """The options of the URL for redis-py."""
    own_options: tuple[tuple[str, str], ...] = ()
    """The options of the URL in OWN_OPTIONS, and their values."""
    options: tuple[tuple[str, Any], ...] = field(default=(), repr=False)
    """Options of redis-py that are not in the URL."""

    @classmethod
    def parse(cls, url: str, **options: Any) -> RedisAddress:
        """Parse a URL; ``options`` are more options of redis-py. Raises BadUrl."""
        check_unicode(url)
        match = _URL.fullmatch(url.strip())
        if (
            match is None
            or match["scheme"] not in REDIS_SCHEMES
            or not (match["hosts"] or match["scheme"] == "unix")
        ):
            shown = hide_password(url)
            raise BadUrl(
                f"{shown!r} is not the URL of a Redis server; write redis://host or redis://host:6379/0"
            )
        parts = {name: text or "" for name, text in match.groupdict().items()}
        if "@" in parts["path"] and not (
            parts["login"] or (parts["scheme"] == "unix" and not parts["hosts"])
        ):
            raise BadUrl(f"{hide_password(url)!r} is not the URL of a Redis server; {ESCAPES}")
        pairs = parse_qsl(parts.pop("query"), keep_blank_values=True)
        own = tuple(pair for pair in pairs if pair[0] in OWN_OPTIONS)
        query = urlencode(
            [(FILES.get(name, name), value) for name, value in pairs if name not in OWN_OPTIONS]
        )
        address = cls(**parts, query=query, own_options=own, options=tuple(options.items()))
        address._check()
        return address

    def _check(self) -> None:
        shown = hide_password(self.reveal())
        for host, port in self._addresses(0):
            check_host(host, self.reveal())
            if not 0 <= port < 65536:
                raise BadUrl(f"{shown} has no valid host and port; write redis://host:6379/0")
        if "sentinel" in self.scheme and not self.path.strip("/"):
            raise BadUrl(f"{shown} has no service name; write {self.scheme}://host:{SENTINEL_PORT}/service")
        if not self.is_cluster and "sentinel" not in self.scheme and "," in self.hosts:
            raise BadUrl(
                f"{shown} has several hosts; write redis+cluster:// or redis+sentinel://, or a single host"
            )
        if not re.fullmatch("[0-9]{0,9}", self._database()):
            raise BadUrl(f"the database in {shown} is not a number; write redis://host:6379/0")

    def _database(self) -> str:
        """Return the number of the database in the path, as written; a Unix socket has none there."""
        path = self.path.strip("/")
        if self.scheme == "unix" or self.is_cluster:
            return ""
        return path.partition("/")[2] if "sentinel" in self.scheme else path

    @property
    def is_cluster(self) -> bool:
        """Whether the URL is that of a cluster."""
        return self.scheme.endswith("+cluster")

    def option(self, name: str, default: str) -> str:
        """Return the value of one of OWN_OPTIONS in the URL."""
        return dict(self.own_options).get(name, default)

    @property
    def changes(self) -> bool:
        """Whether anything may be changed on the server."""
        return self.option("changes", "yes") != "no"

    def open(self, name: str, network_timeout: float) -> Any:
        """Make a blocking client of redis-py. It connects on first use, and never repeats a command.

        Args:
            name: The name of the client on the server.
            network_timeout: Seconds that the network may take for any step.

        Raises:
            BadUrl: redis-py refuses the URL or an option.
        """
        connection_class = timed(CONNECTION_CLASSES[self.scheme])
        options = {"socket_timeout": network_timeout, "connection_class": connection_class}
        return self._open(redis, Retry(NoBackoff(), 0), name, network_timeout, options)

    def open_async(self, name: str, network_timeout: float) -> Any:
        """Make an asyncio client of redis-py, as ``open`` does."""
        options = {"socket_timeout": network_timeout + GRACE}  # the calls have their own limits
        client = self._open(redis.asyncio, AsyncRetry(NoBackoff(), 0), name, network_timeout, options)
        bound_replies(client, self.is_cluster)
        return client

    def _open(self, kind: Any, retry: Any, name: str, network_timeout: float, options: dict[str, Any]) -> Any:
        settings = {
            "client_name": name,
            "socket_connect_timeout": network_timeout,
            "retry": retry,
            **options,
            **dict(self.options),
        }
        try:
            if self.is_cluster:
                nodes = [kind.cluster.ClusterNode(*address) for address in self._addresses(6379)]
                return kind.RedisCluster.from_url(self._plain(), startup_nodes=nodes, **settings)
            if "sentinel" in self.scheme:
                return self._master(kind, settings)
            client = kind.Redis.from_url(self._plain(), **settings)
            pool = client.connection_pool
            pool.connection_class(**pool.connection_kwargs)  # checks the options now instead of later
            return client
        except (ValueError, TypeError) as error:
            shown, reason = hide_password(self.reveal()), self._reason(error)
            raise BadUrl(f"{shown} cannot be opened: {reason}") from None

    def _reason(self, error: Exception) -> str:
        """Return why redis-py refuses the address, without what the URL has: it may be part of a password."""
        if set(re.findall(r"\w+", self.reveal() + unquote(self.reveal()))) & set(
            re.findall(r"\w+", str(error))
        ):
            return "redis-py does not know one of its options, or the option has a wrong value"
        return str(error)

    def _master(self, kind: Any, settings: dict[str, Any]) -> Any:
        service, _, db = self.path.strip("/").partition("/")
        user, _, password = self.login.partition(":")
        login = (
            {"username": unquote(user) or None, "password": unquote(password) or None} if self.login else {}
        )
        sentinel = kind.sentinel.Sentinel(list(self._addresses(SENTINEL_PORT)), **settings | login)
        return sentinel.master_for(unquote(service), db=int(db or 0))

    def opened(self, client: Any) -> list[Any]:
        """Return all clients that were opened with this one and must be closed with it."""
        manager = None if self.is_cluster else getattr(client.connection_pool, "sentinel_manager", None)
        return [client, *(manager.sentinels if manager else ())]

    def _addresses(self, default: int) -> list[tuple[str, int]]:
        """Return host and port of each server. Raises BadUrl."""
        addresses = []
        for address in self.hosts.split(",") if self.hosts else []:
            match = re.fullmatch(r"\[?(.*?)\]?(?::([0-9]{1,9}))?", address)
            is_bracketed = address.startswith("[")
            if match is None or is_bracketed != ("]" in address) or (":" in match[1] and not is_bracketed):
                shown = hide_password(self.reveal())
                raise BadUrl(f"{shown} has no valid host and port; write redis://host:6379/0")
            addresses.append((match[1], int(match[2] or default)))
        return addresses

    def _plain(self) -> str:
        """Return the URL as redis-py reads it."""
        scheme = self.scheme.partition("+")[0]
        login = f"{self.login}@" if self.login else ""
        query = f"?{self.query}" if self.query else ""
        return f"{scheme}://{login}{self.hosts.partition(',')[0]}{self.path}{query}"

    def reveal(self) -> str:
        """Return the complete URL, with its password, for a program that connects. Do not log it."""
        query = "&".join(filter(None, [self.query, urlencode(self.own_options)]))
        login = f"{self.login}@" if self.login else ""
        return f"{self.scheme}://{login}{self.hosts}{self.path}{query and '?'}{query}"

    def __str__(self) -> str:
        user = self.login.partition(":")[0]
        query = f"?{urlencode(self.own_options)}" if self.own_options else ""
        place = hide_password(f"//{self.hosts}").removeprefix("//")
        return f"{self.scheme}://{user}{'@' if user else ''}{place}{self.path}{query}"
