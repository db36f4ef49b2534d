# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the documentation: each is in the navigation, and links and pictures lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from rqdebug.support.paths import documentation
from rqdebug.ui.style.translator import catalog_path, read_catalog
from rqdebug.ui.window.help.generated_help import GENERATORS
from rqdebug.ui.window.help.help_pages import MARKER, all_pages, help_pages
from rqdebug.ui.window.help.help_window import SECTIONS

DOCS = documentation()
ENGLISH = sorted(
    path for path in DOCS.rglob("*.md") if not path.stem.endswith(".de") and path.name != "SUMMARY.md"
)
GERMAN = sorted(DOCS.rglob("*.de.md"))
WINDOW = sorted(path for path in (DOCS / "window").glob("*.md") if path in ENGLISH)
LINK = re.compile(r"(?<!!)\[[^]]+\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[[^]]*\]\((\S+)\)")
HEADING = re.compile(r"^#+ ", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def name_of(path: Path) -> str:
    return path.relative_to(DOCS).as_posix()


def test_every_page_is_in_the_summary_once():
    listed = [page.path for page in all_pages()]
    assert sorted(listed) == sorted(map(name_of, ENGLISH))


def test_every_link_of_the_summary_leads_to_a_page():
    linked = LINK.findall((DOCS / "SUMMARY.md").read_text(encoding="utf-8"))
    assert linked == [page.path for page in all_pages()]


def test_every_section_can_be_translated():
    assert {page.section for page in all_pages()} - {""} <= set(SECTIONS)


def test_title_in_the_summary_is_the_heading_of_the_page():
    summary = dict(re.findall(r"\[(.+)\]\((\S+)\)", (DOCS / "SUMMARY.md").read_text(encoding="utf-8")))
    assert summary == {page.title: page.path for page in all_pages()}


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=name_of)
def test_links_and_pictures_of_a_page_exist(path):
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    targets = [link for link in LINK.findall(text) + PICTURE.findall(text) if not urlsplit(link).scheme]
    files = [target.partition("#")[0] for target in targets if not target.startswith("#")]
    assert [file for file in files if not (path.parent / file).exists()] == []


@pytest.mark.parametrize("path", ENGLISH, ids=name_of)
def test_markers_of_a_page_name_generators(path):
    names = MARKER.findall(path.read_text(encoding="utf-8"))
    assert set(names) <= {*GENERATORS, "command lines"}


@pytest.mark.parametrize("page", help_pages(), ids=lambda page: page.path)
def test_page_of_the_window_has_no_markup_that_qt_shows_raw(page):
    text = FENCE.sub("", page.text)
    assert re.findall(r"^(?:!!!|===|\?\?\?|:::).*|\{ *[.:#][^}]*\}|<!--|<\w+[ >]", text, re.MULTILINE) == []


def test_every_page_of_the_window_has_a_german_one():
    assert [name_of(path) for path in WINDOW if not path.with_suffix(".de.md").is_file()] == []


@pytest.mark.parametrize("path", GERMAN, ids=name_of)
def test_german_page_has_the_headings_and_pictures_of_the_english_one(path):
    german = path.read_text(encoding="utf-8")
    english = path.with_name(path.name.replace(".de.md", ".md")).read_text(encoding="utf-8")
    levels = [
        [line.partition(" ")[0] for line in FENCE.sub("", text).splitlines() if HEADING.match(line)]
        for text in (english, german)
    ]
    assert levels[0] == levels[1]
    assert PICTURE.findall(german) == PICTURE.findall(english)
    assert FENCE.findall(german) == FENCE.findall(english)
    links = [sorted(link.partition("#")[0] for link in LINK.findall(text)) for text in (english, german)]
    assert links[0] == links[1]


LABEL = re.compile(r"(?<![*\w])\*([^*\n]+?(?:\n[^*\n]+?)?)\*(?![*\w])")
NOT_LABELS = {"and", "or", "not", "und", "oder", "nicht", "pages"}
"""Emphasised words that are not texts of the window."""
OF_QT = {"Restore Defaults", "Voreinstellungen wiederherstellen"}
"""Texts that Qt translates itself."""


LABELLED = [
    path for folder in ("window", "how-to", "tutorial") for path in sorted((DOCS / folder).glob("*.md"))
]


@pytest.mark.parametrize("path", [*LABELLED, *(DOCS / "reference").glob("window*.md")], ids=name_of)
def test_labels_on_a_page_are_texts_of_the_window(path):
    texts = read_catalog(catalog_path("de"))
    german = path.name.endswith(".de.md")
    known = {form for (_, source), forms in texts.items() for form in (forms if german else (source,))}
    known |= {text.partition(":")[0] for text in known}
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    labels = {part for label in LABEL.findall(text) for part in " ".join(label.split()).split(" → ")}
    assert labels - NOT_LABELS - OF_QT - known == set()
