# SPDX-License-Identifier: MIT
"""The version of the package. The controller also sends it to clients."""

VERSION = "0.1.0"
