# SPDX-License-Identifier: GPL-3.0-or-later
"""Inspection views: details of an event, payloads of any size, content of queues, and workers.

Nothing here takes items from a queue. May import the models, widgets, services and style of the window, and
the engine's ``inspection``. Begin with ``inspector_dock`` and ``payload_view``.
"""
