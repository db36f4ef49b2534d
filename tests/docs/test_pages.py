# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands and snippets of README and pages work as they are written there."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import time
import tomllib
from contextlib import ExitStack
from pathlib import Path

import pytest

import rqcore

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("pages", Path(__file__).with_name("pages.py"))
pages = importlib.util.module_from_spec(_spec)
sys.modules["pages"] = pages
_spec.loader.exec_module(pages)

TUTORIAL = ROOT / "docs" / "tutorial" / "why-my-program-hangs.md"
HOW_TO = ROOT / "docs" / "how-to"
RUNNABLE = [
    ROOT / "README.md",
    TUTORIAL,
    HOW_TO / "call-queues.md",
    HOW_TO / "parallel-work.md",
    HOW_TO / "use-redis.md",
    HOW_TO / "stop-calls.md",
]
"""Pages whose blocks of the languages ``sh`` and ``python`` are complete."""


@pytest.fixture
def address():
    """The URL of a controller of this test alone."""
    with rqcore.serve() as controller:
        yield str(controller.url)


@pytest.fixture
def night(tmp_path, address):
    """Makes ``night.arrows``, a capture of orders, in the directory of the reader."""

    def night(directory):
        record = [sys.executable, "-m", "rqdebug", "record", address, "-o", "night.arrows", "--seconds", "2"]
        with subprocess.Popen(record, cwd=directory), rqcore.connect(address, name="loader") as controller:
            while controller.info()["observers"] == "0":
                time.sleep(0.01)
            jobs = controller.create("jobs")
            for number in range(20):
                jobs.put({"order": {"id": number}})
                jobs.get()
            jobs.close()

    return night


@pytest.mark.timeout(180)
@pytest.mark.parametrize("page", RUNNABLE, ids=lambda page: page.stem)
def test_commands_and_snippets_of_page_run(page, tmp_path, address, night, request):
    text = page.read_text(encoding="utf-8")
    port = address.rpartition(":")[2]
    addresses = {"rq://127.0.0.1:7654": address, "-p 7654": f"-p {port}", "port=7654": f"port={port}"}
    if "redis://127.0.0.1:6379" in text:
        redis_server = request.getfixturevalue("redis_server_of")
        program = request.getfixturevalue("redis_program")
    with ExitStack() as stack:
        if "redis://127.0.0.1:6379" in text:
            server = stack.enter_context(redis_server(program))
            addresses["redis://127.0.0.1:6379"] = f"redis://127.0.0.1:{server.port}"
        reader = pages.Reader(tmp_path, addresses)
        if "night.arrows" in text:
            night(tmp_path)
        try:
            for block in pages.blocks(page):
                if page != TUTORIAL or block.language == "sh":
                    reader.run(block)
        finally:
            reader.close()


def test_listings_of_the_tutorial_are_in_its_programs():
    programs = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "resources" / "tutorial").glob("*.py"))
    )
    listings = [block.text for block in pages.blocks(TUTORIAL) if block.language == "python"]
    parts = [
        part.strip("\n") for text in listings for part in re.split(r"^ *\.\.\.$|\n\n\n", text, flags=re.M)
    ]
    assert len(parts) >= 5
    assert [part for part in parts if part not in programs] == []


def test_extras_that_pages_install_exist():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    named = {
        extra
        for page in RUNNABLE
        for names in re.findall(r"\.\[([\w,]+)\]", page.read_text(encoding="utf-8"))
        for extra in names.split(",")
    }
    assert named
    assert named <= set(extras)
