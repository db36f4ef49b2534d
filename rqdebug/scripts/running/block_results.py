# SPDX-License-Identifier: GPL-3.0-or-later
"""Follows the results of a block of statements: changes them, or ends the block at a failure."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.scripts.running.judge import VectorOutcome


class AttemptFailed(Exception):
    """A vector failed in a block that is executed again."""

    def __init__(self, result: VectorResult) -> None:
        super().__init__(result.text)
        self.result = result


def change_results(
    steps: Generator[Any, VectorOutcome | None, None], change: Callable[[VectorResult], VectorResult]
) -> Generator[Any, VectorOutcome | None, None]:
    """Yield the steps of a block, and its results as a function returns them.

    Args:
        steps: The steps. They are closed at the end, also if the function raises an error. An AttemptFailed
            is raised in them first, so that blocks can clean up.
        change: Called with each result.
    """
    reply: VectorOutcome | None = None
    try:
        while True:
            step = steps.send(reply)
            if isinstance(step, VectorResult):
                try:
                    step = change(step)
                except AttemptFailed as failed:
                    step = steps.throw(failed)
            reply = yield step
    except StopIteration:
        return
    finally:
        steps.close()


def end_at_failure(result: VectorResult) -> VectorResult:
    """Return a result. Raises AttemptFailed if it is a failure."""
    if result.outcome is Verdict.FAILED:
        raise AttemptFailed(result)
    return result
