# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts that are generated: settings in, text out.

``generator_settings`` says what can be chosen. ``vector_drafts`` makes calls
of the choices, all of them, in pairs, or at random; ``random_walk`` makes each
call in view of the state of its queue. ``scene`` carries each call out in a
model of the queue and writes it down with the result that the model gives.
The same settings, seed included, give the same text.

May import: ``scripts.language``, ``scripts.queue_model``.
Begin with ``generator``.
"""
