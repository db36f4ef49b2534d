# SPDX-License-Identifier: GPL-3.0-or-later
"""Comparing the figures of two commits."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "compare_figures.py"
ROWS = (
    ("work", "ours", "rival", "result", "wanted"),
    ("put and get by one lane, judged", "1,270/s", "plain client 2,007/s", "0.63", "0.6", "ok"),
    ("10,000 generated vectors: read", "6,683/s", "   ", "6,683", "10,000", "below"),
    ("import rqcore, beyond an empty Python", "50.0 ms", "   ", "50.0", "≤ 40 ms", "below"),
    ("all wake, first come first served", "true", "   ", "true", "ok"),
    ("a sentence about the machine",),
)
TABLE = "\n".join("   ".join(row) for row in ROWS)


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("compare_figures", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_ratio_to_rival_is_read_and_less_is_better_is_inverted(script):
    assert script.read_table(TABLE) == {
        "put and get by one lane, judged / plain client": 0.63,
        "10,000 generated vectors: read": 6683.0,
        "import rqcore, beyond an empty Python": 1 / 50,
    }


@pytest.mark.parametrize(("after", "good"), [(0.98, True), (0.96, False)])
def test_figure_below_the_tolerance_is_worse(script, monkeypatch, capsys, after, good):
    values = {"before": iter([1.0, 5.0, 1.0]), "after": iter([after, 0.1, after])}
    monkeypatch.setattr(script, "ROOT", "after")
    monkeypatch.setattr(script, "measure", lambda tree, benchmark: {"work": next(values[tree])})
    assert script.compare("before", "core", 3) is good
    assert capsys.readouterr().out.split()[1:] == [f"{after:.2f}", "ok" if good else "worse"]
