# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole values of a comparison that failed, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pprint import pformat
from typing import Literal, TypeAlias

from rqcore.codec import Codec, encode
from rqcore.errors import CodecError
from rqdebug.inspection.payload_difference import PayloadDifference, common_length, compare_payloads, excerpt

ValueForm: TypeAlias = Literal["json", "text", "raw", "python"]
MAX_COMPARED = 4 * 2**20
"""Larger values, in bytes, are not aligned line by line; only the first place that differs is found."""
WIDTH = 100
"""Letters in a line of a value in Python's notation."""
SHORT_JSON = 40
"""Letters of JSON in which a difference is seen immediately."""
_FORMS: dict[Codec, ValueForm] = {Codec.JSON: "json", Codec.TEXT: "text", Codec.RAW: "raw"}


@dataclass(frozen=True, slots=True)
class ComparedValues:
    """Two values as payloads. They are never equal."""

    form: ValueForm
    """How to read both: JSON, text in UTF-8, bytes, or Python's notation for all other values."""
    expected: bytes
    got: bytes

    @property
    def size(self) -> int:
        """The memory that both take, in bytes."""
        return len(self.expected) + len(self.got)

    @property
    def texts(self) -> tuple[str, str]:
        """Both values as whole texts; bytes as hexadecimal digits."""
        if self.form == "raw":
            return self.expected.hex(), self.got.hex()
        return self.expected.decode(errors="replace"), self.got.decode(errors="replace")

    @property
    def is_short(self) -> bool:
        """Whether both fit into one line, so that a reader sees the difference immediately."""
        most = SHORT_JSON if self.form == "json" else WIDTH
        return not any(b"\n" in value or len(value) > most for value in (self.expected, self.got))

    def difference(self) -> PayloadDifference:
        """Return where the values differ. For large values this takes up to a second."""
        return compare_payloads(self.expected, self.got)


def keep_values(expected: object, got: object) -> ComparedValues:
    """Return two values that differ, as payloads of one form."""
    try:
        (codec, before), (other, after) = encode(expected), encode(got)
    except CodecError:
        codec = other = Codec.PICKLE
    if codec is other and codec in _FORMS and before != after:
        return ComparedValues(_FORMS[codec], before, after)
    return ComparedValues("python", *(_in_python(value) for value in (expected, got)))


def describe_hidden(values: ComparedValues | None) -> Iterator[str]:
    """Yield what ``describe_difference`` does; nothing without values, or if both fit into one line."""
    if values is not None and not values.is_short:
        yield from describe_difference(values)


def describe_difference(values: ComparedValues) -> Iterator[str]:
    """Yield the first place that differs in one line, then the lines around it with ``-`` and ``+``."""
    if values.size > MAX_COMPARED or values.form == "raw":
        yield f"first difference at byte {common_length(values.expected, values.got):,}"
        if values.size > MAX_COMPARED:
            return
    difference = values.difference()
    if difference.members:
        member = difference.members[0]
        count = f", {len(difference.members):,} members differ" if len(difference.members) > 1 else ""
        path = "".join(f"[{step!r}]" for step in member.path)
        yield f"first difference at {path or 'the whole value'}{count}"
    elif difference.form == "text" and (first := difference.first_line) is not None:
        number = sum(line.sign != "+" for line in difference.lines[:first]) + 1
        yield f"first difference in line {number:,}, column {difference.lines[first].start + 1:,}"
    yield from excerpt(difference)


def _in_python(value: object) -> bytes:
    try:
        return pformat(value, width=WIDTH, sort_dicts=False).encode(errors="replace")
    except RecursionError:
        return f"a deeply nested {type(value).__name__}".encode()
