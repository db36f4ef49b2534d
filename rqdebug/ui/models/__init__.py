# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window's tables and trees show, without any widget."""
