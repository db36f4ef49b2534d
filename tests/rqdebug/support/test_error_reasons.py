# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import errno
import os

import pytest

from rqcore.errors import ConnectionLost
from rqdebug.support.error_reasons import reason_of


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ConnectionLost("it hung up"), "it hung up"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "No space left on device"),
        (AttributeError("'int' has no 'decode'"), "AttributeError: 'int' has no 'decode'"),
        (KeyError("addr"), "KeyError: 'addr'"),
        (ValueError("two\nlines"), r"ValueError: two\nlines"),
        (MemoryError(), "MemoryError"),
        (SystemExit(1), "SystemExit: 1"),
    ],
)
def test_reason_names_an_exception_that_no_rule_foresees(error, reason):
    assert reason_of(error) == reason
