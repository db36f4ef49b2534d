# SPDX-License-Identifier: MIT
"""Makes a queue of a running program visible in the debugger.

::

    jobs = queue.Queue()
    rqcore.expose(jobs, "jobs")    # at the controller that RQ_URL names, or the default one

The controller lists the queue with its size and its blocked calls, and sends each call to its observers,
with the name of the thread or task. Without a controller or an observer, the program runs as before, at
almost no cost.

Begin with ``probe``, which wraps the methods of the queue. ``reporter`` has the thread that sends the
reports, ``watch`` runs an unchanged program (``rqcore watch``). The package imports
``rqcore.parallel_queue`` and the layers below.
"""

from __future__ import annotations

from rqcore.exposing.probe import expose
from rqcore.exposing.reporter import Exposure

__all__ = ["Exposure", "expose"]
