# SPDX-License-Identifier: MIT
"""Reads the JSON of requests from other programs, which may be made to take long."""

from __future__ import annotations

import json
from typing import Any

MAX_DIGITS = 400
"""The most digits of an integer, more than a float has. To read twice as many takes four times as long."""


class TooManyDigits(ValueError):
    """An integer in the JSON has more than ``MAX_DIGITS`` digits."""


def _read_integer(text: str) -> int:
    if len(text.lstrip("-")) > MAX_DIGITS:
        raise TooManyDigits(f"an integer in the request has more than {MAX_DIGITS} digits; send it as text")
    return int(text)


_decoder = json.JSONDecoder(parse_int=_read_integer)


def read_json(data: bytes) -> Any:
    """Return the value of JSON as ``json.loads`` does.

    Raises:
        ValueError: It is not JSON, or an integer is too long.
        RecursionError: A value is nested too deeply.
    """
    return _decoder.decode(data.decode(json.detect_encoding(data), "surrogatepass"))
