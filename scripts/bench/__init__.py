# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks have in common."""
