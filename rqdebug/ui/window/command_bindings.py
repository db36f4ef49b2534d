# SPDX-License-Identifier: GPL-3.0-or-later
"""What each command does in the window, and when it can be given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PyQt5.QtCore import QObject
from PyQt5.QtGui import QGuiApplication
from PyQt5.QtWidgets import QApplication, QDockWidget, QMainWindow, QMessageBox, QWidget

from rqcore.errors import RqError
from rqcore.version import VERSION
from rqdebug.commands import names_of
from rqdebug.session import QueueRow
from rqdebug.targets.target_registry import create_target
from rqdebug.ui.dialogs.connect_dialog import ConnectDialog
from rqdebug.ui.dialogs.palette_dialog import PaletteDialog
from rqdebug.ui.dialogs.text_dialog import warn
from rqdebug.ui.log.target_tab import TargetTab
from rqdebug.ui.models import formats
from rqdebug.ui.services import keyring_store
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.window.help_window import COMMANDS_PAGE, FILTER_LANGUAGE, SCRIPT_LANGUAGE, HelpWindow
from rqdebug.ui.window.log_bindings import OF_LOG, LogBindings
from rqdebug.ui.window.queue_bindings import QueueBindings
from rqdebug.ui.window.script_bindings import ScriptBindings
from rqdebug.ui.window.window_context import WindowContext

OF_TARGET = (
    *names_of("queue"),
    "target.detach",
    "panel.queues",
)
"""Commands that need a target in the current tab."""
CHANGING = tuple(f"queue.{verb}" for verb in ("create", "put", "again", "take", "purge", "shutdown", "close"))
"""Commands that change something on the target."""
OF_ANY_LOG = (*OF_LOG, "view.detach", "view.pause", "view.follow", "panel.log")
OF_TAB = ("view.close", "view.next", "view.previous")


class Bindings(QObject):
    """Gives every command its function."""

    def __init__(self, context: WindowContext, docks: Mapping[str, QDockWidget], window: QMainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._logs = LogBindings(context, window)
        self._scripts = ScriptBindings(context, window)
        self._queues = QueueBindings(context, window)
        self._queues.done.connect(context.status.tell)
        self._queues.failed.connect(lambda sentence: warn(sentence, window))
        self._bind_targets()
        self._bind_view(docks)
        self._bind_help()
        for happened in (
            context.current.changed,
            context.attachments.attached,
            context.attachments.detached,
            context.runs.started,
            context.runs.finished,
            context.runs.paused_changed,
            context.theme.changed,
            context.captures.changed,
        ):
            happened.connect(self.adapt)
        self.adapt()

    def adapt(self, *_: object) -> None:
        """Enable what can be done now."""
        context, commands = self._context, self._context.commands
        tab, log = context.current.target, context.current.log
        changeable = tab is not None and context.attachments.may_change(tab.attachment)
        for names, possible in (
            (OF_TARGET, tab is not None),
            (CHANGING, changeable),
            (OF_ANY_LOG, log is not None),
            (("target.merge",), bool(context.attachments.active)),
            (OF_TAB, context.tabs.count() > 0),
        ):
            for name in names:
                commands[name].setEnabled(possible)
        commands["view.pause"].setChecked(log is not None and log.feed.paused)
        self._scripts.adapt()
        recording = log is not None and context.captures.recorder(log.source) is not None
        commands["capture.record"].setChecked(recording)
        commands["view.dark"].setChecked(context.theme.dark)

    def _bind_targets(self) -> None:
        context, bind = self._context, self._context.commands.bind
        bind("target.connect", self._ask_target)
        bind("target.merge", lambda: context.logs.open_merged(context.attachments.active))
        bind("target.detach", self._on_target(lambda tab: context.attachments.detach(tab.attachment)))
        bind("queue.only", self._on_queue(lambda tab, queue: tab.only_queue(queue)))
        bind("queue.copy", self._on_queue(lambda _, queue: _copy(queue.stat.namespace)))
        bind("panel.queues", self._on_target(lambda tab: tab.queues.setFocus()))
        context.commands.bind_state("view.pause", self._pause)

    def _bind_view(self, docks: Mapping[str, QDockWidget]) -> None:
        tabs, bind = self._context.tabs, self._context.commands.bind
        bind("view.next", lambda: tabs.step(1))
        bind("view.previous", lambda: tabs.step(-1))
        bind("view.detach", self._detach)
        bind("view.close", tabs.request_close)
        bind("view.palette", lambda: PaletteDialog(self._context.commands, self._window).exec())
        self._context.commands.bind_state("view.dark", self._darken)
        for name, dock in docks.items():
            bind(f"panel.{name}", partial(go_to, dock))

    def _bind_help(self) -> None:
        bind = self._context.commands.bind
        bind("help.here", lambda: self._read(self._page_here()))
        bind("help.filter", lambda: self._read(FILTER_LANGUAGE))
        bind("help.script", lambda: self._read(SCRIPT_LANGUAGE))
        bind("help.commands", lambda: self._read(COMMANDS_PAGE))
        bind("help.about", lambda: QMessageBox.about(self._window, tr("About rqdebug"), about()))

    def _on_target(self, function: Callable[[TargetTab], object]) -> Callable[[], None]:
        """To be done with the current tab, if that holds a target."""

        def act() -> None:
            tab = self._context.current.target
            if tab is not None:
                function(tab)

        return act

    def _on_queue(self, function: Callable[[TargetTab, QueueRow], object]) -> Callable[[], None]:
        """To be done with the selected queue, if there is one."""

        def act(tab: TargetTab) -> None:
            queue = tab.queues.chosen()
            if queue is not None:
                function(tab, queue)

        return self._on_target(act)

    def _detach(self) -> None:
        if tab := self._context.current.log:
            self._context.tabs.detach(tab)

    def _pause(self, paused: bool) -> None:
        tab = self._context.current.log
        if tab is not None:
            tab.feed.pause(paused)

    def _darken(self, dark: bool) -> None:
        self._context.theme.use("dark" if dark else "light")

    def _ask_target(self) -> None:
        dialog = ConnectDialog(self._context.settings.targets, self._window)
        context = self._context

        def test(url: str) -> None:
            context.tasks.run(dialog, lambda: tried(url), lambda words: dialog.show_test(*words))

        dialog.chosen.connect(context.attachments.connect_to)
        dialog.test_wanted.connect(test)
        context.tasks.run(dialog, keyring_store.available, dialog.offer_keyring)
        dialog.exec()

    def _read(self, title: str) -> None:
        shown = next(iter(self._window.findChildren(HelpWindow)), None)
        window = shown or HelpWindow(self._context.theme, self._window)
        window.open_page(title)
        window.show()
        window.raise_()

    def _page_here(self) -> str:
        """That of the panel in which the keyboard is."""
        context, focus = self._context, QApplication.focusWidget()
        tab = context.current.log
        places: list[tuple[QWidget | None, str]] = [
            (context.targets, "Targets"),
            (context.charts, "Charts"),
            (context.inspector, "Log"),
            (context.report, "Scripts"),
            (context.scripts_panel, "Scripts"),
            (context.current.script, "Scripts"),
            (tab.filter_bar if tab else None, "Filters and styles"),
            (tab.queues if isinstance(tab, TargetTab) else None, "Queues"),
            (tab, "Log"),
        ]
        holds = (title for place, title in places if place and focus and place.isAncestorOf(focus))
        return next(holds, "Getting started")


def tried(url: str) -> tuple[str, bool]:
    """Whether a target answers, in a sentence. It may take a while."""
    try:
        observation = create_target(url).observe()
    except RqError as error:
        return str(error), False
    try:
        reading = observation.read_clock()
        queues = len(observation.list_queues())
    except RqError as error:
        return str(error), False
    finally:
        observation.close()
    answer = tr("It answers: {queues}", queues=counted(queues, "{n} queue", "{n} queues"))
    if reading is None:
        return f"{answer}.", True
    away = formats.duration(reading.received_ns - reading.sent_ns)
    return tr("{answer}, {duration} away.", answer=answer, duration=away), True


def about() -> str:
    """What this is, and under which licence."""
    what = tr("A debugger and test-vector workbench for remote queues.")
    licence = tr("Licence: GPL-3.0-or-later.<br>The queue system underneath, rqcore, is MIT.")
    return f"<h3>rqdebug {VERSION}</h3><p>{what}</p><p>{licence}</p>"


def go_to(dock: QDockWidget) -> None:
    """Bring a dock to the front and the keyboard into it."""
    show_dock(dock)
    dock.widget().setFocus()


def show_dock(dock: QDockWidget) -> None:
    dock.show()
    dock.raise_()


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
