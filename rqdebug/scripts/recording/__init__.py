# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts made of observed calls: events in, text out.

``observed_calls`` describes the events that are needed and collects what is
known of each item; ``lifetimes`` concludes from the calls which queues there
were, of which kind and size; ``statements`` writes one call as a vector, with
the result that was observed; ``recorded_script`` puts all of it together, a
lane for each connection.

May import: ``scripts.language``; events come through a protocol, not the log.
Begin with ``recorded_script``.
"""
