"""Is the rule exact, and the price all that differs: gaps to CME's own figures as whole ticks of last trades.

    python benchmarks/rate_path_ticks.py --validation FOLDER

CME reads settlements, the history has last trades: both lie on the grid of ticks. If the rule is the same, the
expected move after every meeting differs by what whole ticks of the contracts behind it make, to the last digit
that CME prints.

Meetings that we chain forward are counted apart, because the history ends at the thirteenth contract. There
CME's own move since an earlier meeting tells what CME did: chained forward, it moves by whole ticks times a weight
above one; read from contracts that the history lacks, by whole ticks times theirs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
from fractions import Fraction
from math import gcd
from pathlib import Path

import numpy as np
from rate_path import load, published

from signals.readings.rate_path.model.fedwatch import fedwatch_weights
from signals.readings.rate_path.model.months import Layout, layouts_of
from signals.readings.rate_path.path import RatePath
from signals.readings.rate_path.reading import read_range
from sources.contract import Floats

TICK_BP, FRONT_TICK_BP = 0.5, 0.25
SAME_BP = 0.003  # six decimals of each probability leave this much of a mean open
FURTHEST = 80  # ticks that a last trade may lie off its settlement: the furthest was 49
APART = 14  # ticks that two neighbours may lie off by more than each other
BEYOND = 3  # contracts past the last of the history that CME may have read
ON_GRID_BP = 0.001  # what six decimals leave open where the probabilities are scaled to add up to one
Pair = tuple[str, bool, float]
"""Whence CME has the rate after a meeting, whether whole ticks explain it, and our gap to CME in bp."""
CONTRACTS, CHAINED, LATER, UNKNOWN = (
    "from contracts, by both",
    "chained forward by both",
    "chained forward by us, read from later contracts by CME",
    "chained forward by us",
)


def grid(weights: Floats, furthest: int, apart: int, n_fine: int = 1) -> Floats:
    """Return every move, in bp, that whole ticks of the contracts with a weight make; ascending."""
    used = [place for place in np.argsort(-np.abs(weights)) if abs(weights[place]) > 1e-9]
    if not used:
        return np.zeros(1)
    ticks = np.full(len(weights), TICK_BP)
    ticks[:n_fine] = FRONT_TICK_BP
    first = np.arange(-furthest, furthest + 1) * ticks[used[0]]
    made = weights[used[0]] * first
    for place in used[1:]:
        near = np.round(first / ticks[place])[:, None] + np.arange(-apart, apart + 1)
        made = (
            made.reshape(len(first), -1)[:, :, None] + weights[place] * ticks[place] * near[:, None, :]
        ).reshape(-1)
    return np.unique(made)


def nearest(made: Floats, wanted: Floats) -> Floats:
    """Return how far each wanted value lies from the nearest of those made."""
    place = np.clip(np.searchsorted(made, wanted), 1, max(len(made) - 1, 1))
    low, high = made[place - 1], made[np.minimum(place, len(made) - 1)]
    return np.asarray(np.minimum(np.abs(wanted - low), np.abs(wanted - high)))


def pairs(path: RatePath, theirs: dict[dt.date, dict[int, float]]) -> list[Pair]:
    """Judge every meeting of one day; the rate before the first meeting is common to all."""
    low, solved = path.target.lower_bp, path.solved
    gaps = {
        place: 25.0 * float(path.cumulative[place])
        - sum((lower - low) * p for lower, p in theirs[meeting].items())
        for place, meeting in enumerate(path.meetings)
        if meeting in theirs
    }
    chained = {meeting for note in path.notes if note.why == "chained" for meeting in note.meetings}
    starts = grid(
        solved.now_weights[path.row][:-1], 16, 3, n_fine=2
    )  # the next month is fine at a month's end
    told = {
        place: nearest(grid(solved.rate_weights[path.row, place][:-1], FURTHEST, APART), gap + starts)
        < SAME_BP
        for place, gap in gaps.items()
    }
    plain = [told[place] for place in told if path.meetings[place] not in chained]
    start = int(np.sum(plain, axis=0).argmax()) if plain else 0  # the start that most of the day agrees on
    found = []
    for place, gap in gaps.items():
        meeting = path.meetings[place]
        whence = whence_theirs(path, theirs, meeting) if meeting in chained else CONTRACTS
        explained = bool(told[place][start]) if meeting not in chained else whence != UNKNOWN
        found.append((whence, explained, abs(gap)))
    return found


def whence_theirs(path: RatePath, theirs: dict[dt.date, dict[int, float]], meeting: dt.date) -> str:
    """Return whether CME's own figures say that it chained a meeting forward or read later contracts.

    The move from the published meeting before cancels the rate now in force.
    """
    before = max(one for one in theirs if one < meeting and one in path.meetings)
    moved = _mean_bp(theirs[meeting]) - _mean_bp(theirs[before])
    longer = layouts_of(path.known).at(
        as_of=path.as_of,
        price_date=path.strip.date,
        priced=(*path.strip.priced, *(True,) * BEYOND),
        follows_anchor=True,
    )
    grids = [
        (_spacing_bp(_layout(path), before, meeting), CHAINED),
        (_spacing_bp(longer, before, meeting), LATER),
    ]
    # The coarser grid first, which is hit by chance the least: multiples of 15/13 bp, say, against 1/58.
    for spacing, whence in sorted(grids, reverse=True):
        if spacing and abs(moved - spacing * round(moved / spacing)) < ON_GRID_BP:
            return whence
    return UNKNOWN


def _layout(path: RatePath) -> Layout:
    return layouts_of(path.known).at(
        as_of=path.as_of, price_date=path.strip.date, priced=path.strip.priced, follows_anchor=True
    )


def _mean_bp(spread: dict[int, float]) -> float:
    return sum(lower * p for lower, p in spread.items()) / sum(spread.values())


def _spacing_bp(layout: Layout, before: dt.date, meeting: dt.date) -> float:
    """Return the step of the grid on which whole ticks put the move from one meeting to another; 0 where unknown."""
    weights = fedwatch_weights(layout)
    if before not in weights.meetings or meeting not in weights.meetings:
        return 0.0
    change = weights.after[weights.meetings.index(meeting)] - weights.after[weights.meetings.index(before)]
    parts = [Fraction(float(one)).limit_denominator(1000) for one in change if abs(one) > 1e-9]
    whole = np.lcm.reduce([part.denominator for part in parts])
    return TICK_BP * gcd(*(int(part * int(whole)) for part in parts)) / int(whole)


def main() -> None:
    """Print how many gaps whole ticks explain."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--validation", type=Path, required=True, help="folder of the validation data")
    folder = parser.parse_args().validation
    theirs = published(folder)
    found: list[Pair] = []
    for path in read_range(load(folder), [dt.date.fromisoformat(day) for day in sorted(theirs)]):
        spreads = theirs[path.as_of.isoformat()].items()
        found += pairs(
            path,
            {dt.date.fromisoformat(meeting): {int(k): p for k, p in one.items()} for meeting, one in spreads},
        )
    print(f"{'rate after the meeting':<60}{'pairs':>7}{'whole ticks explain':>21}{'mean gap':>10}")
    for name in (CONTRACTS, CHAINED, LATER, UNKNOWN):
        mine = [one for one in found if one[0] == name]
        if mine:
            exact = sum(whole for _, whole, _ in mine)
            mean = statistics.fmean(gap for _, _, gap in mine)
            print(f"{name:<60}{len(mine):>7}{exact:>21}{mean:>7.2f} bp")


if __name__ == "__main__":
    main()
