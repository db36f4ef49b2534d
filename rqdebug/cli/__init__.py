# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: a module for each subcommand or family of them.

Exit codes: 0 success, 1 a vector did not pass, 2 the command failed, with one sentence on stderr that
says why.

Subcommands are imported when they are called, to keep every start short (``group``). Everything is
printed through ``messages`` and ``tables``. Imports the engine, never the window. Begin with ``group``,
then ``tail``.
"""
