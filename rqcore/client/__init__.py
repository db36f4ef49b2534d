# SPDX-License-Identifier: MIT
"""The clients of a controller: handles of queues, blocking and for asyncio.

A handle turns a method call into an exchange (``exchanges``: what is sent, how long it may take, what
the reply means); a pool finds a connection for it; a connection carries it out. The layer imports
``rqcore.transport`` and ``rqcore.protocol``, never the controller or the server.

Begin with ``handles``, then ``exchanges``. ``base`` has what both kinds of handles share.
"""
