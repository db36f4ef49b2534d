# SPDX-License-Identifier: MIT
"""The dispatcher: executes requests, without socket, clock or event loop.

For each request, the server calls ``execute`` with the current time in ns, sends
the value that it returns, and sends the values in ``outgoing``. It calls
``expire`` when ``next_deadline`` is reached.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from rqcore.controller.access import Access
from rqcore.controller.calls import session_calls
from rqcore.controller.calls.lease_calls import expire_items
from rqcore.controller.clients import Client, PendingRelease, PendingTurn
from rqcore.controller.handlers import (
    connection_setup,
    debugging,
    info,
    inspection,
    lease_methods,
    observers,
    parallel_workers,
    queue_methods,
    redis_lists,
    reports,
    session_commands,
    transactions,
)
from rqcore.controller.handlers.command_registry import HANDLERS
from rqcore.controller.handlers.commits import defer, defer_batch
from rqcore.controller.handlers.refused_calls import record_refused
from rqcore.controller.interventions import debugger_sessions
from rqcore.controller.interventions.execution import execute_met
from rqcore.controller.interventions.quick_checks import may_act, may_act_on_batch
from rqcore.controller.limits import Limits
from rqcore.controller.logins import Logins
from rqcore.controller.queue import BLOCKED, BlockedValue
from rqcore.controller.state import ControllerState
from rqcore.controller.storage.saved_sessions import is_saved
from rqcore.controller.users import Users
from rqcore.errors import RqError, TooBig, unknown_command
from rqcore.fast_paths.batched_calls import BATCH_HANDLERS
from rqcore.fast_paths.switches import BATCHED_CALLS
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.item_encoding import PAYLOAD
from rqcore.protocol.slices import POSTPONED

Handler = Callable[..., Any]

MODULES = (
    connection_setup,
    debugging,
    info,
    inspection,
    lease_methods,
    observers,
    parallel_workers,
    queue_methods,
    redis_lists,
    reports,
    session_commands,
    transactions,
)
"""The modules that contain handlers. Importing them registers the handlers."""

_TABLE: dict[bytes, tuple[CommandSpec, Handler]] = {
    name: (row, HANDLERS[row.name]) for name, row in COMMANDS.items()
}
"""The row and handler of each command. If a command has no handler, importing this module fails."""

_SET_UP = frozenset(("AUTH", "CLIENT", "HELLO", "QUIT", "RESET", "RQ.RESUME", "RQ.SPOOL", "SELECT"))
"""Commands that clients send before their first call. Their name is not known yet."""


class Controller:
    """Executes the commands of all clients of one controller.

    Args:
        limits: The limits; None for the defaults.
        users: The users who may log in; None if no login is required.
    """

    def __init__(self, limits: Limits | None = None, users: Users | None = None) -> None:
        """Start without queues and clients."""
        self.state: ControllerState = ControllerState(limits, users)
        self.state.execute = self.execute
        self._journal = self.state.journal
        self.state.logins = Logins(self.state.users, partial(connection_setup.end_login, self.state))
        self._batch_handlers = BATCH_HANDLERS if BATCHED_CALLS.is_on else {}
        self.outgoing: deque[tuple[Client, Any]] = self.state.outgoing
        self.connect: Callable[[str, int], Client] = self.state.connect
        self.disconnect: Callable[[Client, int], None] = partial(session_calls.lose_connection, self.state)

        self.remove_newcomer: Callable[[Client, int], None] = partial(
            session_calls.remove_newcomer, self.state
        )

    @property
    def next_deadline(self) -> int | None:
        """When the server must call ``expire``, in ns; None if no call, lease, delay or session can end."""
        state = self.state
        due = [each.next_due for each in (state.deadlines, state.item_deadlines, state.sessions)]
        if state.debugging is not None:
            due.append(state.debugging.next_due)
        return min((due_ns for due_ns in due if due_ns is not None), default=None)

    def expire(self, now_ns: int) -> None:
        """End calls, leases, delays and the grace time of lost sessions whose deadline is reached."""
        self.state.expire(now_ns)
        expire_items(self.state, now_ns)
        debugger_sessions.expire(self.state, now_ns)
        session_calls.expire_sessions(self.state, now_ns)

    def execute(self, client: Client, request: list[bytes], now_ns: int) -> Any:
        """Execute a request.

        Args:
            client: The client that sent it.
            request: The name of the command and its arguments.
            now_ns: The current time in ns.

        Returns:
            The value of the call, of the type that ``client.command.reply`` describes; or
            ``BLOCKED`` if the value will be added to ``outgoing`` later, or if ``client.slices`` is set.

        Raises:
            RqError: The call failed, or the request is invalid.
        """
        self.state.counters.commands += 1
        client.active_ns = now_ns
        entry = _TABLE.get(request[0]) or _TABLE.get(request[0].upper())
        if client.transaction is not None and (entry is None or not entry[0].is_immediate):
            return transactions.queue_call(client.transaction, client, entry and entry[0], request)
        if entry is None:
            raise unknown_command(request[0])
        row, handler = entry
        if row.may_take_long and self.state.is_busy and not self.state.in_transaction:
            self.state.counters.commands -= 1
            client.slices = POSTPONED
            return BLOCKED
        client.command = row
        client.item_form = PAYLOAD
        journal = self._journal
        changes = journal.awaited_changes
        try:
            if len(request) > row.longest:
                row.check_number(len(request) - 1)
            if not client.is_announced and row.name not in _SET_UP:
                self.state.announce(client, now_ns)
            arguments = request[1:]
            if client.access is not None:
                client.access.check(row, arguments, self.state.label_of)
            if self.state.debugging is not None and may_act(self.state, client, row, request):
                run = partial(self._run, client, row, handler, now_ns)
                value = execute_met(self.state, client, row, request, now_ns, run)
                if isinstance(client.call, PendingRelease):
                    return BLOCKED
            elif row.fewest <= len(arguments) <= row.most:
                value = handler(self.state, client, now_ns, *arguments)
            else:
                values, options = row.parse(arguments)
                value = handler(self.state, client, now_ns, *values, **options)
            return value if journal.awaited_changes == changes else defer(self.state, client, value)
        except RqError as error:
            journal.handed_out.clear()
            if isinstance(error, TooBig):
                self.state.counters.refused_payloads += 1
            touched, client.failed = client.failed, None
            with self.state.publisher.touching(touched):
                record_refused(self.state, client, row, now_ns, request[1 : row.longest + 1], error)
            raise

    def _run(
        self, client: Client, row: CommandSpec, handler: Handler, now_ns: int, request: list[bytes]
    ) -> Any:
        """Execute a request with its handler."""
        values, options = row.parse(request[1:])
        return handler(self.state, client, now_ns, *values, **options)

    def execute_batch(
        self, client: Client, common: list[bytes], last: list[bytes], now_ns: int, reply_bytes: int
    ) -> Sequence[Any] | BlockedValue | None:
        """Execute requests that differ only in their last argument as one batch, if possible.

        Args:
            client: The client that sent them.
            common: The name of the command, and all arguments except the last.
            last: The last argument of each request.
            now_ns: The current time in ns.
            reply_bytes: The most bytes that all replies together may have.

        Returns:
            The value of each request, all of one type; or ``BLOCKED`` if ``BatchValues`` will be added to
            ``outgoing``. None: nothing was done, and each request must be executed with ``execute``.
        """
        name = common[0] if common else b""
        handler = self._batch_handlers.get(name)
        if handler is None or client.transaction is not None:
            return None
        if client.access is not None and not self._may_execute(client.access, common, last):
            return None
        if self.state.debugging is not None and may_act_on_batch(self.state, client, common, last):
            return None
        changes = self._journal.awaited_changes
        values = handler(self.state, client, now_ns, common, last, reply_bytes)
        if values is not None:
            self.state.counters.commands += len(last)
            client.active_ns = now_ns
            client.command = COMMANDS[name]
            if self._journal.awaited_changes != changes:
                return defer_batch(self.state, client, values)
        return values

    def _may_execute(self, access: Access, common: list[bytes], last: list[bytes]) -> bool:
        """Return whether a client may send these requests. They concern one queue."""
        try:
            access.check(COMMANDS[common[0]], common[1:] + last[:1], self.state.label_of)
        except RqError:
            return False
        return True

    def end_debugging(self, now_ns: int) -> None:
        """End all debugger sessions: everything that they hold continues."""
        debugger_sessions.end_all(self.state, now_ns)

    def close(self, now_ns: int) -> None:
        """Close all queues, because the controller ends. Every blocked call fails with Closed.

        The calls of clients whose sessions are saved get no reply if they wait for durable queues or have
        further steps: the clients send them again to the controller that is started next.
        """
        state = self.state
        waiting = [call.client for queue in state.durable_queues for call in queue.waiting_calls]
        working = [client for client in state.clients.values() if type(client.call) is PendingTurn]
        for client in (*waiting, *working):
            if is_saved(state.journal, client):
                state.cancel(client, now_ns)
        for queue in list(state.queues.values()):
            state.close(queue, now_ns)
