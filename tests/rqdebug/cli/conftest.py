# SPDX-License-Identifier: GPL-3.0-or-later
"""The terminal, without what the user has saved."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from rqdebug.cli.group import commands
from rqdebug.events.captures.capture_writer import CaptureWriter


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


@pytest.fixture
def capture(rows, tmp_path):
    """Writes a capture of these rows."""

    def capture(name, *differences):
        path = tmp_path / name
        writer = CaptureWriter(path.open("wb"))
        writer.write(rows(*differences))
        writer.close()
        return path

    return capture
