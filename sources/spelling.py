"""The nearest known word to one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from sources.message import message


def nearest(word: str, known: Collection[str], *, cutoff: float = 0.6) -> str | None:
    """Return the known word that is most like ``word``, whatever its case; None where none is near."""
    spelled = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(word.casefold(), list(spelled), n=1, cutoff=cutoff)
    return spelled[near[0]] if near else None


def did_you_mean(word: str, known: Collection[str], *, quoted: bool = False) -> str:
    """Return ``; did you mean x?`` for the nearest known word, or nothing; ``quoted`` where words stand in quotes."""
    return meant(nearest(word, known), quoted=quoted)


def meant(near: str | None, *, quoted: bool = False) -> str:
    """Return ``; did you mean x?``, or nothing where no word is near."""
    if not near:
        return ""
    return message("; did you mean {near}?", near=repr(near) if quoted else near)
