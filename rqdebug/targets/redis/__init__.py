# SPDX-License-Identifier: GPL-3.0-or-later
"""The target kind for Redis and Valkey servers. Needs redis-py.

``redis_kind`` and ``redis_options`` describe the kind without importing redis-py. Start to read in
``redis_target``, which connects. Its events come from MONITOR: ``monitor_parser`` parses a line,
``monitor_commands`` has the meaning of each command, and ``monitor_calls`` infers the calls.
``counter_polling`` works without MONITOR. ``key_scanner`` finds the queues.
"""
