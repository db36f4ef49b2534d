# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import sys
import threading

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from rqdebug.support.keyring_reader import KeyringAnswer, read_keyring


class Ring(KeyringBackend):
    """A keyring in memory, which can be locked or hang."""

    priority = 1

    def __init__(self, kept, error=None, gate=None):
        super().__init__()
        self.kept, self.error, self.gate = kept, error, gate

    def get_password(self, service, username):
        if self.gate is not None:
            self.gate.wait()
        if self.error is not None:
            raise self.error
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        raise NotImplementedError

    delete_password = get_password


@pytest.fixture
def use():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_names_that_the_keyring_has_are_returned_with_their_values(use):
    use(Ring({("rqdebug", "KEY"): "geheim", ("other", "TOKEN"): "foreign"}))
    answer = read_keyring(["KEY", "TOKEN"])
    assert answer == KeyringAnswer({"KEY": "geheim"})
    assert "geheim" not in repr(answer)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyringLocked("it is locked"), "the keyring cannot be read: it is locked"),
        (AttributeError("unlock"), "the keyring cannot be read: AttributeError: unlock"),
        (ConnectionError(), "the keyring cannot be read: ConnectionError"),
    ],
)
def test_keyring_that_fails_says_why(use, error, words):
    use(Ring({}, error))
    assert read_keyring(["KEY"]) == KeyringAnswer({}, words)


def test_keyring_that_hangs_ends_the_wait_for_all_names(use):
    gate = threading.Event()
    use(Ring({("rqdebug", "KEY"): "late"}, gate=gate))
    answer = read_keyring(["KEY", "TOKEN"], timeout=0.05)
    gate.set()
    assert answer == KeyringAnswer({}, "the keyring has not answered within 0.05 seconds")


def test_system_without_a_keyring_has_no_values_and_no_problem(use, monkeypatch):
    use(keyring.backends.fail.Keyring())
    assert read_keyring(["KEY"]) == KeyringAnswer()
    monkeypatch.setitem(sys.modules, "keyring", None)  # the package is not installed
    assert read_keyring(["KEY"]) == KeyringAnswer()


def test_keyring_is_not_loaded_without_names(use):
    use(Ring({}, AssertionError("looked up")))
    assert read_keyring([]) == KeyringAnswer()
