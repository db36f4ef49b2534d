# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that reads what others wrote withstands broken input."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("redis")

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts"))

import fuzz
from fuzzing.entrance import Entrance, pieces
from fuzzing.entrances import ENTRANCES, corpus
from fuzzing.examiner import Finding, examine
from fuzzing.mutator import MAX_BYTES, Mutator

FILES = [pytest.param(name, path, id=f"{name}-{path.name}") for name in ENTRANCES for path in corpus(name)]
COUNT = 60
"""Inputs for each entrance, other ones on each day of tests; ``scripts/fuzz.py`` examines more."""


@pytest.fixture(autouse=True)
def silence():
    logging.disable(logging.CRITICAL)  # some inputs cause warnings, which are right
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("name", ENTRANCES)
def test_seeds_are_read(name):
    for seed in ENTRANCES[name].seeds:
        examine(ENTRANCES[name], seed)


@pytest.mark.parametrize(("name", "path"), FILES)
def test_stored_input_is_read(name, path):
    examine(ENTRANCES[name], path.read_bytes())


@pytest.mark.parametrize("name", ENTRANCES)
def test_mutated_input_is_read(name):
    _, _, findings = fuzz.fuzz(ENTRANCES[name], COUNT, float("inf"), seed=1)
    assert findings == []


@pytest.mark.parametrize("name", ENTRANCES)
def test_valid_input_is_accepted(name):
    assert any(examine(ENTRANCES[name], seed) for seed in ENTRANCES[name].seeds)


def broken(data: bytes) -> None:
    if data.startswith(b"B"):
        raise ValueError("documented")
    if data.startswith(b"!"):
        raise KeyError("not documented")
    while data.startswith(b"~"):
        pass


def test_documented_error_is_no_finding():
    assert not examine(Entrance("x", broken, (), (ValueError,)), b"B")
    assert examine(Entrance("x", broken, ()), b"C")


def test_other_error_is_a_finding_with_its_input():
    with pytest.raises(Finding, match="KeyError") as caught:
        examine(Entrance("x", broken, (), (ValueError,)), b"!input")
    assert caught.value.data == b"!input"


def test_endless_work_is_a_finding(monkeypatch):
    monkeypatch.setattr("fuzzing.examiner.MAX_SECONDS", 0.05)
    with pytest.raises(Finding, match="s of the processor"):
        examine(Entrance("x", broken, ()), b"~")


def test_much_memory_is_a_finding(monkeypatch):
    monkeypatch.setattr("fuzzing.examiner._peak", iter([0, 1 << 30, 1 << 30]).__next__)
    with pytest.raises(Finding, match="1024 MiB of memory"):
        examine(Entrance("x", broken, ()), b"")


def test_findings_of_one_cause_are_reported_once():
    _, _, findings = fuzz.fuzz(Entrance("x", broken, (b"!seed",), (ValueError,)), 50, float("inf"), 1)
    assert len(findings) == 1


def test_seed_repeats_the_inputs():
    made = [[Mutator(Random(7), [b"seed", b"other"], [b"word"]).make() for _ in range(1)] for _ in range(2)]
    assert made[0] == made[1]


def test_inputs_are_bounded():
    mutator = Mutator(Random(7), [b"x" * 10_000])
    assert all(len(mutator.make()) <= MAX_BYTES for _ in range(200))


@pytest.mark.parametrize("data", [b"", b"a", b"abc", b"x" * 99])
def test_pieces_are_the_input(data):
    assert b"".join(pieces(data, 6)) == data


def test_entrance_that_does_not_exist_is_refused(capsys):
    with pytest.raises(SystemExit) as caught:
        fuzz.main(["no-such-entrance"])
    assert caught.value.code == 2
    assert "there is no entrance no-such-entrance; choose from requests" in capsys.readouterr().err
