# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of selected events as text that makes them again: for a shell, or as a Python program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol
from urllib.parse import urlsplit

from rqcore.url import SCHEMES
from rqdebug.events.views.view import FilteredRows
from rqdebug.scripts.recording.repeated_calls import CallReader, RepeatedCall
from rqdebug.targets.preview_option import split_preview
from rqdebug.ui.models import formats
from rqdebug.ui.models.copied_lines import CHUNK
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.tr import counted, tr

MOST_EVENTS = 100_000
"""The most events whose calls are read for one copy. More are rarely made again by hand."""
QueueKinds = Mapping[tuple[str, str], str]
"""The kinds of queues by target and queue, as events name them."""


class CallWriter(Protocol):
    """Writes calls to the targets whose URLs the argument returns."""

    def __init__(self, url: Callable[[str], str]) -> None: ...

    def write(self, call: RepeatedCall) -> str:
        """Return the text of the next call."""


class CopiedCalls:
    """Writes the calls of events. Any thread can do so."""

    def __init__(self, rows: FilteredRows, writer: type[CallWriter], kinds: QueueKinds) -> None:
        self._rows = rows
        log = rows.log
        self._urls = {origin.name: split_preview(origin.url)[0] for origin in log.origins}
        self._writer = writer(self._url)
        self._reader = CallReader(log.events, log.num_rows, self._is_controller, kinds)
        self._written = 0
        self.count = min(rows.num_rows, MOST_EVENTS)
        """The number of events whose calls are read."""

    def chunks(self) -> Iterator[list[str]]:
        """Yield the text of each call, some at a time."""
        numbers = (
            self._rows.rows(first, min(CHUNK, self.count - first)) for first in range(0, self.count, CHUNK)
        )
        for calls in self._reader.calls(numbers):
            self._written += len(calls)
            yield [self._writer.write(call) for call in calls]

    def result(self, copied: int) -> str:
        """Return what was copied, and what was not and why, in one sentence."""
        if copied < self._written:
            return tr(
                "Copied only the first {n} calls: more do not fit into the clipboard", n=formats.count(copied)
            )
        sentence = counted(copied, "Copied {n} call", "Copied {n} calls") if copied else tr("Nothing copied")
        if self.count < self._rows.num_rows:
            read = tr("only the first {n} events were read", n=formats.count(self.count))
            sentence = f"{sentence}; {read}"
        left_out = self._reader.left_out
        if not left_out:
            return sentence
        reasons = "; ".join(
            f"{translate_message(reason)} ({formats.count(count)})"
            for reason, count in left_out.most_common()
        )
        number = tr("{n} cannot be repeated", n=formats.count(left_out.total()))
        return f"{sentence}; {number}: {reasons}"

    def _url(self, target: str) -> str:
        return self._urls.get(target, "")

    def _is_controller(self, target: str) -> bool:
        """Whether a target is known to be a controller."""
        return urlsplit(self._url(target)).scheme in SCHEMES
