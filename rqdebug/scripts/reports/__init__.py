# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports of runs as files.

``junit`` writes JUnit XML for continuous integration, ``json_report`` JSON for
programs, ``html_page`` a page for people that needs no other file; ``chart``
draws its histograms as SVG. Each is a function of a ``Report`` alone.

May import: ``scripts.report``, ``scripts.compare``, ``scripts.histogram``.
Begin with ``json_report``, the simplest.
"""
