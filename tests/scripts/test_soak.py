# SPDX-License-Identifier: GPL-3.0-or-later
"""The soak notices growth, and all of its clients work."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "soak.py"


@pytest.fixture(scope="module")
def soak() -> Any:
    specification = importlib.util.spec_from_file_location("soak", SCRIPT)
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules["soak"] = module  # the tasks of its ParallelQueue and dataclasses look for it
    specification.loader.exec_module(module)
    return module


def samples(soak: Any, **figures: Any) -> list[Any]:
    usual = {"memory_kib": 30_000, "descriptors": 20, "threads": 5, "children": 2, "files": 3}
    return [
        soak.Sample(
            *((figures.get(name, lambda _, usual=value: usual)(at),) * 2 for name, value in usual.items())
        )
        for at in range(30)
    ]


def test_steady_use_is_flat(soak):
    assert soak.growth(samples(soak)) == []
    assert soak.growth(samples(soak, descriptors=lambda at: 20 + at % 4)) == []


def test_growth_before_the_caches_are_full_is_flat(soak):
    assert soak.growth(samples(soak, memory_kib=lambda at: min(30_000 + at * 1000, 36_000))) == []


@pytest.mark.parametrize(
    ("name", "step"),
    [("memory_kib", 1000), ("descriptors", 1), ("threads", 1), ("children", 1), ("files", 1)],
)
def test_growth_is_named(soak, name, step):
    found = soak.growth(samples(soak, **{name: lambda at: 10_000 * (name == "memory_kib") + at * step}))
    assert [line.split(":")[0] for line in found] == [f"{name} of controller", f"{name} of this program"]


@pytest.mark.timeout(240)  # it starts programs that start processes
def test_each_client_does_its_work(soak, tmp_path):
    with soak.controller(tmp_path) as (url, zen_url, _):
        for role in soak.ROLES:
            role.work(zen_url if role.name == "zen" else url)
