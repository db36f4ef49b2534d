# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands whose output cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from rqcore.server.stdout import give_up_output

FULL = "/dev/full"


def ended(stdout, *words):
    done = subprocess.run(
        [sys.executable, *words], stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=30
    )
    return done.returncode, done.stderr


@pytest.mark.skipif(not os.path.exists(FULL), reason=f"there is no {FULL}")
@pytest.mark.parametrize(
    "words",
    [
        ("rqcore", "commands"),
        ("rqdebug", "language"),
        ("rqdebug", "--help"),
        ("rqdebug", "filters", "--help-language"),
    ],
)
def test_full_disk_is_reported(words):
    with open(FULL, "w") as full:
        assert ended(full, "-m", *words) == (
            2,
            f"{words[0]}: the output cannot be written: No space left on device\n",
        )


@pytest.mark.parametrize("words", [("rqcore", "commands"), ("rqdebug", "generate", "--count", "5000")])
def test_closed_pipe_ends_the_command_without_a_traceback(words):
    reader, writer = os.pipe()
    os.close(reader)
    code, said = ended(writer, "-m", *words)
    os.close(writer)
    assert code == 0
    assert "Error" not in said


def test_unrelated_os_error_is_raised():
    with pytest.raises(ConnectionRefusedError):
        give_up_output(ConnectionRefusedError(111, "Connection refused"))
