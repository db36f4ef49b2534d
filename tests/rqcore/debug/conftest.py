# SPDX-License-Identifier: GPL-3.0-or-later
"""A controller in its own process, a program that uses it, and a debugger."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest

import rqcore
from rqcore.debug import Debugger, attach


@pytest.fixture(scope="module")
def controller() -> Iterator[rqcore.ControllerHandle]:
    with rqcore.serve() as handle:
        yield handle


@pytest.fixture
def jobs(controller) -> Iterator[Any]:
    with rqcore.connect(controller.url, name="program") as program:
        queue = program.create("jobs")
        yield queue
        queue.close()


@pytest.fixture
def debugger(controller) -> Iterator[Debugger]:
    with attach(controller.url) as session:
        yield session


@pytest.fixture
def later() -> Callable[..., Future[Any]]:
    """Call a function in a thread. Returns the future of its result."""

    def begin(function: Callable[..., Any], *arguments: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()

        def run() -> None:
            try:
                future.set_result(function(*arguments, **options))
            except Exception as error:
                future.set_exception(error)

        threading.Thread(target=run, daemon=True).start()
        return future

    return begin
