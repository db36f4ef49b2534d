# SPDX-License-Identifier: GPL-3.0-or-later
"""Scripts that a program writes: settings in, text out. What each vector must give is said by the model."""
