# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion while the user writes a filter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from lark import UnexpectedInput

from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import FIELDS, OTHER_NAMES, SOURCE_FIELDS, Field, field_for
from rqdebug.events.filters.filter_nodes import FLAGS, And, Last, Named, Not, Or
from rqdebug.events.filters.grammar import OPERATOR_TERMINALS, parser
from rqdebug.events.filters.literals import quote
from rqdebug.events.filters.network_operator import COMMON_NETWORKS, InNetwork
from rqdebug.events.filters.operators import operators_of

_WORD = re.compile(r""""(?:\\.|[^"\\])*+"?|'(?:\\.|[^'\\])*+'?|[^\s"'(){},=!<>~]++""", re.S)
"""A word, or a quoted text, also without its closing quote."""
_BARE_WORD = re.compile(r"(?!@)[^\s\"'(){},=!<>~]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that completion proposes, and its meaning."""

    text: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """Candidates. Each can replace the text from ``start`` to before ``stop``."""

    start: int
    stop: int
    candidates: tuple[Candidate, ...]


def complete(
    text: str,
    position: int,
    recent_values: Mapping[str, Iterable[str]] | None = None,
    named: Iterable[str] = (),
    is_at_source: bool = False,
) -> Completion:
    """Return the words that can follow at a position. The text does not have to be a valid filter.

    Args:
        text: What the user has written so far.
        position: Where the cursor is, from 0 to the length of the text.
        recent_values: Field → texts of recent events, as ``collect_recent_values`` returns them.
        named: The names of the saved filters.
        is_at_source: Propose only what is known of a call before there is an event of it.
    """
    words = [word.start() for word in _WORD.finditer(text, 0, position) if word.end() == position]
    start = words[0] if words else position
    prefix = text[start:position].strip("\"'").lower()
    candidates = _candidates(text[:start], recent_values or {}, named, is_at_source)
    fitting = [each for each in candidates if prefix in each.text.strip('"').lower()]
    fitting.sort(key=lambda each: not each.text.strip('"').lower().startswith(prefix))
    return Completion(start, position, tuple(fitting))


def _candidates(
    before: str, recent_values: Mapping[str, Iterable[str]], named: Iterable[str], is_at_source: bool
) -> list[Candidate]:
    try:
        parsing = parser().parse_interactive(before)
        tokens = list(parsing.exhaust_lexer())
        accepted: set[str] = parsing.accepts()  # type: ignore[no-untyped-call]
    except (UnexpectedInput, FilterError):
        return []
    if "STRING" in accepted and "LBRACE" not in accepted:
        return _value_candidates(_last_field(tokens), recent_values)
    if InNetwork.operand in accepted:
        field = _last_field(tokens)
        is_address = field is not None and InNetwork.applies_to(field.kind)
        return [Candidate(*each) for each in COMMON_NETWORKS.items()] if is_address else []
    candidates: list[Candidate] = []
    if OPERATOR_TERMINALS & accepted and tokens[-1] not in FLAGS:
        field = _last_field(tokens)
        operators = operators_of(field.kind).values() if field else ()
        candidates = [Candidate(each.sign, each.help) for each in operators]
    else:
        candidates = [Candidate(each.sign, each.help) for each in (And, Or) if each.sign.upper() in accepted]
    if "NOT" in accepted:
        candidates += _test_candidates(named, is_at_source)
    return candidates


def _test_candidates(named: Iterable[str], is_at_source: bool) -> list[Candidate]:
    fields = SOURCE_FIELDS if is_at_source else FIELDS
    in_log = [
        *(Candidate(flag, node.help) for flag, node in FLAGS.items()),
        Candidate(Last.sign, f"the recent past, such as {Last.usage}"),
    ]
    return [
        *(Candidate(name, FIELDS[name].help) for name in fields),
        *(Candidate(Named.sign + name, "a saved filter") for name in named),
        Candidate(Not.sign, Not.help),
        *([] if is_at_source else in_log),
    ]


def _last_field(tokens: Sequence[object]) -> Field | None:
    for token in reversed(tokens):
        with suppress(ValueError):
            if field := field_for(str(token)):
                return field
    return None


def _value_candidates(field: Field | None, recent_values: Mapping[str, Iterable[str]]) -> list[Candidate]:
    if field is None:
        return []
    help = "" if field.kind.is_text else field.kind.example
    words = [Candidate(word, help) for word in (*field.kind.words, *field.examples)]
    return words + [Candidate(_quote_if_needed(text)) for text in recent_values.get(field.name, ()) if text]


def _quote_if_needed(text: str) -> str:
    return text if _BARE_WORD.fullmatch(text) and not _is_field(text) else quote(text)


def _is_field(text: str) -> bool:
    return text in FIELDS or text in OTHER_NAMES or text.startswith(("payload.", "payload["))
