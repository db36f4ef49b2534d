# SPDX-License-Identifier: MIT
"""The session of a client that speaks RESP; ``base_session`` explains its flow control."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from rqcore.controller.clients import BatchValues, Client
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.handlers.long_replies import slices_of_large
from rqcore.controller.handlers.transactions import slices_of_results
from rqcore.controller.items import is_of_transaction
from rqcore.controller.queue import BLOCKED
from rqcore.controller.state import NO_VALUE
from rqcore.errors import RqError, without_frames
from rqcore.fast_paths.repeated_requests import RepeatedRequestCache
from rqcore.fast_paths.switches import REPEATED_REQUESTS
from rqcore.protocol import resp
from rqcore.protocol.command_traits import MANY
from rqcore.protocol.requests.request_parser import RequestParser
from rqcore.protocol.slices import LargePayload, PostponedRequest, SlicedList, SlicedWork, Slices
from rqcore.server.base_session import FEW, SMALL, BaseSession

MOST_REPEATED = 64 * 1024
"""The most bytes of requests that are executed as one batch."""
BATCHED = 2
"""The requests of a batch that count as one unit of work."""


class ClientSession(BaseSession):
    """Parses requests, has the controller execute them, and encodes the values that it returns.

    Args:
        controller: Executes the requests.
        client: The client at the controller.
    """

    def __init__(self, controller: Controller, client: Client) -> None:
        """Begin the session of a client that has just connected."""
        self._repeated = RepeatedRequestCache() if REPEATED_REQUESTS.is_on else None
        parser = RequestParser(controller.state.limits.payload, cache=self._repeated)
        super().__init__(controller, client, parser)
        self._execute_command = controller.execute
        self._execute_batch = controller.execute_batch

    def receive(self, data: bytes, now_ns: int) -> bytes:
        """Accept bytes from the client, and carry out the requests that can be carried out now.

        Bytes that repeat the previous request, with other last arguments, are not parsed again.

        Args:
            data: The bytes.
            now_ns: The time of the monotonic clock, in ns.

        Returns:
            The replies to send.
        """
        repeated = self._repeated
        if repeated is None or self.client.call or self.is_stalled or len(data) > MOST_REPEATED:
            return super().receive(data, now_ns)
        last = repeated.last_arguments(data)
        if last is None:
            return super().receive(data, now_ns)
        client = self.client
        if len(last) == 1:  # a copy of _execute, which saves a call for most requests
            try:
                request = repeated.common + last
                value = self._execute_command(client, request, now_ns)
                if value is BLOCKED:
                    return self._begin_slices(request) if client.slices is not None else b""
                return client.command.reply.encode(value, client.protocol, client.item_form)  # type: ignore[union-attr]
            except LargePayload as large:
                return self._begin_large(value, large.size)
            except RqError as error:
                return encode_error(error)
        if len(data) > SMALL and self._state.is_busy:
            return super().receive(data, now_ns)
        replies = self._execute_repeated(repeated.common, last, now_ns)
        return super().receive(data, now_ns) if replies is None else replies

    def resume(self, now_ns: int) -> bytes:
        """Continue a stalled session. Its input often repeats requests, like other input."""
        data, repeated = self._unparsed, self._repeated
        if data and len(data) <= MOST_REPEATED and repeated and not (self._pending or self._parts):
            last = None if self._parser.held else repeated.last_arguments(bytes(data))
            replies = self._execute_repeated(repeated.common, last, now_ns) if last else None
            if replies is not None:
                self._unparsed.clear()
                self.is_stalled = False
                self._count()
                return replies
        return super().resume(now_ns)

    def _execute_repeated(self, common: list[bytes], last: list[bytes], now_ns: int) -> bytes | None:
        """Execute requests that differ only in their last argument as a batch. Returns None if that fails."""
        values = self._execute_batch(self.client, common, last, now_ns, self._max_output)
        if values is None:
            return None
        if len(last) > FEW:
            self._state.work += len(last) // BATCHED
        if values is BLOCKED:
            return b""
        assert self.client.command
        return self.client.command.reply.encode_batch(values)

    def _execute(self, request: list[bytes], now_ns: int) -> bytes:
        client = self.client
        try:
            value = self._execute_command(client, request, now_ns)
            if value is BLOCKED:
                return self._begin_slices(request) if client.slices is not None else b""
            return client.command.reply.encode(value, client.protocol, client.item_form)  # type: ignore[union-attr]
        except LargePayload as large:
            return self._begin_large(value, large.size)
        except RqError as error:
            if len(request) > MANY:  # to free all its arguments together takes long
                self._state.background.add(partial(_shorten, request))
            return encode_error(error)

    def _begin_slices(self, request: list[bytes]) -> bytes:
        """Begin a reply that is made in several turns. Returns its first part."""
        slices, self.client.slices = self.client.slices, None
        assert slices
        if isinstance(slices, PostponedRequest):
            self._postpone(request)
            return b""
        return self._begin_parts(self._encode_slices(slices), slices.kept_bytes)

    def _begin_large(self, value: Any, kept_bytes: int) -> bytes:
        """Begin the reply with a large payload. Returns its first part; arguments: as in ``_begin_parts``."""
        return self._begin_parts(self._encode_value(value), kept_bytes)

    def _encode_value(self, value: Any) -> Iterator[bytes]:
        """Encode a value in parts, if it is large."""
        client = self.client
        assert client.command
        return self._until_error(client.command.reply.encode_parts(value, client.protocol, client.item_form))

    def _encode_slices(self, slices: Slices) -> Iterator[bytes]:
        """Encode a reply slice by slice."""
        client = self.client
        assert client.command
        return self._until_error(
            client.command.reply.encode_slices(slices, client.protocol, client.item_form)
        )

    def _until_error(self, parts: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the parts of a reply. After an error in its middle, the client is disconnected."""
        client, is_begun = self.client, False
        try:
            for part in parts:
                yield part
                is_begun = is_begun or bool(part)
        except RqError as error:
            if is_begun:
                client.is_leaving = True
            else:
                yield encode_error(error)

    def _finish(self, value: Any, now_ns: int) -> bytes:
        if value is NO_VALUE:
            return b""
        if type(value) is BatchValues:
            return self._encode_batch(value.values)
        if type(value) is SlicedList or type(value) is SlicedWork:
            slices: Slices | None = value
        else:
            slices = slices_of_results(value) if is_of_transaction(value) else slices_of_large(value)
        if slices:
            self.client.slices = slices
            return self._begin_slices([])
        return self._encode(value)

    def _encode(self, value: Any) -> bytes:
        """Encode the value or the error of a call that has ended."""
        if isinstance(value, RqError):
            return encode_error(value)
        client = self.client
        assert client.command
        try:
            return client.command.reply.encode(value, client.protocol, client.item_form)
        except LargePayload as large:
            return self._begin_large(value, large.size)
        except RqError as error:  # the payload's file was removed from the spool
            return encode_error(error)

    def _encode_batch(self, values: Sequence[Any]) -> bytes:
        """Encode the values of calls that waited together until they were safe, or the error of each."""
        if isinstance(values[0], RqError):
            return b"".join(map(encode_error, values))
        assert self.client.command
        return self.client.command.reply.encode_batch(values)

    def encode_refusal(self, error: RqError) -> bytes:
        """Return an error reply for an error outside any request."""
        return encode_error(error) if error.code else resp.error("ERR", f"Protocol error: {error}")


def _shorten(request: list[bytes], now_ns: int) -> bool:
    """Free some arguments of a request that was refused. Returns whether there are others."""
    del request[-MANY:]
    return bool(request)


def encode_error(error: RqError) -> bytes:
    """Return the error reply of an error: its code and its message.

    The error forgets its frames: one of them may refer to it, and keep a request and its items in a cycle.
    """
    without_frames(error)
    return resp.error(error.code, str(error))
