# SPDX-License-Identifier: GPL-3.0-or-later
"""The lock files: every package that ``pyproject.toml`` names, pinned with hashes, and no address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
LOCKS = {path.stem: path for path in (ROOT / "requirements").iterdir()}
WANTED = {"build": PROJECT["build-system"]["requires"], **EXTRAS}


def pins(lock: str) -> dict[str, str]:
    """Return the version of each package that a lock file pins."""
    text = LOCKS[lock].read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = {}
    for line in lines:
        pinned = re.match(r"([a-z0-9-]+)==([^ ]+) .*--hash=sha256:[0-9a-f]{64}", line)
        assert pinned, line
        found[pinned[1]] = pinned[2]
    return found


def wanted(lock: str) -> list[Requirement]:
    """Return the requirements of an extra and of the extras that it names."""
    found = []
    for text in WANTED[lock]:
        requirement = Requirement(text)
        if requirement.name == PROJECT["project"]["name"]:
            found += [each for extra in requirement.extras for each in wanted(extra)]
        else:
            found.append(requirement)
    return found


def test_each_extra_and_the_build_have_one_lock_file() -> None:
    assert set(LOCKS) == set(WANTED)


@pytest.mark.parametrize("lock", WANTED)
def test_lock_pins_every_wanted_package_in_its_range(lock: str) -> None:
    pinned = pins(lock)

    for requirement in wanted(lock):
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_package_has_one_version_in_all_lock_files() -> None:
    versions: dict[str, str] = {}

    for lock in LOCKS:
        for package, version in pins(lock).items():
            assert versions.setdefault(package, version) == version


@pytest.mark.parametrize("lock", WANTED)
def test_lock_names_no_package_index(lock: str) -> None:
    assert "://" not in LOCKS[lock].read_text("utf-8")
