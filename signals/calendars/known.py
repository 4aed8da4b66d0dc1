"""The newest word that was known on a day, and what a day says of itself: one rule for every published calendar.

A calendar is a list of announcements. A later one about the same thing replaces
an earlier one, and as of a day only those made by then exist. On its own day
something scheduled is due: it is out if it is here, still to come if it is not,
and overdue only from the day after. (Four functions had four rules: as of
2024-02-13 the next US CPI was of 2024-03-12 for one and of 2024-02-13 for
another, with the print of that day at hand.)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from typing import Protocol, TypeVar


class Announced(Protocol):
    """Anything that was announced on a day."""

    @property
    def known_from(self) -> dt.date:
        """The day from which it was known."""


Word = TypeVar("Word", bound=Announced)
Key = TypeVar("Key", bound=Hashable)


def newest_words(
    announcements: Iterable[Word], as_of: dt.date, about: Callable[[Word], Key]
) -> dict[Key, Word]:
    """Return the newest announcement about each thing that was known on a day; later rows win ties."""
    newest: dict[Key, Word] = {}
    for word in sorted(announcements, key=lambda one: one.known_from):
        if word.known_from <= as_of:
            newest[about(word)] = word
    return newest


def is_to_come(due: dt.date | None, as_of: dt.date, *, here: bool) -> bool:
    """Return whether something due on a day is still to come; None is never."""
    return due is not None and (due > as_of or (due == as_of and not here))


def is_overdue(due: dt.date | None, as_of: dt.date, *, here: bool) -> bool:
    """Return whether something should have been here before a day and is not; None is never."""
    return due is not None and due < as_of and not here
