# SPDX-License-Identifier: MIT
"""The pressure protocol on the keys of a server, without a connection to one.

``keys`` names the keys, ``redis_payloads`` encodes what is stored in them, and ``status`` is what they say of
a queue. ``protocol_steps`` defines each call as a generator of steps, which a connection carries out;
``lua_scripts`` are the steps that the server runs. Imports ``rqcore.pressure.errors`` and below.

Start to read in ``protocol_steps``.
"""
