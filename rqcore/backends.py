# SPDX-License-Identifier: MIT
"""Backends: the kinds of server that a URL can name, by its scheme.

A backend gives handles, blocking and asyncio, of the queues of one kind of
server. ``rqcore.connecting`` registers those of rqcore. Another package adds
its own by an entry point, named after the scheme::

    [project.entry-points."rqcore.backends"]
    mine = "my_package.my_backend"

where ``my_package.my_backend`` is a ``Backend``: a module or an object with
the functions ``connect`` and ``connect_async``. Its handles derive from
``rqcore.ControllerHandle`` and ``rqcore.QueueHandle``, or from those of
``rqcore.aio``.

A backend is loaded when the first URL of one of its schemes is opened,
because it may be slow to import or need packages that are not installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, Protocol

from rqcore.errors import BadCall, NotAllowed

ENTRY_POINT_GROUP = "rqcore.backends"
"""The group of entry points by which installed packages offer backends."""


class Backend(Protocol):
    """Makes handles of one kind of server; a module can be one.

    Neither function waits for the server: the caller does so, and closes the
    handle if the server does not answer. Both raise BadUrl, CodecError.
    """

    def connect(self, url: str, *, name: str, network_timeout: float, codec: str | None) -> Any:
        """Make an ``rqcore.ControllerHandle``. The parameters are those of ``rqcore.connect``."""

    def connect_async(self, url: str, *, name: str, network_timeout: float, codec: str | None) -> Any:
        """Make an ``rqcore.aio.ControllerHandle``."""


Loader = Callable[[], Backend]

_loaders: dict[str, Loader] = {}
"""URL scheme → what loads the backend."""


def register_backend(schemes: Iterable[str], loader: Loader) -> None:
    """Let URLs of these schemes be opened by the backend that ``loader`` returns.

    Args:
        schemes: What stands before ``://`` in the URLs, in lower case.
        loader: Returns the backend. Called for each URL that is opened, so it
            should import rather than construct.

    Raises:
        BadCall: One of the schemes has a backend already.
    """
    schemes = tuple(schemes)
    for scheme in schemes:
        if scheme in _loaders:
            raise BadCall(f"URLs of the scheme {scheme!r} have a backend already; register another scheme")
    _loaders.update(dict.fromkeys(schemes, loader))


def find_backend(scheme: str) -> Backend | None:
    """Load the backend for URLs of this scheme; None if there is none.

    Raises:
        NotAllowed: The backend cannot be imported, for example because a package that it needs is not
            installed.
    """
    loader = _loaders.get(scheme) or _installed_loader(scheme)
    if loader is None:
        return None
    try:
        return loader()
    except ModuleNotFoundError as error:
        raise NotAllowed(str(error)) from error
    except Exception as error:  # the import runs code of another package, which may raise anything
        raise NotAllowed(f"the backend for {scheme}:// cannot be loaded: {error}") from error


def _installed_loader(scheme: str) -> Loader | None:
    """Find the entry point of an installed package. Only unknown schemes pay for the search."""
    metadata = import_module("importlib.metadata")  # 10 ms, which no other program should wait for
    for entry_point in metadata.entry_points(group=ENTRY_POINT_GROUP, name=scheme):
        loader: Loader = entry_point.load
        return _loaders.setdefault(scheme, loader)  # another thread may have found it meanwhile
    return None
