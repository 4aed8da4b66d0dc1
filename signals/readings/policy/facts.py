"""Policy as facts: what rules may compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from signals.facts import Fact
from signals.panel import Panel
from signals.readings.policy.inputs import timeline_of
from signals.readings.policy.levels import published_in, read_levels
from signals.readings.policy.reading import Policy
from signals.readings.policy.stance import stances
from signals.readings.policy.vocabulary import IMPULSE, LEVELS, SINCE_RRR, STANCES
from signals.readings.policy.windows import impulse, since_rrr, windows


def facts(reading: Policy) -> tuple[Fact, ...]:
    """Return the facts of a reading."""
    return (
        *(window.fact for window in reading.windows),
        reading.impulse,
        reading.since_rrr,
        *reading.stances,
        *(level.fact for level in reading.levels if level.id in LEVELS),
    )


def facts_range(
    panel: Panel, days: Sequence[dt.date], *, wanted: Collection[str] | None = None
) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]:
    """Yield the facts of many days; none of them sees past its own day.

    Only those ``wanted``, where that is said.

    Raises:
        ValueError: a day lies after the panel's ``as_of``.
    """
    timeline = timeline_of(panel)
    levels = [level for level in LEVELS if wanted is None or level in wanted]
    for day in days:
        if day > panel.as_of:
            raise ValueError(f"a panel as of {panel.as_of} cannot show {day}")
        found = [window.fact for window in windows(timeline, day, wanted)]
        if wanted is None or IMPULSE in wanted:
            found.append(impulse(timeline, day))
        if wanted is None or SINCE_RRR in wanted:
            found.append(since_rrr(timeline, day))
        if wanted is None or any(spec.fact in wanted for spec in STANCES):
            found += stances(timeline, day)
        if levels:
            published = published_in(panel.at(day))
            found += [level.fact for level in read_levels(timeline, day, published, only=levels)]
        yield day, tuple(found)
