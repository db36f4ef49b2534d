# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords of targets, in the keyring of the system if there is one.

Every function may wait for the keyring to be loaded and unlocked: not for the window's thread.
"""

from __future__ import annotations

from rqdebug.ui.style.tr import tr

SERVICE = "rqdebug"


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
    """What is kept for a URL, which itself holds no password; empty where nothing is."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, url) or ""
    except KeyringError:
        return ""


def keep(url: str, secret: str) -> None:
    """Keep a password for a URL. Raises OSError where the keyring does not take it."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, url, secret)
    except KeyringError as error:
        raise OSError(tr("cannot save the password in the keyring: {why}", why=error)) from error
