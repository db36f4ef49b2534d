# SPDX-License-Identifier: GPL-3.0-or-later
"""The names of a Redis server's clients in the log, by their addresses.

MONITOR reports addresses only. The names come from CLIENT LIST, which is called when an unknown address
appears, and with every poll of the queues.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping


class ClientNames:
    """Maps the address of each client to its name; empty if it has none."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._unknown: set[str] = set()
        self._connected: Collection[str] = ()

    @property
    def has_unknown(self) -> bool:
        """Whether a client made a call whose address no client list has contained yet."""
        return bool(self._unknown)

    @property
    def names(self) -> Mapping[str, str]:
        """The name of the client at each known address."""
        return self._names

    def note(self, address: str) -> None:
        """Register the client of a call."""
        if address not in self._names:
            self._unknown.add(address)

    def update(self, names: Mapping[str, str]) -> None:
        """Set the names from a complete client list.

        Args:
            names: The name of each client by its address; empty for a client without a name.
        """
        self._names.update(names)
        # Those that disconnected before they were listed have no name.
        self._names.update(dict.fromkeys(self._unknown - names.keys(), ""))
        self._unknown.clear()
        self._connected = names.keys()

    def forget_disconnected(self) -> None:
        """Drop the names of clients that the last list lacks: another client can get their addresses."""
        if len(self._names) > len(self._connected):
            self._names = {
                address: name for address, name in self._names.items() if address in self._connected
            }
