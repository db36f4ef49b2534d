# SPDX-License-Identifier: GPL-3.0-or-later
"""How the tabs of documents look: icon, colour and tooltip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt5.QtGui import QIcon
from PyQt5.QtWidgets import QWidget

from rqdebug.events.event_log import EventLog
from rqdebug.session import Attachment, State
from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.log.log_tab import LogTab
from rqdebug.ui.log.target_tab import TargetTab
from rqdebug.ui.models.intervention_texts import describe_interventions
from rqdebug.ui.models.target_model import STATES, state_color
from rqdebug.ui.scripts.script_tab import ScriptTab
from rqdebug.ui.services.losses import UnseenLosses
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.window.documents.document_tabs import DocumentLook

DOT = 0.65
"""Diameter of the dot of a target, as a fraction of the icon size."""


class DocumentLooks:
    """Chooses how a tab looks.

    A target has a dot in the colour of its state. A warning for lost events replaces it, the sign that
    debuggers act on its calls, or that of a recording.

    Args:
        theme: The colours.
        losses: Which lost events the user has not seen.
        target_color: Returns the colour of a target that the user has chosen, or an empty text.
        recorded_file: Returns the file to which a log is recorded, or None.
    """

    def __init__(
        self,
        theme: Theme,
        losses: UnseenLosses,
        target_color: Callable[[Attachment], str],
        recorded_file: Callable[[EventLog], Path | None],
    ) -> None:
        self._theme = theme
        self._losses = losses
        self._target_color = target_color
        self._recorded_file = recorded_file

    def look(self, document: QWidget) -> DocumentLook:
        """Return how the tab of a document looks at present."""
        color = self._target_color(document.attachment) if isinstance(document, TargetTab) else ""
        return DocumentLook(self._icon(document), color, "\n".join(filter(None, self._lines(document))))

    def _icon(self, document: QWidget) -> QIcon:
        theme, palette = self._theme, self._theme.palette
        target = document.attachment if isinstance(document, TargetTab) else None
        if target and self._losses.unseen(target):
            return theme.icon("alert", palette.error)
        if target and target.state is not State.LIVE:
            return theme.icon("circle", state_color(theme, target.state), DOT)
        if target and target.interventions:
            return theme.icon("pause-octagon", palette.held)
        if isinstance(document, LogTab) and self._recorded_file(document.source):
            return theme.icon("record-circle-outline", palette.error)
        if target:
            return theme.icon("circle", state_color(theme, target.state), DOT)
        if isinstance(document, EventsTab):
            return theme.icon("timeline-text-outline", palette.muted)
        return theme.icon("file-document-outline", palette.muted)

    def _lines(self, document: QWidget) -> list[str]:
        """Return the lines of the tooltip; empty ones are left out."""
        if isinstance(document, ScriptTab):
            return [str(document.path) if document.path else ""]
        if not isinstance(document, LogTab):
            return []
        file = self._recorded_file(document.source)
        recording = tr("Recording to {file}", file=file) if file else ""
        if isinstance(document, TargetTab):
            target = document.attachment
            unseen = self._losses.unseen(target)
            lost = counted(unseen, "{n} event lost", "{n} events lost") if unseen else ""
            stopped = describe_interventions(target.interventions)
            return [f"{target.name} – {tr(STATES[target.state])}", target.url, stopped, lost, recording]
        return [document.title if isinstance(document, EventsTab) else "", recording]
