"""Weekly tables through the door: dated as the file or the person says, judged as of their own release."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.panel import Panel
from sources.contract import Acceptance, WeeklyRow
from sources.door import Door
from sources.door.answers import Answers
from sources.door.files.sheets import Incoming
from sources.door.judging.evidence import Evidence
from sources.door.judging.reader import JudgedReader
from sources.door.weekly.cells import rounding
from sources.door.weekly.table import read_weekly_table
from sources.errors import BadTable
from sources.memory import MemoryReader

DOOR = Door.of({})
FRIDAY, SATURDAY = dt.date(2026, 3, 6), dt.date(2026, 3, 7)
VALUATION = """截至2026年3月6日,,,,,,,
发布日期：2026-03-07,,,,,,,
公司,代码,板块,评级,收盘价(港元),总市值,2026E EPS,PE（2026E）
虚构一号,0001.XX,平台,增持,100.00,500亿,5.00,20.0
虚构二号,0002.XX,平台,买入,50.00,90亿,2.00,25.0
"""
TRAFFIC = "site,category,visits,change,week ending,released_at\n"


def rows(text: str, answers: Answers | None = None, name: str = "week.csv") -> tuple[WeeklyRow, ...]:
    return DOOR.read(Incoming(name=name, content=text.encode()), answers or Answers()).weekly_rows


def judged(*texts: str, accept: tuple[Acceptance, ...] = ()) -> JudgedReader:
    held = [row for text in texts for row in rows(text)]
    return JudgedReader(MemoryReader((), weekly_rows=held, acceptances=accept), Evidence(specs={}))


def doubts(reader: JudgedReader) -> list[tuple[str, str, str]]:
    return [(row.id, str(row.period), fault.code) for row in reader.weekly_rows() for fault in row.faults]


def test_a_chinese_table_names_its_own_days_above_the_header():
    first, second = rows(VALUATION)

    assert (first.table, first.id, first.period, first.released_at) == ("valuation", "valuation.0001_xx", FRIDAY, SATURDAY)  # fmt: skip
    assert second.cell("company") == "虚构二号"
    assert first.cell("pe_2026") == "20.0"


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        (Answers(), "--on DATE"),
        (Answers(on=FRIDAY), "--released DATE"),
        (Answers(released=FRIDAY), "--on DATE"),
    ],
)
def test_a_day_that_nobody_said_is_asked_for(answers: Answers, asked: str):
    with pytest.raises(BadTable, match=asked):
        rows("site,category,visits\na.example,chat,12M\n", answers)


def test_a_table_is_not_known_before_the_day_that_it_is_of():
    with pytest.raises(BadTable, match="nothing is known earlier"):
        rows("site,category,visits\na.example,chat,12M\n", Answers(on=SATURDAY, released=FRIDAY))


def test_a_table_may_be_known_on_its_own_day_and_a_cell_speaks_before_its_header():
    text = "company,code,close (HKD),currency,EPS 2026,PE 2026\nMade,1,100.00,USD,5.00,20.0\nOther,2,50.00,,5.00,10.0\n"
    found = rows(text, Answers(on=FRIDAY, released=FRIDAY))

    assert [row.cell("currency") for row in found] == ["USD", "HKD"]


def test_a_workbook_and_a_csv_read_alike(tmp_path: Path):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (
        ("site", "category", "visits", "change", "minutes", "date", "released_at"),
        (
            "a.example",
            "chat",
            12_000_000,
            "2.5%",
            dt.time(0, 7, 29),
            dt.date(2026, 3, 1),
            dt.date(2026, 3, 6),
        ),
    ):
        sheet.append(cells)
    book.save(tmp_path / "week.xlsx")
    (row,) = DOOR.read_path(tmp_path / "week.xlsx").weekly_rows
    (fault,) = read_weekly_table(tmp_path / "week.xlsx").faults

    assert (row.period, row.released_at) == (dt.date(2026, 3, 1), FRIDAY)
    assert (fault.code, fault.found) == ("time_as_clock", "00:07:29")


def test_a_change_is_held_against_the_week_before_that_is_held():
    before = (
        TRAFFIC + "a.example,chat,10.0M,,2026-03-01,2026-03-06\nb.example,chat,20.0M,,2026-03-01,2026-03-06\n"
    )
    after = (
        TRAFFIC
        + "a.example,chat,11.0M,+10.0%,2026-03-08,2026-03-13\nb.example,chat,21.0M,+9.0%,2026-03-08,2026-03-13\n"
    )
    reader = judged(after, before)

    assert doubts(reader) == [("traffic.b_example", "2026-03-08", "change_does_not_follow")]
    assert reader.weekly_rows()[-1].faults[0].expected == "+5.0% = 21.0M / 20.0M (2026-03-01) - 1"


def test_last_weeks_figure_is_held_against_what_was_told_last_week():
    before = TRAFFIC + "a.example,chat,10.0M,,2026-03-01,2026-03-06\n"
    after = "site,category,visits,last week,change,date,released_at\na.example,chat,11.0M,8.00M,+37.5%,2026-03-08,2026-03-13\n"

    assert doubts(judged(before, after)) == [("traffic.a_example", "2026-03-08", "week_before_differs")]


def test_a_week_in_doubt_is_no_witness_against_the_next():
    head = "site,category,visits,last week,change,date,released_at\n"
    wrong = head + "a.example,chat,10.0M,8.0M,+90.0%,2026-03-01,2026-03-06\n"
    after = head + "a.example,chat,5.0M,4.0M,+25.0%,2026-03-08,2026-03-13\n"

    assert doubts(judged(wrong, after)) == [("traffic.a_example", "2026-03-01", "change_does_not_follow")]


def test_two_words_of_one_day_are_both_in_doubt_whatever_their_order():
    one = TRAFFIC + "a.example,chat,10.0M,,2026-03-01,2026-03-06\n"
    two = TRAFFIC + "a.example,chat,12.0M,,2026-03-01,2026-03-06\n"
    found = [("traffic.a_example", "2026-03-01", "told_twice")] * 2

    assert doubts(judged(one, two)) == doubts(judged(two, one)) == found


def test_of_two_words_of_one_day_the_one_that_a_person_vouched_for_is_read():
    lines = [f"a.example,chat,{visits},,2026-03-01,2026-03-06\n" for visits in ("10.0M", "12.0M")]
    name = "traffic.a_example.visits"
    vouched = Acceptance(
        series=name, period=dt.date(2026, 3, 1), released_at=FRIDAY, value=10e6, because="asked the site"
    )
    reader = judged(TRAFFIC + "".join(lines), accept=(vouched,))

    assert reader.series(name).as_of(SATURDAY).value.tolist() == [10e6]
    (row,) = Panel(reader, SATURDAY, {}).weekly_rows
    assert (row.figure("visits"), row.sound) == (10e6, True)


def test_a_pe_is_held_against_the_rate_between_two_currencies_that_the_others_show():
    head = "company,code,close,currency,EPS currency,EPS 2026,PE 2026,date,released_at\n"
    days = ",2026-03-06,2026-03-07\n"
    sound = "".join(
        f"虚构{n}号,{n},{100 * n}.00,HKD,CNY,5.00,{100 * n / 5 / 1.08:.1f}" + days for n in (1, 2, 3)
    )
    text = head + sound + f"虚构8号,8,100.00,HKD,CNY,5.00,20.0{days}虚构9号,9,100.00,HKD,CNY,5.00,21.5{days}"

    assert [(row, code) for row, _, code in doubts(judged(text))] == [
        ("valuation.8", "currency_ignored"),
        ("valuation.9", "pe_does_not_follow"),
    ]


def test_each_figure_reads_as_a_series_with_the_verdict_of_its_row():
    wrong = VALUATION.replace("25.0", "35.0")
    reader = judged(wrong)
    history = reader.series("valuation.0002_xx.pe_2026")

    assert "valuation.0001_xx.market_value" in reader.series_ids()
    assert (history.value.tolist(), history.quality.tolist()) == ([35.0], ["suspect"])
    assert history.rule.tolist() == ["tables.pe_does_not_follow"]
    assert reader.series("valuation.0001_xx.market_value").value.tolist() == [5e10]


def test_a_person_may_vouch_for_a_figure_by_name():
    vouched = Acceptance(
        series="valuation.0002_xx.pe_2026", period=FRIDAY, released_at=SATURDAY, value=35.0, because="called the company"
    )  # fmt: skip
    reader = judged(VALUATION.replace("25.0", "35.0"), accept=(vouched,))

    assert doubts(reader) == []
    assert reader.series("valuation.0002_xx.pe_2026").rule.tolist() == [
        "accepted: tables.pe_does_not_follow: called the company"
    ]


def test_what_is_heard_later_changes_no_earlier_verdict():
    first = TRAFFIC + "a.example,chat,10.0M,,2026-03-01,2026-03-06\n"
    second = TRAFFIC + "a.example,chat,11.0M,+10.0%,2026-03-08,2026-03-13\n"
    corrected = TRAFFIC + "a.example,chat,5.0M,,2026-03-01,2026-03-20\n"
    before, after = judged(first, second), judged(corrected, second, first)

    assert before.weekly_rows() == after.weekly_rows()[:2]
    assert after.series("traffic.a_example.visits").as_of(dt.date(2026, 3, 19)).value.tolist() == [10e6, 11e6]


def test_what_the_header_says_of_its_cells_counts():
    (row,) = judged(
        '网站,类别,访问量（万）,上周（万）,环比（%）,停留时长（秒）,日期,发布日期\na.example,聊天,"1,230",1200,2.5,449,2026-03-01,2026-03-06\n'
    ).weekly_rows()
    company = "company,code,close (HKD),market cap (亿港元),EPS 2026 (CNY),PE 2026,date,released_at\n"
    (wrong,) = judged(company + "Made,1,100.00,500,5.00,20.0,2026-03-06,2026-03-07\n").weekly_rows()

    assert (row.figure("visits"), row.figure("change"), row.sound) == (12.3e6, 2.5, True)
    assert row.figure("minutes") == pytest.approx(449 / 60)
    assert wrong.figure("market_value") == 5e10
    assert [fault.code for fault in wrong.faults] == ["currency_ignored"]
    assert (wrong.cell("currency"), wrong.cell("eps_currency")) == ("HKD", "CNY")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("12.3M", 0.05 / 12.3), ("12300000", 0.05 / 12.3), ("10000000", 0.5 / 100), ("90", 0.5 / 90)],
)
def test_a_number_is_known_to_half_its_last_digit_and_zeros_are_none(cell: str, expected: float):
    assert rounding(cell) == pytest.approx(expected)


LINES = [
    f"{site}.example,chat,{visits},{change},2026-03-{day:02d},2026-03-{day + 5:02d}\n"
    for site, visits, change, day in (
        ("a", "10.0M", "", 1), ("b", "20.0M", "", 1), ("a", "11.0M", "+10.0%", 8), ("b", "21.0M", "+9.0%", 8),
        ("a", "12.0M", "1.0", 15), ("b", "21.0M", "0.0%", 15), ("a", "12.0M", "", 1), ("c", "21.0M", "0.0%", 15),
    )
]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.permutations(LINES), st.integers(1, 8))
def test_rows_in_any_order_and_number_of_files_are_judged_alike(lines: list[str], cut: int):
    parts = [TRAFFIC + "".join(part) for part in (lines[:cut], lines[cut:]) if part]

    assert judged(*parts).weekly_rows() == judged(TRAFFIC + "".join(LINES)).weekly_rows()
