# SPDX-License-Identifier: MIT
"""Make a queue of a running program visible to the debugger.

::

    jobs = queue.Queue()
    rqcore.expose(jobs, "jobs")    # at the controller that RQ_URL names, or the usual one

Its size, the calls that wait, and each call with the name of its thread or
task are then told to that controller, which lists the queue and tells its
observers. Where no controller is, or nobody observes, the program goes on as
ever, and pays next to nothing.
"""

from __future__ import annotations

from rqcore.exposing.probe import expose
from rqcore.exposing.reporter import Exposure

__all__ = ["Exposure", "expose"]
