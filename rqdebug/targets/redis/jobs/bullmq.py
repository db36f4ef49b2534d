# SPDX-License-Identifier: GPL-3.0-or-later
"""BullMQ: lists and sorted sets of job ids for each state, and a hash for each job.

The keys are ``bull:NAME:wait``, ``:paused``, ``:prioritized``, ``:active``, ``:delayed``, ``:failed`` and
``:completed``, and ``bull:NAME:ID``, as BullMQ's Lua scripts use them; ``bull`` is its usual prefix.
"""

from __future__ import annotations

from rqdebug.targets.job_board import Job, JobState
from rqdebug.targets.redis.jobs.call_texts import json_value, number_of, shown
from rqdebug.targets.redis.jobs.framework import Framework
from rqdebug.targets.redis.jobs.key_reads import MOST, text

_PREFIX, _META = "bull:", ":meta"
_LISTS = {JobState.WAITING: ("wait", "paused"), JobState.ACTIVE: ("active",)}
"""State → the lists with its jobs. A worker takes the last element."""
_SETS = {
    JobState.WAITING: "prioritized",
    JobState.SCHEDULED: "delayed",
    JobState.RETRYING: "delayed",
    JobState.FAILED: "failed",
    JobState.DONE: "completed",
}
"""State → the sorted set with its jobs. BullMQ delays the next attempt of a job that has failed."""


class BullMq(Framework):
    """The jobs of BullMQ."""

    name = "BullMQ"

    def queues(self) -> list[str]:
        """Return the names of the queues."""
        keys = self.reads.keys(f"{_PREFIX}*{_META}")
        return [text(key).removeprefix(_PREFIX).removesuffix(_META) for key in keys]

    def counts(self, queue: str) -> dict[JobState, int]:
        """Return the number of jobs in each state."""
        parts = [*(each for names in _LISTS.values() for each in names), "prioritized", "failed", "completed"]
        commands = [
            ("ZCARD" if part in _SETS.values() else "LLEN", f"{_PREFIX}{queue}:{part}") for part in parts
        ]
        wait, paused, active, prioritized, failed, completed = self.reads.lengths(commands)
        delayed = [job.state for job in self._delayed(queue)]
        return {
            JobState.WAITING: wait + paused + prioritized,
            JobState.ACTIVE: active,
            JobState.SCHEDULED: delayed.count(JobState.SCHEDULED),
            JobState.RETRYING: delayed.count(JobState.RETRYING),
            JobState.FAILED: failed,
            JobState.DONE: completed,
        }

    def jobs(self, queue: str, state: JobState, most: int) -> list[Job]:
        """Return the first jobs of a state."""
        if state in (JobState.SCHEDULED, JobState.RETRYING):
            return [job for job in self._delayed(queue) if job.state is state][:most]
        numbers: list[bytes] = []
        for part in _LISTS.get(state, ()):
            numbers += reversed(self.reads.elements("LRANGE", f"{_PREFIX}{queue}:{part}", -most, -1))
        if state in _SETS:
            members = self.reads.members(f"{_PREFIX}{queue}:{_SETS[state]}", most)
            numbers += [number for number, _ in members]
        return self._read(queue, numbers[:most], state)

    def _delayed(self, queue: str) -> list[Job]:
        members = self.reads.members(f"{_PREFIX}{queue}:delayed", MOST)
        return self._read(queue, [number for number, _ in members], JobState.SCHEDULED)

    def _read(self, queue: str, numbers: list[bytes], state: JobState) -> list[Job]:
        hashes = self.reads.hashes(f"{_PREFIX}{queue}:{text(number)}" for number in numbers)
        return [
            _job(text(number), queue, state, fields) for number, fields in zip(numbers, hashes, strict=True)
        ]


def _job(number: str, queue: str, state: JobState, fields: dict[str, bytes]) -> Job:
    attempts = number_of(text(fields.get("atm"))) or 0
    put, delay = (number_of(text(fields.get(name))) for name in ("timestamp", "delay"))
    begun, ended = (number_of(text(fields.get(name))) for name in ("processedOn", "finishedOn"))
    since, due = ended or begun or put, None
    if state is JobState.SCHEDULED:
        state = JobState.RETRYING if attempts else state
        due = ((begun if attempts else put) or 0) + (delay or 0) or None
    has_succeeded = state is JobState.DONE
    return Job(
        id=number,
        name=text(fields.get("name")),
        state=state,
        queue=queue,
        arguments=text(fields.get("data")),
        attempts=max(int(attempts) - has_succeeded, 0),
        due=due and due / 1000,
        since=since and since / 1000,
        worker=text(fields.get("pb")),
        error=text(fields.get("failedReason")),
        traceback=_last_stack(fields.get("stacktrace", b"")),
    )


def _last_stack(data: bytes) -> str:
    """Return the stack of the last attempt, of a JSON list of stacks."""
    stacks = json_value(data)
    return shown(stacks[-1]) if isinstance(stacks, list) and stacks else ""
