"""Our odds beside those that the press printed: stated, ours, error and difference, row by row.

    python benchmarks/rate_path_published.py --validation FOLDER

A figure agrees where it lies within five points (half a cut for a number of cuts) or two error bars, on the
day it was published or on the trading day before: the hour of a press figure is not known. For each miss the
figures of the days around say what would explain it.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from rate_path import load

from signals.panel import Panel
from signals.readings.rate_path.path import METHODS, Estimate, Method, RatePath
from signals.readings.rate_path.reading import days_with_prices, read_range

POINTS, CUTS = 0.05, 0.5
RULE_SINCE = dt.date(2022, 1, 1)  # from here on the exchange's present rule can be asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One figure of the press."""

    day: dt.date
    meeting: str
    outcome: str
    value: float
    unit: str
    source: str


def stated(file: Path) -> list[Stated]:
    """Read the figures."""
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            Stated(
                day=dt.date.fromisoformat(row["published_on"]),
                meeting=row["meeting"],
                outcome=row["outcome"],
                value=float(row["stated"]) / (100.0 if row["unit"] == "pct" else 1.0),
                unit=row["unit"],
                source=row["source"],
            )
            for row in csv.DictReader(stream)
        ]


def ours(path: RatePath, one: Stated) -> Estimate | None:
    """Return our figure for what was stated; None where the path does not reach it."""
    if one.outcome == "cuts":
        place = path.last_meeting_of(int(one.meeting))
        return path.expected_cuts(place) if place is not None else None
    meeting = dt.date.fromisoformat(one.meeting)
    if meeting not in path.meetings:
        return None
    place = path.place(meeting)
    if one.outcome == "p_cut_by":
        return path.cuts_at_least(place)
    if one.outcome == "p_hike_by":
        return path.hikes_at_least(place)
    sign = -1 if one.outcome.startswith("cut") else 1
    move = (
        0
        if one.outcome == "hold"
        else sign * (int(one.outcome.removeprefix("cut").removeprefix("hike")) // 25)
    )
    above, below = path.at_most(place, move), path.at_most(place, move - 1)
    return Estimate(
        value=above.value - below.value, error=max(above.error, below.error), wide=max(above.wide, below.wide)
    )


def agrees(found: Estimate, one: Stated) -> bool:
    """Return whether two figures say the same."""
    least = POINTS if one.unit == "pct" else CUTS
    return abs(found.value - one.value) <= max(least, found.wide)


def explained(one: Stated, around: Sequence[tuple[RatePath, Estimate]]) -> str:
    """Say what would explain a miss of both methods, the nearest first.

    The hour of a figure of the day lies between the closes of the trading day
    before and of the next; what lies nearer an older close was printed late.
    """
    closes = [(path.strip.date, found.value) for path, found in around]
    place = max((place for place, (day, _) in enumerate(closes) if day <= one.day), default=0)
    near = [value for _, value in closes[max(place - 1, 0) : place + 2]]
    if min(near) <= one.value <= max(near):
        return f"the hour: closes around it {_list(near, one)}"
    for (day, before), (later, after) in reversed(list(pairwise(closes[: place + 1]))):
        if min(before, after) <= one.value <= max(before, after):
            return f"the hour of {later}: {_list([before], one)} on {day}, {_list([after], one)} that day"
    older = [(day, value) for day, value in closes[:place] if abs(value - one.value) <= POINTS / 2]
    if older:
        day, value = older[-1]
        return f"an older close: {_list([value], one)} on {day}; closes around it {_list(near, one)}"
    gap = min(abs(value - one.value) for value in near)
    perhaps = ", perhaps by an older rule of the exchange" if one.day < RULE_SINCE else ""
    return f"not explained{perhaps}: {_list([gap], one)} off the nearest close"


def _list(values: Sequence[float], one: Stated) -> str:
    """Write figures in the unit of a stated one."""
    scale = 100.0 if one.unit == "pct" else 1.0
    return ", ".join(f"{scale * value:.1f}" for value in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Our figure by one method that lies nearest to a stated one, of the day and the trading day before."""

    nearest: Estimate | None
    around: tuple[tuple[RatePath, Estimate], ...]


def judged(panel: Panel, one: Stated, method: Method) -> Judged:
    """Return our figure for one row by one method."""
    days = days_with_prices(panel, one.day - dt.timedelta(days=9), one.day + dt.timedelta(days=4))
    paths = read_range(panel, days, method=method)
    around = tuple((path, found) for path in paths if (found := ours(path, one)) is not None)
    own = [found for path, found in around if path.as_of <= one.day][-2:]
    nearest = min(own, key=lambda found: abs(found.value - one.value)) if own else None
    return Judged(nearest=nearest, around=around)


def main() -> None:
    """Print every row, and the share that agrees."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--validation", type=Path, required=True, help="folder of the validation data")
    folder = parser.parse_args().validation
    panel = load(folder)
    head = "".join(f"{name:>8}{'error':>7}{'diff':>7}" for name in METHODS)
    print(f"{'published':<11}{'meeting':<11}{'outcome':<10}{'stated':>8}{head}  verdict")
    agreed: dict[bool, list[list[bool]]] = {True: [], False: []}
    for one in stated(folder / "published_odds.csv"):
        scale = 100.0 if one.unit == "pct" else 1.0
        found = [judged(panel, one, method) for method in METHODS]
        figures = "".join(_figures(each.nearest, one, scale) for each in found)
        hits = [each.nearest is not None and agrees(each.nearest, one) for each in found]
        if not any(each.nearest for each in found):
            verdict = "out of reach of the contracts"
        else:
            agreed[one.day >= RULE_SINCE].append([*hits, any(hits)])
            verdict = "agrees" if any(hits) else explained(one, found[0].around)
            if any(hits) and not all(hits):
                right = METHODS[hits.index(True)]
                missed = found[hits.index(False)]
                verdict = f"agrees by {right} alone; the other: {explained(one, missed.around)}"
        print(
            f"{one.day!s:<11}{one.meeting:<11}{one.outcome:<10}{scale * one.value:>8.1f}{figures}  {verdict}"
        )
    for late, when in ((True, "from 2022 on"), (False, "before")):
        rows = agreed[late]
        rule, fit, either = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        print(f"{when}, {len(rows)} figures: rule {rule:.0%}, fit {fit:.0%}, either {either:.0%}")


def _figures(found: Estimate | None, one: Stated, scale: float) -> str:
    if found is None:
        return f"{'-':>8}{'-':>7}{'-':>7}"
    return f"{scale * found.value:>8.1f}{scale * found.error:>7.1f}{scale * (found.value - one.value):>+7.1f}"


if __name__ == "__main__":
    main()
