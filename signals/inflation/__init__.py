"""US inflation: trend, odds, the year's end, and what the last print changed.

The names below are loaded when first used, so that the vocabulary of facts can
be read without numpy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from signals.inflation.vocabulary import FACTS

if TYPE_CHECKING:
    from signals.inflation.as_facts import facts, facts_of, facts_range
    from signals.inflation.reading import Inflation, read, read_range

__all__ = ["FACTS", "Inflation", "facts", "facts_of", "facts_range", "read", "read_range"]

_HOME = {
    "Inflation": "reading",
    "facts": "as_facts",
    "facts_of": "as_facts",
    "facts_range": "as_facts",
    "read": "reading",
    "read_range": "reading",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return found
