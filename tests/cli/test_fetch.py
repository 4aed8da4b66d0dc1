"""``signals fetch`` against a FRED of one's own: what came is kept, what did not is named."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signals.cli import app
from signals.opening import catalogue
from sources.sample import sample_reader
from sources.store import Store
from sources.store.care import good_copy_path
from sources.transport import Limits
from tools.fred_server import FAULTS, KEY, Change, FredServer
from tools.fred_server.archive import Archive

runner = CliRunner()
TODAY = dt.date(2024, 2, 16)
WANTED = {"us.cpi.all.nsa": "CPIAUCNS", "us.gasoline.regular": "GASREGW", "us.effr": "DFF"}


@pytest.fixture(scope="module")
def running() -> Iterator[FredServer]:
    reader = sample_reader(catalogue().keys())
    held = {}
    for series, fred_id in WANTED.items():
        history = reader.series(series)
        columns = (history.period.tolist(), history.released_at.tolist(), history.value.tolist())
        held[fred_id] = [
            Change(period=period, released_at=released_at, value=value)
            for period, released_at, value in zip(*columns, strict=True)
        ]
    with FredServer(Archive(held, today=TODAY)) as server:
        yield server


@pytest.fixture
def fred(running: FredServer, monkeypatch: pytest.MonkeyPatch) -> FredServer:
    running.calm()
    monkeypatch.setenv("SIGNALS_FRED_BASE_URL", running.base_url)
    monkeypatch.setenv("FRED_API_KEY", KEY)
    monkeypatch.setenv("SIGNALS_FRED_PACE_SECONDS", "0")
    quick = Limits(read_seconds=0.2, exchange_seconds=0.5, total_seconds=2, tries=2, first_wait_seconds=0.001)
    monkeypatch.setattr("sources.transport.Limits", lambda: quick)
    return running


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "s.sqlite"


def fetch(*arguments: object) -> tuple[int, str, str]:
    result = runner.invoke(app, ["fetch", *map(str, arguments)])
    assert KEY not in result.stdout + result.stderr
    return result.exit_code, result.stdout, result.stderr


def fetch_json(*arguments: object) -> dict[str, object]:
    code, stdout, _ = fetch(*arguments, "--format", "json")
    assert code == 0
    document: dict[str, object] = json.loads(stdout)
    return document


def test_what_fred_has_is_in_the_store_with_its_release_days(fred: FredServer, store: Path) -> None:
    document = fetch_json(*WANTED, "--store", store)
    assert document["complete"] is True
    held = Store.open(store, readonly=True).series("us.cpi.all.nsa")
    truth = sample_reader(catalogue().keys()).series("us.cpi.all.nsa")
    assert held.value.tolist() == truth.value.tolist()
    assert held.released_at.tolist() == truth.released_at.tolist()
    assert set(held.source) == {"fred:CPIAUCNS"}


def test_a_second_fetch_asks_only_for_what_is_new(fred: FredServer, store: Path) -> None:
    fetch("us.cpi.all.nsa", "--store", store)
    fred.requests.clear()
    again = fetch_json("us.cpi.all.nsa", "--store", store)
    assert [row["added"] for row in again["series"]] == [0]  # type: ignore[attr-defined]
    assert fred.requests == ["/fred/release", "/fred/series/vintagedates CPIAUCNS"]


def test_a_new_release_is_added_and_nothing_else(
    fred: FredServer, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fred.archive, "today", dt.date(2024, 2, 12))
    fetch("us.cpi.all.nsa", "--store", store)
    monkeypatch.setattr(fred.archive, "today", TODAY)
    document = fetch_json("us.cpi.all.nsa", "--store", store)
    [row] = document["series"]  # type: ignore[misc]
    assert (row["added"], row["newest_period"], row["newest_release"]) == (1, "2024-01-01", "2024-02-13")


def test_a_series_that_fails_is_named_and_the_others_are_kept(fred: FredServer, store: Path) -> None:
    code, stdout, stderr = fetch("us.cpi.all.nsa", "us.nfci", "us.effr", "--store", store)
    assert code == 3
    assert "us.nfci: FRED, NFCI (observations): it knows no such series" in stdout
    assert "us.nfci: FRED, NFCI" in stderr
    held = Store.open(store, readonly=True)
    assert held.series_ids() == ["us.cpi.all.nsa", "us.effr"]


def test_a_failure_that_many_series_share_is_said_once(fred: FredServer, store: Path) -> None:
    lacking = ["us.nfci", "us.sofr", "us.breakeven.5y", "us.breakeven.10y", "us.fed.target.upper"]
    code, stdout, _ = fetch("us.effr", *lacking, "--store", store)
    assert code == 3
    assert stdout.count("it knows no such series") == 1
    assert "us.nfci, us.sofr, us.breakeven.5y, us.breakeven.10y and 1 more: FRED, …: it knows" in " ".join(
        stdout.split()
    )


def test_a_fault_in_the_middle_leaves_whole_series_only(fred: FredServer, store: Path) -> None:
    real = fred.answer

    def later(path: str, query: dict[str, str]) -> bytes:
        if query.get("series_id") == "GASREGW":
            fred.fault_for_ever = FAULTS["cut body"]
        return real(path, query)

    fred.answer = later  # type: ignore[method-assign]
    try:
        code, stdout, _ = fetch(*WANTED, "--store", store, "--format", "json")
    finally:
        fred.answer = real  # type: ignore[method-assign]
    assert code == 3
    results = {row["series"]: row["result"] for row in json.loads(stdout)["series"]}
    assert results == {"us.cpi.all.nsa": "fetched", "us.gasoline.regular": "failed", "us.effr": "failed"}
    assert len(Store.open(store).series("us.cpi.all.nsa")) == 409
    fred.calm()
    assert fetch(*WANTED, "--store", store)[0] == 0


def test_a_server_that_is_down_is_not_asked_for_ever(fred: FredServer, store: Path) -> None:
    fetch(*WANTED, "--store", store)
    fred.calm()
    real = fred.answer

    def only_the_key(path: str, query: dict[str, str]) -> bytes:
        fred.fault_for_ever = FAULTS["503"]
        return real(path, query)

    fred.answer = only_the_key  # type: ignore[method-assign]
    fred.faults.clear()
    try:
        fred.fault_for_ever = None
        code, stdout, stderr = fetch(*WANTED, "--store", store, "--format", "json")
    finally:
        fred.answer = real  # type: ignore[method-assign]
    assert code == 1
    assert "503" in stdout + stderr


def test_without_a_key_the_exit_code_is_four_and_no_store_appears(
    fred: FredServer, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FRED_API_KEY")
    code, stdout, stderr = fetch("--store", store)
    assert (code, stdout) == (4, "")
    assert "FRED_API_KEY" in stderr
    assert fred.requests == []
    assert not store.exists()


def test_a_key_that_fred_refuses_is_told_before_anything_is_fetched(
    fred: FredServer, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRED_API_KEY", "z" * 32)
    code, _, stderr = fetch("--store", store)
    assert code == 4
    assert "refuses the key" in stderr
    assert "z" * 32 not in stderr
    assert fred.requests == ["/fred/release"]
    assert not store.exists()


def test_an_unknown_series_is_a_usage_error_with_the_nearest_name(fred: FredServer, store: Path) -> None:
    code, _, stderr = fetch("us.cpi.all.nas", "--store", store)
    assert code == 2
    assert "did you mean us.cpi.all.nsa?" in stderr
    assert fred.requests == []


def test_a_dry_run_asks_and_writes_nothing(fred: FredServer, store: Path) -> None:
    fetch("us.cpi.all.nsa", "--store", store)
    fred.requests.clear()
    before = store.read_bytes()
    document = fetch_json(*WANTED, "--store", store, "--dry-run")
    plans = {row["series"]: row["vintages_after"] for row in document["series"]}  # type: ignore[attr-defined]
    assert plans == {"us.cpi.all.nsa": "2024-02-13", "us.gasoline.regular": None, "us.effr": None}
    assert fred.requests == []
    assert store.read_bytes() == before


def test_a_dry_run_needs_neither_key_nor_store(
    fred: FredServer, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FRED_API_KEY")
    code, stdout, _ = fetch("--dry-run", "--store", store)
    assert code == 0
    assert "FRED CPIAUCNS" in stdout
    assert not store.exists()


def test_an_optional_feed_says_how_to_install_it(
    fred: FredServer, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    for package in ("yfinance", "akshare"):
        monkeypatch.setitem(sys.modules, package, None)
    code, stdout, _ = fetch("us.effr", "index.HSTECH", "futures.ZQ", "index.HSI", "--store", store)
    assert code == 3
    assert "pip install 'macro-signals[akshare]'" in stdout
    assert "pip install 'macro-signals[yfinance]'" in stdout


def test_a_series_that_nobody_offers_says_to_bring_a_table(fred: FredServer, store: Path) -> None:
    code, stdout, _ = fetch("us.effr", "cn.m2.yoy", "--store", store)
    assert code == 3
    assert "bring a table: `signals load FILE`" in stdout


def test_since_leaves_out_older_vintages(fred: FredServer, store: Path) -> None:
    fetch("us.gasoline.regular", "--since", "2024-02-01", "--store", store)
    held = Store.open(store).series("us.gasoline.regular")
    assert str(held.released_at.min()) == "2024-02-05"


def test_a_good_copy_is_kept(fred: FredServer, store: Path) -> None:
    fetch("us.effr", "--store", store)
    assert len(Store.open(good_copy_path(store)).series("us.effr")) == 77


def test_a_figure_that_breaks_a_gate_is_named(
    fred: FredServer, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = [
        Change(period=dt.date(2024, month, 1), released_at=dt.date(2024, month + 1, 13), value=value)
        for month, value in ((1, 308.4), (2, 310.3), (3, 31.2))
    ]
    archive = Archive({"CPIAUCNS": log}, today=dt.date(2024, 5, 1))
    monkeypatch.setattr(fred, "archive", archive)
    code, stdout, _ = fetch("us.cpi.all.nsa", "--store", store)
    assert code == 0
    assert "us.cpi.all.nsa: 1 row(s) blocked by unit_or_base_changed" in stdout


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_both_languages(fred: FredServer, store: Path, lang: str) -> None:
    assert fetch("us.effr", "--store", store, "--lang", lang)[0] == 0


FED_FEED = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>FRB: Press Release - Monetary Policy</title>
<item><title>Federal Reserve issues FOMC statement</title>
<link>https://www.federalreserve.gov/newsevents/pressreleases/monetary20240918a.htm</link>
<description>The Committee decided to lower the target range for the federal funds rate by 1/2 percentage point \
to 4-3/4 to 5 percent.</description>
<pubDate>Wed, 18 Sep 2024 18:00:00 GMT</pubDate></item></channel></rss>"""


def test_policy_news_becomes_events_in_the_store(
    fred: FredServer, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tools.fred_server.faults import body

    monkeypatch.setenv("SIGNALS_NEWS_BASE_URL", fred.base_url)
    fred.fault_for_ever = body(FED_FEED)
    monkeypatch.delenv("FRED_API_KEY")  # a feed needs none
    assert fetch("events.us.fed", "--store", store)[0] == 0
    [event] = Store.open(store).events()
    assert (event.kind, event.magnitude, event.announced_at) == (
        "monetary.policy_rate",
        -50.0,
        dt.date(2024, 9, 18),
    )
    fred.fault_for_ever = body(b"<html>prove that you are no robot</html>", "text/html")
    code, stdout, _ = fetch("events.us.fed", "--store", store)
    assert code == 1
    assert "events.us.fed" in stdout
    assert len(Store.open(store).events()) == 1


def test_a_fetched_panel_names_its_source_and_grows_stale(fred: FredServer, store: Path) -> None:
    from signals.panel import Panel

    fetch("us.cpi.all.nsa", "us.effr", "--store", store)
    reader = Store.open(store, readonly=True)
    today = Panel(reader, TODAY, catalogue())
    assert (today.origin, today.input("us.effr").source, today.input("us.effr").status) == (
        "store",
        "fred:DFF",
        "ok",
    )
    later = Panel(reader, dt.date(2024, 5, 1), catalogue())
    assert {later.input(series).status for series in ("us.cpi.all.nsa", "us.effr")} == {"stale"}
    assert later.input("us.gasoline.regular").status == "missing"
