# SPDX-License-Identifier: MIT
"""The protocol between clients and the controller: bytes to values and back.

The layer of parsing and encoding. It keeps no queue, opens no socket and reads no clock, so that both
ends, the tests and the debugger can use it. It imports ``rqcore.errors`` and ``rqcore.codec`` only.

Begin with ``command_table``: each command with its arguments, reply and errors. ``resp`` is the Redis
serialization protocol, ``request_parser`` its fast half on the server, ``event_batch`` the binary
format in which observers receive events, and ``queue_values`` what is known of a queue from outside.
"""
