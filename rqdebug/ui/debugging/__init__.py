# SPDX-License-Identifier: GPL-3.0-or-later
"""Views of the debugger: held calls and their payloads, breakpoints and faults.

They send nothing themselves: they report with signals what the user wants to do with a call, and the window
does it with ``services.debugger_service``. Everything that acts on a call names it by its target, its number
and its rule, never by its row. May import the models, widgets, services and style of the window, the views of
payloads in ``inspection``, and the engine.

Begin with ``held_calls_view`` or ``breakpoints_view``.
"""
