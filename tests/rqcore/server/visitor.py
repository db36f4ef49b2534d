# SPDX-License-Identifier: GPL-3.0-or-later
"""A client whose session is executed turn by turn, without a network."""

from __future__ import annotations

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.protocol.command_traits import MANY
from rqcore.protocol.resp import NOT_ENOUGH, PythonParser, command
from rqcore.server.client_session import ClientSession

CHUNK = 1 << 18
"""Bytes that the event loop reads in one step."""


class Visitor:
    """A client with its session. Each step of ``turns`` is one turn of the event loop."""

    def __init__(self, controller: Controller) -> None:
        self.controller, self.state = controller, controller.state
        self.session = ClientSession(controller, controller.connect("10.0.0.1:1", 0))
        self._parser = PythonParser()

    def turns(self, data: bytes) -> list[bytes]:
        """Send bytes, and return what the client receives in each turn until everything is answered."""
        received = []
        while data or self.session.is_stalled:
            if self.session.is_stalled:
                received.append(self.session.resume(0))
            else:
                received.append(self.session.receive(data[:CHUNK], 0))
                data = data[CHUNK:]
            while self.controller.outgoing:
                self.controller.outgoing.popleft()
        return received

    def reply(self, *words: bytes | str | int) -> object:
        """Return the reply to a command, however many turns it takes."""
        self._parser.feed(b"".join(self.turns(command(words))))
        value = self._parser.gets()
        assert self._parser.gets() is NOT_ENOUGH
        return value


def fill(visitor, count, kind="fifo", name="jobs"):
    visitor.reply("RQ.CREATE", "NAME", name, "KIND", kind)
    for start in range(0, count, MANY):
        part = [b"%d" % number for number in range(start, min(start + MANY, count))]
        visitor.reply("RQ.MPUT", name, "ITEMS", *part)
