# SPDX-License-Identifier: GPL-3.0-or-later
"""Backends are found by the scheme of a URL, and other packages can add some."""

from __future__ import annotations

import asyncio
import inspect
import os
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

import rqcore
from rqcore import BadCall, BadUrl, NotAllowed, aio, backends
from rqcore.client.async_controller_handle import AsyncNativeControllerHandle
from rqcore.client.capabilities import ALL_CAPABILITIES, Capability
from rqcore.client.controller_handle import NativeControllerHandle
from rqcore.client.native.async_native_queue import AsyncNativeQueueHandle
from rqcore.client.native.native_queue import NativeQueueHandle
from rqcore.url import REDIS_SCHEMES, SCHEMES

ROOT = Path(__file__).resolve().parents[2]

BACKEND = '''
"""Queues that live in a dictionary of this process."""

import rqcore
from rqcore import aio


class MemoryController(rqcore.ControllerHandle):
    capabilities = frozenset()

    def __init__(self, url, codec=None):
        super().__init__(url, codec, (url, codec))
        self.items = []

    def create(self, name=None, *, kind="fifo", maxsize=0, exist_ok=False): raise NotImplementedError
    def queue(self, reference): raise NotImplementedError
    def queues(self): return []
    def ping(self): return True
    def info(self): return {"backend": "memory"}
    def close(self): pass


class AsyncMemoryController(aio.ControllerHandle):
    capabilities = frozenset()

    async def create(self, name=None, *, kind="fifo", maxsize=0, exist_ok=False): raise NotImplementedError
    async def queue(self, reference): raise NotImplementedError
    async def queues(self): return []
    async def ping(self): return True
    async def info(self): return {"backend": "async memory"}
    async def close(self): pass


def connect(url, *, name, network_timeout, codec):
    return MemoryController(url, codec)


def connect_async(url, *, name, network_timeout, codec):
    return AsyncMemoryController(url, codec, (url, codec))
'''
METADATA = "Metadata-Version: 2.1\nName: memory-backend\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
ENTRY_POINTS = "[rqcore.backends]\nmemory = memory_backend\n"
PROGRAM = """
    import sys, rqcore
    assert "importlib.metadata" not in sys.modules and "memory_backend" not in sys.modules
    with rqcore.connect("memory://here") as handle:
        assert isinstance(handle, rqcore.ControllerHandle)
        print(handle, handle.info())

    import asyncio
    from rqcore import aio
    async def story():
        async with aio.connect("memory://there") as handle:
            print(handle, await handle.info())
    asyncio.run(story())
"""


@pytest.fixture
def wheel(tmp_path) -> Path:
    path = tmp_path / "memory_backend-1.0-py3-none-any.whl"
    files = {
        "memory_backend.py": BACKEND,
        "memory_backend-1.0.dist-info/METADATA": METADATA,
        "memory_backend-1.0.dist-info/WHEEL": WHEEL,
        "memory_backend-1.0.dist-info/entry_points.txt": ENTRY_POINTS,
    }
    record = "".join(f"{name},,\n" for name in [*files, "memory_backend-1.0.dist-info/RECORD"])
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {**files, "memory_backend-1.0.dist-info/RECORD": record}.items():
            archive.writestr(name, text)
    return path


def test_installed_package_adds_a_backend(tmp_path, wheel):
    # Given a package with an entry point, installed by pip without a network
    target = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", target]
    installed = subprocess.run([*pip, wheel], capture_output=True, text=True, check=False)
    assert installed.returncode == 0, installed.stderr

    # When a program opens its URLs without importing it
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(target), str(ROOT)])}
    command = [sys.executable, "-c", textwrap.dedent(PROGRAM)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    # Then both halves of its backend answer
    assert result.stdout.splitlines() == [
        "<controller memory://here> {'backend': 'memory'}",
        "<controller memory://there> {'backend': 'async memory'}",
    ], result.stderr


def test_unknown_scheme_is_refused():
    with pytest.raises(BadUrl, match="not the URL of a controller"):
        rqcore.connect("unknown://host")
    with pytest.raises(BadUrl, match="not the URL of a controller"):
        aio.connect("unknown://host")


def test_backend_is_loaded_when_its_first_url_is_opened(monkeypatch):
    monkeypatch.setattr(backends, "_loaders", {})
    loaded = []
    backends.register_backend(["a", "a+tls"], lambda: loaded.append("a") or sys)
    assert loaded == []
    assert backends.find_backend("a+tls") is sys
    assert loaded == ["a"]


def test_scheme_has_only_one_backend():
    with pytest.raises(BadCall, match="'redis' already has a backend"):
        backends.register_backend(["new", "redis"], lambda: sys)
    assert backends.find_backend("new") is None


def test_backend_without_its_packages_names_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "redis", None)
    for name in [name for name in sys.modules if name.startswith(("rqcore.pressure", "rqcore.redis"))]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(NotAllowed, match="pip install 'rqdebug"):
        rqcore.connect("redis://127.0.0.1:1")


@pytest.mark.parametrize("scheme", [*SCHEMES, *REDIS_SCHEMES])
def test_every_documented_scheme_has_a_backend(scheme):
    if scheme in REDIS_SCHEMES:
        pytest.importorskip("redis")
    assert {"connect", "connect_async"} <= set(dir(backends.find_backend(scheme)))


def handle_classes() -> list[tuple[type, type]]:
    """Return each class of handles with its interface."""
    pytest.importorskip("redis")
    from rqcore.pressure import async_plain_keys, async_redis_handles, plain_keys, redis_handles
    from rqcore.redis import async_redis_queue, async_redis_server, redis_queue, redis_server

    return [
        (NativeControllerHandle, rqcore.ControllerHandle),
        (NativeQueueHandle, rqcore.QueueHandle),
        (AsyncNativeControllerHandle, aio.ControllerHandle),
        (AsyncNativeQueueHandle, aio.QueueHandle),
        (redis_handles.RedisControllerHandle, rqcore.ControllerHandle),
        (redis_server.RedisServer, rqcore.ControllerHandle),
        (redis_queue.RedisQueue, rqcore.QueueHandle),
        (async_redis_server.AsyncRedisServer, aio.ControllerHandle),
        (async_redis_queue.AsyncRedisQueue, aio.QueueHandle),
        (redis_handles.RedisQueueHandle, rqcore.QueueHandle),
        (plain_keys.ListHandle, rqcore.QueueHandle),
        (async_redis_handles.AsyncRedisControllerHandle, aio.ControllerHandle),
        (async_redis_handles.AsyncRedisQueueHandle, aio.QueueHandle),
        (async_plain_keys.AsyncListHandle, aio.QueueHandle),
    ]


def test_backends_do_not_derive_from_each_other():
    natives = {NativeControllerHandle, NativeQueueHandle, AsyncNativeControllerHandle, AsyncNativeQueueHandle}
    for handle, interface in handle_classes():
        assert issubclass(handle, interface)
        assert not inspect.isabstract(handle)
        assert handle in natives or not natives & set(handle.__mro__)


def test_handle_has_the_methods_of_its_capabilities():
    for handle, interface in handle_classes():
        for capability in Capability:
            names = [name for name in capability.value if hasattr(interface, name)]
            own = [name for name in names if getattr(handle, name) is not getattr(interface, name)]
            assert own == (names if capability in handle.capabilities else []), (handle, capability)


BUILT_ON_OTHERS = {"put_nowait", "get_nowait", "empty", "full"}
"""Methods that every handle has, because they call others."""


def test_methods_that_no_capability_names_need_the_commands_of_a_controller():
    named = {name for capability in Capability for name in capability.value} | BUILT_ON_OTHERS
    for handle, interface in handle_classes():
        if Capability.EXCHANGES in handle.capabilities:
            continue
        for name, method in vars(interface).items():
            optional = inspect.isfunction(method) and not getattr(method, "__isabstractmethod__", False)
            if optional and not name.startswith("_") and name not in named:
                assert getattr(handle, name) is method, name


def test_method_without_its_capability_is_rejected():
    class Minimal(rqcore.QueueHandle):
        capabilities = frozenset()

        def put(self, item, block=True, timeout=None, *, codec=None, priority=None): ...
        def get(self, block=True, timeout=None, *, decoded=True): ...
        def put_many(self, items, timeout=None, *, codec=None): ...
        def get_many(self, count, timeout=None): ...
        def peek(self, start=0, stop=-1, *, decoded=True): ...
        def qsize(self): ...
        def purge(self): ...
        def waiters(self): ...
        def stat(self): ...
        def close(self): ...

    queue = Minimal(None, "n", None, "fifo", 0)
    calls = (queue.task_done, queue.join, queue.shutdown, lambda: queue.previews(0, 0, 1))
    for call in (*calls, lambda: queue.read_payload(1, 0, 1)):
        with pytest.raises(NotAllowed, match="needs a controller"):
            call()
    assert frozenset(Capability) == ALL_CAPABILITIES


def test_incomplete_handle_cannot_be_instantiated():
    class Incomplete(aio.QueueHandle):
        capabilities = frozenset()

    with pytest.raises(TypeError, match="abstract"):
        Incomplete(None, "n", None, "fifo", 0)
    assert asyncio.iscoroutinefunction(Incomplete.put_nowait)


def test_backend_that_cannot_be_imported_is_one_sentence(monkeypatch):
    def fail():
        raise RuntimeError("no license")

    monkeypatch.setattr(backends, "_loaders", {"broken": fail})
    with pytest.raises(NotAllowed, match=r"^the backend for broken:// cannot be loaded: no license$"):
        backends.find_backend("broken")


def test_backend_found_by_two_threads_is_registered_once(monkeypatch):
    entry_point = SimpleNamespace(load=lambda: "backend")
    found = SimpleNamespace(entry_points=lambda group, name: [entry_point])
    monkeypatch.setattr(backends, "_loaders", {})
    monkeypatch.setattr(backends, "import_module", lambda name: found)
    assert backends._installed_loader("two") is backends._installed_loader("two")
