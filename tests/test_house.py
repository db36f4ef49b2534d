# SPDX-License-Identifier: GPL-3.0-or-later
"""The fences of the house: floors, licences, sizes, and who may import what.

The floors themselves, and what each may import, are written down in
``pyproject.toml`` under ``tool.importlinter``.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("rqcore", "rqdebug")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
FILES = sorted([*SOURCES, *(path for top in ("scripts", "tests") for path in (ROOT / top).rglob("*.py"))])

MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 60

ENGINE = {
    "allpairspy",
    "click",
    "hiredis",
    "lark",
    "numpy",
    "platformdirs",
    "prometheus_client",
    "pyarrow",
    "redis",
    "rich",
}
QT = {"PyQt5", "pyqtgraph", "qtawesome"}
ALLOWED = {
    "rqcore": {"hiredis", "uvloop"},
    "rqcore/pressure": {"redis"},
    "rqdebug": ENGINE,
    "rqdebug/ui": ENGINE | QT | {"keyring"},
}
"""The third parties each folder may import; the longest prefix of a path counts."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def every(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=name)


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and top-level name of every import in a file, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, (node.module or "." * node.level).partition(".")[0]


def allowed(path: Path) -> set[str]:
    folder = max((prefix for prefix in ALLOWED if name(path).startswith(f"{prefix}/")), key=len)
    return ALLOWED[folder] | set(PACKAGES) | sys.stdlib_module_names


def test_there_is_a_house() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in SOURCES} == set(PACKAGES)


def test_the_floors_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@every(SOURCES)
def test_imports_only_what_its_folder_may(path: Path) -> None:
    strangers = [f"line {line}: {module}" for line, module in imported(path) if module not in allowed(path)]
    assert strangers == []


@every(FILES)
def test_says_its_licence_in_the_first_line(path: Path) -> None:
    licence = "MIT" if path.is_relative_to(ROOT / "rqcore") else "GPL-3.0-or-later"
    assert path.read_text(encoding="utf-8").partition("\n")[0] == f"# SPDX-License-Identifier: {licence}"


@every(FILES)
def test_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_FILE_LINES
    functions = (
        node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES]
    assert long == []


def test_rqcore_runs_on_the_standard_library_alone() -> None:
    """In a Python without site-packages, where no third party can be found."""
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import rqcore.__main__"
    result = subprocess.run([sys.executable, "-ISc", program], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
