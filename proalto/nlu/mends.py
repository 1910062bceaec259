"""Where Rasa 3.6.21's command line would read what is not ours, mended.

The version is pinned in pyproject.toml, and tests/nlu/test_mends.py fails if a new one no longer needs the mend.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import rasa.shared.data


def apply() -> None:
    """Mend Rasa in this process; a second call changes nothing."""
    if not getattr(rasa.shared.data._find_data_files_in_directory, "mended", False):
        rasa.shared.data._find_data_files_in_directory = _not_hidden(rasa.shared.data._find_data_files_in_directory)


def _not_hidden(find: Any) -> Any:
    """`rasa test` looks for stories from the root down, and finds those of Rasa's own example inside `.venv`."""

    @functools.wraps(find)
    def mended(directory: str, filter_property: Any) -> Any:
        return find(directory, lambda file: not _is_hidden(file, directory) and filter_property(file))

    mended.mended = True  # type: ignore[attr-defined]
    return mended


def _is_hidden(file: str, directory: str) -> bool:
    return any(part.startswith(".") for part in Path(file).relative_to(directory).parts)
