# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a Redis URL that the debugger uses."""

from __future__ import annotations

from rqcore.url import REDIS_SCHEMES
from rqdebug.targets.target_form import FieldChoice, FieldType, FormField

_MONITOR_COST = "MONITOR can halve the throughput of a busy server."
EVENTS = FormField(
    name="events",
    label="Events",
    type=FieldType.CHOICE,
    default="monitor",
    choices=(
        FieldChoice("monitor", "Calls on queues (uses MONITOR)", _MONITOR_COST),
        FieldChoice("all", "All commands (uses MONITOR)", _MONITOR_COST),
        FieldChoice(
            "count",
            "Counters only (without MONITOR)",
            "Puts little load on the server. Shows how many items moved, but not which client moved them.",
        ),
    ),
)
"""The source of the events."""
CHANGES = FormField(
    name="changes",
    label="Allow changes (put, get, create and delete)",
    type=FieldType.SWITCH,
    default="no",
)
"""Whether queues can be changed, or only observed."""
CERTIFICATES = FormField(
    name="cafile",
    label="Certificates",
    type=FieldType.FILE,
    help="the trusted certificates of the system",
    file_pattern="*.pem *.crt",
    schemes=tuple(scheme for scheme in REDIS_SCHEMES if scheme.startswith("rediss")),
)
"""The file of trusted certificates, for TLS connections."""
