# SPDX-License-Identifier: MIT
"""The handlers: one function for each command of the table, and the dispatcher that calls them.

A handler takes the controller's state, the client, the current time in nanoseconds and the parsed
arguments. It returns the value of the call, or ``BLOCKED``. The session encodes the value. Handlers may
import all of ``rqcore.controller``; no other module of the controller imports them.

Begin with ``dispatcher``, then read ``queue_methods``. ``inspection`` has the commands that only read,
``redis_lists`` the list commands of Redis, and ``connection_setup`` the commands about connections.
``rqcore.fast_paths.batched_calls`` executes many similar calls as one.
"""
