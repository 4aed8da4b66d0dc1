"""The readings by name: what each may say, and how to ask it.

The vocabularies are light; a reading itself is imported only when it is asked,
so that checking a strategy or reading one index never loads a Kalman filter.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import numpy as np

from signals.facts import Fact, FactSpec
from signals.panel import Panel
from signals.readings import as_published
from signals.readings.inflation.vocabulary import FACTS as INFLATION
from signals.readings.policy.vocabulary import FACTS as POLICY
from signals.readings.rate_path.vocabulary import FACTS as RATE_PATH
from signals.readings.risk_appetite.vocabulary import FACTS as RISK_APPETITE
from sources.contract import SeriesSpec


class _FactsRange(Protocol):
    def facts_range(
        self, panel: Panel, days: Sequence[dt.date], *, wanted: Collection[str] | None = None
    ) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading: its module, and every fact that it may state."""

    name: str
    module: str
    specs: tuple[FactSpec, ...]
    futures_root: str | None = None

    def days(self, panel: Panel, start: dt.date, end: dt.date) -> tuple[dt.date, ...]:
        """Return the days from ``start`` to ``end`` on which the reading can say something new.

        Those with prices where it reads futures, weekdays otherwise.
        """
        if self.futures_root is not None:
            priced = panel.futures(self.futures_root).date
            inside = (priced >= np.datetime64(start, "D")) & (priced <= np.datetime64(end, "D"))
            found: list[dt.date] = np.unique(priced[inside]).tolist()
            return tuple(found)
        span = (start + dt.timedelta(days=ahead) for ahead in range((end - start).days + 1))
        return tuple(day for day in span if day.weekday() < 5)

    def is_yearly(self, name: str) -> bool:
        """Return whether a fact asks about the running calendar year."""
        return any(spec.yearly and spec.matches(name) for spec in self.specs)

    def is_counted(self, name: str) -> bool:
        """Return whether a fact counts events in a window."""
        return any(spec.counted and spec.matches(name) for spec in self.specs)

    def states(self, name: str) -> bool:
        """Return whether the reading may state this fact."""
        return any(spec.matches(name) for spec in self.specs)

    def facts_range(
        self, panel: Panel, days: Sequence[dt.date], *, wanted: Collection[str] | None = None
    ) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]:
        """Yield the facts of each day as known on it; the panel stands on the last of them or later.

        ``wanted`` lets a reading leave out work that none of those facts needs;
        it may state more than was wanted.
        """
        module = cast("_FactsRange", importlib.import_module(self.module))
        yield from module.facts_range(panel, days, wanted=wanted)


def readings(catalogue: Mapping[str, SeriesSpec]) -> tuple[Reading, ...]:
    """Return every reading; the catalogue decides which series are facts themselves."""
    return (
        Reading(
            name="rate path", module="signals.readings.rate_path.facts", specs=RATE_PATH, futures_root="ZQ"
        ),
        Reading(name="inflation", module="signals.readings.inflation.facts", specs=INFLATION),
        Reading(name="policy", module="signals.readings.policy.reading", specs=POLICY),
        Reading(name="risk appetite", module="signals.readings.risk_appetite.reading", specs=RISK_APPETITE),
        Reading(
            name="as published",
            module="signals.readings.as_published",
            specs=as_published.specs(catalogue.values()),
        ),
    )


def vocabulary(catalogue: Mapping[str, SeriesSpec]) -> tuple[FactSpec, ...]:
    """Return the specification of every fact that any reading may state."""
    return tuple(spec for reading in readings(catalogue) for spec in reading.specs)


def readings_of(names: Iterable[str], catalogue: Mapping[str, SeriesSpec]) -> tuple[Reading, ...]:
    """Return the readings that may state any of these facts."""
    wanted = tuple(names)
    return tuple(reading for reading in readings(catalogue) if any(reading.states(name) for name in wanted))
