# SPDX-License-Identifier: GPL-3.0-or-later
"""A plain connection that leaves this machine is never made without a word."""

from __future__ import annotations

import warnings

import pytest

import rqcore
from rqcore.aio import connect as aio_connect
from rqcore.errors import RqError
from rqcore.url import UnencryptedWarning, Url


@pytest.mark.parametrize(
    ("url", "is_exposed"),
    [
        ("rq://127.0.0.1", False),
        ("rq://[::1]:1", False),
        ("rq://localhost", False),
        ("rq+unix:///run/x", False),
        ("rqs://edge-1", False),
        ("rq://edge-1", True),
        ("rq://10.0.0.1", True),
        ("rq://127.0.0.1.evil.example", True),
    ],
)
def test_url_knows_whether_it_leaves_the_machine_unencrypted(url, is_exposed):
    assert Url.parse(url).is_exposed is is_exposed


def test_client_warns_its_caller_without_the_password():
    with pytest.warns(UnencryptedWarning, match=r"^rq://me@no-such-host.invalid:7654 sends") as caught:
        with pytest.raises(RqError):
            rqcore.connect("rq://me:secret@no-such-host.invalid", network_timeout=0.2)
        aio_connect("rq://me:secret@no-such-host.invalid")
    assert [warning.filename for warning in caught] == [__file__] * 2


def test_local_connection_warns_of_nothing(controller, process):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with rqcore.connect(process.url) as other:
            assert other.ping()


def test_controller_logs_that_other_machines_connect_unencrypted(launch, capfd):
    with launch("--host", "0.0.0.0", "--insecure") as process:
        process.end()
    assert "rq:// sends passwords and payloads unencrypted" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["put", "get", "watch"])
def test_command_prints_one_line_about_an_unencrypted_connection(name, rqcore_command, tmp_path):
    program, url = tmp_path / "program.py", "rq://me:secret@no-such-host.invalid"
    program.write_text("")
    rest = ["--url", url, str(program)] if name == "watch" else [url, "jobs"]
    first, *others = rqcore_command(name, *rest).stderr.splitlines()
    assert first == (
        "rqcore: rq://me@no-such-host.invalid:7654 sends passwords and payloads unencrypted; "
        "use rqs:// outside of this machine"
    )
    assert len(others) <= 1
    assert all(line.startswith("rqcore: ") for line in others)
