# SPDX-License-Identifier: GPL-3.0-or-later
"""An event as one line for people."""

from __future__ import annotations

import time

import click

from rqcore.codec import Codec
from rqdebug.cli.messages import printable, seconds
from rqdebug.events.event_log import Event

MAX_PAYLOAD = 80
"""Characters of a payload that are shown."""

_COLORS = {"ok": "green", "blocked": "yellow", "busy": "blue", "empty": "cyan", "full": "cyan"}


def line_of(event: Event, target: str = "") -> str:
    """Time, target, method, queue, outcome, duration, size, client and the beginning of the payload."""
    blocked = event.outcome == "blocked"
    duration = "…" if blocked else seconds(event.duration)
    payload = "" if blocked and not event.payload else shown_payload(event)
    parts = (
        click.style(_clock(event.time), dim=True),
        *([f"{printable(target):20}"] if target else []),
        f"{event.method:9}",
        click.style(f"{printable(event.queue):16}", bold=True),
        click.style(f"{event.outcome:9}", fg=_COLORS.get(event.outcome, "red")),
        f"{duration:>10}",
        f"{event.size:>7} B",
        click.style(f"{printable(event.client):24}", dim=True),
        payload,
    )
    return " ".join(parts).rstrip()


def shown_payload(event: Event) -> str:
    """As text where it is text, otherwise as Python writes bytes."""
    readable = event.codec in (str(Codec.TEXT), str(Codec.JSON))
    text = event.payload.decode(errors="replace") if readable else repr(event.payload)[2:-1]
    cut = len(text) > MAX_PAYLOAD or event.size > len(event.payload) > 0
    return printable(text[:MAX_PAYLOAD]) + ("…" if cut else "")


def _clock(ns: int) -> str:
    """Local time of day with microseconds."""
    whole, rest = divmod(ns, 10**9)
    return time.strftime("%H:%M:%S", time.localtime(whole)) + f".{rest // 1000:06}"
