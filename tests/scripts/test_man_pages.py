# SPDX-License-Identifier: GPL-3.0-or-later
"""The man pages are up to date with the help of both programs, and can be shown."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click
import pytest

from rqcore.__main__ import _parser
from rqdebug.program import commands

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ["rqcore", "rqdebug"]


@pytest.fixture
def man_pages(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import man_pages

    return man_pages


def run(program, *arguments):
    """Run a program that shows pages, and return its output; skip the test without it."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "200"}
    done = subprocess.run([program, *arguments], capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_pages_are_up_to_date(man_pages, capsys):
    assert man_pages.main(["--check"]) == 0, capsys.readouterr().out


def test_stale_page_is_reported_by_check_and_written_by_default(man_pages, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(man_pages, "ROOT", tmp_path)
    (tmp_path / "man").mkdir()
    assert man_pages.main(["--check"]) == 1
    assert "man/rqcore.1 is not up to date; run scripts/man_pages.py" in capsys.readouterr().out
    assert man_pages.main([]) == 0
    assert man_pages.main(["--check"]) == 0


@pytest.mark.parametrize("program", PROGRAMS)
def test_checker_of_man_pages_finds_no_fault(program):
    assert run("mandoc", "-T", "lint", "-W", "warning", str(ROOT / "man" / f"{program}.1")) == ""


@pytest.mark.parametrize("program", PROGRAMS)
def test_man_shows_each_command_with_its_options(program, man_pages):
    shown = run("man", "--nh", "--nj", "-P", "cat", "-l", str(ROOT / "man" / f"{program}.1"))
    help = (
        man_pages.read_parser(_parser())
        if program == "rqcore"
        else man_pages.read_command(commands, "rqdebug")
    )
    lines = [line.strip() for line in shown.splitlines()]
    for command in help.commands:
        assert command.name in lines
        assert f"{command.name} {command.synopsis}"[:150] in shown
        for rows in command.rows.values():
            assert [term for term, _ in rows if not any(line.startswith(term) for line in lines)] == []
    assert {each.name for each in help.commands} >= {f"{program} {name}" for name in _names(program)}


def _names(program):
    if program == "rqcore":
        return ["serve", "watch", "work", "put", "get", "free", "user", "commands", "settings"]
    return commands.list_commands(click.Context(commands))


@pytest.mark.parametrize(
    ("text", "is_literal", "roff"),
    [
        (".x", False, "\\&.x"),
        ("'x", False, "\\&'x"),
        ("a\\nb", False, "a\\enb"),
        ("--to 'x' `y`", True, "\\-\\-to \\(aqx\\(aq \\(gay\\(ga"),
    ],
)
def test_text_is_escaped_for_roff(man_pages, text, is_literal, roff):
    assert man_pages.escape(text, is_literal) == roff
