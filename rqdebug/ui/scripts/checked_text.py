# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of a script tab after it was parsed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rqdebug.debug.script_filters import check_script_filter
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


def check_text(
    text: str, name: str, folder: Path | None, lines: range | None, texts: Mapping[Path, str]
) -> CheckedText:
    """Parse a text, and select some of its lines. Runs in another thread.

    Args:
        text: The whole text.
        name: The name of its file.
        folder: The folder of the file; None for a new script.
        lines: Use only these lines and the definitions that they need; None uses all.
        texts: The texts of other files that are not saved.
    """
    with pause_collection():
        unsaved = {path.resolve(): each for path, each in texts.items()}
        script, problems = check(text, name, folder, unsaved, check_script_filter)
        stops = find_stops(script)
        wrong = next((each for each in problems if lines is None or each.line < lines.stop), None)
        if wrong is not None or lines is None:
            return CheckedText(script, problems, stops, script, wrong)
        try:
            return CheckedText(script, problems, stops, select_part(script, text, lines), None)
        except ScriptError as error:
            return CheckedText(script, problems, stops, script, error)
