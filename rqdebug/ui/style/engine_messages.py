# SPDX-License-Identifier: GPL-3.0-or-later
"""Translates finished messages of the engine, which are English everywhere except in the window.

``engine_LANGUAGE.ts`` holds templates such as ``queue {label} is empty``, which
``scripts/translations.py`` reads from the source of the engine. A message is matched against them. Its
variable parts are inserted into the translation, and are translated as well if they are messages. A
message without a template stays English. The file is loaded with the first message, and never in an
English window.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from string import Formatter

from rqdebug.ui.style.translator import ENGINE, SOURCE, catalog_path, language, read_catalog

MAX_LENGTH = 4000
"""Longer texts are not translated: no message of the engine is that long."""
MAX_DEPTH = 5
"""A message can contain a message, down to this depth."""
MAX_SPLITS = 12
"""Number of separators in a text after which a message is looked for."""
MAX_MATCHES = 200
"""Number of texts that are looked up for one message: parts, parts of parts, and so on."""
KEY_LENGTH = 4
"""Templates are looked up by this many first letters."""
SEPARATORS = (": ", "; ", " · ")
"""What can stand between two messages, or between a name and a message."""
_QUOTED = re.compile(r"b?(['\"`])(?:(?!\1).)*\1", re.DOTALL)
"""A variable part that is data."""


def translate_message(message: str) -> str:
    """Return a message of the engine in the language of the window."""
    code = language()
    return message if code == SOURCE or not message else _translator(catalog_path(code, ENGINE))(message)


class MessageTranslator:
    """Translates messages by their templates.

    Args:
        translations: Template → translated template, both for ``str.format``.
    """

    def __init__(self, translations: Mapping[str, str]) -> None:
        templates = [MessageTemplate(source, target) for source, target in translations.items()]
        self._constants = {each.literals[0]: each.translate({}) for each in templates if not each.names}
        self._by_start: dict[str, list[MessageTemplate]] = {}
        for each in sorted(templates, key=lambda each: each.weight, reverse=True):
            if each.names:
                self._by_start.setdefault(_key(each.literals[0]), []).append(each)
        self._budget = 0
        self._cached = lru_cache(maxsize=512)(self._translate_message)

    def __call__(self, message: str) -> str:
        """Return the translation of a message; the message itself if no template matches."""
        return self._cached(message)

    def _translate_message(self, message: str) -> str:
        self._budget = MAX_MATCHES
        return self._translate(message, 0)

    def _translate(self, text: str, depth: int) -> str:
        if not text or depth > MAX_DEPTH or len(text) > MAX_LENGTH:
            return text
        translated = self._match(text, depth)
        return self._translate_parts(text, depth) if translated is None else translated

    def _match(self, text: str, depth: int) -> str | None:
        """Return the translation by the most specific template that matches, if any."""
        if text in self._constants:
            return self._constants[text]
        if self._budget <= 0:
            return None
        self._budget -= 1
        for template in self._candidates(text):
            values = template.match(text)
            if values is not None:
                return template.translate(
                    {name: self._translate_value(value, depth) for name, value in values.items()}
                )
        return None

    def _candidates(self, text: str) -> Iterable[MessageTemplate]:
        found = [each for size in range(KEY_LENGTH + 1) for each in self._by_start.get(text[:size], ())]
        return sorted(found, key=lambda each: each.weight, reverse=True)

    def _translate_value(self, value: str, depth: int) -> str:
        """Translate a variable part, unless it is quoted, because then it is data."""
        return value if _QUOTED.fullmatch(value) else self._translate(value, depth + 1)

    def _translate_parts(self, text: str, depth: int) -> str:
        """Translate the messages after separators, such as ``jobs: queue 'jobs' is empty``."""
        for start, end in _separators(text):
            head = self._match(text[:start], depth + 1)
            tail = self._match(text[start:], depth + 1)  # a template can begin with the separator
            if tail is not None:
                return f"{text[:start] if head is None else head}{tail}"
            tail = self._translate(text[end:], depth + 1) if head else self._match(text[end:], depth + 1)
            if tail is not None:
                return f"{text[:start] if head is None else head}{text[start:end]}{tail}"
        return ", ".join(self._constants.get(word, word) for word in text.split(", "))


@dataclass(frozen=True)
class MessageTemplate:
    """A message with placeholders, and its translation."""

    source: str
    target: str

    @cached_property
    def names(self) -> list[str]:
        """The placeholders, in order."""
        return [name for _, name, _, _ in Formatter().parse(self.source) if name is not None]

    @cached_property
    def literals(self) -> list[str]:
        """The texts before, between and after the placeholders."""
        literals = [""]
        for literal, name, _, _ in Formatter().parse(self.source):  # an escaped brace ends a literal, too
            literals[-1] += literal
            literals += [] if name is None else [""]
        return literals

    @cached_property
    def weight(self) -> int:
        """Number of fixed letters: the template with more of them is more specific."""
        return sum(map(len, self.literals))

    def match(self, text: str) -> dict[str, str] | None:
        """Return the values of the placeholders; None if the text is not of this template.

        Each value is as short as possible, except the last. The work is linear in the length of the text.
        """
        first, *middle, last = self.literals
        if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
            return None
        position, stop = len(first), len(text) - len(last)
        values: dict[str, str] = {}
        for number, name in enumerate(self.names):
            literal = middle[number] if number < len(middle) else ""
            end = text.find(literal, position, stop) if number < len(middle) else stop
            if end < 0 or values.setdefault(name, text[position:end]) != text[position:end]:
                return None
            position = end + len(literal)
        return values

    def translate(self, values: Mapping[str, str]) -> str:
        """Insert values into the translation."""
        return self.target.format(**values)


def _key(literal: str) -> str:
    return literal[:KEY_LENGTH]


def _separators(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the first separators in a text."""
    found: list[tuple[int, int]] = []
    for separator in SEPARATORS:
        start = text.find(separator)
        while start >= 0 and len(found) < MAX_SPLITS * len(SEPARATORS):
            found.append((start, start + len(separator)))
            start = text.find(separator, start + 1)
    yield from sorted(found)[:MAX_SPLITS]


@cache
def _translator(path: Path) -> MessageTranslator:
    """Load the templates of a language; none if it has no file."""
    catalog = read_catalog(path) if path.exists() else {}
    return MessageTranslator({source: forms[0] for (_, source), forms in catalog.items()})
