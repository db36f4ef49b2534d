# SPDX-License-Identifier: GPL-3.0-or-later
"""Qt item models for the tables and trees of the window, without widgets.

May import ``services`` and ``style``, and the engine. Other threads update the models
through signals only. Begin with ``log_model``, which shows any number of rows in bounded memory.
``formats`` formats numbers, sizes and times.
"""
