# SPDX-License-Identifier: MIT
# Generated from async_redis_connection.py by scripts/generate_blocking.py; do not edit.
"""A blocking connection to a Redis, which carries out the steps of calls."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, TypeVar

from redis.exceptions import NoScriptError

from rqcore.errors import ControllerError, OutcomeUnknown, RqError
from rqcore.pressure.key_protocol.protocol_steps import RunScript, Step, Steps, WaitForElement, Wake
from rqcore.pressure.key_scan import SCAN_COUNT, KeyScan
from rqcore.pressure.redis_connection_base import (
    LONGEST_REPEAT,
    RETRY_PAUSE,
    RedisConnectionBase,
    client_rows,
    wait_command,
    waiting_clients,
    wrong_reply,
)
from rqcore.pressure.redis_errors import REDIS_ERRORS, WRONG_REPLIES, is_outage, never_sent
from rqcore.pressure.redis_waiting import (
    Interruptions,
    ScriptSender,
    call_limit,
    caller_id,
    close_client,
    discard_replies,
    execute,
    native_error,
    open_client,
    pause,
)

T = TypeVar("T")


class RedisConnection(RedisConnectionBase):
    """A server, safe to use from several threads, and after a fork. Can be pickled."""

    def _open_client(self, client_name: str) -> Any:
        return open_client(self.address, client_name, self.network_timeout)

    def _open_sender(self, client: Any) -> ScriptSender:
        return ScriptSender(client)

    @property
    def caller(self) -> str:
        """The name of this thread on the server.

        A thread makes one call at a time, so its next call can take over a role that the last one kept.
        """
        return f"{self.client_name}.{caller_id():x}"

    def carry_out(self, steps: Steps, undo: Callable[[Any], Steps] | None = None) -> Any:
        """Carry out the steps of a call and return its result.

        Args:
            steps: The generator of a call, from ``protocol_steps``.
            undo: Makes the steps that undo a result which the caller cannot receive,
                because the call was interrupted.

        Raises:
            ConnectionLost: The server cannot be reached.
            RqError: What the steps raise.
        """
        results: list[Any] = []
        try:
            with Interruptions() as interruptions:
                results.append(self._follow(steps, interruptions))
        except BaseException as error:
            if results and undo:
                self.carry_out(undo(results[0]))
            if self._has_ended:  # the steps have connected again, to give a role back
                self.close()
            if isinstance(error, RqError):
                raise native_error(error) from error.__cause__
            raise
        return results[0]

    def _follow(self, steps: Steps, interruptions: Interruptions) -> Any:
        """Carry out the steps and return their result."""
        try:
            step = next(steps)
            while True:
                try:
                    reply = self._do(step, interruptions)
                except BaseException as error:
                    step = self.read_reply("a script", steps.throw, error)
                else:
                    step = self.read_reply("a script", steps.send, reply)
        except StopIteration as end:
            return end.value

    def ask(self, *words: Any, wait: float = 0.0, **options: Any) -> Any:
        """Send a command and return the reply.

        Args:
            *words: The command and its arguments.
            wait: Seconds that the server may wait, in addition to the time of the network.
            **options: Options of redis-py's ``execute_command``.

        Raises:
            RqError: The server refused the command, or cannot be reached.
        """
        try:
            reply = execute(self.client, self.network_timeout, wait, *words, **options)
        except REDIS_ERRORS as error:
            raise self._error(error) from error
        except WRONG_REPLIES as error:
            raise wrong_reply(self.address, words[0]) from error
        except BaseException:
            discard_replies(self.client)
            raise
        self.has_answered: bool = True
        return reply

    def ask_for(self, read: Callable[[Any], T], *words: Any) -> T:
        """Send a command, and return what ``read`` makes of the reply. Raises RqError."""
        return self.read_reply(words[0], read, self.ask(*words))

    def wait_for_element(self, key: bytes, seconds: float) -> None:
        """Wait up to a number of seconds until a list has an element. Raises RqError."""
        self._check_open()
        self.ask(*wait_command(key, seconds), wait=seconds)

    def ask_many(self, commands: Sequence[Sequence[Any]]) -> list[Any]:
        """Send several commands together, and return their replies in order.

        Args:
            commands: Each command with its arguments.

        Returns:
            The replies; a command that the server refused has an exception of redis-py in place of its reply.

        Raises:
            RqError: The server cannot be reached.
        """
        pipeline = self.client.pipeline(transaction=False)
        for words in commands:
            pipeline.execute_command(*words)
        try:
            with call_limit(self.network_timeout, chain.from_iterable(commands)):
                replies: list[Any] = pipeline.execute(raise_on_error=False)
        except REDIS_ERRORS as error:
            raise self._error(error) from error
        except WRONG_REPLIES as error:
            raise wrong_reply(self.address, "a pipeline") from error
        return replies

    def _do(self, step: Step, interruptions: Interruptions) -> Any:
        """Return the reply to a step. Only a step that waits can be interrupted."""
        if type(step) is RunScript:
            return interruptions.finish(self._run, step)
        if type(step) is WaitForElement:
            interruptions.wait(self.wait_for_element, step.key, step.seconds)
        elif type(step) is Wake:
            self.wake(step.key, step.holders)
        return None

    def _run(self, step: RunScript) -> Any:
        self._check(step)
        end = time.monotonic() + LONGEST_REPEAT
        try:
            return self._send(step)
        except ControllerError as error:
            if not step.script.repeatable or never_sent(error) or not is_outage(error):
                raise
            return self._repeat(step, error, end)

    def _repeat(self, step: RunScript, error: ControllerError, end: float) -> Any:
        """Send a script again after the connection was lost: it does its work once.

        Args:
            step: The script.
            error: Why its reply was not received.
            end: When it can no longer be sent again, in seconds of ``time.monotonic``.

        Raises:
            OutcomeUnknown: The server did not answer in time.
            RqError: What the script replied.
        """
        end = min(time.monotonic() + self.network_timeout, end)
        while not self._has_ended and time.monotonic() < end:
            pause(RETRY_PAUSE)
            try:
                return self._send(step)
            except ControllerError as again:
                if not is_outage(again):
                    raise
                error = again
        raise OutcomeUnknown(f"{error}; the call may have been carried out") from error

    def _send(self, step: RunScript) -> Any:
        script, keys, arguments = step.script, step.keys, step.arguments
        try:
            evalsha = "EVALSHA", script.sha, len(keys), *keys, *arguments
            if script.repeatable:
                reply = self.sender.send(self.network_timeout, evalsha)
            else:
                reply = execute(self.client, self.network_timeout, 0.0, *evalsha)
        except NoScriptError:
            return self.ask("EVAL", script.text, len(keys), *keys, *arguments)
        except REDIS_ERRORS as error:
            raise self._error(error) from error
        except WRONG_REPLIES as error:
            discard_replies(self.client)
            raise wrong_reply(self.address, "EVALSHA") from error
        except BaseException:
            discard_replies(self.client)
            raise
        self.has_answered = True
        return reply

    def wake(self, key: bytes, holders: Sequence[str]) -> None:
        """Make waiting holders of a role check again immediately.

        If the server forbids that, they check when their current wait ends.

        Args:
            key: A key on the server where they wait.
            holders: The names of the holders.
        """
        try:
            for number in waiting_clients(self._clients(key), holders):
                self.ask("CLIENT UNBLOCK", number, **self._node_of(key))
        except RqError:
            return

    def connected(self, key: bytes) -> set[str]:
        """Return the names of the clients that are connected to the server of this key. Raises RqError."""
        return {row["name"] for row in self._clients(key)}

    def _clients(self, key: bytes) -> list[dict[str, str]]:
        return self.list_clients(**self._node_of(key))

    def list_clients(self, **options: Any) -> list[dict[str, str]]:
        """Return the clients of one server, as redis-py reads CLIENT LIST. Raises RqError.

        Args:
            **options: Options of redis-py's ``execute_command``, such as the server.
        """
        reply = self.ask("CLIENT LIST", **options)
        return client_rows(next(iter(reply.values())) if isinstance(reply, dict) else reply, self.address)

    def scan(self, pattern: bytes, kind: str) -> set[bytes]:
        """Return every key of this type, such as ``"string"``, that matches the pattern. Raises RqError."""
        search = KeyScan(self.address, self.network_timeout)
        words = "MATCH", pattern, "COUNT", SCAN_COUNT, "TYPE", kind
        search.take(self.ask("SCAN", 0, *words))
        while following := search.following():
            for node, cursor in following:
                options = {"target_nodes": self.client.get_node(node_name=node)} if node else {}
                search.take(self.ask("SCAN", cursor, *words, **options), node)
        return search.found

    def close(self) -> None:
        """Close all connections; the next command connects again."""
        opened, self._opened = self._opened, None
        if opened:
            close_client(self.address, opened[2])

    def end(self) -> None:
        """Close all connections. Calls that wait raise ConnectionLost, whatever they do at this moment."""
        self._has_ended = True
        self.close()
