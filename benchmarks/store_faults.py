"""What becomes of a store whose bits flip, and of one whose writer is killed.

    python benchmarks/store_faults.py [--flips 1000] [--kills 60] [--seed 0]

Each bit flips in a fresh copy of a store that holds the bundled sample, an acceptance and a recorded call; pages of
every kind take turns. All of it is read, and the calls of 2024-02-16 are made, without the memory of facts. The kills fall
at random moments of `signals load` and of `signals fetch` from a local server.

Holds where every fault ends in the same rows and the same document (but for its run), or in an error in words; exit 1 otherwise.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from signals import api
from signals.data.accepting import Wanted, acceptances_of
from signals.data.entrance import door
from signals.opening import catalogue, evidence, judged
from signals.record.log import new_entries
from sources.door.files.sheets import Incoming
from sources.errors import SourceError
from sources.intake import take_in
from sources.sample import SAMPLE_FILES
from sources.store import CallEntry, Store
from tools.fred_server import KEY, Change, FredServer
from tools.fred_server.archive import Archive

AS_OF = dt.date(2024, 2, 16)
NOW = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
SAMPLE = Path(__file__).parent.parent / "sources" / "sample"
PROGRAM = [sys.executable, "-c", "from signals.cli import main; main()"]


def document(path: Path) -> str:
    """Return the calls that a store leads to, but for their run."""
    made = api.allocate(api.panel_on(judged(Store.open(path, readonly=True)), AS_OF))
    return made.model_dump_json(exclude={"run"})


def everything(path: Path) -> object:
    """Return all that can be read of a store, each row with its verdict."""
    store = Store.open(path, readonly=True)
    reader = judged(store)
    columns = ("period", "released_at", "value", "exact", "quality", "source", "rule")
    rows = {
        name: [getattr(history, column).tolist() for column in columns]
        for name in reader.series_ids()
        for history in [reader.series(name)]
    }
    return rows, reader.events(), reader.acceptances(), store.calls()


def fill(path: Path) -> None:
    """Write the sample, an acceptance and a call."""
    store = Store.open(path, create=True)
    for name in SAMPLE_FILES:
        read = door().read(Incoming(name=name, content=(SAMPLE / name).read_bytes()))
        take_in(store, read.observations, read.events, specs=catalogue(), evidence=evidence(), fetched_at=NOW)
    close = Wanted(series="index.VIX", period=AS_OF, value=14.24, because="seen on the exchange's page")
    store.accept(acceptances_of(judged(store), [close]), accepted_at=NOW)
    made = api.allocate(api.panel_on(judged(store), AS_OF))
    for entry in new_entries(made, recorded_at=NOW, log=()):
        store.append_call(CallEntry(**asdict(entry)))


# ---------------------------------------------------------------- flips


def pages(path: Path) -> dict[str, list[tuple[int, int]]]:
    """Return the pages of each kind, as (first byte, number of bytes)."""
    found = defaultdict(list)
    with sqlite3.connect(path) as connection:
        for name, kind, start, size in connection.execute(
            "SELECT name, pagetype, pgoffset, pgsize FROM dbstat"
        ):
            found[f"{name}, {kind}"].append((start, size))
    found["the header of the file"] = [(0, 100)]
    return found


def flip(path: Path, copy: Path, at: int, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    copy.write_bytes(content)


def outcome(copy: Path, truth: object, calls: str) -> str:
    """Return what a damaged copy ends in."""
    try:
        found = everything(copy)
    except SourceError:
        found = None
    except Exception as error:  # noqa: BLE001 - it is what is counted
        return f"traceback ({type(error).__name__})"
    if found == truth:
        return "the same rows, the same document"
    try:
        same = document(copy) == calls
    except SourceError:
        return "an error in words" if found is None else "other rows read, and an error for the calls"
    except Exception as error:  # noqa: BLE001
        return f"traceback ({type(error).__name__})"
    if not same:
        return "ANOTHER DOCUMENT"
    return "the same document, an error for other rows" if found is None else "OTHER ROWS, the same document"


GOOD = {
    "the same rows, the same document",
    "an error in words",
    "the same document, an error for other rows",
}


def flips(folder: Path, n_flips: int, dice: random.Random) -> bool:
    path, copy = folder / "s.sqlite", folder / "flipped.sqlite"
    fill(path)
    truth, calls = everything(path), document(path)
    kinds = pages(path)
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for number in range(n_flips):
        kind = sorted(kinds)[number % len(kinds)]
        start, size = dice.choice(kinds[kind])
        at, bit = start + dice.randrange(size), dice.randrange(8)
        flip(path, copy, at, bit)
        end = outcome(copy, truth, calls)
        counted[kind][end] += 1
        if end not in GOOD:
            print(f"byte {at}, bit {bit}, {kind}: {end}", flush=True)
    total: Counter[str] = sum(counted.values(), start=Counter())
    print(f"{n_flips} flipped bits in {len(kinds)} kinds of pages ({path.stat().st_size:,} bytes):")
    for end, n in total.most_common():
        print(f"  {n:5} {end}")
    return set(total) <= GOOD


# ---------------------------------------------------------------- kills


def killed_loads(folder: Path, n_kills: int, dice: random.Random) -> Iterator[str]:
    """Kill `signals load` of 13,000 rows into a store of the sample."""
    base, store, table = folder / "base.sqlite", folder / "killed.sqlite", folder / "more.csv"
    days = [dt.date(2010, 1, 1) + dt.timedelta(days=n) for n in range(13_000 // 4)]
    table.write_text(
        "series,period,value,released_at\n"
        + "".join(f"user.{name},{day},{n},{day}\n" for name in "abcd" for n, day in enumerate(days))
    )
    fill(base)
    command = [*PROGRAM, "load", str(table), "--store", str(store), "--format", "json"]

    def fresh() -> None:
        for left_over in folder.glob("killed.sqlite*"):
            left_over.unlink()
        store.write_bytes(base.read_bytes())

    fresh()
    before = everything(store)
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - start
    after = everything(store)
    calls = document(store)
    for _ in range(n_kills):
        fresh()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.2, 1.1) * seconds)
        process.send_signal(signal.SIGKILL)
        said, _ = process.communicate()
        found = everything(store)
        if found not in (before, after):
            yield "TORN"
        elif said.strip() and found != after:
            yield "ACKNOWLEDGED AND LOST"
        elif document(store) != calls:  # no fact reads the rows of the table
            yield "ANOTHER DOCUMENT"
        else:
            yield "nothing was written" if found == before else "all was written"


ITEMS = ("SAF111", "SAF112", "SEFJ", "SAF113", "SAF114", "SAF115")
N_MONTHS = 600


def killed_fetches(folder: Path, n_kills: int, dice: random.Random) -> Iterator[str]:
    """Kill `signals fetch` of six series, each of them acknowledged by a line."""
    months = [dt.date(1970 + n // 12, n % 12 + 1, 1) for n in range(N_MONTHS)]
    held = {
        f"CUUR0000{code}": [
            Change(period=month, released_at=month + dt.timedelta(days=45), value=round(100 + n / 10, 3))
            for n, month in enumerate(months)
        ]
        for code in ITEMS
    }
    wanted = [f"us.cpi.item.{code}.nsa" for code in ITEMS]
    with FredServer(Archive(held, today=AS_OF)) as server:
        environment = os.environ | {
            "SIGNALS_FRED_BASE_URL": server.base_url,
            "FRED_API_KEY": KEY,
            "SIGNALS_FRED_PACE_SECONDS": "0",
        }

        def run(store: Path) -> subprocess.Popen[str]:
            command = [*PROGRAM, "fetch", *wanted, "--store", str(store)]
            return subprocess.Popen(
                command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
            )

        start = time.perf_counter()
        run(folder / "whole.sqlite").communicate()
        seconds = time.perf_counter() - start
        truth = everything(folder / "whole.sqlite")
        for number in range(n_kills):
            store = folder / f"fetched{number}.sqlite"
            process = run(store)
            time.sleep(dice.uniform(0.3, 1.1) * seconds)
            process.send_signal(signal.SIGKILL)
            _, said = process.communicate()
            acknowledged = {line.partition(":")[0] for line in said.splitlines() if ": " in line}
            reader = judged(Store.open(store, readonly=True)) if store.exists() else None
            there = {name: len(reader.series(name)) for name in reader.series_ids()} if reader else {}
            if not acknowledged <= set(there):
                yield "ACKNOWLEDGED AND LOST"
            elif set(there.values()) - {N_MONTHS}:
                yield "TORN"
            else:
                run(store).communicate()
                yield (
                    f"{len(there)} of 6 series were written" if everything(store) == truth else "ANOTHER END"
                )


def kills(folder: Path, n_kills: int, dice: random.Random) -> bool:
    ends: Counter[str] = Counter()
    for what, killed in (("load", killed_loads), ("fetch", killed_fetches)):
        for end in killed(folder, n_kills // 2, dice):
            ends[f"{what}: {end}"] += 1
    print(f"{sum(ends.values())} kills, half during load and half during fetch:")
    for end, n in sorted(ends.items()):
        print(f"  {n:5} {end}")
    return not any(end.rpartition(": ")[2].isupper() for end in ends)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    dice = random.Random(chosen.seed)  # noqa: S311 - the same faults each time
    with tempfile.TemporaryDirectory() as folder:
        fine = flips(Path(folder), chosen.flips, dice) if chosen.flips else True
        fine &= kills(Path(folder), chosen.kills, dice) if chosen.kills else True
    sys.exit(not fine)


if __name__ == "__main__":
    main()
