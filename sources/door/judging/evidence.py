"""What verdicts rest on besides the rows: the catalogue, the target range, the sizes of acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sources.contract import Gates, SeriesSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRange:
    """A target range of the Fed from the day on which it is in force, in percent."""

    effective_on: dt.date
    lower_pct: float
    upper_pct: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A day of a rate decision, and the days between which the calendar held it."""

    decision_date: dt.date
    known_from: dt.date
    withdrawn_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActSize:
    """What acts of a kind are like: smallest and largest size in its unit, None where nothing is known.

    ``comes_on`` says of a day whether one may be announced on it, None where any day may be; holidays are not known
    here. ``tier_words`` name each tier; ``cues`` are words for what moves, ``unless`` those before them that
    make another instrument of it, ``other_cues`` words for what other steps move. ``apart_days`` is how far apart
    two acts of the kind are at the least, None where nothing is known.
    """

    unit: str | None
    smallest: float | None
    largest: float | None
    is_step: bool
    comes_on: Callable[[dt.date], bool] | None = None
    tier_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cues: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    other_cues: tuple[str, ...] = ()
    apart_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """Everything that a verdict may rest on and that is no row.

    ``also_read`` are series outside the catalogue that a reading reads.
    ``targets`` ascend; past ``targets_through`` nobody has checked whether the
    range is still the same. ``meetings`` ascend.
    """

    specs: Mapping[str, SeriesSpec]
    targets: tuple[TargetRange, ...] = ()
    targets_through: dt.date = dt.date.min
    meetings: tuple[Decision, ...] = ()
    acts: Mapping[str, ActSize] = field(default_factory=dict)
    also_read: frozenset[str] = frozenset()

    def spec(self, series: str) -> SeriesSpec:
        """Return the catalogue's entry, or what goes without saying for ids that a user brings."""
        if series in self.specs:
            return self.specs[series]
        if (
            series.removeprefix("user.") in self.specs
        ):  # a person's own table of a series that the catalogue knows
            return replace(self.specs[series.removeprefix("user.")], id=series)
        prefix = series.split(".", 1)[0]
        return SeriesSpec(
            id=series,
            unit="pts",
            frequency="daily" if prefix in _BOUNDS else "event",
            max_age_days=10,
            name_en=series,
            name_zh=series,
            source="user",
            gates=_BOUNDS.get(prefix, Gates()),
        )


_BOUNDS: Mapping[str, Gates] = {
    "index": Gates(low=0.0, step="pct", jump=40.0),  # 1987-10-19, the worst day on record, was -26 % in logs
    "futures": Gates(low=50.0, high=110.0, step="unit", usual_step=1.5),  # points; 2023-03-13 moved 1.2
}
