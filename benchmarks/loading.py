"""A table of a million rows through the door, beside ``pandas.read_csv`` of the same file, in one run.

    python benchmarks/loading.py [--rows N]

Each reader has a fresh process of its own, so that peak memory is its own. ``read_csv`` gives
columns with guessed types; the door gives observations, every cell checked, each with its release day;
``signals load`` is the whole command, from a file to a judged store with a good copy beside it.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

READERS = {
    "pandas.read_csv": "import pandas as pd; n = len(pd.read_csv(path, parse_dates=['period', 'released_at']))",
    "the door": (
        "from pathlib import Path; from signals.data.entrance import door;"
        "n = len(door().read_path(Path(path)).observations)"
    ),
}
MEASURE = """
import resource, sys, time
path = sys.argv[1]
start = time.process_time()
{reader}
print(n, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def write(path: Path, n_rows: int) -> None:
    """Write daily values of free series, ten years each, as their own table."""
    dice = random.Random(0)  # noqa: S311 - the same table each time
    first = dt.date(2014, 1, 1)
    days = [(first + dt.timedelta(days=n)).isoformat() for n in range(3651)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["series", "period", "value", "released_at"])
        for row in range(n_rows):
            series, day = divmod(row, 3650)
            table.writerow([f"user.s{series}", days[day], f"{dice.uniform(50, 150):.4f}", days[day + 1]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "million.csv")
        write(path, chosen.rows)
        print(f"{chosen.rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")
        for name, reader in READERS.items():
            code = MEASURE.format(reader=reader)
            said = subprocess.run(
                [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
            ).stdout.split()
            n, seconds, megabytes = int(said[0]), float(said[1]), float(said[2])
            if n != chosen.rows:
                raise SystemExit(f"{name} read {n:,} rows")
            print_line(name, seconds, megabytes)
        command = ["load", str(path), "--store", str(Path(folder, "s.sqlite")), "--format", "json"]
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-c", "from signals.cli import main; main()", *command],
            check=True,
            capture_output=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print_line("signals load", seconds, after.ru_maxrss / 1024)
        print(f"signals load     {time.perf_counter() - start:6.1f} s by the clock")


def print_line(name: str, seconds: float, megabytes: float) -> None:
    print(f"{name:<16} {seconds:6.1f} s of CPU  {megabytes:7.0f} MB at most")


if __name__ == "__main__":
    main()
