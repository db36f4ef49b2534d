# SPDX-License-Identifier: MIT
"""Durable queues: what a restart of the controller must find again, and how calls wait until it is safe.

The package knows no file: the journal packs the changes of a turn of the event loop into one record of bytes,
which the server writes, and the server passes the records back when it starts. It imports ``queue`` and the
layers below it. Begin with the theory of operation in ``journal``; ``change_format`` describes the bytes,
``durable_queue`` records the changes, ``checkpoint`` keeps the journal short, ``journal_replay`` reads it.
"""
