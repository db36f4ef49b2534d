# SPDX-License-Identifier: GPL-3.0-or-later
"""One event as a line of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from rqdebug.events.event_log import Event


def event_to_json(event: Event, target: str | None = None) -> str:
    r"""Return an event as a JSON object. Times are in ns; payload bytes that are not UTF-8 become ``\xff``.

    Args:
        event: Any event of a log.
        target: Another name for its target; None keeps the name.
    """
    fields = asdict(event) | {"payload": event.payload.decode(errors="backslashreplace")}
    if target is not None:
        fields = {**fields, "target": target}
    return json.dumps(fields, ensure_ascii=False)
