# SPDX-License-Identifier: GPL-3.0-or-later
"""Small tools for all parts of rqdebug.

``signals`` notifies callbacks without Qt. ``atomic_files`` writes files so that a crash leaves the old or the
new file. ``regular_files`` opens files, but no pipes and devices. ``paths`` finds the resources. ``garbage``
pauses the garbage collector while a program builds something large. ``characters`` decides which characters
can be shown. ``json_text`` reads JSON that others have written. ``keyring_reader`` reads secrets from the
keyring of the system, and ``secret_forms`` knows how they look in texts. Begin reading in ``signals``.

Imports only the standard library, and keyring if it is installed.
"""
