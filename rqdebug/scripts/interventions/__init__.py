# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts do to other programs, and expect of them: faults, frozen queues, held calls, and events.

``debugger_functions`` has a function for each word of the language; to add one, write one there.
``target_access`` is the interface to a target, which ``rqdebug.debug`` implements. ``run_interventions``
keeps what the lanes of a run have set, so that all of it ends.

May import: ``scripts.signatures``, ``scripts.item_values``, ``rqdebug.errors``, ``rqcore``.
Begin with ``debugger_functions``.
"""
