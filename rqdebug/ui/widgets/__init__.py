# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of the window. Each owns its widgets and tells what happened by signals."""
