# SPDX-License-Identifier: GPL-3.0-or-later
"""The grammar: the tree of a text, and the errors of malformed texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import FIELDS, INSTANT
from rqdebug.events.filters.filter_nodes import And, Blocked, Everything, Last, Named, Not, Or
from rqdebug.events.filters.grammar import MAX_DEPTH, NODES, OPERATOR_TERMINALS, parse_node, parser
from rqdebug.events.filters.literals import FilterValue
from rqdebug.events.filters.operators import OPERATORS, Between, Contains, Equal, Greater, OneOf

B = Blocked()
DEPTH = FIELDS["depth"]


def number(value):
    return FilterValue(value, str(value))


def error_of(text):
    with pytest.raises(FilterError) as caught:
        parse_node(text)
    return caught.value.column, caught.value.message


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", Everything()),
        ("  \t\n", Everything()),
        ("blocked", B),
        ("((blocked))", B),
        ("not blocked", Not(B)),
        ("not not blocked", Not(Not(B))),
        ("not blocked and blocked", And((Not(B), B))),
        ("not (blocked and blocked)", Not(And((B, B)))),
        ("blocked and blocked and blocked", And((B, B, B))),
        ("blocked and (blocked and blocked)", And((B, And((B, B))))),
        ("blocked or blocked and blocked", Or((B, And((B, B))))),
        ("blocked and blocked or blocked", Or((And((B, B)), B))),
        ("(blocked or blocked) and blocked", And((Or((B, B)), B))),
        ("@slow", Named("slow")),
        ("@slow-gets.2", Named("slow-gets.2")),
        ("last 5min", Last(FilterValue(300 * 10**9, "5min"))),
        ("depth == 3", Equal(DEPTH, number(3))),
        ("depth==3", Equal(DEPTH, number(3))),
        ("depth in {1}", OneOf(DEPTH, (number(1),))),
        ("depth in{1,2 ,3}", OneOf(DEPTH, (number(1), number(2), number(3)))),
        ("depth in 1..3", Between(DEPTH, number(1), number(3))),
        ("depth in ..3", Between(DEPTH, None, number(3))),
        ("depth in 1..", Between(DEPTH, number(1), None)),
        ("queue contains contains", Contains(FIELDS["queue"], "contains")),
        ("queue == and", Equal(FIELDS["queue"], FilterValue("and", '"and"'))),
        ("queue == 'and'", Equal(FIELDS["queue"], FilterValue("and", '"and"'))),
        ("queue == @slow", Equal(FIELDS["queue"], FilterValue("@slow", '"@slow"'))),
        ("queue == loader@a:512", Equal(FIELDS["queue"], FilterValue("loader@a:512", '"loader@a:512"'))),
        (
            "time > 2024-01-01T00:00Z",
            Greater(INSTANT, FilterValue(1_704_067_200 * 10**9, "2024-01-01T00:00Z")),
        ),
    ],
)
def test_text_is_parsed_to_its_tree(text, node):
    assert parse_node(text) == node


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        (
            "blocked blocked",
            9,
            "unexpected `blocked`; expected an operator such as ==, `and`, `or` or the end",
        ),
        ("()", 2, "unexpected `)`; expected a field"),
        ("depth == ==", 10, "unexpected `==`; expected a value"),
        ("depth in", 9, "the filter is incomplete; expected `{` or a range such as 1..5"),
        ("depth in {}", 11, "unexpected `}`; expected a value"),
        ("depth in {1 2}", 13, "unexpected `2`; expected `}`"),
        ("not", 4, "the filter is incomplete; expected a field"),
        ("depth = 3", 7, "unexpected `=`; write `==`"),
        ("queue =~ x", 7, "unexpected `=~`; write `~`"),
        ("! blocked", 1, "unexpected `!`; write `not`"),
        ("blocked | blocked", 9, "unexpected `|`; write `or`"),
        ("blocked AND blocked", 9, "unexpected `AND`; write `and`"),
        ("size > 4 KiB", 10, "unexpected `KiB`; write the unit without a space before it"),
        ('queue == "a', 10, "the text that begins here has no closing quote"),
        ("depth == 3 'x", 12, "the text that begins here has no closing quote"),
        (
            "queue",
            1,
            "`queue` alone is not a condition; "
            "add an operator (== != contains startswith endswith ~ in) and a value",
        ),
        ("blockd", 1, "there is no field `blockd`; did you mean `blocked`?"),
        (
            "payload.a..b == 1",
            1,
            "`payload.a..b` is not a valid path; write, for example, payload.order.id, payload.parts[0] "
            'or payload["two words"]',
        ),
    ],
)
def test_syntax_error_has_column_and_reason(text, column, message):
    assert error_of(text) == (column, message)


def test_error_for_an_unknown_field_lists_all_fields():
    column, message = error_of("zzz == 1")
    assert column == 1
    assert message == "there is no field `zzz`; the fields are " + ", ".join(FIELDS)


def test_half_of_a_surrogate_pair_is_refused():
    assert error_of("queue == \ud800")[0] == 10
    assert error_of("queue == '\udfff'")[0] == 10


@pytest.mark.parametrize("form", ["not {}", "({} and blocked)", "(blocked or {})"])
def test_nesting_is_limited(form):
    text = "blocked"
    for _ in range(MAX_DEPTH - 1):
        text = form.format(text)
    assert parse_node(text).depth == MAX_DEPTH
    assert error_of(form.format(text))[1] == (
        f"the filter has more than {MAX_DEPTH} levels of nesting; save a part, and use it as @name"
    )


def test_redundant_parentheses_do_not_count_as_nesting():
    assert parse_node("(" * 2000 + "blocked" + ")" * 2000) == B


def test_parser_is_created_once():
    assert parser() is parser()


def test_operators_with_the_same_sign_share_a_terminal():
    assert len(OPERATOR_TERMINALS) == len({each.sign for each in OPERATORS}) == len(OPERATORS) - 2


@pytest.mark.parametrize("node", [node for node in NODES if node.usage])
def test_usage_parses_to_its_node(node):
    assert type(parse_node(node.usage)) is node


WORDS = st.sampled_from(
    [
        "method",
        "put",
        "depth",
        "3",
        "==",
        ">",
        "in",
        "contains",
        "startswith",
        "{",
        "}",
        ",",
        "(",
        ")",
        "and",
        "or",
        "not",
        "last",
    ]
)


@given(st.lists(WORDS, max_size=10).map(" ".join))
def test_any_words_parse_or_have_an_error_within_the_text(text):
    try:
        node = parse_node(text)
    except FilterError as error:
        assert 1 <= error.column <= len(text) + 1
        assert error.message
    else:
        assert parse_node(str(node)) == node
