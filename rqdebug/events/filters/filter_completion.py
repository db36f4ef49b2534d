# SPDX-License-Identifier: GPL-3.0-or-later
"""What could stand at a place of a filter, and how it is put there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lark import UnexpectedInput

from rqdebug.errors import FilterError
from rqdebug.events.filters.fields import FIELDS, Field, field_for
from rqdebug.events.filters.grammar import FLAGS, NAME_SIGN, parser
from rqdebug.events.filters.literals import AmountType, ChoiceType, JsonType, TextType, quote

_WORD = re.compile(r"""("(?:\\.|[^"\\])*|'(?:\\.|[^'\\])*|[^\s"'(){},=!<>~]*)$""", re.S)
"""The word, or the text whose quote is not closed, that ends where the cursor is."""
_PLAIN = re.compile(r"(?!@)[^\s\"'(){},=!<>~]+")
_JOINERS = {"AND": ("and", "both hold"), "OR": ("or", "one of them holds")}
_OPERATORS = {
    "==": "is equal",
    "!=": "is not",
    "<": "is less",
    "<=": "is no more",
    ">": "is more",
    ">=": "is no less",
    "contains": "the text occurs in it",
    "~": "the regular expression matches",
    "in": "is one of {…}, or in a range",
}


_EXAMPLES = {"duration": ("1ms", "10ms", "1s"), "timeout": ("1s",), "size": ("1KiB", "1MiB")}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that could stand there, and what it means."""

    text: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """The candidates for a part of the text, which each of them would replace."""

    start: int
    stop: int
    candidates: tuple[Candidate, ...]


def complete(
    text: str,
    place: int,
    known: Mapping[str, Iterable[str]] | None = None,
    named: Iterable[str] = (),
) -> Completion:
    """What could stand at a place of a text, which need not be a filter yet.

    known: by field the texts that occur in the log; named: the saved filters.
    """
    word = _WORD.search(text, 0, place)
    start = word.start() if word else place
    begun = text[start:place].strip("\"'").lower()
    wanted = _candidates(text[:start], known or {}, named)
    fitting = [each for each in wanted if begun in each.text.strip('"').lower()]
    fitting.sort(key=lambda each: not each.text.strip('"').lower().startswith(begun))
    return Completion(start, place, tuple(fitting))


def _candidates(before: str, known: Mapping[str, Iterable[str]], named: Iterable[str]) -> list[Candidate]:
    try:
        reading = parser().parse_interactive(before)
        tokens = list(reading.exhaust_lexer())
        accepted: set[str] = reading.accepts()  # type: ignore[no-untyped-call]
    except (UnexpectedInput, FilterError):
        return []
    if "STRING" in accepted:
        return _values(_field_of(tokens), known)
    found: list[Candidate] = []
    if "COMPARISON" in accepted and tokens[-1] not in FLAGS:
        field = _field_of(tokens)
        found = [Candidate(sign, _OPERATORS[sign]) for sign in field.kind.operators] if field else []
    else:
        found = [Candidate(*joiner) for terminal, joiner in _JOINERS.items() if terminal in accepted]
    if "NOT" in accepted:
        found += [Candidate(field.name, field.help) for field in FIELDS.values()]
        found += [Candidate(flag, node.help) for flag, node in FLAGS.items()]
        found += [Candidate(NAME_SIGN + name, "a saved filter") for name in named]
        found += [Candidate("not", "the opposite"), Candidate("last", "the recent past, as in last 5min")]
    return found


def _field_of(tokens: Sequence[object]) -> Field | None:
    """The field that is spoken of: the last word that names one."""
    for token in reversed(tokens):
        if field := field_for(str(token), ""):
            return field
    return None


def _values(field: Field | None, known: Mapping[str, Iterable[str]]) -> list[Candidate]:
    if field is None:
        return []
    kind = field.kind
    if isinstance(kind, ChoiceType):
        return [Candidate(word) for word in kind.words]
    if isinstance(kind, AmountType):
        return [Candidate(word, kind.example) for word in (*kind.words, *_EXAMPLES.get(field.name, ()))]
    if isinstance(kind, (TextType, JsonType)):
        return [Candidate(_spelt(word)) for word in known.get(field.name, ()) if word]
    return []


def _spelt(word: str) -> str:
    return word if _PLAIN.fullmatch(word) and field_for(word, "") is None else quote(word)
