# SPDX-License-Identifier: MIT
"""The controller: queues, clients and blocked calls, as a state machine without input or output.

It opens no socket and reads no clock. The server passes each request to it together with the current time,
and sends the replies that it returns. Therefore its tests are exact and fast. The package imports
``rqcore.protocol`` and the layers below it.

Begin with the theory of operation in ``calls.queue_calls``, then read ``queue``: the rules of one queue.
``state`` contains all queues and clients, ``clients`` the state of a connection and of its blocked call,
``deadlines`` the times at which blocked calls expire. ``handlers`` executes the commands with the functions
of ``calls``. ``observation`` turns calls into events for observers, ``storage`` keeps durable queues.
``rqcore.fast_paths`` lists all optimizations.
"""
