# SPDX-License-Identifier: GPL-3.0-or-later
"""Collects what the window says into resources/translations/*.ts, for Qt Linguist or any editor.

.venv/bin/python scripts/translations.py [--check] [LANGUAGE …]

Translations stay; new texts are marked as unfinished, and those that are said no more go.
A LANGUAGE such as fr begins a new translation. --check writes nothing, and fails where
a file is not up to date or not finished.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from rqdebug.events.captures.export import FORMATS
from rqdebug.inspection.decoders import DECODERS
from rqdebug.inspection.parallel_progress import Headline, TaskPlace
from rqdebug.scripts.generation.generator_settings import (
    BlockChoice,
    DataChoice,
    QueueChoice,
    Strategy,
    TimeoutChoice,
)
from rqdebug.targets.target_form import FormField
from rqdebug.targets.target_registry import BUILT_IN
from rqdebug.ui.style.tr import CONTEXT
from rqdebug.ui.style.translator import catalog_path, read_catalog
from rqdebug.ui.window.commands import COMMAND_SETS

ROOT = Path(__file__).resolve().parents[1]
ONE, MANY = {"tr", "later"}, "counted"
"""Functions that are called with a text, and the one that is called with a text for one and for many."""


@dataclass
class Source:
    """A text that the window says. A text for many has forms."""

    text: str
    numerus: bool = False
    files: list[str] = field(default_factory=list)


def sources() -> list[Source]:
    """Each text once, in the order in which it is met."""
    found: dict[str, Source] = {}
    for text, numerus, file in (*in_tables(), *in_calls()):
        source = found.setdefault(text, Source(text, numerus))
        if file not in source.files:
            source.files.append(file)
    return list(found.values())


def in_tables() -> Iterator[tuple[str, bool, str]]:
    """The texts of commands, and of the packages without Qt, that the window shows as they are."""
    for commands in COMMAND_SETS:
        file = f"rqdebug/ui/window/commands/{commands.group}_commands.py"
        texts = [text for command in commands for text in (command.title, command.help)]
        for text in (commands.menu, commands.group.title(), *texts):
            yield text, False, file
    for format in FORMATS.values():
        yield format.help, False, "rqdebug/events/captures/export.py"
    for words in (Strategy, QueueChoice, BlockChoice, TimeoutChoice, DataChoice):
        for word in words:
            yield str(word.value), False, "rqdebug/scripts/generation/generator_settings.py"
    for decoder in DECODERS:
        for text in filter(None, (decoder.title, decoder.problem)):
            yield text, False, "rqdebug/inspection/decoders.py"
    for kind in BUILT_IN:
        yield kind.title, False, "rqdebug/targets/target_registry.py"
        for option in kind.form.fields:
            for text in _texts_of(option):
                yield text, False, "rqdebug/targets/target_registry.py"
    for progress in (*TaskPlace, *Headline):
        yield progress.value, False, "rqdebug/inspection/parallel_progress.py"


def _texts_of(option: FormField) -> Iterator[str]:
    yield from filter(None, (option.label, option.help))
    for choice in option.choices:
        yield from filter(None, (choice.label, choice.help))


def in_calls() -> Iterator[tuple[str, bool, str]]:
    for path in sorted((ROOT / "rqdebug" / "ui").rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for node in sorted(nodes, key=lambda node: getattr(node, "lineno", 0)):
            match node:
                case ast.Call(ast.Name(name), [ast.Constant(str(text)), *_]) if name in ONE:
                    yield text, False, file
                case ast.Call(ast.Name(name), [_, _, ast.Constant(str(text)), *_]) if name == MANY:
                    yield text, True, file


def catalogue(language: str) -> str:
    """The whole ``.ts`` file of a language, with the translations that it has."""
    path = catalog_path(language)
    known = read_catalog(path) if path.exists() else {}
    root = Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = SubElement(root, "context")
    SubElement(context, "name").text = CONTEXT
    for source in sources():
        context.append(_message(source, known.get((CONTEXT, source.text), ())))
    ElementTree.indent(root, "    ")
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n'


def _message(source: Source, forms: tuple[str, ...]) -> Element:
    message = Element("message", {"numerus": "yes"} if source.numerus else {})
    for file in source.files:
        SubElement(message, "location", filename=file)
    SubElement(message, "source").text = source.text
    translation = SubElement(message, "translation", {} if forms else {"type": "unfinished"})
    if source.numerus:
        for form in forms or ("", ""):
            SubElement(translation, "numerusform").text = form
    elif forms:
        translation.text = forms[0]
    return message


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    begun = [path.stem.removeprefix("rqdebug_") for path in sorted(catalog_path("").parent.glob("*.ts"))]
    wanted = [name for name in arguments if not name.startswith("-")]
    problems = 0
    for language in dict.fromkeys((*begun, *wanted)):
        path, text = catalog_path(language), catalogue(language)
        missing = text.count('type="unfinished"')
        stale = not path.exists() or path.read_text(encoding="utf-8") != text
        problems += bool(missing or stale)
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {missing} texts without a translation{', not up to date' if stale else ''}")
    return 1 if check and problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
