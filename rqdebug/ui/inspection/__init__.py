# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking into things: the details of an event, payloads of any size, queue contents, and workers.

Looking takes nothing out of a queue. Imports the models, widgets, services and style of the window, and
the engine's ``inspection``. Begin with ``inspector_dock`` and ``payload_view``.
"""
