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
from rqdebug.scripts.language.vocabulary import METHODS as LANGUAGE
from rqdebug.scripts.language.vocabulary import ValueKind


def test_default_settings_have_no_problems():
    assert GeneratorSettings().problems() == {}


TWO_QUEUES = {
    name
    for name, signature in LANGUAGE.items()
    if any(parameter.kind is ValueKind.QUEUE for parameter in signature.parameters)
}
"""A draft is a call of one queue alone."""


def test_every_method_of_one_queue_can_be_generated():
    assert set(METHODS) == set(LANGUAGE) - TWO_QUEUES


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"count": 0}, "there may be 1 to 200,000"),
        ({"methods": ("put", "putt")}, "no method 'putt'"),
        ({"methods": ()}, "at least one method"),
        ({"weights": {"putt": 1.0}}, "no method 'putt'"),
        ({"weights": {"put": -1.0}}, "from 0 on"),
        ({"methods": ("put",), "weights": {"put": 0.0}}, "above 0"),
        ({"kinds": ("heap",)}, "no kind 'heap'"),
        ({"maxsizes": (-1,)}, "a bound is"),
        ({"maxsizes": ()}, "at least one number"),
        ({"queues": 0}, "1 to 100"),
        ({"names": ("a", "a")}, "the same name"),
        ({"names": ("a",)}, "need 2 names"),
        ({"found": True}, "give them"),
        ({"some": 3, "which": QueueChoice.SOME}, "1 to 2"),
        ({"shortest": -1.0}, "seconds to wait"),
        ({"longest": 0.0001}, "it must be"),
        ({"custom": (object(),)}, "cannot contain"),
        ({"data": DataChoice.CUSTOM}, "at least one item"),
        ({"sizes": (2**30,)}, "a size is"),
        ({"codecs": ("xml",)}, "no codec 'xml'"),
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
