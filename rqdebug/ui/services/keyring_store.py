# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords of targets in the keyring of the system.

Every function may block while the keyring is loaded and unlocked, so call them in a background task.
"""

from __future__ import annotations

from rqdebug.support.keyring_reader import SERVICE, keyring_reason, read_keyring
from rqdebug.ui.style.tr import tr


def available() -> bool:
    """Whether the system has a keyring."""
    import keyring
    from keyring.backends import fail, null
    from keyring.errors import KeyringError

    try:
        backend = keyring.get_keyring()
    except (KeyringError, RuntimeError):
        return False
    return not isinstance(backend, (fail.Keyring, null.Keyring))


def password(url: str) -> str:
    """Return the password saved for a URL, or an empty text if there is none."""
    return read_keyring([url]).values.get(url, "")


def keep(url: str, secret: str) -> None:
    """Save the password for a URL.

    Raises:
        OSError: The keyring refuses the password.
    """
    import keyring

    try:
        keyring.set_password(SERVICE, url, secret)
    except Exception as error:  # each backend has its own
        why = keyring_reason(error)
        raise OSError(tr("cannot save the password in the keyring: {why}", why=why)) from error
