# SPDX-License-Identifier: MIT
"""Logins: which passwords are checked, how many at a time, and what waits for the result.

A password that was verified before is recognised immediately. Any other must be
verified, which takes long on purpose, so the server does it in a thread, and the call
of the client waits. Clients that log in as the same user with the same password wait
for one check.

Guessing is slow: an address may try ``BURST`` passwords, and then one a second. A
login that succeeds does not count. So guesses never keep out users whose password was
verified since the start of the controller.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Any

from rqcore.controller.clients import Client, PendingLogin
from rqcore.controller.queue import BLOCKED, BlockedValue
from rqcore.controller.users import LONGEST, Users
from rqcore.errors import TooMany

BURST = 30
"""Passwords that an address may try in sequence."""
SECONDS_PER_GUESS = 1.0
"""Seconds until an address may try another password."""
MAX_ADDRESSES = 10_000
"""Addresses that are remembered. The memory has a bound; those that have waited longest are forgotten."""
MAX_CHECKS = 256
"""Passwords that wait for their check at the same time."""

Verify = Callable[[str, bytes, bytes], None]
"""Begins to verify a password: takes the user's name, the password, and its keyed digest. Later calls
``Logins.finish`` with the digest and the result."""


class GuessLimiter:
    """How many passwords each address may still try: a token bucket for each.

    The address of a client with IPv6 is its network of 64 bits, in which a machine can choose its address.
    """

    def __init__(self) -> None:
        """Start without addresses."""
        self._full_at: OrderedDict[str, float] = OrderedDict()
        """When the bucket of an address is full again, in seconds of the controller's clock."""

    def admit(self, address: str, now_ns: int) -> float:
        """Count a guess. Returns 0, or the seconds that the address must wait; then it is not counted."""
        host, now = _network(address), now_ns / 1e9
        full_at = max(self._full_at.pop(host, now), now) + SECONDS_PER_GUESS
        wait = full_at - now - BURST * SECONDS_PER_GUESS
        self._full_at[host] = full_at - SECONDS_PER_GUESS if wait > 0 else full_at
        while len(self._full_at) > MAX_ADDRESSES:
            self._full_at.popitem(last=False)
        return max(wait, 0.0)

    def forgive(self, address: str) -> None:
        """Do not count the last guess of an address: its password was right."""
        host = _network(address)
        if host in self._full_at:
            self._full_at[host] -= SECONDS_PER_GUESS


def _network(address: str) -> str:
    """Return the part of a client's address that identifies its machine."""
    if address.startswith("unix:"):
        return "unix"
    host = address.rpartition(":")[0].strip("[]").partition("%")[0]
    try:
        parsed = ip_address(host)
    except ValueError:
        return host
    if not isinstance(parsed, IPv6Address):
        return host
    return str(parsed.ipv4_mapped or ip_network((int(parsed), 64), strict=False))


class Logins:
    """The logins of a controller.

    Args:
        users: The users.
        end: Ends a pending login with the result of its check.
    """

    def __init__(self, users: Users, end: Callable[[PendingLogin, bool], None]) -> None:
        """Start without logins."""
        self.verify: Verify = self._verify_now
        """Verifies a password. The server replaces it by one that uses a thread."""
        self._users = users
        self._end = end
        self._limiter = GuessLimiter()
        self._pending: dict[bytes, list[PendingLogin]] = {}

    def check(
        self, client: Client, name: str, password: bytes, now_ns: int, proceed: Callable[[], Any]
    ) -> bool | BlockedValue:
        """Check a password.

        Args:
            client: The client that logs in.
            name: The name of the user.
            password: The password.
            now_ns: The current time in ns.
            proceed: Makes the reply after the login, if the client must wait.

        Returns:
            Whether it is right; or BLOCKED if the client waits for the result.

        Raises:
            TooMany: The address has tried too many passwords, or too many are being checked.
        """
        users = self._users
        digest = users.digest(name, password)
        if users.recognises(name, digest):
            return True
        login = PendingLogin(client, name, digest, proceed)
        if waiting := self._pending.get(digest):
            client.call = login
            waiting.append(login)
            return BLOCKED
        if wait := self._limiter.admit(client.address, now_ns):
            raise TooMany(f"too many passwords were tried from this address; try again in {ceil(wait)} s")
        if not users.are_slow:
            return self._note(login, users.verify(name, password[:LONGEST]))
        if len(self._pending) >= MAX_CHECKS:
            raise TooMany("too many passwords are being checked; try again in a second")
        self._pending[digest] = [login]
        client.call = login
        self.verify(name, password[:LONGEST], digest)
        return BLOCKED

    def _note(self, login: PendingLogin, is_right: bool) -> bool:
        if is_right:
            self._users.remember(login.user, login.digest)
            self._limiter.forgive(login.client.address)
        return is_right

    def _verify_now(self, name: str, password: bytes, digest: bytes) -> None:
        self.finish(digest, self._users.verify(name, password))

    def finish(self, digest: bytes, is_right: bool) -> None:
        """End the logins that wait for the check of a password."""
        logins = self._pending.pop(digest)
        self._note(logins[0], is_right)
        for login in logins:
            if login.client.call is login:  # it has not disconnected
                login.client.call = None
                self._end(login, is_right)
