# SPDX-License-Identifier: MIT
"""``rqcore.serve``: a controller that belongs to a program, in a process of its own.

A process rather than a thread: the program and its controller would otherwise slow each other down, because
only one thread of a Python process runs at a time, and a program that is stopped, computes or forks would
stop the queues of all other clients.

The controller is ``rqcore serve --until-eof``. It ends when the program ends in any way, because the kernel
then closes the pipe that is its standard input.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rqcore.client.base import check_client, check_codec
from rqcore.client.controller_handle import ControllerHandle, NativeControllerHandle
from rqcore.errors import BadSetting
from rqcore.server.server_settings import ROWS, load_settings, variable
from rqcore.url import Url

GRACE = 5.0
"""Seconds that the controller has to send its last replies and end; then it is killed."""
_READY = "rqcore: listening on "
_PROGRAM = (
    "import sys; sys.path.append({folder!r}); "
    "from rqcore.__main__ import main; sys.exit(main(['serve', '--until-eof']))"
)


@contextmanager
def serve(
    *, name: str = "", network_timeout: float = 5.0, codec: str | None = None, **settings: Any
) -> Iterator[ControllerHandle]:
    """Start a controller for the length of a ``with`` block, and connect to it.

    ::

        with rqcore.serve() as controller:
            jobs = controller.create("jobs", maxsize=10)
            start_workers(controller.url)    # they call rqcore.connect(url)
            jobs.put({"n": 1})

    The controller runs in a process of its own, and listens on a free port of this machine. It ends with the
    block, together with its queues; waiting calls of all clients then raise Closed or ConnectionLost. It also
    ends when this program ends in any other way, even by ``kill -9``. Ctrl+C does not reach it, so the block
    can still use it to clean up.

    A process that is forked inside of the block can use the handle too; the controller ends only when the
    process that started it leaves the block. Use ``rqcore serve`` instead for a controller that must stay
    when this program ends.

    Args:
        name: The name of this client in events and lists.
        network_timeout: Maximum seconds that the network may take for a call; see ``connect``.
        codec: None, or ``"pickle"`` to send and load pickles; see ``connect``.
        settings: Any setting of ``rqcore serve``, by its name in the settings file, such as ``port=7654``,
            ``unix="/run/jobs.sock"``, ``max_clients=20`` or ``password="…"``; ``rqcore settings`` lists them.
            A list sets several addresses. The environment variables of ``rqcore serve`` are ignored. The
            default of ``port`` is 0, a free port, and that of ``log_level`` is "warning".

    Raises:
        BadSetting: A setting does not exist or has a wrong value, or the address cannot be used.
        BadCall: ``name`` is not a text, or ``network_timeout`` is not a positive number.
        CodecError: ``codec`` is something else.
        ConnectionLost: The controller does not answer in time.
        NoAuth: The settings demand a password from its only client: ``users`` needs ``password`` as well.
    """
    check_client(name, network_timeout)
    check_codec(codec)
    owner, process = os.getpid(), _start(_texts({"port": 0, "log_level": "warning"} | settings))
    try:
        url = Url.parse(_address(process))._replace(password=str(settings.get("password", "")))
        with NativeControllerHandle(url, name, network_timeout, codec) as handle:
            handle.ping()
            yield handle
    finally:
        if os.getpid() == owner:
            _stop(process)


def _texts(settings: dict[str, Any]) -> dict[str, str]:
    """Return the settings as text, as the environment has them. Raises BadSetting."""
    rows = {row.name: row for row in ROWS}
    texts = {name: _text(value) for name, value in settings.items() if value is not None}
    if unknown := texts.keys() - rows:
        raise BadSetting(f"there is no setting {min(unknown)}; rqcore settings prints all settings")
    for name, text in texts.items():
        if "\0" in text or (not text.isascii() and text != text.encode(errors="replace").decode()):
            raise BadSetting(f"the setting {name} has a character that no environment variable can have")
    environment = {variable(rows[name]): text for name, text in texts.items()}
    load_settings({}, environment)
    return environment


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _start(settings: dict[str, str]) -> subprocess.Popen[str]:
    """Start the controller. A session of its own keeps Ctrl+C and the end of a terminal away from it."""
    program = _PROGRAM.format(folder=str(Path(__file__).resolve().parent.parent))
    own = {variable(row) for row in ROWS}
    return subprocess.Popen(
        [sys.executable, "-P", "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={key: text for key, text in os.environ.items() if key not in own} | settings,
        start_new_session=True,
        text=True,
    )


def _address(process: subprocess.Popen[str]) -> str:
    """Wait until the controller listens, and return its first URL. Raises BadSetting if it cannot."""
    assert process.stdout
    line = process.stdout.readline().strip()
    if not line.startswith(_READY):
        raise BadSetting(line.removeprefix("rqcore: ") or "the controller ended before it could listen")
    return line.removeprefix(_READY)


def _stop(process: subprocess.Popen[str]) -> None:
    assert process.stdin and process.stdout
    process.terminate()
    process.stdin.close()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
