# SPDX-License-Identifier: GPL-3.0-or-later
"""Payloads of a batch, of which many were recorded only in part.

Of a payload that was cut, the operators know its first bytes and often its size. They answer true or false
only if every payload with this beginning and size gives the same answer; otherwise the answer is null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_UNKNOWN = pa.scalar(None, pa.bool_())
_ONE = pa.scalar(1, pa.uint32())
_NEXT = r"[\x80-\xbf]"
_CHARACTER = "|".join(
    (
        r"[\x00-\x7f]",
        rf"[\xc2-\xdf]{_NEXT}",
        rf"(?:\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef]{_NEXT}|\xed[\x80-\x9f]){_NEXT}",
        rf"(?:\xf0[\x90-\xbf]|[\xf1-\xf3]{_NEXT}|\xf4[\x80-\x8f]){_NEXT}{{2}}",
    )
)
_BEGUN = "|".join(
    (
        r"[\xc2-\xf4]",
        rf"\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef]{_NEXT}|\xed[\x80-\x9f]",
        rf"(?:\xf0[\x90-\xbf]|[\xf1-\xf3]{_NEXT}|\xf4[\x80-\x8f]){_NEXT}?",
    )
)
_UTF_8 = rf"^(?:{_CHARACTER})*(?:{_BEGUN})?$"
"""Matches bytes that are UTF-8 (RFC 3629, section 4), which can be cut within the last character."""
_LOOKS_AT_END = ("$", r"\b", r"\B", r"\z")
"""Parts of a regular expression whose match depends on what follows it."""


@dataclass(frozen=True)
class Payloads:
    """The payloads of a batch, in the columns of SCHEMA.

    What is computed here for each batch takes less than 2 % of a search in 65,536 events of bench/events.py.
    """

    data: pa.LargeBinaryArray
    """The recorded bytes."""
    sizes: pa.UInt32Array
    """The size of all these payloads together."""
    items: pa.UInt32Array
    """The number of items of which ``data`` is the first. Only a row of an earlier recording has several."""

    @classmethod
    def of_batch(cls, batch: pa.RecordBatch) -> Payloads:
        """Return the payloads of a batch."""
        items = pc.if_else(pc.is_valid(batch.column("part")), _ONE, batch.column("items"))
        return cls(batch.column("payload"), batch.column("size"), items)

    @cached_property
    def is_cut(self) -> pa.BooleanArray:
        """Whether each payload is longer than what was recorded, or belongs to a call of several items."""
        return pc.greater(self.sizes, pc.binary_length(self.data).cast(pa.uint32(), safe=False))

    @property
    def are_whole(self) -> bool:
        """Whether no payload was cut."""
        return not self.is_cut.true_count

    def or_unknown(self, answers: pa.BooleanArray, is_open: pa.BooleanArray) -> pa.BooleanArray:
        """Return the answers, with null where a payload was cut and the rest of it can change the answer."""
        return pc.if_else(pc.and_(self.is_cut, is_open), _UNKNOWN, answers)

    def equal(self, texts: Iterable[str]) -> pa.BooleanArray:
        """Return for each payload whether it equals one of the texts."""
        values = [text.encode() for text in texts]
        answers = pc.is_in(self.data, value_set=pa.array(values, self.data.type))
        if self.are_whole:
            return answers
        is_open = pa.scalar(False)
        for value in values:
            is_open = pc.or_(is_open, pc.and_(self._begins_like(value), self._may_have(pc.equal, len(value))))
        return self.or_unknown(pc.and_not(answers, self.is_cut), is_open)

    def start_with(self, text: str) -> pa.BooleanArray:
        """Return for each payload whether it starts with a text."""
        value = text.encode()
        answers = pc.starts_with(self.data, value)
        if self.are_whole:
            return answers
        is_open = pc.and_(self._begins_like(value), self._may_hold(len(value)))
        return self.or_unknown(answers, pc.and_not(is_open, answers))

    def contain(self, text: str) -> pa.BooleanArray:
        """Return for each payload whether it contains a text."""
        answers = pc.match_substring(self.data, text)
        if self.are_whole:
            return answers
        is_open = self._may_hold(len(text.encode()))
        return self.or_unknown(answers, pc.and_not(is_open, answers))

    def end_with(self, text: str) -> pa.BooleanArray:
        """Return for each payload whether it ends with a text."""
        answers = pc.ends_with(self.data, text)
        if self.are_whole or not text:
            return answers
        is_open = self._may_hold(len(text.encode()))
        return self.or_unknown(pc.and_not(answers, self.is_cut), is_open)

    def match(self, pattern: str) -> pa.BooleanArray:
        """Return for each payload whether it matches a regular expression: as text, or byte by byte."""
        answers = self._search(pattern)
        if self.are_whole:
            return answers
        is_found = answers
        if any(part in pattern for part in _LOOKS_AT_END):
            is_found = self._search(
                f"(?:{pattern})(?s:.)"
            )  # a match is certain if one more character is known
        return self.or_unknown(answers, pc.invert(is_found))

    def _begins_like(self, value: bytes) -> pa.BooleanArray:
        """Return for each payload whether its recorded bytes are a beginning of a value."""
        lengths = pc.unique(pc.binary_length(self.data)).to_pylist()
        beginnings = [value[:length] for length in lengths if length <= len(value)]
        return pc.is_in(self.data, value_set=pa.array(beginnings, self.data.type))

    def _may_have(self, relation: Callable[[pa.Array, pa.Scalar], pa.Array], size: int) -> pa.BooleanArray:
        """Return for each payload whether its size compares so; several items may have any size."""
        return pc.or_(relation(self.sizes, pa.scalar(size, pa.int64())), pc.greater(self.items, 1))

    def _may_hold(self, size: int) -> pa.BooleanArray | pa.BooleanScalar:
        """Return for each payload whether it can have this number of bytes, or one answer for all."""
        if not len(self.sizes) or self.sizes.to_numpy().min() >= size:
            return pa.scalar(True)
        return self._may_have(pc.greater_equal, size)

    def _search(self, pattern: str) -> pa.BooleanArray:
        """Search in the recorded bytes: in text for characters, in other bytes as if they were Latin-1."""
        is_text = self._text_mask()
        if not is_text.true_count:
            return pc.match_substring_regex(self.data, pattern)
        in_text = pc.match_substring_regex(self.data.view(pa.large_string()), pattern)
        if not is_text.false_count:
            return in_text
        return pc.if_else(is_text, in_text, pc.match_substring_regex(self.data, pattern))

    def _text_mask(self) -> pa.BooleanArray:
        """Return for each payload whether it is text."""
        if self._are_ascii():
            return pc.is_valid(self.data)
        try:
            self.data.cast(pa.large_string())  # 20 times as fast as the expression, if all payloads are text
        except pa.ArrowInvalid:
            return pc.match_substring_regex(self.data, _UTF_8)
        return pc.is_valid(self.data)

    def _are_ascii(self) -> bool:
        """Whether all recorded bytes are ASCII; takes an eighth of the time of a check for UTF-8."""
        _, offsets, data = self.data.buffers()
        if data is None:
            return True
        first, stop = np.frombuffer(offsets, np.int64)[[self.data.offset, self.data.offset + len(self.data)]]
        return bool(np.frombuffer(data, np.int8)[first:stop].min(initial=0) >= 0)
