"""How far a fact moves in a week, from its own history as it was known at the time.

A margin in the fact's unit says little to a person who does not live in that
unit; a margin in one-week sigmas says how ordinary a week would cross it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from signals.facts import Fact

WEEKS = 52
MIN_CHANGES = 8
"""A standard deviation out of 8 changes is itself known to about 25 percent; fewer say too little."""


def weekly_days(as_of: dt.date, *, weeks: int = WEEKS) -> tuple[dt.date, ...]:
    """Return ``as_of`` and the same weekday of the weeks before, oldest first."""
    return tuple(as_of - dt.timedelta(weeks=back) for back in range(weeks, -1, -1))


Numbers = Mapping[str, Mapping[dt.date, float]]
"""The values of some facts by name and by the day on which a rule could compare them; other days are left out."""


def numbers_of(history: Mapping[dt.date, Mapping[str, Fact]]) -> Numbers:
    """Return what changes are reckoned from: the numbers among the facts of many days."""
    found: dict[str, dict[dt.date, float]] = {}
    for day, facts in history.items():
        for name, fact in facts.items():
            if fact.usable and isinstance(fact.value, int | float) and not isinstance(fact.value, bool):
                found.setdefault(name, {})[day] = float(fact.value)
    return found


def week_sigma(
    numbers: Mapping[dt.date, float], days: Iterable[dt.date], *, yearly: bool = False
) -> float | None:
    """Return the root mean square of one-week changes, in the fact's unit.

    Only changes between two adjacent weeks count in which the fact could be
    used on both days; a hole is never bridged by a longer step. A ``yearly``
    fact asks about another year from 1 January on, so that step is no change.
    A fact that never moved has no sigma: "zero" would make any distance infinite.
    """
    squares = []
    for before, after in pairwise(days):
        if yearly and before.year != after.year:
            continue
        earlier, later = numbers.get(before), numbers.get(after)
        if earlier is not None and later is not None:
            squares.append((later - earlier) ** 2)
    if len(squares) < MIN_CHANGES:
        return None
    sigma = math.sqrt(math.fsum(squares) / len(squares))
    return sigma or None


def with_week_sigma(
    facts: Iterable[Fact], past: Numbers, days: Sequence[dt.date], *, yearly: Callable[[str], bool]
) -> tuple[Fact, ...]:
    """Return the facts, each with the sigma of its own weekly history where there is enough of it.

    ``yearly`` says of a fact's name whether it asks about the running calendar year.
    """
    found = []
    for fact in facts:
        numbers = past.get(fact.name)
        sigma = None if numbers is None else week_sigma(numbers, days, yearly=yearly(fact.name))
        found.append(fact if sigma is None else replace(fact, week_sigma=sigma))
    return tuple(found)
