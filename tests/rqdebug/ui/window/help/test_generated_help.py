# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages that are made from the program name everything that the program has."""

from __future__ import annotations

import pytest

from rqcore.protocol.command_table import COMMANDS as CONTROLLER_COMMANDS
from rqcore.protocol.event_batch import Method, Outcome
from rqcore.server.server_settings import ROWS, variable
from rqdebug.events.filters.fields import FIELDS
from rqdebug.events.filters.grammar import NODES
from rqdebug.scripts.language.functions import SCRIPT_FUNCTIONS
from rqdebug.scripts.language.vocabulary import ERRORS, METHODS
from rqdebug.ui.window.commands import COMMANDS
from rqdebug.ui.window.help import generated_help


def test_table_escapes_bars_in_cells():
    assert generated_help.table(["a", "b"], [["x|y", "z"]]) == "| a | b |\n| --- | --- |\n| x\\|y | z |"


def test_code_of_nothing_is_nothing():
    assert generated_help.code("") == ""
    assert generated_help.code("a b") == "`a b`"


def test_filter_language_names_every_field_and_condition(qapp):
    page = generated_help.filter_language()
    assert [name for name in FIELDS if f"| `{name}` |" not in page] == []
    assert [node.usage for node in NODES if node.usage.replace("|", "\\|") not in page] == []


def test_script_language_names_every_method_function_and_error(qapp):
    page = generated_help.script_language()
    names = [f"jobs.{each.syntax}" for each in METHODS.values()]
    names += [entry.signature.syntax for entry in SCRIPT_FUNCTIONS.values()]
    names += [f"`{error}`" for error in ERRORS]
    assert [name for name in names if name not in page] == []


def test_window_commands_names_every_command_with_its_shortcut(qapp):
    page = generated_help.window_commands()
    rows = [f"| {each.title} | {generated_help._keys(each)} |" for each in COMMANDS]
    assert [row for row in rows if row not in page] == []
    assert "Ctrl+" in page


def test_controller_commands_names_every_command(qapp):
    page = generated_help.controller_commands()
    assert [name for name in CONTROLLER_COMMANDS if f"### {name.decode()}\n" not in page] == []


def test_settings_names_the_environment_variable_of_every_row(qapp):
    page = generated_help.settings()
    assert [row.name for row in ROWS if f"`{variable(row)}`" not in page] == []


@pytest.mark.parametrize("numbering", [Method, Outcome])
def test_event_numbers_lists_every_number(qapp, numbering):
    page = generated_help.event_numbers()
    assert [each for each in numbering if f"{each.value} {each.name.lower()}" not in page] == []
