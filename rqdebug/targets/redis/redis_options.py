# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of a Redis URL that concern the debugger."""

from __future__ import annotations

from rqcore.url import REDIS_SCHEMES
from rqdebug.targets.target_form import FieldChoice, FieldType, FormField

_MONITOR_COST = "MONITOR can cost a busy server half of what it can do."
EVENTS = FormField(
    name="events",
    label="Events",
    type=FieldType.CHOICE,
    default="monitor",
    choices=(
        FieldChoice("monitor", "Calls on queues, by MONITOR", _MONITOR_COST),
        FieldChoice("all", "Every command, by MONITOR", _MONITOR_COST),
        FieldChoice(
            "count", "Counters only, without MONITOR", "Costs little; tells how many items moved, not whose."
        ),
    ),
)
"""Where the events come from."""
CHANGES = FormField(
    name="changes",
    label="Allow changes: put, take, create and delete",
    type=FieldType.SWITCH,
    default="no",
)
"""Whether queues can be changed, or only watched."""
CERTIFICATES = FormField(
    name="cafile",
    label="Certificates",
    type=FieldType.FILE,
    help="certificates to trust, in place of the system's",
    file_pattern="*.pem *.crt",
    schemes=tuple(scheme for scheme in REDIS_SCHEMES if scheme.startswith("rediss")),
)
"""Whom to trust, where the connection is encrypted."""
