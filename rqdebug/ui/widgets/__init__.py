# SPDX-License-Identifier: GPL-3.0-or-later
"""Small widgets and delegates that several panels use: labels, empty states, swatches, table styles.

Imports ``models`` (for their roles), ``services`` and ``style``; knows no panel.
"""
