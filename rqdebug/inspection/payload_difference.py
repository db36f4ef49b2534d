# SPDX-License-Identifier: GPL-3.0-or-later
"""Where two payloads differ: as lines of text, and member by member if both are JSON.

Nothing is cut before the first difference, and payloads that differ never look equal: JSON is compared with
indentation, then as it was written, then as bytes, until the difference can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, TypeAlias

from rqdebug.inspection.decoders import PayloadSlice, TextDecoder
from rqdebug.inspection.json_layout import JsonObject, parse_document, write_json
from rqdebug.inspection.payload_text import hex_dump
from rqdebug.inspection.text_encodings import read_text

MAX_MATCHED = 2_000
"""Longer parts are not aligned line by line, which could take minutes: all is removed and added."""
_STRIDE = 4096
"""Letters that are compared in one step."""
MAX_LETTERS = 160
"""The maximum length of a line in an excerpt."""
_OTHER_ENDS = re.compile("[\r\u2028\u2029]")
Step: TypeAlias = "str | int"
Sign: TypeAlias = Literal["", "-", "+"]


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A line of one payload or of both."""

    sign: Sign
    """Empty if both have it, ``-`` if only the first, ``+`` if only the second."""
    text: str
    start: int = 0
    """The first column that differs, and the one after the last."""
    end: int = 0


@dataclass(frozen=True, slots=True)
class MemberDifference:
    """A member of two JSON values that differs."""

    path: tuple[Step, ...]
    """Its place in the second value; in the first if it was removed."""
    before: str | None
    """The value as JSON; None if the first has no such member."""
    after: str | None
    """The value as JSON; None if the second has no such member."""


@dataclass(frozen=True, slots=True)
class PayloadDifference:
    """How two payloads differ."""

    form: Literal["json", "text", "bytes"]
    """What the lines are: JSON with indentation, text as it was sent, or a hex dump."""
    lines: tuple[DifferenceLine, ...]
    members: tuple[MemberDifference, ...] | None
    """The members that differ, in order; None if a payload is not a JSON object or array."""

    @property
    def is_equal(self) -> bool:
        """Whether the payloads are equal, byte for byte."""
        return self.first_line is None

    @property
    def first_line(self) -> int | None:
        """The index of the first line that differs; None if there is none."""
        return next((number for number, line in enumerate(self.lines) if line.sign), None)


def compare_payloads(before: bytes, after: bytes) -> PayloadDifference:
    """Compare two payloads.

    Args:
        before: The first payload, for example the expected one.
        after: The second payload.
    """
    values = _json_of(before), _json_of(after)
    forms = iter(_forms(before, after, None not in values))
    form, old, new = next(forms)
    while old == new and before != after:
        form, old, new = next(forms)
    members = None
    if None not in values:
        try:
            members = tuple(_members(*values, ()))
        except RecursionError:
            members = None  # nested too deeply; the lines show it
    return PayloadDifference(form, tuple(_lines(old.split("\n"), new.split("\n"))), members)


def _forms(
    before: bytes, after: bytes, is_json: bool
) -> Iterator[tuple[Literal["json", "text", "bytes"], str, str]]:
    """Yield the forms in which the payloads can be compared, the most readable first."""
    if is_json:
        yield "json", _indented(before), _indented(after)
    texts = read_text(before), read_text(after)
    if all(text.is_mostly_text for text in texts):
        yield "text", _visible(texts[0].text), _visible(texts[1].text)
    size = max(len(before), len(after))
    yield "bytes", hex_dump(before, size=size), hex_dump(after, size=size)


def _indented(payload: bytes) -> str:
    return _visible(TextDecoder().decode(PayloadSlice(payload, "json", 0, len(payload))).text)


def _visible(text: str) -> str:
    r"""Return a text with escapes for what ends a line, except ``\n``."""
    return _OTHER_ENDS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _json_of(payload: bytes) -> JsonObject | list[object] | None:
    try:
        value = parse_document(payload)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, (JsonObject, list)) else None


# Lines


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[DifferenceLine]:
    for tag, first, last, start, end in _opcodes(old, new):
        if tag == "equal":
            yield from (DifferenceLine("", text) for text in new[start:end])
            continue
        pairs = list(zip_longest(old[first:last], new[start:end]))
        spans = [_span(*pair) for pair in pairs]
        both = zip(pairs, spans, strict=True)
        marked = [(_line("-", pair[0], span), _line("+", pair[1], span)) for pair, span in both]
        yield from (removed for removed, _ in marked if removed)
        yield from (added for _, added in marked if added)


def _line(sign: Sign, text: str | None, span: tuple[int, int]) -> DifferenceLine | None:
    start, rest = span
    return None if text is None else DifferenceLine(sign, text, start, len(text) - rest)


def _span(old: str | None, new: str | None) -> tuple[int, int]:
    """Return how many letters at the beginning and at the end are equal."""
    if old is None or new is None:
        return 0, 0
    start = common_length(old, new)
    return start, common_length(old[start:][::-1], new[start:][::-1])


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield the steps from old to new, as ``SequenceMatcher`` does. The equal ends cost no comparison."""
    start = common_length(old, new)
    end = common_length(old[start:][::-1], new[start:][::-1])
    first, last = old[start : len(old) - end], new[start : len(new) - end]
    yield "equal", 0, start, 0, start
    if max(len(first), len(last)) > MAX_MATCHED:
        yield "replace", start, start + len(first), start, start + len(last)
    else:
        # Without autojunk, 2,000 lines of which most are equal took 108 s: frequent lines anchor no match.
        for tag, *places in SequenceMatcher(None, first, last, autojunk=True).get_opcodes():
            a, b, c, d = (place + start for place in places)
            yield tag, a, b, c, d
    yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def common_length(old: Sequence[object], new: Sequence[object]) -> int:
    """Return how many lines, or letters of two texts, at the beginning are equal."""
    start = 0
    while start < min(len(old), len(new)) and old[start : start + _STRIDE] == new[start : start + _STRIDE]:
        start += _STRIDE
    pairs = enumerate(zip(old[start : start + _STRIDE], new[start : start + _STRIDE], strict=False), start)
    return next((number for number, (a, b) in pairs if a != b), min(len(old), len(new)))


# Members


def _members(before: object, after: object, path: tuple[Step, ...]) -> Iterator[MemberDifference]:
    if isinstance(before, JsonObject) and isinstance(after, JsonObject):
        yield from _object_members(before, after, path)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _list_members(before, after, path)
    elif (old := write_json(before)) != (new := write_json(after)):
        yield MemberDifference(path, old, new)


def _object_members(
    before: JsonObject, after: JsonObject, path: tuple[Step, ...]
) -> Iterator[MemberDifference]:
    old, new = dict(before.members), dict(after.members)
    for name in dict.fromkeys([*new, *old]):
        if name not in old:
            yield MemberDifference((*path, name), None, write_json(new[name]))
        elif name not in new:
            yield MemberDifference((*path, name), write_json(old[name]), None)
        else:
            yield from _members(old[name], new[name], (*path, name))


def _list_members(
    before: list[object], after: list[object], path: tuple[Step, ...]
) -> Iterator[MemberDifference]:
    old, new = [write_json(each) for each in before], [write_json(each) for each in after]
    for tag, first, last, start, end in _opcodes(old, new):
        if tag == "equal":
            continue
        for a, b in zip_longest(range(first, last), range(start, end)):
            if b is None:
                yield MemberDifference((*path, a), old[a], None)
            elif a is None:
                yield MemberDifference((*path, b), None, new[b])
            else:
                yield from _members(before[a], after[b], (*path, b))


# Excerpts


def excerpt(difference: PayloadDifference, context: int = 2, most: int = 24) -> list[str]:
    """Return the lines that differ with the lines around them, as in ``diff -u``.

    Args:
        difference: The difference of two payloads.
        context: The number of equal lines before and after each line that differs.
        most: The maximum number of lines. Long lines are cut, but never where they differ.
    """
    lines = difference.lines
    near: dict[int, None] = {}
    for number, line in enumerate(lines):
        if line.sign:
            near |= dict.fromkeys(range(max(number - context, 0), min(number + context + 1, len(lines))))
        if len(near) > most:
            break
    shown: list[str] = []
    last = -1
    for number in sorted(near)[:most]:
        if number > last + 1:
            shown.append("  …")
        shown.append(f"{lines[number].sign or ' '} {_cut(lines[number])}")
        last = number
    return [*shown, "  …"] if last < len(lines) - 1 else shown


def _cut(line: DifferenceLine) -> str:
    """Return a line of at most MAX_LETTERS letters, with the place that differs."""
    first = max(line.start - MAX_LETTERS // 4, 0) if len(line.text) > MAX_LETTERS else 0
    end = first + MAX_LETTERS
    return f"{'…' if first else ''}{line.text[first:end]}{'…' if end < len(line.text) else ''}"
