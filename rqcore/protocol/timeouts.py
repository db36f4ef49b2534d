# SPDX-License-Identifier: MIT
"""The longest timeout that a call may have, for both sides of a connection."""

LONGEST_TIMEOUT = 10 * 365 * 86400
"""Seconds; a longer timeout is reduced to it, so that its ns fit into the 64 bits of an event."""
