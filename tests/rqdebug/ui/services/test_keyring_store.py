# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import keyring
import pytest
from keyring.backends import fail, null

from rqdebug.ui.services import keyring_store

URL = "rq://ann@edge:7654"


@pytest.fixture
def use(box):
    """Use another keyring until the end of the test."""
    return keyring.set_keyring


def test_password_is_saved_under_its_url(box):
    keyring_store.keep(URL, "p/w größe")
    assert box.kept == {("rqdebug", URL): "p/w größe"}
    assert keyring_store.password(URL) == "p/w größe"


def test_url_without_a_saved_password_has_an_empty_one(box):
    assert keyring_store.password(URL) == ""


def test_later_password_replaces_the_first(box):
    keyring_store.keep(URL, "old")
    keyring_store.keep(URL, "new")
    assert keyring_store.password(URL) == "new"


def test_locked_keyring_returns_and_saves_no_password(box):
    keyring_store.keep(URL, "old")
    box.locked = True
    assert keyring_store.password(URL) == ""
    with pytest.raises(OSError, match="it is locked"):
        keyring_store.keep(URL, "new")


def test_keyring_is_available_where_the_system_has_one(box):
    assert keyring_store.available()


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_keyring_is_unavailable_if_the_system_has_none(use, backend):
    use(backend())
    assert not keyring_store.available()
    assert keyring_store.password(URL) == ""


def test_keyring_that_cannot_be_loaded_is_unavailable(box, monkeypatch):
    def broken():
        raise RuntimeError("no session bus")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    assert not keyring_store.available()


def test_unexpected_exception_of_a_backend_is_named(box, monkeypatch):
    def broken(*_):
        raise AttributeError("'NoneType' object has no attribute 'unlock'")

    monkeypatch.setattr(keyring, "set_password", broken)
    with pytest.raises(OSError, match="in the keyring: AttributeError: 'NoneType' object"):
        keyring_store.keep(URL, "new")
