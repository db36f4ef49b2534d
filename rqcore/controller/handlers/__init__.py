# SPDX-License-Identifier: MIT
"""One function for each command of the table, and the dispatcher that calls them.

A handler takes the controller's state, the client, the time in nanoseconds and the parsed arguments. It
returns a value, or says that the call is blocked; a session encodes the value. Handlers may import all of
``rqcore.controller``; nothing of the controller imports them.

Begin with ``dispatcher``, then ``queue_methods``. ``inspection`` has the commands that only look,
``redis_lists`` those that every Redis client knows, ``batched`` the fast path for many calls at once.
"""
