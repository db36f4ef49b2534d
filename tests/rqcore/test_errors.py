# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversion of error replies to exceptions, and the standard exceptions that each error extends."""

from __future__ import annotations

import pickle
import queue
import re

import pytest

from rqcore import errors
from rqcore.errors import WIRE_ERRORS, ControllerError, RqError, from_reply

ALL = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, RqError)]


@pytest.mark.parametrize("kind", WIRE_ERRORS, ids=lambda kind: kind.__name__)
def test_reply_with_code_becomes_its_error_without_the_code(kind):
    error = from_reply(f"{kind.code} queue jobs holds 3 of 3")
    assert type(error) is kind
    assert str(error) == "queue jobs holds 3 of 3"


def test_reply_of_a_code_alone_keeps_the_code_as_its_text():
    error = from_reply("EMPTY")
    assert type(error) is errors.Empty
    assert str(error) == "EMPTY"


@pytest.mark.parametrize("text", ["MOVED 3999 127.0.0.1:6381", "full lower case", "", "FULLER than full"])
def test_reply_of_unknown_code_becomes_a_controller_error_with_all_its_text(text):
    error = from_reply(text)
    assert type(error) is ControllerError
    assert str(error) == text


def test_codes_on_the_wire_are_unique_words_in_capitals():
    codes = [kind.code for kind in WIRE_ERRORS]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[A-Z]+", code) for code in codes)


def test_every_error_with_a_code_is_sent_on_the_wire():
    with_code = {kind for kind in ALL if kind.code}
    assert with_code == set(WIRE_ERRORS)


@pytest.mark.parametrize(
    ("kind", "also"),
    [
        (errors.BadCall, ValueError),
        (errors.BadUrl, ValueError),
        (errors.BadSetting, ValueError),
        (errors.CodecError, ValueError),
        (errors.NoQueue, LookupError),
        (errors.Empty, queue.Empty),
        (errors.Full, queue.Full),
        (errors.ShutDown, getattr(queue, "ShutDown", Exception)),
        (errors.ConnectionLost, ConnectionError),
        (errors.ZenTimeout, queue.Empty),
        (errors.ZenTimeout, TimeoutError),
    ],
)
def test_error_is_a_standard_exception_too(kind, also):
    assert issubclass(kind, also)
    assert issubclass(kind, RqError)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_error_survives_pickling(kind):
    copy = pickle.loads(pickle.dumps(kind("queue jobs is empty")))
    assert (type(copy), str(copy)) == (kind, "queue jobs is empty")


def test_module_docstring_lists_every_error():
    listed = set(re.findall(r"[├└]── (\w+)", errors.__doc__))
    assert listed == {kind.__name__ for kind in ALL} - {"RqError"}


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"jobs", "'jobs'"), (b"\xffa", r"'\\xffa'"), ("é".encode(), "'é'"), (b"x" * 50, f"'{'x' * 40}'…")],
)
def test_bytes_are_quoted_as_text_without_a_prefix(data, text):
    assert errors.quoted(data) == text


@pytest.mark.parametrize("code", ["EMPTY", "UNHEARD-OF"])
def test_reply_of_a_hostile_server_cannot_control_a_terminal(code):
    error = errors.from_reply(f"{code} cl\x1b[2Jear \x9b31m \u202egnp.exe \x07größe")
    assert str(error).isprintable()
    assert str(error).endswith(r"cl\x1b[2Jear \x9b31m \u202egnp.exe \x07größe")


def test_code_of_a_hostile_reply_cannot_control_a_terminal():
    assert str(errors.from_reply("\x1b[2J\x07")) == r"\x1b[2J\x07"
