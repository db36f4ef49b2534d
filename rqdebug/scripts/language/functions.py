# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions that expressions in scripts can call. To add one, write one Python function here.

``@script_function`` registers a function with its syntax and help. The parser, completion, call tips,
reference and evaluation all use this table. The first parameter of a function is the random number
generator of its lane. A function validates its other arguments, which come from the script, and raises
ValueError or TypeError with one sentence.
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
        stream: A text that is different for each lane and each pass, but the same for all targets, so
            that all targets get the same values.
    """

    def __new__(cls, seed: int, stream: str) -> SeededRandom:
        """Create the generator; ``random.Random`` itself would reject a second argument."""
        return super().__new__(cls)

    def __init__(self, seed: int, stream: str) -> None:
        super().__init__(f"{seed} {stream}")
        self.unique_count = 0
        """The number of texts that ``unique()`` has returned."""


@dataclass(frozen=True, slots=True)
class ScriptFunction:
    """One function that expressions can call."""

    signature: Signature
    """Its syntax and help."""
    implementation: Callable[..., Any]
    """Called with a SeededRandom, then with the parameters of the signature by name."""


SCRIPT_FUNCTIONS: dict[str, ScriptFunction] = {}
"""All functions by name, in the order of the reference."""


def script_function(syntax: str, help: str) -> Callable[[Implementation], Implementation]:
    """Register a function for expressions.

    Args:
        syntax: Its signature as Python would write it, without the SeededRandom.
        help: One or two sentences for completion, call tips and the reference.

    Returns:
        A decorator that registers a function and returns it unchanged.
    """

    def register(implementation: Implementation) -> Implementation:
        signature = Signature(syntax, help)
        SCRIPT_FUNCTIONS[signature.name] = ScriptFunction(signature, implementation)
        return implementation

    return register


def functions_of_lane(generator: SeededRandom) -> dict[str, Callable[..., Any]]:
    """Return every function by name, bound to the random number generator of one lane."""
    return {name: partial(entry.implementation, generator) for name, entry in SCRIPT_FUNCTIONS.items()}


@script_function(
    "random_int(low, high)", "A random whole number from low to high. It depends on the seed of the run."
)
def random_int(generator: SeededRandom, low: Any, high: Any) -> int:
    """Return a random whole number.

    Args:
        generator: The random numbers of the lane.
        low: The lowest possible number.
        high: The highest possible number.

    Raises:
        ValueError: If the bounds are not whole numbers in ascending order.
    """
    if type(low) is not int or type(high) is not int or not low <= high:
        raise ValueError(f"random_int takes two whole numbers, the lower first, not {low!r} and {high!r}")
    return generator.randint(low, high)


@script_function("choice(values)", "A random member of a list. It depends on the seed of the run.")
def choice(generator: SeededRandom, values: Any) -> Any:
    """Return a random member of a list, or a random character of a text.

    Raises:
        ValueError: If there is nothing to choose from.
    """
    if not isinstance(values, (list, str)) or not values:
        raise ValueError("choice takes a list or a text that is not empty")
    return generator.choice(values)


@script_function(
    "payload(size, *, codec='raw')", "Random data; size is in bytes, codec is raw, text or json."
)
def payload(generator: SeededRandom, size: Any, codec: Any = "raw") -> bytes | str:
    """Return random data that a codec encodes to a payload of this size.

    Args:
        generator: The random numbers of the lane.
        size: The size of the payload in bytes, at most MAX_SIZE.
        codec: ``raw`` for bytes, ``text`` or ``json`` for a text of letters and digits.

    Raises:
        ValueError: If the size is invalid, or no payload of this size and codec exists.
    """
    if type(size) is not int or not 0 <= size <= MAX_SIZE:
        raise ValueError(f"the size of a payload must be 0 to {MAX_SIZE:,} bytes, not {size!r}")
    match codec:
        case "raw":
            return generator.randbytes(size)
        case "text":
            return "".join(generator.choices(_LETTERS, k=size))
        case "json" if size >= 2:  # JSON adds two quotation marks
            return "".join(generator.choices(_LETTERS, k=size - 2))
    raise ValueError(
        f"cannot make a payload of {size} bytes with codec {codec!r}; use raw, text, or json from 2 bytes on"
    )


@script_function("unique()", "A text that is different for each call of unique().")
def unique(generator: SeededRandom) -> str:
    """Return a text that no other call in the run returns: a counter and 64 random bits."""
    generator.unique_count += 1
    return f"{generator.unique_count}-{generator.getrandbits(64):016x}"


@script_function("pickled(data)", "An item whose payload is this pickle; the pickle is never loaded.")
def pickled(generator: SeededRandom, data: Any) -> Payload:
    """Return an item with a pickle as payload.

    Raises:
        TypeError: If the data is not bytes.
    """
    if not isinstance(data, bytes):
        raise TypeError(f"pickled takes bytes, not {type(data).__name__}")
    return Payload(Codec.PICKLE, data)


@script_function(
    "encoded(codec, data)",
    "An item with exactly this payload, even if it is malformed; codec is raw, text or json.",
)
def encoded(generator: SeededRandom, codec: Any, data: Any) -> Payload:
    """Return an item with these bytes as payload, which can be malformed.

    Raises:
        ValueError: If the codec does not exist, or is pickle.
        TypeError: If the data is not bytes.
    """
    if codec not in ("raw", "text", "json"):
        raise ValueError(f"the codec of encoded is raw, text or json, not {codec!r}")
    if not isinstance(data, bytes):
        raise TypeError(f"encoded takes bytes, not {type(data).__name__}")
    return Payload(Codec.parse(codec), data)


@script_function("len(value)", "The number of members, characters or bytes of a value.")
def length(generator: SeededRandom, value: Any) -> int:
    """Return the length of a value.

    Raises:
        TypeError: If the value has no length.
    """
    if not isinstance(value, (str, bytes, list, dict)):
        raise TypeError(f"len takes a text, bytes, a list or a dict, not {type(value).__name__}")
    return len(value)


@script_function("sorted(values)", "The members of a list in ascending order.")
def sort(generator: SeededRandom, values: Any) -> list[Any]:
    """Return the sorted members of a list.

    Raises:
        TypeError: If it is not a list, or its members cannot be compared with each other.
    """
    if not isinstance(values, list):
        raise TypeError(f"sorted takes a list, not {type(values).__name__}")
    return sorted(values)
