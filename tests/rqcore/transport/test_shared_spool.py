# SPDX-License-Identifier: GPL-3.0-or-later
"""The client's side of the spool; ``test_spool_directory`` has both sides together."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from rqcore.errors import ProtocolError, TooMany
from rqcore.protocol.spool_api import SpoolLocation
from rqcore.protocol.spool_proof import SECRET_HEAD, SECRET_NAME, client_proof, controller_proof
from rqcore.transport import shared_spool
from rqcore.transport.shared_spool import ITEM, PART, open_shared_spool, read_file

NONCE = "0" * 32
SECRET = bytes(range(32))


def locate(directory, secret=SECRET):
    return SpoolLocation(str(directory), 100, controller_proof(secret, NONCE.encode()))


@pytest.fixture
def directory(tmp_path):
    directory = tmp_path / "spool-abcdefgh"
    directory.mkdir(mode=0o700)
    write_secret(directory)
    return directory


def write_secret(directory, content=SECRET_HEAD + SECRET):
    path = directory / SECRET_NAME
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    path.chmod(0o600)
    return path


@pytest.fixture
def spool(directory):
    spool = open_shared_spool(locate(directory), NONCE)
    assert spool is not None
    return spool


def test_spool_has_the_size_of_its_location_and_a_proof_without_the_secret(spool):
    assert (spool.above, spool.proof) == (100, client_proof(SECRET))
    assert SECRET not in spool.proof
    assert SECRET.hex().encode() not in spool.proof


def test_controller_that_does_not_know_the_secret_has_no_spool(directory):
    assert open_shared_spool(locate(directory, secret=bytes(32)), NONCE) is None
    assert open_shared_spool(locate(directory), "1" * 32) is None
    assert open_shared_spool(locate(directory)._replace(proof="ä"), NONCE) is None


def test_known_spool_is_recognised_without_its_files(spool, directory):
    (directory / SECRET_NAME).unlink()
    assert spool.is_at(locate(directory), NONCE)
    assert not spool.is_at(locate(directory, secret=bytes(32)), NONCE)
    assert not spool.is_at(locate(directory.parent), NONCE)


def make_link(directory):
    real = directory.rename(directory.parent / "real")
    directory.symlink_to(real)


def make_linked_secret(directory):
    path = directory / SECRET_NAME
    path.rename(directory.parent / "real")
    path.symlink_to(directory.parent / "real")


def make_hard_link(directory):
    os.link(directory / SECRET_NAME, directory.parent / "other")


def make_pipe(directory):
    (directory / SECRET_NAME).unlink()
    os.mkfifo(directory / SECRET_NAME, 0o600)


DOUBTS = {
    "link to a directory": make_link,
    "link to a secret": make_linked_secret,
    "hard link": make_hard_link,
    "pipe": make_pipe,
    "directory that others can read": lambda directory: directory.chmod(0o750),
    "secret that others can read": lambda directory: (directory / SECRET_NAME).chmod(0o640),
    "other file": lambda directory: write_secret(directory, b"x" * len(SECRET_HEAD) + SECRET),
    "long file": lambda directory: write_secret(directory, SECRET_HEAD + SECRET + b"\n"),
    "empty file": lambda directory: write_secret(directory, b""),
    "no file": lambda directory: (directory / SECRET_NAME).unlink(),
}


@pytest.mark.parametrize("doubt", DOUBTS.values(), ids=list(DOUBTS))
def test_directory_that_may_be_no_spool_is_not_used(directory, doubt):
    location = locate(directory)
    doubt(directory)
    assert open_shared_spool(location, NONCE) is None


@pytest.mark.parametrize(
    "path", ["{0}/../spool-abcdefgh/.", "{0}/..", "{0}\0", "spool-abcdefgh", "/proc/self/fd/0", "", "/"]
)
def test_path_that_is_no_spool_is_not_used(directory, path):
    assert open_shared_spool(locate(path.format(directory)), NONCE) is None


def test_file_of_another_user_is_not_used(directory, monkeypatch):
    location = locate(directory)
    monkeypatch.setattr(os, "getuid", lambda: os.stat(directory).st_uid + 1)
    assert open_shared_spool(location, NONCE) is None


def test_written_payload_is_a_new_file_that_only_this_user_can_read(spool, directory):
    # When
    name = spool.write(b"abc")

    # Then
    path = directory / (name.decode() + PART)
    assert path.read_bytes() == b"abc"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert spool.write(b"abc") != name


def test_taken_payload_is_read_and_its_file_deleted(spool, directory):
    # Given
    name = spool.write(b"abc").decode()
    os.rename(directory / (name + PART), directory / (name + ITEM))

    # Then
    assert spool.read(name.encode()) == b"abc"
    spool.delete(name.encode())
    assert not (directory / (name + ITEM)).exists()


@pytest.mark.parametrize("name", [b"../../etc/passwd", b"ABC", b"\xff" * 32])
def test_wrong_name_of_a_file_is_refused_without_a_repr_of_bytes(spool, name):
    with pytest.raises(ProtocolError, match=r"^the controller sent a wrong name of a spooled file: '"):
        spool.read(name)


def test_missing_file_is_a_protocol_error_that_names_it(spool):
    with pytest.raises(ProtocolError, match=r"0\.item, which cannot be read: No such file"):
        spool.read(b"0" * 32)


def test_directory_that_no_longer_exists_takes_no_payload(spool, directory):
    (directory / SECRET_NAME).unlink()
    directory.rmdir()
    assert spool.write(b"abc") is None


def test_full_disk_is_too_many(spool, monkeypatch):
    def full(path: str, payload: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shared_spool, "_write", full)
    with pytest.raises(TooMany, match=r"cannot be written to .*: No space left"):
        spool.write(b"abc")


def test_pipe_in_place_of_a_payload_does_not_wait(spool, directory):
    os.mkfifo(directory / ("0" * 32 + ITEM))
    with pytest.raises(ProtocolError, match="not a regular file"):
        spool.read(b"0" * 32)


def test_part_of_a_file_is_read_but_not_through_a_link(tmp_path):
    # Given
    (tmp_path / "file").write_bytes(b"abcdef")
    (tmp_path / "link").symlink_to(tmp_path / "file")

    # Then
    assert read_file(tmp_path / "file", 2, 3) == b"de"
    with pytest.raises(OSError, match="Too many levels"):
        read_file(tmp_path / "link", 2)
