# SPDX-License-Identifier: GPL-3.0-or-later
"""Every script and command on the page "Test vectors for testers" works as it is written there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import rqcore
from rqdebug.cli.group import commands
from rqdebug.support.paths import documentation

PAGES = [documentation() / "how-to" / f"write-test-vectors{ending}" for ending in (".md", ".de.md")]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"`([\w/]+\.(?:rqs|csv))`")


def files_of(text: str) -> dict[str, str]:
    """Return the files of a page: each block has the name that the text before it gives."""
    files, end = {}, 0
    for block in FENCE.finditer(text):
        language, content = block.groups()
        if language in ("python", "csv"):
            *_, name = NAME.findall(text[end : block.start()])
            assert name not in files
            files[name] = content
        end = block.end()
    return files


def blocks_of(text: str, language: str) -> list[str]:
    return [content for each, content in FENCE.findall(text) if each == language]


@pytest.fixture(scope="module")
def controller_url():
    with rqcore.serve() as controller:
        yield str(controller.url)


@pytest.fixture
def run(tmp_path, monkeypatch, controller_url):
    """Return a function that runs a line of a shell in a folder with the files of a page."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RQ_URL", controller_url)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "tests").mkdir()
    for name, content in files_of(PAGES[0].read_text("utf-8")).items():
        Path(name).write_text(content, "utf-8")

    def run(line):
        words = shlex.split(line)
        if words[0] == "export":
            monkeypatch.setenv(*words[1].split("="))
            return None
        assert words.pop(0) == "rqdebug"
        stdin = None
        if "<" in words:
            *words, _, name = words
            stdin = Path(name).read_bytes()
        return CliRunner().invoke(commands, words, input=stdin)

    return run


def test_commands_of_the_page_succeed_one_after_the_other(run):
    lines = "".join(blocks_of(PAGES[0].read_text("utf-8"), "sh")).splitlines()
    assert len(lines) > 12
    for line in lines:
        result = run(line)
        assert result is None or result.exit_code == 0, f"{line}\n{result.output}"
        assert result is None or "correct-horse" not in result.output
    assert "correct-horse" not in Path("report.xml").read_text() + Path("new.json").read_text()


def test_wrong_script_of_the_page_fails_with_the_line_on_the_page(run):
    (shown,) = blocks_of(PAGES[0].read_text("utf-8"), "text")
    result = run("rqdebug run wrong.rqs")
    assert result.exit_code == 1
    assert shown in result.output


def test_every_script_of_the_page_runs_in_its_commands():
    names = files_of(PAGES[0].read_text("utf-8"))
    assert {"tests/first.rqs", "tests/common.rqs", "tests/data.rqs", "tests/orders.csv"} <= names.keys()
    assert {name for name in names if not name.startswith("tests/")} == {"wrong.rqs"}


def test_german_page_has_the_same_blocks():
    english, german = (FENCE.findall(page.read_text("utf-8")) for page in PAGES)
    assert english == german
    assert files_of(PAGES[1].read_text("utf-8")) == files_of(PAGES[0].read_text("utf-8"))
