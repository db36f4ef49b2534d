# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets: the servers that the debugger can attach to, of several kinds behind one interface.

Start to read in ``base``: a ``Target`` opens an ``Observation``, which delivers events and queue states, and
a handle for calls. ``target_kind`` and ``target_form`` describe a kind before a connection: its URL schemes
and options. ``target_registry`` finds the kind of a URL, in this package or in an installed plug-in.
``controller_target`` and ``redis/`` are the built-in kinds.

A kind is one package and one row in ``target_registry``. It may import rqcore, ``events`` and the modules
above. Other parts of rqdebug never ask for the kind of a target, only for its ``Capabilities``.
"""
