# SPDX-License-Identifier: MIT
"""Sockets and shared files, for clients and server.

``socket_transport`` and ``tls_transport`` send and receive bytes, ``open_transport`` opens one of them for
a URL, and ``shared_spool`` reads and writes the files of large payloads. The package imports
``rqcore.protocol``, ``rqcore.url`` and ``rqcore.errors``; it has no code for commands or queues.
Begin with ``open_transport``.
"""
