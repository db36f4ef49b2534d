# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters at the source: from a filter to a predicate, which a server evaluates on a call.

A server knows a call before there is an event of it, so that it can hold or change the call. It knows the
fields in ``SOURCE_FIELDS``. A filter that compares anything else, such as the outcome, has no predicate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lark import Token

from rqcore.controller.debugging.predicates import compile_predicate
from rqcore.errors import BadCall
from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import OTHER_NAMES, SOURCE_FIELDS
from rqdebug.events.filters.filter import Filter, parse
from rqdebug.events.filters.filter_nodes import NotAtSource
from rqdebug.events.filters.grammar import OPERATOR_TERMINALS, parser
from rqdebug.events.filters.literals import unquote
from rqdebug.events.filters.operators import Matches

_BEFORE_VALUES = OPERATOR_TERMINALS | {"LBRACE", "COMMA"}
"""The terminals of the grammar that a value can follow."""


def compile_filter(filter: str | Filter, named: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the predicate of a filter, in JSON.

    Args:
        filter: The filter, or its text.
        named: The saved filters by name, for ``@name`` in a text.

    Returns:
        A tree that ``rqcore.controller.debugging.predicates.compile_predicate`` accepts.

    Raises:
        FilterError: The text is no filter, or a part of it cannot be used at the source. The error names the
            part, and has its column in the text, or in ``str(filter)``.
    """
    text = filter if isinstance(filter, str) else str(filter)
    node = (parse(filter, named) if isinstance(filter, str) else filter).node
    try:
        tree = node.predicate()
    except NotAtSource as error:
        raise _explained(error, text) from None
    try:
        return compile_predicate(tree).tree
    except BadCall as error:
        raise FilterError(str(error), 1) from None


def _explained(error: NotAtSource, text: str) -> FilterError:
    """Return the error for a part that cannot be used at the source."""
    column = error.column or _column_of(text, error.word, is_pattern=bool(error.why))
    explained = FilterError(error.why, column) if error.why else _only_in_log(error.word, column)
    for name in reversed(error.named):
        explained = FilterError(f"in the filter `{name}`: {explained.message}", column)
    return explained


def _only_in_log(word: str, column: int) -> FilterError:
    return FilterError(
        f"`{word}` cannot be used here, because only the log knows it; "
        f"use {', '.join(SOURCE_FIELDS)}, or a member such as payload.order.id",
        column,
    )


def _column_of(text: str, word: str, is_pattern: bool) -> int:
    """Return where a filter has a word: a regular expression, or else a field or a condition."""
    before: Token | None = None
    for token in parser().parse_interactive(text).exhaust_lexer():
        shown = unquote(token) if token.type == "STRING" else str(token)
        if is_pattern:
            is_found = before == Matches.sign and shown == word
        else:
            follows_sign = before is not None and before.type in _BEFORE_VALUES
            is_found = not follows_sign and OTHER_NAMES.get(shown, shown) == word
        if is_found:
            return (token.start_pos or 0) + 1
        before = token
    return 1
