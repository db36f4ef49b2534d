# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tables and trees of the window show, as Qt item models without any widget.

Imports ``services`` and ``style``, and the engine. Models are filled from other threads through signals
only. Begin with ``log_model``, which shows any number of rows in bounded memory; ``formats`` writes
numbers, times and payloads.
"""
