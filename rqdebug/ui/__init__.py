# SPDX-License-Identifier: GPL-3.0-or-later
"""The window. Nothing outside this folder knows Qt."""
