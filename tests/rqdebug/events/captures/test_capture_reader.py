# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import os

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.errors import CaptureError
from rqdebug.events.captures.capture_reader import check_replaceable, compact, open_capture
from rqdebug.events.captures.capture_writer import KEY, CaptureWriter, encode_changes
from rqdebug.events.captures.export import save_capture
from rqdebug.events.marks import marks_path
from rqdebug.events.provenance import EventLoss, Gap, Origin, TargetClock
from rqdebug.events.schema import SCHEMA
from rqdebug.events.views.view import View

ORIGIN = Origin("edge-1", "rq://user:secret@edge-1:7654?password=secret", TargetClock(5_000, 300))
TEXTS = [field.name for field in SCHEMA if pa.types.is_dictionary(field.type)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "night.arrows"


def write(path, *batches, origins=(ORIGIN,), known=None):
    """Write a finished capture; return its size in bytes after each batch."""
    sizes = []
    writer = CaptureWriter(path.open("wb"), origins)
    for batch in batches:
        writer.write(batch, known if batch is batches[0] else None)
        sizes.append(writer.size)
    writer.close()
    return sizes


def sequences(log):
    return [event.sequence for event in log.events(range(log.num_rows))]


@given(sizes=st.lists(st.integers(0, 5), max_size=8))
def test_capture_has_the_events_that_were_written(columns, tmp_path_factory, sizes):
    path = tmp_path_factory.mktemp("captures") / "night.arrows"
    rows = [[{"sequence": n, "queue": n % 3, "payload": b"%d" % n} for n in range(size)] for size in sizes]
    write(path, *(columns(*part) for part in rows))
    log = open_capture(path)
    whole = columns(*(row for part in rows for row in part))
    assert log.num_rows == whole.num_rows
    assert log.problem == ""
    found = [row for batch in log.batches for row in batch.to_pylist()]
    assert found == whole.to_pylist()


def test_targets_gaps_and_losses_are_restored_without_secrets(columns, path):
    gaps, losses = [Gap(1, 100, 250, "edge-1")], [EventLoss(0, 7, "edge-1"), EventLoss(1, 3, "edge-1")]
    write(path, columns({}, {}), known=encode_changes(gaps, losses, [ORIGIN]))
    log = open_capture(path)
    assert log.origins == (Origin("edge-1", "rq://edge-1:7654", TargetClock(5_000, 300)),)
    assert (log.gaps, log.losses, log.lost) == (tuple(gaps), tuple(losses), 10)
    assert b"secret" not in path.read_bytes()


def test_truncated_capture_opens_up_to_the_last_whole_batch(columns, path):
    first = columns({"sequence": 1}, {"sequence": 2})
    last = columns({"sequence": 3, "queue": 2, "payload": b"abc"}, {"sequence": 4, "client": 2})
    *_, before, whole = write(path, first, last)
    data = path.read_bytes()
    silent = []
    for cut in range(before, len(data) + 1):
        path.write_bytes(data[:cut])
        log = open_capture(path)
        assert sequences(log) == ([1, 2, 3, 4] if cut >= whole else [1, 2])
        if not log.problem:
            silent.append(cut)
    between_messages = len(TEXTS)
    assert {before, whole, len(data)} <= set(silent)
    assert len(silent) <= 3 + between_messages
    assert "truncated or damaged: only its first 4 events" in _problem_of(path, data[: whole + 3])


def test_file_truncated_in_its_header_is_refused(columns, path):
    write(path, columns({}))
    data = path.read_bytes()
    begin = len(pa.ipc.open_stream(data).schema.serialize())
    for cut in range(0, begin, 7):
        path.write_bytes(data[:cut])
        reason = "it is not an Arrow stream" if cut else "it is empty"
        with pytest.raises(CaptureError, match=f"is not a capture: {reason}"):
            open_capture(path)


@given(data=st.data())
def test_damaged_capture_opens_or_raises_capture_error(columns, tmp_path_factory, data):
    path = tmp_path_factory.mktemp("captures") / "night.arrows"
    batches = [columns(*({"queue": n % 3, "payload": b"x" * n} for n in range(9)))] * 2
    write(path, *batches, known=encode_changes([Gap(0, 1, 2)], [EventLoss(0, 1)], []))
    damaged = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(damaged)
    try:
        log = open_capture(path)
    except CaptureError as error:
        assert str(path) in str(error)
        return
    assert len(log.events(range(log.num_rows))) == log.num_rows
    assert log.blocked >= 0


def _problem_of(path, data):
    path.write_bytes(data)
    return open_capture(path).problem


def test_batch_with_invalid_indices_ends_the_capture(columns, path):
    sound = columns({"sequence": 1})
    index = SCHEMA.get_field_index("queue")
    lie = pa.DictionaryArray.from_arrays(pa.array([99], pa.int32()), pa.array(["jobs"]), safe=False)
    write(path, sound, sound.set_column(index, SCHEMA.field(index), lie), sound)
    log = open_capture(path)
    assert sequences(log) == [1]
    assert log.problem == f"{path} is truncated or damaged: only its first 1 events can be read"


def test_too_many_distinct_texts_end_the_capture(columns, path):
    index = SCHEMA.get_field_index("method")

    def with_methods(names):
        texts = pa.DictionaryArray.from_arrays(pa.array(range(100), pa.int8()), pa.array(names))
        return columns(*[{}] * 100).set_column(index, SCHEMA.field(index), texts)

    write(path, *(with_methods([f"{batch}{n}" for n in range(100)]) for batch in "ab"))
    assert open_capture(path).num_rows == 100


@pytest.mark.parametrize("column", ["call", "queue", "payload", "time"])
def test_batch_with_missing_values_ends_the_capture(columns, path, column):
    index = SCHEMA.get_field_index(column)
    lie = columns({}).set_column(index, SCHEMA.field(index), pa.nulls(1, SCHEMA.field(index).type))
    write(path, columns({}), lie)
    assert open_capture(path).num_rows == 1


@pytest.mark.parametrize("column", ["method", "outcome", "phase", "codec"])
@pytest.mark.parametrize("text", ["raw, b''));run()#", "ok\x1b]0;title\x07", "\u202e", "A"])
def test_batch_with_texts_that_are_no_words_ends_the_capture(columns, path, column, text):
    index = SCHEMA.get_field_index(column)
    words = pa.DictionaryArray.from_arrays(pa.array([0], pa.int8()), pa.array([text]))
    write(path, columns({}), columns({}).set_column(index, SCHEMA.field(index), words))
    assert open_capture(path).num_rows == 1


@pytest.mark.parametrize(
    "known",
    [
        {"gaps": [[1]]},
        {"gaps": [["x", 1, 2, ""]]},
        {"losses": 3},
        {"clocks": [["a", None, 1]]},
        {"clocks": [["a", 2**63, 1]]},
        {"gaps": [[1, 2, 3, 4, ""]]},
        {"gaps": [[-1, 2, 3, ""]]},
        {"gaps": [[1e400, 2, 3, ""]]},
        {"gaps": [[1, 2.5, 3, ""]]},
        {"gaps": [[1, 2, 3, None]]},
        {"losses": [[0, -1, ""]]},
        {"losses": [[0, True, ""]]},
        {"clocks": [["\ud800", 0, 1]]},
        "gaps",
    ],
)
def test_invalid_metadata_ends_the_capture(columns, path, known):
    write(path, columns({}), known=known)
    log = open_capture(path)
    assert (log.num_rows, log.gaps, log.losses) == (0, (), ())
    assert "damaged" in log.problem


@pytest.mark.parametrize("data", [b"", b"PAR1" * 9, b"ARROW1\0\0" * 9, b"\0" * 99, os.urandom(200), b"{}"])
def test_other_file_is_refused(path, data):
    path.write_bytes(data)
    with pytest.raises(CaptureError, match="is not a capture"):
        open_capture(path)


def test_file_with_other_columns_is_refused(path):
    table = pa.table({"n": [1, 2]})
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)
    with pytest.raises(CaptureError, match="it has no column sequence"):
        open_capture(path)


@pytest.mark.parametrize("name", ["size", "payload", "target", "client"])
def test_column_of_another_type_is_refused(columns, path, name):
    _rewrite(path, columns({}), {name: pa.array([1], pa.int8())})
    with pytest.raises(CaptureError, match=f"its column {name} has the type int8 instead of"):
        open_capture(path)


def test_columns_can_be_in_any_order(columns, path):
    batch = columns({"sequence": 4, "queue": 2}, {"sequence": 5})
    names = SCHEMA.names[::-1]
    _rewrite(path, pa.RecordBatch.from_arrays([batch.column(name) for name in names], names), {})
    (opened,) = open_capture(path).batches
    assert opened.equals(batch)


@pytest.mark.parametrize("missing", ["took", "unknown", "part", "depth"])
def test_column_that_a_capture_lacks_is_absent(columns, path, missing):
    _rewrite(path, columns({}, {}), {missing: None})
    log = open_capture(path)
    assert log.batches[0].column(missing).to_pylist() == [None] * 2
    assert (log.problem, log.notice) == ("", "")


def test_columns_of_a_later_version_are_named_and_stay_in_the_file(columns, path):
    later = {"weight": pa.array([7, None], pa.uint32()), "note": pa.array([None, "x"])}
    _rewrite(path, columns({"sequence": 1}, {"sequence": 2}), later)
    before = path.read_bytes()
    log = open_capture(path)
    assert sequences(log) == [1, 2]
    assert log.problem == ""
    assert log.notice.endswith("does not know, and neither shows nor exports: weight, note")
    for replace in (compact, check_replaceable):
        with pytest.raises(CaptureError, match="would lose: weight, note; write to another file"):
            replace(path)
    assert path.read_bytes() == before


def test_capture_with_columns_of_a_later_version_is_not_replaced_by_its_own_export(columns, path):
    _rewrite(path, columns({}), {"weight": pa.array([7])})
    view = View(open_capture(path))
    view.advance()
    before = path.read_bytes()
    with pytest.raises(CaptureError, match="write to another file"):
        list(save_capture(view.matches, path))
    assert path.read_bytes() == before
    list(save_capture(view.matches, path.with_stem("copy")))
    assert open_capture(path.with_stem("copy")).notice == ""


def _rewrite(path, batch, changes):
    """Write a batch with other columns. A column that is None is left out."""
    columns = {**dict(zip(batch.schema.names, batch.columns, strict=True)), **changes}
    table = pa.table({name: column for name, column in columns.items() if column is not None})
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"[]",
        b"[" * 100_000,
        b"\xff",
        b'{"version": 1}',
        *(
            b'{"version": %b, "targets": []}' % version
            for version in (b"1e400", b"-1", b"0", b"1.5", b"true", b'"2"', b"null", b"9" * 5000)
        ),
        *(
            b'{"version": 1, "targets": %b}' % targets
            for targets in (
                b"[1]",
                b"1e400",
                b'{"a": 1}',
                b'[{"name": "a"}]',
                b'[{"name": 1, "url": ""}]',
                b'[{"name": "\\ud800", "url": ""}]',
            )
        ),
    ],
    ids=str,
)
def test_invalid_header_is_refused(path, header):
    _write_with(path, {KEY: header})
    with pytest.raises(CaptureError, match="its rqdebug metadata is malformed"):
        open_capture(path)


@pytest.mark.parametrize("compression", ["zstd", "lz4"])
def test_compressed_columns_are_refused_before_they_take_memory(columns, path, compression):
    payloads = pa.array([bytes(100_000)] * 100, pa.large_binary())
    index = SCHEMA.get_field_index("payload")
    batch = columns(*[{}] * 100).set_column(index, SCHEMA.field(index), payloads)
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, SCHEMA, options=options) as writer:
        writer.write_batch(batch)
    before = pa.total_allocated_bytes()
    with pytest.raises(CaptureError, match=r"has compressed columns, .* write it without compression"):
        open_capture(path)
    assert pa.total_allocated_bytes() - before < 1_000_000
    assert path.stat().st_size < 100_000


def test_later_format_is_refused(path):
    _write_with(path, {KEY: json.dumps({"version": 9, "targets": []})})
    with pytest.raises(CaptureError, match="has format 9; this version reads up to 2, so update rqdebug"):
        open_capture(path)


def test_capture_saved_by_another_program_opens(columns, path):
    _write_with(path, None, columns({"sequence": 3}))
    log = open_capture(path)
    assert (sequences(log), log.origins) == ([3], ())


def _write_with(path, metadata, *batches):
    schema = SCHEMA.with_metadata(metadata)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def test_missing_file_and_directory_are_explained(tmp_path):
    with pytest.raises(CaptureError, match=r"the file .*missing does not exist"):
        open_capture(tmp_path / "missing")
    with pytest.raises(CaptureError, match="is not a capture: it is a folder"):
        open_capture(tmp_path)


def test_unreadable_file_is_explained(path):
    path.symlink_to(path)
    with pytest.raises(CaptureError, match=f"{path} cannot be read: Too many levels of symbolic links"):
        open_capture(path)


def test_capture_is_a_plain_arrow_stream(columns, path):
    """Even if each batch has its own dictionary."""
    write(path, columns({"queue": 1}), columns({"queue": 2}, {"queue": 1}), columns({"queue": 900}))
    table = pa.ipc.open_stream(path).read_all()
    assert table.column("queue").to_pylist() == ["jobs", "order-7", "jobs", "größe"]
    jobs = table.filter(pc.equal(table.column("queue").cast(pa.string()), "jobs"))
    assert pc.sum(jobs.column("size")).as_py() == 36


def test_calls_that_wait_at_the_end_are_blocked(columns, path):
    write(path, columns({"call": 1, "phase": 0}, {"call": 2, "phase": 0}), columns({"call": 1}))
    log = open_capture(path)
    assert (log.blocked, *map(log.is_open, log.events(range(2)))) == (1, False, True)


def test_marks_are_saved_next_to_the_capture(columns, path):
    write(path, columns({}, {}))
    open_capture(path).marks.set(1, "here")
    assert open_capture(path).marks.note(1) == "here"


@pytest.mark.parametrize("text", ["", "[]", '{"1": 2}', '{"x": "y"}', "\x00"])
def test_unreadable_marks_are_not_overwritten(columns, path, text):
    write(path, columns({}))
    marks_path(path).write_text(text)
    log = open_capture(path)
    assert "cannot be read, and are not shown" in log.problem
    log.marks.set(0, "new")
    assert marks_path(path).read_text() == text


def test_few_bytes_of_marks_take_little_memory(columns, path):
    write(path, columns({}))
    marks_path(path).write_text('{"0-99999999": ""}')
    log = open_capture(path)
    assert "cannot be read, and are not shown: it has more than 1,000,000 marks" in log.problem
    assert len(log.marks) == 0


def test_batches_that_share_a_long_dictionary_open_in_linear_time(columns, path):
    index = SCHEMA.get_field_index("target")
    texts = pa.array([f"edge-{number}" for number in range(32_767)])
    field = SCHEMA.field(index)
    one = pa.DictionaryArray.from_arrays(pa.array([7], field.type.index_type), texts)
    write(path, *[columns({}).set_column(index, field, one)] * 3_000)
    log = open_capture(path)
    assert (log.num_rows, log.problem, log.event(2_999).target) == (3_000, "", "edge-7")


def test_compacting_changes_only_the_number_of_batches(columns, path):
    batches = [columns({"sequence": n, "queue": n % 3}) for n in range(20)]
    write(path, *batches, known=encode_changes([Gap(4, 1, 2, "edge-1")], [EventLoss(0, 7)], [ORIGIN]))
    before = open_capture(path)
    compact(path)
    after = open_capture(path)
    assert len(after.batches) == 1
    assert sequences(after) == list(range(20))
    assert (after.gaps, after.losses, after.origins) == (before.gaps, before.losses, before.origins)
    assert sequences(before) == list(range(20)), "a reader that has it open still reads the old file"
    assert [each.name for each in path.parent.iterdir()] == [path.name]
