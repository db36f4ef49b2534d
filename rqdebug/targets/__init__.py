# SPDX-License-Identifier: GPL-3.0-or-later
"""What the debugger can attach to: targets of several kinds behind one interface.

Begin with ``base``: a ``Target`` opens an ``Observation``, which delivers events
and queue states, and a handle for calls. ``target_kind`` and ``target_form``
describe a kind before anything is connected: its URL schemes and options.
``target_registry`` finds the kind of a URL, in this package or in an installed plug-in.
``controller_target`` and ``redis/`` are the kinds of rqdebug itself.

A kind is one package and one row in ``target_registry``. It imports rqcore, ``events`` and
the modules above; no other part of rqdebug asks for a kind, only for
``Capabilities``.
"""
