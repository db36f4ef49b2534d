# SPDX-License-Identifier: GPL-3.0-or-later
"""The hooks of the site: generated parts are filled in, and pictures follow the theme."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from rqcore.protocol.command_table import GROUPS
from rqcore.server.server_settings import ROWS, variable
from rqdebug.cli.group import MODULES
from rqdebug.ui.window.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def hooks(qapp):
    """The module of the hooks. It uses the application of the tests: one of its own would end with it."""
    spec = importlib.util.spec_from_file_location("docs_hooks", ROOT / "scripts" / "docs_hooks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def site_page(hooks, path):
    return hooks.on_page_markdown((ROOT / "docs" / path).read_text(encoding="utf-8"))


def test_reference_of_settings_has_every_setting(hooks):
    page = site_page(hooks, "reference/settings.md")
    assert [variable(row) for row in ROWS if variable(row) not in page] == []


def test_reference_of_commands_has_every_command(hooks):
    page = site_page(hooks, "reference/controller-commands.md")
    assert [row.name for rows in GROUPS.values() for row in rows if f"### {row.name}\n" not in page] == []


def test_reference_of_the_window_has_every_command(hooks):
    page = site_page(hooks, "reference/window-commands.md")
    assert [each.title for each in COMMANDS if f"| {each.title} |" not in page] == []


def test_reference_of_command_lines_has_every_command(hooks):
    page = site_page(hooks, "reference/command-lines.md")
    names = [name for names in MODULES.values() for name in names]
    assert [name for name in [*names, "open"] if f"### rqdebug {name}\n" not in page] == []
    assert "### rqcore serve\n" in page and "--max-clients" in page


def test_a_picture_is_in_both_themes(hooks):
    markdown = hooks.on_page_markdown("![Log](../screenshots/log-light.png)")
    assert "../screenshots/log-light.png#only-light" in markdown
    assert "../screenshots/log-dark.png#only-dark" in markdown
