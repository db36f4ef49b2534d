# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts: texts of vectors, parsed but never executed as Python, and the runs that carry them out."""
