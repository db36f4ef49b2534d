# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a target kind as a form, for any user interface.

Each field is one option of the URL: ``redis://host?events=count&changes=yes`` has two. A form adds values to
a URL and reads them back. It contains no widgets.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote


class FieldType(enum.Enum):
    """The type of a field, which decides how a user enters its value."""

    TEXT = "text"
    """A line of text."""
    FILE = "file"
    """The path of an existing file."""
    CHOICE = "choice"
    """One of ``FormField.choices``."""
    SWITCH = "switch"
    """``yes`` or ``no``."""


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A value that a field of the type CHOICE can have."""

    value: str
    label: str
    help: str = ""
    """One sentence to show while this choice is selected."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One option of a URL."""

    name: str
    """The option in the URL, such as ``events`` in ``redis://host?events=count``."""
    label: str
    """The text beside the field, or the text of a switch."""
    type: FieldType = FieldType.TEXT
    default: str = ""
    """The value of a URL without the option; it is never written into a URL."""
    choices: tuple[FieldChoice, ...] = ()
    """The values of a field of the type CHOICE."""
    help: str = ""
    """What an empty text field means, in a few words; or a sentence about a switch."""
    file_pattern: str = ""
    """The patterns of files to offer, such as ``*.pem *.crt``."""
    schemes: tuple[str, ...] = ()
    """The schemes of URLs that have the option; empty for all of the kind."""

    def __post_init__(self) -> None:
        """Check that the default can be chosen.

        Raises:
            ValueError: The default is not among the choices, or not a state of a switch.
        """
        allowed = [choice.value for choice in self.choices] if self.type is FieldType.CHOICE else None
        if self.type is FieldType.SWITCH:
            allowed = ["yes", "no"]
        if allowed is not None and self.default not in allowed:
            raise ValueError(
                f"the default of the field {self.name!r} is {self.default!r}; it must be one of {allowed}"
            )


@dataclass(frozen=True, slots=True)
class TargetForm:
    """All options of a kind, in the order of display."""

    fields: tuple[FormField, ...] = ()
    has_login: bool = True
    """Whether URLs can hold a user and a password."""

    def fields_for(self, url: str) -> Iterator[FormField]:
        """Yield the fields that apply to this URL."""
        scheme = scheme_of(url)
        return (field for field in self.fields if not field.schemes or scheme in field.schemes)

    def apply(self, url: str, values: Mapping[str, str]) -> str:
        """Return the URL with values as options.

        Options that the URL already has take precedence. Values are left out if they are the default, have no
        field, or their field does not apply to this URL.

        Args:
            url: The URL.
            values: The value of each field by the name of the field.
        """
        stated = self.stated(url)
        for field in self.fields_for(url):
            value = values.get(field.name, field.default)
            if value != field.default and field.name not in stated:
                url = f"{url}{'&' if '?' in url else '?'}{field.name}={quote(value, safe='/,:')}"
        return url

    def stated(self, url: str) -> dict[str, str]:
        """Return the options that the URL has, by the name of the field."""
        names = {field.name for field in self.fields_for(url)}
        options = parse_qsl(url.strip().partition("?")[2], keep_blank_values=True)
        return {name: value for name, value in options if name in names}


def scheme_of(url: str) -> str:
    """Return the part of a URL before ``://``, or an empty string if there is none."""
    scheme, separator, _ = url.strip().partition("://")
    return scheme if separator else ""
