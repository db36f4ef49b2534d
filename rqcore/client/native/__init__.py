# SPDX-License-Identifier: MIT
"""Queues of a controller: the handles that send its own commands, and leased items.

The interface of all queues is in ``rqcore.client.queue_handle``; queues on Redis
implement it in ``rqcore.pressure``. Begin with ``async_native_queue``, in which
each method is one exchange: ``rqcore.client.exchanges`` and ``lease_exchanges``
have the requests and the meaning of the replies. ``async_leased_item`` is what
``lease`` returns; ``async_lookup`` finds a queue again after a restart, and
``async_many_items`` splits large calls. The blocking modules are generated from the asyncio ones. The
package imports the modules of ``rqcore.client`` except the controller handles.
"""
