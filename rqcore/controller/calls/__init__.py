# SPDX-License-Identifier: MIT
"""The calls of every protocol: what they change, how they block and end, and which events they record.

A call takes the controller's state, the client and the current time in nanoseconds. The package imports
``state`` and the layers below it; ``handlers``, which reads the arguments of commands, imports the package.

Begin with the theory of operation in ``queue_calls``. ``lease_calls`` has leases and delayed items,
``session_calls`` what becomes of a client whose connection is lost, and ``returned_items`` what it took.
"""
