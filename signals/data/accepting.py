"""From what a person vouches for to the one row that it names."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from signals.config import ConfigError
from signals.data.holdings import held_series
from sources.contract import Acceptance
from sources.door.judging.acts import event_row, fuller_name
from sources.door.judging.reader import JudgedReader
from sources.errors import BadTable
from sources.message import joined, message, told

_COLUMNS = ("series", "period", "value", "because")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A row as a person names it; ``released_at`` None where there is but one with that value."""

    series: str
    period: dt.date
    value: float
    because: str
    released_at: dt.date | None = None


def wanted_in(path: Path) -> tuple[Wanted, ...]:
    """Read a file of rows to accept.

    Raises:
        BadTable: the first thing that is wrong.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadTable(file=str(path), found=told(error), expected=message("a CSV table in UTF-8")) from error
    missing = [name for name in _COLUMNS if not rows or name not in rows[0]]
    if missing:
        raise BadTable(
            file=path.name,
            found=message("no column {column}", column=missing[0]),
            expected=message("the columns {names}", names=", ".join(_COLUMNS)),
        )
    return tuple(_wanted(path.name, number, row) for number, row in enumerate(rows, start=2))


def _wanted(file: str, number: int, row: dict[str, str]) -> Wanted:
    def bad(column: str, expected: str) -> BadTable:
        found = repr(row.get(column) or "nothing")
        return BadTable(file=file, row=number, column=column, found=found, expected=expected)

    days: dict[str, dt.date | None] = {"released_at": None}
    for column in ("period", "released_at"):
        if column == "period" or row.get(column):
            try:
                days[column] = dt.date.fromisoformat((row.get(column) or "").strip())
            except ValueError as error:
                raise bad(column, message("a date such as 2024-02-16")) from error
    try:
        value = float(row.get("value") or "")
    except ValueError as error:
        raise bad("value", message("a number")) from error
    because = (row.get("because") or "").strip()
    if not because:
        raise bad("because", message("how you verified it"))
    period = days["period"]
    assert period is not None  # noqa: S101 - read above
    return Wanted(
        series=(row.get("series") or "").strip(),
        period=period,
        value=value,
        because=because,
        released_at=days["released_at"],
    )


def acceptances_of(reader: JudgedReader, wanted: Iterable[Wanted]) -> tuple[Acceptance, ...]:
    """Return the row that each names, as an acceptance.

    Raises:
        ConfigError: no row is so named, or several are; says what is held.
    """
    return tuple(one for want in wanted for one in _named(reader, want))


def _named(reader: JudgedReader, want: Wanted) -> Iterator[Acceptance]:
    held = list(_held(reader, want.series))
    same = [one for one in held if one.period == want.period and one.value == want.value]
    if want.released_at is not None:
        same = [one for one in same if one.released_at == want.released_at]
    if len(same) == 1:
        yield Acceptance(
            series=same[0].series,
            period=same[0].period,
            released_at=same[0].released_at,
            value=same[0].value,
            because=want.because,
        )
        return
    where = f"{want.series} {want.period} {want.value:.10g}"
    if same:
        if len({one.series for one in same}) > 1:
            raise ConfigError(
                message(
                    "{where}: several acts are so named; name one as {names}",
                    where=where,
                    names=joined((one.series for one in same), by=", "),
                )
            )
        days = ", ".join(str(one.released_at) for one in same)
        raise ConfigError(
            message(
                "{where}: several rows say so, released {days}; name one with --released DATE",
                where=where,
                days=days,
            )
        )
    near = [one for one in held if one.period == want.period]
    said = joined(
        (
            message("{value:.10g} (released {released_at})", value=one.value, released_at=one.released_at)
            for one in near[:5]
        ),
        by=", ",
    )
    hint = (
        message("held for that period: {said}", said=said)
        if near
        else message("nothing is held for that period")
    )
    raise ConfigError(
        message(
            "{where}: no such row; {hint}. `signals series {series} --vintages` shows all",
            where=where,
            hint=hint,
            series=want.series,
        )
    )


def _held(reader: JudgedReader, series: str) -> Sequence[Acceptance]:
    """Return every row of a series, contract or kind of event, as what could be accepted."""
    if series.startswith("events."):
        return list(_acts(reader, series))
    return [
        Acceptance(series=name, period=period, released_at=released_at, value=value, because="")
        for name in held_series(reader, series)
        for history in (reader.series(name),)
        for period, released_at, value in zip(
            history.period.tolist(), history.released_at.tolist(), history.value.tolist(), strict=True
        )
    ]


def _acts(reader: JudgedReader, series: str) -> Iterator[Acceptance]:
    """Yield the acts that a name may mean, each by the shortest name that is its alone."""
    named = {(*event_row(event), fuller_name(event)) for event in reader.events()}
    n_alike = Counter((name, row) for name, row, _ in named)
    for name, row, fuller in sorted(named):
        if series in {name, fuller}:
            own = series if series == fuller or n_alike[name, row] == 1 else fuller
            yield Acceptance(series=own, period=row[0], released_at=row[1], value=row[2], because="")
