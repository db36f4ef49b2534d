# SPDX-License-Identifier: GPL-3.0-or-later
"""The entry point of the program. The base install is rqcore alone: missing packages are reported here."""

from __future__ import annotations

import io
import os
import sys

from rqcore.server.stdout import give_up_output

COULD_NOT = 2
"""The exit code of a command that failed."""
INTERRUPTED = 130
"""The exit code after Ctrl+C before a command has begun: 128 + SIGINT, as in shells."""


def main() -> None:
    """Run ``rqdebug`` with the arguments of the process, and exit with its exit code."""
    _replace_closed_outputs()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal whose encoding has no … must not fail
    try:
        try:
            from rqdebug.program import commands

            commands(prog_name="rqdebug")
        finally:
            sys.stdout.flush()
    except ModuleNotFoundError as error:
        extra = "run pip install 'rqdebug[gui]', or 'rqdebug[tools]' for the command line alone"
        print(f"rqdebug: it needs {error.name}, which is not installed; {extra}", file=sys.stderr)
        sys.exit(COULD_NOT)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        if message := give_up_output(error):
            print(f"rqdebug: {message}", file=sys.stderr)
            sys.exit(COULD_NOT)


def _replace_closed_outputs() -> None:
    """Discard what is written to an output that the caller has closed, as with ``>&-``.

    Without this, the next file that is opened would get its number, and everything that is printed.
    """
    for name, number in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, os.O_WRONLY)
            if null != number:
                os.dup2(null, number)
                os.close(null)
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", errors="replace"))


if __name__ == "__main__":
    main()
