# SPDX-License-Identifier: MIT
"""The optimizations of a controller, each with its benchmark, its gain, and a switch that turns it off.

Without them a controller does the same work, only more slowly. A test runs the same traffic with all
switches on and off, and compares replies, events and queues. Begin with ``switches``, which lists all
optimizations and the module of each. The package imports ``rqcore.protocol`` and the layers below it.
"""
