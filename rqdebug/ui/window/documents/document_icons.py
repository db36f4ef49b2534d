# SPDX-License-Identifier: GPL-3.0-or-later
"""Icons for the tabs of documents."""

from __future__ import annotations

from PyQt5.QtGui import QIcon
from PyQt5.QtWidgets import QWidget

from rqdebug.ui.log.events_tab import EventsTab
from rqdebug.ui.log.target_tab import TargetTab
from rqdebug.ui.models.target_model import state_color
from rqdebug.ui.services.losses import UnseenLosses
from rqdebug.ui.style.theme import Theme

DOT = 0.65
"""Diameter of the dot of a target, as a fraction of the icon size."""


class DocumentIcons:
    """Chooses the icon: for a target a dot in the colour of its state, or a warning for lost events."""

    def __init__(self, theme: Theme, losses: UnseenLosses) -> None:
        self._theme = theme
        self._losses = losses

    def icon(self, document: QWidget) -> QIcon:
        """Return the icon for the present state of a document."""
        theme, palette = self._theme, self._theme.palette
        if isinstance(document, TargetTab) and self._losses.unseen(document.attachment):
            return theme.icon("alert", palette.error)
        if isinstance(document, TargetTab):
            return theme.icon("circle", state_color(theme, document.attachment.state), DOT)
        if isinstance(document, EventsTab):
            return theme.icon("timeline-text-outline", palette.muted)
        return theme.icon("file-document-outline", palette.muted)
