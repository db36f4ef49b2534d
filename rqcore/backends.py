# SPDX-License-Identifier: MIT
"""Backends: the kinds of server that a URL can name, by its scheme.

A backend makes handles, blocking and asyncio, of one kind of server.
``rqcore.connecting`` registers the backends of rqcore. Another package adds
its own with an entry point, named after the scheme::

    [project.entry-points."rqcore.backends"]
    mine = "my_package.my_backend"

where ``my_package.my_backend`` is a ``Backend``: a module or an object with
the functions ``connect`` and ``connect_async``. Its handles are subclasses of
``rqcore.ControllerHandle`` and ``rqcore.QueueHandle``, or of the classes of
the same names in ``rqcore.aio``.

A backend is loaded when the first URL of one of its schemes is opened,
because it can be slow to import, or need packages that are not installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, Protocol

from rqcore.errors import BadCall, NotAllowed

ENTRY_POINT_GROUP = "rqcore.backends"
"""The group of entry points in which installed packages register backends."""


class Backend(Protocol):
    """Makes handles of one kind of server; a module can be a backend.

    Neither function contacts the server: the caller does so, and closes the
    handle if the server does not answer. Both raise BadUrl and CodecError.
    """

    def connect(self, url: str, *, name: str, network_timeout: float, codec: str | None) -> Any:
        """Make an ``rqcore.ControllerHandle``. ``rqcore.connect`` explains the parameters."""

    def connect_async(self, url: str, *, name: str, network_timeout: float, codec: str | None) -> Any:
        """Make an ``rqcore.aio.ControllerHandle``. ``rqcore.connect`` explains the parameters."""


Loader = Callable[[], Backend]

_loaders: dict[str, Loader] = {}
"""URL scheme → the function that loads the backend."""


def register_backend(schemes: Iterable[str], loader: Loader) -> None:
    """Register the backend that opens URLs of these schemes.

    Args:
        schemes: The parts of the URLs before ``://``, in lower case.
        loader: Returns the backend. It is called for each URL that is opened, so it
            should only import the backend.

    Raises:
        BadCall: One of the schemes already has a backend.
    """
    schemes = tuple(schemes)
    for scheme in schemes:
        if scheme in _loaders:
            raise BadCall(f"the scheme {scheme!r} already has a backend; register another scheme")
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
    except Exception as error:  # the code of another package may raise anything
        raise NotAllowed(f"the backend for {scheme}:// cannot be loaded: {error}") from error


def _installed_loader(scheme: str) -> Loader | None:
    """Find the entry point of an installed package. Only unknown schemes need this search."""
    metadata = import_module("importlib.metadata")  # takes 10 ms to import
    for entry_point in metadata.entry_points(group=ENTRY_POINT_GROUP, name=scheme):
        loader: Loader = entry_point.load
        return _loaders.setdefault(scheme, loader)  # another thread may have stored it meanwhile
    return None
