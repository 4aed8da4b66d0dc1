"""Turn macro data into allocation calls that cannot silently lie.

The names below are the Python API; `docs/python.md` shows an hour's work with
them. Each is loaded when it is first used, so that importing this package costs
nothing. The command line calls the same functions.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from signals.version import __version__

if TYPE_CHECKING:
    from signals.api import (
        allocate,
        check,
        check_report,
        facts_frame,
        fan_frame,
        open_data,
        panel_on,
        path_frame,
    )

__all__ = [
    "__version__",
    "allocate",
    "check",
    "check_report",
    "facts_frame",
    "fan_frame",
    "open_data",
    "panel_on",
    "path_frame",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    loaded: object = getattr(import_module("signals.api"), name)
    return loaded


def __dir__() -> list[str]:
    return sorted(__all__)
