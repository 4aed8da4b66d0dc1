"""The workbooks of the Philadelphia Fed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from sources.contract import Observation, Reader
from sources.door.files.sheets import open_file, readings_of
from sources.door.rows.survey import COLUMNS, read_survey
from sources.errors import BadTable

HEADER = ["YEAR", "QUARTER", "CPI1", "CPI2", "CPI3", "CPI4", "CPI5", "CPI6", "CPIA", "CPIB"]


def read_spf(path: Path, **options: dict[dt.date, dt.date]) -> tuple[Observation, ...]:
    return read_survey(next(readings_of(open_file(path))), origin="t", **options)


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def spf(tmp_path: Path, sample: Reader) -> Path:
    """Write the sample's own surveys in the publisher's layout."""
    by_column = {column: sample.series(series) for column, series in COLUMNS.items()}
    quarters = by_column["CPI2"].period.tolist()
    rows: list[list[object]] = [list(HEADER)]
    for quarter in quarters:
        row: list[object] = [quarter.year, (quarter.month + 2) // 3, "#N/A"]
        for column in HEADER[3:]:
            history = by_column[column]
            at = history.period.tolist().index(quarter)
            row.append(float(history.value[at]))
        rows.append(row)
    ten = by_column["CPI10"]
    long: list[list[object]] = [["YEAR", "QUARTER", "CPI10"]]
    long += [
        [period.year, (period.month + 2) // 3, value]
        for period, value in zip(ten.period.tolist(), ten.value.tolist(), strict=True)
    ]
    other: list[list[object]] = [["YEAR", "QUARTER", "NGDP1"], [2024, 1, 28000]]
    return workbook(tmp_path / "medianLevel.xlsx", {"NGDP": other, "CPI": rows, "CPI10": long})


def test_the_samples_surveys_come_back_out_of_the_publishers_layout(spf: Path, sample: Reader) -> None:
    found = read_spf(spf, released={dt.date(2024, 1, 1): dt.date(2024, 2, 9)})
    for series in COLUMNS.values():
        mine = sorted((row for row in found if row.series == series), key=lambda row: row.period)
        theirs = sample.series(series)
        assert [row.value for row in mine] == theirs.value.tolist()
        assert [row.period for row in mine] == theirs.period.tolist()
        assert [row.released_at for row in mine][-8:] == theirs.released_at.tolist()[-8:]
        assert [row.exact for row in mine][-8:] == theirs.exact.tolist()[-8:]


def test_missing_cells_are_no_values(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["YEAR", "QUARTER", "CPI2", "CPI6"],
        [2024, 1, "#N/A", 2.2],
        [2024, 2, 3.1, None],
    ]
    found = read_spf(workbook(tmp_path / "x.xlsx", {"CPI": rows}))
    assert [(row.series, row.value) for row in found] == [
        ("survey.spf.cpi.q4", 2.2),
        ("survey.spf.cpi.q0", 3.1),
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([2024, 5, 2.0], "row 2: found '2024', '5'; expected a quarter from 1 to 4"),
        (["soon", 1, 2.0], "row 2: found 'soon', '1'; expected a year and a quarter"),
        ([2024, 1, "much"], "row 2, column CPI2: found 'much'; expected percent"),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, row: list[object], message: str) -> None:
    path = workbook(tmp_path / "x.xlsx", {"CPI": [["YEAR", "QUARTER", "CPI2"], row]})
    with pytest.raises(BadTable, match=message):
        read_spf(path)


def test_a_workbook_without_cpi_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", {"RGDP": [["YEAR", "QUARTER", "RGDP1"], [2024, 1, 1]]})
    with pytest.raises(BadTable, match="without a known column"):
        read_spf(path)


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04hello")
    with pytest.raises(BadTable, match="no workbook"):
        read_spf(path)
