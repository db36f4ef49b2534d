# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the architecture: layers, licences, sizes, unique names, and a test file for each module.

The layers themselves, and what each may import, are in ``pyproject.toml`` under ``tool.importlinter``.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("rqcore", "rqdebug")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
FOLDERS = sorted({path.parent for path in SOURCES})
FILES = sorted([*SOURCES, *(path for top in ("scripts", "tests") for path in (ROOT / top).rglob("*.py"))])

MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 60
MAX_MODULES = 24
"""Modules of one folder, without its ``__init__.py``."""
MIN_DOCSTRING_LINES = 3
"""Lines of the docstring in the ``__init__.py`` of each folder."""
TESTED_FROM_LINES = 100
"""A module with more lines than this, without docstrings, has its own test file."""
MIN_TEST_LINES = {"rqcore": 0.8, "rqdebug": 0.8}
"""Lines of tests for each line of a package. Raise it when there are more, never lower it."""

ENGINE = {
    "allpairspy",
    "click",
    "hiredis",
    "lark",
    "msgpack",
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
    "rqcore/pressure": {"hiredis", "redis"},
    "rqcore/redis": {"redis"},
    "rqdebug": ENGINE,
    "rqdebug/support": ENGINE | {"keyring"},
    "rqdebug/ui": ENGINE | QT | {"keyring"},
}
"""The third parties that each folder may import; the longest prefix of a path counts."""

SHARED_MODULE_NAMES = {"__init__", "__main__", "aio", "base", "errors"}
"""Names of modules that several folders may have."""
SHARED_CLASS_NAMES: set[str] = set()
"""Names of classes that several modules may have."""

LAZY_IMPORTS = {
    "rqcore/__init__.py": "parts that most programs do not need are loaded when they are first used",
    "rqcore/__main__.py": "each subcommand loads what it needs",
    "rqcore/client/exchanges.py": "importing dataclasses takes long, and few programs need these replies",
    "rqcore/client/native_backend.py": "only programs that use asyncio load it",
    "rqcore/connecting.py": "the Redis backend is loaded when one of its URLs is used",
    "rqcore/pipe_commands.py": "a command is imported when it is used",
    "rqcore/parallel_queue/worker_main.py": "a worker imports the function of its task",
    "rqcore/transport/open_transport.py": "a small Python may lack ssl",
    "rqdebug/cli/group.py": "each subcommand is loaded when it is used",
}
"""The modules that may import modules of this project by name, and why."""

TESTED_ELSEWHERE = {
    "rqcore/debug/link.py": "tests/rqcore/debug/test_debugger.py",
    "rqcore/protocol/command_table/connection_rows.py": "tests/rqcore/protocol/test_command_table.py",
    "rqcore/protocol/command_table/list_rows.py": "tests/rqcore/protocol/test_command_table.py",
    "rqcore/protocol/command_table/queue_rows.py": "tests/rqcore/protocol/test_command_table.py",
    "rqcore/controller/observation/event_recorder.py": (
        "tests/rqcore/controller/observation/test_publisher.py"
    ),
    "rqcore/command_parser.py": "tests/rqcore/test_main.py",
    "rqcore/pipe_commands.py": "tests/rqcore/test_piping.py",
    "rqcore/pressure/async_redis_handles.py": "tests/rqcore/pressure/test_redis_handles.py",
    "rqcore/pressure/plain_keys.py": "tests/rqcore/pressure/test_async_plain_keys.py",
    "rqcore/redis/async_redis_queue.py": "tests/rqcore/redis/test_redis_queue.py",
    "rqcore/redis/async_redis_server.py": "tests/rqcore/redis/test_redis_server.py",
    "rqcore/redis/lease_parts.py": "tests/rqcore/redis/test_lease_scripts.py",
    "rqcore/redis/script_parts.py": "tests/rqcore/redis/test_queue_scripts.py",
    "rqcore/zen/async_zen_client.py": "tests/rqcore/zen/test_zen_client.py",
}
"""Modules that are parts of a table or of a pair, and the test file of the whole."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def every(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=name)


@cache
def syntax_tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def count_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@cache
def count_code_lines(path: Path) -> int:
    """Count the lines of a file without its docstrings, which need no tests."""
    strings = (
        node
        for node in ast.walk(syntax_tree(path))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
    return count_lines(path) - sum((node.end_lineno or 0) - node.lineno + 1 for node in strings)


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the top-level name of every import in a file, at any depth."""
    for node in ast.walk(syntax_tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, (node.module or "." * node.level).partition(".")[0]


def allowed(path: Path) -> set[str]:
    folder = max((prefix for prefix in ALLOWED if name(path).startswith(f"{prefix}/")), key=len)
    return ALLOWED[folder] | set(PACKAGES) | sys.stdlib_module_names


def repeated(names: Iterable[tuple[str, Path]], exceptions: set[str]) -> dict[str, list[str]]:
    """Find the names that occur in several files, and these files."""
    places: dict[str, list[str]] = defaultdict(list)
    for each, path in names:
        places[each].append(name(path))
    return {each: files for each, files in places.items() if len(files) > 1 and each not in exceptions}


def imports_by_name(path: Path) -> Iterator[str]:
    """Yield the argument of each ``import_module`` that may name a module of this project."""
    for node in ast.walk(syntax_tree(path)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if function in ("import_module", "__import__"):
            argument = node.args[0]
            constant = argument.value if isinstance(argument, ast.Constant) else None
            if not isinstance(constant, str) or constant.partition(".")[0] in PACKAGES:
                yield ast.unparse(argument)


def mirror_of(path: Path) -> Path:
    """Return the file that tests a module: ``tests/rqcore/test_url.py`` for ``rqcore/url.py``."""
    if elsewhere := TESTED_ELSEWHERE.get(name(path)):
        return ROOT / elsewhere
    return ROOT / "tests" / path.parent.relative_to(ROOT) / f"test_{path.stem.strip('_')}.py"


def test_both_packages_are_checked() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in SOURCES} == set(PACKAGES)


def test_imports_run_from_upper_layers_to_lower_ones() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@every(SOURCES)
def test_file_imports_only_what_its_folder_may(path: Path) -> None:
    forbidden = [f"line {line}: {module}" for line, module in imported(path) if module not in allowed(path)]
    assert forbidden == []


def test_qt_is_imported_only_by_the_window() -> None:
    outside = [path for path in SOURCES if not path.is_relative_to(ROOT / "rqdebug" / "ui")]
    assert [name(path) for path in outside if any(module in QT for _, module in imported(path))] == []


def test_modules_are_imported_by_name_only_where_listed() -> None:
    found = {name(path): arguments for path in SOURCES if (arguments := list(imports_by_name(path)))}
    assert {path: found[path] for path in found if path not in LAZY_IMPORTS} == {}
    assert set(LAZY_IMPORTS) - set(found) == set(), "remove these from LAZY_IMPORTS"


@every(FILES)
def test_first_line_is_the_licence(path: Path) -> None:
    licence = "MIT" if path.is_relative_to(ROOT / "rqcore") else "GPL-3.0-or-later"
    assert path.read_text(encoding="utf-8").partition("\n")[0] == f"# SPDX-License-Identifier: {licence}"


@every(FILES)
def test_file_and_its_functions_are_short(path: Path) -> None:
    assert count_lines(path) <= MAX_FILE_LINES
    functions = (
        node
        for node in ast.walk(syntax_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES]
    assert long == []


@every(FOLDERS)
def test_folder_is_small_and_described(path: Path) -> None:
    modules = [module for module in path.glob("*.py") if module.stem != "__init__"]
    assert len(modules) <= MAX_MODULES
    docstring = ast.get_docstring(syntax_tree(path / "__init__.py")) or ""
    assert len(docstring.splitlines()) >= MIN_DOCSTRING_LINES


def test_module_name_is_used_in_one_folder() -> None:
    assert repeated(((path.stem, path) for path in SOURCES), SHARED_MODULE_NAMES) == {}


def test_class_name_is_used_in_one_module() -> None:
    classes = (
        (node.name, path)
        for path in SOURCES
        for node in syntax_tree(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert repeated(classes, SHARED_CLASS_NAMES) == {}


def test_long_module_has_a_test_file() -> None:
    long = [
        path for path in SOURCES if count_code_lines(path) > TESTED_FROM_LINES and path.stem != "__init__"
    ]
    untested = {name(path) for path in long if not mirror_of(path).exists()}
    assert untested == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_package_has_enough_test_lines(package: str) -> None:
    lines = sum(count_code_lines(path) for path in (ROOT / package).rglob("*.py"))
    test_lines = sum(count_code_lines(path) for path in (ROOT / "tests" / package).rglob("*.py"))
    assert test_lines / lines >= MIN_TEST_LINES[package]


def test_rqcore_runs_on_the_standard_library_alone() -> None:
    """Import it in a Python without site-packages, so that no third-party package can be found."""
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import rqcore.__main__"
    result = subprocess.run([sys.executable, "-ISc", program], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
