# SPDX-License-Identifier: MIT
"""The observation pipeline: from a call on a queue to a batch of events for each observer.

Begin with the theory of operation below, then read ``publisher``. The package imports ``rqcore.protocol``,
items, limits, and the small protocols in ``templates``, but no queue and no client.

Theory of operation
===================

Observing must cost the controller as little as possible. Recording an event
interrupts the work on calls, so it only appends plain values to a list.
Everything else happens later, for many events at a time::

    a call on a queue
       │ EventPublisher.record_fast, record, record_run, record_blocked, record_exposed
       ▼
    EventBuffer        plain values, in the order in which events happened
       │ EventPublisher.flush, about 40 times per second
       ▼
    EventColumns       the same events as columns, now with sequence and call numbers
       │ Subscription.add, for each observer
       ▼
    Subscription       selects rows, cuts previews, encodes records, fills a batch
       │ Subscription.take, when the observer's connection can send
       ▼
    batches and the number of lost events; the server sends them as push frames

Data flows only in this direction.

Kinds of events
---------------

- A *regular* event: a call moved one item without waiting, and the payload is
  in memory. This is by far the most frequent case. ``record_fast`` appends its
  seven values to the flat list of the buffer.
- An *irregular* event: every other event, such as the start or end of a blocked
  call, an error, a call that moved several items or none, or an item in the
  spool. It also takes seven values in the flat list, so that the order is kept,
  and an ``IrregularEvent`` with what is special about it.
- A *run*: several puts, or gets, that a client sent together and that were
  executed as one batch. If their items have one codec and consecutive numbers,
  one row and one record represent them all, because the first event's numbers
  determine the others. A subscription that samples calls, or whose previews
  are shorter than a payload in a run, expands the run to single events.

Events that differ only in numbers share an ``EventTemplate``: a record in which
only the numbers are missing. Clients repeat their calls, so few templates are
needed, and encoding means joining their records and filling in the columns.

States
------

::

    publisher      off ── first subscribe ──► recording ── last unsubscribe ──► off

    subscription   taking ── closed batches reach the limit ──► dropping
                     ▲                                             │
                     └─────────────────── take ────────────────────┘

While the publisher is *off*, ``record_fast`` is None and the other methods
return immediately. A call then costs only one more test for None.

A subscription has one open batch and a backlog of closed batches. It closes the
open batch when it has 128 KiB, and in ``take``. While the backlog is below
``Limits.backlog``, a closed batch is added to it. Otherwise the batch is
*dropped*: its events are counted as lost, and the names that it introduced are
marked as unsent. ``take`` empties the backlog and returns the number of events
that were lost after it, which the server reports as ``rq.lost``.

What must always hold
---------------------

- Events keep the order in which they happened. A call is recorded when it
  blocks and when it ends, before the next call blocks or ends.
- An event shows the names at its time. ``forget_name`` flushes before a name
  changes or disappears.
- An observer receives the selected events from ``subscribe`` to ``unsubscribe``,
  and no others. Both flush first.
- ``sequence`` has no gaps in a controller. An observer that selected everything
  sees a gap only where events were lost, and every lost event is counted.
- Batches are dropped as a whole. A record never refers to a name that the
  observer did not receive.
- No method waits for an observer, or fails because of one.
"""
