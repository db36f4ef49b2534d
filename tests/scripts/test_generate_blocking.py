# SPDX-License-Identifier: GPL-3.0-or-later
"""The blocking clients are up to date with the asyncio clients that they are generated from."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def generator(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import generate_blocking

    return generate_blocking


def test_generated_modules_match_their_sources(generator):
    assert [pair.target for pair, _ in generator.stale_pairs()] == []


def test_changed_source_is_reported_by_check_and_written_by_default(tmp_path, generator):
    # Given a copy of the modules in which one source has changed
    for pair in generator.PAIRS:
        for path in (pair.source, pair.target):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, tmp_path / path)
    (tmp_path / "scripts").mkdir()
    script = shutil.copy(ROOT / "scripts/generate_blocking.py", tmp_path / "scripts")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    source = tmp_path / "rqcore/client/async_pool.py"
    source.write_text(source.read_text().replace("RECEIPT_DELAY = 0.05", "RECEIPT_DELAY = 0.06"))

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, script, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    # When it is checked, then generated, then checked again
    before, written, after = run("--check"), run(), run("--check")

    # Then
    assert before.returncode == 1
    assert "rqcore/client/pool.py does not match" in before.stdout
    assert written.stdout == "wrote rqcore/client/pool.py\n"
    assert "RECEIPT_DELAY = 0.06" in (tmp_path / "rqcore/client/pool.py").read_text()
    assert (after.returncode, after.stdout) == (0, "")


ASYNC_CODE = '''"""Asyncio."""

async def take(queue: AsyncQueue) -> list[int]:
    """Take from other tasks. See ``AsyncQueue``."""
    async with queue.lock:  # await nothing
        found = [await each async for each in queue]
    return found


class AsyncQueue:
    def __repr__(self) -> str:
        return f"{{{self.name}}} AsyncQueue {{}} {await_(self)!r:>{5}}"

    async def __aenter__(self) -> AsyncQueue:
        return await self.open("async with")
'''
BLOCKING_CODE = '''# SPDX-License-Identifier: MIT
# Generated from async_x.py by scripts/generate_blocking.py; do not edit.
"""Blocking."""


def take(queue: Queue) -> list[int]:
    """Take from other threads. See ``Queue``."""
    with queue.lock:  # nothing
        found = [each for each in queue]
    return found


class Queue:
    def __repr__(self) -> str:
        return f"{{{self.name}}} Queue {{}} {await_(self)!r:>{5}}"

    def __enter__(self) -> Queue:
        return self.open("with")
'''


def test_code_loses_its_keywords_and_prefixes(generator):
    pair = generator.Pair("rqcore/client/async_x.py", "rqcore/client/x.py", "Blocking.")
    assert generator.generate(pair, ASYNC_CODE) == BLOCKING_CODE
