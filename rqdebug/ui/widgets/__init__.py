# SPDX-License-Identifier: GPL-3.0-or-later
"""Small widgets and delegates shared by several panels: labels, empty states, swatches, table styles.

May import ``models`` (for their data roles), ``services`` and ``style``, but no panel.
"""
