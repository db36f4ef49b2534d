# SPDX-License-Identifier: GPL-3.0-or-later
"""Generates scripts: from settings to text.

``generator_settings`` lists what can be chosen. ``vector_drafts`` makes calls
from these choices: every combination, pairwise, or at random. ``random_walk``
chooses each call to suit the state of its queue. ``vector_writer``
executes each call in a model of the queue and writes it with the result that
the model predicts.
The same settings, including the seed, generate the same text. ``settings_header``
writes them into the script, and reads them again.

May import: ``scripts.language``, ``scripts.queue_model``.
Begin with ``generator``.
"""
