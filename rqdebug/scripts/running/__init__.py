# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs: scripts that are executed on targets.

A ``Lane`` is a generator: it yields what to do next (call, sleep, fork) and
receives the outcome of each call. It uses no thread, clock or connection. A
``TargetRun`` executes the lanes on one target, with the connections of its
``TargetPool``. ``judge`` compares outcomes with expectations, ``RunTally``
counts the results, ``PauseGate`` stops lanes at breakpoints. A ``ScriptRun``
is the whole run: it starts one ``TargetRun`` for each target.

May import: ``scripts.language``, ``scripts.interventions``, ``scripts.report``, ``scripts.compare``.
Begin with ``lane``, then ``target_run`` and ``script_run``.

Theory of operation
===================

The parts
---------
::

    ScriptRun ─┬─► TargetRun (thread) ──► Lane "main" ─┬─► Lane "producer" (thread)
               │       │                    │          └─► Lane "consumer" (thread)
               │       ▼                    ▼
               │   TargetPool            yields steps: statement, call, sleep, note, fork, result
               └─► TargetRun (thread) …
    all of them ──► RunFeed: results (RunTally), PauseGate, signals

- A *statement* is a line or a block of the script. A *vector* is a statement
  with a call and its expected result; only vectors and checks (``assert x == 1``)
  have results.
- A *lane* is a sequence of statements that one thread executes in order. Every
  script begins in the lane ``main``. ``parallel()`` starts a thread for each of
  its lanes, and ``main`` continues when all of them have ended. A lane inside a
  lane is named ``outer/inner``. A lane starts with a copy of the variables of
  its parent; its own assignments are not visible outside it.
- A *lease* block leases an item first. Its end acknowledges the item, and an error that
  ends the block gives it back, if the lease is still open.
- A *function* executes its block with variables of its own: the outer variables of its
  lane when it is called, and its arguments.
- An *effect* is what a lane has set on a target: a fault, a frozen queue or a held call. It
  ends with its block, or at the latest with its test or lane; the report then names it
  (``scripts.interventions``). If the script expects events, each target is observed
  from the beginning of the pass.
- A *teardown* block runs after the main lane of each pass has ended in any way, as a
  lane of a ``TargetRun`` with connections of its own. A stop ends it after
  TEARDOWN_TIME.
- A *pass* executes the script once. ``Options.loops``, ``seconds`` and
  ``until_failure`` decide whether another pass follows. Loops inside the script
  (``for``, ``repeat``) are part of one pass. All lanes of a pass share one
  ``Budget`` of statements, so that no script runs forever by mistake.
- A script runs on each target of the run at the same time. If it calls
  ``target()``, it runs only once and uses the targets that it names.

One statement of a lane
-----------------------
::

    StatementStarted ──► pause gate ──► count in Budget ──► execute by type
                                                              │
      note ──► NoteWritten ──► signal note_written            │
      sleep, at ──► SleepRequest, SleepUntil ──► wait   ◄─────┤
      parallel ──► ForkLanes ──► threads, then join     ◄─────┤
      turn ──► TurnStarted ──► wait, then its statements, TurnEnded
      check ──► calls of its condition ──► judge ──► VectorResult ◄┤
      vector ──► pause before ──► CallRequest ──► judge ◄─────┘
                      ──► VectorResult ──► pause after

Turns with one name begin one after the other, in whichever lanes they are
(``TurnOrder``). If every lane that runs waits for a turn, none of them can begin:
each of these waits is then an error of the script, and its lane ends.

Pauses are sleeps around vectors; the options set them. ``at`` waits for a time
relative to the start of the lane, and how late it was is counted as lateness.

How a lane ends
---------------
::

    running ─┬─ after the last statement ────────────────────────► ended
             ├─ the script itself is wrong (ValueError) ─────────► ended, result ERROR
             ├─ a vector with a variable failed with an error ───► ended, its result
             ├─ ConnectionLost ──────────────────────────────────► ended, result ERROR
             └─ stop ── a call that waited is INTERRUPTED ──────► abandoned

Inside ``soft`` and ``test``, the second and third case end only the block around the
statement, and its lane continues after it. A ``retry`` executes its block again after a
FAILED result, which becomes a note; an ERROR is never repeated.

The third case ends the lane because later statements would use a variable that
has no value. Any other failed vector does not end its lane. The vectors that
were due when a lane ended early are NOT_RUN (``Lane.not_run``): those behind its
last statement, one more iteration of each loop around it, and all of them if
the target is unreachable. A lane that ended
early does not end the other lanes of its ``parallel`` block, nor its parent.

The pause gate
--------------
All lanes on all targets share one gate; they check it before each statement,
never during a call::

              ┌──── resume ─────┐     step: one lane executes one statement
              ▼                 │                     ┌───┐
            open ── pause, or a breakpoint ──► shut ──┘   │
              │                                 │ ▲───────┘
              └────────────── stop ─────────────┴──► open permanently

A lane that reaches a breakpoint shuts the gate for all lanes. Calls that are
waiting on a target continue to wait while the gate is shut.

How a run ends
--------------
::

    new ──start──► running ─┬─ last pass done ────────────────────────────────► finished
                    ▲  │    ├─ stop_after_loop ── current pass done ──────────►    ▲
             resume │  │    ├─ target lost (ends only the run on this target) ►    │
                    │  ▼    └─ stop ──► stopping ── after GRACE ──► connections closed
                   paused

``stop`` opens the gate permanently and wakes sleeping lanes. Calls that are
still waiting after GRACE seconds end because their connections are closed. This
is not reported as a lost target; such a call is INTERRUPTED. A call that ends
in time is judged as always. The caller that
stops a run because it takes too long gives this reason for the report. After each pass,
however it ends, the queues that it created are closed, if necessary over a new
connection. Queues that existed before are not closed.

Which verdict wins
------------------
A vector has one verdict each time it is executed:

1. An error that ``raises`` expects is PASSED. Any other error is FAILED if the
   queue answered with it, and ERROR if there was no answer (a lost connection)
   or the call could not be made.
2. A value is PASSED if it meets the expectation, and FAILED otherwise.
3. Only a PASSED vector is checked against the limits of ``timing``; outside
   them, it is FAILED with its duration as the reason.

In a summary of many results of one vector, the worst verdict wins: ERROR, then
INTERRUPTED, FAILED, NOT_RUN, PASSED. A whole run has one status
(``Report.status``), from which the exit code, the terminal and all reports are made.
If several apply, the first wins: skipped, not run, unreachable, lost, timed out,
invalid, stopped, error, failed, different, empty, passed. Only passed and skipped are a
success: a run that checked nothing is not.

Invariants
----------
- Results of one lane are recorded in the order in which its statements ran.
- With the same seed, a lane draws the same random values in the same pass, on
  every target.
- ``finished`` is emitted exactly once, after the last lane has ended.
- A report is a snapshot; it never changes.

This must never happen:

- a lane begins another step after ``stop``, unless it is a teardown;
- a call or a sleep delays ``stop`` by more than GRACE and the time to close a
  connection;
- an effect of a lane still exists after it has ended;
- the thread of a lane still runs after ``finished``;
- a queue that existed before the run is closed by it without ``close()``;
- a pickle from a target is loaded.

Signals are emitted in the threads of the lanes. A slot must return soon and
must not raise, because its lane waits for it and an exception would end it.
"""
