# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the program begins. The base install is rqcore alone, and says so here."""

from __future__ import annotations

import io
import sys

from rqcore.server.stdout import give_up_output

COULD_NOT = 2
"""Exit code when what was asked for could not be done."""
INTERRUPTED = 130
"""By Ctrl-C, before anything began; as shells count it."""


def main() -> None:
    """The entry point of ``rqdebug``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that has no … is no reason to fail
    try:
        try:
            from rqdebug.program import commands

            commands(prog_name="rqdebug")
        finally:
            sys.stdout.flush()
    except ModuleNotFoundError as error:
        extra = "pip install 'rqdebug[gui]', or 'rqdebug[tools]' for the terminal alone"
        print(f"rqdebug: it needs {error.name}, which is not installed: {extra}", file=sys.stderr)
        sys.exit(COULD_NOT)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        if trouble := give_up_output(error):
            print(f"rqdebug: {trouble}", file=sys.stderr)
            sys.exit(COULD_NOT)


if __name__ == "__main__":
    main()
