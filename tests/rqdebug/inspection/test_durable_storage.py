# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a controller can save queues."""

from __future__ import annotations

import pytest

import rqcore
from rqcore.errors import BadCall
from rqdebug.inspection.durable_storage import storage_problem


def test_controller_without_a_data_directory_says_how_to_get_one(controller):
    assert storage_problem(controller) == "needs rqcore serve --data DIRECTORY"


def test_controller_with_a_data_directory_can_save_queues(tmp_path):
    with rqcore.serve(data=str(tmp_path / "data")) as served, rqcore.connect(str(served.url)) as controller:
        assert storage_problem(controller) == ""


class OldController:
    """A controller that has no such section, or not even INFO."""

    def __init__(self, reply):
        self.reply = reply

    def run(self, exchange):
        if isinstance(self.reply, Exception):
            raise self.reply
        return exchange.result(self.reply)


@pytest.mark.parametrize("reply", [b"", BadCall("unknown command")])
def test_old_controller_cannot_save_queues(reply):
    assert storage_problem(OldController(reply)) == "the controller is too old to save queues"


def test_failure_of_the_disk_is_the_reason():
    reply = b"# Persistence\r\ndata:/data\r\nstorage_failure:the disk is full\r\n"
    assert storage_problem(OldController(reply)) == "the disk is full"
