# SPDX-License-Identifier: MIT
"""The controller: queues, clients and blocked calls, as a state machine without input or output.

It opens no socket and reads no clock: the server passes it requests together with the time, and sends
what it returns. Therefore every test of it is exact and fast. It imports ``rqcore.protocol`` and below.

Begin with ``queue``: the rules of one queue. ``state`` holds all queues and clients, ``clients`` what is
known of a connection and of the call in which it is blocked, ``deadlines`` when blocked calls expire.
``queue_calls`` lets clients call a queue, ``handlers`` carries out the commands, ``observation`` turns calls
into events for observers. ``rqcore.fast_paths`` lists every trick for speed.
"""
