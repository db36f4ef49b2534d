# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.codec import Codec, Payload
from rqdebug.scripts.language import script_text
from rqdebug.scripts.language.evaluation import Evaluator
from rqdebug.scripts.language.functions import SeededRandom
from rqdebug.scripts.language.parser import parse

PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.floats(allow_nan=False),
    st.text(max_size=200),
    st.binary(max_size=200),
    st.tuples(st.text(min_size=1, max_size=16), st.integers(0, 200)).map(lambda two: two[0] * two[1]),
    st.binary(max_size=50).map(lambda data: Payload(Codec.PICKLE, data)),
)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
)


def read(text):
    return Evaluator({}, SeededRandom(1, ""))(parse(f"x = {text}").body[0].value)


@given(VALUES)
def test_written_literal_evaluates_to_its_value(value):
    assert read(script_text.write_literal(value)) == value


def test_repeated_text_is_written_as_a_product():
    assert script_text.write_literal("0123456789abcdef" * 1000 + "01") == "'0123456789abcdef' * 1000 + '01'"


def nested(depth):
    return [] if depth == 1 else [nested(depth - 1)]


def test_payload_is_written_with_its_codec():
    text = script_text.write_literal(Payload(Codec.JSON, b"[ 1 ]"))
    assert text == "encoded('json', b'[ 1 ]')"
    assert read(text) == Payload(Codec.JSON, b"[ 1 ]")


@pytest.mark.parametrize("value", [2**64, -(2**64), nested(40)])
def test_largest_number_and_deepest_list_can_be_read(value):
    assert parse(f"q = create()\nassert q.get() == {script_text.write_literal(value)}")


@pytest.mark.parametrize("value", [float("nan"), object(), {1, 2}, 2**64 + 1, nested(41)])
def test_value_without_an_expression_is_rejected(value):
    with pytest.raises(ValueError, match="cannot contain"):
        script_text.write_literal(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "q.get()"),
        (True, "assert q.get()"),
        (False, "assert not q.get()"),
        (["a"], "assert q.get() == ['a']"),
    ],
)
def test_expected_value_is_asserted(value, text):
    assert script_text.write_comparison(script_text.write_call("q", "get", {}), value) == text


def test_calls_lanes_and_errors_make_a_script():
    put = script_text.write_call("q", "put", {"item": "a", "timeout": 0.5})
    assert put == "q.put('a', timeout=0.5)"
    lanes = script_text.write_parallel(
        {"it's one": [put], "two": [script_text.write_raises("q.get()", ["Empty", "Closed"])]}
    )
    script = parse("\n".join([*script_text.write_comment("two\nlines\x07"), "q = create()", *lanes]))
    assert [lane.name for lane in script.body[1].lanes] == ["it's one", "two"]


@given(st.text())
def test_no_text_can_end_a_comment(text):
    assert parse("\n".join(script_text.write_comment(text))).body == ()
