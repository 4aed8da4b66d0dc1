"""The rate path beside its peers: the same dates and prices in memory, speed and accuracy in one table.

    python benchmarks/rate_path.py --validation FOLDER --peers-python PEERS/bin/python

``PEERS`` is an environment of its own, see ``rate_path_peers.txt``: pyfedwatch does not import on pandas 3.
Without ``--peers-python`` only our own figures are printed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import subprocess
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from rate_path_quick import distributions

from signals.calendars.fed import calendars
from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.rate_path.model.months import layouts_of
from signals.readings.rate_path.path import RatePath
from signals.readings.rate_path.reading import days_with_prices, read_range
from signals.readings.rate_path.track_record import track_record
from sources.contract import Observation, contract_code
from sources.door import read_table
from sources.memory import MemoryReader, futures_series

REPEATS = 5


def load(folder: Path) -> Panel:
    table = pq.read_table(folder / "futures_zq_2010_2026.parquet").to_pydict()
    rows = [
        Observation(
            series=futures_series(code, kind),
            period=dt.date.fromisoformat(day),
            value=price,
            released_at=dt.date.fromisoformat(day),
            source="file",
        )
        for day, code, price, kind in zip(
            table["date"], table["contract"], table["price"], table["kind"], strict=True
        )
    ]
    rows += read_table(folder / "effr.csv", known_series=catalogue().keys()).observations
    panel = Panel(MemoryReader(rows, origin="store"), dt.date(2026, 4, 15), catalogue())
    panel.futures("ZQ")  # prices are in memory before any clock starts
    return panel


def published(folder: Path) -> dict[str, dict[str, dict[str, float]]]:
    table = pq.read_table(folder / "fedwatch_published_2025-04_2026-04.parquet").to_pydict()
    found: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for day, meeting, low, p in zip(
        table["date"], table["meeting"], table["lower_bp"], table["probability"], strict=True
    ):
        found[day][meeting][str(low)] = p
    return found


def said(path: RatePath) -> dict[str, dict[str, float]]:
    return {
        meeting.isoformat(): {str(one.lower_bp): one.probability for one in path.buckets(place)}
        for place, meeting in enumerate(path.meetings)
    }


def best_time(task, count: int) -> float:
    """Return seconds of processor time a date, the best of several runs.

    Strips and layouts are in memory from the first run on.
    """
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        task()
        times.append(time.process_time() - start)
    return min(times) / count


def with_errors(panel: Panel, days, method="fedwatch") -> None:
    """Read every day and work out the error of every probability, which a path leaves until it is asked."""
    for path in read_range(panel, days, method=method):
        path.solved.probability_error.total.sum()


def accuracy(found, theirs, only=None) -> tuple[int, float, float, float]:
    """Return pairs, mean absolute error a bucket in pp, worst pair, and expected-move error in steps."""
    missed, moved = [], []
    for day, meetings in theirs.items():
        for meeting, right in meetings.items():
            ours = found.get(day, {}).get(meeting)
            if ours is None or (only is not None and (day, meeting) not in only):
                continue
            both = set(ours) | set(right)
            missed.append(100 * statistics.fmean(abs(ours.get(k, 0) - right.get(k, 0)) for k in both))
            mean = [sum(int(k) * p for k, p in one.items()) for one in (ours, right)]
            moved.append(abs(mean[0] - mean[1]) / 25)
    return len(missed), statistics.fmean(missed), max(missed), statistics.fmean(moved)


def pairs(found) -> set[tuple[str, str]]:
    return {(day, meeting) for day, meetings in found.items() for meeting in meetings}


def work_for_peers(panel: Panel, paths: list[RatePath]) -> dict:
    dates = []
    for path in paths:
        prices = {
            contract_code("ZQ", month.first): float(price)
            for month, price in zip(path.months, path.strip.price, strict=False)
            if month.priced
        }
        coming = [day.isoformat() for month in path.months for day in month.coming]
        dates.append(
            {
                "date": path.as_of.isoformat(),
                "prices": prices,
                "meetings": coming,
                "target_bp": [path.target.lower_bp, path.target.upper_bp],
            }
        )
    schedule = [m.decision_date.isoformat() for m in calendars().meetings if m.decision_date.year >= 2023]
    known = panel.futures("ZQ")
    recent = known.date >= np.datetime64(paths[0].as_of, "D") - np.timedelta64(120, "D")
    history = defaultdict(dict)
    for day, month, price in zip(
        known.date[recent].astype(object),
        known.contract_month[recent].astype(object),
        known.price[recent].tolist(),
        strict=True,
    ):
        history[contract_code("ZQ", month)][day.isoformat()] = price
    return {"dates": dates, "schedule": schedule, "history": history}


def horizon_table(panel: Panel) -> None:
    print("\nPast errors of the path, expected less realised move in bp, monthly dates 2010-2026")
    print(f"{'months':>8}{'rule rms':>10}{'fit rms':>10}{'rule mean':>11}{'fit mean':>10}{'dates':>7}")
    rule = {one.months: one for one in track_record(panel, method="fedwatch")}
    for one in track_record(panel, method="fit"):
        other = rule[one.months]
        print(
            f"{one.months:>8}{other.rmse_bp:>10.2f}{one.rmse_bp:>10.2f}"
            f"{other.mean_bp:>+11.2f}{one.mean_bp:>+10.2f}{one.n_dates:>7}"
        )
    known, days = calendars(), days_with_prices(panel, dt.date(2010, 1, 1), panel.as_of)
    by_rule = {path.as_of: path for path in read_range(panel, days, method="fedwatch")}
    misses = defaultdict(list)
    fits = read_range(panel, days, method="fit")
    for path in fits:
        other = by_rule[path.as_of]
        for place, meeting in enumerate(path.meetings):
            came = known.target_on(meeting + dt.timedelta(days=1))
            if meeting < panel.as_of and meeting in other.meetings and came is not None:
                moved = (came.upper_bp - path.target.upper_bp) / 25
                theirs = other.cumulative[other.place(meeting)]
                misses[place].append((path.cumulative[place] - moved, theirs - moved))
    print("\nThe same by meeting ahead, every date: root mean square in bp")
    print(f"{'meeting':>8}{'rule':>10}{'fit':>10}{'pairs':>8}")
    for place, both in sorted(misses.items()):
        ours, theirs = np.sqrt((np.array(both) ** 2).mean(axis=0)) * 25
        print(f"{place + 1:>8}{theirs:>10.3f}{ours:>10.3f}{len(both):>8}")
    years = [path for path in fits if 2015 <= path.as_of.year <= 2025]
    rms = [np.mean([path.repricing_rms_bp for path in years])]
    rms.append(np.nanmean([by_rule[path.as_of].repricing_rms_bp for path in years]))
    print(f"\nRepricing, mean of daily rms 2015-2025: fit {rms[0]:.3f} bp, rule {rms[1]:.3f} bp")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--validation", type=Path, required=True, help="folder of the validation data")
    parser.add_argument("--peers-python", type=Path, help="python of the environment that holds the peers")
    arguments = parser.parse_args()
    panel, theirs = load(arguments.validation), published(arguments.validation)
    days = [dt.date.fromisoformat(day) for day in sorted(theirs)]
    paths = read_range(panel, days)
    fresh = load(arguments.validation)
    layouts_of.cache_clear()
    start = time.process_time()
    distributions(fresh, days)
    rows = {"ours, rule, distributions, first time": ((time.process_time() - start) / len(days), {})}
    found = {path.as_of.isoformat(): said(path) for path in paths}
    rows["ours, rule, distributions"] = (best_time(lambda: distributions(panel, days), len(days)), found)
    rows["ours, rule, with error bars"] = (best_time(lambda: with_errors(panel, days), len(days)), found)
    fits = {path.as_of.isoformat(): said(path) for path in read_range(panel, days, method="fit")}
    rows["ours, fit, with error bars"] = (
        best_time(lambda: with_errors(panel, days, method="fit"), len(days)),
        fits,
    )
    if arguments.peers_python:
        worker = Path(__file__).with_name("rate_path_peers.py")
        done = subprocess.run(
            [str(arguments.peers_python), str(worker)],
            input=json.dumps(work_for_peers(panel, paths)),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        for name, answer in json.loads(done.stdout).items():
            note = f", {answer['failed']} of {answer['dates']} dates fail" if answer.get("failed") else ""
            rows[name + note] = (answer["seconds"], answer["found"])
    fastest = rows["ours, rule, distributions"][0]
    print(
        f"{len(days)} dates, {len(pairs(theirs))} date x meeting pairs; our prices are last trades, CME's settlements"
    )
    head = f"{'':<44}{'us/date':>10}{'x ours':>9}{'pairs':>7}{'MAE pp':>8}{'worst':>8}{'move':>8}"
    print(head + "   on the pairs of ours and cme-fedwatch")
    full = [pairs(one) for name, (_, one) in rows.items() if one and "pyfedwatch" not in name]
    common = set.intersection(*full)
    for name, (seconds, one) in rows.items():
        if not one:
            print(f"{name:<44}{seconds * 1e6:>10.0f}{seconds / fastest:>9.1f}")
            continue
        n, mae, worst, move = accuracy(one, theirs)
        shared = accuracy(one, theirs, only=common)
        print(
            f"{name:<44}{seconds * 1e6:>10.0f}{seconds / fastest:>9.1f}{n:>7}{mae:>8.3f}{worst:>8.2f}{move:>8.4f}"
            f"   {shared[0]:>5} {shared[1]:>6.3f} {shared[3]:.4f}"
        )
    everything = days_with_prices(panel, dt.date(2010, 1, 1), panel.as_of)
    seconds = best_time(lambda: with_errors(panel, everything), len(everything))
    print(f"\nWhole history, {len(everything)} dates with error bars: {1 / seconds:,.0f} dates a second")
    horizon_table(panel)


if __name__ == "__main__":
    main()
