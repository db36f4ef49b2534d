# SPDX-License-Identifier: GPL-3.0-or-later
"""Generates the items and timeouts of a script."""

from __future__ import annotations

import pickle
import random
import string
from typing import Any, TypeVar

from rqcore.codec import Codec, Payload
from rqdebug.scripts.generation.generator_settings import DataChoice, GeneratorSettings, TimeoutChoice
from rqdebug.scripts.language.script_text import PERIOD

_LETTERS = string.ascii_lowercase + string.digits
_GOLDEN = 0.6180339887498949
"""The golden ratio: the fractions of its multiples are all different and evenly distributed."""


class GeneratedItems:
    """Generates items and timeouts, one after the other.

    Args:
        settings: What items and timeouts may be.
        random_source: The random numbers; seeded, so that scripts can be repeated.
    """

    def __init__(self, settings: GeneratorSettings, random_source: random.Random) -> None:
        self._settings = settings
        self._random = random_source
        self._items = self._timeouts = 0

    def next_item(self, codec: str) -> Any:
        """Return the next item. A random item has this codec; other items ignore it."""
        self._items += 1
        match self._settings.data:
            case DataChoice.UNIQUE:
                return f"item {self._items}"
            case DataChoice.CUSTOM:
                custom = self._settings.custom
                return custom[(self._items - 1) % len(custom)]
        return self._payload(codec, self._random.choice(self._settings.sizes))

    def next_items(self, codec: str, count: int) -> list[Any]:
        """Return items for one call. All have the same codec, as ``put_many`` requires."""
        if self._settings.data is DataChoice.CUSTOM:
            return [self.next_item(codec)] * count
        return [self.next_item(codec) for _ in range(count)]

    def choose_codec(self) -> str:
        """Return a random codec from the settings."""
        return self._random.choice(self._settings.codecs)

    def _payload(self, codec: str, size: int) -> Any:
        match codec:
            case "raw":
                return _repeat(self._random.randbytes(min(size, PERIOD)), size)
            case "json":  # brackets and quotation marks take four bytes
                return [self._text(max(size - 4, 0))]
            case "pickle":
                return Payload(Codec.PICKLE, pickle.dumps(self._text(min(size, 1000)), protocol=4))
        return self._text(size)

    def choose_timeout(self) -> float | None:
        """Return the next timeout in seconds, as the settings require; None for no timeout."""
        settings = self._settings
        width = settings.longest - settings.shortest
        self._timeouts += 1
        match settings.timeout:
            case TimeoutChoice.NONE:
                return None
            case TimeoutChoice.VALUE:
                return settings.shortest
            case TimeoutChoice.RANGE:
                return round(settings.shortest + width * self._random.random(), 4)
        return settings.shortest + width * (self._timeouts * _GOLDEN % 1)

    def _text(self, size: int) -> str:
        return _repeat("".join(self._random.choices(_LETTERS, k=min(size, PERIOD))), size)


T = TypeVar("T", str, bytes)


def _repeat(piece: T, size: int) -> T:
    """Return ``size`` bytes or characters that repeat a piece."""
    return (piece * (size // max(len(piece), 1) + 1))[:size]
