# SPDX-License-Identifier: GPL-3.0-or-later
"""A payload as text that a user can edit, and back. What is not edited keeps its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from rqcore.codec import Codec
from rqdebug.errors import ItemError
from rqdebug.inspection.item_text import read_item
from rqdebug.inspection.json_layout import indent_json

_CHANGED_BY_FIELDS = frozenset("\r\0\u2028\u2029\ufdd0\ufdd1")
"""Characters that a text field would replace."""


class EditForm(Enum):
    """How a payload is written."""

    TEXT = "text"
    """As text; JSON with a line for each member."""
    HEX = "hex"
    """Two hexadecimal digits for each byte."""


@dataclass(frozen=True, slots=True)
class EditablePayload:
    """A payload with its codec, which editing never changes."""

    data: bytes
    codec: str

    @property
    def forms(self) -> tuple[EditForm, ...]:
        """The forms that can show all of it, the best one first."""
        return (EditForm.TEXT, EditForm.HEX) if self._text() is not None else (EditForm.HEX,)

    def write(self, form: EditForm) -> str:
        """Return the payload in one of its forms."""
        if form is EditForm.TEXT and (text := self._text()) is not None:
            return text
        return self.data.hex(" ")

    def read(self, text: str, form: EditForm) -> bytes:
        """Return the payload of a text; the same bytes if the text was not changed.

        Raises:
            ItemError: The text is not valid JSON, or are no hexadecimal digits.
        """
        if text == self.write(form):
            return self.data
        if form is EditForm.HEX:
            return read_item(text, Codec.RAW).data
        return read_item(text, Codec.JSON if self.codec == "json" else Codec.TEXT).data

    def _text(self) -> str | None:
        """Return the payload as text; None if a text field cannot show it unchanged."""
        try:
            text = self.data.decode()
            shown = _indented(text) if self.codec == "json" else text
        except (ValueError, RecursionError, ItemError):
            return None
        is_shown = self.codec != "pickle" and _CHANGED_BY_FIELDS.isdisjoint(shown)
        return shown if is_shown else None


def _indented(text: str) -> str:
    """Return JSON with a line for each member. Raises ItemError if it is none."""
    read_item(text, Codec.JSON)
    return indent_json(text)
