# SPDX-License-Identifier: GPL-3.0-or-later
"""The services of a window, as its commands and panels use them.

This module imports nothing at run time, so the frame of the window can import it before the engine is
loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from PyQt5.QtCore import QPoint
    from PyQt5.QtWidgets import QAction, QDockWidget, QMainWindow, QMenu, QWidget

    from rqdebug.events.filters.saved_filters import SavedFilters
    from rqdebug.events.views.styles import StyleLibrary
    from rqdebug.session import Session
    from rqdebug.ui.scripts.run_targets import RunTargets
    from rqdebug.ui.services.attachment_service import AttachmentControl
    from rqdebug.ui.services.background_tasks import BackgroundTasks
    from rqdebug.ui.services.capture_service import CaptureControl
    from rqdebug.ui.services.debugger_service import DebuggerControl
    from rqdebug.ui.services.item_drafts import ItemDrafts
    from rqdebug.ui.services.losses import UnseenLosses
    from rqdebug.ui.services.signal_bridge import SignalBridge
    from rqdebug.ui.services.window_settings import WindowSettings
    from rqdebug.ui.style.theme import Theme
    from rqdebug.ui.widgets.text_focus import TextFocus
    from rqdebug.ui.window.autosave import Autosave
    from rqdebug.ui.window.capture_files import CaptureFiles
    from rqdebug.ui.window.client_windows import ClientWindows
    from rqdebug.ui.window.debugging.debug_actions import DebugActions
    from rqdebug.ui.window.debugging.rule_actions import RuleActions
    from rqdebug.ui.window.documents.current_document import CurrentDocument
    from rqdebug.ui.window.documents.document_tabs import DocumentTabs
    from rqdebug.ui.window.documents.log_documents import LogDocuments
    from rqdebug.ui.window.documents.script_documents import ScriptDocuments
    from rqdebug.ui.window.documents.script_renaming import ScriptRenaming
    from rqdebug.ui.window.job_windows import JobWindows
    from rqdebug.ui.window.log_styles import LogStyles
    from rqdebug.ui.window.payload_fetching import PayloadFetching
    from rqdebug.ui.window.queue_actions import QueueActions
    from rqdebug.ui.window.queues.dead_letter_actions import DeadLetterActions
    from rqdebug.ui.window.runs.batch_runner import BatchRunner
    from rqdebug.ui.window.runs.replays import Replays
    from rqdebug.ui.window.runs.result_navigation import ResultNavigation
    from rqdebug.ui.window.runs.run_control import RunControl
    from rqdebug.ui.window.runs.script_runner import ScriptRunner
    from rqdebug.ui.window.script_sources import ScriptSources
    from rqdebug.ui.window.settings.preferences import Preferences
    from rqdebug.ui.window.status_bar import StatusBar
    from rqdebug.ui.window.target_connector import TargetConnector
    from rqdebug.ui.window.workspaces import Workspaces


class Actions(Protocol):
    """The part of ``CommandActions`` that commands and panels may use."""

    def __getitem__(self, name: str) -> QAction:
        """The action of a command."""

    def __iter__(self) -> Iterator[QAction]:
        """Iterate over all actions."""

    def use_shortcuts(self, changed: Mapping[str, str]) -> None:
        """Give each action its shortcut, or the one that the user has changed it to."""

    def explain_keys_in(self, window: QWidget) -> None:
        """Say why nothing happens when keys of a disabled command are pressed in a window."""

    def insert_menu(self, name: str, menu: QMenu) -> None:
        """Insert a submenu below a command."""

    def pop_up(self, group: str, position: QPoint) -> None:
        """Show the menu of a group at a position of the screen."""


class Docks(Protocol):
    """The part of ``PanelDocks`` that commands and panels may use."""

    def __getitem__(self, name: str) -> QDockWidget:
        """The dock of a panel."""

    def show(self, name: str) -> None:
        """Open a dock, or bring it to the front."""

    def focus(self, name: str) -> None:
        """Open a dock and give its panel the keyboard focus."""

    def reset(self) -> None:
        """Move all docks to their first places, with their first sizes."""


class Help(Protocol):
    """The part of the help window that commands may use."""

    def show(self, title: str) -> None:
        """Open a page by its title."""

    def show_about(self) -> None:
        """Show the versions and the licence."""


@dataclass(frozen=True, slots=True)
class WindowTools:
    """What the commands of each group call: dialogs, windows, files and manual calls."""

    connector: TargetConnector
    clients: ClientWindows
    jobs: JobWindows
    workspaces: Workspaces
    queues: QueueActions
    dead_letters: DeadLetterActions
    debugging: DebugActions
    rules: RuleActions
    payloads: PayloadFetching
    capture_files: CaptureFiles
    styles: LogStyles
    runner: ScriptRunner
    script_sources: ScriptSources
    renaming: ScriptRenaming
    replays: Replays
    batches: BatchRunner
    results: ResultNavigation
    help: Help
    autosave: Autosave
    preferences: Preferences
    take_screenshot: Callable[[Path, Callable[[str], object]], object]
    """Write a picture of the window to a file, then call back with an empty text, or with the error."""


@dataclass(frozen=True, slots=True)
class WindowContext:
    """The services of one window. Each command gets it when it runs, each panel when it is created."""

    # The window and its permanent parts
    window: QMainWindow
    docks: Docks
    theme: Theme
    settings: WindowSettings
    commands: Actions
    run_targets: RunTargets
    status: StatusBar
    text_focus: TextFocus

    # The engine, and the connections to its threads
    session: Session
    tasks: BackgroundTasks
    bridge: SignalBridge

    # Services that last as long as the window
    attachments: AttachmentControl
    captures: CaptureControl
    runs: RunControl
    debuggers: DebuggerControl
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
