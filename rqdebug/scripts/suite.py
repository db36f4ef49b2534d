# SPDX-License-Identifier: GPL-3.0-or-later
"""The reports of several scripts, which ran one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rqdebug.scripts.report import Report, RunStatus, Verdict

_ORDER = list(RunStatus)


@dataclass(frozen=True, slots=True)
class Suite:
    """The reports of one command, at least one."""

    reports: Sequence[Report]

    @property
    def status(self) -> RunStatus:
        """The worst status of all reports."""
        return max((report.status for report in self.reports), key=_ORDER.index)

    @property
    def ok(self) -> bool:
        """Whether each report is a success."""
        return self.status in (RunStatus.PASSED, RunStatus.SKIPPED)

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """The number of results by verdict."""
        return {verdict: sum(report.counts[verdict] for report in self.reports) for verdict in Verdict}

    @property
    def skipped(self) -> int:
        """The number of vectors that were left out, because they are off or not selected."""
        return sum(len(report.skipped) for report in self.reports)

    @property
    def duration_ns(self) -> int:
        """The duration of all runs, in ns."""
        return sum(report.duration_ns for report in self.reports)

    @property
    def reasons(self) -> Iterator[str]:
        """Yield each reason, other than a vector, why a run is not a success."""
        yield from dict.fromkeys(reason for report in self.reports for reason in report.reasons)
