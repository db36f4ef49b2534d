# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os
import subprocess
import sys
import types
from pathlib import Path

import pytest
from click.testing import CliRunner

import rqdebug.ui.window
from rqdebug.cli.group import MODULES
from rqdebug.program import commands
from rqdebug.support.paths import resources

EXAMPLE = str(resources() / "scripts" / "example.rqs")


@pytest.fixture
def opened(monkeypatch):
    """Record the arguments with which the window would be opened."""
    calls = []
    app = types.ModuleType("rqdebug.ui.window.app")
    app.run = lambda *arguments: calls.append(arguments) or 7
    monkeypatch.setitem(sys.modules, "rqdebug.ui.window.app", app)
    monkeypatch.setattr(rqdebug.ui.window, "app", app, raising=False)  # if another test has imported it
    return calls


def invoke(*arguments):
    return CliRunner().invoke(commands, arguments)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), ([], [], None, None)),
        (("open",), ([], [], None, None)),
        (("rq://a",), (["rq://a"], [], None, None)),
        (("--dark", "rq://a", "rq://b:1"), (["rq://a", "rq://b:1"], [], None, "dark")),
        (("open", "--light", EXAMPLE), ([], [Path(EXAMPLE)], None, "light")),
        ((EXAMPLE, "--screenshot", "x.png"), ([], [Path(EXAMPLE)], Path("x.png"), None)),
    ],
)
def test_open_is_the_default_subcommand(opened, arguments, expected):
    result = invoke(*arguments)
    assert (result.exit_code, opened) == (7, [expected])


@pytest.mark.parametrize(
    ("word", "reason"),
    [("tial", "neither a command"), ("none.rqs", "no script 'none.rqs'"), ("http://a", "begins with rq://")],
)
def test_impossible_argument_is_one_sentence(opened, word, reason):
    result = invoke(word)
    assert (result.exit_code, opened) == (2, [])
    assert reason in result.stderr


def test_missing_toolkit_is_one_sentence(monkeypatch):
    monkeypatch.delitem(sys.modules, "rqdebug.ui.window.app", raising=False)
    monkeypatch.setitem(sys.modules, "rqdebug.ui.window", types.ModuleType("rqdebug.ui.window"))
    sys.modules["rqdebug.ui.window"].__path__ = [str(Path(__file__).parent)]
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    result = invoke()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "PyQt5" in result.stderr
    assert result.stderr.count("\n") == 1


class Missing:
    """An import hook that acts like an installation without Qt."""

    def find_spec(self, name, path=None, target=None):
        if name == "rqdebug.ui.window.app":
            raise ModuleNotFoundError("No module named 'PyQt5'", name="PyQt5")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("rqdebug st", ["plain,stats", "plain,step"]),
        ("rqdebug re", ["plain,record", "plain,replay"]),
        ("rqdebug nig", ["file,nig"]),
        ("rqdebug --ver", ["plain,--version"]),
        ("rqdebug show --fi", ["plain,--filter"]),
    ],
)
def test_shell_completes_subcommands_options_and_files(words, expected):
    place = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    result = CliRunner().invoke(
        commands, prog_name="rqdebug", env={"_RQDEBUG_COMPLETE": "bash_complete", **place}
    )
    assert result.stdout.split() == expected


def test_help_and_version_are_printed():
    assert "tail" in invoke("--help").stdout
    assert "rqdebug" in invoke("--version").stdout


@pytest.mark.parametrize(
    ("missing", "words"), [("click", ()), ("pyarrow", ("show", EXAMPLE)), ("PyQt5.Qsci", ("open", EXAMPLE))]
)
def test_install_without_extras_names_what_is_missing(tmp_path, missing, words):
    program = f"import sys; sys.modules[{missing!r}] = None; from rqdebug.__main__ import main; main()"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    line = [sys.executable, "-c", program, *words]
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=50)
    assert done.returncode == 2
    assert f"rqdebug: it needs {missing}" in done.stderr and "pip install" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_subcommand_of_the_group_can_be_loaded():
    names = [name for names in MODULES.values() for name in names]
    assert len(names) == len(set(names))
    for name in names:
        assert invoke(name, "--help").exit_code == 0
    assert invoke("--help").stdout.count("\n  ") >= len(names)
