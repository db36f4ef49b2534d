# SPDX-License-Identifier: GPL-3.0-or-later
"""The status bar: a summary of all targets, and short notices."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from html import escape

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtWidgets import QPushButton, QStatusBar, QWidget

from rqdebug.session import Attachment, State
from rqdebug.ui.models import formats
from rqdebug.ui.services.losses import UnseenLosses
from rqdebug.ui.services.timers import after_pause, every
from rqdebug.ui.style.numbers import localized
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.widgets.elided import ElidedLabel
from rqdebug.ui.widgets.steady_label import SteadyLabel

INTERVAL = 1000
"""Milliseconds between two updates; also the time over which rates are measured."""
MAX_TITLE = 32
"""Letters of the title of a recorded tab."""
NOTICE = 8000
"""Milliseconds for which a notice stays visible."""


class StatusBar(QStatusBar):
    """Updates its summary from the attachments, once a second."""

    held_opened = pyqtSignal()
    """The user wants to see the held calls."""

    def __init__(
        self,
        attachments: Callable[[], Sequence[Attachment]],
        recordings: Callable[[], Sequence[tuple[str, int]]],
        losses: UnseenLosses,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """``recordings`` returns the title of each recorded log, and the bytes that were written."""
        super().__init__(parent)
        self._attachments = attachments
        self._recordings = recordings
        self._losses = losses
        self._theme = theme
        self._rows: dict[Attachment, int] = {}
        self._refreshed = time.monotonic()
        self.summary = SteadyLabel(text_format=Qt.RichText)
        self.addWidget(self.summary)
        self.held = QPushButton()
        """The number of held calls of all targets; hidden if there are none."""
        self.held.setObjectName("held")
        self.held.setToolTip(formats.tip(tr("Show the calls that debuggers hold")))
        self.held.clicked.connect(lambda _: self.held_opened.emit())
        self.addPermanentWidget(self.held)
        self.selection = SteadyLabel()
        """Sums over the events that are selected in the current log."""
        self.addPermanentWidget(self.selection)
        self.notice = ElidedLabel(part=Qt.ElideRight)
        self.addPermanentWidget(self.notice)
        self._forget = after_pause(NOTICE, self.notice.clear, self)
        self.setSizeGripEnabled(False)
        self._timer = every(INTERVAL, self.refresh, self)
        self.refresh()

    def show_notice(self, sentence: str) -> None:
        """Show a notice for a few seconds."""
        self.notice.setText(sentence)
        self._forget.start()

    def refresh(self) -> None:
        """Update the summary."""
        attachments, now = self._attachments(), time.monotonic()
        rows = {attachment: attachment.log.num_rows for attachment in attachments}
        new = sum(count - self._rows.get(attachment, count) for attachment, count in rows.items())
        rate = new / max(now - self._refreshed, 0.001)
        self._rows, self._refreshed = rows, now
        blocked = sum(map(_blocked, attachments))
        held = sum(attachment.interventions.held_calls for attachment in attachments)
        self.held.setVisible(held > 0)
        self.held.setText(tr("{n} held", n=formats.count(held)))
        lost = sum(attachment.log.lost for attachment in attachments)
        unseen = any(map(self._losses.unseen, attachments))
        palette = self._theme.palette
        self.setToolTip(formats.tip("\n".join(f"{one.name}: {_cost(one)}" for one in attachments)))
        context = (
            counted(len(attachments), "{n} target", "{n} targets"),
            tr("{n} events/s", n=localized(f"{rate:,.0f}")),
            _colored(tr("{n} blocked", n=formats.count(blocked)), palette.blocked if blocked else ""),
            _colored(
                tr("{n} lost", n=formats.count(lost)),
                palette.error if unseen else "",
            ),
            *map(_cost, attachments if len(attachments) == 1 else ()),
            *(_colored(_recording(*each), palette.error) for each in self._recordings()),
        )
        self.summary.setText(" &nbsp;·&nbsp; ".join(context) if attachments else tr("No targets"))


def _recording(title: str, size: int) -> str:
    shown = title if len(title) <= MAX_TITLE else f"{title[: MAX_TITLE - 1]}…"
    return tr("● Recording {tab} ({size})", tab=escape(shown), size=formats.size(size))


def _blocked(attachment: Attachment) -> int:
    """The number of blocked calls: as the target counts them, or else as its events show."""
    if attachment.state is not State.LIVE:
        return 0
    if attachment.queues and all(row.stat.is_counted for row in attachment.queues):
        return sum(row.blocked for row in attachment.queues)
    return attachment.log.blocked


def _colored(text: str, color: str) -> str:
    return f'<span style="color:{color}">{text}</span>' if color else text


def _cost(attachment: Attachment) -> str:
    """The overhead of observing a target: share of its time, and bytes per second."""
    meter = attachment.meter
    if meter is None:
        return tr("overhead unknown")
    share, size = localized(f"{meter.time_share:.1%}"), formats.size(int(meter.byte_rate))
    return tr("overhead of observing: {share}, {size}/s", share=share, size=size)
