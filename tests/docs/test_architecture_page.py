# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the architecture names what is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
PATH = re.compile(r"`((?:rqcore|rqdebug|scripts|tests|docs)/[\w/.-]+)`")


def test_every_path_on_the_page_exists():
    paths = set(PATH.findall(PAGE))
    assert len(paths) > 20
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_every_folder_of_rqcore_and_rqdebug_is_in_the_picture():
    picture = PAGE.partition("## The picture")[2].partition("## The way of a put")[0]
    folders = {
        path.parent.name
        for package in ("rqcore", "rqdebug")
        for path in ROOT.glob(f"{package}/*/__init__.py")
    }
    assert {folder for folder in folders if not re.search(rf"\b{folder}\b", picture)} == set()
