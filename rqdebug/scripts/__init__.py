# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts of queue calls (test vectors): written, generated, recorded, run and judged.

A script uses Python's syntax and is parsed with ``ast``, but is never executed
as Python. It consists of calls on queues, their expected results, loops and
lanes. Each folder is one stage: ``text`` splits and formats text, ``language`` parses it into nodes,
``running`` executes the nodes on targets and judges the results, ``reports``
writes the results to files, and ``generation`` and ``recording`` write new
scripts. ``interventions`` has the functions that disturb and watch other programs.
``editing`` helps an editor with text that is incomplete. ``queue_model`` is a simple queue in
plain Python; the generator uses it to predict the result of each call.

May import: ``rqdebug.support``, ``rqdebug.errors``, ``rqcore``; not ``rqdebug.events``.
Begin with ``language.parser``, then ``running.lane``.
"""
