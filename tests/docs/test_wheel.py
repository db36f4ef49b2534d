# SPDX-License-Identifier: GPL-3.0-or-later
"""The built wheel carries the pages and pictures of the help window."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from rqdebug.ui.window.help.help_pages import all_pages

pytest.importorskip("hatchling", reason="the package hatchling builds the wheel")

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
from rqdebug.ui.window.help.help_pages import help_pages
print(*(page.path for page in help_pages("de")))
print(help_pages("de")[-1].source)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The content of the wheel, as pip would install it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    built = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_wheel_has_every_page_and_picture(installed):
    docs = installed / "rqdebug" / "docs"
    pages = ["SUMMARY.md", *(page.path for page in all_pages())]
    assert [path for path in pages if not (docs / path).is_file()] == []
    pictures = {path.name for path in (ROOT / "docs" / "screenshots").glob("*.png")}
    assert {path.name for path in (docs / "screenshots").glob("*.png")} == pictures
    assert (installed / "rqdebug" / "resources" / "translations" / "rqdebug_de.ts").is_file()


def test_wheel_has_the_man_pages(installed):
    (data,) = installed.glob("*.data")
    pages = {path.name for path in (data / "data" / "share" / "man" / "man1").iterdir()}
    assert pages == {path.name for path in (ROOT / "man").iterdir()} == {"rqcore.1", "rqdebug.1"}


def test_installed_program_finds_its_pages(installed, tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(installed), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", PROGRAM]
    run = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    pages, source = run.stdout.splitlines()
    assert "window/getting-started.md" in pages.split()
    assert Path(source).is_relative_to(installed)
