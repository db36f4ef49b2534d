# SPDX-License-Identifier: MIT
"""Words of a setting → its value. Each raises BadSetting with what it expected."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import NamedTuple

from rqcore.controller.limits import GIB, KIB, MIB
from rqcore.errors import BadSetting

Convert = Callable[[str], object]

_UNITS = {"": 1, "b": 1, "kib": KIB, "mib": MIB, "gib": GIB, "kb": 10**3, "mb": 10**6, "gb": 10**9}


def word(text: str) -> str:
    """Anything that can be seen."""
    if not text.strip() or not text.isprintable():
        raise BadSetting("must not be empty or hold what cannot be printed")
    return text


class ListenAddress(NamedTuple):
    """Where a queue can be reached in another protocol."""

    host: str
    port: int
    queue: str

    def __str__(self) -> str:
        return f"{self.host}:{self.port}={self.queue}"


def doors(text: str) -> tuple[ListenAddress, ...]:
    """``[HOST:]PORT=QUEUE``, several with commas between them."""
    return tuple(_door(part.strip()) for part in text.split(",") if part.strip())


def _door(text: str) -> ListenAddress:
    where, equals, queue = text.partition("=")
    host, _, number = where.rpartition(":")
    if not equals or not queue.strip() or not queue.isprintable() or not _digits(number):
        raise BadSetting(f"must be doors such as 3000=jobs or 127.0.0.1:3000=jobs, not {text!r}")
    return ListenAddress(host.strip("[]") or "127.0.0.1", port(number), queue.strip())


def secret(text: str) -> str:
    """Anything at all."""
    return text


def port(text: str) -> int:
    if not _digits(text) or int(text) > 65535:
        raise BadSetting(f"must be a number from 0 to 65535, not {text!r}")
    return int(text)


def count(text: str) -> int:
    if not _digits(text) or not 0 < int(text) < 10**9:
        raise BadSetting(f"must be a number from 1 to 999999999, not {text!r}")
    return int(text)


def size(text: str) -> int:
    """Bytes, with or without a unit: ``4096``, ``64 MiB``."""
    found = re.fullmatch(r"([0-9]{1,15})\s*([a-z]*)", text.strip().lower())
    if found is None or found[2] not in _UNITS or int(found[1]) == 0:
        raise BadSetting(f"must be a size such as 4096, 64KiB, 512MiB or 2GiB, not {text!r}")
    return int(found[1]) * _UNITS[found[2]]


def seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < 10**6:
        raise BadSetting(f"must be a number of seconds above 0, not {text!r}")
    return value


def mode(text: str) -> int:
    """Permissions as chmod takes them, in octal."""
    if not re.fullmatch(r"(0o?)?[0-7]{3}", text):
        raise BadSetting(f"must be three octal digits such as 600, not {text!r}")
    return int(text[-3:], 8)


def flag(text: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "on": True, "": False}
    known |= {"0": False, "false": False, "no": False, "off": False}
    if text.lower() not in known:
        raise BadSetting(f"must be true or false, not {text!r}")
    return known[text.lower()]


def one_of(*words: str) -> Convert:
    """Exactly one of these words."""

    def choose(text: str) -> str:
        if text.lower() not in words:
            raise BadSetting(f"must be {', '.join(words[:-1])} or {words[-1]}, not {text!r}")
        return text.lower()

    return choose


def written(value: object) -> str:
    """A value as people write it, and as these functions read it."""
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
