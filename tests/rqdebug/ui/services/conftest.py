# SPDX-License-Identifier: GPL-3.0-or-later
"""A keyring in memory instead of the user's keyring."""

from __future__ import annotations

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordSetError


class Box(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}
        self.locked = False

    def get_password(self, service, username):
        if self.locked:
            raise KeyringLocked("it is locked")
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        if self.locked:
            raise PasswordSetError("it is locked")
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture
def box():
    before, box = keyring.get_keyring(), Box()
    keyring.set_keyring(box)
    yield box
    keyring.set_keyring(before)
