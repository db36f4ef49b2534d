# SPDX-License-Identifier: GPL-3.0-or-later
"""The terminal, without what the user has saved."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from rqdebug.cli.group import commands


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def rqdebug():
    """``rqdebug`` with these words: exit code, output, what it says beside."""

    def run(*words):
        result = CliRunner().invoke(commands, [str(word) for word in words], prog_name="rqdebug")
        return result.exit_code, result.stdout, result.stderr

    return run
