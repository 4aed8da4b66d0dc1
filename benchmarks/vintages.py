"""How fast a vintage download is parsed, against fredapi's own method, on the same bytes.

Run: ``python benchmarks/vintages.py``. Asked: at least 50 times faster on 20,000 rows.
Witness: both must return the same rows.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import numpy as np
from fredapi import Fred

sys.path.insert(0, str(Path(__file__).parent.parent))  # runs from a checkout, installed or not

from sources.adapters.fred import parse_observations
from tools.fred_server.archive import Archive, Change
from tools.fred_server.server import KEY, FredServer

N_ROWS, N_PERIODS = 20_000, 1_000


def body() -> bytes:
    """Return 20,000 rows as the server sends them: 1,000 months, each revised on 19 days."""
    dice = np.random.default_rng(0)
    first = dt.date(1930, 1, 1)
    log = [
        Change(
            period=dt.date(first.year + n // 12, n % 12 + 1, 1),
            released_at=dt.date(2014, 1, 1) + dt.timedelta(days=int(30 * vintage)),
            value=round(100 + n / 10 + vintage + float(dice.normal()), 3),
        )
        for n in range(N_PERIODS)
        for vintage in range(N_ROWS // N_PERIODS)
    ]
    server = FredServer(Archive({"S": log}, today=dt.date(2024, 2, 16)))
    query = {"api_key": KEY, "series_id": "S", "realtime_start": "1776-07-04", "realtime_end": "9999-12-31"}
    return server.answer("/fred/series/observations", query)


class OverTheWire(Fred):  # type: ignore[misc]  # fredapi ships no types
    """fredapi with nothing replaced but the download."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    def _Fred__fetch_data(self, url: str) -> ET.Element:  # noqa: ARG002, N802
        return ET.fromstring(self._text)  # noqa: S314 - our own bytes


def seconds(call: Callable[[], object], times: int) -> float:
    """Return the least CPU time of some calls."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        call()
        taken.append(time.process_time() - started)
    return min(taken)


def main() -> None:
    """Print both times and their ratio."""
    text = body()
    theirs = OverTheWire(text)
    table = theirs.get_series_all_releases("S")
    _, mine = parse_observations(text, "S")
    same = (
        mine.value.tolist() == [float(value) for value in table["value"]]
        and mine.period.tolist() == [day.date() for day in table["date"]]
        and mine.released_at.tolist() == [day.date() for day in table["realtime_start"]]
    )
    if not same:
        raise SystemExit("the two disagree, so their times mean nothing")
    slow = seconds(lambda: theirs.get_series_all_releases("S"), 2)
    fast = seconds(lambda: parse_observations(text, "S"), 7)
    print(f"rows                               {len(mine):>10,}")
    print(f"fredapi.get_series_all_releases    {1000 * slow:>10.0f} ms CPU")
    print(f"sources.adapters.fred (parse and vet)       {1000 * fast:>10.1f} ms CPU")
    print(f"ratio                              {slow / fast:>10.0f} (asked: 50)")


if __name__ == "__main__":
    main()
