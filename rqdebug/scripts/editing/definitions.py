# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the names of a script get their values."""

from __future__ import annotations

from pathlib import Path

from rqdebug.scripts.editing.script_part import defined_name, visible_statements
from rqdebug.scripts.language.script_nodes import Define, Include, Script, children, walk


def find_definition(script: Script, name: str, line: int) -> tuple[Path | None, int] | None:
    """Return the place at which a name gets the value that it has in a line; of an include, its file.

    Args:
        script: The script; statements with errors may be missing in it.
        name: The name of a variable, of a parameter or of a function.
        line: The line in which it is used, counted from 1.

    Returns:
        The file and the line of the statement that defines it; the file is None for the script itself. None
        if there is no such statement.
    """
    for each in script.body:
        if isinstance(each, Include) and each.line == line:
            return each.path, 1
    found = _find_line(script, name, line)
    return None if found is None else script.place(found)


def _find_line(script: Script, name: str, line: int) -> int | None:
    if any(each.line == line and children(each) and defined_name(each) == name for each in walk(script.body)):
        return line  # the variable of a loop that begins here
    for statement in reversed(list(visible_statements(script.body, line))):
        if defined_name(statement) == name:
            return statement.line
    functions = [each for each in walk(script.body) if isinstance(each, Define)]
    around = [each for each in functions if any(inner.line == line for inner in walk(each.body))]
    for function in around:
        inside = [each for each in walk(function.body) if defined_name(each) == name and each.line < line]
        return inside[-1].line if inside else function.line if _has_parameter(function, name) else None
    return next((each.line for each in functions if each.name == name), None)


def _has_parameter(function: Define, name: str) -> bool:
    """Whether the first line of a function, such as ``def fill(to: queue, count=3):``, has a parameter."""
    parameters = function.text.partition("(")[2].rpartition(")")[0].split(",")
    return name in (each.partition("=")[0].partition(":")[0].strip() for each in parameters)
