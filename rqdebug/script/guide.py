# SPDX-License-Identifier: GPL-3.0-or-later
"""The help page of the script language, made from its nodes and tables."""

from __future__ import annotations

from rqdebug.script.language import ERRORS, FUNCTIONS, METHODS
from rqdebug.script.nodes import GUIDE


def help_text() -> str:
    """All that a script can say, as plain text."""
    nodes = [_entry(node.syntax, node.help) for node in GUIDE]
    functions = [_entry(f"jobs = {signature.syntax}", signature.help) for signature in FUNCTIONS.values()]
    methods = [_entry(f"jobs.{signature.syntax}", signature.help) for signature in METHODS.values()]
    return "\n".join(
        (
            *("A script is written in a few words of Python, and is never executed as Python.\n", *nodes),
            *("\nQueues\n", *functions, *methods),
            *("\nErrors that raises() can expect\n", f"    {', '.join(ERRORS)}"),
        )
    )


def _entry(syntax: str, help: str) -> str:
    lines = "\n".join(f"    {line}" for line in syntax.splitlines())
    return f"{lines}\n        {help}"
