# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports as files: JUnit XML for CI, JSON for programs, a page for people."""
