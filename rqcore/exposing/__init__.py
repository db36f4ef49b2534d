# SPDX-License-Identifier: MIT
"""Make a queue of a running program visible to the debugger.

::

    jobs = queue.Queue()
    rqcore.expose(jobs, "jobs")    # at the controller named by RQ_URL, or the default one

Its size, its blocked calls, and each call with the name of its thread or task are reported to that
controller, which lists the queue and notifies its observers. Without a controller or an observer the
program runs as before, at almost no cost.

Inside: ``probe`` wraps the methods of the queue, ``reporter`` is the thread that sends the reports,
``watch`` runs an unchanged program (``rqcore watch``). Imports ``rqcore.parallel_queue`` and below.
"""

from __future__ import annotations

from rqcore.exposing.probe import expose
from rqcore.exposing.reporter import Exposure

__all__ = ["Exposure", "expose"]
