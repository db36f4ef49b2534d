# SPDX-License-Identifier: MIT
"""The users that may log in. Of a password only its digest is kept.

A file of users has one on each line, ``name:password``, or with the SHA-256
digest of the password in place of it, ``name:sha256:…`` with 64 hexadecimal
digits. Empty lines and lines that begin with ``#`` are ignored.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256

from rqcore.errors import BadSetting

DEFAULT = "default"
"""The user that logs in with a password alone, as in Redis."""
MARK = "sha256:"
_NO_DIGEST = bytes(32)
"""No password has this digest."""


class Users:
    """Names and the digests of their passwords. Without users a controller asks for no password."""

    def __init__(self, passwords: Mapping[str, str] | None = None) -> None:
        self._digests = {name: digest(password) for name, password in (passwords or {}).items()}

    @classmethod
    def parse(cls, text: str) -> Users:
        """Read a file of users. Raises BadSetting, which names the line but not the password."""
        users = cls()
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                users._read(number, line.strip())
        return users

    def _read(self, number: int, line: str) -> None:
        name, colon, password = line.partition(":")
        if not (name and colon and password) or " " in name:
            raise BadSetting(f"line {number} is not name:password")
        if name in self._digests:
            raise BadSetting(f"line {number} names {name} a second time")
        if not password.startswith(MARK):
            self._digests[name] = digest(password)
            return
        try:
            self._digests[name] = bytes.fromhex(password.removeprefix(MARK))
        except ValueError:
            self._digests[name] = b""
        if len(self._digests[name]) != len(_NO_DIGEST):
            raise BadSetting(f"line {number}: {MARK} is followed by 64 hexadecimal digits")

    def add(self, name: str, password: str) -> None:
        self._digests[name] = digest(password)

    def accept(self, name: str, password: bytes) -> bool:
        """Whether the password is right. The time that this takes does not reveal what is wrong."""
        expected = self._digests.get(name, _NO_DIGEST)
        return hmac.compare_digest(expected, sha256(password).digest())

    def __len__(self) -> int:
        return len(self._digests)

    def __contains__(self, name: str) -> bool:
        return name in self._digests


def digest(password: str) -> bytes:
    return sha256(password.encode()).digest()


def line_of(name: str, password: str) -> str:
    """The line of a file of users, with the digest in place of the password."""
    return f"{name}:{MARK}{digest(password).hex()}"
