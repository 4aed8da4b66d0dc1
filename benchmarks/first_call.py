"""How much dearer a first call over a large store is than it was before verdicts were reckoned at every opening.

    python benchmarks/first_call.py [--runs 7] [--before PATH]

Two stores hold the same 80,000 real rows, one written and read by this program, one by the commit `BEFORE` out of its
own files (or those in PATH). `signals allocate --strategy hstech` is run over each in turn as a whole process; what is
remembered of days is deleted before every first call of ours, and the call after it is timed as well. Prints the
medians of wall and processor seconds and the median of the ratios of each round; at most 1.3 is asked.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from older_checkout import BEFORE, checkout_of, rows_file
from replay_data import events, observations
from start import run

from sources.places import place_of
from sources.store import Store

HERE = Path(__file__).parent
FOLDER = Path(os.environ.get("SIGNALS_VALIDATION_DIR", HERE.parents[1] / "shared" / "validation"))
DAYS = ("2024-02-16", "2026-03-31")  # inside the data, and at their end
ASKED = 1.3


def call(code: Path, store: Path, day: str, folder: Path) -> tuple[float, float]:
    """Return wall and processor seconds of one `signals allocate` by the program in a folder."""
    asked = ["signals", "allocate", "--strategy", "hstech", "--store", str(store), "--as-of", day]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment |= {
        "PYTHONPATH": str(code),
        "PYTHONSAFEPATH": "1",  # not the folder that this was started in
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "SIGNALS_CONFIG_DIR": str(code / "configs"),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    return run(f"import sys; sys.argv = {asked!r}; from signals.cli import main; main()", environment)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument(
        "--before", type=Path, help=f"a checkout of {BEFORE}; by default its files out of git"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, theirs = folder / "ours.sqlite", folder / "theirs.sqlite"
        before = asked.before or checkout_of(folder)
        rows = observations(FOLDER)
        Store.open(place_of(ours), create=True).append(
            rows, events(FOLDER), fetched_at=dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
        )
        told = rows_file(folder, FOLDER)
        write = [sys.executable, str(HERE / "replay_before.py"), str(told), str(theirs), DAYS[0], "0"]
        subprocess.run(write, check=True, env={**os.environ, "PYTHONPATH": str(before)})
        for day in DAYS:
            measure(folder, (before, theirs), (HERE.parent, ours), day, asked.runs, len(rows))


def measure(
    folder: Path, theirs: tuple[Path, Path], ours: tuple[Path, Path], day: str, runs: int, n_rows: int
) -> None:
    """Print one day; the first round fills the caches of bytecode and does not count."""
    rounds = []
    for _ in range(runs + 1):
        old = call(*theirs, day, folder)
        ours[1].with_name(ours[1].name + ".facts").unlink(missing_ok=True)
        rounds.append((old, call(*ours, day, folder), call(*ours, day, folder)))
    titles = (f"as of {BEFORE}", "first call", "call after it")
    head = f"{day}, {n_rows:,} rows, median of {runs}"
    print(f"{head:<44}{'wall s':>8}{'cpu s':>8}{'wall ratio':>12}{'cpu ratio':>11}")
    for place, title in enumerate(titles):
        wall, cpu = (statistics.median(one[place][which] for one in rounds[1:]) for which in (0, 1))
        ratios = (
            statistics.median(one[place][which] / one[0][which] for one in rounds[1:]) for which in (0, 1)
        )
        print("{:<44}{:>8.2f}{:>8.2f}{:>12.2f}{:>11.2f}".format(title, wall, cpu, *ratios), flush=True)
    print(f"asked of a first call: at most {ASKED}")


if __name__ == "__main__":
    main()
