# SPDX-License-Identifier: MIT
"""Open connections and shared files: what clients and server both need of the operating system.

``socket_transport`` and ``tls_transport`` send and receive bytes, ``open_transport`` opens the right one
for a URL, ``shared_spool`` reads and writes the files of large payloads. It imports ``rqcore.protocol``,
``rqcore.url`` and ``rqcore.errors``; it knows no command and no queue. Begin with ``open_transport``.
"""
