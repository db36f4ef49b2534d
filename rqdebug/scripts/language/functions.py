# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions of expressions in scripts: one Python function for each, and nothing else to change.

``@script_function`` registers a function with its syntax and its help. Parser, completion, call tips,
reference and evaluation are made from the table. A function takes the random numbers of its lane first,
validates what the script gives it, and raises ValueError or TypeError with one sentence.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from rqcore.codec import Codec, Payload
from rqdebug.scripts.language.vocabulary import MAX_SIZE, Signature

Implementation = TypeVar("Implementation", bound=Callable[..., Any])

_LETTERS = string.ascii_letters + string.digits


class SeededRandom(random.Random):
    """The random numbers of one lane, which are the same in every run with the same seed.

    Args:
        seed: The seed of the run.
        stream: Tells this lane from all others, and this pass from the next; not the target, so that
            all targets are given the same values.
    """

    def __new__(cls, seed: int, stream: str) -> SeededRandom:
        return super().__new__(cls)

    def __init__(self, seed: int, stream: str) -> None:
        super().__init__(f"{seed} {stream}")
        self.unique_count = 0
        """How many unique texts were drawn."""


@dataclass(frozen=True, slots=True)
class ScriptFunction:
    """An entry of the table."""

    signature: Signature
    implementation: Callable[..., Any]
    """Takes a SeededRandom, then the parameters of the signature by name."""


SCRIPT_FUNCTIONS: dict[str, ScriptFunction] = {}
"""By name, in the order of the reference."""


def script_function(syntax: str, help: str) -> Callable[[Implementation], Implementation]:
    """Register a function for expressions.

    Args:
        syntax: Its signature as Python would write it, without the SeededRandom.
        help: One or two sentences for completion and reference.
    """

    def register(implementation: Implementation) -> Implementation:
        signature = Signature(syntax, help)
        SCRIPT_FUNCTIONS[signature.name] = ScriptFunction(signature, implementation)
        return implementation

    return register


def functions_of_lane(generator: SeededRandom) -> dict[str, Callable[..., Any]]:
    """Every function by name, with the random numbers of one lane."""
    return {name: partial(entry.implementation, generator) for name, entry in SCRIPT_FUNCTIONS.items()}


@script_function(
    "random_int(low, high)", "A whole number from low to high. The seed of the run decides which."
)
def random_int(generator: SeededRandom, low: Any, high: Any) -> int:
    if type(low) is not int or type(high) is not int or not low <= high:
        raise ValueError(f"random_int takes two whole numbers, the lower first, not {low!r} and {high!r}")
    return generator.randint(low, high)


@script_function("choice(values)", "One member of a list. The seed of the run decides which.")
def choice(generator: SeededRandom, values: Any) -> Any:
    if not isinstance(values, (list, str)) or not values:
        raise ValueError("choice takes a list or a text that is not empty")
    return generator.choice(values)


@script_function("payload(size, *, codec='raw')", "Random bytes of this size; codec is raw, text or json.")
def payload(generator: SeededRandom, size: Any, codec: Any = "raw") -> bytes | str:
    if type(size) is not int or not 0 <= size <= MAX_SIZE:
        raise ValueError(f"a payload has 0 to {MAX_SIZE:,} bytes, not {size!r}")
    match codec:
        case "raw":
            return generator.randbytes(size)
        case "text":
            return "".join(generator.choices(_LETTERS, k=size))
        case "json" if size >= 2:  # two of the bytes are the quotation marks around it
            return "".join(generator.choices(_LETTERS, k=size - 2))
    raise ValueError(f"no payload of {size} bytes can be made in the codec {codec!r}: raw, text or json")


@script_function("unique()", "A text that no other call of unique() gives.")
def unique(generator: SeededRandom) -> str:
    generator.unique_count += 1
    return f"{generator.unique_count}-{generator.getrandbits(64):016x}"


@script_function("pickled(data)", "An item whose bytes are a pickle, which is never loaded.")
def pickled(generator: SeededRandom, data: Any) -> Payload:
    if not isinstance(data, bytes):
        raise TypeError("pickled takes bytes")
    return Payload(Codec.PICKLE, data)


@script_function("len(value)", "The number of its members or characters.")
def length(generator: SeededRandom, value: Any) -> int:
    if not isinstance(value, (str, bytes, list, dict)):
        raise TypeError(f"a {type(value).__name__} has no length")
    return len(value)


@script_function("sorted(values)", "The members of a list in ascending order.")
def sort(generator: SeededRandom, values: Any) -> list[Any]:
    if not isinstance(values, list):
        raise TypeError("sorted takes a list")
    return sorted(values)
