# SPDX-License-Identifier: MIT
"""Reading what clients send: bytes become requests, bounded and in order.

Begin with ``request_parser``, the fast parser of requests in RESP, which the server feeds. ``inline_command``
splits a line that a person types, ``foreign_protocols`` recognizes web pages and clients of other protocols
before they do harm, and ``request_json`` reads JSON of unknown origin. The package imports
``rqcore.protocol`` and ``rqcore.errors``.
"""
