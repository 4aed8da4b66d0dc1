"""How far the path has been from what came, by horizon, out of the store's own history.

The sign of the term premium is not stable over decades, so nothing is
corrected: the record is printed beside the path.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signals.calendars.fed import Calendars, calendars
from signals.facts import Input
from signals.panel import Panel
from signals.readings.rate_path.config import rate_path_config
from signals.readings.rate_path.health import disagreement
from signals.readings.rate_path.history import (
    Earlier,
    OptionOdds,
    assumed_beyond,
    earlier_paths,
    option_odds,
)
from signals.readings.rate_path.inputs.strip import price_dates
from signals.readings.rate_path.model.calibration import recalibrated, slope_of
from signals.readings.rate_path.model.months import month_after
from signals.readings.rate_path.path import Method, RatePath
from signals.readings.rate_path.reading import read_range

HORIZONS_MONTHS = (1, 3, 6, 9, 12)
MIN_DATES = 12  # a year of monthly dates; fewer say too little to print
ROOT = "ZQ"
UP_TO_DAYS = (75, 190, 500)  # the next meeting or two, half a year, and beyond
MIN_PAIRS = 60  # at one distance; two pairs a meeting
# One date a month sees each meeting about eight times and each pair has a twin, so a pair tells a fifth of a new one.
PAIR_WEIGHT = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizonError:
    """Expected less realised move of the target range over one horizon, on past dates.

    ``mean_bp`` above zero means that the path lay above what came. ``n_dates``
    are monthly and overlap; ``n_separate`` is how many horizons fit end to end.
    """

    months: int
    n_dates: int
    n_separate: int
    mean_bp: float
    rmse_bp: float


def past_paths(
    panel: Panel, *, method: Method = "fedwatch", known: Calendars | None = None
) -> list[RatePath]:
    """Return the path of one date a month, each as it was known then."""
    dates = _first_of_month(price_dates(panel.futures(ROOT)))
    return read_range(panel, dates, method=method, known=known)


def track_record(
    panel: Panel,
    *,
    method: Method = "fedwatch",
    known: Calendars | None = None,
    paths: Sequence[RatePath] | None = None,
) -> tuple[HorizonError, ...]:
    """Return the errors at each horizon that the history up to the panel's day allows.

    One date a month is read, as it was known then, unless ``paths`` are given;
    what came is known by the panel's day. Horizons with fewer than `MIN_DATES`
    settled dates are left out.
    """
    ranges = known or calendars()
    if paths is None:
        paths = past_paths(panel, method=method, known=known)
    found = []
    for months in HORIZONS_MONTHS:
        errors = [error for path in paths if (error := _error(path, months, ranges, panel.as_of)) is not None]
        if len(errors) < MIN_DATES:
            continue
        miss = np.array(errors)
        found.append(
            HorizonError(
                months=months,
                n_dates=len(errors),
                n_separate=max(1, len(errors) // months),
                mean_bp=float(miss.mean()),
                rmse_bp=float(np.sqrt((miss**2).mean())),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """At which slope past odds came true, by how far ahead their meeting lay, in days; and from how many pairs."""

    up_to_days: tuple[int, ...]
    slopes: tuple[float, ...]
    n_pairs: tuple[int, ...]

    def believed(self, probability: float, ahead_days: int) -> float:
        """Return odds believed as much as past ones at this distance deserved; 0 and 1 stay what they are."""
        if probability in {0.0, 1.0}:
            return probability
        slope = self.slopes[bisect_left(self.up_to_days, ahead_days)]
        return float(recalibrated(np.array([probability]), slope)[0])


def calibration(
    panel: Panel, paths: Sequence[RatePath], *, known: Calendars | None = None
) -> Calibration | None:
    """Return what past odds of a lower and of a not higher range were worth, by the panel's day.

    Only meetings decided before that day count. None where they are fewer than
    `MIN_PAIRS` at any distance.
    """
    ranges = known or calendars()
    odds: list[list[tuple[float, bool]]] = [[] for _ in UP_TO_DAYS]
    for path in paths:
        lower, not_higher = (path.solved.at_most(move)[path.row].tolist() for move in (-1, 0))
        for place, meeting in enumerate(path.meetings):
            came = ranges.target_on(meeting + dt.timedelta(days=1))
            if came is None or meeting >= panel.as_of:
                continue
            moved_bp = came.upper_bp - path.target.upper_bp
            mine = odds[bisect_left(UP_TO_DAYS, (meeting - path.as_of).days)]
            mine += [(lower[place], moved_bp < 0), (not_higher[place], moved_bp <= 0)]
    if min(map(len, odds)) < MIN_PAIRS:
        return None
    return Calibration(
        up_to_days=UP_TO_DAYS,
        slopes=tuple(
            slope_of(np.array([p for p, _ in one]), np.array([c for _, c in one]), PAIR_WEIGHT)
            for one in odds
        ),
        n_pairs=tuple(map(len, odds)),
    )


def _first_of_month(dates: Sequence[dt.date]) -> list[dt.date]:
    seen: dict[tuple[int, int], dt.date] = {}
    for day in dates:
        seen.setdefault((day.year, day.month), day)
    return list(seen.values())


def _error(path: RatePath, months: int, ranges: Calendars, as_of: dt.date) -> float | None:
    """Return expected less realised move in bp; None where not settled or not in reach."""
    start = path.strip.date
    first = month_after(start, months)
    last = month_after(first, 1) - dt.timedelta(days=1)
    end = min(first + dt.timedelta(days=start.day - 1), last)
    came = ranges.target_on(end)
    inside = any(month.first <= end and month.covered for month in path.months if month.first == first)
    wanted = [day for month in path.months for day in month.coming if day < end]
    if end > as_of or came is None or not inside or (wanted and wanted[-1] not in path.meetings):
        return None
    expected = 25.0 * float(path.cumulative[path.place(wanted[-1])]) if wanted else 0.0
    return expected - (came.upper_bp - path.target.upper_bp)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside a path on its day.

    ``other`` is the same day by the other method and ``doubt`` what it brings
    against the path; ``record`` are past errors by horizon and ``believed`` what
    past odds were worth; ``earlier`` is the path some trading days before;
    ``assumed`` reads meetings that are not announced yet; ``options`` are what
    options imply for the next meeting, where that was loaded.
    """

    other: RatePath | None = None
    doubt: Input | None = None
    record: tuple[HorizonError, ...] | None = None
    believed: Calibration | None = None
    earlier: tuple[Earlier, ...] | None = None
    assumed: RatePath | None = None
    options: tuple[OptionOdds, ...] = ()


def beside(panel: Panel, path: RatePath) -> Beside:
    """Return everything that the panel's history puts beside the path of its day."""
    (other,) = read_range(panel, [path.as_of], method="fit" if path.method == "fedwatch" else "fedwatch")
    past = past_paths(panel, method=path.method)
    return Beside(
        other=other,
        doubt=disagreement(path, other, rate_path_config().limits.method_gap_bp),
        record=track_record(panel, method=path.method, paths=past),
        believed=calibration(panel, past),
        earlier=earlier_paths(panel, path),
        assumed=assumed_beyond(panel, path),
        options=option_odds(panel, path),
    )
