# SPDX-License-Identifier: GPL-3.0-or-later
"""The asyncio handle of a controller, compared with the blocking one."""

from __future__ import annotations

import asyncio
import inspect

import pytest

import rqcore
from rqcore import BadUrl, aio

PATIENCE = 20.0


def methods(kind: type) -> dict[str, str]:
    """Return the public methods with their signatures, in which classes have their blocking names."""
    found = inspect.getmembers(kind, inspect.isfunction)
    return {
        name: str(inspect.signature(each)).replace("Async", "")
        for name, each in found
        if not name.startswith("_")
    }


def test_asyncio_handles_have_the_methods_of_blocking_handles():
    assert methods(aio.ControllerHandle) == methods(rqcore.ControllerHandle)
    theirs = methods(rqcore.QueueHandle)
    del theirs["join_thread"], theirs["cancel_join_thread"]
    assert methods(aio.QueueHandle) == theirs
    ours = str(inspect.signature(aio.connect))
    assert ours.replace("Async", "") == str(inspect.signature(rqcore.connect))


def test_asyncio_methods_have_the_docstrings_of_blocking_methods():
    for mine, theirs in [
        (aio.ControllerHandle, rqcore.ControllerHandle),
        (aio.QueueHandle, rqcore.QueueHandle),
    ]:
        for name in methods(mine):
            first = (
                inspect.getdoc(getattr(theirs, name))
                .splitlines()[0]
                .split(".")[0]
                .replace("threads", "tasks")
            )
            assert inspect.getdoc(getattr(mine, name)).startswith(first.split(" of the flow")[0]), name


def test_text_without_a_scheme_is_rejected_immediately():
    with pytest.raises(BadUrl):
        aio.connect("127.0.0.1:7654")


def test_environment_names_the_controller(process, monkeypatch):
    async def story():
        async with aio.connect() as controller:
            return str(controller.url)

    monkeypatch.setenv("RQ_URL", process.url)
    assert asyncio.run(story()) == process.url
