"""The door: whatever comes from outside is recognised, read, named and dated here, or refused with what would do."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sources.door.answers import NO_ANSWERS, Answers
    from sources.door.entrance import Door, read_table
    from sources.door.readings import Reading

__all__ = ["NO_ANSWERS", "Answers", "Door", "Reading", "read_table"]

_ROOMS = {
    "NO_ANSWERS": "answers",
    "Answers": "answers",
    "Door": "entrance",
    "Reading": "readings",
    "read_table": "entrance",
}


def __getattr__(name: str) -> object:
    """Open a room when it is asked for: the names of its rules alone are read by every command."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
