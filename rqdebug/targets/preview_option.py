# SPDX-License-Identifier: GPL-3.0-or-later
"""The option ``preview`` of a target's URL: how many bytes of each payload its events have."""

from __future__ import annotations

import re

from rqcore.errors import BadUrl
from rqdebug.targets.target_form import FieldChoice, FieldType, FormField

ALL_BYTES = 2**32 - 1
"""The number of bytes that means whole payloads."""
_UNITS = {"": 1, "b": 1, "kib": 1 << 10, "mib": 1 << 20, "k": 1 << 10, "m": 1 << 20}
_COST = (
    "Events then take as much network and disk space as the payloads. A filter on the payload finds what is "
    "in these bytes."
)

PREVIEW = FormField(
    name="preview",
    label="Payloads in events",
    type=FieldType.CHOICE,
    default="256",
    choices=(
        FieldChoice("256", "First 256 bytes", "A filter on the payload finds what is in these bytes."),
        FieldChoice("4KiB", "First 4 KiB", _COST),
        FieldChoice("64KiB", "First 64 KiB", _COST),
        FieldChoice("all", "Whole payloads", _COST),
    ),
)
"""The number of bytes of each payload. A URL can have any number, such as ``preview=1KiB``."""


def read_preview(text: str) -> int:
    """Return the number of bytes that a value of the option means.

    Args:
        text: A number of bytes with or without a unit, such as ``1024`` or ``4KiB``; or ``all``.

    Raises:
        BadUrl: The text is neither.
    """
    if text.strip().lower() == "all":
        return ALL_BYTES
    match = re.fullmatch(r"([0-9]{1,10})\s*([a-z]*)", text.strip().lower())
    if match is None or match[2] not in _UNITS:
        raise BadUrl(f"preview={text} is not a size; write a size such as 256 or 4KiB, or all")
    return min(int(match[1]) * _UNITS[match[2]], ALL_BYTES)


def split_preview(url: str) -> tuple[str, str]:
    """Return a URL without the option, and its value; the default if the URL does not have the option."""
    before, question, query = url.strip().partition("?")
    options = [option for option in query.split("&") if option]
    values = [option.partition("=")[2] for option in options if option.partition("=")[0] == PREVIEW.name]
    rest = "&".join(option for option in options if option.partition("=")[0] != PREVIEW.name)
    if not values:
        return url, PREVIEW.default
    return before + question * bool(rest) + rest, values[-1]


def add_preview(url: str, value: str) -> str:
    """Return a URL with the option, unless the value is the default."""
    if value == PREVIEW.default:
        return url
    return f"{url}{'&' if '?' in url else '?'}{PREVIEW.name}={value}"
