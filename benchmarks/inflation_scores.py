"""Tables of the inflation benchmark: errors by era, bands by regime, and whether probabilities mean what they say."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from signals.panel import Panel
from signals.readings.inflation.config import Parameters
from signals.readings.inflation.inputs import GASOLINE
from signals.readings.inflation.model.forecast import student_cdf
from signals.readings.inflation.model.passes import Solver
from signals.readings.inflation.model.system import N_STATES, TREND, remember
from signals.readings.inflation.reading import Inflation, read
from sources.contract import FuturesHistory, PolicyEvent, Reader, SeriesHistory
from sources.months import month_start

YEAR = 12
HORIZONS = (1, 3, 6, 12)
BANDS = (0.50, 0.80, 0.90)
ERAS = {
    "1999-12 to 2007": (1999, 2007),
    "2008 to 2012": (2008, 2012),
    "2013 to 2019": (2013, 2019),
    "2020 on": (2020, 2099),
}
REGIMES = {"all": (1999, 2099), "quiet, 2010 to 2019": (2010, 2019), "storm, 2020 to 2022": (2020, 2022)}
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


def rms(errors: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(errors))))


def years_of(months: Sequence[int]) -> np.ndarray:
    return np.array(months) // YEAR


def print_eras(
    ours: Mapping[int, np.ndarray], now: np.ndarray, came: Mapping[int, np.ndarray], origins: Sequence[int]
) -> None:
    """RMSE by the year of the month forecast, beside its ratio to the random walk."""
    print("\nBy era of the month that was forecast: RMSE, pp (ratio to the random walk), number of forecasts")
    for name, (first, last) in ERAS.items():
        cells = []
        for h in HORIZONS:
            year = years_of(origins + np.array(h))
            use = (
                np.isfinite(ours[h])
                & np.isfinite(now)
                & np.isfinite(came[h])
                & (year >= first)
                & (year <= last)
            )
            if not use.any():
                cells.append("-")
                continue
            error, walk = rms(ours[h][use] - came[h][use]), rms(now[use] - came[h][use])
            cells.append(f"{error:.3f} ({error / walk:.2f}) {use.sum():>3}")
        print(f"{name:<28}" + "".join(f"{cell:>20}" for cell in cells))


def print_coverage(readings: Sequence[Inflation], levels: Mapping[int, float]) -> None:
    """Share of outcomes inside bands: over all, in quiet years and in the storm. One width cannot fit both."""
    print("\nShare of outcomes inside our bands by the year in which the forecast was made (n)")
    print(f"{'':<26}" + "".join(f"{name:>28}" for name in REGIMES))
    print(f"{'':<26}" + "".join("".join(f"{band:>7.0%}" for band in BANDS).rjust(28) for _ in REGIMES))
    for name, found in _standardised(readings, levels).items():
        year, standard = np.array([y for y, _ in found]), np.array([value for _, value in found])
        inside = np.array([abs(2.0 * student_cdf(value) - 1.0) for value in standard])
        cells = []
        for first, last in REGIMES.values():
            use = (year >= first) & (year <= last)
            held = "".join(f"{np.mean(inside[use] < band):>7.2f}" for band in BANDS) if use.any() else "-"
            cells.append(f"{held} ({use.sum():>3})")
        print(f"{name:<26}" + "".join(f"{cell:>28}" for cell in cells))


def _standardised(
    readings: Sequence[Inflation], levels: Mapping[int, float]
) -> dict[str, list[tuple[int, float]]]:
    table: dict[str, list[tuple[int, float]]] = {}
    for h in HORIZONS:
        rows = table.setdefault(f"{h} months", [])
        for reading in readings:
            rate, month = reading.estimate.rates[h - 1], reading.estimate.inputs.last + h
            if rate is not None and month in levels and month - YEAR in levels:
                rows.append(
                    (reading.as_of.year, (levels[month] - levels[month - YEAR] - rate.mean) / rate.sd)
                )
    for name, pick, over, base in (
        ("average of the year", lambda year: year.average, range(YEAR), range(-YEAR, 0)),
        ("December on December", lambda year: year.december_on_december, range(11, 12), range(-1, 0)),
    ):
        rows = table.setdefault(name, [])
        for reading in readings:
            outcome, rate = pick(reading.estimate.year), realised(reading.as_of.year, levels, over, base)
            if outcome is not None and rate is not None and outcome.sd_pp > 0.0:
                one = outcome.rates[outcome.central]
                rows.append((reading.as_of.year, (100.0 * math.log1p(rate / 100.0) - one.mean) / one.sd))
    return table


def realised(year: int, levels: Mapping[int, float], over: range, base: range) -> float | None:
    """The change of a year's mean index in percent, None where a month is not known."""
    means = []
    for months in (over, base):
        values = [levels.get(year * YEAR + at) for at in months]
        if None in values:
            return None
        means.append(np.mean(np.exp(np.array(values) / 100.0)))
    return float(100.0 * (means[0] / means[1] - 1.0))


@dataclass(frozen=True)
class Odds:
    """A stated probability, the share of past cases known on the day, and what came."""

    p: float
    base: float
    came: bool


def print_reliability(readings: Sequence[Inflation], levels: Mapping[int, float], first: int) -> None:
    """Brier scores beside the base rate, and how often came what was said with each probability."""
    print(
        "\nReliability: of what was said with a probability in the bin, the share that came (number of days)"
    )
    head = "".join(f"{f'{a:.1f}-{b:.1f}':>12}" for a, b in itertools.pairwise(BINS))
    print(f"{'':<36}{'Brier':>7}{'base rate':>11}{'better':>10}" + head)
    for level in (2.0, 3.0, 4.0):
        _row(f"year average below {level:g} %", list(_averages(readings, levels, level)))
    for at in range(len(readings[0].estimate.lower)):
        months = readings[0].estimate.lower[at].months
        _row(f"12-month rate lower in {months} months", list(_lower(readings, levels, at, first)))
    for at in range(len(readings[0].estimate.directions)):
        months = readings[0].estimate.directions[at].months
        _row(f"trend lower than {months} months ago *", list(_falling(readings, at)))
    print(
        "* against the same model two years later; the days overlap, so that the counts overstate what is known"
    )


def _row(name: str, odds: Sequence[Odds]) -> None:
    p, base, came = (
        np.array([getattr(one, key) for one in odds], dtype=float) for key in ("p", "base", "came")
    )
    ours, theirs = np.mean((p - came) ** 2), np.mean((base - came) ** 2)
    cells = []
    for low, high in itertools.pairwise(BINS):
        use = (p >= low) & ((p < high) | (high == 1.0))
        cells.append(f"{came[use].mean():.2f} ({use.sum()})" if use.any() else "-")
    better = "signals" if ours < theirs else "base rate"
    print(f"{name:<36}{ours:>7.3f}{theirs:>11.3f}{better:>10}" + "".join(f"{cell:>12}" for cell in cells))


def _averages(readings: Sequence[Inflation], levels: Mapping[int, float], level: float) -> Iterable[Odds]:
    for reading in readings:
        came = realised(reading.as_of.year, levels, range(YEAR), range(-YEAR, 0))
        outcome = reading.estimate.year.average
        if came is None or outcome is None or outcome.sd_pp == 0.0:
            continue
        years = (realised(y, levels, range(YEAR), range(-YEAR, 0)) for y in range(1991, reading.as_of.year))
        past = [rate < level for rate in years if rate is not None]
        yield Odds(outcome.probability_below(level), float(np.mean(past)), came < level)


def _lower(readings: Sequence[Inflation], levels: Mapping[int, float], at: int, first: int) -> Iterable[Odds]:
    rate = {m: levels[m] - levels[m - YEAR] for m in levels if m - YEAR in levels}
    for reading in readings:
        month, lower = reading.estimate.inputs.last, reading.estimate.lower[at]
        ahead = lower.months
        if lower.probability is None or month not in rate or month + ahead not in rate:
            continue
        seen = [
            rate[m + ahead] < rate[m]
            for m in range(first + YEAR, month - ahead + 1)
            if {m, m + ahead} <= set(rate)
        ]
        yield Odds(lower.probability, float(np.mean(seen)), rate[month + ahead] < rate[month])


def _falling(readings: Sequence[Inflation], at: int) -> Iterable[Odds]:
    final = readings[-1].estimate
    run = Solver(sets=[readings[-1].parameters]).solve(final.inputs, readings[-1].parameters)
    weights = np.zeros(N_STATES)
    weights[TREND] = 1.0
    past: list[bool] = []
    for reading in readings:
        one = reading.estimate.directions[at]
        now = reading.estimate.inputs.last - final.inputs.first
        later = now + 2 * YEAR
        if later >= len(final.inputs.level) or one.p_falling is None:
            continue
        both = remember(run.run, [(now - one.months, weights), (now, weights)], later)
        fell = bool(both.mean[run.central, 1] < both.mean[run.central, 0])
        known = past[: -2 * YEAR] or [True, False]
        yield Odds(one.p_falling, float(np.mean(known)), fell)
        past.append(fell)


class WithoutGasoline:
    """A reader whose gasoline stopped before a month."""

    origin = "memory"

    def __init__(self, reader: Reader, stopped: dt.date) -> None:
        self._reader, self._stopped = reader, np.datetime64(stopped, "D")

    def series_ids(self) -> Sequence[str]:
        return self._reader.series_ids()

    def series(self, series: str) -> SeriesHistory:
        history = self._reader.series(series)
        if series != GASOLINE:
            return history
        keep, columns = history.period < self._stopped, (field.name for field in fields(history))
        return replace(history, **{c: getattr(history, c)[keep] for c in columns if c != "series"})

    def futures(self, root: str) -> FuturesHistory:
        return self._reader.futures(root)

    def events(self) -> Sequence[PolicyEvent]:
        return self._reader.events()


def print_without_gasoline(
    panel: Panel,
    days: Sequence[dt.date],
    origins: Sequence[int],
    sets: Sequence[Parameters],
    now: np.ndarray,
    came: Mapping[int, np.ndarray],
) -> None:
    """RMSE where gasoline was last known so many months before the newest print's month ended."""
    print("\nGasoline missing for the last months before each print: RMSE, pp (ratio to the random walk)")
    for months in range(1, 7):
        table = np.full((len(origins), max(HORIZONS)), np.nan)
        for row, (origin, day) in enumerate(zip(origins, days, strict=True)):
            reader = WithoutGasoline(panel.reader, month_start(origin - months + 1))
            reading = read(
                Panel(reader, day, panel.catalogue), solver=Solver(sets=sets), parts=frozenset({"fan"})
            )
            for step in reading.estimate.forecast[: max(HORIZONS)]:
                table[row, step.horizon_months - 1] = np.nan if step.median_pct is None else step.median_pct
        cells = []
        for h in HORIZONS:
            use = np.isfinite(table[:, h - 1]) & np.isfinite(now) & np.isfinite(came[h])
            error, walk = rms(table[use, h - 1] - came[h][use]), rms(now[use] - came[h][use])
            cells.append(f"{error:>9.3f} ({error / walk:.2f})")
        print(f"{f'{months} months':<28}" + "".join(f"{cell:>16}" for cell in cells))
