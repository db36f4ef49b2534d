# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes broken input from examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

MAX_BYTES = 4096
"""The most bytes of an input."""
NUMBERS = (
    b"-1",
    b"0",
    b"1",
    b"255",
    b"65536",
    b"2147483648",
    b"4294967295",
    b"9223372036854775807",
    b"1e999",
)
BLOCKS = tuple(
    number.to_bytes(size, "little")
    for size in (1, 2, 4, 8)
    for number in (0, 1, 2 ** (8 * size - 1), 2 ** (8 * size) - 1)
)
"""The numbers at the edges of the types of binary formats."""
TEXTS = (
    b"\r\n",
    b"\n",
    b"\0",
    b'"',
    b"'",
    b"\\",
    b"\xff",
    "ß€😀".encode(),
    b"\\ud800",
    b"\xed\xa0\x80",
    b"[" * 200,
)


class Mutator:
    """Makes inputs from the seeds of an entrance, always the same ones for a random seed.

    Args:
        random: Chooses.
        seeds: The examples.
        words: Pieces of input that mean something.
    """

    def __init__(self, random: Random, seeds: Sequence[bytes], words: Sequence[bytes] = ()) -> None:
        self._random = random
        self._seeds = list(seeds) or [b""]
        self._pieces = [*NUMBERS, *BLOCKS, *TEXTS, *words, *words, *words]
        self._changes: tuple[Callable[[bytearray], None], ...] = (
            self._flip,
            self._replace,
            self._insert,
            self._delete,
            self._repeat,
            self._splice,
            self._reverse,
        )

    def make(self) -> bytes:
        """Return the next input."""
        data = bytearray(self._random.choice(self._seeds))
        for _ in range(1 + int(self._random.expovariate(0.5))):
            self._random.choice(self._changes)(data)
        return bytes(data[:MAX_BYTES])

    def _place(self, data: bytearray) -> int:
        return self._random.randrange(len(data) + 1)

    def _range(self, data: bytearray) -> slice:
        start = self._place(data)
        return slice(start, start + int(self._random.expovariate(0.2)) + 1)

    def _flip(self, data: bytearray) -> None:
        if data:
            data[self._random.randrange(len(data))] ^= 1 << self._random.randrange(8)

    def _replace(self, data: bytearray) -> None:
        piece = self._random.choice(self._pieces)
        start = self._place(data)
        data[start : start + len(piece)] = piece

    def _insert(self, data: bytearray) -> None:
        start = self._place(data)
        data[start:start] = self._random.choice(self._pieces)

    def _delete(self, data: bytearray) -> None:
        del data[self._range(data)]

    def _repeat(self, data: bytearray) -> None:
        part = self._range(data)
        data[part.start : part.start] = data[part] * self._random.choice((1, 2, 50))

    def _splice(self, data: bytearray) -> None:
        other = self._random.choice(self._seeds)
        data[self._place(data) :] = other[self._random.randrange(len(other) + 1) :]

    def _reverse(self, data: bytearray) -> None:
        part = self._range(data)
        data[part] = data[part][::-1]
