# SPDX-License-Identifier: MIT
"""How a handle finds its queue again by name, after the controller was restarted.

A handle calls its queue by its namespace, which is never used again: a handle of a queue that was closed does
not call another queue of the same name by accident. But a controller that was restarted has forgotten all
namespaces. So a handle that was made by name looks its name up again when the controller does not know its
namespace. That a queue was closed is reported as Closed, and ends the handle.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from rqcore.client import exchanges
from rqcore.errors import NoQueue

if TYPE_CHECKING:
    from rqcore.client.native.async_native_queue import AsyncNativeQueueHandle

Method = TypeVar("Method", bound=Callable[..., Any])


async def find_again(handle: AsyncNativeQueueHandle, error: NoQueue) -> None:
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
    stat = await handle.controller.run(exchanges.stat(handle.name))
    if stat.namespace == handle.namespace:  # another queue was not found, for example the target of a move
        raise error
    handle.namespace, handle.kind, handle.maxsize = stat.namespace, stat.kind, stat.maxsize


def repeated(method: Method) -> Method:
    """Repeat a method if the queue was found again. Methods that take items are not wrapped.

    A wrapper takes time, and a signal handler could run between the wrapped method and the caller.
    """

    @wraps(method)
    async def call(handle: AsyncNativeQueueHandle, *arguments: Any, **options: Any) -> Any:
        try:
            return await method(handle, *arguments, **options)
        except NoQueue as error:
            await find_again(handle, error)
            return await method(handle, *arguments, **options)

    return cast(Method, call)
