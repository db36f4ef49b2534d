# SPDX-License-Identifier: GPL-3.0-or-later
"""The entrances of texts that people write: URLs, settings, users."""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Callable
from functools import cache

from fuzzing.entrance import Entrance
from rqcore.errors import BadSetting, BadUrl
from rqcore.pressure.redis_address import RedisAddress
from rqcore.server.server_settings import load_settings
from rqcore.url import Url
from rqdebug.targets.target_registry import find_kind

URLS = (
    b"rq://127.0.0.1:7654",
    b"rqs://alice:pa%2fss@host:1?cafile=%2fa&certfile=b&keyfile=c",
    b"rq+unix://:secret@/tmp/socket",
    b"rq://[::1]:7654/",
    b"redis://:pw@host:6379/0?events=monitor&changes=no",
    b"redis+cluster://a:1,b:2/",
    b"redis+sentinel://user:pw@a,b/service/1",
)
SETTINGS = (
    b"port = " + b"9" * 5000 + b"\n",
    b"port = 0x" + b"f" * 4000 + b"\n",
    b"port = " + b"[" * 2000 + b"\n",
    b'port = 7654\nhost = "127.0.0.1"\nmax_memory = "64 MiB"\nmax_silence = 0.5\n',
    b'zen = "3000=jobs, [::1]:1=b"\nzen_http_hosts = "a.b"\nunix_mode = "660"\ninsecure = true\n',
    b'# comment\nlog_format = "json"\nno_tcp = true\nunix = "/tmp/socket"\nspool_above = 1000000\n',
)
USERS = (
    b"alice:secret\nbob:sha256:" + b"0" * 64 + b"\n",
    b'[alice]\nscrypt = "$scrypt$ln=14,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$'
    + b"A" * 43
    + b'="\nrole = ["use", "observe"]\nqueues = ["jobs*"]\n',
)
TOML = (
    b"[a]\n",
    b"[[a]]\n",
    b"a.b = 1\n",
    b"'''",
    b'"""',
    b"1979-05-27",
    b"inf",
    b"nan",
    b"0x1",
    b"{}",
    b"9" * 5000,
)


@cache
def _file() -> str:
    """Return the path of a file that is removed at the end of this process."""
    handle, path = tempfile.mkstemp(prefix="rqdebug-fuzz-")
    os.close(handle)
    atexit.register(os.unlink, path)
    return path


def written(data: bytes) -> str:
    """Write bytes into a file, which the next call replaces. Returns its path."""
    path = _file()
    with open(path, "wb") as file:
        file.write(data)
    return path


def read_settings(data: bytes) -> None:
    """Read a settings file."""
    load_settings({"config": written(data)}, {})


def read_users(data: bytes) -> None:
    """Read a users file, and try a login. Slow hashes are only read."""
    users = load_settings({"users": written(data)}, {}).load_users()
    if not users.are_slow:
        users.verify("alice", b"secret")


def read_url(data: bytes) -> None:
    """Parse a URL as that of a controller, a Redis server and a target, and what it prints again."""
    text = data.decode("utf-8", "surrogateescape")
    kinds: tuple[Callable[[str], object], ...] = (Url.parse, RedisAddress.parse, find_kind)
    for parse in kinds:
        try:
            value = parse(text)
        except BadUrl:
            continue
        if isinstance(value, Url):
            again = Url.parse(str(value))
            assert again == value._replace(password=""), f"{value!r} is read again as {again!r}"
        str(value)


TEXT_ENTRANCES = (
    Entrance("urls", read_url, URLS, words=(b"://", b"@", b"[", b"]", b"%00", b"%", b"?", b"#", b"rqs://")),
    Entrance("settings", read_settings, SETTINGS, (BadSetting,), TOML),
    Entrance("users", read_users, USERS, (BadSetting,), (*TOML, b"$scrypt$", b"ln=63", b"r=0", b"[alice]\n")),
)
