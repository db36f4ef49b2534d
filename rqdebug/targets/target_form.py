# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a kind of target, described so that any user interface can ask for them.

Each field is one option of the URL: ``redis://host?events=count&changes=yes`` has two.
A form merges values into a URL and reads them back; it does not know any widget.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote


class FieldType(enum.Enum):
    """How the value of a field is asked for."""

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
    """What to show beside the field, or as the text of a switch."""
    type: FieldType = FieldType.TEXT
    default: str = ""
    """The value that a URL without the option has; it is never written into a URL."""
    choices: tuple[FieldChoice, ...] = ()
    help: str = ""
    """What an empty text field stands for, in a few words; or a sentence about a switch."""
    file_pattern: str = ""
    """Which files to offer, such as ``*.pem *.crt``."""
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
    """All options of a kind, in the order in which to show them."""

    fields: tuple[FormField, ...] = ()
    has_login: bool = True
    """Whether URLs can hold a user and a password."""

    def fields_for(self, url: str) -> Iterator[FormField]:
        """Yield the fields that apply to this URL."""
        scheme = scheme_of(url)
        return (field for field in self.fields if not field.schemes or scheme in field.schemes)

    def apply(self, url: str, values: Mapping[str, str]) -> str:
        """Return the URL with these values as options.

        What the URL already says takes precedence. Defaults are left out, so are
        fields that do not apply to this URL, and values without a field.
        """
        stated = self.stated(url)
        for field in self.fields_for(url):
            value = values.get(field.name, field.default)
            if value != field.default and field.name not in stated:
                url = f"{url}{'&' if '?' in url else '?'}{field.name}={quote(value, safe='/,:')}"
        return url

    def stated(self, url: str) -> dict[str, str]:
        """Return the values that the URL itself states, by the name of the field."""
        names = {field.name for field in self.fields_for(url)}
        options = parse_qsl(url.strip().partition("?")[2], keep_blank_values=True)
        return {name: value for name, value in options if name in names}


def scheme_of(url: str) -> str:
    """Return what stands before ``://``, or an empty string if there is none."""
    scheme, separator, _ = url.strip().partition("://")
    return scheme if separator else ""
