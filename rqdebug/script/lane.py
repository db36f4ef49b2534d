# SPDX-License-Identifier: GPL-3.0-or-later
"""One lane of a run as a generator: it says what is to be done next, and is sent what came of it.

Nothing here knows a thread, a clock or a network: whoever drives the lane
makes the calls, waits, and lets lanes go on beside each other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from rqcore.errors import ConnectionLost
from rqdebug.script import nodes
from rqdebug.script.evaluate import evaluate, rounds
from rqdebug.script.judge import Outcome, cut, judge
from rqdebug.script.language import MAX_SLEEP, MAX_STEPS
from rqdebug.script.report import Result, Verdict

MAIN = "main"
"""The lane in which every script begins."""


@dataclass(frozen=True, slots=True)
class At:
    """A statement begins."""

    line: int


@dataclass(frozen=True, slots=True)
class Call:
    """Call this method of the queue, or of the controller where ``queue`` is None; send its Outcome."""

    queue: Any
    method: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Told:
    """The script has something to tell."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Fork:
    """Drive these lanes beside each other, and come back when all have ended."""

    lanes: tuple[Lane, ...]


Step: TypeAlias = At | Call | Sleep | Told | Fork | Result
Steps: TypeAlias = Generator[Step, Outcome | None, None]


class LaneEnded(Exception):
    """A lane cannot go on; the result that says why was given already."""


class Budget:
    """The steps that all lanes of one pass may take together."""

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self._left = steps
        self._lock = threading.Lock()

    def spend(self) -> None:
        """Raises ValueError when nothing is left."""
        with self._lock:
            self._left -= 1
        if self._left < 0:
            raise ValueError(f"a script may take {MAX_STEPS:,} steps; to go on for longer, loop the run")


@dataclass(frozen=True, slots=True)
class Lane:
    """A sequence of statements, where it runs, and what it knows when it begins."""

    target: str
    name: str
    loop: int
    body: tuple[nodes.Statement, ...]
    budget: Budget
    variables: dict[str, Any]

    def steps(self) -> Steps:
        """What there is to do. To each Call an Outcome is to be sent, to everything else None."""
        try:
            yield from self._block(self.body)
        except LaneEnded:
            return

    def _block(self, statements: Sequence[nodes.Statement]) -> Steps:
        for statement in statements:
            yield At(statement.line)
            try:
                self.budget.spend()
                yield from _DOERS[type(statement)](self, statement)
            except ValueError as error:  # the script itself is wrong here
                yield self._result(statement, Verdict.ERROR, "", cut(str(error)))
                raise LaneEnded from error

    def _vector(self, vector: nodes.Vector) -> Steps:
        call, expectation = vector.call, vector.expectation
        queue = None if call.receiver is None else self._queue(call.receiver)
        arguments = {name: evaluate(value, self.variables) for name, value in call.arguments}
        other = self._other(expectation)
        outcome = yield Call(queue, call.method, arguments)
        if outcome is None:
            raise TypeError("a lane was sent nothing for a call")
        judgement = judge(expectation, other, outcome)
        yield self._result(vector, judgement.verdict, judgement.expected, judgement.got, outcome.duration_ns)
        if outcome.error is not None and (vector.name or isinstance(outcome.error, ConnectionLost)):
            raise LaneEnded
        if vector.name:
            self.variables[vector.name] = outcome.value

    def _check(self, check: nodes.Check) -> Steps:
        value = evaluate(check.value, self.variables)
        judgement = judge(check.expectation, self._other(check.expectation), Outcome(value))
        yield self._result(check, judgement.verdict, judgement.expected, judgement.got)

    def _let(self, let: nodes.Let) -> Steps:
        self.variables[let.name] = evaluate(let.value, self.variables)
        yield from ()

    def _sleep(self, sleep: nodes.Sleep) -> Steps:
        seconds = evaluate(sleep.seconds, self.variables)
        if type(seconds) not in (int, float) or not 0 <= seconds <= MAX_SLEEP:
            raise ValueError(f"sleep takes a number of seconds from 0 to {MAX_SLEEP:,.0f}, not {seconds!r}")
        yield Sleep(seconds)

    def _note(self, note: nodes.Note) -> Steps:
        yield Told(note.line, cut(str(evaluate(note.value, self.variables))))

    def _loop(self, loop: nodes.Loop) -> Steps:
        for number in rounds([evaluate(bound, self.variables) for bound in loop.bounds]):
            self.variables[loop.name] = number
            yield from self._block(loop.body)

    def _parallel(self, parallel: nodes.Parallel) -> Steps:
        yield Fork(tuple(self._branch(lane) for lane in parallel.lanes))

    def _branch(self, lane: nodes.Lane) -> Lane:
        name = lane.name if self.name == MAIN else f"{self.name}/{lane.name}"
        return Lane(self.target, name, self.loop, lane.body, self.budget, dict(self.variables))

    def _queue(self, name: str) -> Any:
        if name not in self.variables:
            raise ValueError(f"{name!r} was not set")
        return self.variables[name]

    def _other(self, expectation: nodes.Expectation) -> Any:
        if isinstance(expectation, nodes.Comparison):
            return evaluate(expectation.other, self.variables)
        return None

    def _result(
        self, statement: nodes.Statement, verdict: Verdict, expected: str, got: str, duration_ns: int = 0
    ) -> Result:
        return Result(
            self.target,
            self.name,
            statement.line,
            statement.text,
            verdict,
            expected,
            got,
            duration_ns,
            self.loop,
        )


_DOERS: dict[type[nodes.Statement], Callable[[Lane, Any], Steps]] = {
    nodes.Vector: Lane._vector,
    nodes.Check: Lane._check,
    nodes.Let: Lane._let,
    nodes.Sleep: Lane._sleep,
    nodes.Note: Lane._note,
    nodes.Loop: Lane._loop,
    nodes.Parallel: Lane._parallel,
}
