"""Seasonally adjusted CPI under the unadjusted id for the last months, without the twin in the store: is it noticed?

    python benchmarks/adjusted_months.py [FOLDER] [--months 3]

For each month of 2015-2024 its vintage of the adjusted figures takes the place of the last ones; a month counts as
noticed where any of them is doubted.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from benchmarks.false_alarms import sample, vintages
from signals.data.entrance import door
from signals.opening import judged
from sources.memory import MemoryReader

FIRST, FROM = dt.date(1990, 1, 1), dt.date(2015, 1, 1)
NSA, FUEL = "us.cpi.all.nsa", "us.gasoline.regular"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("SIGNALS_VALIDATION_DIR", "../shared/validation")
    parser.add_argument("folder", type=Path, nargs="?", default=Path(default))
    parser.add_argument("--months", type=int, default=3)
    chosen = parser.parse_args()
    published = [
        row for row in door().read_path(chosen.folder / "cpi_nsa.csv").observations if row.period >= FIRST
    ]
    adjusted = defaultdict(list)
    for row in vintages(chosen.folder):
        adjusted[row.period].append(row)
    fuel = [row for row in sample()[0] if row.series == FUEL]
    noticed: dict[int, list[bool]] = defaultdict(list)
    for end in range(chosen.months, len(published)):
        tail = published[end - chosen.months + 1 : end + 1]
        known = [
            [one for one in adjusted[row.period] if one.released_at <= tail[-1].released_at] for row in tail
        ]
        if tail[-1].period < FROM or not all(known):
            continue
        wrong = [
            replace(row, value=max(told, key=lambda one: one.released_at).value)
            for row, told in zip(tail, known, strict=True)
        ]
        rows = [*published[: end - chosen.months + 1], *wrong, *fuel]
        quality = judged(MemoryReader(rows)).series(NSA).quality[-chosen.months :]
        noticed[tail[-1].period.month].append(bool((quality != "ok").any()))
    for month, found in sorted(noticed.items()):
        print(f"ending in month {month:2}: {sum(found)} of {len(found)}")
    print(f"{sum(map(sum, noticed.values()))} of {sum(map(len, noticed.values()))} noticed")


if __name__ == "__main__":
    main()
