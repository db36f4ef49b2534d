# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from rqcore.errors import BY_CODE
from rqcore.protocol.command_table import COMMANDS
from rqcore.server import reference_pages
from rqcore.server.server_settings import ROWS, ServerSettings, load_settings, variable

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
EXAMPLE = RESOURCES / "rqcore.toml"


def test_every_command_and_every_error_is_explained():
    page = reference_pages.commands()
    for row in COMMANDS.values():
        assert page.count(f"\n### {row.name}\n") == 1
        assert row.usage in page and row.help in page
    for code in BY_CODE:
        assert f"| `{code}` | " in page


def test_every_error_code_of_a_command_is_documented():
    assert {code for row in COMMANDS.values() for code in row.error_codes} <= set(BY_CODE)


def test_example_is_generated_from_the_table():
    assert EXAMPLE.read_text() == reference_pages.settings()


def test_example_settings_are_the_defaults(tmp_path):
    assert tomllib.loads(reference_pages.settings()) == {}
    lines = [
        line[1:] for line in reference_pages.settings().splitlines() if line[:1] == "#" and " = " in line
    ]
    written = [line for line in lines if not line.startswith(" ")]
    assert len(written) == len(ROWS) - 1
    (tmp_path / "all.toml").write_text("\n".join(written))
    options = {"config": str(tmp_path / "all.toml")}
    assert load_settings(options, {}) == ServerSettings(**options)


@pytest.mark.parametrize("name", ["rqcore.service", "Containerfile", "rqcore.toml"])
def test_every_variable_in_the_example_files_is_a_setting(name):
    set_there = set(re.findall(r"\bRQ_[A-Z_]+", (RESOURCES / name).read_text()))
    assert set_there
    assert set_there <= {variable(row) for row in ROWS}
