# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures that run ``rqdebug`` without the user's own settings."""

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
    """Return a function that runs ``rqdebug`` with arguments: exit code, stdout, stderr."""

    def run(*words):
        result = CliRunner().invoke(commands, [str(word) for word in words], prog_name="rqdebug")
        return result.exit_code, result.stdout, result.stderr

    return run


@pytest.fixture
def capture(rows, tmp_path):
    """Return a function that writes a capture with these rows."""

    def capture(name, *differences):
        path = tmp_path / name
        writer = CaptureWriter(path.open("wb"))
        writer.write(rows(*differences))
        writer.close()
        return path

    return capture
