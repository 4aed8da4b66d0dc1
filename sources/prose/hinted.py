"""Patterns that are tried only where a text holds a hint of them: most sentences hold few."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")


class Hinted(Generic[Meaning]):
    """Patterns with what each means, and the hints of which a text must hold one for it to match.

    Whether a hint is held is asked once a text, however many patterns share it.
    Of sixty patterns for times and figures a sentence of sixty characters tries a quarter.
    """

    def __init__(self, rows: Iterable[tuple[Collection[str], re.Pattern[str], Meaning]]) -> None:
        self._rows = [(frozenset(hints), pattern, meaning) for hints, pattern, meaning in rows]
        self._hints = sorted(frozenset().union(*(hints for hints, _, _ in self._rows)))
        self._ascii_hints = [hint for hint in self._hints if hint.isascii()]

    def matches(self, text: str) -> Iterator[tuple[Meaning, re.Match[str]]]:
        """Yield every match with what its pattern means, pattern by pattern in the order of the rows."""
        held = {hint for hint in (self._ascii_hints if text.isascii() else self._hints) if hint in text}
        for hints, pattern, meaning in self._rows:
            if not hints.isdisjoint(held):
                for found in pattern.finditer(text):
                    yield meaning, found
