# SPDX-License-Identifier: GPL-3.0-or-later
"""arq: a sorted set of job ids by the time at which they are due, and pickled jobs and results.

The keys are listed in ``arq.constants``: ``arq:queue`` or another name of the user's, ``arq:job:ID``,
``arq:in-progress:ID``, ``arq:retry:ID`` and ``arq:result:ID``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from rqdebug.targets.job_board import Job, JobState
from rqdebug.targets.redis.jobs.call_texts import (
    arguments_text,
    error_text,
    member,
    number_of,
    pickled_value,
    text_member,
)
from rqdebug.targets.redis.jobs.framework import Framework
from rqdebug.targets.redis.jobs.key_reads import MOST, text

QUEUE = "arq:queue"
"""The usual name of the queue."""
_HEALTH = ":health-check"
_JOB, _RUNNING, _RETRY, _RESULT = b"arq:job:", b"arq:in-progress:", b"arq:retry:", b"arq:result:"


class Arq(Framework):
    """The jobs of arq."""

    name = "arq"

    def queues(self) -> list[str]:
        """Return the queues with a worker, and the usual one if it has jobs."""
        keys = {text(each).removesuffix(_HEALTH) for each in self.reads.keys(f"*{_HEALTH}")}
        (usual,) = self.reads.lengths([("ZCARD", QUEUE)])
        return sorted(keys | ({QUEUE} if usual else set()))

    def counts(self, queue: str) -> dict[JobState, int]:
        """Return the number of jobs in each state, of at most MOST jobs."""
        states = (JobState.WAITING, JobState.ACTIVE, JobState.SCHEDULED, JobState.RETRYING)
        found = [job.state for job in (*self._unfinished(queue), *self._results(queue))]
        return {state: found.count(state) for state in (*states, JobState.FAILED, JobState.DONE)}

    def jobs(self, queue: str, state: JobState, most: int) -> list[Job]:
        """Return the first jobs of a state."""
        is_result = state in (JobState.FAILED, JobState.DONE)
        jobs = self._results(queue) if is_result else self._unfinished(queue)
        return [job for job in jobs if job.state is state][:most]

    def _unfinished(self, queue: str) -> Iterator[Job]:
        entries = self.reads.members(queue, MOST)
        numbers = [number for number, _ in entries]
        jobs = self.reads.values([_JOB + number for number in numbers])
        running = self.reads.values([_RUNNING + number for number in numbers])
        tries = self.reads.values([_RETRY + number for number in numbers])
        now = time.time()
        for (number, score), data, is_running, tried in zip(entries, jobs, running, tries, strict=True):
            due, attempts = score / 1000, number_of(text(tried)) if tried else None
            state = JobState.WAITING
            if is_running is not None:
                state, attempts = JobState.ACTIVE, attempts and attempts - 1
            elif due > now:
                state = JobState.RETRYING if attempts else JobState.SCHEDULED
            yield _job(text(number), state, queue, pickled_value(data), due, attempts)

    def _results(self, queue: str) -> Iterator[Job]:
        keys = self.reads.keys(f"{_RESULT.decode()}*")[:MOST]
        for key, data in zip(keys, self.reads.values(keys), strict=True):
            value = pickled_value(data)
            if text_member(value, "q") in ("", queue):
                state = JobState.DONE if member(value, "s") is True else JobState.FAILED
                yield _job(text(key.removeprefix(_RESULT)), state, queue, value, None, None)


def _job(
    number: str, state: JobState, queue: str, value: object, due: float | None, attempts: float | None
) -> Job:
    ended = number_of(member(value, "ft"))
    put = number_of(member(value, "et"))
    since = ended if ended is not None else put
    error = member(value, "r") if state is JobState.FAILED else None
    return Job(
        id=number,
        name=text_member(value, "f"),
        state=state,
        queue=queue,
        arguments="…" if value is None else arguments_text(member(value, "a"), member(value, "k")),
        attempts=None if attempts is None else int(attempts),
        due=due if state in (JobState.SCHEDULED, JobState.RETRYING) else None,
        since=None if since is None else since / 1000,
        error=error_text(text_member(error, "class").rpartition(".")[2], member(error, "arguments")),
    )
