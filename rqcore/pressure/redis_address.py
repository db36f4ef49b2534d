# SPDX-License-Identifier: MIT
"""Where a Redis or Valkey is, and how redis-py is asked to open it.

::

    redis://[user[:password]@]host[:port][/db]            rediss:// with TLS
    unix:///path/of/the/socket[?db=0]
    redis+cluster://host[:port][,host[:port]…]            rediss+cluster:// with TLS
    redis+sentinel://host[:port][,host[:port]…]/service[/db]

Behind a ``?`` come options of redis-py, such as ``ssl_check_hostname=no``, and
of ours: ``prefix=text`` that all keys begin with, ``changes=no`` to look only,
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
from rqcore.url import REDIS_SCHEMES

DEFAULT_URL = "redis://127.0.0.1:6379/0"
SENTINEL_PORT = 26379
OWN = ("prefix", "changes", "events")
FILES = {"cafile": "ssl_ca_certs", "certfile": "ssl_certfile", "keyfile": "ssl_keyfile"}
"""What redis-py calls the files of TLS."""
_URL = re.compile(
    r"(?P<scheme>[a-z+]+)://(?:(?P<login>[^/]*)@)?(?P<hosts>[^/?#@]*)(?P<path>[^?#]*)(?:\?(?P<query>.*))?"
)


@dataclass(frozen=True)
class RedisAddress:
    """A parsed URL, and options of redis-py beside it. ``str()`` of it shows no password."""

    scheme: str
    login: str = field(repr=False)
    hosts: str
    path: str
    query: str = field(default="", repr=False)
    """What is for redis-py."""
    own: tuple[tuple[str, str], ...] = ()
    """What is not: words of OWN, and their values."""
    options: tuple[tuple[str, Any], ...] = field(default=(), repr=False)

    @classmethod
    def parse(cls, url: str, **options: Any) -> RedisAddress:
        """Raises BadUrl."""
        match = _URL.fullmatch(url.strip())
        if (
            match is None
            or match["scheme"] not in REDIS_SCHEMES
            or not (match["hosts"] or match["scheme"] == "unix")
        ):
            shown = re.sub(r"//[^/]*@", "//…@", url)
            raise BadUrl(f"{shown!r} is no URL of a Redis server; write redis://host or redis://host:6379/0")
        parts = {name: text or "" for name, text in match.groupdict().items()}
        words = parse_qsl(parts.pop("query"), keep_blank_values=True)
        own = tuple(word for word in words if word[0] in OWN)
        query = urlencode([(FILES.get(name, name), value) for name, value in words if name not in OWN])
        place = cls(**parts, query=query, own=own, options=tuple(options.items()))
        place._check()
        return place

    def _check(self) -> None:
        for host, port in self._addresses(0):
            if not host or not 0 <= port < 65536:
                raise BadUrl(f"{self} names no host and port; write redis://host:6379/0")
        if "sentinel" in self.scheme and not self.path.strip("/"):
            raise BadUrl(f"{self} names no service; write {self.scheme}://host:{SENTINEL_PORT}/service")
        if not self.is_cluster and "sentinel" not in self.scheme and "," in self.hosts:
            raise BadUrl(f"{self} names several hosts; only redis+cluster:// and redis+sentinel:// have them")

    @property
    def is_cluster(self) -> bool:
        return self.scheme.endswith("+cluster")

    def word(self, name: str, default: str) -> str:
        """What the URL says of one of OWN."""
        return dict(self.own).get(name, default)

    @property
    def changes(self) -> bool:
        """Whether anything may be changed there."""
        return self.word("changes", "yes") != "no"

    def open(self, name: str, network_timeout: float) -> Any:
        """A blocking client of redis-py, which connects when it is used. It never says a thing twice."""
        return self._open(redis, Retry(NoBackoff(), 0), name, network_timeout)

    def open_async(self, name: str, network_timeout: float) -> Any:
        """The same for asyncio."""
        return self._open(redis.asyncio, AsyncRetry(NoBackoff(), 0), name, network_timeout)

    def _open(self, kind: Any, retry: Any, name: str, network_timeout: float) -> Any:
        settings = {
            "client_name": name,
            "socket_timeout": network_timeout,
            "socket_connect_timeout": network_timeout,
            "retry": retry,
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
            pool.connection_class(**pool.connection_kwargs)  # or it would complain later
            return client
        except (ValueError, TypeError) as error:
            raise BadUrl(f"{self} cannot be opened: {error}") from error

    def _master(self, kind: Any, settings: dict[str, Any]) -> Any:
        service, _, db = self.path.strip("/").partition("/")
        user, _, password = self.login.partition(":")
        login = (
            {"username": unquote(user) or None, "password": unquote(password) or None} if self.login else {}
        )
        sentinel = kind.sentinel.Sentinel(list(self._addresses(SENTINEL_PORT)), **settings | login)
        return sentinel.master_for(unquote(service), db=int(db or 0))

    def opened(self, client: Any) -> list[Any]:
        """All clients that were opened with this one, to be closed with it."""
        manager = None if self.is_cluster else getattr(client.connection_pool, "sentinel_manager", None)
        return [client, *(manager.sentinels if manager else ())]

    def _addresses(self, default: int) -> list[tuple[str, int]]:
        """Host and port of each server. Raises BadUrl."""
        found = []
        for address in self.hosts.split(",") if self.hosts else []:
            match = re.fullmatch(r"\[?(.*?)\]?(?::([0-9]{1,9}))?", address)
            if match is None or (match[1].count(":") and not address.startswith("[")):
                raise BadUrl(f"{self} names no host and port; write redis://host:6379/0")
            found.append((match[1], int(match[2] or default)))
        return found

    def _plain(self) -> str:
        """The URL as redis-py reads it."""
        scheme = self.scheme.partition("+")[0]
        login = f"{self.login}@" if self.login else ""
        query = f"?{self.query}" if self.query else ""
        return f"{scheme}://{login}{self.hosts.partition(',')[0]}{self.path}{query}"

    def __str__(self) -> str:
        user = self.login.partition(":")[0]
        words = f"?{urlencode(self.own)}" if self.own else ""
        return f"{self.scheme}://{user}{'@' if user else ''}{self.hosts}{self.path}{words}"
