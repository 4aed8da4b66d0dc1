"""US inflation: trend, odds, the year's end, and what the last print changed.

The names below are loaded when first used, so that the vocabulary of facts can
be read without numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signals.inflation.document import document
    from signals.inflation.reading import Inflation, read

__all__ = ["Inflation", "document", "read"]

_HOME = {
    "Inflation": "signals.inflation.reading",
    "document": "signals.inflation.document",
    "read": "signals.inflation.reading",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_HOME[name]), name)
    return found
