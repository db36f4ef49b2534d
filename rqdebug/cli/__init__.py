# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line.

Exit codes: 0 all went well, 1 some vector did not pass, 2 it could not be
done, with one sentence on stderr that says why.
"""
