# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of one window, from its empty frame to its end.

Theory of operation
===================

The engine (pyarrow, the filter compiler, Qt's editor) takes about a second to load, so the window does not
wait for it. ``app`` shows a frame: menus, toolbar, empty docks, and every command disabled. The session
then moves the window through these states::

      start()            furnish()              open()
    FRAME ────► LOADING ────────► FURNISHED ────────► OPEN
      │            │                  │                │
      │            │ load failed      │ bad URL        │ window closed, and the user
      │            ▼                  ▼                ▼ kept no unsaved script
      └────────────────────────► CLOSING ◄─────────────┘
                                      │ close()
                                      ▼
                                   CLOSED

- LOADING: a background thread imports ``window_builder``. The window reacts to the user meanwhile.
- FURNISHED: the services of ``WindowContext`` exist and are connected, the docks have their panels, and
  the commands are enabled. Tests and scripts may call ``furnish`` in FRAME, and so wait for the import.
- OPEN: targets and files of the command line are open; without any, so is what was open the last time.
  Scripts that were not saved when an earlier process crashed are restored here too.
- CLOSING: runs and captures are stopped, the workspace is written, recovery files are deleted.
- CLOSED: the engine has detached from all targets, and no background task is running.

Where a user closes the window before it is FURNISHED, only its layout is saved: the last workspace stays.

What must never happen:

- The thread of the window waits for network, disk or the engine. ``close`` is the one exception: it runs
  when the window is no longer visible.
- An unsaved script is lost: the window stays open until each is saved or discarded, and a crash leaves its
  recovery file.
- A workspace is written by a window that was not furnished: it would replace the last one by nothing.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext

from PyQt5.QtCore import QObject, pyqtSignal
from PyQt5.QtGui import QCloseEvent

from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.window.main_window import MainWindow

SCRIPT, WORKSPACE = ".rqs", ".rqw"
"""Extensions of files; any other file is opened as a capture."""

ContextBuilder = Callable[[MainWindow], "WindowContext"]


class WindowState(enum.Enum):
    """How far a window has come; see the module."""

    FRAME = enum.auto()
    LOADING = enum.auto()
    FURNISHED = enum.auto()
    OPEN = enum.auto()
    CLOSING = enum.auto()
    CLOSED = enum.auto()


class WindowSession(QObject):
    """Loads the engine, fills a window with it, and closes both."""

    ended = pyqtSignal(str)
    """The program should end: why, in one sentence, or an empty text if all went well."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.state = WindowState.FRAME
        self.load_error: Exception | None = None
        """What kept the engine from being loaded."""
        self.window = window
        self._context: WindowContext | None = None
        self._loader = BackgroundTasks(self)
        self._changes_decided = False
        window.closing.connect(self._on_close)

    @property
    def context(self) -> WindowContext:
        """The services of the window, from FURNISHED on."""
        assert self._context is not None
        return self._context

    def start(self, urls: Sequence[str], files: Sequence[Path], screenshot: Path | None = None) -> None:
        """Load the engine in the background, then furnish the window and open these targets and files.

        Args:
            urls: Targets to attach to.
            files: Scripts, workspaces and captures.
            screenshot: Write a picture of the window into this file when something can be seen in it, and
                end the program.
        """
        self.state = WindowState.LOADING

        def loaded(build: ContextBuilder) -> None:
            if self.state is WindowState.LOADING:
                self.furnish(build)
                if self.open(urls, files) and screenshot is not None:
                    self.context.tools.take_screenshot(screenshot, self.ended.emit)

        self._loader.run(self, load_engine, loaded, self._load_failed)

    def furnish(self, build: ContextBuilder | None = None) -> None:
        """Build the services of the window and show them in it.

        Args:
            build: What ``load_engine`` returned. By default the engine is loaded now, which takes a while.
        """
        self._context = (build or load_engine())(self.window)
        self.window.furnish(self.context)
        self.window.file_dropped.connect(self.open_file)
        self.state = WindowState.FURNISHED

    def open(self, urls: Sequence[str] = (), files: Sequence[Path] = ()) -> bool:
        """Attach to these targets and open these files; without any, open what was open the last time.

        Returns:
            False if a URL is malformed: then nothing is opened, and ``ended`` is emitted.
        """
        attachments = self.context.attachments
        problems = filter(None, map(attachments.problem_of, urls))
        if problem := next(problems, ""):
            self.state = WindowState.CLOSING
            self.ended.emit(problem)
            return False
        for url in urls:
            attachments.attach(url)
        for file in files:
            self.open_file(file)
        self.context.tools.autosave.restore()
        last = self.window.settings.workspace
        if not urls and not files and last.exists():
            self.open_file(last)
        self.state = WindowState.OPEN
        return True

    def open_file(self, path: Path) -> None:
        """Open a script, a workspace or a capture; its extension decides which."""
        if path.suffix == WORKSPACE:
            self.context.tools.workspaces.restore(path)
        elif path.suffix == SCRIPT:
            self.context.scripts.open(path.resolve())
        else:
            self.context.captures.open(path.resolve())

    def close(self) -> None:
        """Detach from all targets and wait for what is still running."""
        self._loader.close()
        if self._context is not None:
            self._context.session.close()
            self._context.tasks.close()
        self.state = WindowState.CLOSED

    def _load_failed(self, error: Exception) -> None:
        self.load_error = error
        self.state = WindowState.CLOSING
        self.ended.emit(str(error))

    def _on_close(self, event: QCloseEvent) -> None:
        """Finish what is going on, unless the user wants to keep an unsaved script."""
        if self.state in (WindowState.FURNISHED, WindowState.OPEN):
            scripts, tools = self.context.scripts, self.context.tools
            if not (self._changes_decided or scripts.may_close_all(self._close_after_saving)):
                event.ignore()
                return
            self.context.runs.stop()
            self.context.captures.stop_all()
            tools.workspaces.save(self.window.settings.workspace)
            tools.autosave.forget_all()
        self.state = WindowState.CLOSING

    def _close_after_saving(self) -> None:
        self._changes_decided = True
        self.window.close()


def load_engine() -> ContextBuilder:
    """Import the engine and everything in the window; takes about a second."""
    from rqdebug.ui.window.window_builder import build_context

    return build_context
