# SPDX-License-Identifier: GPL-3.0-or-later
"""Celery: the lists, hashes and sorted sets of kombu's transport for Redis.

A queue is a list of messages, and a list more for each other priority. Messages that workers have fetched
are in the hash ``unacked``, where scheduled ones wait for their time, too. The protocol of messages is
described in Celery's documentation ("Message Protocol", version 2); results are in ``celery-task-meta-ID``.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator

from rqdebug.targets.job_board import Job, JobState
from rqdebug.targets.redis.jobs.call_texts import (
    arguments_text,
    error_text,
    json_value,
    member,
    number_of,
    pickled_value,
    text_member,
    time_of,
)
from rqdebug.targets.redis.jobs.framework import Framework
from rqdebug.targets.redis.jobs.key_reads import MOST, text

SEPARATOR = "\x06\x16"
"""What separates the name of a queue from a priority in a key."""
PRIORITIES = ("", *(f"{SEPARATOR}{step}" for step in (3, 6, 9)))
"""The ends of the keys of a queue, the most urgent first."""
RESULTS = "results"
"""Shown as the queue of results: they do not say from which queue their jobs came."""
_BINDINGS = "_kombu.binding."
_RESULT_KEY = "celery-task-meta-"
_STATES = {
    "SUCCESS": JobState.DONE,
    "FAILURE": JobState.FAILED,
    "RETRY": JobState.RETRYING,
    "STARTED": JobState.ACTIVE,
}


class Celery(Framework):
    """The jobs of Celery."""

    name = "Celery"

    def queues(self) -> list[str]:
        """Return the names of the queues that have a binding, without the queues of control messages."""
        keys = self.reads.keys(f"{_BINDINGS}*")
        bindings = [each for key in keys for each in self.reads.elements("SMEMBERS", key)]
        names = {text(each).split(SEPARATOR)[-1] for each in bindings}
        found = sorted(
            name for name in names if name and not name.endswith(".pidbox") and "celeryev" not in name
        )
        has_results = bool(keys) and bool(self._result_keys())
        return [*found, RESULTS] if has_results else found

    def counts(self, queue: str) -> dict[JobState, int]:
        """Return the number of jobs that wait, or that workers have."""
        if queue == RESULTS:
            return dict(Counter(job.state for job in self._results()))
        fetched = Counter(job.state for job in self._fetched(queue))
        waiting = self.reads.lengths([("LLEN", f"{queue}{end}") for end in PRIORITIES])
        states = (JobState.ACTIVE, JobState.SCHEDULED)
        return {JobState.WAITING: sum(waiting), **{state: fetched[state] for state in states}}

    def jobs(self, queue: str, state: JobState, most: int) -> list[Job]:
        """Return the first jobs of a state."""
        if queue == RESULTS:
            return [job for job in self._results() if job.state is state][:most]
        if state is JobState.WAITING:
            return self._waiting(queue, most)
        return [job for job in self._fetched(queue) if job.state is state][:most]

    def _waiting(self, queue: str, most: int) -> list[Job]:
        jobs: list[Job] = []
        for end in PRIORITIES:
            # A worker takes the last element.
            messages = self.reads.elements("LRANGE", f"{queue}{end}", len(jobs) - most, -1)
            jobs += [job_of(message, queue, JobState.WAITING) for message in reversed(messages)]
            if len(jobs) >= most:
                break
        return jobs

    def _fetched(self, queue: str) -> Iterator[Job]:
        """Yield the jobs that workers have fetched, the first of them first."""
        entries = self.reads.members("unacked_index", MOST)
        messages = self.reads.fields("unacked", [tag for tag, _ in entries])
        for (_, since), entry in zip(entries, messages, strict=True):
            match json_value(entry):
                case [message, _, routing_key] if routing_key == queue:
                    due = time_of(member(member(message, "headers"), "eta"))
                    state = JobState.ACTIVE if due is None else JobState.SCHEDULED
                    yield _job(message, queue, state, since)

    def _result_keys(self) -> list[bytes]:
        return self.reads.keys(f"{_RESULT_KEY}*")[:MOST]

    def _results(self) -> Iterator[Job]:
        keys = self._result_keys()
        for key, value in zip(keys, self.reads.values(keys), strict=True):
            result = json_value(value)
            state = _STATES.get(text_member(result, "status"))
            if state is not None:
                yield _result_job(text(key).removeprefix(_RESULT_KEY), state, result)


def job_of(message: bytes, queue: str, state: JobState) -> Job:
    """Return the job of a message as it is in a list."""
    return _job(json_value(message), queue, state, None)


def _job(message: object, queue: str, state: JobState, since: float | None) -> Job:
    headers = member(message, "headers")
    return Job(
        id=text_member(headers, "id") or text_member(member(message, "properties"), "correlation_id"),
        name=text_member(headers, "task"),
        state=state,
        queue=queue,
        arguments=_arguments_of(message),
        attempts=_whole(member(headers, "retries")),
        due=time_of(member(headers, "eta")),
        since=since,
    )


def _arguments_of(message: object) -> str:
    """Return the arguments in the body of a message, not the shortened text of its headers."""
    try:
        body = text_member(message, "body").encode()
        if text_member(member(message, "properties"), "body_encoding") == "base64":
            body = base64.b64decode(body)
    except ValueError:  # of base64, too
        return "…"
    is_pickle = text_member(message, "content-type") == "application/x-python-serialize"
    match pickled_value(body) if is_pickle else json_value(body):
        case [positional, named, *_]:
            return arguments_text(positional, named)
    return "…"


def _result_job(number: str, state: JobState, result: object) -> Job:
    found = member(result, "result")
    return Job(
        id=number,
        name=text_member(result, "name"),
        state=state,
        queue=text_member(result, "queue") or RESULTS,
        arguments=arguments_text(member(result, "args"), member(result, "kwargs")),
        attempts=_whole(member(result, "retries")),
        since=time_of(member(result, "date_done")),
        worker=text_member(result, "worker"),
        error=error_text(
            text_member(found, "exc_type"),
            member(found, "exc_message"),
        ),
        traceback=text_member(result, "traceback"),
    )


def _whole(value: object) -> int | None:
    number = number_of(value)
    return None if number is None else int(number)
