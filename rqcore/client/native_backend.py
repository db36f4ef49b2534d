# SPDX-License-Identifier: MIT
"""The backend for controllers: ``rq://``, ``rqs://`` and ``rq+unix://``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from rqcore.client.controller_handle import NativeControllerHandle
from rqcore.url import Url

if TYPE_CHECKING:
    from rqcore.client.async_controller_handle import AsyncNativeControllerHandle


def connect(url: str, *, name: str, network_timeout: float, codec: str | None) -> NativeControllerHandle:
    """Make a blocking handle without connecting. Raises BadUrl, CodecError.

    ``rqcore.connect`` explains the parameters.
    """
    return NativeControllerHandle(Url.parse(url), name, network_timeout, codec)


def connect_async(
    url: str, *, name: str, network_timeout: float, codec: str | None
) -> AsyncNativeControllerHandle:
    """Make an asyncio handle without connecting. Raises BadUrl, CodecError.

    ``rqcore.aio.connect`` explains the parameters. Only programs that call this load asyncio.
    """
    module = import_module("rqcore.client.async_controller_handle")
    handle: AsyncNativeControllerHandle = module.AsyncNativeControllerHandle(
        Url.parse(url), name, network_timeout, codec
    )
    return handle
