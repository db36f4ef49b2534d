# SPDX-License-Identifier: GPL-3.0-or-later
"""A server with durable queues that is killed and started again, without a disk."""

from __future__ import annotations

from rqcore.controller.handlers import commits
from rqcore.controller.handlers.restored_sessions import restore_sessions
from rqcore.controller.limits import Limits
from rqcore.controller.storage.journal_replay import JournalReplay
from tests.rqcore.server.connected_server import Host


class SavedServer(Host):
    """A server whose journal is written to a list, and which finds the records of another one."""

    def __init__(self, records: list[bytes] | None = None, clients: int = 20) -> None:
        super().__init__(Limits(clients=clients))
        self.records = list(records or ())
        replay = JournalReplay()
        for record in self.records:
            replay.read(record)
        self.state = self.controller.state
        self.state.journal.open(len(self.records) + 1, last_identity=replay.last_identity)
        self.state.restore(replay)
        restore_sessions(self.state, replay, self.now)

    def write(self) -> None:
        """End the turn of the event loop: everything so far is safe."""
        record = self.state.journal.take_record()
        if record.parts:
            self.records.append(b"".join(record.rows()))
        commits.finish_record(self.state, record)
        self.server.send_outgoing()

    def restart(self) -> SavedServer:
        """Kill the controller, and start it again."""
        return SavedServer(self.records)

    def size(self) -> bytes:
        return self.say(b"RQ.SIZE jobs")
