# SPDX-License-Identifier: MIT
"""The longest timeout of a call, for clients and the controller."""

LONGEST_TIMEOUT = 10 * 365 * 86400
"""Seconds. Longer timeouts are reduced to it, because their nanoseconds must fit into 64 bits of an event."""
