# SPDX-License-Identifier: GPL-3.0-or-later
"""The file from which events were read, and what other programs have done to it since."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from rqdebug.support.regular_files import open_regular

_SAMPLE_BYTES = 4096
"""Number of bytes at the end of what was read. A longer file that still has them has grown."""


class FileChange(Enum):
    """What another program has done to a file."""

    REMOVED = "removed"
    REPLACED = "replaced"
    TRUNCATED = "truncated"
    MODIFIED = "modified"
    GROWN = "grown"
    """Bytes were only added, as by a recording."""


_CHANGE_MESSAGES = (
    (FileChange.REMOVED, "{path} was removed after it was opened; the events are those that it had then"),
    (FileChange.REPLACED, "{path} was replaced after it was opened; the events are from the old file"),
    (FileChange.TRUNCATED, "{path} was truncated after it was opened; the events are those that it had then"),
    (FileChange.MODIFIED, "{path} was modified after it was opened; the events are those that it had then"),
    (FileChange.GROWN, "{path} has grown since it was opened; the events are those that it had then"),
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A regular file as it was when it was opened."""

    path: Path
    number: tuple[int, int]
    """The numbers of the filesystem and of the file in it."""
    size: int
    """The number of bytes that were read."""
    modified_ns: int
    """When the file was last written to, in ns since 1970."""
    sample: bytes
    """The last bytes that were read."""

    def find_change(self) -> FileChange | None:
        """Return what has happened to the file since; None if nothing has, or if that cannot be found out."""
        try:
            status = self.path.stat()
            # A new file can get the number of a removed one. Then it counts as modified.
            if (status.st_dev, status.st_ino) != self.number or not stat.S_ISREG(status.st_mode):
                return FileChange.REPLACED
            if status.st_size < self.size:
                return FileChange.TRUNCATED
            if (status.st_size, status.st_mtime_ns) == (self.size, self.modified_ns):
                return None
            is_grown = status.st_size > self.size and self._read_sample() == self.sample
            return FileChange.GROWN if is_grown else FileChange.MODIFIED
        except FileNotFoundError:
            return FileChange.REMOVED
        except OSError:
            return None

    def describe(self, change: FileChange) -> str:
        """Return one sentence about a change, and which events an open capture shows."""
        return dict(_CHANGE_MESSAGES)[change].format(path=self.path)

    def _read_sample(self) -> bytes:
        with open_regular(self.path) as file:
            file.seek(self.size - len(self.sample))
            return file.read(len(self.sample))


def describe_source(path: Path, status: os.stat_result, content: memoryview) -> SourceFile:
    """Describe a file.

    Args:
        path: Its path.
        status: Its status before it was read.
        content: What was read of it.
    """
    number = (status.st_dev, status.st_ino)
    sample = bytes(content[-_SAMPLE_BYTES:])
    return SourceFile(path, number, len(content), status.st_mtime_ns, sample)
