# SPDX-License-Identifier: MIT
"""``rqcore.connect`` and ``rqcore.aio.connect``: open a URL with the backend for its scheme."""

from __future__ import annotations

import os
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

from rqcore.backends import Backend, find_backend, register_backend
from rqcore.client import native_backend
from rqcore.client.base import checked
from rqcore.client.controller_handle import ControllerHandle
from rqcore.url import REDIS_SCHEMES, SCHEMES, UNENCRYPTED, Address, UnencryptedWarning, Url, url_text

if TYPE_CHECKING:
    from rqcore.client.async_controller_handle import AsyncControllerHandle


def connect(
    url: str | Address | None = None,
    *,
    name: str = "",
    network_timeout: float = 5.0,
    codec: str | None = None,
) -> ControllerHandle:
    """Connect to a queue server and return a handle of it.

    The server is usually a controller, which ``rqcore serve`` starts. Its queues have the methods of
    ``queue.Queue``, and any number of processes can use them::

        with rqcore.connect("rq://127.0.0.1:7654", name="producer") as controller:
            jobs = controller.create("jobs", maxsize=10, exist_ok=True)
            jobs.put({"n": 1}, timeout=2.0)    # raises rqcore.Full after 2 seconds
            print(jobs.get())

    URLs: ``rq://[user[:password]@]host[:port]`` is TCP, port 7654 by default; ``rqs://…`` is the same with
    TLS; ``rq+unix:///path`` is a Unix socket. ``redis://host:6379/0`` opens queues on Redis or Valkey.
    ``rqcore.url`` has the details.

    Threads: the handle and its queues are safe to use from several threads, and after a fork. Each call
    that runs at the same time has a connection of its own. Handles can be pickled.

    Timeouts: a call waits for its own ``timeout`` in seconds; None waits without a limit. The network may
    take ``network_timeout`` more, and a second for each 64 KiB of a large item. Then the call raises
    OutcomeUnknown, because the server may have carried it out. A connection that is cut is replaced by
    another one in this time, and the call continues there; it is carried out once. A ConnectionLost that is
    no OutcomeUnknown means that the call was not carried out. The next call connects again.

    Closing: ``with``, or ``close()``, closes the connections and makes waiting calls raise ConnectionLost;
    a ``get`` that has already taken an item returns it. The queues stay on the server.

    Args:
        url: The address of the server, also the ``url`` of another handle, with its password. None takes the
            environment variable ``RQ_URL``, or else ``rq://127.0.0.1:7654``.
        name: The name of this client in events and lists; by default only its address is shown.
        network_timeout: Maximum seconds that the network may take for a call; 5 by default.
        codec: None (default) sends bytes, text and JSON. ``"pickle"`` sends other values as pickles, and
            loads pickles: use it only if you trust every client, because a pickle can run code.

    Raises:
        BadUrl: The URL is wrong, or no backend opens URLs of its scheme.
        CodecError: ``codec`` is something else.
        ConnectionLost: The server cannot be reached, or does not answer in time.
        NoAuth: The server requires a password.
        NotAllowed: The backend needs a package that is not installed.
        TooMany: The server has its maximum number of clients.
        WrongPass: The user or the password is wrong.
    """
    backend, text = _resolve(url)
    _warn_if_unencrypted(backend, text)
    handle: ControllerHandle = backend.connect(text, name=name, network_timeout=network_timeout, codec=codec)
    return checked(handle)


def connect_async(
    url: str | Address | None = None,
    *,
    name: str = "",
    network_timeout: float = 5.0,
    codec: str | None = None,
) -> AsyncControllerHandle:
    """Connect to a queue server from asyncio; use it with ``async with``, or ``await`` it.

    ::

        async with rqcore.aio.connect("rq://127.0.0.1:7654", name="producer") as controller:
            jobs = await controller.create("jobs", maxsize=10, exist_ok=True)
            await jobs.put({"n": 1}, timeout=2.0)    # raises rqcore.Full after 2 seconds
            print(await jobs.get())

    After ``controller = await rqcore.aio.connect(url)``, close it with ``await controller.close()``.

    URLs: ``rq://[user[:password]@]host[:port]`` is TCP, port 7654 by default; ``rqs://…`` is the same with
    TLS; ``rq+unix:///path`` is a Unix socket. ``redis://host:6379/0`` opens queues on Redis or Valkey.

    Tasks: the handle belongs to one event loop, whose tasks can share it. A task that is cancelled in
    ``get`` takes no item; in ``put``, it has either put its item or never will.

    Timeouts: a call waits for its own ``timeout`` in seconds; None waits without a limit. The network may
    take ``network_timeout`` more, and a second for each 64 KiB of a large item. Then the call raises
    OutcomeUnknown, because the server may have carried it out. A connection that is cut is replaced by
    another one in this time, and the call continues there; it is carried out once. A ConnectionLost that is
    no OutcomeUnknown means that the call was not carried out. The next call connects again.

    Args:
        url: The address of the server, also the ``url`` of another handle, with its password. None takes the
            environment variable ``RQ_URL``, or else ``rq://127.0.0.1:7654``.
        name: The name of this client in events and lists; by default only its address is shown.
        network_timeout: Maximum seconds that the network may take for a call; 5 by default.
        codec: None (default) sends bytes, text and JSON. ``"pickle"`` sends other values as pickles, and
            loads pickles: use it only if you trust every client, because a pickle can run code.

    Raises:
        BadUrl: The URL is wrong, or no backend opens URLs of its scheme.
        CodecError: ``codec`` is something else.
        NotAllowed: The backend needs a package that is not installed.
        ConnectionLost: The server cannot be reached, or does not answer in time. This and the errors below
            are raised by ``async with`` and ``await``, the errors above by the call itself.
        NoAuth: The server requires a password.
        TooMany: The server has its maximum number of clients.
        WrongPass: The user or the password is wrong.
    """
    backend, text = _resolve(url)
    _warn_if_unencrypted(backend, text)
    handle: AsyncControllerHandle = backend.connect_async(
        text, name=name, network_timeout=network_timeout, codec=codec
    )
    return handle


def set_default_url(url: str | Address | None) -> None:
    """Choose the server of ``connect()`` without a URL, for this process and all that it starts from now on.

    ::

        with rqcore.serve() as controller:
            rqcore.set_default_url(controller.url)
            ...                    # here and in child processes, rqcore.connect() connects to it

    It sets the environment variable ``RQ_URL``, which ``rqcore.aio.connect``, ``expose`` and the commands
    read too. Handles that exist already keep their server.

    Args:
        url: The address of the server, as for ``connect``. None removes the default again.

    Raises:
        BadUrl: The URL is wrong, or no backend opens URLs of its scheme.
        NotAllowed: The backend needs a package that is not installed.
    """
    if url is None:
        os.environ.pop("RQ_URL", None)
        return
    backend, text = _resolve(url)
    if backend is native_backend:
        Url.parse(text)
    os.environ["RQ_URL"] = text


def _resolve(url: str | Address | None) -> tuple[Backend, str]:
    """Return the backend for a URL, and the URL itself. The native backend rejects what is not a URL."""
    text = url_text(url).strip()
    return find_backend(text.partition("://")[0]) or native_backend, text


def _warn_if_unencrypted(backend: Backend, text: str) -> None:
    """Warn the caller of ``connect`` about a plain connection to another machine. Raises BadUrl."""
    if backend is native_backend and (url := Url.parse(text)).is_exposed:
        warnings.warn(f"{url} {UNENCRYPTED}", UnencryptedWarning, stacklevel=3)


def _load_redis() -> Any:
    return import_module("rqcore.redis.redis_backend")


register_backend(SCHEMES, lambda: native_backend)
register_backend(REDIS_SCHEMES, _load_redis)
