# SPDX-License-Identifier: MIT
"""What the rules of debuggers do with calls: stop, release and change them, and answer in their place.

Theory of operation
===================

``state.debugging`` is None until a debugger begins a session, so calls pay one comparison for all of this.
Otherwise the dispatcher passes each request on which a rule may act (``quick_checks``) to ``execution``::

    request ──► rules at its start ──► handler ──► rules at its end ──► reply
                    │  hold, delay                     │  hold, delay
                    ▼                                  ▼
                 PendingRelease ── release ──► request    PendingRelease ── release ──► reply

A call that is stopped at its start was not executed: its session keeps the request, and executes it again
when the call continues. ``Client.met`` says which rules it has met already. A call that is stopped at its end
has taken its items; they go back if its client leaves. Both are the ``call`` of their client, as a blocked
call is, so that what a client sent behind a stopped call waits.

A get that waits for its queue meets the rules at its end when it has its items (``meet_blocked_end``). A
freeze (``freezes``) is a rule that holds all puts, gets, or both, of one queue, and lets none of the calls
continue that wait there already.

However many calls stop or continue together, one turn of the event loop does little (``gradual_steps``).

A transaction is held as a whole, and no fault acts in it (``held_transactions``).

``debugger_sessions`` has the debugger sessions. Everything belongs to one: when it ends, its rules and
freezes are removed, and the calls that they hold continue.

What must always hold:

- A call that is held is in no wait queue, and no timeout of its own runs.
- A get of several queues, of which one is frozen, can still take items of the others.
- Calls that one rule holds continue in the order in which it stopped them, unless a debugger chooses.
- Nothing stays held after the session of its rule has ended, or longer than ``max_hold``.

The package imports ``state`` and the layers below it. Begin with ``execution``.
"""
