"""The inflation forecast as it would have been made, beside five others, in one run.

Usage: python benchmarks/inflation.py [--cpi FILE] [--data FILE]... [--first 1999-12] [--last YYYY-MM]
                                      [--cache FOLDER] [--only-ours]
                                      [--without-gasoline]

An origin is a month of CPI on the day on which it came out; nothing released later is seen. Parameters are
estimated each January on what was known on the first of that month, ours and theirs alike; between two Januaries
only the data grow. Gasoline and the survey come from the bundled sample unless --data (tables of observations,
as `signals load` reads them) brings newer ones. --cache keeps the January sets between runs.

RMSE of the 12-month rate in percentage points, beside its ratio to "it stays as it is".
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import os
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from inflation_scores import (
    HORIZONS,
    YEAR,
    print_coverage,
    print_eras,
    print_reliability,
    print_without_gasoline,
    rms,
)

from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.inflation.config import Parameters, as_toml, settings, stored_sets
from signals.readings.inflation.fitting import estimate_parameters
from signals.readings.inflation.inputs import CPI
from signals.readings.inflation.model.passes import Solver
from signals.readings.inflation.reading import Inflation, read, read_range
from sources.contract import Observation
from sources.door import read_table
from sources.memory import MemoryReader
from sources.months import month_label, month_number, month_numbers
from sources.sample import sample_reader

VALIDATION = Path(
    os.environ.get("SIGNALS_VALIDATION_DIR", Path(__file__).parent.parent.parent / "shared" / "validation")
)
Forecast = Callable[[np.ndarray, int], np.ndarray]
"""From 100·log CPI up to an origin and a number of months to 100·log CPI ahead."""


def main() -> None:
    arguments = parse()
    panel = open_data(arguments.cpi, arguments.data)
    view = panel.series(CPI)
    months = month_numbers(view.period)
    levels = dict(zip(months.tolist(), (100.0 * np.log(view.value)).tolist(), strict=True))
    released = dict(zip(months.tolist(), view.released_at.tolist(), strict=True))
    last = arguments.last or int(months[-1])
    origins = [month for month in range(arguments.first, last + 1) if month in levels]
    print(
        f"US CPI, {len(origins)} origins {month_label(origins[0])} to {month_label(origins[-1])}, "
        f"data to {month_label(int(months[-1]))}"
    )
    sets = january_sets(panel, origins, released, arguments.cache)
    compare_with_stored(sets)
    days = [released[origin] for origin in origins]
    started = time.process_time()
    readings = list(read_range(panel, days, solver=Solver(sets=sets)))
    seconds = time.process_time() - started

    columns: dict[str, dict[int, np.ndarray]] = {"signals": ours(readings)}
    if not arguments.only_ours:
        columns |= others(levels, origins, released)
    print_errors(columns, levels, origins)
    now, came = rates_that_came(levels, origins)
    print_eras(columns["signals"], now, came, origins)
    print_coverage(readings, levels)
    print_reliability(readings, levels, month_number(settings().model.first_month))
    print_directions(readings)
    if arguments.without_gasoline:
        print_without_gasoline(panel, days, origins, sets, now, came)
    print_speed(panel, readings, sets, seconds)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cpi", type=Path, default=VALIDATION / "cpi_nsa.csv")
    parser.add_argument("--data", type=Path, action="append", default=[])
    parser.add_argument("--first", type=_month, default=_month("1999-12"))
    parser.add_argument("--last", type=_month)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--without-gasoline", action="store_true")
    parser.add_argument("--only-ours", action="store_true")
    return parser.parse_args()


def _month(text: str) -> int:
    return month_number(dt.date.fromisoformat(f"{text}-01"))


def open_data(cpi: Path, more: Iterable[Path]) -> Panel:
    """Read CPI from one file and everything else from the sample and further files."""
    known = catalogue()
    sample = sample_reader(known.keys())
    rows: list[Observation] = []
    for name in (CPI, "us.gasoline.regular", settings().consensus.anchor, settings().consensus.q4q4):
        history = sample.series(name)
        rows.extend(
            Observation(series=name, period=period, value=value, released_at=day, source="sample")
            for period, value, day in zip(
                history.period.tolist(), history.value.tolist(), history.released_at.tolist(), strict=True
            )
        )
    for path in (cpi, *more):
        table = read_table(path, known_series=known.keys(), source=path.name)
        # a series in a file replaces the sample's, so that no row is there twice
        brought = {row.series for row in table.observations}
        rows = [row for row in rows if row.series not in brought]
        rows.extend(table.observations)
    reader = MemoryReader(rows)
    newest = max(reader.series(name).released_at.max() for name in reader.series_ids())
    return Panel(reader, newest.astype(object), known)


def january_sets(
    panel: Panel, origins: list[int], released: dict[int, dt.date], cache: Path | None
) -> tuple[Parameters, ...]:
    """Estimate one set a year on what was known on its first of January."""
    found = []
    for year in range(released[origins[0]].year, released[origins[-1]].year + 1):
        kept = cache / f"{year}.toml" if cache else None
        if kept is not None and kept.exists():
            found.extend(stored_sets(kept))
            continue
        one = estimate_parameters(panel.at(dt.date(year, 1, 1)), settings())
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(as_toml([one]), encoding="utf-8")
        found.append(one)
    return tuple(found)


def compare_with_stored(sets: tuple[Parameters, ...]) -> None:
    stored = {one.version: one for one in stored_sets()}
    differ = [one.version for one in sets if one.version in stored and _far(one, stored[one.version])]
    new = [one.version for one in sets if one.version not in stored]
    print(
        f"{len(sets)} January sets estimated; {len(sets) - len(differ) - len(new)} equal the stored ones"
        + (f", differing: {', '.join(differ)}" if differ else "")
        + (f", not stored: {', '.join(new)}" if new else "")
    )


def _far(one: Parameters, two: Parameters) -> bool:
    """Whether two sets differ by more than optimisers on two machines do."""
    names = ("sigma_trend", "sigma_transitory", "sigma_season", "phi", "beta", "sigma_gasoline")
    return any(
        abs(getattr(one, name) - getattr(two, name)) > 0.02 * abs(getattr(two, name)) for name in names
    )


def ours(readings: list[Inflation]) -> dict[int, np.ndarray]:
    """Our median 12-month rate in percent, by horizon; NaN where undefined."""
    table = np.full((len(readings), max(HORIZONS)), np.nan)
    for row, reading in enumerate(readings):
        for step in reading.estimate.forecast[: max(HORIZONS)]:
            table[row, step.horizon_months - 1] = np.nan if step.median_pct is None else step.median_pct
    return {h: table[:, h - 1] for h in HORIZONS}


def others(
    levels: dict[int, float], origins: list[int], released: dict[int, dt.date]
) -> dict[str, dict[int, np.ndarray]]:
    """The forecasts of the others, re-estimated each January on the months known then."""
    from statsmodels.tsa.statespace.sarimax import SARIMAX
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    def statespace(build: Callable[[np.ndarray], object]) -> Callable[[np.ndarray], Forecast]:
        def fit(known: np.ndarray) -> Forecast:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # starting values and convergence; part of what a default is
                result = build(known).fit(disp=False)

            def forecast(seen: np.ndarray, months: int) -> np.ndarray:
                return build(seen).smooth(result.params, cov_type="none").forecast(months)

            return forecast

        return fit

    fits: dict[str, Callable[[np.ndarray], Forecast]] = {
        "AR(1) of the rate": fit_ar1,
        "Atkeson-Ohanian": lambda _known: atkeson_ohanian,
        "SARIMA airline": statespace(lambda y: SARIMAX(y, order=(0, 1, 1), seasonal_order=(0, 1, 1, YEAR))),
        "UC lltrend + seasonal": statespace(lambda y: UnobservedComponents(y, "lltrend", seasonal=YEAR)),
        "UC smooth trend + seasonal": statespace(
            lambda y: UnobservedComponents(y, "smooth trend", seasonal=YEAR)
        ),
    }
    first = month_number(settings().model.first_month)
    found = {}
    for name, fit in fits.items():
        table = np.full((len(origins), max(HORIZONS)), np.nan)
        forecast, fitted_for = None, None
        for row, origin in enumerate(origins):
            year = released[origin].year
            if fitted_for != year:
                known = [m for m in levels if m >= first and released[m] <= dt.date(year, 1, 1)]
                forecast, fitted_for = fit(_array(levels, first, max(known))), year
            ahead = forecast(_array(levels, first, origin), max(HORIZONS))
            base = np.array([levels.get(origin + h - YEAR, np.nan) for h in range(1, max(HORIZONS) + 1)])
            table[row] = 100.0 * np.expm1((ahead - base) / 100.0)
        found[name] = {h: table[:, h - 1] for h in HORIZONS}
    return found


def _array(levels: dict[int, float], first: int, last: int) -> np.ndarray:
    """Consecutive months, NaN where one was never published."""
    return np.array([levels.get(month, np.nan) for month in range(first, last + 1)])


def fit_ar1(known: np.ndarray) -> Forecast:
    rate = known[YEAR:] - known[:-YEAR]
    pairs = np.isfinite(rate[1:]) & np.isfinite(rate[:-1])
    slope, intercept = np.polyfit(rate[:-1][pairs], rate[1:][pairs], 1)

    def forecast(seen: np.ndarray, months: int) -> np.ndarray:
        rate = seen[-1] - seen[-1 - YEAR]
        ahead = []
        for h in range(1, months + 1):
            rate = intercept + slope * rate
            ahead.append(seen[-1 + h - YEAR] + rate if h < YEAR else seen[-1] + rate)
        return np.array(ahead)

    return forecast


def atkeson_ohanian(seen: np.ndarray, months: int) -> np.ndarray:
    """Prices rise at the pace of the last year, with the average season of the last ten."""
    pace = (seen[-1] - seen[-1 - YEAR]) / YEAR
    moves = np.diff(seen[-1 - 10 * YEAR :]).reshape(-1, YEAR) if len(seen) > 10 * YEAR else None
    if moves is None:
        moves = np.diff(seen[-1 - (len(seen) - 1) // YEAR * YEAR :]).reshape(-1, YEAR)
    season = np.nanmean(moves, axis=0)
    season = season - season.mean()
    return seen[-1] + np.cumsum(pace + np.resize(season, months))


def rates_that_came(levels: dict[int, float], origins: list[int]) -> tuple[np.ndarray, dict[int, np.ndarray]]:
    """The 12-month rate at each origin and so many months later, in percent."""

    def rate(month: int) -> float:
        return 100.0 * math.expm1((levels.get(month, math.nan) - levels.get(month - YEAR, math.nan)) / 100.0)

    return np.array([rate(origin) for origin in origins]), {
        h: np.array([rate(origin + h) for origin in origins]) for h in HORIZONS
    }


def print_errors(
    columns: dict[str, dict[int, np.ndarray]], levels: dict[int, float], origins: list[int]
) -> None:
    now, came = rates_that_came(levels, origins)
    columns = {"random walk": dict.fromkeys(HORIZONS, now), **columns}
    print(
        "\nRMSE of the 12-month rate, pp (ratio to the random walk); the same origins in every row of a column"
    )
    print(f"{'':<28}" + "".join(f"{f'{h} months':>16}" for h in HORIZONS))
    usable = {
        h: np.isfinite(came[h]) & np.all([np.isfinite(column[h]) for column in columns.values()], axis=0)
        for h in HORIZONS
    }
    walk = {h: rms(now[usable[h]] - came[h][usable[h]]) for h in HORIZONS}
    for name, column in columns.items():
        cells = []
        for h in HORIZONS:
            error = rms(column[h][usable[h]] - came[h][usable[h]])
            cells.append(f"{error:>9.3f} ({error / walk[h]:.2f})")
        print(f"{name:<28}" + "".join(f"{cell:>16}" for cell in cells))
    print(f"{'origins':<28}" + "".join(f"{int(usable[h].sum()):>16}" for h in HORIZONS))


def print_directions(readings: list[Inflation]) -> None:
    """Is the trend lower than so many months ago, judged by the newest trend estimate of both months?"""
    final = readings[-1].estimate
    run = Solver(sets=[readings[-1].parameters]).solve(final.inputs, readings[-1].parameters)
    from signals.readings.inflation.model.system import N_STATES, TREND, remember

    weights = np.zeros(N_STATES)
    weights[TREND] = 1.0
    print("\nShare of months in which the word fits the same model two years later (falling or rising only)")
    for at, months in enumerate(settings().direction.months):
        hits, rule, spoken = [], [], 0
        for reading in readings:
            now = reading.estimate.inputs.last - final.inputs.first
            later = now + 2 * YEAR
            if later >= len(final.inputs.level):
                continue
            both = remember(run.run, [(now - months, weights), (now, weights)], later)
            fell = both.mean[run.central, 1] < both.mean[run.central, 0]
            word = reading.estimate.directions[at].word
            if word in {"falling", "rising"}:
                spoken += 1
                hits.append((word == "falling") == fell)
                prices = reading.estimate.inputs.prices
                last = prices.last
                rule.append((prices.change_pct(last, YEAR) < prices.change_pct(last - 3, YEAR)) == fell)
        print(
            f"over {months:>2} months: {np.mean(hits):.2f} of {spoken} words; "
            f'"the 12-month rate is lower than three months ago" {np.mean(rule):.2f} of the same'
        )


def print_speed(
    panel: Panel, readings: list[Inflation], sets: tuple[Parameters, ...], seconds: float
) -> None:
    day = readings[-1].as_of
    singles = []
    for _ in range(9):
        fresh = panel.at(day)
        started = time.process_time()
        read(fresh)
        singles.append(time.process_time() - started)
    started = time.process_time()
    estimate_parameters(panel.at(day), settings())
    fit = time.process_time() - started
    print("\nProcessor time after imports")
    print(f"one date, stored parameters      {1e3 * float(np.median(singles)):>8.1f} ms (median of 9)")
    print(f"{len(readings)} dates in one call             {seconds:>8.2f} s, {len(sets)} parameter sets")
    print(f"a fit at every date instead      {len(readings) * fit:>8.0f} s ({fit:.2f} s each)")


if __name__ == "__main__":
    main()
