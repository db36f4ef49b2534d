# SPDX-License-Identifier: GPL-3.0-or-later
"""The grammar of filters, generated from the table of operators: text → nodes, and syntax errors."""

from __future__ import annotations

import re
from functools import cache, partial

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args

from rqdebug.errors import FilterError
from rqdebug.events.filters.earlier_clients import separate_address
from rqdebug.events.filters.fields import FIELDS, OTHER_NAMES, Field, field_for
from rqdebug.events.filters.filter_nodes import (
    FLAGS,
    LOGIC,
    And,
    Everything,
    FilterNode,
    Last,
    Named,
    Not,
    Or,
)
from rqdebug.events.filters.literals import SIZES, TIMES, did_you_mean, unquote
from rqdebug.events.filters.operands import Operand
from rqdebug.events.filters.operator_base import Operator
from rqdebug.events.filters.operators import OPERATORS, operators_of

NODES: tuple[type[FilterNode], ...] = (*OPERATORS, *LOGIC)
"""Every kind of node, in the order of the help page."""

_TERMINALS = {each.sign: f"SIGN_{number}" for number, each in enumerate(OPERATORS)}
"""Sign → terminal of the grammar. Operators with the same sign share a terminal."""
OPERATOR_TERMINALS = frozenset(_TERMINALS.values())
"""The terminals of all signs."""


def _rule_of(operator: type[Operator]) -> str:
    return operator.__name__.lower()


_TESTS = "\n        | ".join(
    f"(MEMBER | WORD) {_TERMINALS[each.sign]} {each.operand} -> {_rule_of(each)}" for each in OPERATORS
)
_SIGNS = "\n    ".join(f'{terminal}: "{sign}"' for sign, terminal in _TERMINALS.items())

GRAMMAR = rf"""
    start: either?
    ?either: both ("{Or.sign}" both)*
    ?both: one ("{And.sign}" one)*
    ?one: "{Not.sign}" one -> negation
        | "(" either ")"
        | (MEMBER | WORD) -> flag
        | LAST WORD -> last
        | {_TESTS}
    ?value: WORD | STRING

    {_SIGNS}
    LAST: "{Last.sign}"
    MEMBER.1: /payload(?=[.\[])(\["(\\.|[^"\\])*"\]|\['(\\.|[^'\\])*'\]|[^\s"'(){{}},=!<>~])+/s
    NETWORK.1: /[0-9a-fA-F.:]+\/[0-9]+(?![^\s"'(){{}},=!<>~])/
    WORD: /[^\s"'(){{}},=!<>~]+/
    STRING: /"(\\.|[^"\\])*"|'(\\.|[^'\\])*'/s

    %ignore /\s+/
"""
"""The grammar, in the notation of lark. A WORD ends at a space or a sign: ``14:03:20``, ``loader@a:512``.

A MEMBER is a WORD that can have quotes in brackets: ``payload["two words"]``. A NETWORK
is a WORD behind ``in``.
"""

MAX_DEPTH = 50
"""The maximum number of levels of nesting. Python's stack limits the recursion over the tree."""

_EXPECTED = {
    "STRING": "a value",
    "NOT": "a field",  # NOT is accepted exactly where a condition begins
    **dict.fromkeys(OPERATOR_TERMINALS, "an operator such as =="),
    "AND": "`and`",
    "OR": "`or`",
    "RPAR": "`)`",
    "LBRACE": "`{` or a range such as 1..5",
    "RBRACE": "`}`",
    "$END": "the end",
}
"""Terminal → what an error calls it. The order is the order in a list of several."""

_SUGGESTIONS = {
    **{spelling: node.sign for node in NODES for spelling in node.other_spellings},
    **{node.sign.upper(): node.sign for node in NODES if node.sign.isalpha()},
}
"""Spelling of another language → sign of this one."""


_SURROGATE = re.compile("[\ud800-\udfff]")
_INCOMPLETE = "the filter has an incomplete character (half of a surrogate pair); no event can match it"


def parse_node(text: str) -> FilterNode:
    """Return the tree of a filter, not yet bound. Raises FilterError if the text is not a filter."""
    try:
        node: FilterNode = parser().parse(text)  # type: ignore[assignment]  # the transformer makes nodes
    except UnexpectedInput as error:
        raise _explained(error, text) from None
    if lone := _SURROGATE.search(text):  # in the name of a member
        raise FilterError(_INCOMPLETE, lone.start() + 1)
    return node


@v_args(inline=True)
class _Builder(Transformer[Token, FilterNode]):
    """Makes nodes, from the leaves up, and checks what the grammar does not: fields, operators, values.

    lark calls the method with the name of each rule.
    """

    def __init__(self) -> None:
        super().__init__()
        for operator in OPERATORS:
            setattr(self, _rule_of(operator), partial(_build, operator))

    def start(self, node: FilterNode | None = None) -> FilterNode:
        return node or Everything()

    def either(self, *nodes: FilterNode) -> FilterNode:
        return _shallow(Or(nodes))

    def both(self, *nodes: FilterNode) -> FilterNode:
        return _shallow(And(nodes))

    def negation(self, node: FilterNode) -> FilterNode:
        return _shallow(Not(node))

    def flag(self, word: Token) -> FilterNode:
        if word in FLAGS:
            return FLAGS[word]
        if word.startswith(Named.sign):
            return Named(word.removeprefix(Named.sign), column=_column(word))
        signs = " ".join(operators_of(_field(word).kind))
        raise FilterError(
            f"`{word}` alone is not a condition; add an operator ({signs}) and a value", _column(word)
        )

    def last(self, _: Token, ago: Token) -> FilterNode:
        return Last(_operand(ago).value_of(FIELDS["waited"].kind, Last.sign))


@cache
def parser() -> Lark:
    """Return the parser. It is made once: that takes 8 ms, and parsing a filter 0.06 ms."""
    return Lark(GRAMMAR, parser="lalr", transformer=_Builder())


def _build(operator: type[Operator], parts: list[Token]) -> FilterNode:
    """Make the node of ``field sign operand …``."""
    name, sign, *rest = parts
    operands = [_operand(token) for token in rest]
    field = _field(name, *(operand.text for operand in operands))
    signs = operators_of(field.kind)
    if sign not in signs:
        raise FilterError(f"`{sign}` does not apply to {name}; use one of {' '.join(signs)}", _column(sign))
    return separate_address(operator.build(field, operands))


def _shallow(node: FilterNode) -> FilterNode:
    if node.depth > MAX_DEPTH:
        raise FilterError(
            f"the filter has more than {MAX_DEPTH} levels of nesting; save a part, and use it as @name", 1
        )
    return node


def _field(name: Token, *values: str) -> Field:
    try:
        field = field_for(name, *values)
    except ValueError as error:
        raise FilterError(str(error), _column(name)) from None
    if field is None:
        hint = did_you_mean(name, [*FIELDS, *OTHER_NAMES, *FLAGS])
        for earlier, new in OTHER_NAMES.items():
            hint = hint.replace(f"`{earlier}`", f"`{new}`")
        hint = hint or f"; the fields are {', '.join(FIELDS)}"
        raise FilterError(f"there is no field `{name}`{hint}", _column(name))
    return field


def _operand(token: Token) -> Operand:
    text = unquote(token) if token.type == "STRING" else str(token)
    if _SURROGATE.search(text):
        raise FilterError(_INCOMPLETE, _column(token))
    return Operand(text, _column(token), token.type == "STRING")


def _column(token: Token) -> int:
    return (token.start_pos or 0) + 1


def _explained(error: UnexpectedInput, text: str) -> FilterError:
    """Return the error for a position at which the parser has failed."""
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return FilterError(f"the filter is incomplete; {_expected(error)}", len(text) + 1)
    position = error.pos_in_stream or 0
    word = error.token if isinstance(error, UnexpectedToken) else text[position]
    if text[position : position + 2] in _SUGGESTIONS:  # for =~, lark reports only the =
        word = text[position : position + 2]
    if word in ('"', "'"):
        return FilterError("the text that begins here has no closing quote", position + 1)
    return FilterError(f"unexpected `{word}`; {_hint(word) or _expected(error)}", position + 1)


def _hint(word: str) -> str:
    if word in _SUGGESTIONS:
        return f"write `{_SUGGESTIONS[word]}`"
    if word in TIMES or word in SIZES:
        return "write the unit without a space before it"
    return ""


def _expected(error: UnexpectedInput) -> str:
    terminals = error.accepts if isinstance(error, UnexpectedToken) else getattr(error, "allowed", None)
    wanted = set(terminals or ())
    if "LBRACE" in wanted:
        wanted.discard("STRING")  # it can begin a range, of which the phrase for LBRACE speaks
    phrases = list(dict.fromkeys(phrase for terminal, phrase in _EXPECTED.items() if terminal in wanted))
    *others, last = phrases or ["a word"]
    return f"expected {', '.join(others)} or {last}" if others else f"expected {last}"
