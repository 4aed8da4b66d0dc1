# ruff: noqa: E501 - rows of a table stay in one piece
"""How fast a replay is, and that every way of doing it writes the same documents: every figure in one run.

    python benchmarks/replay.py [--weeks 296] [--long 740] [--kills 20] [--before PATH] [--postgres URL]

It replays the same weeks by one process, by two, over a Dask cluster of two worker processes and out of a PostgreSQL
store, and prints seconds, ratios and one digest over the content hashes of all documents; then half the dates, a long
replay of both strategies, and a replay that is killed again and again. The speed before is that of the calls of the
commit `BEFORE`, week after week, out of its own files (or those in PATH). A server of PostgreSQL is started here
where none is named. What cannot be measured is said and leaves the rest alone. About four minutes on two quiet cores;
each line says how many cores others kept busy meanwhile, for times of the clock mean little where they did.
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
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

import psutil
from older_checkout import BEFORE, checkout_of, rows_file
from postgres_server import server

from signals.engine import load_strategies
from signals.opening import open_reader
from signals.record.replay import Plan, Replay, days_between
from signals.record.spread import Data, Workers, state_of
from sources.places import Place, place_of
from sources.store import Store

HERE = Path(__file__).parent
FOLDER = Path(os.environ.get("SIGNALS_VALIDATION_DIR", HERE.parents[1] / "shared" / "validation"))
FIRST = dt.date(2020, 8, 7)
DAY_BY_DAY = 20
"""Weeks of the slow ways: their time a document does not depend on how many there are."""
KILLED_WEEKS = 26


def build(place: Place) -> None:
    from replay_data import (  # here, for every worker imports this file and needs none of it
        events,
        observations,
    )

    Store.open(place, create=True).append(
        observations(FOLDER), events(FOLDER), fetched_at=dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    )


def plan_of(place: Place, days: Sequence[dt.date], names: tuple[str, ...]) -> Plan:
    reader = open_reader(store=place, sample=False)
    return Plan(
        days=tuple(days),
        names=names,
        strategies=load_strategies(names),
        data=Data(store=place, sample=False, state=state_of(reader)),
        origin=reader.origin,
    )


def weeks_from(first: dt.date, weeks: int) -> tuple[dt.date, ...]:
    return days_between(first, first + dt.timedelta(weeks=weeks - 1), 7)


def replayed(
    place: Place, days: Sequence[dt.date], workers: Workers, names: tuple[str, ...] = ("hstech",)
) -> list[str]:
    work = Replay(plan_of(place, days, names), workers)
    for _ in work.read():
        pass
    return [document.link.content_hash for document in work.documents()]


def afresh() -> None:
    """End workers that still run and forget what is open, so that each way starts from nothing."""
    from joblib.externals.loky import get_reusable_executor

    from signals.record import spread

    get_reusable_executor(max_workers=1).shutdown(wait=True)
    spread._opened.cache_clear()  # noqa: SLF001 - a benchmark, whose every way starts cold


def digest(hashes: Iterable[str]) -> str:
    return hashlib.sha256("".join(hashes).encode()).hexdigest()[:16]


def spent() -> tuple[float, float, float]:
    """Return the seconds of CPU used so far: here, by the workers that run, and by the whole machine."""
    workers = [process.cpu_times() for process in psutil.Process().children(recursive=True)]
    machine = psutil.cpu_times()
    return (
        time.process_time(),
        sum(of.user + of.system for of in workers),
        machine.user + machine.nice + machine.system,
    )


class Report:
    """Prints each figure as it comes, and at the end those that were asked for."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.hashes: dict[str, list[str]] = {}
        self.cpu: dict[str, float] = {}
        self._asked: list[tuple[str, str, str, bool]] = []

    def timed(self, title: str, work: Callable[[], list[str]]) -> None:
        """Time one way of making documents."""
        afresh()
        started, before = time.perf_counter(), spent()
        hashes = work()
        seconds, after = time.perf_counter() - started, spent()
        here, workers, machine = (end - start for start, end in zip(before, after, strict=True))
        self.seconds[title], self.hashes[title], self.cpu[title] = seconds, hashes, here + workers
        others = (machine - here - workers) / seconds
        print(
            f"{title:<34}{len(hashes):>5} documents {seconds:>8.1f} s {1e3 * seconds / len(hashes):>8.1f} ms each"
            f"   (CPU: here {here:.1f} s, workers {workers:.1f} s, others on {others:.1f} cores)   {digest(hashes)}",
            flush=True,
        )

    def asked(self, what: str, wanted: str, got: str, *, met: bool) -> None:
        self._asked.append((what, wanted, got, met))
        print(f"  -> {what}: {got} (asked: {wanted})", flush=True)

    def part(self, title: str, work: Callable[[], None]) -> None:
        """Do one part; where it fails, say so and go on."""
        try:
            work()
        except Exception:  # noqa: BLE001 - a part that fails must not cost the others
            traceback.print_exc()
            self.asked(title, "to be measured", "FAILED, see above", met=False)

    def close(self) -> None:
        print("\n| figure | asked | got | met |\n|---|---|---|---|")
        for what, wanted, got, met in self._asked:
            print(f"| {what} | {wanted} | {got} | {'yes' if met else 'NO'} |")


# ---- the parts -----------------------------------------------------------------------------------------------------


def before(report: Report, folder: Path, weeks: int, checkout: Path | None) -> None:
    """The calls of an older checkout, week after week, on the same rows."""
    if checkout is None:
        checkout = checkout_of(folder)
    if not (checkout / "signals").is_dir():
        raise FileNotFoundError(
            f"{checkout}: no checkout with a folder signals"
        )  # or this one would be timed
    rows = rows_file(folder, FOLDER)
    command = [sys.executable, str(HERE / "replay_before.py"), str(rows), str(folder / "before.sqlite")]
    told = subprocess.run(
        [*command, str(FIRST), str(weeks)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(checkout), "SIGNALS_CONFIG_DIR": str(checkout / "configs")},
    )
    each = [float(line) for line in told.stdout.split()][1:]  # the first week loads the data
    report.seconds["before"] = sum(each) / len(each)
    print(
        f"{f'calls of {BEFORE}, week after week':<34}{len(each):>5} documents {sum(each):>8.1f} s {1e3 * report.seconds['before']:>8.1f} ms each"
    )


def one_process(report: Report, store: Place, weeks: int) -> None:
    report.timed("one process", lambda: replayed(store, weeks_from(FIRST, weeks), Workers()))
    report.timed(
        "one process, half the dates", lambda: replayed(store, weeks_from(FIRST, weeks // 2), Workers())
    )
    per = report.seconds["one process"] / weeks
    if "before" in report.seconds:
        times = report.seconds["before"] / per
        report.asked(
            f"one process beside {BEFORE}, a document",
            "3.5 times as fast",
            f"{times:.1f} times",
            met=times >= 3.5,
        )
    growth = report.cpu["one process"] / report.cpu["one process, half the dates"]
    report.asked("twice the dates take", "2 times the CPU (linear)", f"{growth:.2f} times", met=growth <= 2.2)


def two_processes(report: Report, store: Place, weeks: int) -> None:
    report.timed("two processes", lambda: replayed(store, weeks_from(FIRST, weeks), Workers(jobs=2)))
    times = report.seconds["one process"] / report.seconds["two processes"]
    more = report.cpu["two processes"] / report.cpu["one process"] - 1
    got = f"{times:.2f} times, with {100 * more:.0f} % more CPU"
    report.asked("two processes beside one", "1.6 times as fast", got, met=times >= 1.6)


def dask(report: Report, store: Place, weeks: int) -> None:
    from distributed import Client, LocalCluster

    started = time.perf_counter()
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            client.wait_for_workers(2)
        start = time.perf_counter() - started
        address = cluster.scheduler_address
        report.timed(
            "Dask, two workers", lambda: replayed(store, weeks_from(FIRST, weeks), Workers(cluster=address))
        )
    took, theirs = report.seconds["Dask, two workers"], report.seconds["two processes"]
    report.asked(
        "Dask with two workers beside two processes",
        "25 % more at most, and its start",
        f"{100 * (took / theirs - 1):+.0f} %, started in {start:.1f} s before",
        met=took <= 1.25 * theirs + start,
    )


def postgres(report: Report, weeks: int, url: str | None) -> None:
    with ExitStack() as stack:
        place = place_of(url or stack.enter_context(server()))
        build(place)
        report.timed("PostgreSQL, one process", lambda: replayed(place, weeks_from(FIRST, weeks), Workers()))


def day_by_day(report: Report, store: Path, weeks: int) -> None:
    """The documents that `signals allocate` writes from one day to the next, without a memory."""
    from signals.cli.calls import Session

    session = Session(load_strategies(["hstech"]), store=store, sample=False)
    session.memory = None
    days = weeks_from(FIRST, weeks)
    report.timed(
        "allocate, day by day", lambda: [one.content_hash.value for one in session.over(days[0], days[-1], 7)]
    )


def same_hashes(report: Report) -> None:
    ways = ("one process", "two processes", "Dask, two workers", "PostgreSQL, one process")
    one = report.hashes["one process"]
    same = [way for way in ways if report.hashes.get(way) == one]
    slow = report.hashes["allocate, day by day"]
    met = len(same) == len(ways) and one[: len(slow)] == slow
    report.asked(
        f"the same {len(one)} content hashes",
        "SQLite, PostgreSQL, one process, joblib, Dask",
        f"{digest(one)} by {'; '.join(same)}; {'and' if one[: len(slow)] == slow else 'NOT'} day by day",
        met=met,
    )


def long(report: Report, store: Place, weeks: int, last: dt.date) -> None:
    days = weeks_from(last - dt.timedelta(weeks=weeks - 1), weeks)
    report.timed(
        "both strategies, two processes", lambda: replayed(store, days, Workers(jobs=2), ("hstech", "nasdaq"))
    )
    seconds = report.seconds["both strategies, two processes"]
    report.asked(
        f"{weeks} weeks of both strategies on two cores", "under 60 s", f"{seconds:.1f} s", met=seconds < 60
    )


def killed(report: Report, store: Path, weeks: int, times: int, folder: Path) -> None:
    """Kill replays at random moments, let each go on until it is whole, and compare it with one left alone."""
    command = [sys.executable, "-c", "from signals.cli import main; main()", "replay", "--store", str(store)]
    command += [
        "--from",
        str(FIRST),
        "--to",
        str(weeks_from(FIRST, weeks)[-1]),
        "--jobs",
        "1",
        "--format",
        "json",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dice = random.Random(1)  # noqa: S311 - moments, no secrets
    started = time.perf_counter()
    whole = folder / "whole"
    subprocess.run([*command, "-o", str(whole)], check=True, **quiet)
    alone = time.perf_counter() - started
    done, folders = 0, [folder / "killed-1"]
    while done < times:
        process = subprocess.Popen([*command, "-o", str(folders[-1])], **quiet)
        try:
            process.wait(timeout=dice.uniform(0, 1) * alone)
            folders.append(folder / f"killed-{len(folders) + 1}")  # it came to its end: kill another one
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            done += 1
    different = []
    for resumed in folders:
        subprocess.run([*command, "-o", str(resumed)], check=True, **quiet)
        names = sorted({file.name for place in (whole, resumed) for file in place.iterdir()})
        _, *other = filecmp.cmpfiles(whole, resumed, names, shallow=False)
        different += [f"{resumed.name}/{name}" for part in other for name in part]
    got = f"killed {done} times in {len(folders)} replays of {weeks} weeks; " + (
        f"differing: {', '.join(different)}" if different else f"all {len(list(whole.iterdir()))} files equal"
    )
    report.asked("killed at random moments and resumed", "the same folder", got, met=not different)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weeks", type=int, default=296)
    parser.add_argument("--long", type=int, default=740)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument(
        "--before", type=Path, help=f"a checkout of {BEFORE}; by default its files out of git"
    )
    parser.add_argument("--postgres", metavar="URL", help="a server; by default one is started")
    asked = parser.parse_args()
    weeks, slow = asked.weeks, min(asked.weeks, DAY_BY_DAY)
    report, started = Report(), time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "store.sqlite"
        build(store)
        parts: dict[str, Callable[[], None]] = {
            "the speed before": lambda: before(report, folder, slow + 1, asked.before),
            "one process": lambda: one_process(report, store, weeks),
            "two processes": lambda: two_processes(report, store, weeks),
            "Dask": lambda: dask(report, store, weeks),
            "PostgreSQL": lambda: postgres(report, weeks, asked.postgres),
            "day by day": lambda: day_by_day(report, store, slow),
            "hashes": lambda: same_hashes(report),
            "a long replay": lambda: long(report, store, asked.long, weeks_from(FIRST, weeks)[-1]),
            "kills": lambda: killed(report, store, min(weeks, KILLED_WEEKS), asked.kills, folder),
        }
        for title, part in parts.items():
            report.part(title, part)
        afresh()
    report.close()
    print(f"{time.perf_counter() - started:.0f} s in all, {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
