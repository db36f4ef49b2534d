# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts made of calls that were seen: events in, text out."""
