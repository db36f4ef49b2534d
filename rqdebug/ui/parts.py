# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of one window, made in the order in which they need each other."""

from __future__ import annotations

from PyQt5.QtWidgets import QWidget

from rqdebug.errors import FilterError
from rqdebug.log.saved import SavedFilters
from rqdebug.log.styles import StyleLibrary, StyleSheet
from rqdebug.session import Session
from rqdebug.ui.actions import Actions
from rqdebug.ui.attachments import AttachmentControl
from rqdebug.ui.bridge import Bridge
from rqdebug.ui.captures import CaptureControl
from rqdebug.ui.drafts import Drafts
from rqdebug.ui.losses import Losses
from rqdebug.ui.models.target_model import TargetModel
from rqdebug.ui.panels.charts_place import ChartsPlace
from rqdebug.ui.panels.inspector import Inspector
from rqdebug.ui.panels.report import ReportPanel
from rqdebug.ui.panels.run_targets import RunTargets
from rqdebug.ui.panels.scripts import ScriptsPanel
from rqdebug.ui.panels.status import StatusBar
from rqdebug.ui.panels.tabs import Tabs
from rqdebug.ui.panels.targets import TargetsPanel
from rqdebug.ui.runs import RunControl
from rqdebug.ui.settings import Settings
from rqdebug.ui.tasks import Tasks
from rqdebug.ui.theme import Theme


class Parts:
    """What a window consists of, not yet laid out or connected."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        settings: Settings,
        commands: Actions,
        run_targets: RunTargets,
        window: QWidget,
    ) -> None:
        self.session = session
        self.theme = theme
        self.settings = settings
        self.tasks = Tasks(window)
        self.bridge = Bridge(window)
        self.commands = commands
        self.control = AttachmentControl(session, self.bridge, self.tasks, settings, window)
        self.captures = CaptureControl(self.bridge, self.tasks, window)
        self.styles = StyleLibrary(settings.styles_file)
        self.saved_filters = SavedFilters(settings.filters_file)
        self.drafts = Drafts(settings)
        self.runs = RunControl(self.bridge, window)
        self.losses = Losses(window)
        self.target_model = TargetModel(theme, self.losses, window)
        self.targets = TargetsPanel(self.target_model, theme)
        self.scripts = ScriptsPanel(theme)
        self.inspector = Inspector(theme)
        self.charts = ChartsPlace(self.tasks, theme)
        self.report = ReportPanel(theme)
        self.panels: dict[str, QWidget] = {
            "targets": self.targets,
            "scripts": self.scripts,
            "inspector": self.inspector,
            "charts": self.charts,
            "report": self.report,
        }
        """By the names of their docks."""
        self.tabs = Tabs(
            self.bridge, self.tasks, theme, settings, self.saved_filters, self.control.manner, self.losses
        )
        self.run_targets = run_targets
        self.status = StatusBar(
            lambda: self.control.attachments, lambda: self.captures.size, self.losses, theme
        )

    def sheet(self) -> StyleSheet:
        """The styles in use, ready to be asked."""
        try:
            named = self.saved_filters.load()
        except FilterError:
            named = {}
        return StyleSheet(self.styles.styles, named)
