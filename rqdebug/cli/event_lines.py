# SPDX-License-Identifier: GPL-3.0-or-later
"""Format an event as one line of text."""

from __future__ import annotations

import time
from enum import Enum

import click

from rqcore.codec import Codec
from rqdebug.cli.messages import format_duration, sanitize
from rqdebug.events.event_log import Event
from rqdebug.inspection.payload_text import as_text

MAX_PAYLOAD = 80
"""The maximum number of characters of a payload in a line."""

_COLORS = {
    "ok": "green",
    "blocked": "yellow",
    "held": "magenta",
    "busy": "blue",
    "empty": "cyan",
    "full": "cyan",
    "delayed": "cyan",
    "unknown": "bright_black",
}


class TimeFormat(Enum):
    """How the time of an event is printed. Each form can be used in a filter."""

    CLOCK = "%H:%M:%S"
    """The local time of day."""
    DATE = "%Y-%m-%dT%H:%M:%S"
    """The local date and time."""
    UTC = "%Y-%m-%dT%H:%M:%SZ"
    """Date and time in UTC."""


def format_event(event: Event, target: str = "", time_format: TimeFormat = TimeFormat.CLOCK) -> str:
    """Return a line: time, target, method, queue, outcome, duration, size, client, beginning of the payload.

    Args:
        event: Any event of a log.
        target: What to call the target; empty to leave it out.
        time_format: How to print the time.
    """
    waits = event.outcome in ("blocked", "held")
    duration = "…" if waits else format_duration(event.waited_ns)
    payload = "" if waits and not event.payload else format_payload(event)
    parts = (
        click.style(format_time(event.time_ns, time_format), dim=True),
        *([f"{sanitize(target):20}"] if target else []),
        f"{sanitize(event.method):9}",
        click.style(f"{sanitize(event.queue):16}", bold=True),
        click.style(f"{sanitize(event.outcome):9}", fg=_COLORS.get(event.outcome, "red")),
        f"{duration:>10}",
        f"{event.size:>7} B",
        click.style(f"{sanitize(event.client_label):24}", dim=True),
        payload,
    )
    return " ".join(parts).rstrip()


def format_payload(event: Event) -> str:
    """Return the beginning of the payload: text as it is, in any codec, other bytes as Python escapes."""
    text = as_text(event.payload)
    if text is None:
        is_text = event.codec in (str(Codec.TEXT), str(Codec.JSON))
        text = event.payload.decode(errors="replace") if is_text else repr(event.payload)[2:-1]
    cut = len(text) > MAX_PAYLOAD or event.size > len(event.payload) > 0
    return sanitize(text[:MAX_PAYLOAD]) + ("…" if cut else "")


def format_time(ns: int, time_format: TimeFormat = TimeFormat.CLOCK) -> str:
    """Return ns since 1970 as a time with microseconds."""
    whole, rest = divmod(ns, 10**9)
    moment = time.gmtime(whole) if time_format is TimeFormat.UTC else time.localtime(whole)
    text = time.strftime(time_format.value, moment)
    clock, zone = text.removesuffix("Z"), "Z" * text.endswith("Z")
    return f"{clock}.{rest // 1000:06}{zone}"
