# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from dataclasses import fields, replace

import pytest

from rqdebug.scripts.generation.generator_settings import (
    METHODS,
    DataChoice,
    GeneratorSettings,
    QueueChoice,
)
from rqdebug.scripts.language.vocabulary import (
    LEASE_METHODS,
)
from rqdebug.scripts.language.vocabulary import METHODS as LANGUAGE
from rqdebug.scripts.signatures import ValueKind


def test_default_settings_have_no_problems():
    assert GeneratorSettings().problems() == {}


TWO_QUEUES = {
    name
    for name, signature in LANGUAGE.items()
    if any(parameter.kind is ValueKind.QUEUE for parameter in signature.parameters)
}
"""Methods that the generator cannot call, because a draft has only one queue."""


def test_generator_can_call_every_method_of_one_queue():
    unpredictable = {"leases"}  # the times of leases
    assert set(METHODS) == {*LANGUAGE, *LEASE_METHODS} - TWO_QUEUES - unpredictable


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"count": 0}, "must be from 1 to 200,000"),
        ({"methods": ("put", "putt")}, "unknown method 'putt'"),
        ({"methods": ()}, "at least one method"),
        ({"weights": {"putt": 1.0}}, "unknown method 'putt'"),
        ({"weights": {"put": -1.0}}, "from 0 to below"),
        ({"methods": ("put",), "weights": {"put": 0.0}}, "above 0"),
        ({"kinds": ("heap",)}, "unknown kind 'heap'"),
        ({"maxsizes": (-1,)}, "must be from 0 to"),
        ({"maxsizes": ()}, "at least one number"),
        ({"queues": 0}, "must be from 1 to 100"),
        ({"names": ("a", "a")}, "the same name"),
        ({"names": ("a",)}, "one name for each of the 2 queues"),
        ({"existing": True}, "existing queues need names"),
        ({"some": 3, "which": QueueChoice.SOME}, "1 to 2"),
        ({"shortest": -1.0}, "must be from 0 to 60"),
        ({"longest": 0.0001}, "must be from 0.001 to"),
        ({"custom": (object(),)}, "cannot contain"),
        ({"data": DataChoice.CUSTOM}, "at least one custom item"),
        ({"sizes": (2**30,)}, "must be from 0 to"),
        ({"codecs": ("xml",)}, "unknown codec 'xml'"),
        ({"lanes": 1000}, "0 to 32"),
    ],
)
def test_invalid_settings_are_explained(change, words):
    problems = replace(GeneratorSettings(), **change).problems()
    assert any(words in problem for problem in problems.values()), problems


def test_problems_name_fields():
    bad = GeneratorSettings(
        count=0, methods=(), kinds=(), maxsizes=(), queues=0, sizes=(), codecs=(), lanes=-1
    )
    assert set(bad.problems()) <= {field.name for field in fields(GeneratorSettings)}
