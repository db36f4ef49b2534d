# SPDX-License-Identifier: GPL-3.0-or-later
"""Which page of the help belongs to which part of the window."""

from __future__ import annotations

from PyQt5.QtWidgets import QWidget

FIRST_PAGE = "window/getting-started.md"
FILTER_LANGUAGE = "reference/filter-language.md"
SCRIPT_LANGUAGE = "reference/script-language.md"
COMMANDS_PAGE = "reference/window-commands.md"
_PROPERTY = "help_page"
_TARGETS, _QUEUES, _LOG, _FILTERS, _SCRIPTS, _DEBUGGING = (
    f"window/{name}.md" for name in ("targets", "queues", "log", "filters", "scripts", "debugging")
)
PAGES_OF_DIALOGS = {
    "ConnectDialog": _TARGETS,
    "TargetDialog": _TARGETS,
    "LoginDialog": _TARGETS,
    "MergeDialog": _TARGETS,
    "CreateDialog": _QUEUES,
    "PutDialog": _QUEUES,
    "ItemDialog": _QUEUES,
    "MoveDialog": _QUEUES,
    "SendBackDialog": _QUEUES,
    "ContentWindow": _QUEUES,
    "RuleDialog": "window/breakpoints.md",
    "AnswerDialog": _DEBUGGING,
    "FreezeDialog": _DEBUGGING,
    "StepDialog": _DEBUGGING,
    "EditItemDialog": _DEBUGGING,
    "WorkersWindow": "how-to/debug-parallel-queue.md",
    "ReplayDialog": "window/captures.md",
    "NoteDialog": _LOG,
    "MarksWindow": _LOG,
    "PauseDialog": _LOG,
    "ClientsWindow": _TARGETS,
    "JobsWindow": _TARGETS,
    "DifferenceWindow": _LOG,
    "StylesDialog": _FILTERS,
    "SettingsDialog": "window/settings.md",
    "ShortcutsDialog": "window/settings.md",
    "GenerateDialog": _SCRIPTS,
    "RunDialog": _SCRIPTS,
    "BatchDialog": _SCRIPTS,
    "RenameDialog": _SCRIPTS,
    "BreakpointDialog": _SCRIPTS,
    "PaletteDialog": COMMANDS_PAGE,
    "AboutDialog": FIRST_PAGE,
    "TextDialog": "troubleshooting.md",
}
"""The help pages of dialogs, by the name of their class."""


def set_help_page(widget: QWidget, page: str) -> None:
    """Open this page, a path in the documentation, when F1 is pressed in the widget."""
    widget.setProperty(_PROPERTY, page)


def help_page_of(widget: QWidget | None) -> str:
    """Return the page of a widget, or of the nearest parent that has one."""
    while widget is not None:
        page = widget.property(_PROPERTY) or PAGES_OF_DIALOGS.get(type(widget).__name__)
        if page:
            return str(page)
        widget = widget.parentWidget()
    return FIRST_PAGE
