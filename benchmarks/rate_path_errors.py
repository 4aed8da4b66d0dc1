"""Do error bars cover, and do odds come true: coverage against CME's own figures, reliability against what happened.

python benchmarks/rate_path_errors.py --validation FOLDER
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from rate_path import load, published

from signals.calendars.fed import calendars
from signals.panel import Panel
from signals.readings.rate_path.health import disagreement
from signals.readings.rate_path.path import METHODS, RatePath
from signals.readings.rate_path.reading import days_with_prices, read_both, read_range
from signals.readings.rate_path.track_record import UP_TO_DAYS, calibration, past_paths

NEAR, FAR = 2, 7  # meetings ahead: up to two are near, from the seventh on far
DISTANCES = ("all", "near", "middle", "far")
ASKED, LEEWAY = (0.68, 0.95), (0.03, 0.02)
BLOCK_DAYS, DRAWS = (
    10,
    2000,
)  # two weeks of dates are drawn together: gaps of neighbouring days resemble each other
Gap = tuple[str, int, float, float, float]
"""Figure, meetings ahead, our figure less CME's, and the half-widths of 68 and 95 %."""


def gaps(path: RatePath, theirs: dict[dt.date, dict[int, float]]) -> Iterator[Gap]:
    """Yield every gap of one day to the exchange's figures."""
    low = path.target.lower_bp
    mean = {meeting: sum((k - low) * p for k, p in right.items()) for meeting, right in theirs.items()}
    for place, meeting in enumerate(path.meetings):
        if meeting not in theirs:
            continue
        cuts, lower = path.expected_cuts(place), path.cuts_at_least(place)
        yield "sum, bp", place, 25 * cuts.value + mean[meeting], 25 * cuts.error, 25 * cuts.wide
        below = sum(p for k, p in theirs[meeting].items() if k < low)
        yield "P(lower)", place, lower.value - below, lower.error, lower.wide
        before = path.meetings[place - 1] if place else None
        if before is None or before in mean:
            step = mean[meeting] - (mean[before] if before else 0.0)
            error = path.step_error_bp.at(place)
            yield "step, bp", place, float(path.step_bp[place]) - step, float(error.total), float(error.wide)
        spread, errors = path.solved.distribution, path.solved.probability_error
        for move, column in zip(*_columns(path, place), strict=True):
            p = float(spread.probability[path.row, place, column])
            right = theirs[meeting].get(low + 25 * move, 0.0)
            here = (path.row, place, column)
            yield "bucket", place, p - right, float(errors.total[here]), float(errors.wide[here])


def _columns(path: RatePath, place: int) -> tuple[list[int], list[int]]:
    moves = [(move, column) for column, (move, p) in enumerate(path.spread(place)) if p >= 5e-7]
    return [move for move, _ in moves], [column for _, column in moves]


def coverage(panel: Panel, folder: Path) -> None:
    """Print the share of gaps inside one and two sigmas, by figure, distance and date block.

    Shares that lie off what is asked follow with how far a share may lie by chance.
    """
    theirs, off, n_shares = published(folder), [], 0
    days = [dt.date.fromisoformat(day) for day in sorted(theirs)]
    print(
        f"Gaps to CME's published figures, {days[0]} to {days[-1]}, from last trades: share inside 68 % and 95 %"
    )
    print(
        f"{'figure':<10}{'method':<10}{'all':>12}{'near':>12}{'middle':>12}{'far':>12}   by quarter of the days"
    )
    for method in METHODS:
        inside: dict[str, list[tuple[int, int, bool, bool]]] = defaultdict(list)
        for number, path in enumerate(read_range(panel, days, method=method)):
            right = {
                dt.date.fromisoformat(meeting): {int(k): p for k, p in spread.items()}
                for meeting, spread in theirs[path.as_of.isoformat()].items()
            }
            for name, place, gap, error, wide in gaps(path, right):
                if error > 1e-4:
                    row = (place, number, abs(gap) <= error, abs(gap) <= wide)
                    inside[name].append(row)
        for name, rows in inside.items():
            table = np.array(rows)
            place, block = table[:, 0], 4 * table[:, 1] // len(days)
            parts = [np.full(len(table), True), place <= NEAR, (place > NEAR) & (place < FAR), place >= FAR]
            cells = "".join(_share(table[part]) for part in parts)
            blocks = "".join(_share(table[block == one]) for one in range(4))
            print(f"{name:<10}{method:<10}{cells}  {blocks}  n = {len(table)}")
            for distance, part in zip(DISTANCES, parts, strict=True):
                for width, (asked, leeway) in enumerate(zip(ASKED, LEEWAY, strict=True)):
                    n_shares += 1
                    share = table[part, 2 + width].mean()
                    if abs(round(share, 2) - asked) > leeway + 1e-9:
                        low, high = _by_chance(table[part][:, [1, 2 + width]])
                        off.append(
                            f"{name}, {method}, {distance}: {share:.3f} for {asked}, {low:.3f} to {high:.3f}"
                        )
    print(
        f"Off by more than {LEEWAY[0]} or {LEEWAY[1]}: {len(off)} of {n_shares} shares, drawing blocks of dates anew:"
    )
    print("\n".join(off))


def _by_chance(rows: np.ndarray) -> tuple[float, float]:
    """Return between which values 95 % of shares lie when blocks of dates are drawn anew; rows of date and inside."""
    block = rows[:, 0] // BLOCK_DAYS
    count, inside = np.bincount(block), np.bincount(block, weights=rows[:, 1])
    drawn = np.random.default_rng(0).integers(0, len(count), (DRAWS, len(count)))
    shares = inside[drawn].sum(axis=1) / np.maximum(count[drawn].sum(axis=1), 1)
    low, high = np.quantile(shares, (0.025, 0.975))
    return float(low), float(high)


def _share(rows: np.ndarray) -> str:
    return f"{rows[:, 2].mean():>7.2f} {rows[:, 3].mean():.2f}" if len(rows) else f"{'-':>12}"


def reliability(panel: Panel) -> None:
    """Print how often a lower range came, by what was priced and by what was believed on what was known."""
    known = calendars()
    pairs: list[tuple[int, float, float, bool]] = []
    for year in range(2014, 2026):
        past = panel.at(dt.date(year, 1, 1))
        believed = calibration(past, past_paths(past))
        days = days_with_prices(panel, dt.date(year, 1, 1), dt.date(year, 12, 31))[::5]
        if believed is None:
            continue
        for path in read_range(panel, days):
            for place, meeting in enumerate(path.meetings):
                came = known.target_on(meeting + dt.timedelta(days=1))
                ahead = (meeting - path.as_of).days
                if came is None or meeting >= panel.as_of:
                    continue
                p = path.cuts_at_least(place).value
                pairs.append((ahead, p, believed.believed(p, ahead), came.upper_bp < path.target.upper_bp))
    table = np.array(pairs)
    print("\nOdds of a lower range, weekly 2014-2025, recalibrated on what was known as the year began")
    print(f"{'days ahead':<12}{'pairs':>7}{'Brier priced':>14}{'recalibrated':>14}")
    first = 0
    for last in UP_TO_DAYS:
        mine = table[(table[:, 0] > first) & (table[:, 0] <= last)]
        brier = [float(((mine[:, column] - mine[:, 3]) ** 2).mean()) for column in (1, 2)]
        print(f"{f'{first + 1}-{last}':<12}{len(mine):>7}{brier[0]:>14.4f}{brier[1]:>14.4f}")
        first = last
    print(f"{'priced':<12}{'pairs':>7}{'mean priced':>14}{'recalibrated':>14}{'came':>8}")
    edges = (0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1.0001)
    for low, high in pairwise(edges):
        mine = table[(table[:, 1] >= low) & (table[:, 1] < high)]
        means = mine[:, 1:].mean(axis=0)
        print(
            f"{f'{low:.2f}-{min(high, 1):.2f}':<12}{len(mine):>7}{means[0]:>14.3f}{means[1]:>14.3f}{means[2]:>8.3f}"
        )


def disagreements(panel: Panel) -> None:
    """Print on how many days the methods lie apart beyond their joint errors."""
    days = days_with_prices(panel, dt.date(2012, 1, 1), panel.as_of)
    fits, rules = read_both(panel, days)
    doubted = [fit.as_of for fit, rule in zip(fits, rules, strict=True) if disagreement(fit, rule, 2.5)]
    months = sorted({f"{day:%Y-%m}" for day in doubted})
    print(
        f"\nMethods apart beyond their joint two sigmas: {len(doubted)} of {len(days)} days, in {', '.join(months)}"
    )


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--validation", type=Path, required=True, help="folder of the validation data")
    folder = parser.parse_args().validation
    panel = load(folder)
    coverage(panel, folder)
    reliability(panel)
    disagreements(panel)


if __name__ == "__main__":
    main()
