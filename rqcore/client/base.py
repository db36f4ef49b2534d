# SPDX-License-Identifier: MIT
"""What all handles have in common, blocking or asyncio, of whatever backend."""

from __future__ import annotations

from typing import Any, ClassVar

from rqcore.client.capabilities import Capability
from rqcore.errors import CodecError


class ControllerHandleBase:
    """Which server a handle is of, and whether it may use pickles. Can be pickled itself."""

    capabilities: ClassVar[frozenset[Capability]]
    """What the queues of this backend support; a single queue may support less."""
    url: object
    """Where the server is. ``str()`` of it shows no password."""
    allow_pickle: bool

    def __init__(self, url: object, codec: str | None, settings: tuple[Any, ...]) -> None:
        """Prepare a handle; this connects to nothing.

        Args:
            url: Where the server is.
            codec: None, or "pickle" to send and load pickles.
            settings: The constructor arguments of the subclass, for pickling.

        Raises:
            CodecError: ``codec`` is something else.
        """
        if codec not in (None, "pickle"):
            raise CodecError(f'codec is None or "pickle", not {codec!r}: all others are chosen by the value')
        self.url = url
        self.allow_pickle = codec == "pickle"
        self._settings = settings

    def __repr__(self) -> str:
        return f"<controller {self.url}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._settings


class QueueHandleBase:
    """Which queue of which server a handle is of. Can be pickled."""

    capabilities: ClassVar[frozenset[Capability]]
    """What this queue supports. Methods that need another capability raise NotAllowed."""

    def __init__(self, controller: Any, namespace: str, name: str | None, kind: str, maxsize: int) -> None:
        """Make a handle of a queue that exists.

        Args:
            controller: The handle of the server.
            namespace: The unique name of the queue.
            name: The alias of the queue, if it has one.
            kind: "fifo", "lifo" or "priority".
            maxsize: Maximum number of items; 0 means no limit.
        """
        self.controller = controller
        self.namespace = namespace
        self.name = name
        self.kind = kind
        self.maxsize = maxsize

    def __repr__(self) -> str:
        return f"<queue {self.name or self.namespace} of {self.controller.url}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.controller, self.namespace, self.name, self.kind, self.maxsize)
