# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from rqdebug.cli.script_runs.differences import MAX_ROWS, print_differences
from rqdebug.cli.script_runs.running import create_run, execute_run, parse_targets
from rqdebug.scripts.compare import compare_with_first
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running.options import Options

SAME = "x = queues()"
DIFFERENT = "edge = target('a')\nx = edge.queues()"


@pytest.fixture
def compared(controller_url):
    """Runs a script on a controller under two names; gives the report and the comparison."""

    def run(text):
        run = create_run(
            parse(text, "some.rqs"), parse_targets([f"a={controller_url}", f"b={controller_url}"]), Options()
        )
        execute_run(run, 20)
        report = run.report()
        (comparison,) = compare_with_first(report)
        return report, comparison

    return run


def printed(report, comparison, **options):
    file = io.StringIO()
    print_differences(Console(file=file, highlight=False, **options), report, comparison)
    return file.getvalue()


def test_difference_is_a_line_as_compilers_write_it(compared):
    *lines, summary = printed(*compared(DIFFERENT)).splitlines()
    assert lines[-1] == "some.rqs:2: differs: x = edge.queues(): a gave [], b gave nothing"
    assert re.fullmatch(
        r"a compared with b: 2 of 2 vectors differ(; calls take .* times as long on b)?", summary
    )


def test_same_results_are_one_line(compared):
    (line,) = printed(*compared(SAME)).splitlines()
    assert line.startswith("a compared with b: no difference")


def test_difference_is_a_table_on_a_terminal(compared):
    text = printed(*compared(DIFFERENT), force_terminal=True, color_system=None, width=120)
    assert re.search(r"line +lane +vector +a +b +slower", text)
    assert re.search(r"2 +main +x = edge\.queues\(\) +\[\] +nothing", text)


def test_equal_results_show_no_table_on_a_terminal(compared):
    text = printed(*compared(SAME), force_terminal=True, color_system=None, width=120)
    assert "vector " not in text and "no difference" in text


def test_long_list_of_differences_has_an_end(compared):
    report, comparison = compared("edge = target('a')\n" + "x = edge.queues()\n" * (MAX_ROWS + 5))
    lines = printed(report, comparison).splitlines()
    assert len(comparison.different) == MAX_ROWS + 6
    assert len(lines) == MAX_ROWS + 1
    assert f"{MAX_ROWS + 6} of" in lines[-1], "all are counted"
