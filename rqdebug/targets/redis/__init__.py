# SPDX-License-Identifier: GPL-3.0-or-later
"""Redis and Valkey servers as targets, alone or as a cluster.

MONITOR lines become calls on queues (``monitor_parser``, ``monitor_commands``, ``monitor_calls``); where
MONITOR is too dear, ``counter_polling`` derives what happened from counters. ``key_scanner`` finds the
queues by their keys, a little at a time. Imports ``rqcore.pressure`` and ``rqdebug.targets.base``.
Begin with ``redis_target``.
"""
