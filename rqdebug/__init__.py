# SPDX-License-Identifier: GPL-3.0-or-later
"""The debugger for remote queues: its engine, its command line and its window.

The layers, from the top: ``cli`` and ``ui`` (the only package that imports Qt), ``session`` (attached
targets with their logs), ``targets`` and ``scripts``, ``inspection``, ``events``, ``support``. Each
imports only the layers below it, and ``rqcore``. Begin with ``session``.
"""
