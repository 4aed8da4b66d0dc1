"""Real processes, killed and crowded: no acknowledged write is lost, no row is torn.

Two seeds in the suite; forty with ``SIGNALS_CRASH_SEEDS=40 pytest tests/sources/test_crash.py``.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sources.store import Store
from sources.store.care import examine
from tools.fred_server import KEY, Change, FredServer
from tools.fred_server.archive import Archive

pytestmark = pytest.mark.slow

SEEDS = int(os.environ.get("SIGNALS_CRASH_SEEDS", "2"))
ROOT = Path(__file__).parent.parent.parent
ITEMS = ("SAF111", "SAF112", "SEFJ", "SAF113", "SAF114", "SAF115")
WANTED = [f"us.cpi.item.{code}.nsa" for code in ITEMS]
N_MONTHS = 600


@pytest.fixture(scope="module")
def fred() -> Iterator[FredServer]:
    months = [dt.date(1970 + n // 12, n % 12 + 1, 1) for n in range(N_MONTHS)]
    held = {
        f"CUUR0000{code}": [
            Change(
                period=month, released_at=month + dt.timedelta(days=45), value=round(100 + number + n / 10, 3)
            )
            for n, month in enumerate(months)
        ]
        for number, code in enumerate(ITEMS)
    }
    with FredServer(Archive(held, today=dt.date(2024, 2, 16))) as server:
        yield server


def start(fred: FredServer, store: Path, wanted: list[str]) -> subprocess.Popen[str]:
    environment = os.environ | {
        "SIGNALS_FRED_BASE_URL": fred.base_url,
        "FRED_API_KEY": KEY,
        "SIGNALS_FRED_PACE_SECONDS": "0",
        "PYTHONPATH": str(ROOT),
    }
    command = [
        sys.executable,
        "-c",
        "from signals.cli import main; main()",
        "fetch",
        *wanted,
        "--store",
        str(store),
    ]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    )


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_fetch_killed_at_any_moment_keeps_what_it_acknowledged(
    seed: int, fred: FredServer, tmp_path: Path
) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same moments each time
    store = tmp_path / "s.sqlite"
    process = start(fred, store, WANTED)
    assert process.stderr is not None
    n_lines = dice.randrange(1, len(WANTED))
    acknowledged = [process.stderr.readline().partition(":")[0] for _ in range(n_lines)]
    time.sleep(dice.uniform(0, 0.06))
    process.send_signal(signal.SIGKILL)
    acknowledged += [line.partition(":")[0] for line in process.stderr.read().splitlines() if ": " in line]
    process.communicate()
    assert examine(store).sound
    held = Store.open(store)
    assert {series for series in WANTED if len(held.series(series))} >= set(acknowledged)
    assert {len(held.series(series)) for series in held.series_ids()} == {N_MONTHS}
    finished = start(fred, store, WANTED)
    finished.communicate(timeout=60)
    assert finished.returncode == 0
    assert [len(Store.open(store).series(series)) for series in WANTED] == [N_MONTHS] * len(WANTED)


def test_four_fetchers_at_once_lose_nothing_and_repeat_nothing(fred: FredServer, tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    orders = [WANTED, WANTED[::-1], WANTED[::2], WANTED[1::2]]
    running = [start(fred, store, order) for order in orders]
    said = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0, 0], said
    assert examine(store).sound
    held = Store.open(store)
    assert [len(held.series(series)) for series in WANTED] == [N_MONTHS] * len(WANTED)


def test_a_full_disk_undoes_the_write_and_says_so(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    head = "series,period,value,released_at\n"
    first = tmp_path / "first.csv"
    first.write_text(head + "user.a,2024-01-01,1,2024-02-01\n")
    big = tmp_path / "big.csv"
    days = [dt.date(1980, 1, 1) + dt.timedelta(days=n) for n in range(8000)]
    big.write_text(head + "".join(f"user.b,{day},{n},{day}\n" for n, day in enumerate(days)))

    def load(path: Path, room: int | None) -> subprocess.CompletedProcess[str]:
        limit = (
            f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room})); " if room else ""
        )
        command = [sys.executable, "-c", limit + "from signals.cli import main; main()", "load", str(path)]
        return subprocess.run(
            [*command, "--store", str(store)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert load(first, None).returncode == 0
    failed = load(big, store.stat().st_size + 200_000)
    assert failed.returncode == 1
    assert "was undone" in failed.stderr
    assert examine(store).sound
    assert Store.open(store).series_ids() == ["user.a"]
    assert load(big, None).returncode == 0
    assert len(Store.open(store).series("user.b")) == 8000
