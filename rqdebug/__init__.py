# SPDX-License-Identifier: GPL-3.0-or-later
"""The debugger of remote queues: its engine, its command line and its window."""
