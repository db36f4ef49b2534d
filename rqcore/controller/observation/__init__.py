# SPDX-License-Identifier: MIT
"""The observation pipeline: from a call on a queue to a batch of events for each observer.

``publisher`` records calls, ``buffer`` keeps them at almost no cost, ``columns`` turns many of them into
columns, ``subscriptions`` selects what each observer asked for and queues its batches up to a bound.
Data flows in this direction only. An observer never slows the controller: when its batches exceed the
bound, whole batches are dropped and counted.

It imports ``rqcore.protocol`` and the small protocols in ``templates``. Begin with ``publisher``.
"""
