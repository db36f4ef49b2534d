# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the files that a script names. Scripts are not trusted: they can read only files in their folder."""

from __future__ import annotations

from pathlib import Path


def find_file(folder: Path | None, name: object, example: str, home: Path | None = None) -> Path:
    """Return the path of a file.

    Args:
        folder: The folder that the name starts from; None if the script is not saved.
        name: The name of the file, which comes from the script and may be of any type.
        example: A call with a name, for an error.
        home: The folder that the file must be in; None for ``folder``.

    Raises:
        ValueError: If there is no such file in the folder.
    """
    if folder is None:
        raise ValueError("the script is not saved, so it has no folder with files; save it first")
    if not isinstance(name, str) or not name or "\0" in name:
        raise ValueError(f"write the name of a file, as in {example}, not {name!r}")
    path = (folder.resolve() / name).resolve()
    if not path.is_relative_to((home or folder).resolve()):
        raise ValueError(f"{name} is outside the folder of the script; move it into this folder")
    if not path.is_file():
        raise ValueError(f"there is no file {name} in the folder of the script")
    return path
