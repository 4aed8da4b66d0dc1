"""Figures that may be a chance."""

from __future__ import annotations

CHANCES = ("pct", "tenth", "chance", "share")
"""Kinds of figures that chances come in."""

QUASI = ("odds.sure", "odds.none", "odds.even", "odds.likely", "odds.nine")
"""Chances said in words: 板上钉钉, "a coin flip"."""
