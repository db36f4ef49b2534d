# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug tail``: print the events of targets as they arrive."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack

import click

from rqdebug.cli.common import (
    POLL_INTERVAL,
    attach_all,
    choose_time_format,
    filter_option,
    merge_logs,
    parse_filter,
    report_unknown,
    resolve_urls,
    time_options,
    urls_argument,
)
from rqdebug.cli.documented_command import command, number
from rqdebug.cli.event_lines import TimeFormat, format_event
from rqdebug.cli.messages import format_duration, plural, print_message
from rqdebug.events.captures.event_json import event_to_json
from rqdebug.events.event_log import Event, EventLog
from rqdebug.events.filters.filter import Filter
from rqdebug.events.views.view import View
from rqdebug.session import Attachment, State

CHUNK = 10_000
"""The number of events that are read from a log at a time."""


@command(
    examples={
        "Watch the calls on one queue:": 'rqdebug tail rq://edge-1 --filter "queue == jobs"',
        "Watch slow calls on two targets for a minute:": "rqdebug tail rq://edge-1 rq://edge-2 "
        '--seconds 60 --filter "waited > 5ms"',
    }
)
@urls_argument
@filter_option
@click.option(
    "--seconds",
    "duration",
    type=number(float, 0),
    metavar="SECONDS",
    help="Stop after this many seconds. By default, print until Ctrl+C.",
)
@time_options
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object for each event; times are in ns.")
@click.option("--meter", is_flag=True, help="At the end, print the load that observing put on each target.")
def tail(
    urls: tuple[str, ...],
    expression: str,
    duration: float | None,
    with_date: bool,
    utc: bool,
    as_json: bool,
    meter: bool,
) -> None:
    """Print calls on queues as they happen.

    The events of several targets are printed in the order of time. A call that
    has to wait is printed twice: when it starts to wait, and when it ends.
    Lost connections and lost events are reported on stderr.
    """
    chosen = parse_filter(expression)
    with attach_all(resolve_urls(urls)) as session, ExitStack() as stack:
        watches = [TargetWatch(attachment) for attachment in session.attachments]
        names = [attachment.name for attachment in session.attachments]
        printer = EventPrinter(
            merge_logs(session, stack),
            chosen,
            as_json,
            target=names[0] if len(names) == 1 else None,
            time_format=choose_time_format(with_date, utc),
        )
        try:
            _follow(watches, printer, duration)
        finally:
            report_unknown(printer.view)
            for watch in watches if meter else ():
                print_message(watch.format_cost())


def _follow(watches: Sequence[TargetWatch], printer: EventPrinter, duration: float | None) -> None:
    """Print new events for a number of seconds; None prints them until Ctrl+C."""
    deadline = None if duration is None else time.monotonic() + duration
    while deadline is None or time.monotonic() < deadline:
        time.sleep(POLL_INTERVAL)
        for watch in watches:
            watch.print_new()
        printer.print_new()


class EventPrinter:
    """Prints the events of a log as it grows.

    Args:
        log: The log of one target, or the merged log of several.
        chosen: Which events to print.
        as_json: Whether to print JSON instead of a line for people.
        target: The only target, which lines for people leave out; None for several.
        time_format: How to print times in lines for people.
    """

    def __init__(
        self,
        log: EventLog,
        chosen: Filter,
        as_json: bool,
        target: str | None,
        time_format: TimeFormat = TimeFormat.CLOCK,
    ) -> None:
        self._log = log
        self.view = View(log, chosen)
        """The events to print."""
        self._as_json = as_json
        self._target = target
        self._time_format = time_format
        self._shown = 0

    def print_new(self) -> None:
        """Print the events since the last call."""
        self.view.advance()
        while self._shown < self.view.num_rows:
            rows = self.view.rows(self._shown, CHUNK)
            click.echo("\n".join(map(self._line, self._log.events(rows))))
            self._shown += len(rows)

    def _line(self, event: Event) -> str:
        if self._as_json:
            return event_to_json(event, self._target)
        return format_event(event, event.target if self._target is None else "", self._time_format)


class TargetWatch:
    """Reports on stderr what happens to the connection of a target.

    Args:
        attachment: The target, with its log.
    """

    def __init__(self, attachment: Attachment) -> None:
        self._attachment = attachment
        self._lost = 0
        self._late = 0
        self._gaps = 0
        self._state: State | None = None

    def print_new(self) -> None:
        """Print the changes since the last call."""
        attachment = self._attachment
        state, lost, url = attachment.state, attachment.log.lost, attachment.url
        if state is not self._state and state is not State.CONNECTING:
            print_message(f"watching {attachment.url}" if state is State.LIVE else attachment.reason)
        if lost > self._lost:
            count = plural(lost - self._lost, f"event of {url} was", f"events of {url} were")
            print_message(f"{count} lost: rqdebug read too slowly")
        if (late := attachment.late) > self._late:
            count = plural(late - self._late, "event", "events")
            print_message(f"{count} of {url} arrived late, behind ones that happened later")
        for gap in attachment.log.gaps[self._gaps :]:
            length = format_duration(gap.length_ns)
            print_message(f"{attachment.url} was not observed for {length}; calls in that time are missing")
        self._state, self._lost, self._late = state, lost, late
        self._gaps = len(attachment.log.gaps)

    def format_cost(self) -> str:
        """Return a sentence on the load that observing puts on the target."""
        meter = self._attachment.meter
        if meter is None:
            can_report = self._attachment.target.capabilities.reports_cost
            verb = "has not reported" if can_report else "does not report"
            return f"{self._attachment.name} {verb} the load of observing"
        rate = f"{meter.event_rate:,.0f} events/s, {meter.byte_rate / 1024:,.0f} KiB/s"
        return (
            f"{self._attachment.name}: {rate}, {meter.time_share:.1%} of its time, {meter.lost_events:,} lost"
        )
