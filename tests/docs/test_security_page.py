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
from rqcore.pressure.timed_connection import MAX_REPLY
from rqcore.protocol.command_table.transaction_rows import MAX_CALLS
from rqcore.protocol.command_traits import MOST_TAKEN
from rqcore.protocol.memory import BEFORE_LOGIN, STRANGERS
from rqcore.protocol.priority_keys import MAX_KEY, MAX_VALUES
from rqcore.protocol.request_limits import MANY, MANY_KEYS
from rqcore.protocol.requests.request_parser import MAX_INLINE, RequestParser
from rqcore.server.base_session import BUSY
from rqcore.server.setting_files import MAX_BYTES
from rqdebug.cli.script_runs.run_inputs import MAX_FILE
from rqdebug.cli.script_runs.suite_runs import MAX_REPORT
from rqdebug.scripts.language.inputs import MIN_SECRET
from rqdebug.scripts.language.vocabulary import (
    MAX_DEPTH,
    MAX_FILES,
    MAX_MARKS,
    MAX_SCRIPT,
    MAX_SECRETS,
    MAX_SIZE,
    MAX_STEPS,
)
from rqdebug.scripts.running.file_rows import MAX_ARRAY
from rqdebug.support.keyring_reader import TIMEOUT
from rqdebug.support.paths import documentation
from rqdebug.support.regular_files import MAX_TEXT
from rqdebug.support.secret_forms import MAX_SECRET
from rqdebug.targets.redis.key_scanner import KEYS_PER_SCAN, MAX_FOUND, MAX_QUEUES, STEPS_PER_POLL
from rqdebug.targets.redis.key_table import MAX_KEYS
from rqdebug.targets.redis.monitor_reader import MAX_COMMANDS
from rqdebug.targets.redis.waiting_calls import LIFE_NS, MAX_WAITING

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


def numbers(text, separator, point):
    """Return the numbers in a text, without the separators of thousands."""
    found = re.findall(rf"\d[\d{separator}]*(?:{point}\d+)?", text)
    return sorted(each.replace(separator, "").rstrip(separator).replace(point, ".") for each in found)


def test_both_languages_have_the_same_numbers():
    english, german = map(entrances, PAGES)
    for row, other in zip(english, german, strict=True):
        assert numbers(row[1], ",", ".") == numbers(other[1], ".", ","), row[0]


def test_numbers_of_the_debugger_are_those_of_the_program():
    text = PAGES[0].read_text(encoding="utf-8")
    assert (
        f"at least {MIN_SECRET} characters, at most {MAX_SECRET >> 10} KiB, {MAX_SECRETS} in a script" in text
    )
    assert f"{MAX_SCRIPT >> 20} MiB, {MAX_MARKS:,} marks, {MAX_DEPTH} levels of blocks" in text
    assert f"{MAX_FILES} files, only in the folder of the script; {MAX_STEPS:,} statements in a pass" in text
    assert f"{MAX_SIZE >> 20} MiB for a row, {MAX_ARRAY >> 20} MiB for a JSON array" in text
    assert (
        f"{KEYS_PER_SCAN * STEPS_PER_POLL:,} examined in a poll, {MAX_QUEUES:,} queues of each kind" in text
    )
    assert f"a scan ends after {MAX_FOUND:,} queues" in text
    assert f"{MAX_COMMANDS:,} in a turn; {MAX_KEYS:,} keys are remembered" in text
    assert f"{MAX_WAITING:,} calls that wait, for {LIFE_NS // 10**9} seconds after their last script" in text
    assert f"{MAX_FILE >> 20} MiB of TOML" in text and f"{MAX_REPORT >> 20} MiB of JSON" in text
    assert f"{TIMEOUT:g} seconds; scripts can only name secrets" in text
    assert f"regular files of at most {MAX_TEXT >> 20} MiB" in text


def test_numbers_of_storage_and_clients_are_those_of_the_program():
    text = PAGES[0].read_text(encoding="utf-8")
    assert f"regular files of at most {MAX_BYTES >> 20} MiB" in text
    assert f"{MAX_REPLY >> 30} GiB for a reply" in text
    keys = f"at most {MAX_VALUES} values and {MAX_KEY:,} bytes each"
    items = f"{MANY_KEYS} with priorities that are not numbers, of {keys}"
    assert f"{MANY:,} items put, {items}, {MOST_TAKEN:,} taken" in text
    assert f"{MAX_CALLS:,} calls of a transaction" in text


def test_numbers_of_the_entrances_are_those_of_the_program():
    text = PAGES[0].read_text(encoding="utf-8")
    assert f"{BEFORE_LOGIN // 1024} KiB for each client, {STRANGERS // 2**20} MiB for all" in text
    arguments = signature(RequestParser).parameters["max_arguments"].default
    assert f"{MAX_INLINE // 1024} KiB for a line, {arguments:,} arguments" in text
    assert f"{BURST} wrong passwords for each address" in text
    assert f"{MAX_CHECKS} checks at a time; {MAX_ADDRESSES:,} remembered addresses" in text
    assert f"after {BUSY // 1000} ms of work in one turn of the loop" in text
