# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.text import Text

from rqdebug.cli.tables import FigureTable, make_console

NAMESPACE = "a58d6f2b-e80b-48e0-9930-7d8e94d3fcf8"

FIGURES = ["1,000", "12.5", "7.5", "1", "3", "1,234,567"]


def lines(width):
    table = FigureTable(("target", "queue"), ("size", "puts/s", "gets/s", "blocked", "clients", "bytes"))
    table.add("edge-1:7654", NAMESPACE, *FIGURES)
    file = io.StringIO()
    Console(file=file, width=width).print(table)
    return file.getvalue().splitlines()


@pytest.mark.parametrize("width", range(30, 130, 3))
def test_figures_are_whole_or_omitted(width):
    head, row = lines(width)
    assert max(len(head), len(row)) <= width
    target, queue, *figures = row.split()
    assert figures == FIGURES[: len(figures)]
    assert target.startswith("edge-") and queue.startswith("a58d")
    assert head.split()[2:] == ["size", "puts/s", "gets/s", "blocked", "clients", "bytes"][: len(figures)]


def test_wide_terminal_shows_all_columns():
    assert lines(200)[1].split() == ["edge-1:7654", NAMESPACE, *FIGURES]


def test_output_that_is_not_a_terminal_has_whole_names(capsys):
    table = FigureTable(("queue",), ("size",))
    table.add("q" * 500, "1")
    make_console().print(table)
    assert "q" * 500 in capsys.readouterr().out


@pytest.mark.parametrize("kind", [str, Text])
def test_cell_is_neither_markup_nor_control_of_the_terminal(kind, capsys):
    table = FigureTable(("queue", "kind"), ("size",))
    table.add(kind("a\x1b[2J\u202e"), kind("[/x]"), kind("[red]1"))
    make_console().print(table)
    assert capsys.readouterr().out.splitlines()[1].split() == [r"a\x1b[2J\u202e", "[/x]", "[red]1"]
