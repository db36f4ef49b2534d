# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: each module holds one subcommand, or several related ones.

A subcommand declares its help, examples and exit codes where its function is (``documented_command``).
It is imported when it is called, so that every command starts quickly (``group``). The output goes
through ``messages`` and ``tables``. Exit codes: 0 success, 1 a vector did not pass, 2 the command failed,
with one sentence on stderr.

May import: everything in ``rqdebug`` but ``ui``. Begin with ``group``, then ``tail``.
"""
