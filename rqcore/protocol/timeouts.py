# SPDX-License-Identifier: MIT
"""Limits of time, for clients and the controller."""

LONGEST_TIMEOUT = 10 * 365 * 86400
"""Seconds. Longer timeouts are reduced to it, because their nanoseconds must fit into 64 bits of an event."""
SLOWEST_TRANSFER = 64 * 1024
"""Bytes per second. A client waits one second longer for each such part of a large request or reply.

So a large transfer on a slow network does not fail, and a server that sends a byte now and then does.
"""
LONGEST_LEASE = 86_400
"""The most seconds of a lease, and of the delay of an item: a day."""
