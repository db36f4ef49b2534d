# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.errors import BadUrl
from rqdebug.targets.controller_target import ControllerTarget
from rqdebug.targets.target_registry import create_target


def test_an_rq_url_is_a_controller():
    found = create_target(" rq://me:secret@edge:7000 ")
    assert isinstance(found, ControllerTarget)
    assert found.url == "rq://me@edge:7000"


@pytest.mark.parametrize("url", ["", "edge:7654", "http://edge", "://", "rq:/edge"])
def test_what_is_no_target_is_refused_with_an_example(url):
    with pytest.raises(BadUrl, match=r"rq://127\.0\.0\.1:7654"):
        create_target(url)
