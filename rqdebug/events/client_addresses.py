# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients as a name and an address. Earlier event batches and captures have both in one text."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_LABEL = re.compile(r"(?:(?P<name>.*)@)?(?P<address>unix:.*|/.*|\[[^]@]*\]:\d+|[^@:/\s]+:\d+)", re.DOTALL)
"""A name, which can contain ``@``, before the last ``@`` that an address follows; or an address alone."""


def split_client(label: str) -> tuple[str, str]:
    """Return the name and the address in a label such as ``loader@127.0.0.1:40312``.

    Either of them is empty if the label does not have it. An address is ``host:port``,
    ``[host]:port``, ``unix:…`` or a path.
    """
    match = _LABEL.fullmatch(label)
    return (match["name"] or "", match["address"]) if match else (label, "")


def join_client(name: str, address: str) -> str:
    """Return a label of a client with a name, an address or both."""
    return f"{name}@{address}" if name and address else name or address


def split_clients(labels: pa.DictionaryArray) -> tuple[pa.DictionaryArray, pa.DictionaryArray]:
    """Split a column of labels into a column of names and a column of addresses.

    Args:
        labels: Dictionary-encoded texts, with int32 indices.
    """
    occurring = labels.indices.unique()  # batches can share a dictionary with many more labels
    parts = [split_client(label) for label in labels.dictionary.take(occurring).to_pylist()]
    indices = pc.index_in(labels.indices, occurring)
    names, addresses = (
        dictionary_of(texts, indices) for texts in (zip(*parts, strict=True) if parts else ((), ()))
    )
    return names, addresses


def dictionary_of(texts: list[str] | tuple[str, ...], indices: pa.Array) -> pa.DictionaryArray:
    """Return a dictionary-encoded column of texts, of which several can be equal.

    Args:
        texts: The texts that the indices refer to.
        indices: An index for each row. The column has indices of the same type.
    """
    if len(set(texts)) == len(texts):
        return pa.DictionaryArray.from_arrays(indices, pa.array(texts, pa.string()))
    distinct = pa.array(texts, pa.string()).dictionary_encode()
    remap = distinct.indices.to_numpy().astype(indices.type.to_pandas_dtype())
    return pa.DictionaryArray.from_arrays(pa.array(remap[indices.to_numpy()]), distinct.dictionary)
