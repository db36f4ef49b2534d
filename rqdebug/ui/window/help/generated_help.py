# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of the documentation that are made from the program, in Markdown, so that they cannot go stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from PyQt5.QtGui import QKeySequence

from rqcore.protocol.event_batch import Method, Outcome
from rqcore.server import reference_pages
from rqcore.server.server_settings import ROWS, option, variable
from rqcore.server.setting_types import written
from rqdebug.commands import Command
from rqdebug.events.filters.fields import FIELDS
from rqdebug.events.filters.grammar import NODES
from rqdebug.events.filters.operators import operators_of
from rqdebug.scripts.language.functions import SCRIPT_FUNCTIONS
from rqdebug.scripts.language.script_nodes import GUIDE
from rqdebug.scripts.language.vocabulary import (
    DEBUGGER_CALLS,
    ERRORS,
    HELD_METHODS,
    LEASE_METHODS,
    METHODS,
    OWN_CALLS,
)
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.tr import later, tr
from rqdebug.ui.window.commands import COMMANDS

ONE_OF = "one of "
"""Begins the example of values that are words of a list."""


def table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown."""
    titles = tuple(titles)
    lines = [titles, ("---",) * len(titles), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def code(text: str) -> str:
    """Return code within a line; nothing if there is no code."""
    return f"`{text}`" if text else ""


def filter_language() -> str:
    """Return every test and every field of the filter language."""
    tests = ((code(node.usage), tr(node.help)) for node in NODES)
    fields = (
        (
            code(field.name),
            tr(field.help).replace("[", r"\["),  # Markdown would read payload[…][0] as a link
            code(" ".join(operators_of(field.kind))),
            _example(field.kind.example),
        )
        for field in FIELDS.values()
    )
    return "\n".join(
        (
            f"## {tr('Tests')}\n",
            table((tr("Condition"), tr("Meaning")), tests),
            f"\n## {tr('Fields')}\n",
            table((tr("Field"), tr("Meaning"), tr("Operators"), tr("Values")), fields),
            "",
        )
    )


def _example(text: str) -> str:
    """Translate the example of a kind of values; a list of words stays as it is."""
    return tr("one of {words}", words=text.removeprefix(ONE_OF)) if text.startswith(ONE_OF) else tr(text)


def script_language() -> str:
    """Return every statement, method and function of the script language."""
    calls = ((f"x = {each.syntax}", each.help) for each in OWN_CALLS.values())
    methods = ((f"jobs.{each.syntax}", each.help) for each in METHODS.values())
    leases = ((f"item.{each.syntax}", each.help) for each in LEASE_METHODS.values())
    others = ((each.syntax, each.help) for each in DEBUGGER_CALLS.values())
    held = ((f"held.{each.syntax}", each.help) for each in HELD_METHODS.values())
    functions = ((entry.signature.syntax, entry.signature.help) for entry in SCRIPT_FUNCTIONS.values())
    return "\n".join(
        (
            f"## {tr('Statements and values')}\n",
            *_entries((node.syntax, node.help) for node in GUIDE),
            f"## {tr('Targets, queues and leased items')}\n",
            *_entries(calls),
            *_entries(methods),
            *_entries(leases),
            f"## {tr('Other programs')}\n",
            *_entries(others),
            *_entries(held),
            f"## {tr('Functions')}\n",
            *_entries(functions),
            f"## {tr('Errors that raises() can expect')}\n",
            ", ".join(map(code, ERRORS)),
            "",
        )
    )


def _entries(entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    for syntax, help in entries:
        yield f"```python\n{syntax}\n```\n\n{tr(help)}\n"


def window_commands() -> str:
    """Return a table of the commands of each menu, with their shortcuts."""
    parts = []
    for group, commands in groupby(COMMANDS, lambda command: command.group):
        rows = ((tr(each.title), _keys(each), tr(each.help)) for each in commands)
        parts += [
            f"## {tr(group.title())}\n",
            table((tr("Command"), tr("Shortcut"), tr("Meaning")), rows),
            "",
        ]
    return "\n".join(parts)


def _keys(command: Command) -> str:
    """Return the shortcut of a command, as it is labelled on this platform."""
    return QKeySequence(command.shortcut).toString(QKeySequence.NativeText)


def controller_commands() -> str:
    """Return every command of a controller with its reply and errors."""
    _, _, text = reference_pages.commands().partition("\n")
    return "\n\n".join(map(_reference_block, text.strip().split("\n\n"))) + "\n"


def _reference_block(block: str) -> str:
    """Return a paragraph, a list, a table or code of the reference for the page."""
    if block.startswith("    "):
        return f"```text\n{block.strip()}\n```"
    is_text = not block.startswith(("- ", "| ", "#"))
    lines = [" ".join(block.splitlines())] if is_text else block.splitlines()
    return "\n".join(map(_reference_line, lines)).replace("[", "\\[")


def _reference_line(line: str) -> str:
    if line.startswith("#"):
        mark, _, title = line.partition(" ")
        return f"{mark} {tr(title)}"
    if line.startswith("| "):
        return f"| {' | '.join(map(_cell, line.strip('| ').split(' | ')))} |"
    return translate_message(line)


def _cell(text: str) -> str:
    return tr(text) if text.islower() and text.isalpha() else translate_message(text)


def settings() -> str:
    """Return a table of the settings of a controller."""
    rows = (
        (
            code(row.name) if row.metadata["file"] else "",
            code(f"{option(row)} {row.metadata['metavar']}".rstrip()) if row.metadata["option"] else "",
            code(variable(row)),
            translate_message(row.metadata["help"]),
            code(f"{row.default:o}" if row.name == "unix_mode" else written(row.default)),
        )
        for row in ROWS
    )
    titles = (tr("Line of the file"), tr("Option"), tr("Environment"), tr("Meaning"), tr("Default"))
    return table(titles, rows) + "\n"


def event_numbers() -> str:
    """Return the numbers of methods and outcomes in records of events."""
    rows = (
        (tr(title), ", ".join(f"{each.value} {each.name.lower()}" for each in numbering))
        for title, numbering in ((later("Method"), Method), (later("Outcome"), Outcome))
    )
    return table((tr("Field"), tr("Values")), rows) + "\n"


_TITLES = (later("Lists"), later("Connection"), later("code"), later("meaning"))
"""Titles of the reference of commands, for translation."""

GENERATORS: dict[str, Callable[[], str]] = {
    "filter language": filter_language,
    "script language": script_language,
    "window commands": window_commands,
    "controller commands": controller_commands,
    "settings": settings,
    "event numbers": event_numbers,
}
"""By the name that a page gives in its marker."""
