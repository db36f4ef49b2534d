# SPDX-License-Identifier: MIT
"""The version, told over the wire and by the package."""

VERSION = "0.1.0"
