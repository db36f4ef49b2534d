# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters, environment variables and secrets."""

from __future__ import annotations

import pytest

from rqdebug.errors import ScriptError
from rqdebug.scripts.language.evaluation import Evaluator
from rqdebug.scripts.language.functions import SeededRandom
from rqdebug.scripts.language.inputs import Inputs, check_names, check_parameter, read_parameter
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.vocabulary import MAX_SECRETS
from rqdebug.support.secret_forms import MAX_SECRET


@pytest.mark.parametrize(
    ("text", "default", "value"),
    [
        ("5", 1, 5),
        ("-0.5", 1.0, -0.5),
        ("a=b", "x", "a=b"),
        ("TRUE", False, True),
        ("off", True, False),
        ("[1, 2]", [], [1, 2]),
        ('{"n": 1}', {}, {"n": 1}),
        ("5", None, 5),
        ("five", None, "five"),
    ],
)
def test_text_becomes_a_value_of_the_type_of_the_default(text, default, value):
    found = read_parameter("x", text, default)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "default", "words"),
    [
        ("5.5", 1, "a whole number, not '5.5'"),
        ("a", 1.0, "a number, not 'a'"),
        ("maybe", True, "true or false"),
        ("{}", [], "a list"),
        ("[", {}, "a dict"),
        ("[" * 100_000, [], "a list"),
        ("9" * 5_000, 1, "a whole number"),
    ],
)
def test_text_of_another_type_is_explained(text, default, words):
    with pytest.raises(ValueError, match=f"the parameter x is {words}"):
        read_parameter("x", text, default)


def test_value_of_a_file_needs_the_type_of_the_default():
    assert check_parameter("x", 3, 1.0) == 3.0
    for value, default in ((True, 1), ("3", 3), (3.5, 3), ([], {})):
        with pytest.raises(ValueError, match="the parameter x is"):
            check_parameter("x", value, default)


def test_unknown_parameter_is_explained():
    check_names(["count"], ["count"])
    with pytest.raises(ValueError, match="no parameter 'coun'; did you mean 'count'"):
        check_names(["coun"], ["count"])
    with pytest.raises(ValueError, match="no parameter 'x'; it has none"):
        check_names(["x"], [])


def value(text, inputs):
    return Evaluator({}, SeededRandom(1, ""), inputs)(parse(f"x = {text}").body[0].value)


def test_variables_and_secrets_have_their_values():
    inputs = Inputs(environment={"HOST": "a", "TOKEN": "from outside"}, secrets={"KEY": "asked"})
    assert value('env("HOST")', inputs) == "a"
    assert value('env("PORT", 1 + 1)', inputs) == 2
    assert value('env("HOST", "b")', inputs) == "a"
    assert value('secret("KEY") + secret("TOKEN")', inputs) == "askedfrom outside"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('env("PORT")', "PORT is not set"),
        ('secret("KEY")', "the secret KEY is missing"),
        ('secret("SHORT")', "fewer than 4 characters"),
        ('secret("LONG")', "the secret LONG is larger than 32,768 bytes"),
    ],
)
def test_missing_input_is_explained(text, words):
    with pytest.raises(ValueError, match=words):
        value(text, Inputs(environment={"SHORT": "abc", "LONG": "ä" * 16_385}))


def test_longest_secret_is_accepted():
    longest = "ä" * (MAX_SECRET // 2)
    assert value('secret("KEY")', Inputs(secrets={"KEY": longest})) == longest


def test_script_uses_at_most_a_hundred_secrets():
    lines = [f't{number} = secret("KEY_{number}")' for number in range(MAX_SECRETS)]
    parse("\n".join([*lines, *lines]))
    with pytest.raises(ScriptError, match="at most 100 secrets") as caught:
        parse("\n".join([*lines, 't = secret("ANOTHER")']))
    assert caught.value.line == MAX_SECRETS + 1


def test_script_names_its_inputs_and_parameters():
    script = parse('n = parameter(-1, "how many")\nx = [env("A", n), secret("B")]\nassert env("C") == x')
    assert [(each.name, each.is_secret) for each in script.inputs] == [
        ("A", False),
        ("B", True),
        ("C", False),
    ]
    assert [(name, each.description) for name, each in script.parameters.items()] == [("n", "how many")]


def test_secrets_are_not_in_the_text_of_inputs():
    assert "hidden" not in repr(Inputs(secrets={"KEY": "hidden"}))


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("x = 1\nn = parameter(x)", 5, "is a constant"),
        ("n = parameter(1, 2)", 5, "a constant text"),
        ("n = parameter()", 5, "missing argument 'default'"),
        ("with repeat(2): n = parameter(1)", 21, "only outside of blocks"),
        ("n = parameter(1)\nn = parameter(2)", 1, "already a parameter 'n'"),
        ("n = [parameter(1)]", 6, "is allowed only outside of blocks, as in count"),
        ("x = 'A'\ny = env(x)", 5, "a constant name"),
        ("y = secret(1)", 5, "a constant name"),
        ("y = secret('rq://ann@edge:7654')", 5, "a secret cannot be named 'rq://ann@edge:7654'"),
        ("y = secret('')", 5, "a secret cannot be named ''"),
        ("y = secret('A', 'b')", 17, "too many"),
    ],
)
def test_wrong_definition_is_explained(text, column, words):
    with pytest.raises(ScriptError) as caught:
        parse(text)
    assert caught.value.column == column
    assert words in caught.value.message
