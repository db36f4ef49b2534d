# SPDX-License-Identifier: GPL-3.0-or-later
"""RQ (python-rq): lists of job ids, sorted sets for other states, and a hash for each job.

The keys are ``rq:queues``, ``rq:queue:NAME``, a key such as ``rq:wip:NAME`` for each other state, and
``rq:job:ID``, whose field ``data`` is a pickle of function, instance and arguments, compressed with zlib.
"""

from __future__ import annotations

from rqdebug.inspection.layers.unwrapping import unwrap
from rqdebug.targets.job_board import Job, JobState
from rqdebug.targets.redis.jobs.call_texts import arguments_text, pickled_value, time_of
from rqdebug.targets.redis.jobs.framework import Framework
from rqdebug.targets.redis.jobs.key_reads import text

_SETS = {
    JobState.ACTIVE: "wip",
    JobState.SCHEDULED: "scheduled",
    JobState.FAILED: "failed",
    JobState.DONE: "finished",
}
"""State → the word in the key of its sorted set."""
_SINCE = {
    JobState.WAITING: "enqueued_at",
    JobState.ACTIVE: "started_at",
    JobState.SCHEDULED: "created_at",
    JobState.FAILED: "ended_at",
    JobState.DONE: "ended_at",
}


class Rq(Framework):
    """The jobs of RQ."""

    name = "RQ"

    def queues(self) -> list[str]:
        """Return the names of the queues."""
        keys = self.reads.elements("SMEMBERS", "rq:queues")
        return sorted(text(key.removeprefix(b"rq:queue:")) for key in keys)

    def counts(self, queue: str) -> dict[JobState, int]:
        """Return the number of jobs in each state."""
        commands = [("LLEN", f"rq:queue:{queue}"), *(("ZCARD", self._key(queue, each)) for each in _SETS)]
        return dict(zip((JobState.WAITING, *_SETS), self.reads.lengths(commands), strict=True))

    @staticmethod
    def _key(queue: str, state: JobState) -> str:
        return f"rq:{_SETS[state]}:{queue}"

    def jobs(self, queue: str, state: JobState, most: int) -> list[Job]:
        """Return the first jobs of a state."""
        found = self._numbers(queue, state, most)
        hashes = self.reads.hashes(b"rq:job:" + number for number, _ in found)
        errors = self._errors([number for number, _ in found]) if state is JobState.FAILED else {}
        return [
            self._job(number, state, queue, fields, due, errors.get(number, ""))
            for (number, due), fields in zip(found, hashes, strict=True)
        ]

    def _numbers(self, queue: str, state: JobState, most: int) -> list[tuple[bytes, float | None]]:
        """Return the ids of the first jobs of a state, and when each is due if it is scheduled."""
        if state is JobState.WAITING:
            return [(each, None) for each in self.reads.elements("LRANGE", f"rq:queue:{queue}", 0, most - 1)]
        if state not in _SETS:
            return []
        members = self.reads.members(self._key(queue, state), most)
        if state is JobState.SCHEDULED:
            return list(members)
        return [(member.partition(b":")[0], None) for member, _ in members]  # in rq:wip "JOB:EXECUTION"

    def _errors(self, numbers: list[bytes]) -> dict[bytes, str]:
        """Return the traceback of the last result of each job."""
        replies = self.reads.ask_many(
            [("XREVRANGE", b"rq:results:" + number, "+", "-", "COUNT", 1) for number in numbers]
        )
        return {number: _exception_of(reply) for number, reply in zip(numbers, replies, strict=True)}

    @staticmethod
    def _job(
        number: bytes, state: JobState, queue: str, fields: dict[str, bytes], due: float | None, error: str
    ) -> Job:
        name, arguments = _call_of(fields.get("data", b""))
        traceback = error or text(fields.get("exc_info"))
        return Job(
            id=text(number),
            name=name,
            state=state,
            queue=queue,
            arguments=arguments,
            due=due,
            since=time_of(text(fields.get(_SINCE[state])).replace("Z", "+00:00")),
            worker=text(fields.get("worker_name")) if state is not JobState.WAITING else "",
            error=traceback.strip().rpartition("\n")[2],
            traceback=traceback,
        )


def _call_of(data: bytes) -> tuple[str, str]:
    """Return function and arguments of a job, from its data; … if they cannot be read."""
    match pickled_value(unwrap(data).data):
        case [str(name), _, list(positional), named]:
            return name, arguments_text(positional, named)
    return "", "…"


def _exception_of(reply: object) -> str:
    """Return the traceback in an entry of a stream of results, as redis-py makes it."""
    match reply:
        case [(_, {b"exc_string": bytes(packed)})]:
            return text(unwrap(packed).data)  # zlib in base64
    return ""
