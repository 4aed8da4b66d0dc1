"""``python -m tools.fred_server``: FRED, the Philadelphia Fed and a strategist's disk, out of the bundled sample.

Rehearse going live without a key, a vendor or a network: the server answers as
FRED and the Philadelphia Fed do, and ``--files FOLDER`` writes what they do not have
as people's files. docs/going_live.md walks through it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import time
from pathlib import Path

from signals.opening import catalogue
from sources.contract import Observation
from sources.door import read_table
from sources.door.files.folder import files_of
from sources.sample import SAMPLE_FILES
from sources.sample import __path__ as sample_path
from tools.fred_server import FAULTS, KEY, FredServer, archive_of_sample
from tools.fred_server.files import write_files
from tools.fred_server.survey import survey_files


def main() -> None:
    """Serve until interrupted."""
    chosen = _options()
    rows = observations(chosen.tables)
    if chosen.files:
        write_files(chosen.files, rows)
    with demonstration(rows, today=chosen.today, port=chosen.port) as server:
        for name, value in environment(server).items():
            sys.stdout.write(f"export {name}={value}\n")
        sys.stdout.flush()
        _serve(server, chosen.trouble)


def observations(tables: list[Path]) -> list[Observation]:
    """Return the rows of tables; of the bundled sample where none are named."""
    sample = Path(next(iter(sample_path)))
    named = tables or [sample / name for name in SAMPLE_FILES]
    specs = catalogue()
    return [
        row for file in files_of(named).tables for row in read_table(file, known_series=specs).observations
    ]


def demonstration(rows: list[Observation], *, today: dt.date, port: int = 0) -> FredServer:
    """Return a server of what FRED and the Philadelphia Fed have of these rows."""
    files = {f"/spf/{path}": body for path, body in survey_files(rows).items()}
    return FredServer(archive_of_sample(catalogue(), rows, today=today), port=port, files=files)


def environment(server: FredServer) -> dict[str, str]:
    """Return the variables that point `signals fetch` at a server."""
    return {
        "SIGNALS_FRED_BASE_URL": server.base_url,
        "SIGNALS_SPF_BASE_URL": f"{server.address}/spf",
        "FRED_API_KEY": KEY,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "tables", nargs="*", type=Path, help="tables of observations; default: the bundled sample"
    )
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--today", type=dt.date.fromisoformat, default=dt.date(2024, 2, 16))
    parser.add_argument("--files", type=Path, metavar="FOLDER", help="write files of vendors here")
    parser.add_argument(
        "--trouble", type=float, default=0.0, help="share of requests that meet a random fault"
    )
    return parser.parse_args()


def _serve(server: FredServer, trouble: float) -> None:
    dice = random.Random(0)  # noqa: S311 - the same troubles each time
    try:
        while True:
            time.sleep(0.05)
            if not server.faults and dice.random() < trouble:
                server.faults.append(dice.choice(list(FAULTS.values())))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
