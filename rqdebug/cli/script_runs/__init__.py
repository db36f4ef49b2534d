# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``run`` and ``replay`` have in common: they execute a run, and print its progress and its report.

May import ``rqdebug.cli.messages``, ``tables``, ``outputs`` and ``common``, but no subcommand. Begin with
``running``.
"""
