# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rqcore.codec import Codec
from rqdebug.inspection.item_text import ItemDraft
from rqdebug.ui.services.item_drafts import LONGEST, RECENT, SAVED, ItemDrafts
from rqdebug.ui.services.window_settings import RECENT as MOST
from rqdebug.ui.services.window_settings import WindowSettings


@pytest.fixture
def drafts(settings):
    return ItemDrafts(settings)


def draft(text, name=""):
    return ItemDraft(name, Codec.TEXT, text)


def test_recent_items_are_unique_and_newest_first(drafts):
    for number in (*range(MOST + 3), MOST):
        drafts.remember(draft(str(number)))
    texts = [each.text for each in drafts.recent]
    assert texts[:3] == [str(MOST), str(MOST + 2), str(MOST + 1)]
    assert len(texts) == len(set(texts)) == MOST


def test_long_item_is_remembered_only_if_saved(drafts):
    long = draft("x" * (LONGEST + 1), "long")
    drafts.remember(long)
    assert drafts.recent == []
    drafts.save(long)
    assert drafts.saved == [long]


def test_saving_replaces_an_item_with_the_same_name(drafts):
    drafts.save(draft("1", "b"))
    drafts.save(draft("2", "a"))
    drafts.save(draft("3", "b"))
    assert drafts.saved == [draft("2", "a"), draft("3", "b")]


def test_forgotten_item_is_removed_from_both_lists(drafts):
    drafts.remember(draft("1"))
    drafts.save(draft("1", "one"))
    drafts.forget(draft("1"))
    drafts.forget(draft("1", "one"))
    assert (drafts.recent, drafts.saved) == ([], [])


def test_unreadable_lines_are_ignored(drafts, settings):
    settings.keep(SAVED, ["[", "7", '["a", "no codec", "x"]', '["a", "text", "x"]'])
    settings.keep(RECENT, ["null"])
    assert drafts.saved == [draft("x", "a")]
    assert drafts.recent == []


ITEMS = st.builds(
    ItemDraft,
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4),
    st.sampled_from([Codec.TEXT, Codec.JSON, Codec.RAW]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(ITEMS, max_size=8))
def test_any_saved_items_are_read_again_by_name(tmp_path, items):
    # given
    path = tmp_path / "items.ini"
    path.unlink(missing_ok=True)
    settings, expected = WindowSettings(path), {}
    # when
    for item in items:
        ItemDrafts(settings).save(item)
        expected[item.name] = item
    settings.sync()
    # then
    assert ItemDrafts(WindowSettings(path)).saved == [expected[name] for name in sorted(expected)]
