# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of entrances names tests, settings and counters that exist, the same in both languages."""

from __future__ import annotations

import re
from dataclasses import fields
from inspect import signature
from pathlib import Path

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.controller.logins import BURST, MAX_ADDRESSES, MAX_CHECKS
from rqcore.protocol.memory import BEFORE_LOGIN, STRANGERS
from rqcore.protocol.request_parser import MAX_INLINE, RequestParser
from rqcore.server.base_session import BUSY
from rqdebug.support.paths import documentation

TESTS = Path(__file__).parents[1]
PAGES = [documentation() / name for name in ("security.md", "security.de.md")]


def entrances(page):
    """Return the cells of the rows of the table of entrances."""
    rows = [line.strip("| ").split(" | ") for line in page.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row[-1].endswith(".py`")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tests_of_the_entrances_exist(page):
    found = [row[-1].strip("` |") for row in entrances(page)]
    assert len(found) >= 30
    assert [path for path in found if not (TESTS / path).is_file()] == []


def test_both_languages_have_the_same_entrances():
    english, german = map(entrances, PAGES)
    assert [row[2:] for row in english] == [row[2:] for row in german]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_settings_and_counters_of_the_entrances_exist(page):
    controller = Controller()
    text = controller.execute(controller.connect("127.0.0.1:1", 0), [b"INFO"], 0)
    rows = entrances(page)
    counters = {name for row in rows for name in re.findall(r"`(\w+)`", row[2])}
    assert {name for name in counters if f"{name}:" not in text} == set()
    limits = {f"max_{field.name}" for field in fields(Limits)}
    assert {name for row in rows for name in re.findall(r"`(max_\w+)`", row[1])} <= limits


def test_numbers_of_the_entrances_are_those_of_the_program():
    text = PAGES[0].read_text(encoding="utf-8")
    assert f"{BEFORE_LOGIN // 1024} KiB for each client, {STRANGERS // 2**20} MiB for all" in text
    arguments = signature(RequestParser).parameters["max_arguments"].default
    assert f"{MAX_INLINE // 1024} KiB for a line, {arguments:,} arguments" in text
    assert f"{BURST} wrong passwords for each address" in text
    assert f"{MAX_CHECKS} checks at a time; {MAX_ADDRESSES:,} remembered addresses" in text
    assert f"after {BUSY // 1000} ms of work in one turn of the loop" in text
