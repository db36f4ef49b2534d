# SPDX-License-Identifier: GPL-3.0-or-later
"""Every script has a help that starts nothing, and reports a wrong option in one sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
SHELL = ("run", "test", "test-all", "docs", "bench", "lock")
PYTHON = sorted(
    path.name
    for path in SCRIPTS.glob("*.py")
    if 'if __name__ == "__main__"' in path.read_text(encoding="utf-8")
)


def call(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("script", SHELL)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_shell_script_shows_its_usage(script: str, option: str) -> None:
    result = call("bash", str(SCRIPTS / script), option)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"usage: scripts/{script} ")
    assert "\nexample: " in result.stdout


@pytest.mark.parametrize(
    ("script", "arguments", "problem"),
    [
        ("run", ["--no-such-option"], "there is no option --no-such-option"),
        ("run", ["--dark", "--screenshot"], "--screenshot needs a file"),
        ("docs", ["--no-such-option"], "there is no option --no-such-option"),
        ("docs", ["--serve", "extra"], "there is no option extra"),
        ("lock", ["--all"], "there is no option --all"),
        ("bench", ["--quick"], "there is no option --quick"),
        ("bench", ["cores"], "there is no benchmark cores"),
        ("bench", [], "the name of a benchmark is missing"),
    ],
)
def test_shell_script_refuses_a_wrong_option_in_one_sentence(
    script: str, arguments: list[str], problem: str
) -> None:
    result = call("bash", str(SCRIPTS / script), *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"scripts/{script}: {problem}; scripts/{script} --help shows the options.\n"


@pytest.mark.parametrize("script", PYTHON)
def test_python_script_shows_its_usage(script: str) -> None:
    result = call(sys.executable, str(SCRIPTS / script), "--help")
    assert result.returncode == 0, result.stderr
    assert "example: " in result.stdout
    assert "show this help" in result.stdout
