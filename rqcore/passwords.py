# SPDX-License-Identifier: MIT
"""How passwords are stored: as scrypt hashes with a salt, and in the older forms of users files.

A scrypt hash takes about 40 ms and 16 MiB to check, so that guessing is slow even for a thief of the users
file. Its text is the form of other programs, ``$scrypt$ln=14,r=8,p=1$salt$key``, with salt and key in Base64.

Sources: RFC 7914 (scrypt); https://github.com/P-H-C/phc-string-format (the text).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from base64 import b64decode, b64encode
from binascii import Error
from typing import NamedTuple, Protocol

from rqcore.errors import BadSetting

COST, BLOCK, LANES = 14, 8, 1
"""The parameters of new hashes: the logarithm of N, r and p."""
SALT_SIZE, KEY_SIZE = 16, 32
MAX_MEMORY = 256 * 1024 * 1024
"""Maximum bytes that the check of a hash may use."""
_TEXT = re.compile(
    r"\$scrypt\$ln=([0-9]{1,2}),r=([0-9]{1,2}),p=([0-9]{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)"
)


class Password(Protocol):
    """A stored password."""

    def matches(self, password: bytes) -> bool:
        """Return whether this is the password. Takes the same time for any."""


class DigestPassword(NamedTuple):
    """A password whose SHA-256 is known, as in older users files: fast to check, and fast to guess."""

    digest: bytes

    def matches(self, password: bytes) -> bool:
        """Return whether this is the password."""
        return hmac.compare_digest(self.digest, hashlib.sha256(password).digest())


class ScryptPassword(NamedTuple):
    """A scrypt hash."""

    cost: int
    """The logarithm of N."""
    block: int
    lanes: int
    salt: bytes
    key: bytes

    @classmethod
    def parse(cls, text: str) -> ScryptPassword:
        """Parse the text of a hash.

        Raises:
            BadSetting: It is not such a text, or its check takes too much memory.
        """
        match = _TEXT.fullmatch(text)
        if match is None:
            raise BadSetting("scrypt must be text as rqcore user prints it, $scrypt$ln=14,r=8,p=1$…$…")
        cost, block, lanes = map(int, match.groups()[:3])
        try:
            salt, key = (b64decode(part + "=" * (-len(part) % 4)) for part in match.groups()[3:])
        except Error as error:
            raise BadSetting(f"salt and key of scrypt must be Base64: {error}") from error
        if not (1 <= cost <= 20 and block and lanes and len(salt) >= 8 and 16 <= len(key) <= 64):
            raise BadSetting("scrypt has parameters out of range, or a short salt or key")
        if 128 * block * ((1 << cost) + lanes + 2) > MAX_MEMORY:
            raise BadSetting(f"scrypt needs more than {MAX_MEMORY} bytes to check; use a lower ln or r")
        return cls(cost, block, lanes, salt, key)

    @classmethod
    def of(cls, password: str) -> ScryptPassword:
        """Hash a password with a new salt.

        Raises:
            BadSetting: This Python has no scrypt.
        """
        salt = os.urandom(SALT_SIZE)
        return cls(COST, BLOCK, LANES, salt, _derive(password.encode(), salt, COST, BLOCK, LANES, KEY_SIZE))

    def matches(self, password: bytes) -> bool:
        """Return whether this is the password. Takes about 40 ms, in which other threads can run."""
        cost, block, lanes, salt, key = self
        return hmac.compare_digest(key, _derive(password, salt, cost, block, lanes, len(key)))

    def __str__(self) -> str:
        salt, key = (b64encode(part).decode().rstrip("=") for part in (self.salt, self.key))
        return f"$scrypt$ln={self.cost},r={self.block},p={self.lanes}${salt}${key}"


def _derive(password: bytes, salt: bytes, cost: int, block: int, lanes: int, size: int) -> bytes:
    if not hasattr(hashlib, "scrypt"):
        raise BadSetting("this Python was built without scrypt, which the passwords of users need")
    return hashlib.scrypt(password, salt=salt, n=1 << cost, r=block, p=lanes, dklen=size, maxmem=MAX_MEMORY)


UNKNOWN_USER: ScryptPassword = ScryptPassword(COST, BLOCK, LANES, bytes(SALT_SIZE), bytes(KEY_SIZE))
"""The hash of no password, which is checked for unknown users, so that the time does not reveal them."""
