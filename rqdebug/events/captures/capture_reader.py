# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens captures: as they are at this moment, and checked up to the last whole batch."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa

from rqdebug.errors import CaptureError
from rqdebug.events.captures.arrow_messages import has_compressed_data
from rqdebug.events.captures.capture_columns import CaptureColumns
from rqdebug.events.captures.capture_writer import EMPTY_BATCH, KEY, VERSION, CaptureWriter, encode_changes
from rqdebug.events.captures.private_copy import read_privately, regular_size
from rqdebug.events.event_log import EventLog
from rqdebug.events.marks import USUAL_MARKS, Marks, load_marks, marks_path
from rqdebug.events.provenance import EventLoss, Gap, Origin, TargetClock
from rqdebug.events.row_batches import coalesce
from rqdebug.events.schema import SCHEMA
from rqdebug.events.source_file import SourceFile, describe_source
from rqdebug.support.atomic_files import write_atomically
from rqdebug.support.json_text import parse_json
from rqdebug.support.regular_files import open_regular

_CHECKERS = 4
"""The number of threads that check batches."""
_UNREADABLE = (pa.ArrowException, OSError, ValueError, TypeError, AttributeError, MemoryError)
"""The errors that pyarrow raises for truncated or corrupt bytes."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A batch of a capture, with the gaps, losses and clocks in its metadata."""

    batch: pa.RecordBatch
    gaps: tuple[Gap, ...]
    losses: tuple[EventLoss, ...]
    clocks: dict[str, TargetClock]


def open_capture(path: Path, file: BinaryIO | None = None, *, accepts_pipe: bool = False) -> EventLog:
    """Open a capture as a log, which keeps the events as they are now, whatever happens to the file.

    The whole file is checked, so that later reads cannot fail. If it is
    truncated or damaged, the log ends before the damage, and its ``problem``
    describes it. Its ``source`` finds later changes of the file.

    Args:
        path: The capture.
        file: An open file to read instead, such as stdin; ``path`` is then only its name in messages.
        accepts_pipe: Whether ``path`` can be a pipe, which is read to its end.

    Raises:
        CaptureError: The file cannot be read, or is not a capture.
    """
    content, source = _read_file(path, file, accepts_pipe)
    stream = _open(path, content)
    columns, origins = _read_schema(path, stream.schema)
    if has_compressed_data(content):
        raise CaptureError(
            f"{path} has compressed columns, which can take thousands of times its size in memory; "
            "write it without compression"
        )
    raw, whole = _read(stream)
    with ThreadPoolExecutor(_CHECKERS) as pool:
        checked = pool.map(partial(_part, columns), raw)
        parts = list(_mergeable(part for part in takewhile(bool, checked) if part))
    log = EventLog.from_batches(part.batch for part in parts if part.batch.num_rows)
    _restore_changes(log, origins, parts)
    if not whole or len(parts) < len(raw):
        log.problem = f"{path} is truncated or damaged: only its first {log.num_rows:,} events can be read"
    if columns.unknown:
        listed = ", ".join(columns.unknown)
        log.notice = (
            f"{path} has columns that this version does not know, and neither shows nor exports: {listed}"
        )
    if source and not file:
        log.source = source
        _load_marks(log, source)
    return log


def compact(path: Path) -> None:
    """Replace a capture atomically by one with the same events in few batches.

    Raises:
        CaptureError: The file cannot be read, is not a capture, or would lose columns.
        OSError: The new file cannot be written.
    """
    check_replaceable(path)
    log = open_capture(path)
    with write_atomically(path) as file, closing(CaptureWriter(file, log.origins)) as writer:
        writer.write(EMPTY_BATCH, encode_changes(log.gaps, log.losses, log.origins))
        for batch in coalesce(log.batches):
            writer.write(batch)


def check_replaceable(path: Path) -> None:
    """Raise CaptureError if a file is a capture with columns that this version would not write again."""
    try:
        with open_regular(path) as file:
            columns, _ = _read_schema(path, pa.ipc.open_stream(file).schema)
    except (CaptureError, *_UNREADABLE):
        return
    if columns.unknown:
        listed = ", ".join(columns.unknown)
        raise CaptureError(
            f"{path} has columns that this version does not know, and would lose: {listed}; "
            "write to another file"
        )


def _read_file(path: Path, file: BinaryIO | None, accepts_pipe: bool) -> tuple[pa.Buffer, SourceFile | None]:
    """Return the content of a file, and for a regular file what it is now."""
    try:
        with nullcontext(file) if file else _open_file(path, accepts_pipe) as opened:
            size = regular_size(opened)
            status = None if size is None else os.fstat(opened.fileno())
            content = read_privately(opened)
    except FileNotFoundError as error:
        raise CaptureError(f"the file {path} does not exist") from error
    except IsADirectoryError as error:
        raise CaptureError(f"{path} is not a capture: it is a folder") from error
    except OSError as error:
        raise CaptureError(f"{path} cannot be read: {error.strerror or error}") from error
    return content, status and describe_source(path, status, memoryview(content))


def _open_file(path: Path, accepts_pipe: bool) -> BinaryIO:
    if accepts_pipe and path.is_fifo():
        return cast("BinaryIO", path.open("rb", buffering=0))
    return open_regular(path, is_buffered=False)


def _open(path: Path, content: pa.Buffer) -> pa.ipc.RecordBatchStreamReader:
    try:
        return pa.ipc.open_stream(content)
    except (pa.ArrowException, OSError) as error:
        reason = "it is not an Arrow stream" if content.size else "it is empty"
        raise CaptureError(f"{path} is not a capture: {reason}") from error


def _read_schema(path: Path, schema: pa.Schema) -> tuple[CaptureColumns, dict[str, Origin]]:
    """Return the columns of a capture, and its targets by name. A file of another program can have none."""
    try:
        header = parse_json((schema.metadata or {}).get(KEY, b'{"version": 1, "targets": []}'))
        version = _number(header["version"], least=1)
        targets = [Origin(_text(target["name"]), _text(target["url"])) for target in header["targets"]]
    except (*_UNREADABLE, KeyError) as error:
        raise CaptureError(f"{path} is not a capture: its rqdebug metadata is malformed") from error
    if version > VERSION:
        raise CaptureError(
            f"{path} has format {version}; this version reads up to {VERSION}, so update rqdebug"
        )
    try:
        columns = CaptureColumns.of(schema)
    except ValueError as error:
        raise CaptureError(f"{path} is not a capture: {error}") from error
    return columns, {origin.name: origin for origin in targets}


def _read(stream: pa.ipc.RecordBatchStreamReader) -> tuple[list[Any], bool]:
    """Return the whole batches with their metadata, and whether the stream ends properly after them."""
    batches: list[Any] = []
    try:
        while True:
            batches.append(stream.read_next_batch_with_custom_metadata())
    except StopIteration:
        return batches, True
    except _UNREADABLE:
        return batches, False


def _part(columns: CaptureColumns, raw: tuple[pa.RecordBatch, pa.KeyValueMetadata | None]) -> _Part | None:
    """Check a batch, bring it to SCHEMA, and read its metadata. Return None if it is invalid."""
    batch, metadata = raw
    try:
        batch.validate(full=True)
        if columns.has_wrong_nulls(batch) or columns.has_wrong_words(batch):
            return None
        changes = parse_json((metadata or {}).get(KEY, b"{}"))
        gaps = tuple(_read_gap(*parts) for parts in changes.get("gaps", ()))
        losses = tuple(_read_loss(*parts) for parts in changes.get("losses", ()))
        clocks = {_text(name): _read_clock(*parts) for name, *parts in changes.get("clocks", ())}
        return _Part(columns.convert(batch), gaps, losses, clocks)
    except _UNREADABLE:
        return None


def _read_gap(row: Any, start: Any, end: Any, target: Any) -> Gap:
    return Gap(_number(row, least=0), _number(start), _number(end), _text(target))


def _read_loss(row: Any, count: Any, target: Any) -> EventLoss:
    return EventLoss(_number(row, least=0), _number(count, least=0), _text(target))


def _read_clock(offset: Any, error: Any) -> TargetClock:
    return TargetClock(_number(offset), _number(error))


def _number(value: Any, least: int = -(2**63)) -> int:
    """Check that a value is an integer of 64 bits, of at least ``least``. Raises ValueError if it is not."""
    if type(value) is not int or not least <= value < 2**63:
        raise ValueError
    return value


def _text(value: Any) -> str:
    """Check that a value is a text with valid characters. Raises ValueError if it is not."""
    if type(value) is not str:
        raise ValueError
    value.encode()  # lone surrogates raise an error
    return value


def _mergeable(parts: Iterable[_Part]) -> Iterator[_Part]:
    """Yield the parts up to the first after which a merged dictionary would have too many texts."""
    texts: dict[str, set[str]] = {field.name: set() for field in SCHEMA if _holds_few(field)}
    last: dict[str, tuple[int, ...]] = {}
    for part in parts:
        for name, column in texts.items():
            dictionary, most = part.batch.column(name).dictionary, _max_texts(SCHEMA.field(name))
            place = _place(dictionary)
            if last.get(name) == place:  # most batches share the dictionary of the one before
                continue
            if len(dictionary) <= most:
                column.update(dictionary.to_pylist())
            if max(len(dictionary), len(column)) > most:
                return
            last[name] = place
        yield part


def _place(texts: pa.Array) -> tuple[int, ...]:
    """Return where an array is in memory."""
    return (texts.offset, len(texts), *(buffer.address for buffer in texts.buffers() if buffer))


def _holds_few(field: pa.Field) -> bool:
    return bool(pa.types.is_dictionary(field.type) and field.type.index_type.bit_width < 32)


def _max_texts(field: pa.Field) -> int:
    """Return the maximum number of distinct texts in a dictionary-encoded column."""
    return int(2 ** (field.type.index_type.bit_width - 1)) - 1


def _restore_changes(log: EventLog, origins: dict[str, Origin], parts: Sequence[_Part]) -> None:
    """Restore the targets, gaps, losses and clocks of a log."""
    log.origins = tuple(origins.values())
    log.gaps = tuple(gap for part in parts for gap in part.gaps)
    log.losses = tuple(loss for part in parts for loss in part.losses)
    for name, clock in {name: clock for part in parts for name, clock in part.clocks.items()}.items():
        log.set_clock(clock.offset_ns, clock.error_ns, name)
    log.lost = sum(loss.count for loss in log.losses)


def _load_marks(log: EventLog, source: SourceFile) -> None:
    """Load the marks. If that fails, the file is not overwritten: new marks stay in memory."""
    marks = marks_path(source.path)
    try:
        log.marks = Marks(load_marks(marks, max(log.num_rows, USUAL_MARKS)), marks, source)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        log.problem = log.problem or f"the marks in {marks} cannot be read, and are not shown: {why}"
