# SPDX-License-Identifier: GPL-3.0-or-later
"""Charts of what the current log shows: depths, rates, latencies, blocked calls and a timeline.

pyqtgraph takes long to import, so ``charts_lazy`` stands in the dock until the charts become visible.
Imports the log tab and all layers below it. Begin with ``charts_dock``.
"""
