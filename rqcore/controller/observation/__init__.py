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
       │ EventPublisher.record_fast, record, record_move, record_run, record_blocked, record_exposed
       ▼
    EventBuffer        plain values, in the order in which events happened
       │ EventPublisher.flush, about 40 times per second
       ▼
    EventColumns       the same events as columns, now with sequence and call numbers
       │ Subscription.add, for each observer
       ▼
    Subscription       selects rows, cuts previews, encodes records of its version, fills a batch
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
  spool. It also takes seven values in the flat list for each of its items, so
  that the order is kept, and an ``IrregularEvent`` for these rows with what is
  special about them. A call of several items is one event with a record for
  each item: ``part`` counts them, and ``call`` and ``items`` are the same in all.
  A move is one call with the records of its items at both queues.
- A *run*: events whose numbers follow from the numbers of the first, so that one
  row and one record represent them all. There are two kinds. A run of *calls* is
  several puts, or gets, that a client sent together and that were executed as
  one batch. A run of *parts* is items of one call that entered or left the queue
  one after the other. The items of a run have one codec and consecutive numbers.
  A subscription that samples calls, or whose previews are shorter than a payload
  in a run, expands runs to single events; one of version 2 expands runs of parts.

Events that differ only in numbers share an ``EventTemplate``: a record of each
version in which only the numbers are missing. Clients repeat their calls, so few templates are
needed, and encoding means joining their records and filling in the columns.

States
------

::

    publisher      off ── first subscribe ──► recording ── last unsubscribe ──► off

    subscription   taking ── closed batches reach the limit ──► dropping
                     ▲                                             │
                     └──────────── take of the last batch ─────────┘

While the publisher is *off*, ``record_fast`` is None and the other methods
return immediately. A call then costs only one more test for None.

A subscription has one open batch and a backlog of closed batches. It closes the
open batch when it has 128 KiB, and in ``take``. Many events, or large ones, are
encoded in parts, so that batches do not become much larger. While the backlog
has ``Limits.backlog`` bytes or more, events are *dropped*: they are counted as
lost without being encoded. ``take`` removes the oldest batches, as many as the
server sends in one turn. When it has removed the last, it returns the number of
events that were lost after it, which the server reports as ``rq.lost``.

What must always hold
---------------------

- Events keep the order in which they happened. A call is recorded when it
  blocks and when it ends, before the next call blocks or ends.
- An event shows the names at its time. ``rename`` flushes before a name changes,
  and a name that ``forget_name`` ends is forgotten after the next flush. A batch has only
  one name of a client or queue: ``rename`` closes it.
- An observer receives the selected events from ``subscribe`` to ``unsubscribe``,
  and no others. Both flush first.
- ``sequence`` has no gaps in a controller. An observer that selected everything
  sees a gap only where events were lost, and every lost event is counted.
- A batch that was begun is sent. A record never refers to a name that the
  observer did not receive.
- Each item that enters or leaves a queue has one record there, with its number.
- No method waits for an observer, or fails because of one.
"""
