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
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from sources.adapters.markets import import_extra
from sources.contract import Observation
from sources.errors import BadTable

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

_LATE_SURVEYS = {dt.date(1990, 4, 1): dt.date(1990, 8, 31)}
"""The first survey that the Philadelphia Fed ran came out with the one after it."""


def read_spf(path: Path, *, released: Mapping[dt.date, dt.date] | None = None) -> tuple[Observation, ...]:
    """Read the CPI forecasts of a workbook.

    Args:
        path: an ``.xlsx`` file of medians (or means) of levels.
        released: release days by the first day of the survey's quarter, where
            known. Otherwise the 15th of the quarter's middle month, marked as
            a rule of thumb; surveys come out between the 9th and the 17th.

    Raises:
        MissingExtra: openpyxl is not installed.
        BadTable: it is no such workbook; the message names sheet, row and column.
    """
    openpyxl = import_extra("openpyxl", extra="surveys")
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except FileNotFoundError:
        raise BadTable(file=str(path), found="no such file", expected="an SPF workbook") from None
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise BadTable(file=path.name, found="a file that is no workbook", expected="an .xlsx file") from None
    try:
        found = [row for sheet in book.worksheets for row in _sheet(path.name, sheet, released or {})]
    finally:
        book.close()
    if not found:
        raise BadTable(
            file=path.name,
            found=f"sheets {', '.join(book.sheetnames)} without a known column",
            expected=f"columns YEAR, QUARTER and any of {', '.join(COLUMNS)}",
        )
    return tuple(found)


def _sheet(file: str, sheet: object, released: Mapping[dt.date, dt.date]) -> Iterator[Observation]:
    rows = sheet.iter_rows(values_only=True)  # type: ignore[attr-defined]  # openpyxl ships no types
    header = [str(cell or "").strip().upper() for cell in next(rows, ())]
    places = {name: header.index(name) for name in COLUMNS if name in header}
    if not places:
        return  # the workbook has sheets for many variables
    where = f"{file}, sheet {sheet.title}"  # type: ignore[attr-defined]
    if "YEAR" not in header or "QUARTER" not in header:
        raise BadTable(file=where, row=1, found=f"columns {', '.join(header)}", expected="YEAR and QUARTER")
    year_at, quarter_at = header.index("YEAR"), header.index("QUARTER")
    for number, row in enumerate(rows, start=2):
        if all(cell is None for cell in row):
            continue
        quarter = _quarter(where, number, row[year_at], row[quarter_at])
        for name, place in places.items():
            value = _value(where, number, name, row[place] if place < len(row) else None)
            if value is None:
                continue
            rule = dt.date(quarter.year, quarter.month + 1, 15)
            yield Observation(
                series=COLUMNS[name],
                period=quarter,
                value=value,
                released_at=released.get(quarter, _LATE_SURVEYS.get(quarter, rule)),
                source=f"file:{file}",
                exact=quarter in released,
            )


def _quarter(where: str, number: int, year: object, quarter: object) -> dt.date:
    try:
        first, which = int(str(year).partition(".")[0]), int(str(quarter).partition(".")[0])
    except ValueError:
        raise BadTable(
            file=where, row=number, found=f"{year!r}, {quarter!r}", expected="a year and a quarter"
        ) from None
    if not (1960 <= first <= 2100 and 1 <= which <= 4):
        raise BadTable(
            file=where, row=number, found=f"{year!r}, {quarter!r}", expected="a quarter from 1 to 4"
        )
    return dt.date(first, 3 * which - 2, 1)


def _value(where: str, number: int, column: str, cell: object) -> float | None:
    if cell is None or str(cell).strip() in {"", "#N/A", "NA", "."}:
        return None
    try:
        value = float(str(cell))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadTable(file=where, row=number, column=column, found=repr(cell), expected="percent, or #N/A")
    return value
