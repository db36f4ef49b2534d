# SPDX-License-Identifier: GPL-3.0-or-later
"""The script language: from text to nodes, and back.

``source`` splits a text into statements with Python's own parser. ``parser``, ``statement_parser``
and ``expressions`` convert these statements into the nodes of ``script_nodes``. They reject all
other Python syntax, with line and column. ``vocabulary`` lists the methods, statements and limits,
``functions`` the functions that expressions can use. ``evaluation`` computes the value of an
expression. ``script_text`` does the reverse: it writes the text of scripts.

May import: ``scripts.text``, ``scripts.interventions``, ``scripts.signatures``.
Begin with the grammar at the top of ``parser``.
"""
