# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets: what the debugger can attach to, one module a kind."""
