# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares how programs run with ``rqcore watch`` and without.

``PYTHONPATH=. python tests/rqcore/exposing/watched_programs.py [PYTHON …]`` runs all programs with other
versions of Python too, and prints the differences.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.rqcore.exposing.program_sources import PROGRAMS

TIMEOUT = 60
"""Seconds that a program may take."""
UNREACHABLE = "rq://127.0.0.1:9"
"""The address of no controller."""


class Run(NamedTuple):
    """What can be seen of a program that ran."""

    code: int
    stdout: str
    stderr: str


def run_alone(python: str, folder: Path, source: str) -> Run:
    """Run a program with an interpreter, as usual."""
    return _run([python], folder, source)


def run_watched(python: str, folder: Path, source: str, url: str = UNREACHABLE) -> Run:
    """Run a program below ``rqcore watch``."""
    return _run([python, "-m", "rqcore", "watch", "--url", url], folder, source)


def _run(command: list[str], folder: Path, source: str) -> Run:
    program = folder / "program.py"
    program.write_text(source, "utf-8")
    (folder / "helper.py").write_text("NAME = 'helper'\n")
    environment = os.environ | {
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    result = subprocess.run(
        [*command, str(program), "--option", "x"],
        cwd=folder,
        env=environment,
        input="first\nsecond\n",
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    return Run(result.returncode, result.stdout, result.stderr)


def main(pythons: list[str]) -> int:
    """Print how many programs each interpreter runs differently, and how."""
    failed = 0
    for python in pythons:
        different = 0
        for name, source in PROGRAMS.items():
            with tempfile.TemporaryDirectory() as folder:
                alone, watched = (run(python, Path(folder), source) for run in (run_alone, run_watched))
            if alone != watched:
                different += 1
                print(f"{python}: {name}\n  alone:   {alone}\n  watched: {watched}")
        print(f"{python}: {different} of {len(PROGRAMS)} programs ran differently")
        failed += different
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or [sys.executable]))
