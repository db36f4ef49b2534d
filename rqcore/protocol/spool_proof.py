# SPDX-License-Identifier: MIT
"""How a controller and a client prove to each other that they share a spool, without showing a file.

The controller writes random bytes, the secret, to a file in its spool that only its user can read. Both
sides know the secret only if they have read the file, and only digests of it are sent::

    client                                    controller
      nonce ──────────────────────────────────►
      ◄──────────── directory, above, HMAC(secret, nonce)
      finds the directory, reads the secret,
      checks the digest
      with each get: HMAC(secret, CLIENT) ─────► sends the name of a file in place of its bytes

A controller that lies about the directory receives nothing: the client opens only a directory and a file
that have the names, the owner, the permissions and the form that a spool has, and answers only if the
controller's digest shows that the controller knows the secret in it. A program that listens to the
connection learns digests, from which the secret cannot be computed.
"""

from __future__ import annotations

import re
from importlib import import_module

SECRET_NAME = "secret"  # noqa: S105  # the name of a file
"""The name of the file with the secret."""
SECRET_HEAD = b"secret of a spool of rqcore\n"
"""The first bytes of the file. The rest is the secret."""
SECRET_SIZE = 32
DIRECTORY_NAME = re.compile(r"spool-[a-z0-9_]{8}")
"""The form of the name of a spool."""
NONCE = re.compile(rb"[0-9a-f]{32}")
"""The form of a nonce."""
_CLIENT = b"client"


def controller_proof(secret: bytes, nonce: bytes) -> str:
    """Return the digest by which a controller shows a client that it knows the secret of its spool."""
    return _digest(secret, nonce)


def client_proof(secret: bytes) -> bytes:
    """Return the digest by which a client shows the controller that it can read the spool."""
    return _digest(secret, _CLIENT).encode()


def _digest(secret: bytes, message: bytes) -> str:
    """Return an HMAC. The module is loaded when it is needed, because it takes 3 ms to import."""
    text: str = import_module("hmac").new(secret, message, "sha256").hexdigest()
    return text
