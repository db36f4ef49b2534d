# SPDX-License-Identifier: GPL-3.0-or-later
"""Small tools that any part of rqdebug uses, and that know none of them.

``signals`` calls listeners without Qt; ``atomic_files`` writes files so that a
crash leaves the old or the new one; ``paths`` finds the resources; ``garbage``
pauses the garbage collector while a program builds something large.

May import: the standard library only.
"""
