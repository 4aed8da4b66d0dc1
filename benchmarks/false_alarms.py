"""How many honest rows does the door doubt? Everything in the validation folder as it was published, and the sample.

    python benchmarks/false_alarms.py [FOLDER]

Prints each doubted row with its reason, the number by table, and the share; exit 1 past one in two thousand.
FOLDER is by default that of SIGNALS_VALIDATION_DIR.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import pandas as pd

from benchmarks import replay_data
from signals.data.entrance import door
from signals.opening import judged
from sources.contract import Observation, PolicyEvent
from sources.door.files.sheets import Incoming
from sources.memory import MemoryReader
from sources.sample import SAMPLE_FILES

ONE_IN = 2000
FROM_FRED = {
    "CPIAUCNS": "us.cpi.all.nsa",
    "CPIAUCSL": "us.cpi.all.sa",
    "CPILFENS": "us.cpi.core.nsa",
    "CPILFESL": "us.cpi.core.sa",
}
AS_THEY_STAND = (
    "cpi_nsa.csv",
    "effr.csv",
    "index_closes.csv",
    "futures_zq_2010_2026.parquet",
    "fedwatch_2025-01-31/futures.csv",
)


def sample() -> tuple[list[Observation], list[PolicyEvent]]:
    rows: list[Observation] = []
    events: list[PolicyEvent] = []
    for name in SAMPLE_FILES:
        read = door().read(Incoming(name=name, content=(files("sources.sample") / name).read_bytes()))
        rows += read.observations
        events += read.events
    return rows, events


def vintages(folder: Path) -> tuple[Observation, ...]:
    """Return the adjusted CPI as its vintages told it."""
    return door().read_path(folder / "cpi_sa_vintages_to_2024-02.parquet").observations


def snapshot(folder: Path) -> list[Observation]:
    """Return the series of one day's snapshot that the catalogue knows, each month known when its CPI came out."""
    days = {row.period: row.released_at for row in door().read_path(folder / "cpi_nsa.csv").observations}
    frame = pd.read_parquet(folder / "cpi_components_snapshot_2023-12-17.parquet")
    return [
        Observation(
            series=FROM_FRED[row.series],
            period=dt.date.fromisoformat(row.period),
            value=row.value,
            released_at=days[dt.date.fromisoformat(row.period)],
            source="fred",
        )
        for row in frame[frame.series.isin(list(FROM_FRED))].itertuples()
    ]


def fixings_and_indices(folder: Path) -> list[Observation]:
    """Return the tables that the door reads as they stand."""
    return [row for name in AS_THEY_STAND for row in door().read_path(folder / name).observations]


def lpr_levels(folder: Path) -> list[Observation]:
    frame = pd.read_csv(folder / "lpr_history.csv")
    days = [dt.date.fromisoformat(day) for day in frame.publish_date]
    return [
        Observation(series=f"cn.lpr.{tier}", period=day, released_at=day, value=value, source="lpr")
        for tier in ("1y", "5y")
        for day, value in zip(days, frame[f"lpr_{tier}_pct"], strict=True)
    ]


def doubts(
    what: str, rows: Iterable[Observation], events: Iterable[PolicyEvent], beside: Iterable[Observation] = ()
) -> Counter[str]:
    """Print the doubted rows of one set; what stands ``beside`` is evidence and not counted."""
    rows, events, beside = tuple(rows), tuple(events), tuple(beside)
    reader = judged(MemoryReader([*rows, *beside], events))
    found: Counter[str] = Counter()
    for series in sorted({row.series for row in rows}):
        history = reader.series(series)
        for place in (history.quality != "ok").nonzero()[0].tolist():
            found[str(history.rule[place])] += 1
            print(
                f"  {series} {history.period[place]} {history.value[place]:g}, known {history.released_at[place]}:"
                f" {history.quality[place]}, {history.rule[place]}"
            )
    for event in reader.events():
        if event.quality != "ok":
            found[event.quality_rule] += 1
            print(
                f"  {event.kind} {event.announced_at} {event.magnitude} {event.title_zh}: {event.quality_rule}"
            )
    n_rows = len(rows) + len(events)
    print(f"{what}: {sum(found.values())} of {n_rows:,} rows doubted {dict(found) or ''}\n")
    return Counter({"rows": n_rows, "doubted": sum(found.values())})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("SIGNALS_VALIDATION_DIR", "../shared/validation")
    parser.add_argument("folder", type=Path, nargs="?", default=Path(default))
    folder = parser.parse_args().folder
    rows, events = sample()
    fuel = [row for row in rows if row.series == "us.gasoline.regular"]
    total = doubts("the bundled sample", rows, events)
    total += doubts("unadjusted CPI, fixings, closes, futures", fixings_and_indices(folder), (), fuel)
    total += doubts("vintages of the adjusted CPI", vintages(folder), ())
    total += doubts("CPI as FRED showed it on 2023-12-17", snapshot(folder), (), fuel)
    total += doubts("loan prime rates", lpr_levels(folder), ())
    total += doubts("policy events of 2018-2026", (), replay_data.events(folder))
    print(f"{total['doubted']} of {total['rows']:,}: one in {total['rows'] // max(total['doubted'], 1):,}")
    sys.exit(total["doubted"] * ONE_IN > total["rows"])


if __name__ == "__main__":
    main()
