# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import subprocess
import sys
import types
from pathlib import Path

import pytest
from click.testing import CliRunner

from rqdebug.paths import resources
from rqdebug.program import commands

EXAMPLE = str(resources() / "scripts" / "example.rqs")


@pytest.fixture
def opened(monkeypatch):
    """What the window was opened with, without opening it."""
    calls = []
    app = types.ModuleType("rqdebug.ui.app")
    app.run = lambda *arguments: calls.append(arguments) or 7
    package = types.ModuleType("rqdebug.ui")
    package.app = app
    monkeypatch.setitem(sys.modules, "rqdebug.ui", package)
    monkeypatch.setitem(sys.modules, "rqdebug.ui.app", app)
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
def test_open_is_what_is_meant_when_nothing_is_said(opened, arguments, expected):
    result = invoke(*arguments)
    assert (result.exit_code, opened) == (7, [expected])


@pytest.mark.parametrize(
    ("word", "reason"), [("tial", "neither a command"), ("none.rqs", "no script 'none.rqs'")]
)
def test_what_cannot_be_opened(opened, word, reason):
    result = invoke(word)
    assert (result.exit_code, opened) == (2, [])
    assert reason in result.stderr


def test_without_the_toolkit_there_is_one_sentence(monkeypatch):
    monkeypatch.delitem(sys.modules, "rqdebug.ui.app", raising=False)
    monkeypatch.setitem(sys.modules, "rqdebug.ui", types.ModuleType("rqdebug.ui"))
    sys.modules["rqdebug.ui"].__path__ = [str(Path(__file__).parent)]
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    result = invoke()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "PyQt5" in result.stderr
    assert result.stderr.count("\n") == 1


class Missing:
    """An installation without Qt."""

    def find_spec(self, name, path=None, target=None):
        if name == "rqdebug.ui.app":
            raise ModuleNotFoundError("No module named 'PyQt5'", name="PyQt5")


def test_help_and_version():
    assert "tail" in invoke("--help").stdout
    assert "rqdebug" in invoke("--version").stdout


def test_a_base_install_says_what_is_missing():
    program = "import sys; sys.modules['click'] = None; from rqdebug.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("rqdebug: it needs click") and "pip install" in done.stderr
    assert "Traceback" not in done.stderr
