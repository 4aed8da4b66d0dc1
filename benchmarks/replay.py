# ruff: noqa: E501 - rows of a table stay in one piece
"""How fast a replay is, and that every way of doing it writes the same documents.

    python benchmarks/replay.py [--weeks 296] [--kills 20] [--postgres URL] [--no-cluster]

Prints seconds, ratios and one digest over the content hashes of all documents for: day by day as `signals allocate`
does it (some weeks), one process, half the dates, two processes, a Dask cluster of two worker processes and, where a
server is named, a PostgreSQL store; then kills a replay at random moments and compares the folder.
"""

from __future__ import annotations

import argparse
import datetime as dt
import filecmp
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from replay_data import events, observations

from signals.cli.calls import Session
from signals.engine import load_strategies
from signals.opening import open_reader
from signals.record.replay import Plan, Replay, days_between
from signals.record.spread import Data, Workers, state_of
from sources.places import Place, place_of
from sources.store import Store

FOLDER = Path(os.environ.get("SIGNALS_VALIDATION_DIR", Path(__file__).parents[2] / "shared" / "validation"))
FIRST = dt.date(2020, 8, 7)
DAY_BY_DAY = 20
"""Weeks of the slow way: its time a document does not depend on how many there are."""


def build(place: Place) -> None:
    Store.open(place, create=True).append(
        observations(FOLDER), events(FOLDER), fetched_at=dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    )


def plan_of(place: Place, weeks: int, names: tuple[str, ...]) -> Plan:
    reader = open_reader(store=place, sample=False)
    return Plan(
        days=days_between(FIRST, FIRST + dt.timedelta(weeks=weeks - 1), 7),
        names=names,
        strategies=load_strategies(names),
        data=Data(store=place, sample=False, state=state_of(reader)),
        origin=reader.origin,
    )


def replayed(place: Place, weeks: int, workers: Workers, names: tuple[str, ...] = ("hstech",)) -> list[str]:
    work = Replay(plan_of(place, weeks, names), workers)
    for _ in work.read():
        pass
    return [document.content_hash.value for document in work.documents()]


def digest(hashes: Iterable[str]) -> str:
    return hashlib.sha256("".join(hashes).encode()).hexdigest()[:16]


def timed(title: str, work: Callable[[], list[str]], per: float | None = None) -> tuple[list[str], float]:
    started = time.perf_counter()
    hashes = work()
    seconds = time.perf_counter() - started
    ratio = f"{per / (seconds / len(hashes)):6.2f}x" if per else ""
    print(
        f"{title:<40}{len(hashes):>5} documents {seconds:>8.1f} s {1e3 * seconds / len(hashes):>8.1f} ms each {ratio:>8}  {digest(hashes)}",
        flush=True,
    )
    return hashes, seconds / len(hashes)


def killed(store: Path, weeks: int, times: int, folder: Path) -> None:
    """Kill a replay at random moments until it is done, and compare with one that was left alone."""
    last = FIRST + dt.timedelta(weeks=weeks - 1)
    command = [sys.executable, "-c", "from signals.cli import main; main()", "replay", "--store", str(store)]
    command += ["--from", str(FIRST), "--to", str(last), "--jobs", "1", "--format", "json", "-o"]
    dice = random.Random(1)  # noqa: S311 - moments, no secrets
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = time.perf_counter()
    subprocess.run([*command, str(folder / "whole")], check=True, **quiet)
    alone = time.perf_counter() - started
    done = 0
    for _ in range(times):
        process = subprocess.Popen([*command, str(folder / "killed")], **quiet)
        try:
            process.wait(timeout=dice.uniform(0.2, 1.0) * alone)
            break
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            done += 1
    subprocess.run([*command, str(folder / "killed")], check=True, **quiet)
    names = sorted(file.name for file in (folder / "whole").iterdir())
    same = filecmp.cmpfiles(folder / "whole", folder / "killed", names, shallow=False)
    print(f"killed {done} times, then finished: {len(same[0])} of {len(names)} files equal")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=296)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--postgres")
    parser.add_argument("--no-cluster", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "store.sqlite"
        build(store)
        measure(store, asked)
        killed(store, min(asked.weeks, 26), asked.kills, folder)


def measure(store: Path, asked: argparse.Namespace) -> None:
    session = Session(load_strategies(["hstech"]), store=store, sample=False)
    session.memory = None  # every week reckoned anew
    days = FIRST, FIRST + dt.timedelta(weeks=min(asked.weeks, DAY_BY_DAY) - 1)
    slow, per = timed("day by day", lambda: [one.content_hash.value for one in session.over(*days, 7)])
    one, _ = timed("one process", lambda: replayed(store, asked.weeks, Workers()), per)
    timed("one process, half the dates", lambda: replayed(store, asked.weeks // 2, Workers()), per)
    found = {"one process": one}
    found["two processes"], _ = timed(
        "two processes", lambda: replayed(store, asked.weeks, Workers(jobs=2)), per
    )
    if not asked.no_cluster:
        from distributed import LocalCluster

        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
            address = cluster.scheduler_address
            found["Dask"], _ = timed(
                "Dask, two workers", lambda: replayed(store, asked.weeks, Workers(cluster=address)), per
            )
    if asked.postgres:
        place = place_of(asked.postgres)
        build(place)
        found["PostgreSQL"], _ = timed(
            "PostgreSQL, one process", lambda: replayed(place, asked.weeks, Workers()), per
        )
    same = all(hashes == one for hashes in found.values()) and one[: len(slow)] == slow
    print(f"every way the same content hashes: {same} ({', '.join(found)}, and day by day for its weeks)")


if __name__ == "__main__":
    main()
