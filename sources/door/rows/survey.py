"""The Survey of Professional Forecasters, in the workbooks of the Philadelphia Fed.

``medianLevel.xlsx`` has one sheet a variable; the files of single variables
(``Median_CPI_Level.xlsx``) have one. Rows are surveys: YEAR, QUARTER, then the
forecasts. In sheet CPI, CPI1 is the quarter before the survey (no forecast),
CPI2 the current quarter, CPI3 to CPI6 the four after it; CPIA and CPIB are
fourth quarter over fourth quarter for this year and the next. Sheet CPI10 has the
ten-year average. Missing is ``#N/A`` or an empty cell. Source: the survey's
documentation, "Survey of Professional Forecasters: Documentation", section 4.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence

from sources.contract import Observation
from sources.door.files.sheets import Sheet
from sources.door.layouts import Layout
from sources.errors import BadTable
from sources.message import message

COLUMNS: Mapping[str, str] = {
    "CPI2": "survey.spf.cpi.q0",
    "CPI3": "survey.spf.cpi.q1",
    "CPI4": "survey.spf.cpi.q2",
    "CPI5": "survey.spf.cpi.q3",
    "CPI6": "survey.spf.cpi.q4",
    "CPIA": "survey.spf.cpi.q4q4.year0",
    "CPIB": "survey.spf.cpi.q4q4.year1",
    "CPI10": "survey.spf.cpi.10y",
}
"""Our series by the workbook's column."""

SPF = Layout(
    id="spf",
    en="a workbook of the Survey of Professional Forecasters",
    zh="费城联储专业预测者调查（SPF）工作簿",
    example="YEAR,QUARTER,CPI2,CPI3,CPI4,CPI5,CPI6",
    holds="survey",
    columns={},
)

_LATE_SURVEYS = {dt.date(1990, 4, 1): dt.date(1990, 8, 31)}
"""The first survey that the Philadelphia Fed ran came out with the one after it."""


def is_survey(sheets: Sequence[Sheet]) -> bool:
    """Return whether a file is such a workbook: a sheet with years, quarters and a known column."""
    heads = [{cell.upper() for cell in sheet.rows[0]} for sheet in sheets if sheet.rows]
    return any({"YEAR", "QUARTER"} <= head and head & COLUMNS.keys() for head in heads)


def read_survey(
    sheets: Sequence[Sheet], *, origin: str, released: Mapping[dt.date, dt.date] | None = None
) -> tuple[Observation, ...]:
    """Read the CPI forecasts of a workbook.

    Args:
        sheets: of a workbook of medians (or means) of levels.
        origin: said of each row.
        released: release days by the first day of the survey's quarter, where
            known. Otherwise the 15th of the quarter's middle month, marked as
            a rule of thumb; surveys come out between the 9th and the 17th.

    Raises:
        BadTable: it is no such workbook; the message names sheet, row and column.
    """
    found = [row for sheet in sheets for row in _sheet(sheet, origin, released or {})]
    if not found:
        raise BadTable(
            file=sheets[0].file if sheets else "workbook",
            found=message(
                "sheets {names} without a known column", names=", ".join(sheet.name for sheet in sheets)
            ),
            expected=message("columns YEAR, QUARTER and any of {names}", names=", ".join(COLUMNS)),
        )
    return tuple(found)


def _sheet(sheet: Sheet, origin: str, released: Mapping[dt.date, dt.date]) -> Iterator[Observation]:
    header = [cell.upper() for cell in sheet.rows[0]] if sheet.rows else []
    places = {name: header.index(name) for name in COLUMNS if name in header}
    if not places:
        return  # the workbook has sheets for many variables
    if "YEAR" not in header or "QUARTER" not in header:
        raise BadTable(
            file=sheet.where,
            row=1,
            found=message("columns {names}", names=", ".join(header)),
            expected=message("YEAR and QUARTER"),
        )
    year_at, quarter_at = header.index("YEAR"), header.index("QUARTER")
    for number, row in enumerate(sheet.rows[1:], start=2):
        if not any(row):
            continue
        quarter = _quarter(sheet.where, number, row[year_at], row[quarter_at])
        for name, place in places.items():
            value = _value(sheet.where, number, name, row[place] if place < len(row) else "")
            if value is None:
                continue
            rule = dt.date(quarter.year, quarter.month + 1, 15)
            yield Observation(
                series=COLUMNS[name],
                period=quarter,
                value=value,
                released_at=released.get(quarter, _LATE_SURVEYS.get(quarter, rule)),
                source=origin,
                exact=quarter in released,
            )


def _quarter(where: str, number: int, year: str, quarter: str) -> dt.date:
    try:
        first, which = int(year.partition(".")[0]), int(quarter.partition(".")[0])
    except ValueError:
        raise BadTable(
            file=where,
            row=number,
            found=message("{year!r}, {quarter!r}", year=year, quarter=quarter),
            expected=message("a year and a quarter"),
        ) from None
    if not (1960 <= first <= 2100 and 1 <= which <= 4):
        raise BadTable(
            file=where,
            row=number,
            found=message("{year!r}, {quarter!r}", year=year, quarter=quarter),
            expected=message("a quarter from 1 to 4"),
        )
    return dt.date(first, 3 * which - 2, 1)


def _value(where: str, number: int, column: str, cell: str) -> float | None:
    if cell in {"", "#N/A", "NA", "."}:
        return None
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadTable(
            file=where, row=number, column=column, found=repr(cell), expected=message("percent, or #N/A")
        )
    return value
