# SPDX-License-Identifier: GPL-3.0-or-later
"""Collect the texts for translation into resources/translations/*.ts, for Qt Linguist or any editor.

.venv/bin/python scripts/translations.py [--check] [LANGUAGE …]

``rqdebug_LANGUAGE.ts`` has the texts of the window, ``engine_LANGUAGE.ts`` the messages of the engine.
Existing translations are kept. New texts are marked as unfinished; texts that no longer exist are removed.
A LANGUAGE such as fr starts a new translation.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from message_templates import engine_templates, escape, list_items_in, python_templates

from rqcore.errors import BY_CODE
from rqcore.protocol.command_table import GROUPS
from rqcore.server import reference_pages
from rqcore.server.server_settings import ROWS
from rqdebug.events.captures.export import FORMATS
from rqdebug.events.filters.fields import FIELDS
from rqdebug.events.filters.grammar import NODES
from rqdebug.inspection.decoders import DECODERS
from rqdebug.inspection.parallel_progress import Headline, TaskPlace
from rqdebug.scripts.generation.generator_settings import (
    BlockChoice,
    DataChoice,
    QueueChoice,
    Strategy,
    TimeoutChoice,
)
from rqdebug.scripts.language.functions import SCRIPT_FUNCTIONS
from rqdebug.scripts.language.script_nodes import GUIDE
from rqdebug.scripts.language.vocabulary import CALLS, HELD_METHODS, LEASE_METHODS, METHODS
from rqdebug.targets.target_form import FormField
from rqdebug.targets.target_registry import BUILT_IN
from rqdebug.ui.style.tr import CONTEXT
from rqdebug.ui.style.translator import ENGINE, WINDOW, catalog_path, read_catalog
from rqdebug.ui.window.commands import COMMAND_SETS
from rqdebug.ui.window.help.generated_help import ONE_OF

ROOT = Path(__file__).resolve().parents[1]
ONE, MANY = {"tr", "later"}, "counted"
"""Functions whose first argument is a text, and the function whose arguments are singular and plural."""


@dataclass
class Source:
    """A text to translate. A text with a number (``numerus``) has several forms."""

    text: str
    numerus: bool = False
    files: list[str] = field(default_factory=list)


def sources(catalog: str = WINDOW) -> list[Source]:
    """Return the texts of a catalog, each once."""
    if catalog == ENGINE:
        texts = (*engine_templates(ROOT), *python_templates(), *in_engine_tables())
        return _merge((text, False, file) for text, file in texts)
    return _merge((*in_tables(), *in_calls()))


def _merge(texts: Iterable[tuple[str, bool, str]]) -> list[Source]:
    found: dict[str, Source] = {}
    for text, numerus, file in texts:
        source = found.setdefault(text, Source(text, numerus))
        if file not in source.files:
            source.files.append(file)
    return list(found.values())


def in_tables() -> Iterator[tuple[str, bool, str]]:
    """Yield the texts of commands, and texts of packages without Qt that the window shows."""
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
    yield from in_references()
    for progress in (*TaskPlace, *Headline):
        yield progress.value, False, "rqdebug/inspection/parallel_progress.py"


def in_references() -> Iterator[tuple[str, bool, str]]:
    """Yield the texts of the references of filters and scripts."""
    for node in NODES:
        yield node.help, False, "rqdebug/events/filters/operators.py"
    for each in FIELDS.values():
        yield each.help, False, "rqdebug/events/filters/fields.py"
        if not each.kind.example.startswith(ONE_OF):
            yield each.kind.example, False, "rqdebug/events/filters/fields.py"
    for statement in GUIDE:
        yield statement.help, False, "rqdebug/scripts/language/script_nodes.py"
    for table in (CALLS, METHODS, LEASE_METHODS, HELD_METHODS):
        for signature in table.values():
            yield signature.help, False, "rqdebug/scripts/language/vocabulary.py"
    for function in SCRIPT_FUNCTIONS.values():
        yield function.signature.help, False, "rqdebug/scripts/language/functions.py"


def in_engine_tables() -> Iterator[tuple[str, str]]:
    """Yield the texts of the reference of the controller, and the examples of values in errors."""
    pages = "rqcore/server/reference_pages.py"
    texts = [(row.metadata["help"], "rqcore/server/server_settings.py") for row in ROWS]
    for row in (row for rows in GROUPS.values() for row in rows):
        table = "rqcore/protocol/command_table"
        texts += [(text, table) for text in (row.help, row.reply.text, str(row.bound))]
    texts += [(" ".join(text.split()), pages) for text in reference_pages.INTRODUCTIONS]
    texts += [((error.__doc__ or "").strip(), "rqcore/errors.py") for error in BY_CODE.values()]
    examples = [each.kind.example for each in FIELDS.values()]
    texts += [(text, "rqdebug/events/filters/fields.py") for text in examples if not text.startswith(ONE_OF)]
    yield from ((escape(text), file) for text, file in texts if " " in text)
    yield f"{ONE_OF}{{words}}", "rqdebug/events/filters/literals.py"
    yield from ((item, pages) for item in list_items_in(ROOT / pages))


def _texts_of(option: FormField) -> Iterator[str]:
    yield from filter(None, (option.label, option.help))
    for choice in option.choices:
        yield from filter(None, (choice.label, choice.help))


def in_calls() -> Iterator[tuple[str, bool, str]]:
    """Yield the texts that are arguments of ``tr``, ``later`` and ``counted``."""
    for path in sorted((ROOT / "rqdebug" / "ui").rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for node in sorted(nodes, key=lambda node: getattr(node, "lineno", 0)):
            match node:
                case ast.Call(ast.Name(name), [ast.Constant(str(text)), *_]) if name in ONE:
                    yield text, False, file
                case ast.Call(ast.Name(name), [_, _, ast.Constant(str(text)), *_]) if name == MANY:
                    yield text, True, file


def catalogue(language: str, catalog: str = WINDOW) -> str:
    """Return the ``.ts`` file of a language with its present translations."""
    path = catalog_path(language, catalog)
    known = read_catalog(path) if path.exists() else {}
    root = Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = SubElement(root, "context")
    name = SubElement(context, "name").text = CONTEXT if catalog == WINDOW else catalog
    for source in sources(catalog):
        context.append(_message(source, known.get((name, source.text), ())))
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
    """Update the files, or check them; return the exit code."""
    parser = argparse.ArgumentParser(
        description="Collect the texts for translation into resources/translations/*.ts. Existing "
        "translations are kept, and new texts are marked as unfinished.",
        epilog="example: .venv/bin/python scripts/translations.py --check\n"
        "exit codes: 0 done; 1 with --check: a file is not up to date or not finished; 2 wrong options",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--check", action="store_true", help="write nothing; only check the files")
    parser.add_argument("language", nargs="*", metavar="LANGUAGE", help="a new language to start, such as fr")
    options = parser.parse_args(arguments)
    folder = catalog_path("").parent
    existing = [path.stem.removeprefix(f"{WINDOW}_") for path in sorted(folder.glob(f"{WINDOW}_*.ts"))]
    problems = 0
    for language, catalog in product(dict.fromkeys((*existing, *options.language)), (WINDOW, ENGINE)):
        path, text = catalog_path(language, catalog), catalogue(language, catalog)
        missing = text.count('type="unfinished"')
        stale = not path.exists() or path.read_text(encoding="utf-8") != text
        problems += bool(missing or stale)
        if not options.check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {missing} texts without a translation{', not up to date' if stale else ''}")
    return 1 if options.check and problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
