# SPDX-License-Identifier: GPL-3.0-or-later
"""One event as a line of JSON."""

from __future__ import annotations

import time
from base64 import b64encode
from typing import Any

from rqdebug.events.event_log import Event, column_values
from rqdebug.support.characters import to_json
from rqdebug.support.json_text import parse_json


def event_to_json(event: Event, target: str | None = None) -> str:
    """Return an event as a JSON object; see ``to_json_fields``.

    Args:
        event: Any event of a log.
        target: Another name for its target; None keeps the name.
    """
    fields = to_json_fields(column_values(event))
    if target is not None:
        fields = {**fields, "target": target}
    return to_json(fields)


def to_json_fields(fields: dict[str, Any]) -> dict[str, Any]:
    r"""Return the fields of an event as JSON can represent them.

    Times are in ns. JavaScript and jq round numbers of 19 digits, so ``time_iso`` has the time as a text.
    Payload bytes that are not UTF-8 become escapes such as ``\xff``; then ``payload_base64`` has the bytes.

    Args:
        fields: The values of an event by column; ``payload`` is bytes, and ``unknown`` JSON or None.
    """
    payload: bytes = fields["payload"]
    exact: dict[str, str] = {}
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        text = payload.decode(errors="backslashreplace")
        exact = {"payload_base64": b64encode(payload).decode()}
    try:
        unknown = parse_json(fields["unknown"] or "null")
    except ValueError:
        unknown = fields["unknown"]
    return {**fields, "payload": text, "unknown": unknown, "time_iso": format_iso(fields["time"]), **exact}


def format_iso(ns: int) -> str:
    """Return ns since 1970 as ``2023-11-14T22:13:20.123456789Z``."""
    whole, rest = divmod(ns, 10**9)
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole)) + f".{rest:09}Z"
