# SPDX-License-Identifier: MIT
"""Checks of the arguments of public functions, each of which raises an error that names the argument.

A function calls them first, so that an argument of a wrong type or size has no effect. They are cheap: those
of a number take less than 0.2 µs, where a call takes 20 µs or more.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from rqcore.errors import BadCall, TooBig
from rqcore.protocol.request_limits import MAX_WORD
from rqcore.protocol.timeouts import LONGEST_LEASE, LONGEST_TIMEOUT

MOST_COUNTED = 999_999_999
"""The highest number of items, deliveries and the like in a call."""
MOST_INDEXED = 10**15 - 1
"""The highest position or number of an item."""
MOST_BYTES = 0xFFFFFFFF
"""The highest number of bytes in a call."""


def check_text(argument: str, text: object) -> None:
    """Check a text of a call, such as the name of a queue, before it is sent.

    Raises:
        BadCall: It is not a text, or has a lone surrogate.
        TooBig: It has more than MAX_WORD bytes. A controller would refuse it, and end the connection.
    """
    if not isinstance(text, str):
        raise BadCall(f"{argument!r} must be a text, not {shown(text)}")
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise lone_surrogate(argument, text) from None
    if size > MAX_WORD:
        raise TooBig(f"{argument!r} has {len(text):,} characters; it may have {MAX_WORD:,} bytes")


def lone_surrogate(argument: str, text: str) -> BadCall:
    """Create the error of a text that UTF-8 cannot express."""
    return BadCall(
        f"{argument!r} cannot be {shown(text)}, because it has a lone surrogate; use other characters"
    )


def whole_number(argument: str, number: object, least: int | None = None, most: int = MOST_COUNTED) -> int:
    """Return a whole number of a call.

    Args:
        argument: The name of the argument.
        number: What the caller passed.
        least: The lowest number that is allowed; None allows all negative numbers.
        most: The highest number that is allowed.

    Raises:
        BadCall: It is something else, also True and False, or too low or too high.
    """
    try:
        value = operator.index(number)  # type: ignore[arg-type]
    except TypeError:
        value = None
    if value is None or number is True or number is False:
        raise BadCall(f"{argument!r} must be a whole number, not {shown(number)}")
    if least is not None and not least <= value <= most:
        raise BadCall(f"{argument!r} must be a whole number from {least} to {most}, not {shown(number)}")
    if value > most:
        raise BadCall(f"{argument!r} must be a whole number of at most {most}, not {shown(number)}")
    return value


def position(argument: str, number: object) -> int:
    """Return a position in a queue, which is negative if it counts from the end. Raises BadCall."""
    return whole_number(argument, number, -MOST_INDEXED, MOST_INDEXED)


def seconds_of(argument: str, seconds: object) -> float:
    """Return a number of seconds, at most ``LONGEST_TIMEOUT``. Raises BadCall if it is not a number."""
    value = seconds if type(seconds) is float else _to_float(seconds)
    if value is None or value != value:
        raise BadCall(f"{argument!r} must be a number of seconds, not {shown(seconds)}")
    return min(value, LONGEST_TIMEOUT)


def _to_float(number: Any) -> float | None:
    """Return a number as a float; None if it is none. A text with a number in it is none either."""
    if isinstance(number, (bool, str, bytes, bytearray)):
        return None
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")
    except (TypeError, ValueError):
        return None


def waiting_time(block: object, timeout: object) -> float | None:
    """Return the seconds to wait; None means no limit. The parameters are as in ``queue.Queue``.

    Raises:
        BadCall: The timeout is negative or not a number.
    """
    if not block:
        return 0.0
    if timeout is None:
        return None
    seconds: Any = timeout if type(timeout) in (float, int) else _to_float(timeout)
    if seconds is None or not seconds >= 0:
        raise BadCall(f"'timeout' must be a non-negative number of seconds, not {shown(timeout)}")
    limit: float = min(seconds, LONGEST_TIMEOUT)
    return limit


def patience(timeout: object) -> float | None:
    """Return the seconds to wait; None means no limit. A negative timeout does not wait. Raises BadCall."""
    return None if timeout is None else max(seconds_of("timeout", timeout), 0.0)


def duration_of(argument: str, seconds: object) -> float:
    """Return the duration of a lease or a delay. Raises BadCall if it is not from 0 to LONGEST_LEASE."""
    value = seconds if type(seconds) is float else _to_float(seconds)
    if value is None or not 0 <= value <= LONGEST_LEASE:
        raise BadCall(
            f"{argument!r} must be a number of seconds from 0 to {LONGEST_LEASE}, not {shown(seconds)}"
        )
    return value


def positive_seconds(argument: str, seconds: object) -> float:
    """Return a time limit of a connection. Raises BadCall if it is not a positive number."""
    value = _to_float(seconds)
    if value is None or not 0 < value <= LONGEST_TIMEOUT:
        raise BadCall(f"{argument!r} must be a positive number of seconds, not {shown(seconds)}")
    return value


def several(argument: str, values: object) -> Sequence[Any]:
    """Return the values of a call as a list or tuple.

    Raises:
        BadCall: They have no order, or are the numbers of bytes, which are seldom meant.
    """
    if type(values) in (list, tuple):
        return values  # type: ignore[return-value]
    is_wrong = isinstance(values, (bytes, bytearray, memoryview, Mapping, AbstractSet))
    if is_wrong or not hasattr(values, "__getitem__") or not isinstance(values, Iterable):
        raise BadCall(f"{argument!r} must be a sequence, such as a list, not {shown(values)}")
    return list(values)


def moved_items(count: object, numbers: object) -> tuple[int | None, list[int] | None]:
    """Return how many items to move, and their numbers; None means all. Raises BadCall."""
    most = None if count is None else whole_number("count", count, 0)
    if numbers is None:
        return most, None
    return most, [whole_number("items", number, 0, MOST_INDEXED) for number in several("items", numbers)]


def part_of_leases(start: object, count: object) -> tuple[int, int | None]:
    """Return how many leases to skip, and how many to list; None means all. Raises BadCall."""
    return whole_number("start", start, 0), None if count is None else whole_number("count", count, 0)


def lease_of(item: object) -> int:
    """Return the number of the lease of an item. Raises BadCall if it was not leased."""
    lease = getattr(item, "lease", None)
    if type(lease) is not int:
        raise BadCall(f"'item' must be what lease() returned, not {shown(item)}")
    return lease


def function_of(argument: str, function: Any) -> Any:
    """Return a function of a call, or None. Raises BadCall if it is something else."""
    if function is not None and not callable(function):
        raise BadCall(f"{argument!r} must be a function, not {shown(function)}")
    return function


def shown(value: object) -> str:
    """Return a value for an error, shortened. Only its type, if it has no text, or a very long one."""
    try:
        text = repr(value)
    except Exception:  # a method of the caller's class; or a number of more than 4,300 digits
        return f"a value of type {type(value).__name__}"
    return text if len(text) <= 100 else f"{text[:99]}…"
