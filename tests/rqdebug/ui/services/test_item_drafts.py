# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqdebug.inspection.item_text import ItemDraft
from rqdebug.ui.services.item_drafts import LONGEST, RECENT, SAVED, ItemDrafts
from rqdebug.ui.services.window_settings import RECENT as MOST


@pytest.fixture
def drafts(settings):
    return ItemDrafts(settings)


def draft(text, name=""):
    return ItemDraft(name, Codec.TEXT, text)


def test_recent_items_come_newest_first_and_once(drafts):
    for number in (*range(MOST + 3), MOST):
        drafts.remember(draft(str(number)))
    texts = [each.text for each in drafts.recent]
    assert texts[:3] == [str(MOST), str(MOST + 2), str(MOST + 1)]
    assert len(texts) == len(set(texts)) == MOST


def test_long_item_is_kept_only_when_it_is_saved(drafts):
    long = draft("x" * (LONGEST + 1), "long")
    drafts.remember(long)
    assert drafts.recent == []
    drafts.save(long)
    assert drafts.saved == [long]


def test_name_has_one_item(drafts):
    drafts.save(draft("1", "b"))
    drafts.save(draft("2", "a"))
    drafts.save(draft("3", "b"))
    assert drafts.saved == [draft("2", "a"), draft("3", "b")]


def test_forgotten_item_is_gone_from_both_lists(drafts):
    drafts.remember(draft("1"))
    drafts.save(draft("1", "one"))
    drafts.forget(draft("1"))
    drafts.forget(draft("1", "one"))
    assert (drafts.recent, drafts.saved) == ([], [])


def test_unreadable_lines_are_left_out(drafts, settings):
    settings.keep(SAVED, ["[", "7", '["a", "no codec", "x"]', '["a", "text", "x"]'])
    settings.keep(RECENT, ["null"])
    assert drafts.saved == [draft("x", "a")]
    assert drafts.recent == []
