"""``python -m tools.fred_server``: serve tables as FRED would, for a demonstration without FRED."""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import time
from pathlib import Path

from signals.opening import catalogue
from sources.door import read_table
from sources.door.folder import files_of
from sources.sample import __path__ as sample_path
from tools.fred_server import FAULTS, KEY, FredServer, archive_of_sample


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "tables", nargs="*", type=Path, help="tables of observations; default: the bundled sample"
    )
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--today", type=dt.date.fromisoformat, default=dt.date(2024, 2, 16))
    parser.add_argument(
        "--trouble", type=float, default=0.0, help="share of requests that meet a random fault"
    )
    chosen = parser.parse_args()
    specs = catalogue()
    files = files_of(chosen.tables or [Path(next(iter(sample_path)))]).tables
    rows = [row for file in files for row in read_table(file, known_series=specs).observations]
    with FredServer(archive_of_sample(specs, rows, today=chosen.today), port=chosen.port) as server:
        sys.stdout.write(f"export SIGNALS_FRED_BASE_URL={server.base_url}\nexport FRED_API_KEY={KEY}\n")
        sys.stdout.flush()
        dice = random.Random(0)  # noqa: S311 - the same troubles each time
        try:
            while True:
                time.sleep(0.05)
                if not server.faults and dice.random() < chosen.trouble:
                    server.faults.append(dice.choice(list(FAULTS.values())))
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
