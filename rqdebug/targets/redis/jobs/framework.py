# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of job frameworks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from rqdebug.targets.job_board import Job, JobState
from rqdebug.targets.redis.jobs.key_reads import KeyReads


class Framework(ABC):
    """How a framework keeps its jobs in keys of Redis.

    Args:
        reads: Reads the keys.
    """

    name: ClassVar[str]
    """Its name."""

    def __init__(self, reads: KeyReads) -> None:
        self.reads = reads

    @abstractmethod
    def queues(self) -> list[str]:
        """Return the names of its queues; none if the server has no keys of the framework. Raises RqError."""

    @abstractmethod
    def counts(self, queue: str) -> Mapping[JobState, int]:
        """Return the number of jobs in each state that the keys show. Raises RqError."""

    @abstractmethod
    def jobs(self, queue: str, state: JobState, most: int) -> list[Job]:
        """Return the first jobs of a state. Raises RqError."""
