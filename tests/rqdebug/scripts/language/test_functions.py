# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import inspect

import pytest

from rqcore.codec import Codec, Payload
from rqdebug.scripts.language.evaluation import Evaluator
from rqdebug.scripts.language.functions import (
    SCRIPT_FUNCTIONS,
    SeededRandom,
    functions_of_lane,
    script_function,
)
from rqdebug.scripts.language.language_reference import help_text
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.vocabulary import MAX_SIZE


def random_values(seed, stream):
    call = functions_of_lane(SeededRandom(seed, stream))
    return [
        call["random_int"](0, 10**9),
        call["choice"]([1, 2, 3, 4, 5, 6, 7, 8]),
        call["payload"](20),
        call["payload"](20, "text"),
        call["unique"](),
    ]


def test_same_seed_gives_the_same_values():
    assert random_values(7, "1 main") == random_values(7, "1 main")
    assert random_values(7, "1 main") != random_values(8, "1 main")
    assert random_values(7, "1 main") != random_values(7, "2 main")


def test_new_function_needs_only_its_registration():
    try:

        @script_function("double(value)", "Twice the value.")
        def double(generator, value):
            return 2 * value

        script = parse("n = double(21)")
        evaluate = Evaluator({}, SeededRandom(1, ""))
        assert evaluate(script.body[0].value) == 42
        assert "double(value)" in help_text()
    finally:
        del SCRIPT_FUNCTIONS["double"]


def test_signature_has_the_parameters_of_the_function():
    for name, entry in SCRIPT_FUNCTIONS.items():
        _, *parameters = inspect.signature(entry.implementation).parameters.values()
        assert [(each.name, each.default is each.empty) for each in parameters] == [
            (parameter.name, parameter.required) for parameter in entry.signature.parameters
        ], name


@pytest.mark.parametrize(
    ("codec", "size"), [("raw", 0), ("raw", 100), ("text", 5), ("json", 2), ("json", 50)]
)
def test_payload_has_the_given_size(codec, size):
    value = functions_of_lane(SeededRandom(1, ""))["payload"](size, codec)
    assert len(value) == size - 2 * (codec == "json")
    assert isinstance(value, bytes if codec == "raw" else str)


def test_unique_texts_are_unique():
    lanes = [functions_of_lane(SeededRandom(1, stream)) for stream in "abc"]
    texts = [lane["unique"]() for lane in lanes for _ in range(100)]
    assert len(set(texts)) == 300


def test_pickle_is_not_loaded():
    assert functions_of_lane(SeededRandom(1, ""))["pickled"](b"cos\nsystem\n.") == Payload(
        Codec.PICKLE, b"cos\nsystem\n."
    )


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("random_int", (2, 1), "two whole numbers"),
        ("random_int", ("a", 1), "two whole numbers"),
        ("choice", ([],), "not empty"),
        ("choice", (3,), "takes a list"),
        ("payload", (MAX_SIZE + 1,), "must be 0 to"),
        ("payload", (-1,), "must be 0 to"),
        ("payload", (10, "pickle"), "cannot make a payload"),
        ("payload", (1, "json"), "cannot make a payload"),
        ("pickled", ("text",), "takes bytes"),
        ("len", (3,), "takes a text, bytes, a list or a dict, not int"),
        ("sorted", ("text",), "takes a list"),
    ],
)
def test_invalid_arguments_are_explained(name, arguments, words):
    with pytest.raises((ValueError, TypeError), match=words):
        functions_of_lane(SeededRandom(1, ""))[name](*arguments)
