# SPDX-License-Identifier: GPL-3.0-or-later
"""A debugger whose conditions are filters: hold calls, change them, freeze queues, and cause faults.

::

    from rqdebug.debug import attach

    with attach("rq://127.0.0.1:7654") as debugger:
        stop = debugger.hold("method == put and queue == jobs and payload.order.id == 17")
        stop.wait(timeout=5).release(payload=b'{"order": {"id": 18}}')

Everything else is as in ``rqcore.debug``, whose conditions can be used too. The package imports the filter
language in ``rqdebug.events`` and ``rqcore.debug``; ``filter_conditions`` leads from the one to the other.
``script_access`` lets scripts debug and observe a target.
"""

from rqdebug.debug.attaching import attach
from rqdebug.debug.filter_conditions import FilterConditions

__all__ = ["FilterConditions", "attach"]
