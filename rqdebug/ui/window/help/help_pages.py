# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the documentation that the help window shows.

The folder ``docs`` is the only source. The site and the help window both follow its ``SUMMARY.md``, a
nested list of links. A page can have a German twin: ``queues.de.md`` beside ``queues.md``. A line
``<!-- generated: NAME -->`` in a page is replaced by what ``GENERATORS`` has under that name.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from rqdebug.support.paths import documentation
from rqdebug.ui.window.help.generated_help import GENERATORS

MARKER = re.compile(r"^<!-- generated: (.+) -->$", re.MULTILINE)
_ENTRY = re.compile(r"(?P<indent> *)\* (?:\[.+\]\((?P<path>[^)]+)\)|(?P<section>.+))")
_SITE_ONLY = re.compile(r"^::: |<div |^<!-- site-only -->$", re.MULTILINE)
"""What only the site can show: the reference of Python modules, and cards."""
_LINK = re.compile(r"(?<!!)\[(?P<text>[^]]+)\]\((?P<path>[^)\s]+)\)")
_ADMONITION = re.compile(
    r'^!!! (?P<kind>\w+)(?: "(?P<title>.+)")?\n\n?(?P<body>(?:    .*\n|\n(?=    ))+)', re.MULTILINE
)
_ATTRIBUTES = re.compile(r"\{ *[.:#][^}\n]*\}")


@dataclass(frozen=True)
class HelpPage:
    """One page of the help."""

    path: str
    """Its path in the documentation, for example ``window/queues.md``."""
    section: str
    """The section of ``SUMMARY.md`` that it belongs to, in English; may be empty."""
    source: Path
    """The file, in the language of the window if there is one."""

    @cached_property
    def title(self) -> str:
        """The first heading."""
        return self._source_text.partition("\n")[0].removeprefix("# ")

    def markdown(self, linkable: Container[str]) -> str:
        """Return the page as the window shows it.

        Args:
            linkable: Paths of the pages that the window has. Links to other pages become plain text.
        """

        def replace(link: re.Match[str]) -> str:
            path = self.resolve(link["path"].partition("#")[0] or posixpath.basename(self.path))
            return link[0] if urlsplit(link["path"]).scheme or path in linkable else link["text"]

        return _LINK.sub(replace, self.text)

    @property
    def text(self) -> str:
        """The page in Markdown that Qt can show, with its generated parts."""
        text = MARKER.sub(lambda found: GENERATORS[found[1]](), self._source_text)
        return _ATTRIBUTES.sub("", _ADMONITION.sub(_quote, text))

    @cached_property
    def is_for_window(self) -> bool:
        """Whether the window can show the page: a few pages are for the site only."""
        text = self._source_text
        return not _SITE_ONLY.search(text) and all(name in GENERATORS for name in MARKER.findall(text))

    @cached_property
    def _source_text(self) -> str:
        return self.source.read_text(encoding="utf-8")

    def resolve(self, link: str) -> str:
        """Return the path in the documentation of a link on this page."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.path), link))


def help_pages(language: str = "en") -> list[HelpPage]:
    """Return the pages that the window shows, in the order of the site.

    Args:
        language: Code of the language of the window. A page without a translation is shown in English.
    """
    return [page for page in all_pages(language) if page.is_for_window]


def all_pages(language: str = "en") -> Iterator[HelpPage]:
    """Yield each page in ``SUMMARY.md`` that exists."""
    folder, section = documentation(), ""
    for line in (folder / "SUMMARY.md").read_text(encoding="utf-8").splitlines():
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            continue
        if entry["section"]:
            section = entry["section"]
            continue
        if not entry["indent"]:
            section = ""
        original = folder / entry["path"]
        translated = original.with_suffix(f".{language}.md")
        source = translated if translated.is_file() else original
        if source.is_file():
            yield HelpPage(entry["path"], section, source)


def _quote(found: re.Match[str]) -> str:
    """Turn an admonition of the site into a quotation with a bold title."""
    title = found["title"] or found["kind"].capitalize()
    body = "".join(f"> {line[4:]}\n" if line.strip() else ">\n" for line in found["body"].splitlines())
    return f"> **{title}**\n>\n{body}"
