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
from rqdebug.ui.window.documents.current_document import CurrentDocument
from rqdebug.ui.window.documents.document_icons import DocumentLooks
from rqdebug.ui.window.documents.document_tabs import DocumentTabs
from rqdebug.ui.window.documents.log_documents import LogDocuments
from rqdebug.ui.window.documents.script_documents import ScriptDocuments
from rqdebug.ui.window.documents.script_renaming import ScriptRenaming
from rqdebug.ui.window.help.help_browser import HelpBrowser
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


def build_context(window: MainWindow) -> WindowContext:
    """Create and connect all services of a window except its panels."""
    theme, settings = window.theme, window.settings
    session, tasks, bridge = Session(), BackgroundTasks(window), SignalBridge(window)
    attachments = AttachmentControl(session, bridge, tasks, settings, window)
    captures, runs = CaptureControl(bridge, tasks, window), RunControl(bridge, theme, tasks, window)
    losses, payloads = UnseenLosses(window), PayloadFetching(attachments, tasks, window)
    saved_filters, styles = SavedFilters(settings.filters_file), StyleLibrary(settings.styles_file)
    drafts, presets = ItemDrafts(settings), GeneratorPresets(settings.generator_file)
    tabs = DocumentTabs(theme, DocumentLooks(theme, losses, attachments.color, captures.recorded_file).look)
    logs = LogDocuments(tabs, bridge, tasks, theme, settings, saved_filters, attachments.saved_target, losses)
    runner = ScriptRunner(runs, window.run_targets, attachments, tasks, window)
    scripts = ScriptDocuments(tabs, tasks, theme, runner.may_end_run)
    tools = WindowTools(
        connector=TargetConnector(attachments, settings, tasks, window),
        clients=ClientWindows(tasks, logs, theme, window),
        workspaces=Workspaces(window, attachments, captures, styles, saved_filters, tabs, logs, scripts),
        queues=QueueActions(tasks, drafts, logs, payloads, theme, window, attachments.problem_of_change),
        dead_letters=DeadLetterActions(tasks, settings, saved_filters, window, attachments.problem_of_change),
        payloads=payloads,
        capture_files=CaptureFiles(captures, window),
        styles=LogStyles(styles, saved_filters, logs, theme, window),
        runner=runner,
        script_sources=ScriptSources(scripts, presets, tasks, theme, window),
        renaming=ScriptRenaming(scripts, tasks, window),
        batches=BatchRunner(runs, runner, attachments, tasks, window),
        replays=Replays(runs, attachments, tabs, tasks, window),
        results=ResultNavigation(runs, attachments, tabs, logs, scripts, window),
        help=HelpBrowser(theme, window),
        autosave=Autosave(Recovery(settings.recovery), scripts, tasks, window),
        preferences=Preferences(settings, session, tasks, window),
        take_screenshot=partial(Screenshot, window),
    )
    context = WindowContext(
        window=window,
        docks=window.docks,
        theme=theme,
        settings=settings,
        commands=window.commands,
        run_targets=window.run_targets,
        status=StatusBar(lambda: attachments.active, lambda: captures.recordings, losses, theme),
        text_focus=TextFocus(window),
        session=session,
        tasks=tasks,
        bridge=bridge,
        attachments=attachments,
        captures=captures,
        runs=runs,
        styles=styles,
        saved_filters=saved_filters,
        drafts=drafts,
        losses=losses,
        tabs=tabs,
        current=CurrentDocument(tabs),
        logs=logs,
        scripts=scripts,
        tools=tools,
    )
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
        tools.dead_letters.done,
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
        tools.dead_letters.failed,
        tools.batches.failed,
        tools.replays.failed,
        tools.runner.failed,
        tools.script_sources.failed,
        tools.styles.failed,
        tools.workspaces.failed,
    ):
        failed.connect(window.warn)
