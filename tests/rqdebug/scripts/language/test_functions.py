# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import inspect

import pytest

from rqcore.codec import Codec, Payload
from rqdebug.errors import ScriptError
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
        ("approx", ("1",), "takes a number"),
        ("approx", (True,), "takes a number"),
        ("approx", (1, -1), "rel of approx is a number from 0"),
        ("has", (1,), "takes a dict"),
        ("matches", (1,), "takes a text"),
        ("matches", ("(",), "is not a regular expression"),
        ("min", ([],), "takes two values or more"),
        ("max", ([1],), "takes two values or more"),
        ("sum", ("ab",), "takes a list of numbers"),
        ("sum", ([True],), "expected a number"),
        ("sum", ([2**64, 1],), "too large"),
        ("abs", ("1",), "expected a number"),
        ("round", (1.5, -1), "digits of round"),
        ("int", ("1.5",), "invalid literal"),
        ("int", (None,), "takes a text or a number"),
        ("int", ("1" * 30,), "too large"),
        ("float", ([],), "takes a text or a number"),
        ("str", (b"\xff",), "decode"),
        ("any", (1,), "takes a list"),
        ("all", (1,), "takes a list"),
    ],
)
def test_invalid_arguments_are_explained(name, arguments, words):
    with pytest.raises((ValueError, TypeError), match=words):
        functions_of_lane(SeededRandom(1, ""))[name](*arguments)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("min(3, 1, 2)", 1),
        ("max([3, 1, 2])", 3),
        ("min('a', 'b')", "a"),
        ("sum([1, 2, 0.5])", 3.5),
        ("abs(-3)", 3),
        ("round(2.5)", 2),
        ("round(2.456, 2)", 2.46),
        ("int('17')", 17),
        ("int(2.9)", 2),
        ("float('0.5')", 0.5),
        ("str(17)", "17"),
        ("str(b'ab')", "ab"),
        ("any([0, 1])", True),
        ("all([0, 1])", False),
        ("all([1 < 2, 'a' in 'ab'])", True),
    ],
)
def test_function_returns_what_python_returns(text, expected):
    evaluate = Evaluator({}, SeededRandom(1, ""))
    assert evaluate(parse(f"x = {text}").body[0].value) == expected


@pytest.mark.parametrize("text", ['x = matches("(")', 'x = matches("(?<=a)b")', "x = approx(None)"])
def test_wrong_constant_is_found_before_the_run(text):
    with pytest.raises(ScriptError) as caught:
        parse(text)
    assert (caught.value.line, caught.value.column) == (1, 5)


def test_names_of_later_functions_stay_free_for_variables():
    script = parse("max = 3\nsum = max + 1\nassert max(sum, max) == 4")
    assert len(script.body) == 3
