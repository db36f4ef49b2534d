# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the commands and snippets out of Markdown pages, and runs them as a reader would."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)

FOREVER = re.compile(
    r"rqcore (serve|work)|rqdebug (tail|queues|record|metrics|workers|open|break|freeze|fault)"
    r"|rqdebug( \S+://\S+)*( \S+\.arrows)?$|.*tutorial/photos\.py$"
)
"""Commands that run until Ctrl+C, unless an option ends them."""
SAYS_WHEN_IT_ACTS = ("rqdebug break", "rqdebug freeze", "rqdebug fault")
"""Commands on which later ones depend: their first line says that they act."""
ENDS_IT = ("--once", "--seconds", "--json", "--help")
START_UP = 4.0
"""Seconds that such commands run before Ctrl+C."""
ELSEWHERE = (
    "scripts/",
    "pip ",
    "python3 -m venv ",
    ".ci/run",
    ".venv/bin/",
    "docker ",
    "podman ",
    "systemctl ",
    "sudo ",
)
"""Commands that install or take long: other tests run what they start, here only the files must exist."""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    language: str
    text: str


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in order, without the indentation of the list that they belong to."""
    for indent, language, text in _FENCE.findall(page.read_text(encoding="utf-8")):
        yield Block(language, re.sub(f"^{indent}", "", text, flags=re.MULTILINE))


def commands(block: Block) -> Iterator[str]:
    """The commands of a block in the language of the shell, without comments and prompts."""
    for line in block.text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words:
            yield line.strip()


def runs_forever(command: str) -> bool:
    """Whether a reader ends this command with Ctrl+C."""
    words = shlex.split(command, comments=True)
    return bool(FOREVER.match(shlex.join(words))) and not any(option in words for option in ENDS_IT)


def is_run_elsewhere(command: str) -> bool:
    """Whether a command installs something, or is tested by a test of its own."""
    return command.startswith(ELSEWHERE)


class Reader:
    """Follows a page: runs its commands in one directory, one after the other."""

    def __init__(self, directory: Path, addresses: dict[str, str]) -> None:
        """Make the directory look like a checkout.

        Args:
            directory: An empty one.
            addresses: What a page writes, and what is there instead: other ports of this machine.
        """
        self.directory = directory
        self._addresses = addresses
        for name in ("resources", "scripts", "docs", "pyproject.toml"):
            (directory / name).symlink_to(ROOT / name)
        self._environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{directory}",
            "HOME": str(directory),
            "XDG_CONFIG_HOME": str(directory / ".config"),
            "RQ_URL": addresses["rq://127.0.0.1:7654"],
            "RQ_PORT": "0",
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONUNBUFFERED": "1",
        }
        self._running: list[subprocess.Popen[str]] = []
        self._in_background: list[tuple[subprocess.Popen[str], str]] = []

    def run(self, block: Block) -> None:
        """Run a block; raises AssertionError with what it printed, if it fails."""
        if block.language == "python":
            self._must_end(["python", "-c", self._local(block.text)], block.text)
        for command in commands(block) if block.language == "sh" else ():
            if is_run_elsewhere(command):
                assert (ROOT / command.split()[0]).exists() or "/" not in command.split()[0], command
            elif runs_forever(command):
                self._start(command)
            elif command.endswith("&"):
                process = self._popen(["bash", "-c", self._local(command.removesuffix("&"))])
                self._in_background.append((process, command))
            else:
                self._must_end(["bash", "-c", self._local(command)], command)

    def close(self) -> None:
        """End what still runs with Ctrl+C, as a reader does; raises AssertionError if something failed."""
        for process, command in self._in_background:
            self._wait(process, command)
        time.sleep(START_UP if self._running else 0)
        for process in reversed(self._running):
            command = str(process.args)
            ended_before = process.poll() is not None
            process.send_signal(signal.SIGINT)
            output, _ = process.communicate(timeout=20)
            assert not ended_before, f"{command} ended immediately: {output}"
            assert process.returncode in (0, 1, 130, -signal.SIGINT), f"{command}: {output}"
            assert "Traceback" not in output or "photos.py" in command, f"{command}: {output}"

    def _must_end(self, words: list[str], what: str) -> None:
        self._wait(self._popen(words), what)

    def _wait(self, process: subprocess.Popen[str], what: str) -> None:
        output, _ = process.communicate(timeout=50)
        assert process.returncode == 0, f"{what}\n{output}"

    def _start(self, command: str) -> None:
        process = self._popen(shlex.split(self._local(command), comments=True))
        self._running.append(process)
        if command.startswith(SAYS_WHEN_IT_ACTS):
            assert process.stdout is not None
            process.stdout.readline()

    def _popen(self, words: list[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.directory,
            env=self._environment,
        )

    def _local(self, text: str) -> str:
        for address, local in self._addresses.items():
            text = text.replace(address, local)
        return text
