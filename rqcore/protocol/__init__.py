# SPDX-License-Identifier: MIT
"""The protocol between clients and the controller: bytes to values and back.

This layer parses and encodes. It stores no queue, opens no socket and reads no clock. Therefore the
server, the clients, the tests and the debugger can all use it. It imports only ``rqcore.errors`` and
``rqcore.codec``.

Begin with ``command_table``, which lists each command with its arguments, reply and errors. ``resp`` is
the Redis serialization protocol, ``requests`` reads what clients send, ``event_batch`` is the binary format
of events for observers, and ``queue_values`` has the public state of a queue.
"""
