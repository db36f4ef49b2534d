# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of vectors and checks that were due, but not run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rqdebug.scripts.language import script_nodes
from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.scripts.running.run_pass import RunPass

NOT_RUN = "its lane or block ended before it"
"""What the report says of a vector that was due but not run."""
LEFT_OUT = "the run ended before its script"
"""What the report says of a vector whose script was not started."""


def vectors_not_run(
    common: RunPass, lane: str, statements: Sequence[script_nodes.Statement], caller: int = 0
) -> Iterator[VectorResult]:
    """Yield a result for each vector and check in statements.

    Args:
        common: What all lanes of the pass share.
        lane: The name of the lane of the statements.
        statements: The statements.
        caller: The line of the call or include that would have executed them; 0 for none.
    """
    for statement in statements:
        if statement.line in common.off:
            continue
        if isinstance(statement, script_nodes.Parallel):
            for each in statement.lanes:
                yield from vectors_not_run(common, common.name_inside(lane, each), [each], caller)
        elif isinstance(statement, (script_nodes.Vector, script_nodes.Check)):
            place = common.target, lane, statement.line, statement.text
            yield VectorResult(*place, Verdict.NOT_RUN, "", NOT_RUN, loop=common.loop, caller=caller)
        elif isinstance(statement, script_nodes.Invoke):
            yield from vectors_not_run(common, lane, statement.function.body, caller or statement.line)
        # A function runs where it is called, and a teardown in a lane of its own.
        elif not isinstance(statement, (script_nodes.Define, script_nodes.Teardown)):
            inside = statement.line if isinstance(statement, script_nodes.Include) else 0
            yield from vectors_not_run(common, lane, script_nodes.children(statement), caller or inside)
