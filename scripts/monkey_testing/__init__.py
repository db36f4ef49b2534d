# SPDX-License-Identifier: GPL-3.0-or-later
"""A monkey uses the whole window by keyboard and mouse, at random, while three watches look for faults."""
