# SPDX-License-Identifier: GPL-3.0-or-later
"""Charts of the current log: depth, rates, latency, blocked calls and a timeline.

pyqtgraph is slow to import, so ``charts_lazy`` takes its place until the charts become visible.
May import the log tab and all layers below it. Begin with ``charts_dock``.
"""
