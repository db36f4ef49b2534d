# SPDX-License-Identifier: GPL-3.0-or-later
"""The jobs of all frameworks on a Redis server."""

from __future__ import annotations

from rqcore.errors import BadCall
from rqcore.redis.redis_server import RedisServer
from rqdebug.targets.job_board import Job, JobBoard, JobQueue, JobState
from rqdebug.targets.redis.jobs.arq import Arq
from rqdebug.targets.redis.jobs.bullmq import BullMq
from rqdebug.targets.redis.jobs.celery import Celery
from rqdebug.targets.redis.jobs.dramatiq import Dramatiq
from rqdebug.targets.redis.jobs.framework import Framework
from rqdebug.targets.redis.jobs.huey import Huey
from rqdebug.targets.redis.jobs.key_reads import MOST, KeyReads
from rqdebug.targets.redis.jobs.rq import Rq

FRAMEWORKS: tuple[type[Framework], ...] = (Arq, BullMq, Celery, Dramatiq, Huey, Rq)
"""All frameworks, in alphabetical order."""


class RedisJobs(JobBoard):
    """The jobs on a server.

    Args:
        server: A handle of the server, which ``close`` closes.

    Raises:
        BadCall: The server is a cluster, which job frameworks hardly use.
    """

    def __init__(self, server: RedisServer) -> None:
        self._server = server
        if server.connection.address.is_cluster:
            raise BadCall("jobs on a cluster cannot be listed; give the URL of a single server")
        self._reads = KeyReads(server.connection)
        self._frameworks = {each.name: each(self._reads) for each in FRAMEWORKS}

    def queues(self) -> list[JobQueue]:
        """Return the queues of all frameworks that are found."""
        self._reads.is_complete = True
        return [
            JobQueue(name, queue, framework.counts(queue))
            for name, framework in self._frameworks.items()
            for queue in framework.queues()
        ]

    def jobs(self, queue: JobQueue, state: JobState, most: int) -> list[Job]:
        """Return the next jobs of a state, at most MOST."""
        return self._frameworks[queue.framework].jobs(queue.name, state, min(most, MOST))

    @property
    def is_complete(self) -> bool:
        """Whether all keys of the server were examined by the last ``queues()``."""
        return self._reads.is_complete

    def close(self) -> None:
        """Disconnect."""
        self._server.close()
