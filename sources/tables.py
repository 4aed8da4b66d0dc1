"""Tables that a person wrote: recognised by their columns, checked row by row, all or nothing."""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from sources.contract import (
    DIRECTIONS,
    PRICE_KINDS,
    STAGES,
    Observation,
    PolicyEvent,
    contract_month,
)
from sources.errors import BadTable
from sources.event_rules import EventRules, KindRule, size_flaw, tier_flaw
from sources.memory import futures_series
from sources.versions import two_steps

TableKind = Literal["observations", "futures", "events"]

FREE_PREFIXES = ("survey.", "index.", "user.")
"""Series under these may be named by the user; all others must stand in the catalogue."""

_COLUMNS: Mapping[TableKind, tuple[frozenset[str], frozenset[str]]] = {  # required, optional
    "observations": (frozenset({"series", "period", "value"}), frozenset({"released_at", "exact", "source"})),
    "futures": (frozenset({"date", "contract", "price"}), frozenset({"kind"})),
    "events": (
        frozenset({"announced_at", "effective_at", "jurisdiction", "kind", "stage", "direction"}),
        frozenset(
            {"magnitude", "unit", "tier", "issuer", "title_en", "title_zh"}
            | {"evidence", "confirmations", "quote", "known_at", "source"}
        ),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One checked file: which table it is, and its rows."""

    file: str
    kind: TableKind
    observations: tuple[Observation, ...] = ()
    events: tuple[PolicyEvent, ...] = ()


def read_table(
    path: Path,
    *,
    known_series: Collection[str],
    event_rules: EventRules | None = None,
    source: str | None = None,
) -> Table:
    """Read one CSV or Parquet table and check every row.

    Args:
        path: the file; ``.parquet`` is read as Parquet, anything else as CSV.
        known_series: ids from the catalogue, for "did you mean".
        event_rules: what events may say, from the taxonomy; None means anything.
        source: said of each row that names none; default ``file:NAME``.

    Raises:
        BadTable: the first thing that is wrong, with file, row, column, what was
            found and what would do.
    """
    rows = _Rows(path)
    kind = _recognise(rows)
    if rows.empty:
        raise BadTable(file=rows.file, row=2, found="no rows below the header", expected="at least one row")
    origin = source or f"file:{path.name}"
    if kind == "observations":
        return Table(file=path.name, kind=kind, observations=tuple(_observations(rows, known_series, origin)))
    if kind == "futures":
        return Table(file=path.name, kind=kind, observations=tuple(_futures(rows, origin)))
    return Table(file=path.name, kind=kind, events=tuple(_events(rows, event_rules, origin)))


class _Rows:
    """The cells of a file as stripped text, whatever the format held."""

    def __init__(self, path: Path) -> None:
        self.file = path.name
        self.columns, self._cells = _read_parquet(path) if path.suffix == ".parquet" else _read_csv(path)

    @property
    def empty(self) -> bool:
        """Whether there is nothing below the header."""
        return not self._cells

    def __iter__(self) -> Iterator[_Row]:
        for number, cells in enumerate(self._cells, start=2):  # the header is row 1
            yield _Row(self.file, number, cells)


class _Row:
    """One row; every accessor names the row and column when the cell will not do."""

    def __init__(self, file: str, number: int, cells: Mapping[str, str]) -> None:
        self.file, self.number, self.cells = file, number, cells

    def bad(self, column: str | None, found: str, expected: str) -> BadTable:
        return BadTable(file=self.file, row=self.number, column=column, found=found, expected=expected)

    def text(self, column: str, *, default: str | None = None) -> str:
        cell = self.cells.get(column, "")
        if cell:
            return cell
        if default is None:
            raise self.bad(column, "nothing", "a value")
        return default

    def optional(self, column: str) -> str | None:
        return self.cells.get(column) or None

    def date(self, column: str) -> dt.date:
        cell = self.text(column)
        try:
            return dt.date.fromisoformat(cell)
        except ValueError as error:
            raise self.bad(column, repr(cell), "a date such as 2024-02-16") from error

    def optional_date(self, column: str) -> dt.date | None:
        return self.date(column) if self.optional(column) else None

    def number_in(self, column: str, *, positive: bool = False) -> float:
        cell = self.text(column)
        try:
            value = float(cell)
        except ValueError as error:
            raise self.bad(column, repr(cell), "a number") from error
        if not math.isfinite(value):
            raise self.bad(column, repr(cell), "a finite number; leave the row out where nothing is known")
        if positive and value <= 0:
            raise self.bad(column, repr(cell), "a number above zero")
        return value

    def flag(self, column: str, *, default: bool) -> bool:
        cell = self.text(column, default=str(default)).casefold()
        if cell not in {"true", "false", "1", "0"}:
            raise self.bad(column, repr(self.cells[column]), "True or False")
        return cell in {"true", "1"}

    def word(self, column: str, allowed: Collection[str], *, default: str | None = None) -> str:
        cell = self.text(column, default=default)
        if cell not in allowed:
            raise self.bad(column, repr(cell), f"one of {', '.join(allowed)}{did_you_mean(cell, allowed)}")
        return cell

    def spelled(self, column: str, known: Collection[str]) -> str | None:
        """Return the cell as the known word that it is but for its case, else as it stands."""
        cell = self.optional(column)
        return cell and {word.casefold(): word for word in known}.get(cell.casefold(), cell)


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Return ``; did you mean …?`` for the nearest known word, or nothing."""
    spelled = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(word.casefold(), list(spelled), n=1, cutoff=0.6)
    return f"; did you mean {spelled[near[0]]}?" if near else ""


def _read_csv(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    import csv  # noqa: PLC0415 - one small reader; pandas would guess types that we must check

    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = [name.strip() for name in next(reader, [])]
            cells = []
            for number, row in enumerate(reader, start=2):
                if not any(cell.strip() for cell in row):
                    continue
                if len(row) != len(header):
                    raise BadTable(
                        file=path.name,
                        row=number,
                        found=f"{len(row)} cells",
                        expected=f"{len(header)}, as in the header",
                    )
                cells.append(dict(zip(header, (cell.strip() for cell in row), strict=True)))
    except FileNotFoundError as error:
        raise BadTable(file=str(path), found="no such file", expected="a CSV or Parquet table") from error
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        raise BadTable(file=path.name, found=str(error), expected="a CSV table in UTF-8") from error
    return header, cells


def _read_parquet(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    import pyarrow as pa  # noqa: PLC0415 - only Parquet needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        table = pq.ParquetFile(path).read()
    except FileNotFoundError as error:
        raise BadTable(file=str(path), found="no such file", expected="a CSV or Parquet table") from error
    except (pa.ArrowException, OSError) as error:
        raise BadTable(
            file=path.name, found="a file that is no Parquet", expected="a Parquet table"
        ) from error
    return list(table.column_names), [
        {name: _cell_text(cell) for name, cell in row.items()} for row in table.to_pylist()
    ]


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):  # midnight is how many tools write a day
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell).strip()


def _recognise(rows: _Rows) -> TableKind:
    found = rows.columns
    if not found or found == [""]:
        raise BadTable(file=rows.file, row=1, found="an empty file", expected="a header and rows")
    twice = sorted({name for name in found if found.count(name) > 1})
    if twice:
        raise BadTable(
            file=rows.file, row=1, column=twice[0], found="the column twice", expected="each column once"
        )
    kinds: tuple[TableKind, ...] = get_args(TableKind)
    best = max(kinds, key=lambda kind: len(set(found) & _COLUMNS[kind][0]) / len(_COLUMNS[kind][0]))
    required, optional = _COLUMNS[best]
    missing = sorted(required - set(found))
    unknown = [name for name in found if name not in required | optional]
    if missing or unknown:
        near = did_you_mean(unknown[0], missing or sorted(optional)) if unknown else ""
        raise BadTable(
            file=rows.file,
            row=1,
            column=unknown[0] if unknown else missing[0],
            found=f"columns {', '.join(found)}",
            expected=f"a table of {best}: {', '.join(sorted(required))}"
            f" (optional {', '.join(sorted(optional))}){near}",
        )
    return best


def _unique(row: _Row, seen: dict[tuple[Any, ...], int], key: tuple[Any, ...], what: str) -> None:
    if key in seen:
        raise row.bad(None, f"the same {what} as in row {seen[key]}", f"each {what} once")
    seen[key] = row.number


_SERIES_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)+")


def _observations(rows: _Rows, known_series: Collection[str], origin: str) -> Iterator[Observation]:
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        series = row.text("series")
        if not _SERIES_ID.fullmatch(series) or (
            series not in known_series and not series.startswith(FREE_PREFIXES)
        ):
            raise row.bad(
                "series",
                repr(series),
                f"a series of the catalogue, or one under {', '.join(FREE_PREFIXES)}"
                f"{did_you_mean(series, known_series)}",
            )
        period = row.date("period")
        is_index = series.startswith("index.")
        released_at = row.optional_date("released_at")
        if released_at is None:
            if not is_index:
                raise row.bad("released_at", "nothing", "the day on which the value became known")
            released_at = period
        if released_at < period and not series.startswith("survey."):
            raise row.bad("released_at", str(released_at), f"a day on or after the period {period}")
        _unique(row, seen, (series, period, released_at), "series, period and released_at")
        yield Observation(
            series=series,
            period=period,
            value=row.number_in("value", positive=is_index),
            released_at=released_at,
            source=row.text("source", default=origin),
            exact=row.flag("exact", default=True),
        )


def _futures(rows: _Rows, origin: str) -> Iterator[Observation]:
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        contract = row.text("contract").upper()
        try:
            contract_month(contract)
        except ValueError as error:
            raise row.bad(
                "contract",
                repr(contract),
                "root, month letter (FGHJKMNQUVXZ) and two-digit year, as in ZQH24",
            ) from error
        date = row.date("date")
        kind = row.word("kind", PRICE_KINDS, default="settlement")
        _unique(row, seen, (date, contract, kind), "date, contract and kind")
        price = row.number_in("price", positive=True)
        if not 50 < price < 110:  # 100 minus a rate between -10 and 50 percent
            raise row.bad("price", repr(row.text("price")), "price points: 100 minus the rate in percent")
        yield Observation(
            series=futures_series(contract, kind), period=date, value=price, released_at=date, source=origin
        )


def _events(rows: _Rows, rules: EventRules | None, origin: str) -> Iterator[PolicyEvent]:
    seen: dict[tuple[str, dt.date], list[tuple[int, PolicyEvent]]] = {}
    for row in rows:
        kind = row.word("kind", rules.kinds) if rules else row.text("kind")
        rule = rules.kinds[kind] if rules else KindRule()
        magnitude = row.number_in("magnitude") if row.optional("magnitude") else None
        if magnitude is not None and not row.optional("unit"):
            raise row.bad("unit", "nothing", "the unit of the magnitude, such as bp")
        confirmations = row.number_in("confirmations") if row.optional("confirmations") else 1.0
        if confirmations < 1 or confirmations != int(confirmations):
            raise row.bad("confirmations", repr(row.text("confirmations")), "a whole number from 1")
        event = PolicyEvent(
            announced_at=row.date("announced_at"),
            effective_at=row.optional_date("effective_at"),
            jurisdiction=row.word("jurisdiction", rules.jurisdictions) if rules else row.text("jurisdiction"),
            kind=kind,
            stage=row.word("stage", STAGES),  # type: ignore[arg-type]  # word() checked it
            direction=row.word("direction", DIRECTIONS),  # type: ignore[arg-type]
            magnitude=magnitude,
            unit=row.spelled("unit", (rule.unit,) if rule.unit else ()),
            tier=row.spelled("tier", rule.tiers),
            issuer=row.optional("issuer"),
            title_en=row.text("title_en", default=""),
            title_zh=row.text("title_zh", default=""),
            evidence=row.text("evidence", default=""),
            confirmations=int(confirmations),
            quote=row.text("quote", default=""),
            known_at=row.optional_date("known_at"),
            source=row.text("source", default=origin),
        )
        _obey(row, event, rule)
        _once(row, event, seen.setdefault((event.event_id, event.visible_from), []))
        yield event


def _obey(row: _Row, event: PolicyEvent, rule: KindRule) -> None:
    # A step without a tier is let in: what it leaves open is doubted where it matters.
    flaw = size_flaw(event, rule) or (tier_flaw(event, rule) if event.tier else None)
    if flaw:
        near = did_you_mean(event.tier or "", rule.tiers) if flaw.column == "tier" else ""
        raise row.bad(flaw.column, flaw.found, flaw.expected + near)


def _once(row: _Row, event: PolicyEvent, same: list[tuple[int, PolicyEvent]]) -> None:
    for number, other in same:
        one_record = (event.tier, event.source, event.quote) == (other.tier, other.source, other.quote)
        if one_record and not two_steps(event, other):
            raise row.bad(
                None,
                f"the same event as in row {number}",
                "each event once; a correction says in known_at when it became known",
            )
    same.append((row.number, event))
