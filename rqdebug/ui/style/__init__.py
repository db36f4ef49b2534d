# SPDX-License-Identifier: GPL-3.0-or-later
"""Appearance and language of the window: colours, fonts, icons, style sheet, translated texts.

The lowest layer of the window. Begin with ``theme``; ``tr`` marks texts for translation, ``translator``
loads the translations.
"""
