# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.client.base import check_client
from rqcore.errors import BadCall, TooBig


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), 10**400, None, "5", b"5"])
def test_network_timeout_must_be_a_positive_number_of_seconds(seconds):
    with pytest.raises(BadCall, match="'network_timeout' must be a positive number of seconds"):
        check_client("loader", seconds)


def test_name_of_a_client_must_be_a_text_that_is_not_too_long():
    check_client("loader", 5)
    with pytest.raises(BadCall, match="'name' must be a text"):
        check_client(None, 5.0)
    with pytest.raises(TooBig, match="'name' has 70,000 characters"):
        check_client("x" * 70_000, 5.0)
