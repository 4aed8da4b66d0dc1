"""Do error bars cover days that they were not estimated on: fitted on three quarters of them, counted on the fourth.

    python benchmarks/rate_path_noise.py --validation FOLDER

For each quarter of the days, the sizes of the own and of the common part of the price noise are chosen, out of
those tried, by the coverage of the other three; then the gaps of the quarter itself are counted.
"""

from __future__ import annotations

import argparse
import datetime as dt
from itertools import product
from pathlib import Path

import numpy as np
from rate_path import load, published
from rate_path_errors import FAR, NEAR, gaps

from signals.panel import Panel
from signals.readings.rate_path.config import RatePathConfig, rate_path_config
from signals.readings.rate_path.path import METHODS
from signals.readings.rate_path.reading import read_range

BLOCKS = 4
OWN, COMMON = (0.85, 1.0, 1.15), (0.8, 1.0, 1.25)  # times the configured size
HOLDS = (0.6827, 0.9545)
LEEWAY = (0.03, 0.02)  # what a share may lie off: a miss counts in these units
Sizes = tuple[float, float]
FIGURES = {
    "sum, bp": "expected move",
    "bucket": "probability of a range",
    "P(lower)": "P(lower)",
    "step, bp": "single step",
}


def resized(own: float, common: float) -> RatePathConfig:
    """Return the configuration with the noise of last trades made larger or smaller."""
    config = rate_path_config()
    last = config.noise.ZQ.last
    changed = last.model_copy(
        update={
            "own_bp": last.own_bp * own,
            "own_share": last.own_share * own,
            "common_bp": last.common_bp * common,
            "common_share": last.common_share * common,
        }
    )
    root = config.noise.ZQ.model_copy(update={"last": changed})
    return config.model_copy(update={"noise": config.noise.model_copy(update={"ZQ": root})})


def inside(panel: Panel, folder: Path, sizes: Sizes) -> np.ndarray:
    """Return a row a gap: method, figure, distance, block, and whether it lies within 68 and 95 %."""
    theirs, config, order, rows = published(folder), resized(*sizes), list(FIGURES), []
    days = [dt.date.fromisoformat(day) for day in sorted(theirs)]
    for which, method in enumerate(METHODS):
        for number, path in enumerate(read_range(panel, days, method=method, config=config)):
            right = {
                dt.date.fromisoformat(meeting): {int(k): p for k, p in spread.items()}
                for meeting, spread in theirs[path.as_of.isoformat()].items()
            }
            for name, place, gap, error, wide in gaps(path, right):
                if error > 1e-4:
                    distance = int(place > NEAR) + int(place >= FAR)
                    block = BLOCKS * number // len(days)
                    rows.append(
                        (which, order.index(name), distance, block, abs(gap) <= error, abs(gap) <= wide)
                    )
    return np.array(rows, dtype=np.int64)


def miss(rows: np.ndarray) -> float:
    """Return how far the shares inside lie off, squared and added up over methods, figures and distances."""
    cells = np.unique(rows[:, :3], axis=0)
    total = 0.0
    for cell in cells:
        mine = rows[(rows[:, :3] == cell).all(axis=1)]
        total += sum(((mine[:, 4 + width].mean() - HOLDS[width]) / LEEWAY[width]) ** 2 for width in range(2))
    return total


def main() -> None:
    """Print what was chosen without each block, and how much of all blocks falls inside."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--validation", type=Path, required=True, help="folder of the validation data")
    folder = parser.parse_args().validation
    panel = load(folder)
    tried = {sizes: inside(panel, folder, sizes) for sizes in product(OWN, COMMON)}
    unseen = []
    for block in range(BLOCKS):
        chosen = min(tried, key=lambda sizes: miss(tried[sizes][tried[sizes][:, 3] != block]))
        rows = tried[chosen][tried[chosen][:, 3] == block]
        unseen.append(rows)
        print(f"quarter {block + 1}: own x {chosen[0]}, common x {chosen[1]} by the other three")
    print(
        f"{'figure':<24}" + "".join(f"{name:>16}" for name in METHODS) + "   share inside 68 and 95 %, unseen"
    )
    every = np.concatenate(unseen)
    for figure, name in enumerate(FIGURES.values()):
        cells = ""
        for which in range(len(METHODS)):
            mine = every[(every[:, 0] == which) & (every[:, 1] == figure)]
            cells += f"{mine[:, 4].mean():>11.2f} {mine[:, 5].mean():.2f}"
        print(f"{name:<24}{cells}")


if __name__ == "__main__":
    main()
