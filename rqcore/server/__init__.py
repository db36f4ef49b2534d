# SPDX-License-Identifier: MIT
"""The server of a controller: an asyncio shell around ``rqcore.controller``.

This package has the sockets, the clock, TLS, files and settings, but no rules of queues. It imports
``rqcore.controller``, ``rqcore.protocol``, and the part of ``rqcore.transport`` that clients use too.

Begin with ``controller_server``, which listens and runs the event loop. ``server_connection`` is one
socket, and ``client_session`` the session on it: bytes in, bytes out. ``base_session`` explains its flow
control. ``server_settings`` has the table of settings, and ``spool_directory`` keeps large payloads as
files.
"""
