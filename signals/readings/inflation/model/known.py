"""What the model is given: prices by month, gasoline, the anchor, and what was expected of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from signals.readings.inflation.config import Parameters, Settings
from signals.readings.inflation.model.anchor import Anchor, anchor_on
from signals.readings.inflation.model.gasoline import Gasoline, Weekly, covariate, gasoline_outlook
from signals.readings.inflation.model.system import Observed
from sources.contract import Days, Floats, SeriesView
from sources.months import Months, month_ends


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prices:
    """A monthly price index without duplicated months.

    ``index`` has shape (n_months,) from ``first`` on, NaN where a month is not
    there; ``released_at`` is NaT there. ``twins`` maps the months that are there
    twice, with figures that differ, to those figures; it may name months after
    the last. ``unpublished`` are months of which somebody brought a value
    though none was ever published; it is not among ``index``.
    """

    first: int
    index: Floats
    released_at: Days
    twins: Mapping[int, tuple[float, ...]]
    unpublished: tuple[int, ...] = ()

    @property
    def last(self) -> int:
        """The month number of the newest value."""
        return self.first + len(self.index) - 1

    def at(self, month: int) -> float:
        """Return the index of a month, NaN where there is none."""
        at = month - self.first
        return float(self.index[at]) if 0 <= at < len(self.index) else float("nan")

    def change_pct(self, month: int, over: int) -> float:
        """Return the change over ``over`` months in percent, NaN where an end is missing.

        Both ends are found by month, never by counting rows: across a hole, rows lie.
        """
        return 100.0 * (self.at(month) / self.at(month - over) - 1.0)

    def holes(self) -> tuple[int, ...]:
        """Return the months inside that are not there, for whatever reason."""
        return tuple(int(at) + self.first for at in np.flatnonzero(np.isnan(self.index)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outlooks:
    """What was expected of gasoline and the anchor on some days; shape (n_days, horizon) each.

    ``gasoline`` in dollars a gallon; ``clock`` the months of its moves since
    the origin that were not known; ``anchor`` in percent a month.
    """

    gasoline: Floats
    clock: Floats
    anchor: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inputs:
    """Everything that one reading of the model rests on.

    Arrays have shape (n_months,), from the first month to the newest CPI.
    ``today`` is the outlook of the day itself, one row; ``weekly`` and
    ``survey`` are the series that outlooks are drawn from. ``anchor_sd`` is the
    standard deviation of a month's move of the anchor that nobody saw, in
    percent a month; ``lost`` are the months of which the release calendar says
    that they will never be published.
    """

    as_of: dt.date
    prices: Prices
    level: Floats
    rounding: Floats
    gasoline: Gasoline
    anchor: Anchor
    anchor_sd: float
    lost: frozenset[int]
    today: Outlooks
    weekly: SeriesView
    survey: SeriesView

    @property
    def first(self) -> int:
        """Number of the first month."""
        return self.prices.first

    @property
    def last(self) -> int:
        """Number of the newest month that was published."""
        return self.prices.last

    def observed(self, parameters: Parameters) -> Observed:
        """Return what the filter hears under a parameter set."""
        x, unit = covariate(parameters, self.gasoline.price, self.prices.index)
        return Observed(
            level=self.level,
            gasoline=x,
            gap=np.stack([self.gasoline.open * unit**2, self.anchor.late * self.anchor_sd**2], axis=1),
            carried=np.stack([self.gasoline.carried, self.anchor.late], axis=1),
            anchor=self.anchor.monthly,
            rounding=self.rounding,
        )

    @property
    def horizon(self) -> int:
        """Months ahead."""
        return int(self.today.anchor.shape[1])

    def same_past(self, other: Inputs) -> bool:
        """Return whether this is the beginning of ``other``, bit for bit."""
        n = len(self.level)
        return (
            self.first == other.first
            and n <= len(other.level)
            and np.array_equal(self.level, other.level[:n], equal_nan=True)
            and np.array_equal(self.prices.released_at, other.prices.released_at[:n], equal_nan=True)
            and np.array_equal(self.gasoline.price, other.gasoline.price[:n])
            and np.array_equal(self.gasoline.open, other.gasoline.open[:n])
            and np.array_equal(self.anchor.monthly[:-1], other.anchor.monthly[: n - 1])
            and np.array_equal(self.anchor.late, other.anchor.late[:n])
            and self.anchor_sd == other.anchor_sd
            and _begins(self.weekly, other.weekly)
            and _begins(self.survey, other.survey)
        )

    def same_outlook(self, other: Inputs) -> bool:
        """Return whether both look at the same past and expect the same of the months ahead."""
        return (
            self.as_of.year == other.as_of.year
            and self.last == other.last
            and self.same_past(other)
            and all(
                np.array_equal(getattr(self.today, name), getattr(other.today, name))
                for name in ("gasoline", "clock", "anchor")
            )
        )


def _begins(one: SeriesView, two: SeriesView) -> bool:
    n = len(one)
    return n <= len(two) and all(
        np.array_equal(mine, theirs[:n])
        for mine, theirs in (
            (one.value, two.value),
            (one.period, two.period),
            (one.released_at, two.released_at),
        )
    )


def past_outlooks(inputs: Inputs, settings: Settings) -> Outlooks:
    """Return what was expected on the day on which each month's CPI came out; NaN for holes."""
    return outlooks(
        inputs.weekly,
        inputs.survey,
        origins=inputs.first + np.arange(len(inputs.level)),
        days=inputs.prices.released_at,
        settings=settings,
    )


def outlooks(
    weekly: SeriesView, survey: SeriesView, *, origins: Months, days: Days, settings: Settings
) -> Outlooks:
    """Return what was expected of the months after each origin on each day."""
    horizon = settings.fan.horizon_months
    if len(origins) == 0:
        nothing = np.zeros((0, horizon))
        return Outlooks(gasoline=nothing, clock=nothing, anchor=nothing)
    path, clock = gasoline_outlook(
        weekly_prices(weekly), origins=origins, days=days, horizon=horizon, chosen=settings.gasoline
    )
    return Outlooks(
        gasoline=path,
        clock=clock,
        anchor=anchor_outlook(survey, origins=origins, days=days, horizon=horizon),
    )


def weekly_prices(view: SeriesView) -> Weekly:
    """Return a series of prices as plain arrays."""
    return Weekly(period=view.period, price=view.value, released_at=view.released_at)


def anchor_outlook(survey: SeriesView, *, origins: Months, days: Days, horizon: int) -> Floats:
    """Return the anchor in force before each month ahead, shape (len(origins), horizon).

    The step out of a month uses the survey known by that month's end, or on the
    day itself where the month is not over.
    """
    ends = month_ends(origins[:, None] + np.arange(horizon))
    return anchor_on(survey, np.minimum(ends, days[:, None]))
