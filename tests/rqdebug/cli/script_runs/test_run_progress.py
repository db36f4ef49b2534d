# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import errno
import io
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

from rqdebug.cli.script_runs.run_progress import (
    MAX_ROWS,
    FailurePrinter,
    RunProgress,
    print_note,
    print_report,
)
from rqdebug.scripts.language.included_files import IncludedFile
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import Report, VectorResult, Verdict
from rqdebug.support.signals import Signal

FILES = (IncludedFile(Path("common.rqs"), 40, "common.rqs"),)
PASSED = VectorResult("edge", "main", 1, "x", Verdict.PASSED, "ok", "ok")
FAILED = VectorResult("edge", "producer", 7, "jobs.put(\x1b[31m)", Verdict.FAILED, "Full", "ok")
ERROR = VectorResult("edge", "main", 3, "sleep('a')", Verdict.ERROR, "", "sleep takes a number")


def report_of(*results, **fields):
    counts = {verdict: sum(result.outcome is verdict for result in results) for verdict in Verdict}
    usual = {
        "filename": "some.rqs",
        "targets": ("edge",),
        "results": results,
        "counts": counts,
        "loops": 1,
        "duration_ns": 10**8,
        "stopped": False,
        "unreachable": {},
    }
    return Report(**(usual | fields))


def on_terminal(write, width=100):
    """What is written to a terminal, without colours."""
    console = Console(force_terminal=True, width=width, color_system=None, highlight=False)
    with console.capture() as capture:
        write(console)
    return capture.get()


def in_file(write):
    """What is written to an output that is not a terminal."""
    file = io.StringIO()
    write(Console(file=file, highlight=False))
    return file.getvalue()


def printed(report):
    return in_file(lambda console: print_report(console, report)).splitlines()


def shown(report, **options):
    return on_terminal(lambda console: print_report(console, report), **options)


# Plain lines


def test_failure_is_a_line_as_compilers_write_it():
    lines = printed(report_of(PASSED, ERROR))
    assert lines == [
        "some.rqs:3: error: sleep('a'): sleep takes a number",
        "some.rqs: 1 passed, 1 error, 100.0 ms",
    ]


def test_failure_shows_the_expected_result():
    (line, _) = printed(report_of(FAILED))
    assert line == ("some.rqs:7: failed: jobs.put(\\x1b[31m): expected Full, got ok (lane producer)")


def test_same_failures_are_one_line():
    (line, summary) = printed(report_of(ERROR, ERROR, ERROR))
    assert line.endswith("(3 times)")
    assert summary == "some.rqs: 0 passed, 3 errors, 100.0 ms"


def test_equal_failures_of_several_loops_are_one_line():
    later = VectorResult(**{name: getattr(ERROR, name) for name in ERROR.__slots__} | {"loop": 9, "ended": 5})
    assert len(printed(report_of(ERROR, later))) == 2


def test_failures_are_in_the_order_of_lines_and_targets():
    results = [
        VectorResult(target, "main", line, "x", Verdict.ERROR, "", "y")
        for target in ("b", "a")
        for line in (10, 9)
    ]
    lines = printed(report_of(*results, targets=("a", "b")))
    assert [(line.split(":")[1], line[-2]) for line in lines[:-1]] == [
        ("9", "a"),
        ("9", "b"),
        ("10", "a"),
        ("10", "b"),
    ]


def test_long_list_of_failures_has_an_end():
    results = [VectorResult("edge", "main", line, "x", Verdict.ERROR, "", "y") for line in range(50)]
    lines = printed(report_of(*results))
    assert len(lines) == MAX_ROWS + 2
    assert lines[MAX_ROWS] == "… and 30 more"
    assert "… and 30 more" in shown(report_of(*results))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "1 passed, 100.0 ms"),
        ({"loops": 1200}, "1 passed, 1,200 loops, 100.0 ms"),
        ({"targets": ("a", "b")}, "1 passed, 2 targets, 100.0 ms"),
        ({"stopped": True}, "1 passed, stopped, 100.0 ms"),
        ({"seed": 5}, "1 passed, 100.0 ms"),
        ({"seed": 5, "unreachable": {"a": "cannot reach a"}}, "1 passed, unreachable, seed 5, 100.0 ms"),
        ({"duration_ns": 200 * 10**9}, "1 passed, 3 min 20 s"),
    ],
)
def test_summary_adds_unusual_facts(fields, words):
    assert printed(report_of(PASSED, **fields)) == [f"some.rqs: {words}"]


# On a terminal


def test_failures_are_a_table_on_a_terminal():
    text = shown(report_of(FAILED, FAILED))
    assert re.search(r"line +lane +times +vector +expected +got", text)
    assert re.search(r"✗ +7 +producer +2 +jobs\.put\(\\x1b\[31m\) +Full +ok", text)
    assert "✗ some.rqs  ·  0 passed  ·  2 failed  ·  100.0 ms" in text
    assert "\x1b" not in text, "a script cannot steer the terminal"


def test_column_is_shown_only_if_its_values_differ():
    text = shown(report_of(ERROR))
    assert "lane" not in text and "times" not in text and "target" not in text
    other = VectorResult("other", "main", 3, "x", Verdict.ERROR, "", "y")
    text = shown(report_of(ERROR, other, targets=("edge", "other")))
    assert re.search(r"line +target +vector", text)


def test_long_vector_is_folded_and_not_cut():
    vector = "put(" + ", ".join(map(str, range(60))) + ")"
    text = shown(report_of(VectorResult("edge", "main", 1, vector, Verdict.ERROR, "", "y")), width=60)
    letters = re.sub(r"[^0-9,put()]", "", text)
    assert "59)" in letters


@pytest.mark.parametrize(
    ("results", "mark"), [((PASSED,), "✓"), ((PASSED, FAILED), "✗"), ((FAILED, ERROR), "!"), ((ERROR,), "!")]
)
def test_summary_is_marked_with_the_worst(results, mark):
    assert f"{mark} some.rqs" in shown(report_of(*results))


def test_unreachable_target_is_an_error():
    assert "! some.rqs" in shown(report_of(PASSED, unreachable={"a": "cannot reach a"}))


def test_note_has_a_line_on_a_terminal_and_a_file_otherwise():
    def write(console):
        print_note(console, parse("note(1)", "some.rqs"), 3, "a \x1b note")

    assert on_terminal(write) == "    3  a \\x1b note\n"
    assert in_file(write) == "some.rqs:3: note: a \\x1b note\n"


def test_note_of_an_included_file_has_its_line_there():
    def write(console):
        print_note(console, replace(parse("note(1)", "some.rqs"), files=FILES), 42, "full")

    assert on_terminal(write) == "common.rqs:2  full\n"
    assert in_file(write) == "common.rqs:2: note: full\n"


# While it runs


def follow(loops=1, files=()):
    run = SimpleNamespace(
        script=replace(parse("queues()", "some.rqs"), files=files),
        options=SimpleNamespace(loops=loops),
        pass_started=Signal(),
        line_started=Signal(),
        lane_ended=Signal(),
        result_added=Signal(),
    )
    return run, RunProgress(run)


def line_of(progress):
    return on_terminal(lambda console: console.print(progress)).strip()


def test_progress_shows_line_and_counts():
    run, progress = follow()
    run.line_started.emit("edge", "main", 3)
    for result in (PASSED, PASSED, ERROR):
        run.result_added.emit(result)
    assert line_of(progress).endswith("some.rqs  line 3  2 passed  1 error")


@pytest.mark.parametrize(("loops", "words"), [(5, "loop 4 of 5"), (0, "loop 4"), (1, "some.rqs")])
def test_progress_shows_the_loop_where_there_are_several(loops, words):
    run, progress = follow(loops)
    run.pass_started.emit("edge", 4)
    line = line_of(progress)
    assert words in line
    assert "line" not in line, "no statement has begun"
    assert ("loop" in line) == (loops != 1) and (" of " in line) == (loops > 1)


def test_positions_are_those_of_the_running_lanes():
    run, progress = follow()
    run.line_started.emit("edge", "main", 2)
    run.line_started.emit("edge", "producer", 3)
    run.line_started.emit("edge", "producer", 5)
    assert progress.positions == "main in line 2, producer in line 5"
    run.lane_ended.emit("edge", "producer")
    run.lane_ended.emit("edge", "producer")
    assert progress.positions == "main in line 2"


def test_line_of_an_included_file_is_the_one_in_this_file():
    run, progress = follow(files=FILES)
    run.line_started.emit("edge", "main", 42)
    assert line_of(progress).endswith("some.rqs  line 2 of common.rqs")
    assert progress.positions == "main in line 2 of common.rqs"


# Failures as they happen


def failures_in(file, targets=("edge",)):
    run = SimpleNamespace(script=parse("queues()", "some.rqs"), targets=targets, result_added=Signal())
    return run, FailurePrinter(Console(file=file, highlight=False), run)


def test_failure_is_printed_when_it_happens_for_the_first_time():
    file = io.StringIO()
    run, failures = failures_in(file)
    for result in (PASSED, ERROR, ERROR, FAILED):
        run.result_added.emit(result)
    lines = file.getvalue().splitlines()
    assert lines[0] == "some.rqs:3: error: sleep('a'): sleep takes a number"
    assert len(lines) == 2
    report = report_of(PASSED, ERROR, ERROR, FAILED)
    rest = in_file(lambda console: print_report(console, report, failures.printed)).splitlines()
    assert rest == [lines[0] + " (2 times)", "some.rqs: 1 passed, 1 failed, 2 errors, 100.0 ms"]


def test_number_of_failures_that_are_printed_is_bounded():
    file = io.StringIO()
    run, failures = failures_in(file)
    results = [VectorResult("edge", "main", line, "x", Verdict.ERROR, "", "y") for line in range(50)]
    for result in results:
        run.result_added.emit(result)
    assert len(file.getvalue().splitlines()) == MAX_ROWS
    lines = in_file(lambda console: print_report(console, report_of(*results), failures.printed))
    assert len(lines.splitlines()) == MAX_ROWS + 2
    assert "… and 10 more" in lines


def test_run_goes_on_when_the_reader_of_its_output_leaves():
    class Closed(io.StringIO):
        def flush(self):
            raise OSError(errno.ENOSPC, "No space left on device")

    run, failures = failures_in(Closed())
    run.result_added.emit(ERROR)
    assert len(failures.printed) == 1
