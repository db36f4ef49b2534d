# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists words that a reader would have to learn first, and what to write instead.

    .venv/bin/python tests/plain_words.py [PATH …]

prints each place in docstrings, comments, texts and pages; ``test_plain_words.py`` allows none but a few.
"""

from __future__ import annotations

import io
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

PAGES = (".md", ".rqs", ".toml", ".service", ".sh")
FOLDERS = ("rqcore", "rqdebug", "scripts", "tests", "docs", "resources")
FILES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "pyproject.toml")

INSTEAD = {
    r"tells?|told": "reports, shows, says",
    r"(hears?|heard|hear) (of|from|no more|nothing)": "is notified, receives",
    r"listens? no more": "stops listening",
    r"whoever|whosoever|who(ever)? has|who(ever)? wants": "any client that, a caller that",
    r"nobody|no one": "no client, no thread, not … any",
    r"anew": "again",
    r"so many|as many as there": "up to N",
    r"for ever|evermore|ever (less|more) often": "forever, without a timeout",
    r"the same of": "the same for",
    r"(of|from|for|to|by|with|in) those": "of the …",
    r"those (of|who|whose|for|in|with|without)": "the … of",
    r"comes? back by itself": "reconnects automatically",
    r"(by|of|for) (itself|themselves|its own accord)": "alone, automatically",
    r"at (once|last)": "immediately, together; finally",
    r"whence|thereof|therein|thereby|wherein|whereby|hence|henceforth|thence|thus": "plain words",
    r"nowhere": "name the place",
    r"in vain": "without success",
    r"holds? (up )?the line|held the line": "head-of-line blocking",
    r"is said|are said|says so|say so|said so|saying so": "is reported, is shown",
    r"is there again|are there again|stands? (here|there|for|under|beside)": "exists, appears",
    r"comes? to (nothing|naught)|goes? to (waste|nothing)": "fails",
    r"(no|any) (longer|more) than": "at most",
    r"be it|let it be|as it were|so to speak": "plain words",
    r"mends?|mended|mending": "fix",
    r"likeness|circumstances|tally|refrain|whims?|crew|vault|reckon(s|ed|ing)?": "a term of the field",
    r"(a )?houses?|rooms?|floors?|fences?|doors?|neighbou?rs?": "package, layer, rule, space",
    r"lots? (are|is) drawn|draws? lots|drawn lots?": "random",
    r"furnish(es|ed)?|furniture": "fill, build",
    r"swept away|sweeps? away|buries|buried|bury": "removed, deleted",
    r"(would|will|does|do|must|may|can) not do": "is not enough",
    r"shall": "must, will",
    r"ought": "should",
    r"lest|albeit|hitherto|hereby|forthwith|erstwhile|amiss|astray|aught|naught": "plain words",
    r"goes? astray|went astray|gone astray": "is lost",
    r"is meant|are meant|is it that|it is that": "say what it is",
    r"what (it|they|he|she) (is|was|are|were) (called|told|given)": "its name, its arguments",
    r"gives? (up )?its? (best|word)": "plain words",
    r"is of (use|no use)|are of (use|no use)": "is useful",
    r"nothing (is|was) (seen|told|heard|left|lost|known|said) ?(of|to)?": "name what",
    r"(as|so) long as it (lives|stands)|lives? on|lived on|outlives?": "exists",
    r"pays? (for|off)": "costs",
    r"stands? (in|at|on|before|behind)": "is in, is at",
    r"goes? on|went on": "continues",
    r"need not": "does not have to",
    r"somebody|everybody": "a person, a client",
    r"till|upon|whilst|amongst|unto|merely|once more|as yet": "until, on, while, among, only, again",
    r"(is|are) to be": "must be",
    r"makes? nothing of|think(s)? nothing of": "ignores",
}
"""Patterns of words, matched whole and in any case, and what to write instead."""

PATTERN = re.compile(r"\b(?:" + "|".join(f"(?:{pattern})" for pattern in INSTEAD) + r")\b", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """One word in one line of a file."""

    path: str
    line: int
    word: str
    text: str

    def __str__(self) -> str:
        return (
            f"{self.path}:{self.line}: {self.word!r}: {self.text.strip()[:120]} (write: {instead(self.word)})"
        )


def instead(word: str) -> str:
    """What to write instead of a word."""
    return next(words for pattern, words in INSTEAD.items() if re.fullmatch(pattern, word, re.IGNORECASE))


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Line number and text of each line that people read: all of a page; comments and strings of Python."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield from enumerate(text.splitlines(), 1)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", -1)):
            yield from enumerate(token.string.splitlines(), token.start[0])


def findings(paths: Iterable[Path]) -> Iterator[Finding]:
    """Each word of the list in these files, in order."""
    for path in paths:
        name = path.resolve().relative_to(ROOT).as_posix()
        for number, text in prose(path):
            for match in PATTERN.finditer(text):
                yield Finding(name, number, match.group(), text)


def files(roots: Iterable[Path]) -> Iterator[Path]:
    """Files of the project that have prose, in order, without this list and its test."""
    for root in roots:
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.suffix in (".py", *PAGES) and path.stem not in ("plain_words", "test_plain_words"):
                yield path


def main(arguments: list[str]) -> int:
    roots = [Path(name) for name in arguments] or [ROOT / name for name in (*FOLDERS, *FILES)]
    count = 0
    for finding in findings(files(roots)):
        print(finding)
        count += 1
    print(f"{count} places", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
