# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets: everything that the debugger can attach to, each kind behind one small interface.

``base`` says what a target and an observation can do, ``registry`` which kind answers to which URL.
Imports the clients of ``rqcore`` and the engine's ``events`` and ``inspection``; knows no window.
Begin with ``base``, then ``controller_target``.
"""
