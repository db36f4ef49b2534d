# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts of calls (test vectors): written, generated, recorded, run and judged.

A script looks like Python and is parsed with ``ast``, but never executed as
Python: it knows calls on queues, expected results, loops and lanes. The folders
are stages: ``language`` turns text into nodes, ``running`` carries nodes out on
targets and judges what they give, ``reports`` writes the result to files,
``generation`` and ``recording`` write scripts. ``queue_model`` is a queue in
plain Python, which tells the generator what each call must give.

May import: ``rqdebug.support``, ``rqdebug.errors``, ``rqcore``; not the log of events.
Begin with ``language.parser``, then ``running.lane``.
"""
