"""Our surprises of decisions beside those measured in the thirty minutes around the announcement.

    python benchmarks/rate_path_surprises.py --validation FOLDER --surprises fomc_surprises_jk.csv

The second file is the authors' own (Jarociński and Karadi, high-frequency surprises around FOMC announcements,
columns ``start`` and ``MP1`` among others); it is not bundled.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
from pathlib import Path

import numpy as np
from rate_path import load

from signals.readings.rate_path.history import surprises
from signals.readings.rate_path.path import METHODS

FIRST, LAST = dt.date(2012, 6, 1), dt.date(2025, 12, 31)
EMERGENCY = dt.date(2020, 3, 3)  # one surprise of 25 bp would carry a correlation alone


def high_frequency_bp(file: Path) -> dict[dt.date, float]:
    """Return the change of the current-month futures rate, scaled by the days left, in bp by day of decision."""
    found: dict[dt.date, float] = {}
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            day = dt.date.fromisoformat(row["start"][:10])
            if row["MP1"] and FIRST <= day <= LAST:
                found.setdefault(day, 100.0 * float(row["MP1"]))
    return found


def main() -> None:
    """Print correlations and the largest gaps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--validation", type=Path, required=True, help="folder of the validation data")
    parser.add_argument("--surprises", type=Path, required=True, help="the authors' file")
    arguments = parser.parse_args()
    panel, theirs = load(arguments.validation), high_frequency_bp(arguments.surprises)
    for method in METHODS:
        ours = surprises(panel, sorted(theirs), method=method)
        both = [day for day in sorted(theirs) if day in ours]
        pairs = np.array([(theirs[day], ours[day].surprise_bp) for day in both])
        calm = np.array([day != EMERGENCY for day in both])
        print(
            f"{method}: correlation {np.corrcoef(pairs.T)[0, 1]:.3f} over {len(both)} of {len(theirs)}"
            f" announcements, {np.corrcoef(pairs[calm].T)[0, 1]:.3f} without {EMERGENCY}"
        )
        far = sorted(both, key=lambda day: -abs(theirs[day] - ours[day].surprise_bp))[:5]
        print(
            "  furthest apart: "
            + ", ".join(f"{d} {theirs[d]:+.1f} / {ours[d].surprise_bp:+.1f} bp" for d in far)
        )


if __name__ == "__main__":
    main()
