# SPDX-License-Identifier: GPL-3.0-or-later
"""The common parts of the benchmarks: ``figures`` (the table), ``servers``, ``load`` and ``events``."""
