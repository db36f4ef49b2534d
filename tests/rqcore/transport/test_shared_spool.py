# SPDX-License-Identifier: GPL-3.0-or-later
"""The client's side of the spool; ``test_spool_directory`` has both sides together."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from rqcore.errors import ProtocolError, TooMany
from rqcore.protocol.spool_api import SpoolLocation
from rqcore.transport import shared_spool
from rqcore.transport.shared_spool import ITEM, PART, open_shared_spool, read_file


@pytest.fixture
def spool(tmp_path):
    (tmp_path / "token").write_bytes(b"0123")
    spool = open_shared_spool(SpoolLocation(str(tmp_path), "token", 100))
    assert spool is not None
    return spool


def test_spool_has_the_token_and_the_size_of_its_location(spool):
    assert (spool.token, spool.above) == (b"0123", 100)


def test_written_payload_is_a_new_file_that_only_this_user_can_read(spool, tmp_path):
    # When
    name = spool.write(b"abc")

    # Then
    path = tmp_path / (name.decode() + PART)
    assert path.read_bytes() == b"abc"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert spool.write(b"abc") != name


def test_taken_payload_is_read_and_its_file_deleted(spool, tmp_path):
    # Given
    name = spool.write(b"abc").decode()
    os.rename(tmp_path / (name + PART), tmp_path / (name + ITEM))

    # Then
    assert spool.read(name.encode()) == b"abc"
    spool.delete(name.encode())
    assert not (tmp_path / (name + ITEM)).exists()


@pytest.mark.parametrize("name", [b"../../etc/passwd", b"ABC", b"\xff" * 32])
def test_wrong_name_of_a_file_is_refused_without_a_repr_of_bytes(spool, name):
    with pytest.raises(ProtocolError, match=r"^the controller sent a wrong name of a spooled file: '"):
        spool.read(name)


def test_missing_file_is_a_protocol_error_that_names_it(spool):
    with pytest.raises(ProtocolError, match=r"0\.item, which cannot be read: No such file"):
        spool.read(b"0" * 32)


def test_directory_that_no_longer_exists_takes_no_payload(spool, tmp_path):
    (tmp_path / "token").unlink()
    tmp_path.rmdir()
    assert spool.write(b"abc") is None


def test_full_disk_is_too_many(spool, monkeypatch):
    def full(path: str, payload: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shared_spool, "_write", full)
    with pytest.raises(TooMany, match=r"cannot be written to .*: No space left"):
        spool.write(b"abc")


def test_part_of_a_file_is_read_but_not_through_a_link(tmp_path):
    # Given
    (tmp_path / "file").write_bytes(b"abcdef")
    (tmp_path / "link").symlink_to(tmp_path / "file")

    # Then
    assert read_file(tmp_path / "file", 2, 3) == b"de"
    with pytest.raises(OSError, match="Too many levels"):
        read_file(tmp_path / "link", 2)
