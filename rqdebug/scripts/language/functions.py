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
from rqdebug.scripts.language.matchers import Approximate, Partial, Pattern
from rqdebug.scripts.language.vocabulary import (
    MAX_NUMBER,
    MAX_SIZE,
)
from rqdebug.scripts.signatures import Signature
from rqdebug.support.regular_expressions import check_pattern

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
    is_pure: bool = False
    """Whether the result depends only on the arguments, so that constants are checked before the run."""


SCRIPT_FUNCTIONS: dict[str, ScriptFunction] = {}
"""All functions by name, in the order of the reference."""


def script_function(
    syntax: str, help: str, *, is_pure: bool = False
) -> Callable[[Implementation], Implementation]:
    """Register a function for expressions.

    Args:
        syntax: Its signature as Python would write it, without the SeededRandom.
        help: One or two sentences for completion, call tips and the reference.
        is_pure: Whether to check constant arguments before the run.

    Returns:
        A decorator that registers a function and returns it unchanged.
    """

    def register(implementation: Implementation) -> Implementation:
        signature = Signature(syntax, help)
        SCRIPT_FUNCTIONS[signature.name] = ScriptFunction(signature, implementation, is_pure)
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


@script_function(
    "approx(value, *, rel=None, abs=None)",
    "Equals every number close to this one: within rel of its size (a millionth by default) or within abs. "
    "Lists and dicts of numbers work too.",
    is_pure=True,
)
def approx(generator: SeededRandom, value: Any, rel: Any = None, abs: Any = None) -> Approximate:
    """Return a value that equals every number close to another.

    Args:
        generator: The random numbers of the lane.
        value: A number, or lists and dicts with numbers.
        rel: The tolerance as a fraction; None for 1e-6, or for 0 if ``abs`` is given.
        abs: The tolerance as a number; None for 1e-12.

    Raises:
        ValueError: If a tolerance is not a number from 0.
        TypeError: If the value can contain no number.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, list, dict)):
        raise TypeError(f"approx takes a number, or a list or dict of numbers, not {type(value).__name__}")
    for name, tolerance in (("rel", rel), ("abs", abs)):
        if tolerance is not None and not (type(tolerance) in (int, float) and tolerance >= 0):
            raise ValueError(f"{name} of approx is a number from 0, not {tolerance!r}")
    default = 1e-6 if abs is None else 0.0
    return Approximate(value, default if rel is None else rel, 1e-12 if abs is None else abs)


@script_function(
    "has(part)",
    "Equals every dict that has at least these keys with these values, at any depth.",
    is_pure=True,
)
def has(generator: SeededRandom, part: Any) -> Partial:
    """Return a value that equals every dict with these keys and values.

    Raises:
        TypeError: If the part is not a dict or a list.
    """
    if not isinstance(part, (dict, list)):
        raise TypeError(f"has takes a dict, or a list of dicts, not {type(part).__name__}")
    return Partial(part)


@script_function(
    "matches(pattern)",
    "Equals every text in which this regular expression of RE2 matches somewhere; (?i) at its start ignores "
    "case, ^ and $ are its ends.",
    is_pure=True,
)
def matches(generator: SeededRandom, pattern: Any) -> Pattern:
    """Return a value that equals every text in which a regular expression matches.

    Raises:
        TypeError: If the pattern is not a text.
        ValueError: If it is not a regular expression.
    """
    if not isinstance(pattern, str):
        raise TypeError(f"matches takes a text, not {type(pattern).__name__}")
    check_pattern(pattern)
    return Pattern(pattern)


@script_function("min(*values)", "The smallest of these values, or of the members of one list.")
def smallest(generator: SeededRandom, values: list[Any]) -> Any:
    """Return the smallest value. Raises ValueError without values, TypeError if they have no order."""
    return min(_one_or_many("min", values))


@script_function("max(*values)", "The largest of these values, or of the members of one list.")
def largest(generator: SeededRandom, values: list[Any]) -> Any:
    """Return the largest value. Raises ValueError without values, TypeError if they have no order."""
    return max(_one_or_many("max", values))


@script_function("sum(values)", "The sum of the numbers of a list.")
def total(generator: SeededRandom, values: Any) -> int | float:
    """Return the sum of a list of numbers. Raises TypeError for anything else."""
    if not isinstance(values, list):
        raise TypeError(f"sum takes a list of numbers, not {type(values).__name__}")
    return _in_range(sum(map(_number, values)))


@script_function("abs(number)", "A number without its sign.")
def magnitude(generator: SeededRandom, number: Any) -> int | float:
    """Return a number without its sign. Raises TypeError for anything else."""
    return abs(_number(number))


@script_function(
    "round(number, digits=0)", "A number with this many decimals; a half rounds to the even digit."
)
def rounded(generator: SeededRandom, number: Any, digits: Any = 0) -> int | float:
    """Return a rounded number: a whole one if there are no digits.

    Raises:
        TypeError: If it is not a number.
        ValueError: If the digits are not a whole number from 0 to 20, or the number is infinite.
    """
    if type(digits) is not int or not 0 <= digits <= 20:
        raise ValueError(f"the digits of round are a whole number from 0 to 20, not {digits!r}")
    return round(_number(number), digits) if digits else _in_range(round(_number(number)))


@script_function("int(value)", "A text or a number as a whole number; decimals are cut off.")
def whole_number(generator: SeededRandom, value: Any) -> int:
    """Return a whole number. Raises ValueError if the text is none, TypeError for other types."""
    if not isinstance(value, (str, int, float)):
        raise TypeError(f"int takes a text or a number, not {type(value).__name__}")
    return int(_in_range(int(value)))


@script_function("float(value)", "A text or a number as a number with decimals.")
def decimal_number(generator: SeededRandom, value: Any) -> float:
    """Return a float. Raises ValueError if the text is none, TypeError for other types."""
    if not isinstance(value, (str, int, float)):
        raise TypeError(f"float takes a text or a number, not {type(value).__name__}")
    return float(value)


@script_function("str(value)", "A value as text.")
def text_of(generator: SeededRandom, value: Any) -> str:
    """Return a value as text; bytes must be UTF-8. Raises ValueError if they are not."""
    if isinstance(value, bytes):
        return value.decode()
    return str(value)


@script_function("any(values)", "Whether a member of a list is true.")
def any_of(generator: SeededRandom, values: Any) -> bool:
    """Return whether a member of a list is true. Raises TypeError if it is no list."""
    if not isinstance(values, list):
        raise TypeError(f"any takes a list, not {type(values).__name__}")
    return any(values)


@script_function("all(values)", "Whether all members of a list are true.")
def all_of(generator: SeededRandom, values: Any) -> bool:
    """Return whether all members of a list are true. Raises TypeError if it is no list."""
    if not isinstance(values, list):
        raise TypeError(f"all takes a list, not {type(values).__name__}")
    return all(values)


def _one_or_many(name: str, values: list[Any]) -> list[Any]:
    members = values[0] if len(values) == 1 else values
    if not isinstance(members, list) or not members:
        raise ValueError(f"{name} takes two values or more, or one list that is not empty")
    return members


def _number(value: Any) -> int | float:
    if type(value) not in (int, float):
        raise TypeError(f"expected a number, not {type(value).__name__}")
    return value  # type: ignore[no-any-return]


def _in_range(number: int | float) -> int | float:
    if isinstance(number, int) and abs(number) > MAX_NUMBER:
        raise ValueError("the result is too large: whole numbers go from -2**64 to 2**64")
    return number
