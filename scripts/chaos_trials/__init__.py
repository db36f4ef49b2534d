# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of ``scripts/chaos.py``. They import rqcore only. Begin reading in ``random_load``."""
