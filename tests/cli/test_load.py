"""``signals load``: all or nothing, and it says what was new."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signals.cli import app
from signals.opening import judged
from sources.sample import __name__ as sample_package
from sources.store import Store
from sources.store.care import good_copy_path

runner = CliRunner()
SAMPLE = Path(__import__(sample_package, fromlist=["x"]).__file__ or "").parent

GOOD = "series,period,value,released_at\nus.cpi.all.nsa,2024-01-01,308.417,2024-02-13\n"
BAD = "series,period,value,released_at\nus.cpi.all.nsa,2024-02-01,much,2024-03-12\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def load(*arguments: object) -> tuple[int, str, str]:
    result = runner.invoke(app, ["load", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_the_sample_loads_once_and_is_known_the_second_time(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    first = json.loads(load(SAMPLE, "--store", store, "--format", "json")[1])
    again = json.loads(load(SAMPLE, "--store", store, "--format", "json")[1])
    assert first["added"] == {"observations": 4648, "events": 17, "weekly_rows": 0}
    assert again["added"] == {"observations": 0, "events": 0, "weekly_rows": 0}
    assert again["already_known"] == 4665
    assert {finding["rule"] for finding in first["findings"]} == {"outlier"}  # China's PMIs of February 2020
    assert again["findings"] == []


def test_one_bad_file_among_good_ones_leaves_the_store_unchanged_to_the_byte(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    good = write(tmp_path, "good.csv", GOOD)
    assert load(good, "--store", store)[0] == 0
    before = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.glob("s.sqlite*")}
    newer = write(
        tmp_path, "newer.csv", GOOD.replace("2024-01-01", "2023-12-01").replace("308.417", "306.746")
    )
    code, stdout, stderr = load(newer, write(tmp_path, "bad.csv", BAD), "--store", store)
    assert (code, stdout) == (2, "")
    assert "bad.csv, row 2, column value: found 'much'; expected a number" in stderr
    after = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.glob("s.sqlite*")}
    assert after == before


def test_a_bad_file_does_not_even_make_a_store(tmp_path: Path) -> None:
    store = tmp_path / "sub" / "s.sqlite"
    assert load(write(tmp_path, "bad.csv", BAD), "--store", store)[0] == 2
    assert not store.parent.exists()


def test_a_load_that_adds_nothing_changes_no_byte(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    good = write(tmp_path, "good.csv", GOOD)
    load(good, "--store", store)
    before = store.read_bytes()
    assert load(good, "--store", store)[0] == 0
    assert store.read_bytes() == before


def test_a_good_copy_is_kept_beside_the_store(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    load(write(tmp_path, "good.csv", GOOD), "--store", store)
    copy = Store.open(good_copy_path(store), readonly=True)
    assert copy.series("us.cpi.all.nsa").value.tolist() == [308.417]


def test_the_screen_names_what_came_and_what_is_doubted(tmp_path: Path) -> None:
    wild = GOOD + "us.cpi.all.nsa,2024-02-01,3.2,2024-03-12\n"
    code, stdout, _ = load(write(tmp_path, "wild.csv", wild), "--store", tmp_path / "s.sqlite")
    assert code == 0
    assert "1 blocked" in stdout
    assert "out_of_range" in stdout
    assert "2024-02-01 at 3.2" in stdout


def verdicts(store: Path, series: str) -> list[str]:
    return judged(Store.open(store, readonly=True)).series(series).quality.tolist()


def test_the_old_option_accepts_nothing_and_says_what_does(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    wild = write(tmp_path, "wild.csv", GOOD + "us.cpi.all.nsa,2024-02-01,3.2,2024-03-12\n")
    _, _, stderr = load(wild, "--store", store, "--accept")
    assert "signals accept SERIES PERIOD VALUE" in stderr
    assert verdicts(store, "us.cpi.all.nsa") == ["ok", "blocked"]


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    code, _, stderr = load(tmp_path, "--store", tmp_path / "s.sqlite")
    assert code == 2
    assert "files that end in .csv, .gz, .jsonl, .parquet, .tsv, .txt, .xlsx" in stderr


def test_the_default_store_is_used_without_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "mine.sqlite"
    monkeypatch.setenv("SIGNALS_STORE", str(store))
    assert load(write(tmp_path, "good.csv", GOOD))[0] == 0
    assert store.exists()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_both_languages_name_the_store(tmp_path: Path, lang: str) -> None:
    code, stdout, _ = load(
        write(tmp_path, "good.csv", GOOD), "--store", tmp_path / "s[1].sqlite", "--lang", lang
    )
    assert code == 0
    assert "s[1].sqlite" in stdout


def test_two_prices_of_one_day_are_doubted_until_one_is_accepted_by_name(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    first = write(tmp_path, "first.csv", "date,contract,price,kind\n2024-02-16,ZQH24,94.6775,last\n")
    again = write(tmp_path, "again.csv", "date,contract,price,kind\n2024-02-16,ZQH24,94.6725,last\n")
    assert json.loads(load(first, "--store", store, "--format", "json")[1])["corrected"] == 0
    assert json.loads(load(again, "--store", store, "--format", "json")[1])["corrected"] == 1
    assert verdicts(store, "futures.ZQH24.last") == ["blocked", "blocked"]
    accept = [
        "accept",
        "ZQH24",
        "2024-02-16",
        "94.6725",
        "--because",
        "settlement sheet",
        "--store",
        str(store),
    ]
    assert runner.invoke(app, accept).exit_code == 0
    history = judged(Store.open(store, readonly=True)).series("futures.ZQH24.last")
    assert history.as_of(dt.date(2024, 2, 16)).value.tolist() == [94.6725]


def test_a_rounded_value_gives_way_to_the_precise_one(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    load(write(tmp_path, "a.csv", GOOD.replace("308.417", "308.4")), "--store", store)
    load(write(tmp_path, "b.csv", GOOD), "--store", store)
    view = judged(Store.open(store, readonly=True)).series("us.cpi.all.nsa").as_of(dt.date(2024, 2, 13))
    assert (view.value.tolist(), view.blocked) == ([308.417], 0)


CLOSES = "日期,收盘价\n2024-02-15,3234.44\n2024-02-16,3342.73\n"


def test_a_dry_run_shows_layout_series_rows_and_doubts_and_writes_nothing(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    file = write(tmp_path, "cpi.csv", "observation_date,CPIAUCNS,UNRATE\n2024-01-01,308.417,3.7\n")
    code, stdout, _ = load(file, "--store", store, "--dry-run", "--format", "json")
    assert code == 0
    [seen] = json.loads(stdout)["files"]
    [series] = seen["series"]
    assert (seen["layout"], series["series"], series["rows"]) == ("fred", "us.cpi.all.nsa", 1)
    assert series["last"] == {
        "period": "2024-01-01",
        "value": 308.417,
        "released_at": "2024-02-13",
        "exact": False,
    }
    assert [remark["code"] for remark in seen["remarks"]] == ["release_days_by_calendar", "columns_not_read"]
    assert not store.exists()
    screen = load(file, "--store", store, "--dry-run", "--lang", "zh")[1]
    assert "未写入任何数据" in screen
    assert "取自其发布日历" in screen


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (CLOSES, "--series"),
        ("date,contract,price\n2024-02-16,ZQH24,94.6775\n", "--kind"),
        ("Month,Open,Last,Settle,Volume\nMAR 24,94.68,94.68,94.6775,9\n", "--on"),
        ("series,period,value\nindex.HSI,03/04/2024,16339.96\n", "--dates"),
        ('series,period,value\nindex.HSI,2024-02-16,"1,234"\n', "--decimal"),
    ],
)
def test_what_only_a_person_can_tell_is_asked_and_nothing_is_written(
    tmp_path: Path, text: str, question: str
) -> None:
    store = tmp_path / "sub" / "s.sqlite"
    code, stdout, stderr = load(write(tmp_path, "mine.csv", text), "--store", store)
    assert (code, stdout) == (2, "")
    assert question in stderr
    assert not store.parent.exists()


def test_the_answer_is_enough(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    assert load(write(tmp_path, "c.csv", CLOSES), "--series", "HSTECH.HI", "--store", store)[0] == 0
    assert Store.open(store).series("index.HSTECH").value.tolist() == [3234.44, 3342.73]


def test_standard_input_is_a_file_too(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    done = runner.invoke(app, ["load", "-", "--series", "index.HSTECH", "--store", str(store)], input=CLOSES)
    assert done.exit_code == 0, done.stderr
    assert set(Store.open(store).series("index.HSTECH").source) == {"file:stdin"}


def test_a_folder_names_what_in_it_is_no_table(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    write(folder, "good.csv", GOOD)
    write(folder, "notes.md", "# notes")
    (folder / "older").mkdir()
    code, stdout, _ = load(folder, "--store", tmp_path / "s.sqlite")
    assert code == 0
    assert "not tables, not read: notes.md, older/" in " ".join(stdout.split())


def test_every_layout_is_listed_in_both_languages() -> None:
    for lang, said in (("en", "Yahoo download"), ("zh", "Yahoo 下载")):
        shown = runner.invoke(app, ["layouts", "--lang", lang]).stdout
        assert said in shown
    known = json.loads(runner.invoke(app, ["layouts", "--format", "json"]).stdout)["layouts"]
    assert {
        "observations",
        "futures",
        "events",
        "fred",
        "yahoo",
        "stacked",
        "cme_eod",
        "edb",
        "spf",
        "weekly_traffic",
    } <= {layout["layout"] for layout in known}
