# SPDX-License-Identifier: GPL-3.0-or-later
"""The context of one window, made in the order in which they need each other."""

from __future__ import annotations

from PyQt5.QtWidgets import QWidget

from rqdebug.errors import FilterError
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.views.styles import StyleLibrary, StyleSheet
from rqdebug.session import Session
from rqdebug.ui.charts.charts_lazy import LazyCharts
from rqdebug.ui.inspection.inspector_dock import Inspector
from rqdebug.ui.models.target_model import TargetModel
from rqdebug.ui.scripts.report_dock import ReportPanel
from rqdebug.ui.scripts.run_targets import RunTargets
from rqdebug.ui.scripts.scripts_dock import ScriptsPanel
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.capture_service import CaptureControl
from rqdebug.ui.services.item_drafts import ItemDrafts
from rqdebug.ui.services.losses import UnseenLosses
from rqdebug.ui.services.signal_bridge import SignalBridge
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.window.actions import Actions
from rqdebug.ui.window.documents.current_document import CurrentDocument
from rqdebug.ui.window.documents.document_icons import DocumentIcons
from rqdebug.ui.window.documents.document_tabs import DocumentTabs
from rqdebug.ui.window.documents.log_documents import LogDocuments
from rqdebug.ui.window.documents.script_documents import ScriptDocuments
from rqdebug.ui.window.run_control import RunControl
from rqdebug.ui.window.status_bar import StatusBar
from rqdebug.ui.window.targets_dock import TargetsPanel


class WindowContext:
    """What a window consists of, not yet laid out or connected."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        settings: WindowSettings,
        commands: Actions,
        run_targets: RunTargets,
        window: QWidget,
    ) -> None:
        self.session = session
        self.theme = theme
        self.settings = settings
        self.tasks = BackgroundTasks(window)
        self.bridge = SignalBridge(window)
        self.commands = commands
        self.attachments = AttachmentControl(session, self.bridge, self.tasks, settings, window)
        self.captures = CaptureControl(self.bridge, self.tasks, window)
        self.styles = StyleLibrary(settings.styles_file)
        self.saved_filters = SavedFilters(settings.filters_file)
        self.drafts = ItemDrafts(settings)
        self.runs = RunControl(self.bridge, window)
        self.losses = UnseenLosses(window)
        self.target_model = TargetModel(theme, self.losses, window)
        self.targets = TargetsPanel(self.target_model, theme)
        self.scripts_panel = ScriptsPanel(theme)
        self.inspector = Inspector(theme)
        self.charts = LazyCharts(self.tasks, theme)
        self.report = ReportPanel(theme)
        self.panels: dict[str, QWidget] = {
            "targets": self.targets,
            "scripts": self.scripts_panel,
            "inspector": self.inspector,
            "charts": self.charts,
            "report": self.report,
        }
        """By the names of their docks."""
        self.tabs = DocumentTabs(theme, DocumentIcons(theme, self.losses).icon)
        self.current = CurrentDocument(self.tabs)
        self.logs = LogDocuments(
            self.tabs,
            self.bridge,
            self.tasks,
            theme,
            settings,
            self.saved_filters,
            self.attachments.manner,
            self.losses,
        )
        self.scripts = ScriptDocuments(self.tabs, self.tasks, theme)
        self.run_targets = run_targets
        self.status = StatusBar(
            lambda: self.attachments.active, lambda: self.captures.size, self.losses, theme
        )

    def sheet(self) -> StyleSheet:
        """The styles in use, ready to be asked."""
        try:
            named = self.saved_filters.load()
        except FilterError:
            named = {}
        return StyleSheet(self.styles.styles, named)
