# SPDX-License-Identifier: MIT
"""A debugger for the calls of other programs: hold them, change them, freeze queues, and cause faults.

::

    from rqcore.debug import attach, method, payload, queue

    with attach("rq://127.0.0.1:7654") as debugger:
        stop = debugger.hold(method.is_("put") & queue.is_("jobs"))
        call = stop.wait(timeout=5)                     # a program puts into jobs, and waits
        call.release(payload=b'{"n": 2}')               # it continues, with another payload

        with debugger.fault("delay", payload["n"] == 3, seconds=0.2, probability=0.1):
            ...                                         # some calls of other programs are slow

        with debugger.freeze("jobs") as frozen:
            frozen.step("gets", 2)                      # two items leave the queue

Everything ends with the debugger: what it holds continues, and its rules are removed, also if its process is
killed or stopped. The controller allows it to users with the role ``debug``; without users, on its own
machine.

``call_conditions`` has the fields of conditions, ``held_call`` the held calls, ``debugger`` the rest. The
package imports ``rqcore.client`` and the layers below it.
"""

from rqcore.debug.call_conditions import (
    CallCondition,
    address,
    client,
    codec,
    deliveries,
    depth,
    items,
    kind,
    method,
    payload,
    priority,
    queue,
    size,
    timeout,
)
from rqcore.debug.debugger import Debugger, DebuggerListener, FrozenQueue, Rule, attach
from rqcore.debug.held_call import HeldCall

__all__ = [
    "CallCondition",
    "Debugger",
    "DebuggerListener",
    "FrozenQueue",
    "HeldCall",
    "Rule",
    "address",
    "attach",
    "client",
    "codec",
    "deliveries",
    "depth",
    "items",
    "kind",
    "method",
    "payload",
    "priority",
    "queue",
    "size",
    "timeout",
]
