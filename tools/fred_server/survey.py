"""The Philadelphia Fed's files, written out of observations: workbooks of medians and the list of release days."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping

import openpyxl

from sources.adapters.spf import RELEASE_DAYS, WORKBOOKS
from sources.contract import Observation
from sources.door.rows.survey import COLUMNS

_HEADERS = {
    WORKBOOKS[0]: ("CPI2", "CPI3", "CPI4", "CPI5", "CPI6", "CPIA", "CPIB"),
    WORKBOOKS[1]: ("CPI10",),
}


def survey_files(observations: Iterable[Observation]) -> Mapping[str, bytes]:
    """Return what the Philadelphia Fed's server would send, by path below ``/spf/``."""
    values: dict[tuple[str, dt.date], float] = {}
    released: dict[dt.date, dt.date] = {}
    for row in observations:
        if row.series in COLUMNS.values():
            values[row.series, row.period] = row.value
            if row.exact:
                released[row.period] = row.released_at
    quarters = sorted({quarter for _, quarter in values})
    files = {path: _workbook(columns, quarters, values) for path, columns in _HEADERS.items()}
    return files | {RELEASE_DAYS: _release_days(released).encode()}


def _workbook(
    columns: Iterable[str], quarters: Iterable[dt.date], values: Mapping[tuple[str, dt.date], float]
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["YEAR", "QUARTER", *columns])
    for quarter in quarters:
        held = [values.get((COLUMNS[column], quarter), "#N/A") for column in columns]
        sheet.append([quarter.year, (quarter.month + 2) // 3, *held])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _release_days(released: Mapping[dt.date, dt.date]) -> str:
    """Return lines as the publisher writes them: the year in its first line only."""
    lines = ["Survey   True Deadline Date   News Release Date", ""]
    year = None
    for quarter, day in sorted(released.items()):
        stated = f"{quarter.year}" if quarter.year != year else "    "
        year = quarter.year
        written = f"{day.month}/{day.day}/{day:%y}"
        lines.append(f"{stated} Q{(quarter.month + 2) // 3}   {written}   {written}")
    return "\n".join(lines) + "\n"
