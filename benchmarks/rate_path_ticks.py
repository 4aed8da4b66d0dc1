"""Is the rule exact, and the price all that differs: gaps to CME's own figures as whole ticks of last trades.

    python benchmarks/rate_path_ticks.py --validation FOLDER

CME reads settlements, the history has last trades: both lie on the grid of ticks. If the rule is the same, the
expected move after every meeting differs by what whole ticks of the contracts behind it make, to the last digit
that CME prints. Meetings that are chained forward are counted apart: CME has the contract beyond, which the
history lacks.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
from pathlib import Path

import numpy as np
from rate_path import load, published

from signals.readings.rate_path.path import RatePath
from signals.readings.rate_path.reading import read_range
from sources.contract import Floats

TICK_BP, FRONT_TICK_BP = 0.5, 0.25
SAME_BP = 0.003  # six decimals of each probability leave this much of a mean open
FURTHEST = 80  # ticks that a last trade may lie off its settlement: the furthest was 49
APART = 14  # ticks that two neighbours may lie off by more than each other
Pair = tuple[bool, bool, float]
"""Whether a meeting is chained forward, whether whole ticks explain its gap, and the gap in bp."""


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
    return [(path.meetings[place] in chained, bool(told[place][start]), abs(gaps[place])) for place in gaps]


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
    for chained, name in ((False, "rate after the meeting from contracts"), (True, "chained forward")):
        mine = [one for one in found if one[0] == chained]
        exact = sum(whole for _, whole, _ in mine)
        mean = statistics.fmean(gap for _, _, gap in mine)
        print(f"{name}: {len(mine)} pairs, whole ticks explain {exact}; mean gap {mean:.2f} bp")


if __name__ == "__main__":
    main()
