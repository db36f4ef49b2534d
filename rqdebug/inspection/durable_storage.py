# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a server can save queues, so that a restart finds them again."""

from __future__ import annotations

from rqcore import ControllerHandle
from rqcore.client.exchange import Exchange
from rqcore.errors import CallerError, ProtocolError
from rqcore.protocol.resp import Value, command


def storage_problem(controller: ControllerHandle) -> str:
    """Return why a controller cannot have durable queues; empty if it can.

    Raises:
        RqError: It cannot be reached, or refuses to answer.
    """
    try:
        facts = controller.run(Exchange(command(["INFO", "persistence"]), _read_facts))
    except CallerError:
        facts = {}
    if "data" not in facts:
        return "the controller is too old to save queues"
    if not facts["data"]:
        return "needs rqcore serve --data DIRECTORY"
    return facts.get("storage_failure", "")


def _read_facts(value: Value) -> dict[str, str]:
    if not isinstance(value, bytes):
        raise ProtocolError(f"answered {value!r} to INFO")
    lines = value.decode(errors="replace").splitlines()
    return dict(line.split(":", 1) for line in lines if ":" in line)
