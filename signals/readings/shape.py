"""The one shape of a reading: who knows one knows all.

A reading is a folder beside this file with always the same rooms:

    vocabulary   every fact it may state: name, unit, label (light: checking a rule reads no more)
    config       its numbers, out of ``configs/``
    inputs       what it takes from a panel, as arrays
    health       what is wrong with those, as inputs of facts
    model/       the mathematics: arrays in, arrays out; knows no panel, no fact, no language
    reading      the frozen result and ``read(panel)``, ``read_range(panel, days)``
    facts        from result to facts: ``facts_range(panel, days, wanted=…)``
    document     from result to JSON
    screen, plot from result to people

A small one leaves rooms out, but gives none another name. `signals.readings`
lists the folders; the types below are what it asks of two of the rooms.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import numpy as np

from signals.facts import Fact, FactSpec
from signals.panel import Panel
from sources.contract import SeriesSpec

Catalogue = Mapping[str, SeriesSpec]


class Vocabulary(Protocol):
    """The room ``vocabulary``."""

    def specs(self, catalogue: Catalogue) -> tuple[FactSpec, ...]:
        """Return every fact that the reading may state; the catalogue may add to them."""


class FactsOfDays(Protocol):
    """The room ``facts``."""

    def facts_range(
        self, panel: Panel, days: Sequence[dt.date], *, wanted: Collection[str] | None = None
    ) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]:
        """Yield the facts of each day as known on it; the panel stands on the last of them or later.

        ``wanted`` lets a reading leave out work that none of those facts needs;
        it may state more than was wanted.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading: its folder, and every fact that it may state."""

    name: str
    specs: tuple[FactSpec, ...]
    futures_root: str | None = None

    @classmethod
    def of(cls, name: str, catalogue: Catalogue, *, futures_root: str | None = None) -> Reading:
        """Return the reading in the folder ``name``; only its vocabulary is imported.

        Args:
            name: the folder.
            catalogue: every series that is known.
            futures_root: the futures whose price days are the days on which it can say something new.
        """
        vocabulary = cast("Vocabulary", importlib.import_module(f"signals.readings.{name}.vocabulary"))
        return cls(name=name, specs=vocabulary.specs(catalogue), futures_root=futures_root)

    def days(self, panel: Panel, start: dt.date, end: dt.date) -> tuple[dt.date, ...]:
        """Return the days from ``start`` to ``end`` on which the reading can say something new.

        Those with prices where it reads futures, weekdays otherwise.
        """
        if self.futures_root is not None:
            priced = panel.futures(self.futures_root).date
            inside = (priced >= np.datetime64(start, "D")) & (priced <= np.datetime64(end, "D"))
            days: list[dt.date] = np.unique(priced[inside]).tolist()
            return tuple(days)
        span = (start + dt.timedelta(days=ahead) for ahead in range((end - start).days + 1))
        return tuple(day for day in span if day.weekday() < 5)

    def spec_of(self, name: str) -> FactSpec | None:
        """Return what the vocabulary says of a fact, or None where the reading does not state it."""
        return next((spec for spec in self.specs if spec.matches(name)), None)

    def states(self, name: str) -> bool:
        """Return whether the reading may state this fact."""
        return self.spec_of(name) is not None

    def is_yearly(self, name: str) -> bool:
        """Return whether a fact asks about the running calendar year."""
        return any(spec.yearly and spec.matches(name) for spec in self.specs)

    def is_counted(self, name: str) -> bool:
        """Return whether a fact counts events in a window."""
        return any(spec.counted and spec.matches(name) for spec in self.specs)

    def facts_range(
        self, panel: Panel, days: Sequence[dt.date], *, wanted: Collection[str] | None = None
    ) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]:
        """Yield the facts of each day, as `FactsOfDays` says; the reading is imported when asked.

        Days that the panel's memory holds are not reckoned again.
        """

        def reckon(these: Sequence[dt.date]) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]:
            room = cast("FactsOfDays", importlib.import_module(f"signals.readings.{self.name}.facts"))
            return room.facts_range(panel, these, wanted=wanted)

        if panel.memory is None:
            yield from reckon(days)
        else:
            yield from panel.memory.facts_range(self.name, days, wanted, reckon)
