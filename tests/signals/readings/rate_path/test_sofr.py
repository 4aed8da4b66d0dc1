"""Three-month SOFR futures: a known path comes back through the compounded quarters."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signals.cli.app import app
from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.rate_path.health import remarks_on
from signals.readings.rate_path.model.months import month_after
from signals.readings.rate_path.reading import NoPath
from signals.readings.rate_path.sofr import read_sofr, third_wednesday
from sources.contract import Observation, contract_code
from sources.memory import MemoryReader

from .conftest import price_rows

D = dt.date
DAY = D(2024, 2, 16)
STEPS = {
    D(2024, 3, 20): -0.031,
    D(2024, 5, 1): -0.102,
    D(2024, 6, 12): -0.27,
    D(2024, 7, 31): 0.05,
    D(2024, 9, 18): -0.22,
    D(2024, 11, 7): -0.17,
    D(2024, 12, 18): -0.24,
    D(2025, 1, 29): -0.1,
}


def compounded(month: dt.date, level: float, steps: Mapping[dt.date, float]) -> float:
    """Return the rate of one reference quarter, day by day from its definition."""
    start, end = third_wednesday(month), third_wednesday(month_after(month, 3))
    whole, day = 1.0, start
    while day < end:
        following = day + dt.timedelta(days=1)
        while following < end and following.weekday() >= 5:
            following += dt.timedelta(days=1)
        rate = level + sum(step for meeting, step in steps.items() if meeting < day)
        whole *= 1.0 + rate / 100 * (following - day).days / 360
        day = following
    return (whole - 1.0) * 360 / (end - start).days * 100


def strip(months: list[dt.date], level: float, steps: Mapping[dt.date, float]) -> dict[str, float]:
    return {contract_code("SR3", month): 100.0 - compounded(month, level, steps) for month in months}


def fixings(level: float) -> list[Observation]:
    days = [D(2023, 12, 1) + dt.timedelta(days=ahead) for ahead in range(77)]
    return [
        Observation(
            series="us.sofr",
            period=day,
            value=level,
            released_at=day + dt.timedelta(days=1),
            source="made up",
        )
        for day in days
        if day.weekday() < 5
    ]


def panel(prices: Mapping[str, float], more: list[Observation]) -> Panel:
    return Panel(
        MemoryReader([*price_rows(DAY, prices), *more], origin="store"),
        DAY,
        catalogue(),
    )


def months(count: int, every: int) -> list[dt.date]:
    return [month_after(D(2023, 12, 1), ahead) for ahead in range(0, count, every)]


def test_the_third_wednesday_of_march_2024() -> None:
    assert third_wednesday(D(2024, 3, 1)) == D(2024, 3, 20)
    assert third_wednesday(D(2024, 5, 1)) == D(2024, 5, 15)


def test_a_known_path_comes_back_to_a_hundredth_of_a_basis_point() -> None:
    """With serial months every step is told; November's quarter ends with the announced calendar."""
    path = read_sofr(panel(strip(months(12, 1), 5.31, STEPS), fixings(5.31)))
    assert path.meetings == tuple(STEPS)
    levels = [5.31 + sum(list(STEPS.values())[: place + 1]) for place in range(len(STEPS))]
    assert path.implied_rate_pct == pytest.approx(levels, abs=1e-4)
    assert path.step_bp == pytest.approx([100 * step for step in STEPS.values()], abs=0.01)
    assert path.repricing_rms_bp < 0.01


def test_quarterly_contracts_are_repriced_and_say_what_they_do_not_tell() -> None:
    path = read_sofr(panel(strip(months(12, 3), 5.31, STEPS), fixings(5.31)))
    assert path.repricing_rms_bp < 0.01
    assert "rate_path.steps_held_alike" in {remark.code for remark in remarks_on(path)}


def test_even_steps_come_back_from_quarterly_contracts() -> None:
    even = dict.fromkeys(STEPS, -0.15)
    path = read_sofr(panel(strip(months(12, 3), 5.31, even), fixings(5.31)))
    assert path.step_bp == pytest.approx([-15.0] * len(path.meetings), abs=0.05)


def test_the_elapsed_part_of_a_quarter_counts_at_its_fixings() -> None:
    prices = strip(months(12, 1), 5.31, STEPS)
    fixed = fixings(5.31)
    lifted = [
        Observation(
            series=o.series, period=o.period, value=o.value + 0.05, released_at=o.released_at, source="t"
        )
        if o.period < D(2024, 1, 10)
        else o
        for o in fixed
    ]
    plain, other = read_sofr(panel(prices, fixed)), read_sofr(panel(prices, lifted))
    assert plain.repricing_bp[0] == pytest.approx(0.0, abs=0.01)
    assert other.repricing_bp[0] > 0.3  # the fixings say more than the price; the level gives a little


def test_without_prices_the_message_says_what_would_do() -> None:
    with pytest.raises(NoPath, match="no SR3 futures price is known as of 2024-02-16"):
        read_sofr(panel({}, []))


def test_the_command_line_reads_sofr_futures(tmp_path: Path) -> None:
    file, store = tmp_path / "sr3.csv", tmp_path / "store.sqlite"
    lines = [
        f"{DAY},{code},{price:.6f},settlement" for code, price in strip(months(12, 1), 5.31, STEPS).items()
    ]
    file.write_text("\n".join(["date,contract,price,kind", *lines]), encoding="utf-8")
    run = CliRunner().invoke
    assert run(app, ["load", str(file), "--store", str(store)]).exit_code == 0
    asked = ["path", "--as-of", str(DAY), "--store", str(store), "--instrument", "SR3"]
    document = json.loads(run(app, [*asked, "--format", "json"]).stdout)
    assert (document["instrument"], document["method"]) == ("SR3", "fit")
    assert document["meetings"][2]["step_bp"] == pytest.approx(-27.0, abs=0.2)
    screen = run(app, [*asked, "--plot", str(tmp_path / "sr3.svg")])
    assert "SR3 settlements of 2024-02-16" in screen.stdout
