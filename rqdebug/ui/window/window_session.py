# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of one window, from its empty frame until it is closed.

Theory of operation
===================

States
------

The engine (pyarrow, the filter compiler, the script editor) takes about a second to load. The window does
not wait for it: ``app`` shows a frame with menus, toolbar and empty docks, in which every command is
disabled. A session then moves the window through these states::

      start()            build()             open()
    FRAME ────► LOADING ────────► READY ────────► OPEN
      │            │                │              │
      │            │ load failed    │ bad URL      │ the user closes the window, and no script
      │            ▼                ▼              ▼ has unsaved changes
      └─────────────────────────► CLOSING ◄────────┘
                                     │ close()
                                     ▼
                                  CLOSED

===========  ===========================================================================================
FRAME        The window is visible. Nothing from the engine is imported.
LOADING      A background thread imports ``window_builder``. The window responds to the user.
READY        All services of ``WindowContext`` exist and are connected, each dock has its panel, and
             commands are enabled. Tests and scripts call ``build`` in FRAME, which blocks for the import.
OPEN         The targets and files of the command line are open, the first target in front; without any,
             the last workspace is.
             The workspace is saved every few seconds if it has changed.
             Scripts that an earlier process had not saved when it crashed are open, too.
CLOSING      Runs and recordings are stopped, the workspace is saved, recovery files are deleted.
CLOSED       The engine has detached from all targets, and no background task is running.
===========  ===========================================================================================

If the user closes the window before READY, only its layout is saved, and the last workspace is kept.

Objects
-------

::

    WindowSession ── creates ──► WindowContext ── is passed to ──► commands (when they run)
                                  │  │  │  │                       panels (when they are created)
         session, tasks, bridge ──┘  │  │  └── tools: dialogs, files, script runs, manual calls
       (engine, and its threads)     │  └── tabs, logs, scripts, current: the open documents
                                     └── attachments, captures, runs, losses: state of the window

- A **document** is a widget in ``DocumentTabs``, or in a separate window. ``LogDocuments`` owns the tabs of
  targets, captures and merged targets; ``ScriptDocuments`` owns the scripts. The tab widget never closes a
  document: it emits ``close_requested``, and the owner decides. ``CurrentDocument`` returns the document of
  the current tab by its kind.
- A **panel** is a widget in a dock, created by the ``create`` function of its ``PanelSpec``. It connects
  itself to the services it shows, so no other module depends on it.
- A **command** is a function in ``commands`` with a ``Need``. ``CommandActions`` turns it into a QAction and
  updates its state in one place, ``refresh``, whenever a service reports a change.
- ``window_builder`` is the only module that creates services, and connects one service to another.

Threads
-------

All of the above lives in the GUI thread. There are two ways across:

- **From the engine**: it emits its signals in threads of targets and script runs. ``SignalBridge`` queues
  each emission and delivers all of them in the GUI thread, at most every 40 ms, as one list for each
  listener.
- **To the engine and back**: ``BackgroundTasks`` runs a function (connect, read a file, make a call) in a
  pool of threads and delivers its result in the GUI thread, unless the owner of the task was deleted.

Closing and restoring
---------------------

When the user closes the window, the session asks about each script with unsaved changes, then about a run in
progress. "Cancel" keeps the window open; "Save" saves in the background and then closes the window again.
After that the session stops the run, completes the recordings, saves the workspace to ``last.rqw`` and
deletes the recovery files. When the event loop has ended, ``close`` detaches from all targets and waits for
the background tasks.

At the next start ``open`` restores the scripts that have recovery files of a crashed process. If the command
line names no target and no file, it also restores ``last.rqw``: it attaches to each target (with the password
from the keyring), opens the files, and sets a filter as soon as the log it belongs to is open.

Invariants
----------

- The GUI thread never waits for network, disk or a filter. There are two exceptions: small files (settings,
  workspaces, recovery files), and closing, which waits for recordings to be completed.
- No change to a script is lost: the window stays open until each script is saved or discarded, and after a
  crash its recovery file is restored.
- A window that did not become READY never writes the workspace, which would replace the last one with an
  empty one.
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtGui import QCloseEvent

from rqdebug.ui.dialogs.question import ask
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext

SCRIPT, WORKSPACE = ".rqs", ".rqw"
"""Extensions of script and workspace files; any other file is opened as a capture."""

SAVE_INTERVAL = 5_000
"""Milliseconds after which a changed workspace is saved."""

ContextBuilder = Callable[[MainWindow], "WindowContext"]


class WindowState(enum.Enum):
    """State of a window; the module docstring explains each."""

    FRAME = enum.auto()
    LOADING = enum.auto()
    READY = enum.auto()
    OPEN = enum.auto()
    CLOSING = enum.auto()
    CLOSED = enum.auto()


class WindowSession(QObject):
    """Loads the engine, fills the window, and closes both."""

    ended = pyqtSignal(str)
    """The program should end: the error in one sentence, or an empty text if there was none."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.state = WindowState.FRAME
        self.load_error: Exception | None = None
        """Exception of a failed import of the engine; None if there was none."""
        self.window = window
        self._context: WindowContext | None = None
        self._loader = BackgroundTasks(self)
        self._changes_decided = False
        self._losses_accepted = False
        window.closing.connect(self._on_close)

    @property
    def context(self) -> WindowContext:
        """The services of the window; exists from READY on."""
        assert self._context is not None
        return self._context

    def start(self, urls: Sequence[str], files: Sequence[Path], screenshot: Path | None = None) -> None:
        """Load the engine in the background, then build the services and open these targets and files.

        Args:
            urls: Targets to attach to.
            files: Scripts, workspaces and captures.
            screenshot: Write a picture of the window to this file as soon as it shows events or results, then
                end the program.
        """
        self.state = WindowState.LOADING

        def loaded(builder: ContextBuilder) -> None:
            if self.state is WindowState.LOADING:
                self.build(builder)
                if not self.open(urls, files):
                    return
                if screenshot is None:
                    every(SAVE_INTERVAL, self.save_state, self)
                else:
                    self.context.tools.take_screenshot(screenshot, self.ended.emit)

        self._loader.run(self, load_engine, loaded, self._load_failed)

    def build(self, builder: ContextBuilder | None = None) -> None:
        """Build the services of the window and fill the window with them.

        Args:
            builder: Returned by ``load_engine``. By default the engine is loaded now, which blocks.
        """
        self._context = (builder or load_engine())(self.window)
        self.window.fill(self.context)
        self.window.file_dropped.connect(self.open_file)
        self.state = WindowState.READY

    def open(self, urls: Sequence[str] = (), files: Sequence[Path] = ()) -> bool:
        """Attach to these targets and open these files; without any, restore the last workspace.

        The log of the first target is in front, also if scripts are opened beside it.

        Returns:
            False if a URL is not valid: then nothing is opened, and ``ended`` is emitted.
        """
        attachments = self.context.attachments
        problems = filter(None, map(attachments.problem_of, urls))
        if problem := next(problems, ""):
            self.state = WindowState.CLOSING
            self.ended.emit(problem)
            return False
        attached = [attachments.attach(url) for url in urls]
        for file in files:
            self.open_file(file)
        self.context.tools.autosave.restore()
        if attached and attached[0] is not None:
            self.context.logs.open_target(attached[0]).log.setFocus()
        last = self.window.settings.workspace
        if not urls and not files and last.exists():
            self.context.tools.workspaces.restore(last, is_kept=False)
        self.state = WindowState.OPEN
        return True

    def open_file(self, path: Path) -> None:
        """Open a script, a workspace or a capture, depending on the extension."""
        if path.suffix == WORKSPACE:
            self.context.tools.workspaces.restore(path)
        elif path.suffix == SCRIPT:
            self.context.scripts.open(path.resolve())
        else:
            self.context.captures.open(path.resolve())

    def save_state(self) -> None:
        """Save the workspace if it has changed, so that it survives a crash and signals."""
        if self.state is WindowState.OPEN:
            self.context.tools.workspaces.save_changes(self.window.settings.workspace)

    def close(self) -> None:
        """Complete recordings, detach from all targets and wait for background tasks. Blocks."""
        self._loader.close()
        if self._context is not None:
            for problem in self._context.captures.stop_all():  # after a signal, no close event has done this
                print(f"rqdebug: {problem}", file=sys.stderr)
            if what_ends := self._context.debuggers.describe_end():
                print(f"rqdebug: {what_ends}", file=sys.stderr)
            self._context.debuggers.close()
            self._context.session.close()
            self._context.tasks.close()
        self.state = WindowState.CLOSED

    def _load_failed(self, error: Exception) -> None:
        self.load_error = error
        self.state = WindowState.CLOSING
        self.ended.emit(str(error))

    def _on_close(self, event: QCloseEvent) -> None:
        """Stop runs and recordings and save the workspace, unless the user keeps a script with changes."""
        if self.state in (WindowState.READY, WindowState.OPEN):
            scripts, tools = self.context.scripts, self.context.tools
            if not (self._changes_decided or scripts.may_close_all(self._close_after_saving)):
                event.ignore()
                return
            if (question := self._losses_question()) and not self._losses_accepted:
                event.ignore()
                self._ask_about_logs(question)
                return
            if not tools.runner.may_end_run():
                self._changes_decided = self._losses_accepted = False
                event.ignore()
                return
            if problems := self.context.captures.stop_all():
                self._losses_accepted = False
                event.ignore()
                self.context.captures.refused.emit("\n".join(problems))
                return
            tools.workspaces.save(self.window.settings.workspace)
            tools.autosave.forget_all()
        self.state = WindowState.CLOSING

    def _losses_question(self) -> str:
        """A question about what is in the logs of targets and in no capture; empty if all is saved."""
        captures = self.context.captures
        logs = [attachment.log for attachment in self.context.attachments.active]
        if count := sum(map(captures.unsaved_count, logs)):
            return counted(
                count,
                "Close the window? {n} event that was not recorded or exported will be lost.",
                "Close the window? {n} events that were not recorded or exported will be lost.",
            )
        if any(map(captures.has_unsaved_marks, logs)):
            return tr("Close the window? Marks and notes that are in no capture will be lost.")
        return ""

    def _ask_about_logs(self, question: str) -> None:
        if what_ends := self.context.debuggers.describe_end():
            question = f"{question}\n{what_ends}."

        def close() -> None:
            self._losses_accepted = True
            self.window.close()

        ask(tr("Close Window"), question, tr("Close"), close, self.window)

    def _close_after_saving(self) -> None:
        self._changes_decided = True
        self.window.close()


def load_engine() -> ContextBuilder:
    """Import the engine and all services of the window. Blocks for about a second."""
    from rqdebug.ui.window.window_builder import build_context

    return build_context
