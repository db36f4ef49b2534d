# SPDX-License-Identifier: GPL-3.0-or-later
"""The target kind for Redis and Valkey servers, which needs redis-py.

``redis_kind`` and ``redis_options`` describe the kind without importing redis-py. ``redis_target``
connects. Its events come from MONITOR: ``monitor_parser`` splits a line,
``monitor_commands`` says what each command means, ``monitor_calls`` infers the
calls. ``counter_polling`` does without MONITOR. ``key_scanner`` finds the queues.
"""
