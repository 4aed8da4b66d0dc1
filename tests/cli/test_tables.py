"""``signals tables``: faults in both languages, the sound rows as CSV, exit 3 where asked."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from signals.cli import app
from signals.data.doctor import _weekly_tables
from signals.opening import catalogue, open_reader
from signals.panel import Panel

TEXT = """site,category,visits,last week,change,minutes
a.example,chat,12.3M,12.0M,2.5%,7.5
b.example,chat,5.00M,4.00M,10%,3.1
c.example,image,800K,900K,-11.1%,0:03:12
"""


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


def table(tmp_path: Path) -> Path:
    path = tmp_path / "traffic.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_faults_are_said_in_both_languages(tmp_path: Path):
    _, english, _ = run("tables", table(tmp_path))
    _, chinese, _ = run("tables", table(tmp_path), "--lang", "zh")

    assert (
        "row 3 change: the change does not follow from this week and last: found 10%, expected +25.0%"
        in english
    )
    assert "第3行 change：环比与本周、上周数不符" in chinese
    assert not re.search(r"[a-z]{4,} [a-z]{3,}", chinese)


def test_only_sound_rows_enter_what_is_said_and_the_csv(tmp_path: Path):
    _, out, _ = run("tables", table(tmp_path), "--format", "csv")
    _, said, _ = run("tables", table(tmp_path), "--format", "json")

    assert [row.split(",")[0] for row in out.splitlines()] == ["site", "a.example", "c.example"]
    assert json.loads(said)["tables"][0]["says"][0]["en"] == "sites that grow: 1 of 2"


def test_faults_end_with_three_where_asked(tmp_path: Path):
    assert run("tables", table(tmp_path), "--fail-on", "faults")[0] == 3
    assert run("tables", table(tmp_path))[0] == 0


def test_what_is_no_table_is_refused(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    assert run("tables", path)[0] == 2


# ---- in a store -----------------------------------------------------------------------------------------------------

SITES = "网站,类别,本周访问量,上周访问量,环比,停留时长\n"
COMPANIES = "公司,代码,板块,评级,收盘价(港元),总市值,2026E EPS,PE（2026E）\n"
DAYS = ("--on", "2026-03-06", "--released", "2026-03-07")


def companies() -> list[str]:
    """Return thirty invented companies, of which one has a PE that does not follow and one another's figures."""
    rows = []
    for n in range(1, 31):
        close, eps = 10 + 3 * n, 1 + n / 10
        rows.append(f"虚构{n}号,{n:04d}.XX,平台,增持,{close:.2f},{90 + n}亿,{eps:.2f},{close / eps:.1f}")
    rows[6] = rows[6].rpartition(",")[0] + ",99.9"
    rows[20] = "虚构21号,0021.XX," + rows[2].split(",", 2)[2]
    return rows


def sites() -> list[str]:
    """Return forty invented sites, of which one has a change without its sign and one a time as a clock."""
    rows = []
    for n in range(1, 41):
        before, now = 10 + n, 10 + n + (n % 5 - 2) / 10
        rows.append(
            f"s{n}.example,聊天,{now:.2f}M,{before:.2f}M,{100 * (now / before - 1):+.1f}%,{n / 4:.2f}"
        )
    cells = rows[8].split(",")
    rows[8] = ",".join([*cells[:4], cells[4].rstrip("%"), cells[5]])
    rows[11] = rows[11].rpartition(",")[0] + ",0:07:29"
    return rows


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a store with both tables, and what the load said in Chinese."""
    folder = tmp_path_factory.mktemp("weekly")
    (folder / "v.csv").write_text(COMPANIES + "\n".join(companies()), encoding="gb18030")
    (folder / "t.csv").write_text(SITES + "\n".join(sites()), encoding="utf-8")
    store = folder / "store.sqlite"
    code, out, err = run("load", folder / "v.csv", folder / "t.csv", *DAYS, "--store", store, "--lang", "zh")
    assert (code, err) == (0, "")
    return store, "".join(out.split())


def test_a_load_names_the_faults_of_thirty_companies_and_forty_sites(held: tuple[Path, str]):
    _, out = held

    assert "周报表格的行7004存疑" in out
    for said in (
        "valuation.0007_xx.pe_2026，2026-03-06：市盈率与股价、每股收益不符：为99.9，应为18.2=31.00/1.70",
        "valuation.0003_xx，2026-03-06：与另一行数字相同：虚构3号=虚构21号",
        "valuation.0021_xx，2026-03-06：与另一行数字相同：虚构21号=虚构3号",
        "traffic.s9_example.change，2026-03-06：百分比缺少百分号：为+1.1，应为+1.1%",
        "t.csv:第13行minutes：时长写成了时刻：为0:07:29，应为7.48",
    ):
        assert said in out


def test_a_day_that_no_file_says_is_asked_for_and_nothing_is_kept(tmp_path: Path):
    code, out, err = run("load", table(tmp_path), "--store", tmp_path / "s.sqlite")

    assert (code, out) == (2, "")
    assert "--on DATE" in err
    assert not (tmp_path / "s.sqlite").exists()


def test_a_table_of_tomorrow_is_refused(tmp_path: Path):
    days = ("--on", "2026-03-06", "--released", "2140-01-01")
    code, _, err = run("load", table(tmp_path), *days, "--store", tmp_path / "s.sqlite")

    assert code == 2
    assert "2140-01-01" in err


def test_without_a_file_the_newest_tables_of_the_store_are_shown_with_their_facts(held: tuple[Path, str]):
    store, _ = held
    _, shown, _ = run("tables", "--store", store, "--as-of", "2026-03-07")
    code, said, _ = run(
        "tables", "--store", store, "--as-of", "2026-03-07", "--format", "json", "--fail-on", "faults"
    )
    _, before, _ = run("tables", "--store", store, "--as-of", "2026-03-06")
    facts = {one["fact"]: one for one in json.loads(said)["valuation"]["measures"]}

    assert code == 3
    assert "? 虚构7号: the PE does not follow from price and earnings: found 99.9" in " ".join(shown.split())
    assert facts["valuation.platform.median_pe_this_year"]["status"] == "suspect"
    assert "No valuation or traffic table was known on 2026-03-06" in " ".join(before.split())


def test_each_figure_is_a_series_and_a_person_may_vouch_for_it(held: tuple[Path, str]):
    store, _ = held
    name = "valuation.0007_xx.pe_2026"
    doubted = run("series", name, "--store", store, "--as-of", "2026-03-07", "--format", "json")[1]
    assert json.loads(doubted)["rows"][0]["verdict"] == "suspect"
    assert run("accept", name, "2026-03-06", "99.9", "--because", "called them", "--store", store)[0] == 0
    _, sound, _ = run("series", name, "--store", store, "--as-of", "2026-03-07", "--lang", "zh")
    assert "called them" in sound

    panel = Panel(open_reader(store=store, sample=False), dt.date(2026, 3, 7), catalogue())
    valuation, traffic = _weekly_tables(panel)
    assert (valuation.id, valuation.status, valuation.n_suspect) == ("valuation", "suspect", 2)
    assert (traffic.id, traffic.status, traffic.n_suspect) == ("traffic", "suspect", 1)
    later = Panel(panel.reader, dt.date(2026, 4, 1), catalogue())
    assert [one.status for one in _weekly_tables(later)] == ["stale", "stale"]
