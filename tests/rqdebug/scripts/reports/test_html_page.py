# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from rqdebug.scripts.histogram import HistogramBuilder
from rqdebug.scripts.reports.chart import render_chart
from rqdebug.scripts.reports.html_page import render_html

VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Records texts, and fails if tags do not match."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.texts = []
        self.tags = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture
def read(report):
    reader = Reader()
    reader.feed(render_html(report))
    assert not reader.open
    return reader


def test_page_has_no_scripts_and_no_links_to_files(report, read):
    assert "script" not in read.tags
    assert not re.search(r"(src|href)=|@import|url\(", render_html(report))


def test_page_shows_the_results(read):
    text = " ".join(read.texts)
    for words in (
        "some <1>.rqs",
        "seed 42",
        "lost b & all",
        "Failures and errors",
        "not a number",
        "get <1>",
        "the freeze has ended",
    ):
        assert words in text
    for words in ("Call durations", "Lateness of at()", "a compared with b", "3.00×"):
        assert words in text


def test_chart_is_valid_svg():
    spread = HistogramBuilder()
    for duration in (90, 1100, 1150, 5 * 10**6):
        spread.add(duration)
    svg = render_chart({"<a>": spread.histogram(), "none": HistogramBuilder().histogram()}, "How <long>")
    root = ElementTree.fromstring(svg)
    assert len(root.findall("path")) == 1
    texts = [text.text for text in root.findall("text")]
    assert texts == ["10 ns", "100 ns", "1 µs", "10 µs", "100 µs", "1 ms", "10 ms", "50%"]


def test_empty_histograms_have_no_chart():
    assert render_chart({}, "") == ""
