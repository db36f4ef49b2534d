# SPDX-License-Identifier: MIT
"""``rqcore.connect`` and ``rqcore.aio.connect``: a URL → a handle, by the backend for its scheme."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from rqcore.backends import Backend, find_backend, register_backend
from rqcore.client import native_backend
from rqcore.client.controller_handle import ControllerHandle
from rqcore.url import DEFAULT_URL, REDIS_SCHEMES, SCHEMES

if TYPE_CHECKING:
    from rqcore.client.async_controller_handle import AsyncControllerHandle


def connect(
    url: str | None = None, *, name: str = "", network_timeout: float = 5.0, codec: str | None = None
) -> ControllerHandle:
    """Connect to the controller at ``url`` and return a handle of it.

    A ``redis://`` URL, and the others of ``rqcore.pressure.redis_address``,
    give the same handles of queues on Redis.

    Args:
        url: See ``rqcore.url``. Without one, the environment variable RQ_URL,
            or else the default port of this machine.
        name: What observers see of this client.
        network_timeout: Seconds that the network may take for any call, in
            addition to the call's own timeout.
        codec: ``"pickle"`` sends values that are not bytes, text or JSON as
            pickles, and loads pickles. Use it only among clients that trust
            each other.

    Raises:
        BadUrl: The URL is wrong, or no backend opens URLs of its scheme.
        CodecError: ``codec`` is something else.
        ConnectionLost: The server cannot be reached or does not answer.
        NoAuth: The server wants a password.
        NotAllowed: The backend needs a package that is not installed.
        WrongPass: The user or the password is wrong.
    """
    backend, text = _resolve(url)
    handle: ControllerHandle = backend.connect(text, name=name, network_timeout=network_timeout, codec=codec)
    try:
        handle.ping()
    except BaseException:
        handle.close()
        raise
    return handle


def connect_async(
    url: str | None = None, *, name: str = "", network_timeout: float = 5.0, codec: str | None = None
) -> AsyncControllerHandle:
    """Make an asyncio handle of the controller at ``url``.

    Enter it with ``async with``, or await it and close it later. Parameters
    and errors are those of ``rqcore.connect``. BadUrl, CodecError and
    NotAllowed are raised here, the others when it is entered or awaited.
    """
    backend, text = _resolve(url)
    handle: AsyncControllerHandle = backend.connect_async(
        text, name=name, network_timeout=network_timeout, codec=codec
    )
    return handle


def _resolve(url: str | None) -> tuple[Backend, str]:
    """The backend for a URL, and the URL itself. The native one refuses whatever is no URL."""
    text = (os.environ.get("RQ_URL") or DEFAULT_URL if url is None else url).strip()
    return find_backend(text.partition("://")[0]) or native_backend, text


def _load_redis() -> Any:
    return import_module("rqcore.pressure.redis_backend")


register_backend(SCHEMES, lambda: native_backend)
register_backend(REDIS_SCHEMES, _load_redis)
