"""Whatever can be written in a known layout reads back as it was: in any format, encoding, delimiter and style."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from collections.abc import Callable, Mapping, Sequence

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from signals.data.entrance import door
from sources.contract import Observation
from sources.door import Answers
from sources.door.files.sheets import Incoming
from sources.door.layouts import Layout

pytestmark = pytest.mark.slow

Table = Mapping[dt.date, float]
Lines = list[list[str]]
LAYOUTS = [layout for layout in door().layouts if layout.holds == "values" and layout.shape != "turned"]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Return closes that are prices of a rate as well, with up to four decimals."""
    days = draw(
        st.lists(st.dates(dt.date(2024, 1, 2), dt.date(2024, 3, 28)), min_size=1, max_size=8, unique=True)
    )
    return {day: draw(st.integers(510_000, 1_090_000)) / 10_000 for day in days}


def _csv(lines: Lines, delimiter: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(lines)
    return written.getvalue()


def _xlsx(lines: Lines) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _parquet(lines: Lines) -> bytes:
    held = io.BytesIO()
    header, *rows = lines
    pq.write_table(pa.table([pa.array(column) for column in zip(*rows, strict=True)], names=header), held)
    return held.getvalue()


FORMS: Mapping[str, Callable[[Lines], bytes]] = {
    "comma": lambda lines: _csv(lines, ",").encode(),
    "semicolon": lambda lines: _csv(lines, ";").encode("utf-8-sig"),
    "tab in UTF-16": lambda lines: _csv(lines, "\t").encode("utf-16"),
    "GB18030": lambda lines: _csv(lines, ",").encode("gb18030"),
    "gzip": lambda lines: gzip.compress(_csv(lines, ",").encode()),
}
DAYS: Mapping[str, tuple[str, str | None]] = {
    "iso": ("%Y-%m-%d", None),
    "slashes": ("%Y/%m/%d", None),
    "compact": ("%Y%m%d", None),
    "day first": ("%d/%m/%Y", "dmy"),
    "month first": ("%m/%d/%Y", "mdy"),
    "Chinese": ("%Y年%m月%d日", None),
    "words": ("%b %d, %Y", None),
}
NUMBERS: Mapping[str, tuple[Callable[[float], str], str]] = {
    "point": (lambda value: f"{value:.4f}", "point"),
    "comma": (lambda value: f"{value:.4f}".replace(".", ","), "comma"),
}


def written(layout: Layout, table: Table, day_form: str, number: Callable[[float], str]) -> Lines:
    """Return a table as the layout has it: the header it names, a close of March's contract in each row."""
    days = sorted(table)
    said = {day: day.strftime(day_form) for day in days}
    if layout.shape == "wide":
        return _wide(layout, table, said, number)
    if layout.shape == "stacked":
        header = [["Price", "Close", "Open"], ["Ticker", "ZQH24", "ZQH24"], ["Date", "", ""]]
        return header + [[said[day], number(table[day]), ""] for day in days]
    if "month" in layout.needs and "day" not in layout.columns:
        days = days[:1]  # a page is of one day
    roles: list[tuple[str, Callable[[dt.date], str]]] = [
        (layout.spelled(role)[0], lambda day, role=role: _cell(layout, role, day, said, number(table[day])))  # type: ignore[misc]
        for role in layout.needs
    ]
    roles += [(mark[0], lambda _: "") for mark in layout.marks if mark[0] not in dict(roles)]
    roles += [(header, lambda _, words=words: min(words, key=len)) for header, words in layout.only.items()]  # type: ignore[misc]
    return [[header for header, _ in roles], *([cell(day) for _, cell in roles] for day in days)]


def _wide(layout: Layout, table: Table, said: Mapping[dt.date, str], number: Callable[[float], str]) -> Lines:
    name = "DFF" if layout.names == "fred" else "ZQH24"
    header = [layout.spelled(role)[0] for role in layout.needs]
    rows = []
    for day in sorted(table):
        cells = [
            said[day] if role == "day" else (day + dt.timedelta(days=1)).isoformat() for role in layout.needs
        ]
        rows.append([*cells, number(table[day])])
    return [[*header, name], *rows]


def _cell(layout: Layout, role: str, day: dt.date, said: Mapping[dt.date, str], value: str) -> str:
    return {
        "day": said[day],
        "value": value,
        "month": "MAR 24",
        "year": "2024",
        "month_number": "3",
        "root": "ZQ",
        "released_at": day.isoformat(),
        "kind": "last",
    }.get(role, "us.effr" if layout.names == "series" else "ZQH24")


def held(rows: Sequence[Observation]) -> Table:
    return {row.period: row.value for row in rows}


@settings(
    max_examples=200, phases=[Phase.generate]
)  # a failure names its layout and lines; shrinking would take minutes
@given(
    table=tables(),
    form=st.sampled_from(sorted(FORMS)),
    days=st.sampled_from(sorted(DAYS)),
    numbers=st.sampled_from(sorted(NUMBERS)),
)
def test_a_table_reads_back_from_every_layout(table: Table, form: str, days: str, numbers: str) -> None:
    day_form, order = DAYS[days]
    number, mark = NUMBERS[numbers]
    for layout in LAYOUTS:
        lines = written(layout, table, day_form, number)
        expected = table if len(lines) > 2 or len(table) == 1 else {min(table): table[min(table)]}
        reading = door().read(
            Incoming(name="table", content=FORMS[form](lines)),
            Answers(
                series=_asked(layout),
                kind=None if layout.kind == "last" else "settlement",
                on=min(table) if "day" not in layout.needs and layout.shape == "long" else None,
                dates=order,  # type: ignore[arg-type]
                decimal=mark,  # type: ignore[arg-type]
            ),
        )
        assert held(reading.observations) == expected, (layout.id, lines, reading)
        assert len({row.series for row in reading.observations}) == 1


def _asked(layout: Layout) -> str | None:
    """Return the name that a table of this layout does not hold."""
    names_itself = {"name", "month", "year"} & set(layout.needs) or layout.shape != "long"
    return None if names_itself else "ZQH24"


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.id)
def test_the_header_that_the_list_shows_is_the_one_that_is_known(layout: Layout) -> None:
    table = {dt.date(2024, 2, 15): 94.67, dt.date(2024, 2, 16): 94.6775}
    lines = written(layout, table, "%Y-%m-%d", "{:.4f}".format)
    content = FORMS["comma"](lines)
    reading = door().read(
        Incoming(name="table", content=content),
        Answers(series=_asked(layout), kind=None if layout.kind == "last" else "settlement",
                on=dt.date(2024, 2, 15) if "day" not in layout.needs and layout.shape == "long" else None),
    )  # fmt: skip
    assert reading.layout.id == layout.id


def test_parquet_reads_back() -> None:
    lines = [["date", "close"], ["2024-02-16", "94.6775"]]
    reading = door().read(
        Incoming(name="t.parquet", content=_parquet(lines)), Answers(series="ZQH24", kind="last")
    )
    assert held(reading.observations) == {dt.date(2024, 2, 16): 94.6775}
