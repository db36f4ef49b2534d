# SPDX-License-Identifier: GPL-3.0-or-later
"""The script language: text in, nodes out.

``source`` splits a text into statements with Python's own parser; ``parser``
and ``expressions`` turn these into the nodes of ``script_nodes`` and reject
whatever the language does not have, with line and column. ``vocabulary`` lists
the methods and statements, ``functions`` the functions of expressions.
``evaluation`` computes the value of an expression within fixed limits.
``script_text`` is the way back: it writes scripts.

May import: nothing of ``scripts`` but itself.
Begin with the grammar at the top of ``parser``.
"""
