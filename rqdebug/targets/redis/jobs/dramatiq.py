# SPDX-License-Identifier: GPL-3.0-or-later
"""Dramatiq: the keys of its RedisBroker, which its Lua script ``dispatch.lua`` describes.

A queue is a list of ids; its messages are in the hash ``dramatiq:NAME.msgs`` until they are acknowledged,
also while a worker has them. Delayed messages have a queue of their own, ``NAME.DQ``, and messages that
failed for good a sorted set, ``NAME.XQ``.
"""

from __future__ import annotations

from collections.abc import Iterator

from rqdebug.targets.job_board import Job, JobState
from rqdebug.targets.redis.jobs.call_texts import arguments_text, json_value, member, number_of, text_member
from rqdebug.targets.redis.jobs.framework import Framework
from rqdebug.targets.redis.jobs.key_reads import MOST, text

_PREFIX = "dramatiq:"
_DELAYED, _DEAD, _MESSAGES = ".DQ", ".XQ", ".msgs"


class Dramatiq(Framework):
    """The jobs of Dramatiq, in its default namespace."""

    name = "Dramatiq"

    def queues(self) -> list[str]:
        """Return the names of the queues."""
        keys = (text(each) for each in self.reads.keys(f"{_PREFIX}*"))
        names = {key.removeprefix(_PREFIX).removesuffix(_MESSAGES) for key in keys if "__" not in key}
        return sorted({name.removesuffix(_DELAYED).removesuffix(_DEAD) for name in names})

    def counts(self, queue: str) -> dict[JobState, int]:
        """Return the number of jobs in each state; Dramatiq forgets jobs that are done."""
        waiting, dead, delayed = self.reads.lengths(
            [
                ("LLEN", f"{_PREFIX}{queue}"),
                ("ZCARD", f"{_PREFIX}{queue}{_DEAD}"),
                ("HLEN", f"{_PREFIX}{queue}{_DELAYED}{_MESSAGES}"),
            ]
        )
        return {
            JobState.WAITING: waiting,
            JobState.ACTIVE: len(self._taken(queue)),
            JobState.SCHEDULED: delayed,
            JobState.FAILED: dead,
        }

    def jobs(self, queue: str, state: JobState, most: int) -> list[Job]:
        """Return the first jobs of a state."""
        match state:
            case JobState.WAITING:
                numbers = self.reads.elements("LRANGE", f"{_PREFIX}{queue}", 0, most - 1)
                return list(self._read(queue, "", numbers, state))
            case JobState.ACTIVE:
                return list(self._read(queue, "", sorted(self._taken(queue))[:most], state))
            case JobState.FAILED:
                dead = self.reads.members(f"{_PREFIX}{queue}{_DEAD}", most)
                return list(self._read(queue, _DEAD, [number for number, _ in dead], state))
            case JobState.SCHEDULED:
                part = f"{_PREFIX}{queue}{_DELAYED}{_MESSAGES}"
                numbers = self.reads.elements("HKEYS", part)[:most]
                return list(self._read(queue, _DELAYED, numbers, state))
        return []

    def _taken(self, queue: str) -> set[bytes]:
        """Return the ids of messages that workers have fetched and not acknowledged."""
        keys = self.reads.keys(f"{_PREFIX}__acks__.*.{queue}")
        return {number for key in keys for number in self.reads.elements("SMEMBERS", key)}

    def _read(self, queue: str, part: str, numbers: list[bytes], state: JobState) -> Iterator[Job]:
        messages = self.reads.fields(f"{_PREFIX}{queue}{part}{_MESSAGES}", numbers[:MOST])
        for number, data in zip(numbers, messages, strict=False):
            message = json_value(data)
            options = member(message, "options")
            due, put = number_of(member(options, "eta")), number_of(member(message, "message_timestamp"))
            attempts = number_of(member(options, "retries"))
            yield Job(
                id=text_member(message, "message_id") or text(number),
                name=text_member(message, "actor_name"),
                state=JobState.RETRYING if state is JobState.SCHEDULED and attempts else state,
                queue=queue,
                arguments=arguments_text(member(message, "args"), member(message, "kwargs")),
                attempts=None if attempts is None else int(attempts),
                due=None if due is None else due / 1000,
                since=None if put is None else put / 1000,
                error=text_member(options, "traceback").strip().rpartition("\n")[2],
                traceback=text_member(options, "traceback"),
            )
