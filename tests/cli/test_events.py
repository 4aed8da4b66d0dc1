"""``signals events extract`` from the outside."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from signals.cli.app import app
from sources.store import Store

CUT = "中国人民银行决定于2月5日下调金融机构存款准备金率0.5个百分点"


def extract(path: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["events", "extract", str(path), *options])


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_line_an_event_with_both_dates(tmp_path: Path) -> None:
    file = tmp_path / "news.csv"
    file.write_text(
        f"date,headline\n2024-01-24,{CUT}\n2024-01-25,央行宣布降准0.5个百分点\n", encoding="utf-8"
    )
    [event] = lines(extract(file))
    assert (event["announced_at"], event["effective_at"]) == ("2024-01-24", "2024-02-05")
    assert (event["kind"], event["magnitude"], event["unit"]) == ("monetary.rrr", -50.0, "bp")
    assert (event["confirmations"], event["weight"], event["quote"]) == (2, 1.0, CUT)


def test_explain_says_which_words_bound_and_why_others_did_not(tmp_path: Path) -> None:
    file = tmp_path / "news.csv"
    file.write_text(f"date,text\n2024-01-24,{CUT}\n2024-01-24,央行决定降准50-100个基点\n", encoding="utf-8")
    result = extract(file, "--explain")
    [event] = lines(result)
    assert event["bound"] == {
        "cue": "存款准备金率",
        "verb": "下调",
        "size": "0.5个百分点",
        "owner": "中国人民银行",
        "announced": "2024-01-24",
        "in force": "2024-02-05",
        "stage": "decided: '决定'",
    }
    assert "row 3 skipped: '50-100个基点' is a range, not a step" in result.stderr


def test_a_recap_is_visible_with_weight_zero(tmp_path: Path) -> None:
    file = tmp_path / "news.csv"
    file.write_text("date,text\n2024-05-12,今年以来，人民银行降低存款准备金率0.5个百分点\n", encoding="utf-8")
    [event] = lines(extract(file))
    assert (event["stage"], event["weight"]) == ("recap", 0.0)


def test_parquet_is_read_too(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = tmp_path / "news.parquet"
    pq.write_table(pa.table({"date": ["2024-01-24"], "sentence": [CUT]}), file)
    assert len(lines(extract(file))) == 1


def test_standard_input_is_read_as_csv() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from signals.cli import main; main()", "events", "extract", "-"],
        input=f"date,text\n2024-01-24,{CUT}\n".encode(),
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert json.loads(run.stdout)["kind"] == "monetary.rrr"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2024-02-30,x", "'2024-02-30' is no date"),
        ("yesterday,x", "'yesterday' is no date"),
        ("2024-01-24", "1 cells, the header has 2"),
        ("2024-01-24," + "降" * 30_000, "characters, limit"),
    ],
)
def test_a_row_that_cannot_be_read_is_skipped_with_its_reason(tmp_path: Path, row: str, reason: str) -> None:
    file = tmp_path / "news.csv"
    file.write_text(f"date,text\n{row}\n2024-01-24,{CUT}\n", encoding="utf-8")
    result = extract(file)
    assert (result.exit_code, len(lines(result))) == (0, 1)
    assert "row 2 skipped" in result.stderr
    assert reason in result.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("day,text\n", "column date"),
        ("date,body\n", "a text column"),
        ("", "column date"),
    ],
)
def test_a_wrong_header_is_one_clear_message(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "news.csv"
    file.write_text(content, encoding="utf-8")
    result = extract(file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_file_that_is_not_there_is_one_clear_message(tmp_path: Path) -> None:
    result = extract(tmp_path / "none.csv")
    assert (result.exit_code, "no such file" in result.stderr) == (2, True)


def test_nothing_that_came_in_as_markup_goes_out(tmp_path: Path) -> None:
    file = tmp_path / "news.csv"
    file.write_text(
        f'date,text\n2024-01-24,"<a href=""javascript:alert(1)"">{CUT}</a>[bold]\u202e"\n', encoding="utf-8"
    )
    out = extract(file).stdout
    assert [mark for mark in ("<", ">", "javascript", "\u202e", "\x1b") if mark in out] == []


@pytest.mark.slow
def test_memory_does_not_grow_with_the_text(tmp_path: Path) -> None:
    """Ten times the rows without an event, the same peak within 1 MB."""

    def peak(rows: int) -> int:
        file = tmp_path / f"{rows}.csv"
        file.write_text("date,text\n" + "2024-01-24,今天天气很好，美联储没有消息\n" * rows, encoding="utf-8")
        tracemalloc.start()
        extract(file)
        _, top = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return top

    peak(10)  # imports and caches
    assert peak(20_000) - peak(2_000) < 2**20


ASKED = "monetary.rrr\nCN\n2024-01-24\n2024-02-05\n\nbackwards\neasing\n\n-50\nRRR cut by 50 bp\nPBoC\ny\n"


def test_a_typed_event_is_asked_for_checked_and_kept(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    done = CliRunner().invoke(app, ["events", "add", "--store", str(store)], input=ASKED)
    assert done.exit_code == 0, done.stderr
    assert "found 'backwards'; expected easing" in done.stderr
    [event] = Store.open(store).events()
    assert (event.kind, event.tier, event.magnitude, event.unit) == ("monetary.rrr", "all", -50.0, "bp")
    assert (str(event.announced_at), str(event.effective_at)) == ("2024-01-24", "2024-02-05")
    assert (event.stage, event.title_en, event.source) == ("decided", "RRR cut by 50 bp", "typed")


def test_a_typed_event_that_contradicts_its_kind_is_refused_and_nothing_written(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    done = CliRunner().invoke(app, ["events", "add", "--store", str(store)], input=ASKED.replace("-50", "50"))
    assert done.exit_code == 2
    assert "expected a size below zero" in done.stderr
    assert not store.exists()


def test_a_typed_event_may_come_by_options_alone(tmp_path: Path) -> None:
    given = [
        "--kind",
        "politburo",
        "--jurisdiction",
        "CN",
        "--announced-at",
        "2023-07-24",
        "--effective-at",
        "",
    ]
    given += ["--stage", "signalled", "--direction", "supportive", "--title", "x", "--evidence", "y", "--yes"]
    done = CliRunner().invoke(app, ["events", "add", *given, "--store", str(tmp_path / "s.sqlite")])
    assert done.exit_code == 0, done.stderr
    wrong = CliRunner().invoke(app, ["events", "add", *given[:1], "politbureau", *given[2:]])
    assert wrong.exit_code == 2
    assert "--kind: found 'politbureau'; expected" in " ".join(wrong.stderr.split())


def test_what_repeats_a_known_act_has_weight_zero_and_names_it(tmp_path: Path) -> None:
    table = tmp_path / "known.csv"
    table.write_text(
        "announced_at,effective_at,jurisdiction,kind,stage,direction,magnitude,unit,tier\n"
        "2025-05-07,2025-05-15,CN,monetary.rrr,decided,easing,-50,bp,all\n",
        encoding="utf-8",
    )
    file = tmp_path / "news.csv"
    file.write_text(
        "date,text\n2025-07-14,央行宣布降准0.5个百分点，支持经济\n2025-07-14,央行今天宣布降准0.25个百分点\n",
        encoding="utf-8",
    )
    new, telling = sorted(
        lines(extract(file, "--known", str(table))), key=lambda line: str(line["telling_of"] or "")
    )
    assert (new["magnitude"], new["weight"], new["telling_of"]) == (-25.0, 1.0, None)
    assert (telling["magnitude"], telling["stage"], telling["weight"]) == (-50.0, "recap", 0.0)
    assert telling["telling_of"] == "CN|monetary.rrr|all|easing|2025-05-07"


def test_a_table_of_something_else_is_no_table_of_known_acts(tmp_path: Path) -> None:
    table = tmp_path / "known.csv"
    table.write_text(
        "series,period,released_at,value\nindex.HSI,2024-01-24,2024-01-24,15000\n", encoding="utf-8"
    )
    file = tmp_path / "news.csv"
    file.write_text(f"date,text\n2024-01-24,{CUT}\n", encoding="utf-8")
    result = extract(file, "--known", str(table))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no policy events" in result.stderr


@pytest.mark.parametrize(
    ("header", "table"),
    [
        ("date,contract,price,kind", "futures prices"),
        ("Date,Open,Close", "closes"),
        ("series,period,value", "observations"),
    ],
)
def test_a_table_of_another_kind_is_told_what_it_is_and_who_takes_it(
    tmp_path: Path, header: str, table: str
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(header + "\n" + ",".join("1" for _ in header.split(",")) + "\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["events", "extract", str(file)])
    assert done.exit_code == 2
    assert (
        f"a table of {table}; expected headlines or sentences; `signals load FILE` takes this table"
        in done.stderr
    )
