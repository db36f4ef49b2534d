# SPDX-License-Identifier: GPL-3.0-or-later
"""The operators: evaluation over columns and JSON values, printing, and errors."""

from __future__ import annotations

import operator
import re

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import FIELDS, JsonField
from rqdebug.events.filters.filter import help_text, parse
from rqdebug.events.filters.filter_completion import complete
from rqdebug.events.filters.grammar import GRAMMAR
from rqdebug.events.filters.literals import FilterValue, JsonType
from rqdebug.events.filters.operands import Operand
from rqdebug.events.filters.operators import (
    OPERATORS,
    AtLeast,
    AtMost,
    Between,
    Contains,
    EndsWith,
    Equal,
    Greater,
    Less,
    Matches,
    NotEqual,
    OneOf,
    StartsWith,
    operators_of,
    same_json_type,
)

COMPARISONS = {
    Equal: operator.eq,
    NotEqual: operator.ne,
    Less: operator.lt,
    AtMost: operator.le,
    Greater: operator.gt,
    AtLeast: operator.ge,
}
TEXTS = {
    Contains: lambda text, part: part in text,
    StartsWith: str.startswith,
    EndsWith: str.endswith,
}
MEMBER = JsonField("payload.x", JsonType(), "")
LETTERS = st.text("aAbé", max_size=4)
ORDERED = ["==", "!=", "<", "<=", ">", ">=", "in"]
WRITTEN = ["==", "!=", "contains", "startswith", "endswith", "~", "in"]
EVERY = ["==", "!=", "<", "<=", ">", ">=", "contains", "startswith", "endswith", "~", "in"]


def literal(value):
    return FilterValue(value, str(value))


# The table


@pytest.mark.parametrize(
    ("field", "signs"),
    [("waited", ORDERED), ("time", ORDERED), ("depth", ORDERED), ("method", WRITTEN), ("queue", WRITTEN)],
)
def test_operators_of_a_field(field, signs):
    assert list(operators_of(FIELDS[field].kind)) == signs


def test_json_members_have_every_operator():
    assert list(operators_of(JsonType())) == EVERY
    assert set(operators_of(JsonType())) == {each.sign for each in OPERATORS}


@pytest.mark.parametrize("each", OPERATORS, ids=lambda each: each.__name__)
def test_operator_is_listed_in_help_grammar_and_completion(each):
    # its example parses to it, and prints unchanged
    node = parse(each.usage).node
    assert isinstance(node, each)
    assert str(node) == each.usage or parse(str(node)).node == node
    # the help page, the grammar and completion have it
    assert f"  {each.usage:36}  {each.help}\n" in help_text()
    assert f'"{each.sign}"' in GRAMMAR
    field = each.usage.split()[0]
    signs = {candidate.text: candidate.help for candidate in complete(f"{field} ", len(field) + 1).candidates}
    assert each.sign in signs
    assert signs[each.sign] == operators_of(node.field.kind)[each.sign].help


@pytest.mark.parametrize("each", OPERATORS, ids=lambda each: each.__name__)
def test_other_spelling_of_an_operator_is_corrected(each):
    for spelling in each.other_spellings:
        with pytest.raises(FilterError, match=re.escape(f"write `{each.sign}`")):
            parse(f"queue {spelling} jobs")


@pytest.mark.parametrize("sign", ["contains", "startswith", "endswith", "in"])
def test_operator_in_capitals_is_corrected(sign):
    with pytest.raises(FilterError, match=f"write `{sign}`"):
        parse(f"queue {sign.upper()} jobs")


def test_error_for_an_operator_that_does_not_apply_lists_the_others():
    with pytest.raises(FilterError) as caught:
        parse("depth endswith 3")
    assert (caught.value.column, caught.value.message) == (
        7,
        "`endswith` does not apply to depth; use one of == != < <= > >= in",
    )


# Over columns


@pytest.mark.parametrize("each", COMPARISONS, ids=lambda each: each.__name__)
@given(values=st.lists(st.none() | st.integers(0, 3), max_size=8), wanted=st.integers(0, 3))
def test_comparison_over_a_column_equals_plain_python(each, values, wanted):
    mask = each(FIELDS["depth"], literal(wanted)).test(pa.array(values, pa.uint32()))
    assert mask.to_pylist() == [
        None if value is None else COMPARISONS[each](value, wanted) for value in values
    ]


@pytest.mark.parametrize("each", TEXTS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("binary", [False, True])
@given(values=st.lists(st.none() | LETTERS, max_size=8), wanted=LETTERS)
def test_text_operator_over_a_column_equals_plain_python(each, binary, values, wanted):
    column = pa.array(values, pa.string())
    column = column.cast(pa.large_binary()) if binary else column
    mask = each(FIELDS["queue"], wanted).test(column)
    assert mask.to_pylist() == [None if value is None else TEXTS[each](value, wanted) for value in values]


@given(st.lists(LETTERS, max_size=8), LETTERS)
def test_text_operators_agree_with_one_another(values, wanted):
    column, field = pa.array(values, pa.string()), FIELDS["queue"]
    contains = Contains(field, wanted).test(column).to_pylist()
    for each in (StartsWith, EndsWith):
        found = each(field, wanted).test(column).to_pylist()
        assert all(inside or not at_end for inside, at_end in zip(contains, found, strict=True))
    pattern = Matches(field, "^" + re.escape(wanted)).test(column)
    assert pattern.to_pylist() == StartsWith(field, wanted).test(column).to_pylist()


@given(st.lists(st.integers(0, 6), max_size=8), st.integers(0, 6) | st.none(), st.integers(0, 6) | st.none())
def test_range_includes_both_ends(values, first, last):
    if first is None and last is None:
        return
    ends = (None if end is None else literal(end) for end in (first, last))
    mask = Between(FIELDS["depth"], *ends).test(pa.array(values, pa.uint32()))
    low, high = 0 if first is None else first, 6 if last is None else last
    assert mask.to_pylist() == [low <= value <= high for value in values]


@given(st.lists(st.integers(0, 5), max_size=8), st.lists(st.integers(0, 5), min_size=1, max_size=3))
def test_set_contains_its_members(values, members):
    mask = OneOf(FIELDS["depth"], tuple(map(literal, members))).test(pa.array(values, pa.uint32()))
    assert mask.to_pylist() == [value in members for value in values]


def test_missing_value_never_matches(columns):
    batch = columns({"queue": 0})
    assert parse("queue == ''").mask(batch).to_pylist() == [True]
    assert parse('payload.x != "a"').mask(batch).to_pylist() == [False]


def test_case_matters(columns):
    batch = columns({"queue": 1})  # jobs
    for text in ('queue startswith "JO"', 'queue endswith "BS"', 'queue contains "OB"', "queue == JOBS"):
        assert parse(text).mask(batch).to_pylist() == [False]
        assert parse(text.lower()).mask(batch).to_pylist() == [True]


# Over members of JSON

MEMBERS = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from([0.5, 1.0]) | LETTERS


@pytest.mark.parametrize("each", COMPARISONS, ids=lambda each: each.__name__)
@given(member=MEMBERS, wanted=MEMBERS)
def test_comparison_of_json_values(each, member, wanted):
    accepted = each(MEMBER, literal(wanted)).accepts(member)
    if not same_json_type(member, wanted):
        assert accepted is (each is NotEqual)
    elif member is None:
        assert accepted is (each is Equal)
    else:
        assert accepted is COMPARISONS[each](member, wanted)


@pytest.mark.parametrize("each", TEXTS, ids=lambda each: each.__name__)
@given(member=MEMBERS, wanted=LETTERS)
@example(member="ab", wanted="a")
@example(member="ab", wanted="b")
@example(member="aba", wanted="b")
def test_text_operator_accepts_texts_only(each, member, wanted):
    expected = isinstance(member, str) and TEXTS[each](member, wanted)
    assert each(MEMBER, wanted).accepts(member) is expected


@pytest.mark.parametrize(
    ("pattern", "member", "expected"),
    [
        ("^n", "nut", True),
        ("^N", "nut", False),
        ("(?i)^N", "nut", True),
        ("u", "nut", True),
        ("", "", True),
        ("1", 1, False),
        (".", None, False),
    ],
)
def test_regular_expression_accepts_texts_only(pattern, member, expected):
    assert Matches(MEMBER, pattern).accepts(member) is expected


@given(MEMBERS, st.lists(MEMBERS, min_size=1, max_size=3))
def test_json_value_in_a_set(member, members):
    expected = any(same_json_type(member, each) and member == each for each in members)
    assert OneOf(MEMBER, tuple(map(literal, members))).accepts(member) is expected


@pytest.mark.parametrize(
    ("text", "member", "expected"),
    [
        ("payload.x in 1..3", 1, True),
        ("payload.x in 1..3", 3.0, True),
        ("payload.x in 1..3", 3.5, False),
        ("payload.x in 1..", 10**30, True),
        ("payload.x in ..1", True, False),
        ("payload.x in a..c", "b", True),
    ],
)
def test_json_value_in_a_range(text, member, expected):
    assert parse(text).node.accepts(member) is expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, 2.5, True),
        (True, 1, False),
        (None, 0, False),
        ("1", 1, False),
        ("a", "b", True),
        (None, None, True),
    ],
)
def test_json_types(one, other, same):
    assert same_json_type(one, other) is same_json_type(other, one) is same


# What users write


@pytest.mark.parametrize(
    ("operator", "field", "text", "message"),
    [
        (Equal, "depth", "x", "`x` is not valid: depth is a whole number such as 3"),
        (Matches, "queue", "(", "`(` is not a regular expression: "),
        (Between, "depth", "1", "`1` is neither a set such as {a, b} nor a range such as a..b"),
        (Between, "depth", "..", "`..` is neither a set"),
        (Between, "depth", "1..x", "`x` is not valid"),
        (Between, "depth", "5..1", "nothing is in the range from 5 to 1"),
        (Between, "queue", "a..b", "queue has no order, so it cannot be in a range"),
    ],
)
def test_error_for_an_invalid_operand_has_its_column(operator, field, text, message):
    with pytest.raises(FilterError) as caught:
        operator.build(FIELDS[field], [Operand(text, 9)])
    assert caught.value.column == 9
    assert message in caught.value.message


@pytest.mark.parametrize("value", ["two words", 'say "no"', "back\\slash", "", "startswith", "é"])
@pytest.mark.parametrize("each", [Contains, StartsWith, EndsWith], ids=lambda each: each.__name__)
def test_printed_text_operator_reads_back(each, value):
    node = each(FIELDS["queue"], value)
    assert parse(str(node)).node == node
