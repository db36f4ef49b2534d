# SPDX-License-Identifier: MIT
"""Functions that convert the text of a setting to its value. Each raises BadSetting if the text is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import NamedTuple

from rqcore.controller.limits import GIB, KIB, MIB
from rqcore.errors import BadSetting

Convert = Callable[[str], object]

_UNITS = {"": 1, "b": 1, "kib": KIB, "mib": MIB, "gib": GIB, "kb": 10**3, "mb": 10**6, "gb": 10**9}


def printable(text: str) -> str:
    """Accept any text that is not blank and has no control characters."""
    if not text.strip() or not text.isprintable():
        raise BadSetting("must not be empty or contain control characters")
    return text


class ListenAddress(NamedTuple):
    """An address at which one queue is served with another protocol."""

    host: str
    port: int
    queue: str

    def __str__(self) -> str:
        return f"{self.host}:{self.port}={self.queue}"


def listen_addresses(text: str) -> tuple[ListenAddress, ...]:
    """Parse addresses such as ``[HOST:]PORT=QUEUE``, separated by commas."""
    return tuple(_listen_address(part.strip()) for part in text.split(",") if part.strip())


def _listen_address(text: str) -> ListenAddress:
    address, equals, queue = text.partition("=")
    host, _, number = address.rpartition(":")
    if not equals or not queue.strip() or not queue.isprintable() or not _digits(number):
        raise BadSetting(f"must be [HOST:]PORT=QUEUE, such as 3000=jobs or 127.0.0.1:3000=jobs, not {text!r}")
    return ListenAddress(host.strip("[]") or "127.0.0.1", port(number), queue.strip())


def host_names(text: str) -> tuple[str, ...]:
    """Parse host names, separated by commas. Returns them in lower case."""
    names = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    if wrong := next((name for name in names if not re.fullmatch(r"[\w.-]+", name)), None):
        raise BadSetting(f"must be host names without a port, separated by commas, not {wrong!r}")
    return names


def any_text(text: str) -> str:
    """Accept any text."""
    return text


def port(text: str) -> int:
    """Parse a TCP port from 0 to 65535."""
    if not _digits(text) or int(text) > 65535:
        raise BadSetting(f"must be a number from 0 to 65535, not {text!r}")
    return int(text)


def count(text: str) -> int:
    """Parse a whole number from 1 to 999999999."""
    if not _digits(text) or not 0 < int(text) < 10**9:
        raise BadSetting(f"must be a number from 1 to 999999999, not {text!r}")
    return int(text)


def size(text: str) -> int:
    """Parse a number of bytes, with or without a unit: ``4096``, ``64 MiB``."""
    match = re.fullmatch(r"([0-9]{1,15})\s*([a-z]*)", text.strip().lower())
    if match is None or match[2] not in _UNITS or int(match[1]) == 0:
        raise BadSetting(f"must be a size such as 4096, 64KiB, 512MiB or 2GiB, not {text!r}")
    return int(match[1]) * _UNITS[match[2]]


def seconds(text: str) -> float:
    """Parse a number of seconds above 0 and below a million."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < 10**6:
        raise BadSetting(f"must be a number of seconds above 0 and below 1000000, not {text!r}")
    return value


def mode(text: str) -> int:
    """Parse permissions in octal, as chmod takes them: ``660``."""
    if not re.fullmatch(r"(0o?)?[0-7]{3}", text):
        raise BadSetting(f"must be three octal digits such as 600, not {text!r}")
    return int(text[-3:], 8)


def flag(text: str) -> bool:
    """Parse ``true`` or ``false``, also written ``1``, ``yes``, ``on`` or ``0``, ``no``, ``off``."""
    values = {"1": True, "true": True, "yes": True, "on": True, "": False}
    values |= {"0": False, "false": False, "no": False, "off": False}
    if text.lower() not in values:
        raise BadSetting(f"must be true or false, not {text!r}")
    return values[text.lower()]


def one_of(*words: str) -> Convert:
    """Return a function that accepts one of these words, in upper or lower case."""

    def choose(text: str) -> str:
        if text.lower() not in words:
            raise BadSetting(f"must be {', '.join(words[:-1])} or {words[-1]}, not {text!r}")
        return text.lower()

    return choose


def written(value: object) -> str:
    """Format a value so that people can read it, and these functions can parse it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value:
        for unit, bytes_ in (("GiB", GIB), ("MiB", MIB), ("KiB", KIB)):
            if value % bytes_ == 0:
                return f"{value // bytes_}{unit}"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12
