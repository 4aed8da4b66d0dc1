"""The nearest known word to one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Collection


def nearest(word: str, known: Collection[str], *, cutoff: float = 0.6) -> str | None:
    """Return the known word that is most like ``word``, whatever its case; None where none is near."""
    spelled = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(word.casefold(), list(spelled), n=1, cutoff=cutoff)
    return spelled[near[0]] if near else None


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Return ``; did you mean …?`` for the nearest known word, or nothing."""
    near = nearest(word, known)
    return f"; did you mean {near}?" if near else ""
