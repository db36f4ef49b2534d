# SPDX-License-Identifier: GPL-3.0-or-later
"""What an editor needs to know about a script, even while its text is incomplete.

``cursor_context`` scans the text before the cursor, which may be invalid.
``proposals`` uses it to complete words, and to show the signature of the call
around the cursor. ``script_part`` makes a script of some lines, with the
definitions that they need. ``definitions`` finds the line of a name, and
``breakpoint_lines`` the lines at which a run can pause.

May import: ``scripts.language``.
Begin with ``cursor_context``.
"""
