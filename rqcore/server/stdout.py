# SPDX-License-Identifier: MIT
"""Handles a standard output that cannot be written: its reader has left, or its disk is full."""

from __future__ import annotations

import errno
import os
import sys

_OF_DISKS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def give_up_output(error: OSError) -> str:
    """Discard the rest of the output after an error of writing it.

    The buffered output goes to the null device, so that Python does not fail again when it flushes at exit.

    Returns:
        The reason in one sentence; empty if the reader has left, which is not an error.

    Raises:
        OSError: The given error, if it is not an error of writing.
    """
    left = isinstance(error, BrokenPipeError)
    if not left and error.errno not in _OF_DISKS:
        raise error
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return "" if left else f"the output cannot be written: {error.strerror}"
