# SPDX-License-Identifier: GPL-3.0-or-later
"""A queue and an item for the tests of scripts."""

from __future__ import annotations

from rqcore.redis.queue_keys import QueueKeys
from rqcore.redis.stored_items import CODECS

KEYS = QueueKeys.of("jobs", b"test")
BODY = next(iter(CODECS.values())) + b"payload"
