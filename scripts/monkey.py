# SPDX-License-Identifier: GPL-3.0-or-later
"""Let a monkey use the whole window at random, and report errors, stalls and calls to a wrong queue.

.venv/bin/python scripts/monkey.py [--minutes M | --actions N] [--seed S] [--theme dark|light]

Without a screen, set QT_QPA_PLATFORM=offscreen. Nothing of the user's own settings or files is touched.
Exits with 1 if there was an error or a call to a wrong queue. A stall is a turn of the window's thread of
more than 200 ms, without the time that it waited for a processor; each is printed with its place.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="rqdebug-monkey-"))
for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
    os.environ[variable] = str(FOLDER)
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# The libraries read the environment when they are imported.
# ruff: noqa: E402
from monkey_testing.monkey import Monkey
from monkey_testing.surroundings import QUEUES, surroundings
from monkey_testing.watches import ErrorWatch, StallWatch, TargetWatch
from PyQt5.QtCore import Qt  # noqa: TID251  # a script of the window
from PyQt5.QtWidgets import QApplication, QDialog, QWidget  # noqa: TID251

from rqdebug.ui.window.app import make_application

HANG = 60
"""Seconds without an action after which the stacks of all threads are printed, and the program ends."""
MAX_DIALOGS = 100
"""Dialogs that can be open in each other."""
LOOK = 20
"""Number of actions between two looks at what the targets received."""


def play(seed: int, minutes: float, actions: int, theme: str, verbose: bool) -> bool:
    """Let the monkey play. Returns whether no fault was found."""
    QApplication.setAttribute(Qt.AA_DontUseNativeDialogs)
    application = make_application("en")
    application.setQuitOnLastWindowClosed(False)
    errors = ErrorWatch()
    faulthandler.dump_traceback_later(HANG, exit=True)
    with errors.installed(), surroundings(application, FOLDER, theme) as around:
        monkey, stalls = Monkey(around.window, FOLDER, seed), StallWatch()
        targets = TargetWatch(around.window, around.urls, QUEUES)
        if verbose:
            monkey.acted.connect(partial(print, flush=True))
        end = time.monotonic() + minutes * 60

        def go_on(done: int) -> bool:
            faulthandler.dump_traceback_later(HANG, exit=True)
            if done % LOOK == 0:
                targets.look()
            return not errors.errors and done < actions and time.monotonic() < end

        monkey.finished.connect(application.quit)
        monkey.play(go_on)
        application.exec()
        close_dialogs()
        around.window.context.runs.stop()
        strays = targets.strays()
        targets.close()
        stalls.stop()
        faulthandler.cancel_dump_traceback_later()
    print(f"{monkey.done:,} actions with seed {seed}; {targets.calls} calls by hand changed a queue")
    print(f"longest turn {stalls.longest_ms:.0f} ms; {len(stalls.stalls)} longer than 200 ms")
    for fault in (*stalls.stalls, *strays, *errors.errors):
        print(f"\n{fault}")
    if errors.errors:
        print("\nthe actions before the error:", *monkey.former, sep="\n  ")
    return not errors.errors and not strays


def close_dialogs() -> None:
    """Cancel what is open, as pressing Escape would; a dialog whose function waits for it ends it."""
    for _ in range(MAX_DIALOGS):
        modal: QWidget | None = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if modal is None:
            return
        modal.done(0) if isinstance(modal, QDialog) else modal.close()
        QApplication.processEvents()


def main() -> int:
    """Read the command line, and let the monkey play."""
    parser = argparse.ArgumentParser(
        description="Let a monkey use the whole window at random, and report its faults.",
        epilog="example: .venv/bin/python scripts/monkey.py --minutes 5 --seed 2\n"
        "exit codes: 0 no fault; 1 an error, or a call to a wrong queue; 2 wrong options",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--minutes", type=float, default=30.0, help="the longest time")
    parser.add_argument("--actions", type=int, default=sys.maxsize, help="the most actions")
    parser.add_argument("--seed", type=int, default=1, help="chooses the actions")
    parser.add_argument("--verbose", action="store_true", help="print each action")
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    given = parser.parse_args()
    return 0 if play(given.seed, given.minutes, given.actions, given.theme, given.verbose) else 1


if __name__ == "__main__":
    sys.exit(main())
