# SPDX-License-Identifier: GPL-3.0-or-later
"""The help page of the script language, built from its nodes and tables."""

from __future__ import annotations

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

_OFF = "A statement whose line ends in # off is skipped. If it begins a block, the whole block is skipped."


def help_text() -> str:
    """Return the help page as plain text."""
    nodes = [_entry(node.syntax, node.help) for node in GUIDE]
    calls = [_entry(f"x = {signature.syntax}", signature.help) for signature in OWN_CALLS.values()]
    methods = [_entry(f"jobs.{signature.syntax}", signature.help) for signature in METHODS.values()]
    leases = [_entry(f"item.{signature.syntax}", signature.help) for signature in LEASE_METHODS.values()]
    others = [_entry(signature.syntax, signature.help) for signature in DEBUGGER_CALLS.values()]
    held = [_entry(f"held.{signature.syntax}", signature.help) for signature in HELD_METHODS.values()]
    values = [_entry(entry.signature.syntax, entry.signature.help) for entry in SCRIPT_FUNCTIONS.values()]
    return "\n".join(
        (
            *(
                "A script uses a small subset of Python's syntax. It is never executed as Python.",
                f"{_OFF}\n",
            ),
            *nodes,
            *("\nTargets, queues and leased items\n", *calls, *methods, *leases),
            *("\nOther programs\n", *others, *held),
            *("\nFunctions\n", *values),
            *("\nErrors that raises() can expect\n", f"    {', '.join(ERRORS)}"),
        )
    )


def _entry(syntax: str, help: str) -> str:
    lines = "\n".join(f"    {line}" for line in syntax.splitlines())
    return f"{lines}\n        {help}"
