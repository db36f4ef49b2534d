# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs: scripts carried out on targets.

A ``Lane`` is a generator: it yields what to do next (call, sleep, fork) and is
sent what came of it, so it needs no thread, clock or connection. A
``TargetRun`` drives the lanes of one target, each in a thread of its own, with
the connections of its ``TargetPool``. ``judge`` compares outcomes with what was
expected, ``RunTally`` counts them, ``PauseGate`` stops lanes at breakpoints.
A ``ScriptRun`` is the whole: it starts a ``TargetRun`` for each target.

May import: ``scripts.language``, ``scripts.report``, ``scripts.compare``.
Begin with ``lane``, then ``target_run`` and ``script_run``.
"""
