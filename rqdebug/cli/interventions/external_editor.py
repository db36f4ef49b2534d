# SPDX-License-Identifier: GPL-3.0-or-later
"""A payload in the user's editor."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from rqdebug.cli.messages import CommandFailed

SUFFIXES = {"json": ".json", "text": ".txt"}
"""The names of files that editors know, by codec."""


def edit_payload(payload: bytes, codec: str) -> bytes:
    """Return a payload as the user leaves it in the editor. A line end that editors add does not count.

    Args:
        payload: The payload.
        codec: Its codec.

    Raises:
        CommandFailed: The editor cannot be started, or has failed.
    """
    with tempfile.TemporaryDirectory(prefix="rqdebug-") as directory:
        path = Path(directory) / f"payload{SUFFIXES.get(codec, '.bin')}"
        path.write_bytes(payload)
        try:
            click.edit(filename=str(path))
            edited = path.read_bytes()
        except (click.ClickException, OSError) as error:
            raise CommandFailed(f"the editor has failed, {error}; set EDITOR to another one") from error
    return edited if payload.endswith(b"\n") else edited.removesuffix(b"\n")
