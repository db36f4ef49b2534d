# SPDX-License-Identifier: MIT
r"""The users that may log in: their passwords, roles and queues.

A users file is TOML with a table for each user, as ``rqcore user`` prints it::

    [alice]
    scrypt = "$scrypt$ln=14,r=8,p=1$…$…"
    role = ["use", "observe"]        # any of observe, use, debug and admin
    queues = ["jobs*", "results"]    # patterns of names; all queues if it is missing

Without ``role``, a user has the roles ``use`` and ``observe``. The roles ``debug`` and
``admin`` must be written.

The lines of older files, ``name:password`` and ``name:sha256:…``, can stay in front of
the first table. They have the roles ``use`` and ``observe``. Empty lines and lines that
begin with ``#`` are ignored.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import tomllib
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from rqcore.controller.access import ALL, OWNER, USER, Access
from rqcore.errors import BadSetting
from rqcore.passwords import UNKNOWN_USER, DigestPassword, Password, ScryptPassword
from rqcore.protocol.command_traits import Role

DEFAULT = "default"
"""The user of a login with only a password, as in Redis."""
MARK = "sha256:"
"""The prefix of a digest in a line of a users file."""
LONGEST = 4096
"""Maximum bytes of a password in a login."""
FIELDS = {"scrypt", "role", "queues"}


class User(NamedTuple):
    """A user: a stored password, and what the user may do."""

    password: Password
    access: Access


class Users:
    """The users by name. Without users, a controller requires no password.

    Passwords that were verified are remembered as keyed digests, so that only the first login of a user
    takes long. The key is random and exists only in this process.

    Args:
        passwords: The password of each user, by name. They have all roles but ``debug``.
    """

    def __init__(self, passwords: Mapping[str, str] | None = None) -> None:
        """Store the digests."""
        self._users: dict[str, User] = {}
        self._key = os.urandom(32)
        self._verified: dict[str, bytes] = {}
        """The keyed digest of the password of each user that has logged in."""
        for name, password in (passwords or {}).items():
            self.add(name, password)

    @classmethod
    def parse(cls, text: str) -> Users:
        """Parse the text of a users file.

        Raises:
            BadSetting: A line or a table is invalid. The message has its number or name, but no password.
        """
        users = cls()
        lines = text.splitlines()
        end = next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
        for number, line in enumerate(lines[:end], 1):
            if line.strip() and not line.startswith("#"):
                users._read_line(number, line.strip())
        users._read_tables("\n" * end + "\n".join(lines[end:]))
        return users

    def _read_line(self, number: int, line: str) -> None:
        name, colon, password = line.partition(":")
        if not (name and colon and password) or " " in name:
            raise BadSetting(
                f"line {number} is invalid; write a table for each user as rqcore user prints it, "
                "or name:password"
            )
        if name in self._users:
            raise BadSetting(f"line {number} repeats the user {name!r}; remove one of the lines")
        self._users[name] = User(DigestPassword(_digest_of(number, password)), USER)

    def _read_tables(self, text: str) -> None:
        try:
            tables = tomllib.loads(text)
        except (ValueError, RecursionError) as error:  # also for a number of more than 4,300 digits
            place = re.search(r"at line \d+|at end of document", str(error))  # the rest may show a password
            raise BadSetting(f"it is not valid TOML {place[0] if place else ''}".rstrip()) from None
        for name, table in tables.items():
            if name in self._users:
                raise BadSetting(f"the table [{name}] repeats a user; remove one of them")
            try:
                self._users[name] = _read_table(table)
            except BadSetting as error:
                raise BadSetting(f"user {name!r}: {error}") from None

    def add(self, name: str, password: str) -> None:
        """Add a user with all roles but ``debug``, or change the password of one."""
        self._users[name] = User(DigestPassword(sha256(password.encode()).digest()), OWNER)
        self._verified.pop(name, None)

    def access_of(self, name: str) -> Access:
        """Return what a user may do."""
        return self._users[name].access

    def digest(self, name: str, password: bytes) -> bytes:
        """Return the keyed digest of a login. It can be remembered, and reveals nothing."""
        return hmac.new(self._key, name.encode() + b"\0" + password, sha256).digest()

    def recognises(self, name: str, digest: bytes) -> bool:
        """Return whether a login with this keyed digest was verified before. Takes no time."""
        return hmac.compare_digest(self._verified.get(name, b""), digest)

    def verify(self, name: str, password: bytes) -> bool:
        """Whether the user exists and has this password. The time does not reveal which is wrong.

        It takes about 40 ms if a user has a scrypt hash. Safe to call from any thread.
        """
        user = self._users.get(name)
        stored: Password = user.password if user else UNKNOWN_USER
        if self.are_slow and not isinstance(stored, ScryptPassword):
            UNKNOWN_USER.matches(password)
        elif not self.are_slow and user is None:
            stored = DigestPassword(b"")
        return stored.matches(password) and user is not None

    @property
    def are_slow(self) -> bool:
        """Whether ``verify`` takes long."""
        return any(isinstance(user.password, ScryptPassword) for user in self._users.values())

    def remember(self, name: str, digest: bytes) -> None:
        """Remember the keyed digest of a login that was verified."""
        self._verified[name] = digest

    def __len__(self) -> int:
        return len(self._users)

    def __contains__(self, name: str) -> bool:
        return name in self._users


def _digest_of(number: int, password: str) -> bytes:
    """Return the digest of the password in a line. Raises BadSetting."""
    if not password.startswith(MARK):
        return sha256(password.encode()).digest()
    try:
        digest = bytes.fromhex(password.removeprefix(MARK))
    except ValueError:
        digest = b""
    if len(digest) != sha256().digest_size:
        raise BadSetting(f"line {number} is invalid; write 64 hexadecimal digits after {MARK}")
    return digest


def _read_table(table: Any) -> User:
    """Read the table of a user. Raises BadSetting, without values of the table."""
    if not isinstance(table, dict):
        raise BadSetting("write a table, such as [alice]")
    if unknown := table.keys() - FIELDS:
        raise BadSetting(f"there is no field {min(unknown)!r}; the fields are {', '.join(sorted(FIELDS))}")
    if not isinstance(table.get("scrypt"), str):
        raise BadSetting("scrypt is missing; let rqcore user print the table")
    password = ScryptPassword.parse(table["scrypt"])
    roles = _texts(table.get("role", ["use", "observe"]), "role")
    names = [role.value for role in Role]
    if wrong := next((role for role in roles if role not in names), None):
        raise BadSetting(f"there is no role {wrong!r}; choose from {', '.join(names)}")
    if not roles:
        raise BadSetting(f"role has no role; choose from {', '.join(names)}")
    return User(
        password, Access([Role(role) for role in roles], _texts(table.get("queues", [ALL]), "queues"))
    )


def _texts(value: Any, name: str) -> list[str]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise BadSetting(f'{name} must be a text or a list of texts, such as ["use", "observe"]')
    return values


def table_of(name: str, password: str, roles: list[str], patterns: list[str]) -> str:
    """Return the table of a user for a users file.

    Args:
        name: The name of the user.
        password: The password, of which the table has only the hash.
        roles: The names of the roles.
        patterns: The patterns of the names of its queues.

    Raises:
        BadSetting: This Python has no scrypt.
    """
    key = name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)
    hashed = ScryptPassword.of(password)
    return f'[{key}]\nscrypt = "{hashed}"\nrole = {_list(roles)}\nqueues = {_list(patterns)}\n'


def _list(texts: list[str]) -> str:
    return json.dumps(texts, ensure_ascii=False)
