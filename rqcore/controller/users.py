# SPDX-License-Identifier: MIT
"""The users that may log in. Only the digests of their passwords are stored.

A users file has one user per line: ``name:password``, or ``name:sha256:…`` with
the SHA-256 digest of the password in 64 hexadecimal digits. Empty lines and
lines that begin with ``#`` are ignored.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256

from rqcore.errors import BadSetting

DEFAULT = "default"
"""The user of a login with only a password, as in Redis."""
MARK = "sha256:"
"""The prefix of a digest in a users file."""
_NO_DIGEST = bytes(32)
"""No password has this digest."""


class Users:
    """User names and the digests of their passwords. Without users, a controller requires no password.

    Args:
        passwords: The password of each user, by name.
    """

    def __init__(self, passwords: Mapping[str, str] | None = None) -> None:
        """Store the digests."""
        self._digests = {name: digest(password) for name, password in (passwords or {}).items()}

    @classmethod
    def parse(cls, text: str) -> Users:
        """Parse the text of a users file.

        Raises:
            BadSetting: A line is invalid. The message contains the line number, but no password.
        """
        users = cls()
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                users._read(number, line.strip())
        return users

    def _read(self, number: int, line: str) -> None:
        name, colon, password = line.partition(":")
        if not (name and colon and password) or " " in name:
            raise BadSetting(f"line {number} is invalid; write name:password")
        if name in self._digests:
            raise BadSetting(f"line {number} repeats the user {name!r}; remove one of the lines")
        if not password.startswith(MARK):
            self._digests[name] = digest(password)
            return
        try:
            self._digests[name] = bytes.fromhex(password.removeprefix(MARK))
        except ValueError:
            self._digests[name] = b""
        if len(self._digests[name]) != len(_NO_DIGEST):
            raise BadSetting(f"line {number} is invalid; write 64 hexadecimal digits after {MARK}")

    def add(self, name: str, password: str) -> None:
        """Add a user, or change the password of one."""
        self._digests[name] = digest(password)

    def accept(self, name: str, password: bytes) -> bool:
        """Whether the user exists and has this password. The time it takes does not reveal which is wrong."""
        expected = self._digests.get(name, _NO_DIGEST)
        return hmac.compare_digest(expected, sha256(password).digest())

    def __len__(self) -> int:
        return len(self._digests)

    def __contains__(self, name: str) -> bool:
        return name in self._digests


def digest(password: str) -> bytes:
    """Return the SHA-256 digest of a password."""
    return sha256(password.encode()).digest()


def line_of(name: str, password: str) -> str:
    """Return the line for a users file, with the digest instead of the password."""
    return f"{name}:{MARK}{digest(password).hex()}"
