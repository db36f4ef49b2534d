# SPDX-License-Identifier: GPL-3.0-or-later
"""What all lanes share in one pass of a script on one target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from rqdebug.scripts.language.included_files import IncludedFile
from rqdebug.scripts.language.inputs import Inputs
from rqdebug.scripts.language.script_nodes import LaneBlock
from rqdebug.scripts.language.vocabulary import MAX_STEPS
from rqdebug.scripts.running.lane_names import inner_name
from rqdebug.scripts.running.options import Pauses


class Budget:
    """The number of statements that all lanes of one pass can execute together. Thread-safe.

    Args:
        steps: The number of statements; each loop iteration counts again.
    """

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self._steps = steps
        self._spent = count(1)  # one call of next is atomic, and takes less time than a lock

    def spend(self) -> None:
        """Count one statement.

        Raises:
            ValueError: If none is left.
        """
        if next(self._spent) > self._steps:
            raise ValueError(
                f"one pass can execute at most {MAX_STEPS:,} statements; to run for longer, loop the run"
            )


@dataclass(frozen=True, slots=True)
class RunPass:
    """The data that all lanes share in one pass of a script on one target."""

    target: str
    """The target that calls without a receiver go to."""
    loop: int = 1
    """The number of the pass, counted from 1."""
    seed: int = 0
    folder: Path | None = None
    """The folder of the files that ``rows`` can read; None if the script is not saved."""
    off: frozenset[int] = frozenset()
    """Lines of statements that are skipped."""
    pauses: Pauses = field(default_factory=Pauses)
    inputs: Inputs = field(default_factory=Inputs)
    budget: Budget = field(default_factory=Budget)
    files: Sequence[IncludedFile] = ()
    """The files that the script includes."""
    lane_names: Mapping[int, str] = field(default_factory=dict)
    """The names of lanes and teardown blocks by line, where these are not their own."""

    def name_inside(self, outer: str, lane: LaneBlock) -> str:
        """Return the name of a lane inside another one, whose name is ``outer``."""
        return inner_name(outer, self.lane_names.get(lane.line, lane.name))
