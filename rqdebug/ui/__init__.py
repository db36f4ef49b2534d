# SPDX-License-Identifier: GPL-3.0-or-later
"""The window. Nothing outside this folder knows Qt.

Its folders are its layers, from the top: ``window`` (the frame, tabs, commands), ``charts`` and
``dialogs``, the areas ``log``, ``scripts`` and ``inspection``, then ``widgets``, ``models``, ``services``
and ``style``. Each imports only what stands below it. Panels own their widgets and report what happened
with signals; the window creates, arranges and connects them. The GUI thread never waits for network,
disk or a filter. Begin with ``window.app``.
"""
