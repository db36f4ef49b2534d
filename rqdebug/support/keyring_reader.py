# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads passwords and secrets from the keyring of the system, in limited time."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rqdebug.support.error_reasons import reason_of

SERVICE = "rqdebug"
"""The name under which the keyring has what it keeps for this program."""
TIMEOUT = 30.0
"""Seconds to wait for the keyring: it may ask its user to unlock it."""


@dataclass(frozen=True, slots=True)
class KeyringAnswer:
    """What the keyring has of the names that were looked up."""

    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The values by name; a name that is not saved is missing."""
    problem: str = ""
    """Why the keyring cannot be read, without a full stop; empty if it can, or if the system has none."""


def read_keyring(names: Iterable[str], timeout: float = TIMEOUT) -> KeyringAnswer:
    """Look names up in the keyring. Blocks while it is loaded and unlocked.

    Args:
        names: The names of what is saved.
        timeout: The maximum time for all of them together, in seconds.
    """
    wanted, answers = list(names), list[KeyringAnswer]()
    if not wanted:
        return KeyringAnswer()
    # A thread of its own: a backend that waits for a service that hangs cannot be interrupted.
    thread = threading.Thread(target=lambda: answers.append(_look_up(wanted)), name="keyring", daemon=True)
    thread.start()
    thread.join(timeout)
    return (answers or [KeyringAnswer(problem=f"the keyring has not answered within {timeout:g} seconds")])[0]


def keyring_reason(error: Exception) -> str:
    """Return why the keyring failed, without a full stop. A backend may raise any exception."""
    foreseen = type(error).__module__.startswith("keyring") and str(error)
    return (foreseen or reason_of(error)).rstrip(".!")


def _look_up(names: Iterable[str]) -> KeyringAnswer:
    try:
        import keyring
        from keyring.backends import fail
    except ImportError:  # the terminal works without it
        return KeyringAnswer()
    try:
        if isinstance(keyring.get_keyring(), fail.Keyring):
            return KeyringAnswer()
        found = {name: keyring.get_password(SERVICE, name) for name in names}
    except Exception as error:  # each backend has its own
        return KeyringAnswer(problem=f"the keyring cannot be read: {keyring_reason(error)}")
    return KeyringAnswer({name: value for name, value in found.items() if value})
