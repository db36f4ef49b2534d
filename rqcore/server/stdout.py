# SPDX-License-Identifier: MIT
"""The standard output that takes no more: its reader has seen enough, or its disk is full."""

from __future__ import annotations

import errno
import os
import sys

_OF_DISKS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def give_up_output(error: OSError) -> str:
    """Why it takes no more, in one sentence; nothing to say where its reader just left.

    What is still in the buffer is for nobody, also when Python flushes it at
    the end. Raises the error where it is of something else.
    """
    left = isinstance(error, BrokenPipeError)
    if not left and error.errno not in _OF_DISKS:
        raise error
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return "" if left else f"the output cannot be written: {error.strerror}"
