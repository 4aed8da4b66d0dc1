"""What the model reads of a panel: prices, gasoline and the anchor, month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from signals.panel import Panel
from signals.readings.inflation.config import Settings
from signals.readings.inflation.gasoline import gasoline_history, gasoline_outlook
from sources.contract import Days, Floats, SeriesView
from sources.months import Months, month_ends, month_label, month_number, month_numbers

CPI = "us.cpi.all.nsa"
GASOLINE = "us.gasoline.regular"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prices:
    """A monthly price index without duplicated months.

    ``index`` has shape (n_months,) from ``first`` on, NaN where a month is not
    there; ``released_at`` is NaT there. ``twins`` maps the months that are there
    twice, with figures that differ, to what was found; it may name months after
    the last.
    """

    first: int
    index: Floats
    released_at: Days
    twins: Mapping[int, str]

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


def monthly_prices(view: SeriesView, *, since: dt.date | None = None) -> Prices | None:
    """Arrange a series by month; None where nothing is known.

    Two rows of one month that differ cancel each other: neither is believed,
    and the month is bridged like one that was never published. Where it is the
    newest, the arrangement ends before it and ``twins`` says why.
    """
    if len(view) == 0:
        return None
    months = month_numbers(view.period)
    keep = np.isfinite(view.value) & (view.value > 0)
    if since is not None:
        keep &= months >= month_number(since)
    if not keep.any():
        return None
    months, values, released = months[keep], view.value[keep], view.released_at[keep]
    first, last = int(months[0]), int(months[-1])
    index = np.full(last - first + 1, np.nan)
    released_at = np.full(last - first + 1, np.datetime64("NaT"), dtype="datetime64[D]")
    at = months - first
    index[at], released_at[at] = values, released
    found = {}
    for month in np.unique(months[1:][np.diff(months) == 0]):
        twins = values[months == month]
        if np.ptp(twins) > 0:
            index[month - first] = np.nan
            both = " and ".join(f"{value:g}" for value in twins)
            found[int(month)] = f"{month_label(int(month))} is there twice ({both}); neither is believed"
    if np.isnan(index[-1]):  # the newest month is one of the twins
        seen = int(np.flatnonzero(np.isfinite(index))[-1]) + 1 if np.isfinite(index).any() else 0
        index, released_at = index[:seen], released_at[:seen]
    if len(index) == 0:
        return None
    return Prices(first=first, index=index, released_at=released_at, twins=found)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outlooks:
    """What was expected of gasoline and the anchor on some days; shape (n_days, horizon) each."""

    gasoline: Floats
    clock: Floats
    anchor: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inputs:
    """Everything that one reading of the model rests on.

    Arrays have shape (n_months,), from the first month to the newest CPI.
    ``unpriced`` counts the months since gasoline was last seen, zero where it
    was seen; the filter hears nothing of those months, because what moved the
    index in them is not known.
    ``today`` is the outlook of the day itself, one row; ``weekly`` and
    ``survey`` are the series that outlooks are drawn from.
    """

    as_of: dt.date
    prices: Prices
    level: Floats
    rounding: Floats
    gasoline: Floats
    unpriced: Floats
    anchor: Floats
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

    @property
    def heard(self) -> Floats:
        """100·log CPI of the months that the filter may learn from, NaN elsewhere."""
        return np.where(self.unpriced > 0.0, np.nan, self.level)

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
            and np.array_equal(self.gasoline, other.gasoline[:n])
            and np.array_equal(self.unpriced, other.unpriced[:n])
            and np.array_equal(self.anchor[:-1], other.anchor[: n - 1])
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


def read_inputs(panel: Panel, settings: Settings, *, ahead: bool = True) -> Inputs | None:
    """Return what the model rests on, or None where one of its three series is not there at all.

    Without ``ahead`` the outlook of the day is left empty.
    """
    prices = monthly_prices(panel.series(CPI), since=settings.model.first_month)
    survey, weekly = panel.series(settings.consensus.anchor), panel.series(GASOLINE)
    if prices is None or len(survey) == 0 or len(weekly) == 0:
        return None
    months = prices.first + np.arange(len(prices.index))
    rough = months <= month_number(settings.model.rounding_until)
    noise = np.where(rough, settings.model.rounding_sd_before, settings.model.rounding_sd_after)
    gasoline, unpriced = gasoline_history(weekly, months)
    today = outlooks(
        weekly,
        survey,
        origins=np.array([prices.last] if ahead else [], dtype=np.int64),
        days=np.array([panel.as_of] if ahead else [], dtype="datetime64[D]"),
        settings=settings,
    )
    return Inputs(
        as_of=panel.as_of,
        prices=prices,
        level=100.0 * np.log(prices.index),
        rounding=(100.0 * noise / np.nan_to_num(prices.index, nan=100.0)) ** 2,
        gasoline=gasoline,
        unpriced=unpriced,
        anchor=anchor_on(survey, month_ends(months)),
        today=today,
        weekly=weekly,
        survey=survey,
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
    path, clock = gasoline_outlook(weekly, origins=origins, days=days, settings=settings)
    return Outlooks(
        gasoline=path,
        clock=clock,
        anchor=anchor_outlook(survey, origins=origins, days=days, horizon=horizon),
    )


def anchor_on(survey: SeriesView, days: Days) -> Floats:
    """Return the newest survey out on each day, in percent a month on the log scale.

    Days before the first survey take the first: they lie years before any
    reading that is shown.
    """
    order = np.argsort(survey.released_at, kind="stable")
    newest = np.searchsorted(survey.released_at[order], days, side="right") - 1
    yearly: Floats = survey.value[order][np.maximum(newest, 0)]
    return 100.0 * np.log1p(yearly / 100.0) / 12.0


def anchor_outlook(survey: SeriesView, *, origins: Months, days: Days, horizon: int) -> Floats:
    """Return the anchor in force before each month ahead, shape (len(origins), horizon).

    The step out of a month uses the survey known by that month's end, or on the
    day itself where the month is not over.
    """
    ends = month_ends(origins[:, None] + np.arange(horizon))
    return anchor_on(survey, np.minimum(ends, days[:, None]))
