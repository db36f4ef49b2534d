# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of scripts before it is parsed, also where it is incomplete.

``loose_tokens`` splits any text into tokens and logical lines. ``text_repair`` removes the statements that
Python's own parser refuses, so that the errors behind them are found too. ``formatter`` sets indentation
and spaces.

May import: no other folder of ``scripts``.
Begin with ``loose_tokens``.
"""
