# SPDX-License-Identifier: GPL-3.0-or-later
"""The labels of a Redis server's clients in the log: their names and addresses.

MONITOR reports addresses only. The names come from CLIENT LIST, which is called when an unknown address
appears, and with every poll of the queues.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping


class ClientLabels:
    """Maps the address of each client to ``name@address``."""

    def __init__(self) -> None:
        self._labels: dict[str, str] = {}
        self._unknown: set[str] = set()
        self._connected: Collection[str] = ()

    @property
    def has_unknown(self) -> bool:
        """Whether a client made a call whose address no client list has contained yet."""
        return bool(self._unknown)

    @property
    def labels(self) -> Mapping[str, str]:
        """The label of each known address."""
        return self._labels

    def note(self, address: str) -> None:
        """Register the client of a call."""
        if address not in self._labels:
            self._unknown.add(address)

    def update(self, names: Mapping[str, str]) -> None:
        """Set the labels from a complete client list.

        Args:
            names: The name of each client by its address; empty for a client without a name.
        """
        for address, name in names.items():
            self._labels[address] = f"{name}@{address}" if name else address
        for address in self._unknown - names.keys():
            self._labels[address] = address  # it disconnected before it was listed
        self._unknown.clear()
        self._connected = names.keys()

    def forget_disconnected(self) -> None:
        """Drop the labels of clients that the last list lacks: another client can get their addresses."""
        if len(self._labels) > len(self._connected):
            self._labels = {
                address: label for address, label in self._labels.items() if address in self._connected
            }
