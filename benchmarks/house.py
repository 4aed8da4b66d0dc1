"""How long a house of thirty members takes, from an open store to its document.

    python benchmarks/house.py

Asked for (issue 15): thirty members in under 3 s. Thirty made-up markets against the S&P 500, two years of weekly
closes, in a folder of their own; the second of two runs in one process is printed, without the start of Python.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
COUNT = 30


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        configs = folder / "configs"
        shutil.copytree(ROOT / "configs", configs)
        entry = (ROOT / "examples/houses/catalogue.toml").read_text(encoding="utf-8")
        block = entry[entry.index('[series."index.XLB"]') : entry.index('[series."index.XLC"]')]
        with (configs / "catalogue.toml").open("a", encoding="utf-8") as file:
            for place in range(COUNT):
                file.write("\n" + re.sub("xlb", f"m{place}", block.replace("XLB", f"M{place}")))
        house = (ROOT / "examples/houses/us_sectors.toml").read_text(encoding="utf-8")
        pairs = ", ".join(f'"M{place}~SPX"' for place in range(COUNT))
        (configs / "houses/thirty.toml").write_text(
            re.sub(r"pairs = \[.*\]", f"pairs = [{pairs}]", house, flags=re.DOTALL)
        )
        os.environ["SIGNALS_CONFIG_DIR"] = str(configs)
        _load(folder)
        _time(folder / "s.db")


def _load(folder: Path) -> None:
    days = [dt.date(2022, 1, 7) + dt.timedelta(weeks=week) for week in range(111)]
    names = ["SPX", *(f"M{place}" for place in range(COUNT))]
    drawn = np.random.default_rng(3).normal(0.002, 0.02, (len(days), len(names)))
    levels = 100 * np.exp(np.cumsum(drawn, axis=0))
    with (folder / "closes.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["series", "period", "released_at", "value"])
        for place, name in enumerate(names):
            writer.writerows(
                [f"index.{name}", day, day, f"{level:.2f}"]
                for day, level in zip(days, levels[:, place], strict=True)
            )
    from typer.testing import CliRunner

    from signals.cli import app

    done = CliRunner().invoke(app, ["load", str(folder / "closes.csv"), "--store", str(folder / "s.db")])
    if done.exit_code:
        raise SystemExit(done.stderr)


def _time(store: Path) -> None:
    from signals.cli.calls import Session
    from signals.houses.config import load_house

    for _ in range(2):
        started, spent = time.perf_counter(), time.process_time()
        house = load_house("thirty")
        session = Session(house.strategies, store=store, sample=False, house=house)
        document = session.on(dt.date(2024, 2, 16))
        took, spent = time.perf_counter() - started, time.process_time() - spent
    view = document.house_view
    if view is None:
        raise SystemExit("no house view")
    total = sum(one.active_bp for one in view.weights)
    seconds = f"{took:.2f} s ({spent:.2f} s of processor)"
    print(f"{len(document.calls)} members: {seconds}; weights add up to {total} bp; {view.weeks} weeks")


if __name__ == "__main__":
    main()
