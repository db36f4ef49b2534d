# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings in a generated script are those from which it is generated again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.errors import SettingsError
from rqdebug.scripts.generation.generator import generate
from rqdebug.scripts.generation.generator_settings import (
    CODECS,
    METHODS,
    BlockChoice,
    DataChoice,
    GeneratorSettings,
    QueueChoice,
    Strategy,
    TimeoutChoice,
)
from rqdebug.scripts.generation.settings_header import TITLE, read_header, write_header
from rqdebug.scripts.language.parser import parse

ITEMS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
)
SETTINGS = st.builds(
    GeneratorSettings,
    strategy=st.sampled_from(Strategy),
    count=st.integers(1, 200),
    seed=st.integers(0, 2**40),
    methods=st.lists(st.sampled_from(METHODS), min_size=1, unique=True).map(tuple),
    weights=st.dictionaries(st.sampled_from(METHODS), st.floats(0, 100)),
    kinds=st.lists(st.sampled_from(["fifo", "lifo", "priority"]), min_size=1, unique=True).map(tuple),
    maxsizes=st.lists(st.integers(0, 9), min_size=1).map(tuple),
    names=st.lists(st.text(max_size=9)).map(tuple),
    existing=st.booleans(),
    which=st.sampled_from(QueueChoice),
    block=st.sampled_from(BlockChoice),
    timeout=st.sampled_from(TimeoutChoice),
    shortest=st.floats(0, 1),
    data=st.sampled_from(DataChoice),
    custom=st.lists(ITEMS, max_size=4).map(tuple),
    codecs=st.lists(st.sampled_from(CODECS), min_size=1).map(tuple),
    lanes=st.integers(0, 4),
)


@given(SETTINGS)
def test_settings_are_read_as_they_were_written(settings):
    lines = write_header(settings)
    assert all(line.startswith("#") and line.isprintable() for line in lines)
    assert read_header("\n".join(["# Generated", *lines, "q1 = create()", ""])) == settings


@pytest.mark.parametrize("strategy", Strategy)
def test_script_is_generated_again_from_its_own_settings(strategy):
    text = generate(GeneratorSettings(strategy=strategy, count=60, seed=7, kinds=("lifo", "fifo"))).text
    again = read_header(text)
    assert again is not None
    assert generate(again).text == text
    assert parse(text).body


def test_script_without_settings_has_none():
    assert read_header("jobs = create()\n") is None
    assert read_header("") is None


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ("strategy='walk", "damaged"),
        ("1, 2", "damaged"),
        ("strategy='wlak',", "strategy: unknown value 'wlak'"),
        ("colour='red',", "there is no setting 'colour'"),
        ("count='many',", "count: a value of the wrong type, str"),
        ("count=True,", "count: a value of the wrong type, bool"),
        ("methods=['put', 3],", "methods: a value of the wrong type"),
        ("weights={'put': 'often'},", "weights: a value of the wrong type"),
        ("seed=__import__('os'),", "damaged"),
        ("seed=9**9**9**9,", "damaged"),
    ],
)
def test_damaged_settings_are_explained(settings, problem):
    with pytest.raises(SettingsError) as caught:
        read_header(f"{TITLE}\n#   {settings}\n")
    assert problem in str(caught.value)


def test_missing_settings_have_their_defaults():
    assert read_header(f"{TITLE}\n#   seed=5,\n") == GeneratorSettings(seed=5)
