# SPDX-License-Identifier: GPL-3.0-or-later
r"""Writes calls as lines for a POSIX shell that call ``redis-cli``.

A call whose words are printable text is a command with arguments::

    redis-cli -p 7654 RQ.PUT jobs '{"n": 1}' CODEC json

Bytes that a shell cannot pass on, or that a terminal would act on, and calls that are too long for arguments,
go through the input of redis-cli, in its own notation::

    printf '%s\n' 'RQ.PUT jobs "\x80\x04N." CODEC pickle' | redis-cli -p 7654
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator

from rqcore.codec import Codec
from rqcore.protocol.command_table import METHODS
from rqcore.url import DEFAULT_URL, Url
from rqdebug.scripts.recording.observed_calls import TIMED, ObservedCall
from rqdebug.scripts.recording.repeated_calls import RepeatedCall

MAX_ARGUMENTS = 100_000
"""The most bytes of the arguments of a command. Linux permits 128 KiB for one of them."""
_BARE = re.compile(rb"[\w.:@%+,/=-]+")
"""A word that neither redis-cli nor a shell changes in any way."""
_NAMES = {row.method.name.lower(): row.name for row in reversed(METHODS.values()) if row.method is not None}
"""The commands, by the name of their method in events."""


class RedisCliWriter:
    """Writes calls as lines.

    Args:
        url: Returns the URL of a target by its name.
    """

    def __init__(self, url: Callable[[str], str]) -> None:
        self._url = url
        self._programs: dict[str, list[str]] = {}

    def write(self, call: RepeatedCall) -> str:
        """Return the line of a call."""
        target = call.event.target
        if target not in self._programs:
            self._programs[target] = ["redis-cli", *_address(Url.parse(self._url(target) or DEFAULT_URL))]
        program, words = shlex.join(self._programs[target]), list(_words(call))
        if all(map(_is_printable, words)) and sum(map(len, words)) <= MAX_ARGUMENTS:
            return " ".join([program, *(shlex.quote(word.decode()) for word in words)])
        request = " ".join(map(_quote, words))
        return rf"printf '%s\n' '{request}' | {program}"


def _address(url: Url) -> list[str]:
    """Return the options for a server. They contain no password."""
    login = ["--user", url.user] if url.user else []
    if url.path:
        return ["-s", url.path, *login]
    files = {"--cacert": url.cafile, "--cert": url.certfile, "--key": url.keyfile}
    tls = ["--tls"] * url.tls + [word for option, path in files.items() if path for word in (option, path)]
    return ["-h", url.host, "-p", str(url.port), *tls, *login]


def _words(call: RepeatedCall) -> Iterator[bytes]:
    """Yield the words of a request."""
    event, items = call.event, call.items
    yield _NAMES[event.method].encode()
    if event.queue:
        yield event.queue.encode()
    match event.method:
        case "put":
            yield items[0].head
        case "move":
            yield from (call.destination.encode(), b"COUNT", b"%d" % max(event.items, 1))
        case "get_many":
            yield b"%d" % max(event.items, 1)
        case "shutdown" if event.items:
            yield b"IMMEDIATE"
    if items and items[0].codec != str(Codec.RAW):
        yield from (b"CODEC", items[0].codec.encode())
    if event.method in TIMED and event.timeout_ns is not None:
        yield from (b"TIMEOUT", _seconds(event).encode())
    if event.method == "put_many":
        yield b"ITEMS"
        yield from (item.head for item in items)


def _seconds(event: ObservedCall) -> str:
    return f"{(event.timeout_ns or 0) / 1e9:.9f}".rstrip("0").rstrip(".")


def _is_printable(word: bytes) -> bool:
    try:
        return word.decode().isprintable()
    except UnicodeDecodeError:
        return False


def _quote(word: bytes) -> str:
    """Return a word in the notation of redis-cli, without any character that is special in a shell."""
    if _BARE.fullmatch(word):
        return word.decode()
    return '"' + "".join(chr(byte) if _is_plain(byte) else f"\\x{byte:02x}" for byte in word) + '"'


def _is_plain(byte: int) -> bool:
    return 32 <= byte < 127 and byte not in b"\"'\\"
