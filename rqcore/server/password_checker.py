# SPDX-License-Identifier: MIT
"""Verifies passwords in threads, so that other clients do not wait: one check takes about 40 ms."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial

from rqcore.controller.users import Users

THREADS = 2
"""Maximum number of checks at the same time. Each uses a processor and 16 MiB."""


class PasswordChecker:
    """A pool of threads that verify passwords. ``rqcore.controller.logins`` bounds how many wait.

    Args:
        users: The users.
        finish: Called in the event loop with the keyed digest of a login, and whether it is right.
    """

    def __init__(self, users: Users, finish: Callable[[bytes, bool], None]) -> None:
        """Prepare a pool; the first check starts its threads."""
        self._users = users
        self._finish = finish
        self._pool = ThreadPoolExecutor(THREADS, "rqcore-password")

    def verify(self, name: str, password: bytes, digest: bytes) -> None:
        """Begin to verify a password. Call in the event loop.

        Args:
            name: The name of the user.
            password: The password.
            digest: The keyed digest of the login.
        """
        done = partial(self._done, asyncio.get_running_loop(), digest)
        self._pool.submit(self._users.verify, name, password).add_done_callback(done)

    def _done(self, loop: asyncio.AbstractEventLoop, digest: bytes, check: Future[bool]) -> None:
        if check.cancelled():
            return
        is_right = check.exception() is None and check.result()
        with suppress(RuntimeError):  # the event loop is closed
            loop.call_soon_threadsafe(self._finish, digest, is_right)

    def close(self) -> None:
        """Drop the checks that have not begun."""
        self._pool.shutdown(wait=False, cancel_futures=True)
