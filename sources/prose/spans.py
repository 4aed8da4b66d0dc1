"""Spans of a text that overlap: of those that begin together the longest is meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Span(Protocol):
    """What stands somewhere in a text."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """Where it ends."""
        ...


Found = TypeVar("Found", bound=Span)


def longest(found: Iterable[Found]) -> list[Found]:
    """Return spans in order of place; of those that overlap the one that begins first, then the longer.

    Of two with the same span the one that was found first is kept.
    """
    kept: list[Found] = []
    for one in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
