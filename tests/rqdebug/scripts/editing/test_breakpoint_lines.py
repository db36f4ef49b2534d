# SPDX-License-Identifier: GPL-3.0-or-later
"""Breakpoints are at the lines at which the runner pauses."""

from __future__ import annotations

from rqdebug.scripts.editing.breakpoint_lines import find_stops, stop_for
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running.lane import Lane, StatementStarted
from rqdebug.scripts.running.lane_names import MAIN
from rqdebug.scripts.running.run_pass import RunPass

TEXT = """\
x = 1
with parallel():
    with lane("a"):
        for i in range(2):
            note(i)
    with lane("b"):
        note(
            x,
        )
"""


def test_stops_are_the_lines_that_lanes_announce():
    announced = set()

    def run(lane):
        for step in lane.steps():
            if isinstance(step, StatementStarted):
                announced.add(step.line)
            for inner in getattr(step, "lanes", ()):
                run(inner)

    script = parse(TEXT)
    run(Lane(RunPass("edge"), MAIN, script.body, {}))
    assert find_stops(script) == tuple(sorted(announced)) == (1, 2, 4, 5, 7)


def test_each_line_leads_to_the_statement_that_it_belongs_to_or_to_the_next():
    stops, lines = find_stops(parse(TEXT)), TEXT.split("\n")

    def stop(line):
        first = max((each for each in stops if each < line), default=line)
        return stop_for(line, stops, lines[first - 1 : line])

    assert [stop(line) for line in range(1, 11)] == [1, 2, 4, 4, 5, 7, 7, 7, 7, None]


def test_statements_of_an_included_file_are_no_stops(tmp_path):
    (tmp_path / "common.rqs").write_text("a = 1\nb = 2\n")
    assert find_stops(parse('include("common.rqs")\nnote(a)\n', "x.rqs", tmp_path)) == (1, 2)
