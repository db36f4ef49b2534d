# SPDX-License-Identifier: GPL-3.0-or-later
"""What is left to chance in a script, and yet the same for the same seed."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Sequence
from typing import Any

from rqcore.codec import Codec, Payload
from rqdebug.scripts.language.vocabulary import MAX_SIZE

_LETTERS = string.ascii_letters + string.digits


class SeededRandom:
    """The functions of VALUES, as one lane sees them. They raise ValueError or TypeError.

    seed: of the run. place: whatever tells this lane from all others, and this
    pass from the next; not the target, so that all targets are given the same.
    """

    def __init__(self, seed: int, place: str) -> None:
        self._random = random.Random(f"{seed} {place}")
        self._given = 0

    def random_int(self, low: int, high: int) -> int:
        if type(low) is not int or type(high) is not int or not low <= high:
            raise ValueError(f"random_int takes two whole numbers, the lower first, not {low!r} and {high!r}")
        return self._random.randint(low, high)

    def choice(self, values: Sequence[Any]) -> Any:
        if not isinstance(values, (list, str)) or not values:
            raise ValueError("choice takes a list or a text that is not empty")
        return self._random.choice(values)

    def payload(self, size: int, codec: str = "raw") -> bytes | str:
        if type(size) is not int or not 0 <= size <= MAX_SIZE:
            raise ValueError(f"a payload has 0 to {MAX_SIZE:,} bytes, not {size!r}")
        match codec:
            case "raw":
                return self._random.randbytes(size)
            case "text":
                return "".join(self._random.choices(_LETTERS, k=size))
            case "json" if size >= 2:  # two of the bytes are the quotation marks around it
                return "".join(self._random.choices(_LETTERS, k=size - 2))
        raise ValueError(f"no payload of {size} bytes can be made in the codec {codec!r}: raw, text or json")

    def unique(self) -> str:
        self._given += 1
        return f"{self._given}-{self._random.getrandbits(64):016x}"


def pickled(data: bytes) -> Payload:
    if not isinstance(data, bytes):
        raise TypeError("pickled takes bytes")
    return Payload(Codec.PICKLE, data)


def length(value: Any) -> int:
    if not isinstance(value, (str, bytes, list, dict)):
        raise TypeError(f"a {type(value).__name__} has no length")
    return len(value)


def in_order(values: Any) -> list[Any]:
    if not isinstance(values, list):
        raise TypeError("sorted takes a list")
    return sorted(values)


def functions(chance: SeededRandom) -> dict[str, Callable[..., Any]]:
    """Name → function, of all VALUES."""
    return {
        "random_int": chance.random_int,
        "choice": chance.choice,
        "payload": chance.payload,
        "unique": chance.unique,
        "pickled": pickled,
        "len": length,
        "sorted": in_order,
    }
