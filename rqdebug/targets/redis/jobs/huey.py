# SPDX-License-Identifier: GPL-3.0-or-later
"""Huey: the keys of its RedisStorage, with pickled messages.

A queue is the list ``huey.redis.NAME`` (``huey.NAME`` in the storage with priorities, a sorted set), its
schedule the sorted set ``huey.schedule.NAME``, and its results the hash ``huey.results.NAME``. Huey does not
record which jobs are executed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rqdebug.inspection.json_layout import JsonObject
from rqdebug.targets.job_board import Job, JobState
from rqdebug.targets.redis.jobs.call_texts import arguments_text, member, pickled_value, shown, text_member
from rqdebug.targets.redis.jobs.framework import Framework
from rqdebug.targets.redis.jobs.key_reads import MOST, text

_LIST, _SCHEDULE, _RESULTS = "huey.redis.", "huey.schedule.", "huey.results."
_FIELDS = ("id", "name", "eta", "retries", "retry_delay", "priority", "args", "kwargs")
"""The first fields of a message of Huey 2 and 3."""
_ERROR = ".Error"
"""The end of the class of a result that is an error."""


class Huey(Framework):
    """The jobs of Huey."""

    name = "Huey"

    def queues(self) -> list[str]:
        """Return the names of the queues."""
        keys = (text(each) for each in self.reads.keys("huey.*"))
        parts = (_LIST, _SCHEDULE, _RESULTS)
        return sorted({key.removeprefix(part) for key in keys for part in parts if key.startswith(part)})

    def counts(self, queue: str) -> dict[JobState, int]:
        """Return the number of jobs in each state but ACTIVE, which Huey does not record."""
        waiting, scheduled = self.reads.lengths(
            [("LLEN", f"{_LIST}{queue}"), ("ZCARD", f"{_SCHEDULE}{queue}")]
        )
        results = Counter(job.state for job in self._results(queue))
        return {
            JobState.WAITING: waiting,
            JobState.SCHEDULED: scheduled,
            JobState.FAILED: results[JobState.FAILED],
            JobState.DONE: results[JobState.DONE],
        }

    def jobs(self, queue: str, state: JobState, most: int) -> list[Job]:
        """Return the first jobs of a state."""
        match state:
            case JobState.WAITING:
                # A worker takes the last element.
                messages = self.reads.elements("LRANGE", f"{_LIST}{queue}", -most, -1)
                return [_job(message, queue, state, None) for message in reversed(messages)]
            case JobState.SCHEDULED:
                due = self.reads.members(f"{_SCHEDULE}{queue}", most)
                return [_job(message, queue, state, time) for message, time in due]
            case JobState.FAILED | JobState.DONE:
                return [job for job in self._results(queue) if job.state is state][:most]
        return []

    def _results(self, queue: str) -> Iterator[Job]:
        names = self.reads.elements("HKEYS", f"{_RESULTS}{queue}")[:MOST]
        for name, data in zip(names, self.reads.fields(f"{_RESULTS}{queue}", names), strict=True):
            value = pickled_value(data)
            has_failed = text_member(value, "class").endswith(_ERROR)
            metadata = _metadata_of(value) if has_failed else None
            yield Job(
                id=text(name),
                name="",
                state=JobState.FAILED if has_failed else JobState.DONE,
                queue=queue,
                arguments="…",
                error=text_member(metadata, "error"),
                traceback=text_member(metadata, "traceback"),
            )


def _metadata_of(value: object) -> object:
    """Return the fields of an error, which Huey pickles as the argument of its class, or as its state."""
    arguments = member(value, "arguments")
    for candidate in (*(arguments if isinstance(arguments, list) else ()), member(value, "state")):
        if isinstance(candidate, JsonObject):
            found = member(candidate, "metadata")
            return found if found is not None else candidate
    return JsonObject(())


def _job(data: bytes, queue: str, state: JobState, due: float | None) -> Job:
    arguments = member(pickled_value(data), "arguments")
    values = dict(zip(_FIELDS, arguments, strict=False)) if isinstance(arguments, list) else {}
    name = values.get("name")
    return Job(
        id=shown(values.get("id") or ""),
        name=name if isinstance(name, str) else "",
        state=state,
        queue=queue,
        arguments=arguments_text(values.get("args"), values.get("kwargs")) if values else "…",
        due=due,
    )
