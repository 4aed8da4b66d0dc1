"""Tables that people bring: one message that says where, what was found and what would do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from signals.readings.policy.config import taxonomy
from sources.door import Reading, read_table
from sources.errors import BadTable

KNOWN = ("us.cpi.all.nsa", "us.effr")


def read(tmp_path: Path, text: str, name: str = "mine.csv", **options: object) -> Reading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_table(path, known_series=KNOWN, **options)  # type: ignore[arg-type]


OBSERVATIONS = "series,period,value,released_at\n"
FUTURES = "date,contract,price,kind\n"
TIERED = "announced_at,effective_at,jurisdiction,kind,stage,direction,magnitude,unit,tier\n"
RULES = taxonomy().event_rules()
EVENTS = "announced_at,effective_at,jurisdiction,kind,stage,direction,magnitude,unit\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "series,period,valu,released_at\nus.effr,2024-02-01,5.33,2024-02-02\n",
            r"row 1, column valu: .*did you mean value\?",
        ),
        (OBSERVATIONS + "us.effr,2024-02-30,5.33,2024-03-02\n", "row 2, column period: found '2024-02-30'; expected a date"),
        (OBSERVATIONS + "us.effr,2024-02-01,n/a,2024-02-02\n", "row 2, column value: found 'n/a'; expected a number"),
        (OBSERVATIONS + "us.effr,2024-02-01,NaN,2024-02-02\n", "row 2, column value: found 'NaN'; expected a finite number"),
        (OBSERVATIONS + "us.effr,2024-02-01,,2024-02-02\n", "row 2, column value: found nothing"),
        (OBSERVATIONS + "us.efr,2024-02-01,5.33,2024-02-02\n", r"column series: found 'us.efr'; .*did you mean us.effr\?"),
        (OBSERVATIONS + "us.effr,2024-02-01,5.33,2024-01-31\n", "column released_at: .*on or after the period"),
        (OBSERVATIONS + "us.effr,2024-02-01,5.33,\n", "column released_at: found nothing"),
        (
            OBSERVATIONS + "us.effr,2024-02-01,5.33,2024-02-02\nus.effr,2024-02-01,5.34,2024-02-02\n",
            "row 3: found the same series, period and released_at as in row 2",
        ),
        (OBSERVATIONS + "us.effr,2024-02-01,5.33\n", "row 2: found 3 cells; expected 4"),
        ("series,period,value\nindex.HSI,2024-02-01,-3\n", "row 2, column value: found '-3'; expected a number above zero"),
        (FUTURES + "2024-02-01,ZQ-H24,94.7,last\n", "row 2, column contract: found 'ZQ-H24'; .*as in ZQH24"),
        (FUTURES + "2024-02-01,ZQH24,-94.7,last\n", "row 2, column price: found '-94.7'; expected a number above zero"),
        (FUTURES + "2024-02-01,ZQH24,5.3,last\n", "row 2, column price: .*100 minus the rate"),
        (FUTURES + "2024-02-01,ZQH24,94.7,close\n", "row 2, column kind: found 'close'; expected one of settlement, last, mid"),
        (
            FUTURES + "2024-02-01,ZQH24,94.7,last\n2024-02-01,ZQH24,94.8,last\n",
            "row 3: found the same date, contract and kind as in row 2",
        ),
        (
            EVENTS + "2024-01-24,2024-02-05,CN,monetary.rrr,decided,eesing,-50,bp\n",
            r"row 2, column direction: found 'eesing'; .*did you mean easing\?",
        ),
        (EVENTS + "2024-01-24,2024-02-05,CN,monetary.rrr,decided,easing,-50,\n", "row 2, column unit: found nothing"),
        ("", "row 1: found an empty file"),
        (OBSERVATIONS, "row 2: found no rows below the header"),
        ("a,b\n1,2\n", "row 1, column a"),
        ("series,series,period,value\n", "column series: found the column twice"),
    ],
)  # fmt: skip
def test_bad_input_names_file_row_column_and_what_would_do(tmp_path: Path, text: str, message: str):
    with pytest.raises(BadTable, match=message) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith("mine.csv")


def test_a_kind_outside_the_taxonomy_is_refused_with_the_nearest_one(tmp_path: Path):
    with pytest.raises(BadTable, match=r"did you mean monetary.rrr\?"):
        read(
            tmp_path,
            EVENTS + "2024-01-24,2024-02-05,CN,monetary.rr,decided,easing,-50,bp\n",
            event_rules=RULES,
        )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("CN,monetary.rrr,decided,easing,-0.5,pct,all", "column unit: found 'pct'; expected bp, the unit of monetary.rrr"),
        ("CN,monetary.rrr,decided,easing,+50,bp,all", r"column magnitude: found '\+50'; expected a size below zero"),
        ("CN,monetary.rrr,decided,tightening,-50,bp,all", "column magnitude: found '-50'; expected a size above zero"),
        ("CN,monetary.lpr,decided,neutral,-10,bp,1Y", "column magnitude: found '-10'; expected a size of 0"),
        ("CN,monetary.rrr,decided,easing,-50,bp,big", "column tier: found 'big'; expected one of all, large, small"),
        ("CN,monetary.lpr,decided,easing,-25,bp,all", "column tier: found 'all'; expected one of 1Y, 5Y"),
        ("CN,monetary.lpr,decided,easing,-25,bp,5Y+", r"column tier: found '5Y\+'; .*did you mean 5Y\?"),
        ("cn,monetary.rrr,decided,easing,-50,bp,all", r"column jurisdiction: found 'cn'; .*did you mean CN\?"),
        ("HK,monetary.rrr,decided,easing,-50,bp,all", "column jurisdiction: found 'HK'; expected one of CN, US"),
    ],
)  # fmt: skip
def test_an_event_that_contradicts_its_kind_is_refused(tmp_path: Path, row: str, message: str):
    with pytest.raises(BadTable, match=f"row 2, {message}"):
        read(tmp_path, TIERED + f"2024-01-24,2024-02-05,{row}\n", event_rules=RULES)


def test_the_case_of_a_tier_or_a_unit_does_not_matter(tmp_path: Path):
    text = TIERED + (
        "2024-02-20,2024-02-20,CN,monetary.lpr,decided,easing,-25,BP,5y\n"
        "2024-01-24,2024-02-05,CN,monetary.rrr,decided,easing,-50,bp,All\n"
        "2024-01-22,2024-01-22,CN,monetary.lpr,decided,neutral,0,bp,\n"
    )
    events = read(tmp_path, text, event_rules=RULES).events
    assert [(event.unit, event.tier) for event in events] == [("bp", "5Y"), ("bp", "all"), ("bp", None)]


def test_one_event_twice_in_a_table_is_refused_unless_it_is_a_correction_or_a_further_step(tmp_path: Path):
    header = "known_at," + TIERED
    cut = "CN,monetary.rrr,decided,easing,-50,bp,all\n"
    first, second = f",2019-01-04,2019-01-15,{cut}", f",2019-01-04,2019-01-25,{cut}"
    fixed = f"2019-01-10,2019-01-04,2019-01-26,{cut}"
    assert len(read(tmp_path, header + first + second + fixed, event_rules=RULES).events) == 3
    with pytest.raises(BadTable, match=r"row 3: found the same event as in row 2; .*known_at"):
        read(tmp_path, header + first + f",2019-01-04,2019-01-16,{cut}", event_rules=RULES)


def test_an_index_close_is_known_on_its_own_day(tmp_path: Path):
    table = read(tmp_path, "series,period,value\nindex.HSI,2024-02-01,15566.21\n")

    assert table.observations[0].released_at == dt.date(2024, 2, 1)


def test_a_survey_may_be_about_the_future(tmp_path: Path):
    table = read(tmp_path, OBSERVATIONS + "survey.mine.cpi,2024-12-01,2.5,2024-02-01\n")

    assert table.observations[0].period == dt.date(2024, 12, 1)


def test_a_byte_order_mark_and_empty_lines_are_no_error(tmp_path: Path):
    table = read(tmp_path, "\ufeff" + OBSERVATIONS + "us.effr,2024-02-01,5.33,2024-02-02\n\n")

    assert len(table.observations) == 1


def test_parquet_reads_like_csv(tmp_path: Path):
    path = tmp_path / "prices.parquet"
    pq.write_table(
        pa.table(
            {
                "date": pa.array([dt.date(2024, 2, 1)]),
                "contract": ["ZQH24"],
                "price": [94.7],
                "kind": ["last"],
            }
        ),
        path,
    )
    table = read_table(path, known_series=KNOWN)

    assert table.layout.id == "futures"
    assert table.observations[0].series == "futures.ZQH24.last"
    assert table.observations[0].value == 94.7


def test_a_text_file_called_parquet_is_refused(tmp_path: Path):
    with pytest.raises(BadTable, match="Parquet"):
        read(tmp_path, "hello", name="not.parquet")


def test_a_table_in_the_encoding_of_chinese_windows_is_read(tmp_path: Path):
    path = tmp_path / "gbk.csv"
    header = EVENTS.replace("unit", "unit,title_zh")
    path.write_bytes((header + "2024-01-24,,CN,monetary.rrr,decided,easing,,,降准\n").encode("gbk"))
    assert [event.title_zh for event in read_table(path, known_series=KNOWN).events] == ["降准"]


def test_bytes_in_no_encoding_are_refused(tmp_path: Path):
    path = tmp_path / "noise.csv"
    path.write_bytes(OBSERVATIONS.encode() + b"us.effr,2024-02-01,\xff\xff\xff,2024-02-02\n")
    with pytest.raises(BadTable, match="expected UTF-8, UTF-16 or GB18030"):
        read_table(path, known_series=KNOWN)
