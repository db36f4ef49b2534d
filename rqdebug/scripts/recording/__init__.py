# SPDX-License-Identifier: GPL-3.0-or-later
"""Records scripts: from observed calls to text.

``observed_calls`` defines the events that are needed and collects what they
show about each item. ``lifetimes`` infers the queues, their kinds and sizes
from the calls. ``statements`` writes one call as a vector with the observed
result. ``recorded_script`` combines all of it, with a lane for each connection
and a turn for each call. ``source_events`` lets the results of a replay name
the recorded events.

``repeated_calls`` finds the calls of any events, which ``redis_cli_lines`` and
``python_lines`` write as text for other programs.

May import: ``scripts.language``. Events are read through a protocol, not from ``rqdebug.events``.
Begin with ``recorded_script``.
"""
