# SPDX-License-Identifier: GPL-3.0-or-later
"""Extend MkDocs for the site, as a hook in mkdocs.yml.

It fills in the parts that are made from the program, shows each picture in the colours of the reader,
and translates the navigation with the translations of the window.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

import click
from PyQt5.QtCore import QCoreApplication, QTranslator  # noqa: TID251  # the texts of the window

from rqcore.__main__ import _parser as rqcore_parser
from rqdebug.program import commands
from rqdebug.support.paths import resources
from rqdebug.ui.style.tr import CONTEXT
from rqdebug.ui.style.translator import SOURCE, catalog_path, install_translators, read_catalog
from rqdebug.ui.window.help.generated_help import GENERATORS
from rqdebug.ui.window.help.help_pages import MARKER

PICTURE = re.compile(r"!\[([^]]*)\]\(([^)]+)-light\.png\)")
APPLICATION = QCoreApplication.instance() or QCoreApplication([])
"""The application that has the translators; Qt needs a reference to it."""
WIDTH = 100
"""Maximum line length of a program's help in characters."""


def on_page_markdown(markdown: str, config: Any = None, **_: Any) -> str:
    """Fill in the generated parts, and add the dark version of each picture."""
    _use_language(_language(config) if config else SOURCE)
    generators = {**GENERATORS, "command lines": command_lines}
    filled = MARKER.sub(lambda found: generators[found[1]](), markdown)
    return PICTURE.sub(r"![\1](\2-light.png#only-light) ![\1](\2-dark.png#only-dark)", filled)


def _language(config: Any) -> str:
    return str(config.plugins["i18n"].current_language)


def _use_language(language: str) -> None:
    """Use the language of the page for the generated parts."""
    for translator in APPLICATION.findChildren(QTranslator):
        APPLICATION.removeTranslator(translator)
    install_translators(language, APPLICATION)


def on_page_content(html: str, **_: Any) -> str:
    """Remove the double colons before code in docstrings, which are syntax of reStructuredText only."""
    return html.replace("<p>::</p>", "").replace("::</p>", ":</p>")


def on_nav(nav: Any, config: Any, **_: Any) -> Any:
    """Use the first heading of each page as its title, and translate the titles of sections."""
    language = _language(config)
    texts = {} if language == SOURCE else read_catalog(catalog_path(language))
    for item in _items(nav.items):
        if item.is_section:
            item.title = texts.get((CONTEXT, item.title), (item.title,))[0]
        elif item.is_page:
            item.title = item.file.content_string.partition("\n")[0].removeprefix("# ")
    return nav


def on_post_build(config: Any, **_: Any) -> None:
    """Copy the icon of the program to the path where the theme expects its logo."""
    icon = Path(config.site_dir) / config.theme["logo"]
    icon.parent.mkdir(exist_ok=True)
    copyfile(resources() / "icons" / icon.name, icon)


def _items(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _items(item.children or ())


def command_lines() -> str:
    """Return the help of every command of both programs."""
    return "\n".join((*_argparse_help(rqcore_parser()), *_click_help(commands, "rqdebug")))


def _argparse_help(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield _entry(parser.prog, parser.format_help())
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from _argparse_help(each)


def _click_help(command: click.Command, name: str) -> Iterator[str]:
    context = click.Context(
        command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH, **command.context_settings
    )
    yield _entry(name, command.get_help(context))
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            subcommand = command.get_command(context, each)
            if subcommand is not None:
                yield from _click_help(subcommand, f"{name} {each}")


def _entry(name: str, help: str) -> str:
    return f"{'###' if ' ' in name else '##'} {name}\n\n```text\n{help.rstrip()}\n```\n"
