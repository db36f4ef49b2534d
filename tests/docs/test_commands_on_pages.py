# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands, filters and scripts on the pages are understood by the programs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from rqcore.__main__ import _parser as rqcore_parser
from rqdebug.events.filters.filter import parse as parse_filter
from rqdebug.program import commands
from rqdebug.scripts.language.parser import parse as parse_script
from rqdebug.support.paths import documentation

DOCS = documentation()
PAGES = [path for path in sorted(DOCS.rglob("*.md")) if path.name != "SUMMARY.md"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELLS = ("bash", "sh", "shell", "console")
SAVED = {"slow": "duration > 100ms"}
PLACES = (";", "|", "&", "&&", "||", ">", ">>", "then", "do", "until")
"""Words of the shell that end a command."""


def blocks(path: Path, *languages: str) -> list[str]:
    return [
        text for language, text in FENCE.findall(path.read_text(encoding="utf-8")) if language in languages
    ]


def command_lines(path: Path) -> list[list[str]]:
    """Return the words of each rqcore and rqdebug command in the shell blocks of a page."""
    found = []
    for block in blocks(path, *SHELLS):
        for line in block.replace("\\\n", " ").splitlines():
            lexer = shlex.shlex(line.removeprefix("$ "), posix=True, punctuation_chars=True)
            lexer.whitespace_split = True
            words = list(lexer)
            for start, word in enumerate(words):
                if word.rpartition("/")[2] in ("rqcore", "rqdebug") and (
                    start == 0 or words[start - 1] in PLACES
                ):
                    end = next((i for i in range(start, len(words)) if words[i] in PLACES), len(words))
                    redirected = end < len(words) and words[end] in (">", ">>") and words[end - 1].isdigit()
                    found.append([word.rpartition("/")[2], *words[start + 1 : end - redirected]])
    return found


def check_rqdebug(words: list[str]) -> None:
    context = click.Context(commands, info_name="rqdebug")
    name = words[0] if words and commands.get_command(context, words[0]) else "open"
    command = commands.get_command(context, name)
    arguments = words[1:] if words and words[0] == name else words
    subcontext = click.Context(command, info_name=name, parent=context)
    options, _, _ = command.make_parser(subcontext).parse_args(arguments)
    for text in [options["filter"]] if options.get("filter") else []:
        parse_filter(text, SAVED)


PARSED = [path for path in PAGES if command_lines(path)]


@pytest.mark.parametrize("path", PARSED, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_commands_of_a_page_are_understood(path):
    for program, *words in command_lines(path):
        if program == "rqcore":
            rqcore_parser().parse_args(words)
        else:
            check_rqdebug(words)


def test_commands_are_found_on_the_pages():
    found = {tuple(words[:2]) for path in PAGES for words in command_lines(path)}
    assert {("rqcore", "serve"), ("rqcore", "watch"), ("rqdebug", "tail"), ("rqdebug", "record")} <= found


def test_unknown_option_on_a_page_is_detected():
    with pytest.raises(click.NoSuchOption):
        check_rqdebug(["tail", "--unknown"])


def test_filters_on_the_page_of_filters_are_understood():
    (filters,) = blocks(DOCS / "window" / "filters.md", "")
    for line in filters.splitlines():
        parse_filter(line, SAVED)


@pytest.mark.parametrize(
    "page", ["window/scripts.md", "how-to/reproduce-a-bug.md", "how-to/continuous-integration.md"]
)
def test_scripts_on_a_page_are_understood(page):
    (script,) = blocks(DOCS / page, "python")
    parse_script(script)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_python_on_a_page_compiles(path):
    for block in blocks(path, "python"):
        compile(block, str(path), "exec")
