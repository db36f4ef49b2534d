# SPDX-License-Identifier: MIT
# Generated from async_lookup.py by scripts/generate_blocking.py; do not edit.
"""How a handle finds its queue again by name; ``async_lookup`` explains when."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from rqcore.client import exchanges
from rqcore.errors import NoQueue

if TYPE_CHECKING:
    from rqcore.client.native.native_queue import NativeQueueHandle

Method = TypeVar("Method", bound=Callable[..., Any])


def find_again(handle: NativeQueueHandle, error: NoQueue) -> None:
    """Give a handle the namespace of the queue that has its name now.

    Args:
        handle: The handle.
        error: Why its call failed, without any effect.

    Raises:
        NoQueue: There is no such queue, it is the one that the call did not find, or the handle was made by
            namespace.
    """
    if not handle.follows_name or handle.name is None:
        raise error
    stat = handle.controller.run(exchanges.stat(handle.name))
    if stat.namespace == handle.namespace:  # another queue was not found, for example the target of a move
        raise error
    handle.namespace, handle.kind, handle.maxsize = stat.namespace, stat.kind, stat.maxsize


def repeated(method: Method) -> Method:
    """Repeat a method if the queue was found again. Methods that take items are not wrapped.

    A wrapper takes time, and a signal handler could run between the wrapped method and the caller.
    """

    @wraps(method)
    def call(handle: NativeQueueHandle, *arguments: Any, **options: Any) -> Any:
        try:
            return method(handle, *arguments, **options)
        except NoQueue as error:
            find_again(handle, error)
            return method(handle, *arguments, **options)

    return cast(Method, call)
