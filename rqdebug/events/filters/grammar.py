# SPDX-License-Identifier: GPL-3.0-or-later
"""Text → nodes: the grammar of filters, and what is said of a text that does not fit it."""

from __future__ import annotations

from functools import cache

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args

from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import FIELDS, Field, JsonField, field_for
from rqdebug.events.filters.filter_nodes import (
    And,
    Between,
    Blocked,
    Compare,
    Contains,
    Everything,
    FilterNode,
    Last,
    Matches,
    Named,
    Not,
    OneOf,
    Or,
)
from rqdebug.events.filters.literals import SIZES, TIMES, FilterValue, did_you_mean, unquote

GRAMMAR = r"""
    start: either?
    ?either: both ("or" both)*
    ?both: one ("and" one)*
    ?one: "not" one                                  -> negation
        | "(" either ")"
        | WORD                                       -> flag
        | LAST WORD                                  -> last
        | WORD COMPARISON value                      -> compare
        | WORD CONTAINS value                        -> contains
        | WORD MATCHES value                         -> matches
        | WORD IN "{" value ("," value)* "}"         -> one_of
        | WORD IN WORD                               -> between
    ?value: WORD | STRING

    COMPARISON: "==" | "!=" | "<=" | ">=" | "<" | ">"
    CONTAINS: "contains"
    MATCHES: "~"
    IN: "in"
    LAST: "last"
    WORD: /[^\s"'(){},=!<>~]+/
    STRING: /"(\\.|[^"\\])*"|'(\\.|[^'\\])*'/s

    %ignore /\s+/
"""
"""A word is anything up to a space or a sign: ``edge-1``, ``14:03:20``, ``loader@a:512``, ``1ms..5ms``."""

DEEPEST = 50
"""Nesting that people write stays far below; nesting beyond could exhaust the stack."""

NAME_SIGN = "@"
"""A word that begins with it is the name of a filter."""

FLAGS: dict[str, FilterNode] = {"blocked": Blocked()}
"""Words that are a whole test by themselves."""

_EXPECTED = {
    "STRING": "a value",
    "NOT": "a field",
    "COMPARISON": "an operator such as ==",
    "AND": "`and`",
    "OR": "`or`",
    "RPAR": "`)`",
    "LBRACE": "`{` or a range such as 1..5",
    "RBRACE": "`}`",
    "$END": "the end",
}
"""What could stand at a place, by the terminal that the grammar would take there."""

_INSTEAD = {
    "=": "==",
    "&": "and",
    "&&": "and",
    "|": "or",
    "||": "or",
    "!": "not",
    "AND": "and",
    "OR": "or",
    "NOT": "not",
    "IN": "in",
}
"""What other languages write, and how it is written here."""


def parse_node(text: str) -> FilterNode:
    """The tree of a filter's text. Raises FilterError."""
    try:
        return parser().parse(text)  # type: ignore[return-value]  # the transformer makes nodes, not trees
    except UnexpectedInput as error:
        raise _explained(error, text) from None


@v_args(inline=True)
class _Builder(Transformer[Token, FilterNode]):
    """Makes nodes, from the leaves up, and checks what the grammar cannot know."""

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
        if word.startswith(NAME_SIGN):
            return Named(str(word[1:]), column=(word.start_pos or 0) + 1)
        operators = " ".join(_field(word).kind.operators)
        raise _error(word, f"`{word}` alone is no test: go on with one of {operators}, and a value")

    def compare(self, name: Token, operator: Token, value: Token) -> FilterNode:
        field = _asked(name, operator, value)
        return Compare(field, str(operator), _read(field, value))

    def contains(self, name: Token, operator: Token, value: Token) -> FilterNode:
        return Contains(_asked(name, operator), _text(value))

    def matches(self, name: Token, operator: Token, value: Token) -> FilterNode:
        field = _asked(name, operator)
        try:
            return Matches(field, _text(value))
        except ValueError as error:
            raise _error(value, str(error)) from None

    def one_of(self, name: Token, operator: Token, *values: Token) -> FilterNode:
        field = _asked(name, operator, values[0])
        return OneOf(field, tuple(_read(field, value) for value in values))

    def between(self, name: Token, operator: Token, ends: Token) -> FilterNode:
        first, dots, last = ends.partition("..")
        if not dots or not (first or last):
            raise _error(ends, f"`{ends}` does not fit: write {name} in {{…, …}} or {name} in …..…")
        field = _asked(name, operator, ends)
        if "<" not in field.kind.operators:
            raise _error(ends, f"{name} has no order, so nothing lies between two of it")
        return Between(field, _read_end(field, ends, first), _read_end(field, ends, last))

    def last(self, _: Token, ago: Token) -> FilterNode:
        return Last(_read(FIELDS["duration"], ago))


@cache
def parser() -> Lark:
    """It is made when the first filter is read: making it takes as long as reading hundreds."""
    return Lark(GRAMMAR, parser="lalr", transformer=_Builder())


def _shallow(node: FilterNode) -> FilterNode:
    if node.depth > DEEPEST:
        raise FilterError(f"more than {DEEPEST} tests are nested in one another", 1)
    return node


def _field(name: Token, value: str = "") -> Field:
    field = field_for(name, value)
    if field is None:
        hint = did_you_mean(name, [*FIELDS, *FLAGS]) or f"; there are {', '.join(FIELDS)}"
        raise _error(name, f"no field is called `{name}`{hint}")
    if isinstance(field, JsonField):
        try:
            assert field.path
        except ValueError as error:
            raise _error(name, str(error)) from None
    return field


def _asked(name: Token, operator: Token, value: Token | None = None) -> Field:
    """The field, if it can be asked in this way."""
    field = _field(name, "" if value is None else _text(value))
    if operator not in field.kind.operators:
        raise _error(operator, f"{name} has no `{operator}`, only {' '.join(field.kind.operators)}")
    return field


def _read_end(field: Field, token: Token, text: str) -> FilterValue | None:
    return _read(field, token, text) if text else None


def _read(field: Field, token: Token, part: str | None = None) -> FilterValue:
    """What a token, or a part of it, says."""
    text = _text(token) if part is None else part
    try:
        return field.kind.read(text)
    except ValueError as error:
        raise _error(token, f"`{text}` does not fit: {field.name} is {error}") from None


def _text(token: Token) -> str:
    text = unquote(token) if token.type == "STRING" else str(token)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise _error(token, "half a character cannot be looked for")
    return text


def _error(token: Token, message: str) -> FilterError:
    return FilterError(message, (token.start_pos or 0) + 1)


def _explained(error: UnexpectedInput, text: str) -> FilterError:
    """What to tell the user of a place where the grammar cannot go on."""
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return FilterError(f"something is missing here: {_expected(error)}", len(text) + 1)
    place = error.pos_in_stream or 0
    found = error.token if isinstance(error, UnexpectedToken) else text[place]
    if found in ('"', "'"):
        return FilterError("no other quote ends the text that begins here", place + 1)
    return FilterError(f"`{found}` does not fit here: {_hint(found) or _expected(error)}", place + 1)


def _hint(found: str) -> str:
    if found in _INSTEAD:
        return f"write `{_INSTEAD[found]}`"
    if found in TIMES or found in SIZES:
        return "write the unit without a space before it"
    return ""


def _expected(error: UnexpectedInput) -> str:
    terminals = error.accepts if isinstance(error, UnexpectedToken) else getattr(error, "allowed", None)
    phrases = [phrase for terminal, phrase in _EXPECTED.items() if terminal in (terminals or ())]
    *others, last = phrases or ["a word"]
    return f"expected {', '.join(others)} or {last}" if others else f"expected {last}"
