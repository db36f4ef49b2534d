# SPDX-License-Identifier: MIT
"""The controller on the network: an asyncio shell around ``rqcore.controller``.

This layer has the sockets, the clock, TLS, files and settings, and no rule of a queue. It imports
``rqcore.controller``, ``rqcore.protocol`` and what ``rqcore.transport`` shares with the clients.

Begin with ``controller_server``, which listens and runs the loop; ``server_connection`` is one socket,
``client_session`` the conversation on it (bytes in, bytes out). ``server_settings`` is the table of
settings, ``spool_directory`` keeps large payloads as files.
"""
