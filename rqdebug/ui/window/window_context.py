# SPDX-License-Identifier: GPL-3.0-or-later
"""What a window offers to its commands and panels.

Nothing is imported at run time here: the frame of the window, which does not wait for the engine, may
import this module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from rqdebug.events.filters.saved_filters import SavedFilters
    from rqdebug.events.views.styles import StyleLibrary
    from rqdebug.session import Session
    from rqdebug.ui.scripts.run_targets import RunTargets
    from rqdebug.ui.services.attachment_service import AttachmentControl
    from rqdebug.ui.services.background_tasks import BackgroundTasks
    from rqdebug.ui.services.capture_service import CaptureControl
    from rqdebug.ui.services.item_drafts import ItemDrafts
    from rqdebug.ui.services.losses import UnseenLosses
    from rqdebug.ui.services.signal_bridge import SignalBridge
    from rqdebug.ui.services.window_settings import WindowSettings
    from rqdebug.ui.style.theme import Theme
    from rqdebug.ui.window.autosave import Autosave
    from rqdebug.ui.window.capture_files import CaptureFiles
    from rqdebug.ui.window.command_actions import CommandActions
    from rqdebug.ui.window.documents.current_document import CurrentDocument
    from rqdebug.ui.window.documents.document_tabs import DocumentTabs
    from rqdebug.ui.window.documents.log_documents import LogDocuments
    from rqdebug.ui.window.documents.script_documents import ScriptDocuments
    from rqdebug.ui.window.help_window import HelpBrowser
    from rqdebug.ui.window.log_styles import LogStyles
    from rqdebug.ui.window.main_window import MainWindow
    from rqdebug.ui.window.payload_fetching import PayloadFetching
    from rqdebug.ui.window.queue_actions import QueueActions
    from rqdebug.ui.window.result_navigation import ResultNavigation
    from rqdebug.ui.window.run_control import RunControl
    from rqdebug.ui.window.script_runner import ScriptRunner
    from rqdebug.ui.window.script_sources import ScriptSources
    from rqdebug.ui.window.status_bar import StatusBar
    from rqdebug.ui.window.target_connector import TargetConnector
    from rqdebug.ui.window.workspaces import Workspaces


@dataclass(frozen=True, slots=True)
class WindowTools:
    """What the commands of each group call: dialogs, windows, files and calls by hand."""

    connector: TargetConnector
    workspaces: Workspaces
    queues: QueueActions
    payloads: PayloadFetching
    capture_files: CaptureFiles
    styles: LogStyles
    runner: ScriptRunner
    script_sources: ScriptSources
    results: ResultNavigation
    help: HelpBrowser
    autosave: Autosave
    take_screenshot: Callable[[Path, Callable[[str], object]], object]
    """Write a picture of the window into a file, then call with an empty text, or with what failed."""


@dataclass(frozen=True, slots=True)
class WindowContext:
    """The services of one window. A command gets it when it runs, a panel when it is created."""

    # The window and what is always in it
    window: MainWindow
    theme: Theme
    settings: WindowSettings
    commands: CommandActions
    run_targets: RunTargets
    status: StatusBar

    # The engine, and the way to its threads and back
    session: Session
    tasks: BackgroundTasks
    bridge: SignalBridge

    # What the window does for the whole session
    attachments: AttachmentControl
    captures: CaptureControl
    runs: RunControl
    styles: StyleLibrary
    saved_filters: SavedFilters
    drafts: ItemDrafts
    losses: UnseenLosses

    # The open documents
    tabs: DocumentTabs
    current: CurrentDocument
    logs: LogDocuments
    scripts: ScriptDocuments

    tools: WindowTools
