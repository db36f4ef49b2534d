# SPDX-License-Identifier: MIT
"""A session that its client can resume on another connection; ``rqcore.controller.sessions`` explains how.

It replaces the plain session of a connection after HELLO SESSION or RQ.RESUME, so that clients without a
session pay nothing for it. It counts each request, and keeps the value of the last call that cannot be
repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rqcore.controller.clients import Client
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.handlers.long_replies import slices_of
from rqcore.controller.handlers.transactions import slices_of_results
from rqcore.controller.items import is_of_transaction, items_of
from rqcore.controller.queue import BLOCKED
from rqcore.controller.session_state import NOTHING, SessionState
from rqcore.controller.storage.saved_sessions import record_proof
from rqcore.errors import RqError, without_frames
from rqcore.protocol.slices import LargePayload, PostponedRequest, SlicedList, Slices
from rqcore.server.base_session import LARGE, BaseSession
from rqcore.server.client_session import MOST_REPEATED, ClientSession, encode_error


class ResumableSession(ClientSession):
    """Executes the requests of a client that has a session, on its present connection.

    Args:
        controller: Executes the requests.
        client: The client, which has a session.
        state: What is kept of the session.
    """

    def __init__(self, controller: Controller, client: Client, state: SessionState) -> None:
        """Continue the session of a client on a new connection, or begin it."""
        super().__init__(controller, client)
        self._kept = state
        self._journal = controller.state.journal
        self._is_quitting = False

    def receive(self, data: bytes, now_ns: int) -> bytes:
        """Accept bytes from the client, and carry out the requests that can be carried out now.

        Args:
            data: The bytes.
            now_ns: The time of the monotonic clock, in ns.

        Returns:
            The replies to send.
        """
        repeated = self._repeated
        if repeated is None or self.client.call or self.is_stalled or len(data) > MOST_REPEATED:
            return BaseSession.receive(self, data, now_ns)
        last = repeated.last_arguments(data)
        if last is None or len(last) > 1:
            return BaseSession.receive(self, data, now_ns)
        return self._execute(repeated.common + last, now_ns)

    def adopt(self, other: ClientSession) -> None:
        """Take over the input of the session that the connection had before.

        It is carried out in a later turn, because it can begin or resume yet another session.
        """
        self._parser, self._repeated = other._parser, other._repeated
        self._pending, other._pending = other._pending, self._pending
        self._unparsed, other._unparsed = other._unparsed, self._unparsed
        self._parsed_bytes = other._parsed_bytes
        if self.has_input:
            self.is_stalled: bool = not self.client.call
            self._count()

    def resend(self) -> bytes:
        """Return the reply that the client did not receive on its last connection, or its first part."""
        value = self._kept.value
        if value is NOTHING or self.client.call:
            return b""
        if not (self._state.is_busy or _is_large(value)):
            return self._encode(value)
        # Not even the first part is made in this turn, because many sessions are resumed together.
        self._parts, self._parts_bytes, self.is_stalled = self._encode_parts(value), 1, True
        self._count()
        return b""

    def _encode_parts(self, value: Any) -> Iterator[bytes]:
        """Encode the kept value in parts."""
        if isinstance(value, RqError):
            yield encode_error(value)
        elif is_of_transaction(value):
            yield from self._encode_slices(slices_of_results(value) or SlicedList(len(value), iter((value,))))
        elif type(value) is list and value:
            yield from self._encode_slices(slices_of(value))
        else:
            yield from self._encode_value(value)

    def _execute(self, request: list[bytes], now_ns: int) -> bytes:
        client, kept = self.client, self._kept
        kept.requests += 1
        if kept.has_saved_items:
            record_proof(self._journal, client)
        if kept.proof:
            if self._journal.must_wait_for(kept.proof):
                return self._execute_proof(request, now_ns)
            kept.proof = 0
        kept.value = NOTHING
        if kept.held or kept.read:
            kept.forget_value()
        try:
            value = self._execute_command(client, request, now_ns)
            if value is BLOCKED:
                return self._begin_slices(request) if client.slices is not None else b""
            command = client.command
            if value is None:  # saves a call for most puts
                kept.value = None
            elif not command.is_repeatable:  # type: ignore[union-attr]
                kept.keep(value)
            return command.reply.encode(value, client.protocol, client.item_form)  # type: ignore[union-attr]
        except LargePayload as large:
            return self._begin_large(value, large.size)
        except RqError as error:
            kept.forget_value()
            kept.value = without_frames(error)
            return encode_error(error)

    def _execute_proof(self, request: list[bytes], now_ns: int) -> bytes:
        """Execute a request that proves the receipt of saved items. Its reply waits until this is saved.

        ``ControllerState.send`` lets the values of all calls wait, also if they are blocked first.
        """
        client, is_kept = self.client, True
        self._kept.forget_value()
        try:
            value = self._execute_command(client, request, now_ns)
        except RqError as error:
            value = without_frames(error)
        else:
            if value is BLOCKED:
                if client.slices is None or isinstance(client.slices, PostponedRequest):
                    return self._begin_slices(request) if client.slices else b""
                value, client.slices = _whole(client.slices), None
            is_kept = not client.command.is_repeatable  # type: ignore[union-attr]
        self._is_quitting, client.is_leaving = client.is_leaving, False
        self._state.send(client, value, is_kept)
        return b""

    def _refuse_input(self) -> bytes:
        """Disconnect a client whose input cannot be parsed. This request proves a receipt like any other."""
        if self._kept.has_saved_items:
            record_proof(self._journal, self.client)
        self._kept.forget_value()
        return super()._refuse_input()

    def deliver(self, value: Any, now_ns: int) -> bytes:
        """Continue after the blocked call has ended. Returns the replies to send."""
        if self._is_quitting:
            self.client.is_leaving = True
        return BaseSession.deliver(self, value, now_ns)

    def resume(self, now_ns: int) -> bytes:
        """Continue a stalled session at ``now_ns``, because it is its turn. Returns the replies to send."""
        return BaseSession.resume(self, now_ns)

    def _begin_large(self, value: Any, kept_bytes: int) -> bytes:
        return super()._begin_large(value, 1 if self._kept.value is value else kept_bytes)

    def _begin_slices(self, request: list[bytes]) -> bytes:
        slices = self.client.slices
        if isinstance(slices, PostponedRequest):
            self._kept.requests -= 1  # it is counted when it is executed
        if isinstance(slices, SlicedList) and slices.taken:
            self._kept.keep(list(slices.taken))
            slices.kept_bytes = 1  # what the session keeps is counted already
        return super()._begin_slices(request)


def _whole(slices: Slices) -> Any:
    """Return the value of a call that made slices: its items, or what only reads, so that it is not kept."""
    return list(slices.taken) if isinstance(slices, SlicedList) and slices.taken else slices


def _is_large(value: Any) -> bool:
    """Whether encoding a value can take long, judged without a look at each of its members."""
    return type(value) is list or any(len(item.payload) > LARGE for item in items_of(value))
