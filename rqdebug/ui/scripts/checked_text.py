# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of a script tab after it was parsed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rqdebug.errors import ScriptError
from rqdebug.scripts.editing.breakpoint_lines import find_stops
from rqdebug.scripts.editing.script_part import select_part
from rqdebug.scripts.language.parser import check
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.support.garbage import pause_collection


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text that was parsed: the whole script, all errors, and the part that can run."""

    whole: Script
    problems: Sequence[ScriptError]
    stops: Sequence[int]
    """The lines at which a run can pause."""
    part: Script
    refusal: ScriptError | None
    """Why the part cannot run."""


def check_text(text: str, name: str, folder: Path | None, lines: range | None) -> CheckedText:
    """Parse a text, and select some of its lines. Runs in another thread."""
    with pause_collection():
        script, problems = check(text, name, folder)
        stops = find_stops(script)
        wrong = next((each for each in problems if lines is None or each.line < lines.stop), None)
        if wrong is not None or lines is None:
            return CheckedText(script, problems, stops, script, wrong)
        try:
            return CheckedText(script, problems, stops, select_part(script, text, lines), None)
        except ScriptError as error:
            return CheckedText(script, problems, stops, script, error)
