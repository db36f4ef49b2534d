# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug completion`` in real shells."""

from __future__ import annotations

import shutil
import subprocess

import pytest


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("rqdebug rec", "rqdebug record"),
        ("rqdebug record --roll-si", "rqdebug record --roll-size"),
        ("rqdebug convert --to parq", "rqdebug convert --to parquet"),
        ("rqdebug show nig", "rqdebug show night.arrows"),
        ("rqdebug nig", "rqdebug night.arrows"),
    ],
)
def test_tab_completes_the_line(complete_line, tmp_path, shell, line, completed):
    (tmp_path / "night.arrows").touch()
    assert complete_line(shell, line) == completed


def test_fish_shows_descriptions_with_commas(rqdebug, tmp_path):
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")
    _, script, _ = rqdebug("completion", "fish")
    script += "\nfunction rqdebug; echo plain,--limit\\tfirst, second; end\n_rqdebug_completion\n"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    script = script.replace(
        "env _RQDEBUG_COMPLETE=fish_complete COMP_WORDS=(commandline -cp) "
        "COMP_CWORD=(commandline -t) rqdebug",
        "rqdebug",
    )
    done = subprocess.run(
        ["fish", "--no-config", "-c", script], capture_output=True, text=True, env=environment
    )
    assert done.stdout == "--limit\tfirst, second\n"
