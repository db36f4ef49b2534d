# SPDX-License-Identifier: GPL-3.0-or-later
"""The example scripts, which come with the package. A changed example is saved as a copy elsewhere."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from rqdebug.support.paths import resources
from rqdebug.support.regular_files import read_bytes


def examples_folder() -> Path:
    """Return the folder of the examples, and of the files that they read."""
    return (resources() / "scripts").resolve()


def is_example(path: Path) -> bool:
    """Whether a file is in the folder of the examples."""
    return path.resolve().is_relative_to(examples_folder())


def copy_used_files(text: str, folder: Path) -> None:
    """Copy the files beside the examples that a script names to the folder in which it is saved.

    Args:
        text: The text of the script.
        folder: The folder. A file of the same name in it stays as it is.

    Raises:
        OSError: A file cannot be read or written.
    """
    examples = examples_folder()
    for file in sorted(file for file in examples.rglob("*") if file.is_file()):
        name = file.relative_to(examples).as_posix()
        if f'"{name}"' in text or f"'{name}'" in text:
            data = read_bytes(file)
            (folder / name).parent.mkdir(exist_ok=True)
            with suppress(FileExistsError), (folder / name).open("xb") as copy:
                copy.write(data)
