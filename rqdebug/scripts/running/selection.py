# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses which tests of a script run, and in which order."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from rqdebug.scripts.language.script_nodes import Check, Include, NamedTest, Script, Statement, Vector, walk
from rqdebug.scripts.report import Report, SkippedVector, Verdict

MAX_EXPRESSION = 1000
"""The maximum length of an expression in characters."""
NOT_SELECTED = "the script is not selected"
"""The reason why the vectors of a script are skipped that has nothing to run for a selection of tests."""
_TOKEN = re.compile(r"\s*(?:([()])|\"([^\"]*)\"|'([^']*)'|([^\s()\"']+))")

Selection: TypeAlias = Callable[[Iterable[str]], bool]
"""Whether a test with these words is selected: its name, its tags and the name of its script."""


def read_selection(text: str) -> Selection:
    """Read an expression such as ``orders and not slow``.

    A word is found in any part of a name or tag, in upper or lower case. Words with spaces have quotes.

    Raises:
        ValueError: If the text is not an expression.
    """
    if len(text) > MAX_EXPRESSION:
        raise ValueError(f"an expression can have at most {MAX_EXPRESSION:,} characters")
    return _SelectionParser(text).parse()


def all_tests(script: Script) -> tuple[NamedTest, ...]:
    """Return the tests of a script and of the files that it includes."""
    return tuple(_tests_in(script.body))


def test_names(script: Script) -> dict[int, str]:
    """Return the name of the test that each statement is in, by line, for the statements in tests."""
    return {each.line: test.name for test in all_tests(script) for each in walk(test.body)}


def words_of(script: Script, test: NamedTest | None) -> tuple[str, ...]:
    """Return what a selection looks at."""
    return (script.filename,) if test is None else (script.filename, test.name, *test.tags)


def unselected_lines(script: Script, selection: Selection) -> frozenset[int]:
    """Return the lines of the tests that are not selected."""
    return frozenset(test.line for test in all_tests(script) if not selection(words_of(script, test)))


def unselected_report(script: Script, targets: tuple[str, ...]) -> Report:
    """Return the report of a script that the selection leaves out: all its vectors are skipped."""
    names = test_names(script)
    skipped = tuple(
        SkippedVector(each.line, each.text, NOT_SELECTED, names.get(each.line, ""))
        for each in walk(script.body)
        if isinstance(each, (Vector, Check))
    )
    counts = dict.fromkeys(Verdict, 0)
    report = Report(script.filename, targets, (), counts, 0, 0, False, {})
    return replace(report, skipped=skipped, files=script.files, is_selected=False)


def shuffle(script: Script, seed: int) -> Script:
    """Return a script whose tests are in a random order. All other statements keep their places."""
    tests = [statement for statement in script.body if isinstance(statement, NamedTest)]
    random.Random(f"{seed} {script.filename}").shuffle(tests)  # noqa: S311  # an order is no secret
    order = iter(tests)
    body = tuple(next(order) if isinstance(statement, NamedTest) else statement for statement in script.body)
    return replace(script, body=body)


def _tests_in(statements: Iterable[Statement]) -> Iterable[NamedTest]:
    for statement in statements:
        if isinstance(statement, NamedTest):
            yield statement
        elif isinstance(statement, Include):
            yield from _tests_in(statement.body)


class _SelectionParser:
    """Parses an expression by recursive descent: or, and, not, then words and brackets."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_TOKEN.finditer(text))
        if sum(len(found[0]) for found in self._tokens) != len(text.rstrip()):
            raise self._error()
        self._depth = 0

    def parse(self) -> Selection:
        selection = self._either()
        if self._tokens:
            raise self._error()
        return selection

    def _either(self) -> Selection:
        parts = [self._both()]
        while self._takes("or"):
            parts.append(self._both())
        return lambda words: any(part(words) for part in parts)

    def _both(self) -> Selection:
        parts = [self._single()]
        while self._takes("and"):
            parts.append(self._single())
        return lambda words: all(part(words) for part in parts)

    def _single(self) -> Selection:
        self._depth += 1
        if self._depth > MAX_EXPRESSION // 10:
            raise self._error()
        try:
            if self._takes("not"):
                inner = self._single()
                return lambda words: not inner(words)
            if self._takes("("):
                inner = self._either()
                if not self._takes(")"):
                    raise self._error()
                return inner
            return self._word()
        finally:
            self._depth -= 1

    def _word(self) -> Selection:
        if not self._tokens or self._tokens[0][1] or self._tokens[0][4] in ("and", "or"):
            raise self._error()
        found = self._tokens.pop(0)
        word = next(part for part in found.groups()[1:] if part is not None).casefold()
        return lambda words: any(word in each.casefold() for each in words)

    def _takes(self, token: str) -> bool:
        if self._tokens and token in (self._tokens[0][1], self._tokens[0][4]):
            self._tokens.pop(0)
            return True
        return False

    def _error(self) -> ValueError:
        return ValueError(
            f"{self._text!r} is not an expression of names and tags, such as orders and not (slow or 'a b')"
        )
