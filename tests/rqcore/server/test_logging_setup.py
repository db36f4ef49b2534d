# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import logging
import sys

import pytest

from rqcore.server import logging_setup


@pytest.fixture
def record():
    def record(message: str = "client disconnected", **extra: object) -> logging.LogRecord:
        made = logging.LogRecord("rqcore.server", logging.INFO, "x.py", 1, message, (), None)
        made.created = 1_700_000_000.5
        vars(made).update(extra)
        return made

    return record


def test_log_line_is_readable(record):
    line = logging_setup.TextFormatter().format(record(client=3, address="10.0.0.1:7"))
    assert (
        line == "2023-11-14T22:13:20.500Z INFO rqcore.server: client disconnected client=3 address=10.0.0.1:7"
    )


@pytest.mark.parametrize("name", ["a b", "a=b", "a\nb", 'a"b', "", "\x1b[31m"])
def test_value_cannot_look_like_two_or_end_the_line(record, name):
    line = logging_setup.TextFormatter().format(record(user=name))
    assert json.loads(line.rpartition(" user=")[2]) == name
    assert "\n" not in line and "\x1b" not in line


@pytest.mark.parametrize("kind", logging_setup.FORMATS.values())
@pytest.mark.parametrize("text", ["\x1b[31m", "a\nb", "\x9b2J", "\u202e", "\x7f", "\u2028"])
def test_message_of_a_stranger_controls_no_terminal(record, kind, text):
    assert kind().format(record(f"refused: {text}", user=text)).isprintable()


def test_json_line_has_the_extra_fields(record):
    assert json.loads(logging_setup.JsonFormatter().format(record(client=3))) == {
        "time": "2023-11-14T22:13:20.500Z",
        "level": "info",
        "logger": "rqcore.server",
        "message": "client disconnected",
        "client": 3,
    }


@pytest.mark.parametrize("kind", logging_setup.FORMATS.values())
def test_exception_is_logged_with_its_traceback(record, kind):
    made = record()
    try:
        raise ValueError("broken")
    except ValueError:
        made.exc_info = sys.exc_info()
    assert "ValueError: broken" in kind().format(made)
