# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures that run ``rqdebug`` without the user's own settings."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

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


class Program:
    """``rqdebug`` in a process of its own, whose output and messages are read while it runs.

    Args:
        words: The arguments.
        terminal: Whether stdin and both outputs are a terminal, in place of pipes.
        environment: More variables.
    """

    def __init__(self, *words: str, terminal: bool = False, **environment: str) -> None:
        self._own, its = os.openpty() if terminal else (-1, subprocess.PIPE)
        self._text = ""
        self._changed = threading.Condition()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "rqdebug", *words],
            stdin=its,
            stdout=its,
            stderr=its if terminal else subprocess.STDOUT,
            env=os.environ | {"TERM": "xterm", "NO_COLOR": ""} | environment,
            start_new_session=True,
        )
        if terminal:
            os.close(its)
        else:
            self._own = self._process.stdout.fileno()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with suppress(OSError):  # the other end of a terminal is closed
            while data := os.read(self._own, 65536):
                with self._changed:
                    self._text += data.decode()
                    self._changed.notify_all()

    @property
    def text(self) -> str:
        """All that was printed so far, without colors."""
        return re.sub(r"\x1b\[[0-9;]*[mK]", "", self._text)

    def wait_for(self, pattern: str, count: int = 1) -> list[str]:
        """Return all matches of a pattern, once there are at least this number."""
        with self._changed:
            found = self._changed.wait_for(
                lambda: len(matches := re.findall(pattern, self.text)) >= count and matches, 20
            )
            assert found, f"{pattern!r} is not in {self.text}"
        return found

    def type(self, text: str) -> None:
        """Type keys, or write lines into the pipe."""
        number = self._own if self._process.stdin is None else self._process.stdin.fileno()
        os.write(number, text.encode())

    def interrupt(self) -> int:
        """Press Ctrl+C, and return the exit code."""
        self._process.send_signal(signal.SIGINT)
        return self.end()

    def end(self) -> int:
        """Wait for the end, and return the exit code."""
        return self._process.wait(30)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stdin is None:
            os.close(self._own)
        else:
            self._process.stdin.close()
            self._process.stdout.close()


@pytest.fixture
def later():
    """Return a function that calls another one in a thread, and returns the future of its result."""
    with ThreadPoolExecutor(8) as pool:
        yield pool.submit


@pytest.fixture
def start(later):
    """Return a function that starts ``rqdebug`` in a process: ``start("break", url, "", terminal=True)``."""
    programs = []

    def start(*words, **options):
        programs.append(Program(*map(str, words), **options))
        return programs[-1]

    yield start
    for program in programs:
        program.close()
