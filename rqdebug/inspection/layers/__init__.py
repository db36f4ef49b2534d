# SPDX-License-Identifier: GPL-3.0-or-later
"""The layers in which payloads are wrapped, such as base64 around gzip around JSON.

Start to read in ``unwrapping``, which takes off one layer after the other. Each layer is a subclass of
``layer.Layer``: ``compression`` has the compressed formats, ``text_armor`` base64, ``binary_values``
MessagePack and CBOR (read in ``cbor_reader``), which become JSON. ``layer_registry`` lists them, and the
layers of plug-ins.

Everything is bounded in size and depth, and only reads bytes.
"""
