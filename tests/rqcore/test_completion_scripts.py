# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqcore completion`` in real shells."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rqcore.__main__ import _parser
from rqcore.completion_scripts import SHELLS, completion_script


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("rqcore sett", "rqcore settings"),
        ("rqcore --vers", "rqcore --version"),
        ("rqcore serve --max-ob", "rqcore serve --max-observers"),
        ("rqcore serve --config nig", "rqcore serve --config night.toml"),
        ("rqcore free cons", "rqcore free consumer"),
        ("rqcore completion z", "rqcore completion zsh"),
        ("rqcore watch nig", "rqcore watch night.toml"),
    ],
)
def test_tab_completes_the_line(complete_line, tmp_path, shell, line, completed):
    (tmp_path / "night.toml").touch()
    assert complete_line(shell, line) == completed


@pytest.mark.parametrize("shell", SHELLS)
def test_script_has_every_command_and_option(shell):
    script = completion_script(_parser(), shell)
    (commands,) = (each.choices for each in _parser()._actions if isinstance(each.choices, dict))
    for name, command in commands.items():
        assert name in script
        for option in (flag for each in command._actions for flag in each.option_strings):
            assert (option.lstrip("-") if shell == "fish" else option) in script


def test_command_prints_the_script_and_refuses_other_shells():
    def run(shell):
        return subprocess.run(
            [sys.executable, "-m", "rqcore", "completion", shell], capture_output=True, text=True
        )

    assert run("bash").stdout == completion_script(_parser(), "bash")
    refused = run("tcsh")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("rqcore: argument SHELL: invalid choice: 'tcsh'")
