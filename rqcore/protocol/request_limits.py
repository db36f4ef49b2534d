# SPDX-License-Identifier: MIT
"""Limits of one request, for clients and controllers. A client loads this module alone, without the table."""

from __future__ import annotations

MANY = 10_000
"""The most items, names or other values in one command, so that other clients do not wait long."""
MAX_WORD = 64 * 1024
"""The most bytes of an argument that is neither a payload, nor a key of a priority, nor a report."""
MANY_KEYS = 250
"""The most items with a priority in one command if it is not a number: their keys are compared one by one."""
