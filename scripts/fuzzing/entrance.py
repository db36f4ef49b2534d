# SPDX-License-Identifier: GPL-3.0-or-later
"""What an entrance is: a part of the program that reads bytes which others wrote."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import NamedTuple


class Entrance(NamedTuple):
    """A function to fuzz.

    Args:
        name: Its name on the command line, and the folder of its corpus.
        run: Reads some bytes. It checks its own result with ``assert``.
        seeds: Examples of input, which are mutated.
        documented: The errors that ``run`` may raise for broken input.
        words: Pieces of input that mean something, which the mutator inserts.
    """

    name: str
    run: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    documented: tuple[type[Exception], ...] = ()
    words: tuple[bytes, ...] = ()


def pieces(data: bytes, count: int = 3) -> list[bytes]:
    """Divide bytes in a way that depends only on them, as a network could divide them."""
    marks = sorted({0, len(data), *((sum(data[:9]) * 31 * n) % (len(data) + 1) for n in range(1, count))})
    return [data[start:end] for start, end in itertools.pairwise(marks)]
