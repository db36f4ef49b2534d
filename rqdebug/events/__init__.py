# SPDX-License-Identifier: GPL-3.0-or-later
"""The log: events as Arrow columns, what is kept of them, and how they are filtered."""
