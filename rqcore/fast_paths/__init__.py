# SPDX-License-Identifier: MIT
"""Every trick for speed of a controller, with its benchmark, its gain, and a switch that turns it off.

Without any of them a controller does the same, only slower: a test runs the same traffic with all switches
on and off, and compares replies, events and queues. Begin with ``switches``, which lists the tricks and
says where each stands. It imports ``rqcore.protocol`` and below.
"""
