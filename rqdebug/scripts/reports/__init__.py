# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports of runs as files.

``junit`` writes JUnit XML for continuous integration, ``json_report`` writes
JSON for programs, and ``html_page`` writes a self-contained page for people,
with the histograms that ``chart`` draws as SVG. Each is a function from a
``Report`` to a text.

May import: ``scripts.report``, ``scripts.compare``, ``scripts.histogram``.
Begin with ``json_report``, the simplest.
"""
