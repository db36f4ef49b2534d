# SPDX-License-Identifier: GPL-3.0-or-later
"""Creates the services of a window in the order of their dependencies, and connects them.

Importing this module loads the engine and all widgets, which takes about a second.
"""

from __future__ import annotations

from functools import partial

from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.views.styles import StyleLibrary
from rqdebug.session import Session
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.background_tasks import BackgroundTasks
from rqdebug.ui.services.capture_service import CaptureControl
from rqdebug.ui.services.debugger_service import DebuggerControl
from rqdebug.ui.services.generator_presets import GeneratorPresets
from rqdebug.ui.services.item_drafts import ItemDrafts
from rqdebug.ui.services.losses import UnseenLosses
from rqdebug.ui.services.recovery import Recovery
from rqdebug.ui.services.signal_bridge import SignalBridge
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.text_focus import TextFocus
from rqdebug.ui.window.autosave import Autosave
from rqdebug.ui.window.capture_files import CaptureFiles
from rqdebug.ui.window.client_windows import ClientWindows
from rqdebug.ui.window.debugging.debug_actions import DebugActions
from rqdebug.ui.window.debugging.rule_actions import RuleActions
from rqdebug.ui.window.documents.current_document import CurrentDocument
from rqdebug.ui.window.documents.document_icons import DocumentLooks
from rqdebug.ui.window.documents.document_tabs import DocumentTabs
from rqdebug.ui.window.documents.log_documents import LogDocuments
from rqdebug.ui.window.documents.script_documents import ScriptDocuments
from rqdebug.ui.window.documents.script_renaming import ScriptRenaming
from rqdebug.ui.window.help.help_browser import HelpBrowser
from rqdebug.ui.window.job_windows import JobWindows
from rqdebug.ui.window.log_styles import LogStyles
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.payload_fetching import PayloadFetching
from rqdebug.ui.window.queue_actions import QueueActions
from rqdebug.ui.window.queues.dead_letter_actions import DeadLetterActions
from rqdebug.ui.window.recent_captures import RecentCaptures
from rqdebug.ui.window.runs.batch_runner import BatchRunner
from rqdebug.ui.window.runs.replays import Replays
from rqdebug.ui.window.runs.result_navigation import ResultNavigation
from rqdebug.ui.window.runs.run_control import RunControl
from rqdebug.ui.window.runs.script_runner import ScriptRunner
from rqdebug.ui.window.screenshot import Screenshot
from rqdebug.ui.window.script_sources import ScriptSources
from rqdebug.ui.window.settings.preferences import Preferences
from rqdebug.ui.window.status_bar import StatusBar
from rqdebug.ui.window.target_connector import TargetConnector
from rqdebug.ui.window.window_context import WindowContext, WindowTools
from rqdebug.ui.window.workspaces import Workspaces

MENU_OF_EVENT = (
    "log.partner",
    "log.mark",
    "log.note",
    "log.copy",
    "log.copy_json",
    "log.copy_payload",
    "log.copy_redis_cli",
    "log.copy_python",
    "log.put_again",
)
"""Commands in the context menu of an event."""


class WindowServices:
    """The services of a window, created in the order of their dependencies."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.theme, self.settings = theme, settings = window.theme, window.settings
        self.session, self.tasks, self.bridge = Session(), BackgroundTasks(window), SignalBridge(window)
        tasks, bridge = self.tasks, self.bridge
        self.attachments = attachments = AttachmentControl(self.session, bridge, tasks, settings, window)
        self.captures = CaptureControl(bridge, tasks, window)
        self.runs = RunControl(bridge, theme, tasks, window)
        self.losses, self.payloads = UnseenLosses(window), PayloadFetching(attachments, tasks, window)
        self.saved_filters = SavedFilters(settings.filters_file)
        self.styles = StyleLibrary(settings.styles_file)
        self.debuggers = DebuggerControl(attachments, bridge, self.saved_filters, window)
        self.drafts = ItemDrafts(settings)
        looks = DocumentLooks(theme, self.losses, attachments.color, self.captures.recorded_file)
        self.tabs = DocumentTabs(theme, looks.look)
        self.logs = LogDocuments(
            self.tabs,
            bridge,
            tasks,
            theme,
            settings,
            self.saved_filters,
            attachments.saved_target,
            self.losses,
        )
        self.runner = ScriptRunner(self.runs, window.run_targets, attachments, tasks, window)
        self.scripts = ScriptDocuments(self.tabs, tasks, theme, self.runner.may_end_run)

    def tools(self) -> WindowTools:
        """Create what the commands call."""
        return WindowTools(
            connector=TargetConnector(self.attachments, self.settings, self.tasks, self.window),
            clients=ClientWindows(self.tasks, self.logs, self.theme, self.window),
            jobs=JobWindows(self.tasks, self.theme, self.window),
            workspaces=Workspaces(
                self.window,
                self.attachments,
                self.captures,
                self.debuggers,
                self.styles,
                self.saved_filters,
                self.tabs,
                self.logs,
                self.scripts,
            ),
            queues=QueueActions(
                self.tasks,
                self.drafts,
                self.logs,
                self.payloads,
                self.theme,
                self.window,
                self.attachments.problem_of_change,
            ),
            debugging=DebugActions(
                self.debuggers, self.attachments, self.tasks, self.saved_filters, self.theme, self.window
            ),
            dead_letters=DeadLetterActions(
                self.tasks, self.settings, self.saved_filters, self.window, self.attachments.problem_of_change
            ),
            rules=RuleActions(self.debuggers, self.attachments, self.saved_filters, self.window),
            payloads=self.payloads,
            capture_files=CaptureFiles(self.captures, self.window),
            styles=LogStyles(self.styles, self.saved_filters, self.logs, self.theme, self.window),
            runner=self.runner,
            script_sources=ScriptSources(
                self.scripts,
                GeneratorPresets(self.settings.generator_file),
                self.tasks,
                self.theme,
                self.window,
            ),
            renaming=ScriptRenaming(self.scripts, self.tasks, self.window),
            batches=BatchRunner(self.runs, self.runner, self.attachments, self.tasks, self.window),
            replays=Replays(self.runs, self.attachments, self.tabs, self.tasks, self.window),
            results=ResultNavigation(
                self.runs, self.attachments, self.tabs, self.logs, self.scripts, self.window
            ),
            help=HelpBrowser(self.theme, self.window),
            autosave=Autosave(Recovery(self.settings.recovery), self.scripts, self.tasks, self.window),
            preferences=Preferences(self.settings, self.session, self.tasks, self.window),
            take_screenshot=partial(Screenshot, self.window),
        )

    def context(self) -> WindowContext:
        """Create the context of the window, with its tools."""
        return WindowContext(
            window=self.window,
            docks=self.window.docks,
            theme=self.theme,
            settings=self.settings,
            commands=self.window.commands,
            run_targets=self.window.run_targets,
            status=StatusBar(
                lambda: self.attachments.active, lambda: self.captures.recordings, self.losses, self.theme
            ),
            text_focus=TextFocus(self.window),
            session=self.session,
            tasks=self.tasks,
            bridge=self.bridge,
            attachments=self.attachments,
            captures=self.captures,
            runs=self.runs,
            debuggers=self.debuggers,
            styles=self.styles,
            saved_filters=self.saved_filters,
            drafts=self.drafts,
            losses=self.losses,
            tabs=self.tabs,
            current=CurrentDocument(self.tabs),
            logs=self.logs,
            scripts=self.scripts,
            tools=self.tools(),
        )


def build_context(window: MainWindow) -> WindowContext:
    """Create and connect all services of a window except its panels."""
    context = WindowServices(window).context()
    _connect(context, window)
    return context


def _connect(context: WindowContext, window: MainWindow) -> None:
    """Connect the services to each other: for example, an attached target opens a tab."""
    attachments, logs, current = context.attachments, context.logs, context.current

    recent = RecentCaptures(context.captures, context.settings, context.window)
    context.commands.insert_menu("capture.open", recent.menu)

    def show_run_targets() -> None:
        context.run_targets.show_attachments(attachments.active, attachments.color)

    attachments.attached.connect(show_run_targets)
    attachments.attached.connect(logs.open_target)
    attachments.attached.connect(logs.add_to_merged)
    attachments.changed.connect(logs.refresh_target)
    attachments.edited.connect(logs.show_settings)
    attachments.edited.connect(show_run_targets)
    attachments.requested.connect(logs.open_target)
    attachments.detached.connect(context.losses.forget)
    attachments.detached.connect(logs.close_target)
    attachments.detached.connect(show_run_targets)
    logs.reconnect_requested.connect(attachments.reconnect)
    logs.stop_requested.connect(context.tools.debugging.stop)
    context.tools.queues.content_opened.connect(context.tools.debugging.freezes.serve)
    logs.rule_wanted.connect(context.tools.rules.ask_like)
    context.captures.opened.connect(logs.open_capture)
    context.scripts.zoom_wanted.connect(context.tools.preferences.zoom)

    def show_selection() -> None:
        context.status.selection.setText(current.log.selection.text if current.log else "")

    current.changed.connect(show_selection)
    logs.selection_changed.connect(show_selection)
    logs.menu_requested.connect(context.commands.pop_up)
    context.tabs.menu_requested.connect(context.commands.pop_up)
    context.captures.changed.connect(context.tabs.refresh_all)
    menu = [context.commands[name] for name in MENU_OF_EVENT]
    logs.opened.connect(current.watch)
    context.tabs.current_changed.connect(lambda: context.runs.show_tab(current.script))
    context.tabs.window_opened.connect(lambda window: window.addActions(list(context.commands)))
    context.tabs.window_opened.connect(context.commands.explain_keys_in)
    logs.opened.connect(lambda tab: setattr(tab.log, "log_actions", menu))
    _connect_messages(context, window)


def _connect_messages(context: WindowContext, window: MainWindow) -> None:
    """Show successes in the status bar, and failures in a dialog."""
    tools = context.tools
    context.saved_filters.rewritten.connect(
        lambda names: context.status.show_notice(
            tr(
                "Saved filters rewritten, because name and address of a client are separate fields: {names}",
                names=", ".join(names),
            )
        )
    )
    for notice in (
        context.captures.done,
        context.logs.done,
        context.runs.noted,
        context.scripts.refused,
        tools.autosave.failed,
        tools.payloads.done,
        tools.queues.done,
        tools.debugging.done,
        tools.dead_letters.done,
        tools.rules.done,
        tools.batches.done,
        tools.replays.done,
        tools.results.failed,
        tools.runner.done,
        tools.script_sources.done,
        tools.renaming.done,
        tools.renaming.failed,
    ):
        notice.connect(context.status.show_notice)
    for failed in (
        context.attachments.refused,
        context.captures.refused,
        context.logs.failed,
        context.scripts.failed,
        tools.payloads.failed,
        tools.queues.failed,
        tools.debugging.failed,
        tools.dead_letters.failed,
        tools.rules.failed,
        tools.batches.failed,
        tools.replays.failed,
        tools.runner.failed,
        tools.script_sources.failed,
        tools.styles.failed,
        tools.workspaces.failed,
    ):
        failed.connect(window.warn)
    context.debuggers.failed.connect(
        lambda attachment, sentence: window.warn(f"{attachment.name}: {sentence}")
    )
