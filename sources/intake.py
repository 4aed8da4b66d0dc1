"""Taking in what arrived: all of it in one transaction, then what the judges say of what is new."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sources.contract import (
    Observation,
    PolicyEvent,
    SeriesHistory,
    SeriesSpec,
    WeeklyRow,
    contract_month,
)
from sources.door.judging.evidence import Evidence
from sources.door.judging.heard import folded
from sources.door.judging.reader import JudgedReader
from sources.door.judging.rules import Finding, findings
from sources.errors import BadTable, InterruptedAfterwards
from sources.memory import FUTURES_PREFIX
from sources.message import message
from sources.store import Added, Store

FIRST_YEAR = 1900
"""No series in the catalogue begins before (US CPI: 1913); an earlier year is a slip, such as 0024."""

READ_ROOTS = frozenset({"ZQ", "SR3"})
"""Futures whose prices a reading reads; of others only the rows are kept."""

LARGEST = 1e15
"""No figure of an economy is larger, and sums and squares of smaller ones stay finite."""

_ONE_DAY = dt.timedelta(days=1)  # somebody east of here may have heard already


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What one intake added, and what the judges hold against rows that are new.

    ``doubted_events`` are new versions of events with their verdict, ``doubted_rows`` rows of the
    weekly's tables with theirs; ``unread`` are series that no reading reads.
    """

    added: Added
    findings: tuple[Finding, ...]
    unread: tuple[str, ...] = ()
    doubted_events: tuple[PolicyEvent, ...] = ()
    doubted_rows: tuple[WeeklyRow, ...] = ()


def take_in(
    store: Store,
    observations: Iterable[Observation],
    events: Iterable[PolicyEvent] = (),
    weekly_rows: Iterable[WeeklyRow] = (),
    *,
    specs: Mapping[str, SeriesSpec],
    fetched_at: dt.datetime,
    whole_history: bool = False,
    of_feed: bool = False,
    evidence: Evidence | None = None,
) -> Intake:
    """Append what arrived and say what is doubted of it.

    Args:
        store: an open store.
        observations: rows of any series, in any order.
        events: versions of policy events.
        weekly_rows: rows of the weekly's tables.
        specs: the catalogue; ids that it does not hold are judged by their prefix.
        fetched_at: when the rows were obtained, with a time zone.
        whole_history: the rows claim to be all that the source has, so that
            fewer periods than known are a finding.
        of_feed: the rows come from a feed that dates what it repeats by the
            day on which it was asked; what is known already is no news then.
        evidence: what else verdicts rest on; the catalogue alone where None.

    Raises:
        BadTable: a row is dated after today, or before any series begins; nothing was written.
        StoreError: nothing was written.
        InterruptedAfterwards: a signal came when all was written.
    """
    rows, versions, lines = tuple(observations), tuple(events), tuple(weekly_rows)
    refuse_impossible_days(rows, versions, fetched_at.date())
    for line in lines:
        _check_day(f"{line.source}, {line.id}", "released_at", line.released_at, fetched_at.date())
        _check_day(f"{line.source}, {line.id}", "date", line.period, fetched_at.date())
    shortened = _shortened(store, rows) if whole_history else ()
    news = _without_repeats(store, rows) if of_feed else rows
    added = store.append(news, versions, weekly_rows=lines, fetched_at=fetched_at)
    try:
        judge = JudgedReader(store, evidence or Evidence(specs=specs))
        told = replace(_told(judge, added, rows, versions), doubted_rows=_doubted_rows(judge, lines))
        return replace(told, findings=(*shortened, *told.findings))
    except KeyboardInterrupt as stop:
        raise InterruptedAfterwards(
            message(
                "store {path}: stopped after the rows were written; they are in, and nothing is half done",
                path=store.path,
            )
        ) from stop


def _doubted_rows(judge: JudgedReader, lines: Sequence[WeeklyRow]) -> tuple[WeeklyRow, ...]:
    """Return those of some rows of the weekly's tables that a check speaks against."""
    told = {(line.place, line.released_at, line.cells) for line in lines}
    return tuple(
        row
        for row in (judge.weekly_rows() if told else ())
        if row.faults and (row.place, row.released_at, row.cells) in told
    )


def _told(
    judge: JudgedReader, added: Added, rows: Sequence[Observation], versions: Sequence[PolicyEvent]
) -> Intake:
    """Return what the judges say of what is new."""
    evidence = judge.evidence
    known = set(versions)
    return Intake(
        added=added,
        findings=findings(_judged(judge, added.news)),
        unread=tuple(sorted({row.series for row in rows if not _is_read(row.series, evidence)})),
        doubted_events=tuple(
            event
            for event in (judge.events() if added.events else ())
            if event.quality != "ok" and replace(event, quality="ok", quality_rule="") in known
        ),
    )


def _is_read(series: str, evidence: Evidence) -> bool:
    if series.startswith(FUTURES_PREFIX):
        return contract_month(series.split(".")[1])[0] in READ_ROOTS
    return series in evidence.specs or series in evidence.also_read


def refuse_impossible_days(
    rows: Iterable[Observation], versions: Iterable[PolicyEvent], today: dt.date
) -> None:
    """Refuse what is dated after today or before any series began, and numbers that no figure has.

    Raises:
        BadTable: the first such row.
    """
    for row in rows:
        if abs(row.value) >= LARGEST:
            where = f"{row.source}, {row.series}"
            raise BadTable(
                file=where,
                column="value",
                found=message("{value:g}", value=row.value),
                expected=message("a number below {largest:g}", largest=LARGEST),
            )
        _check_day(f"{row.source}, {row.series}", "released_at", row.released_at, today)
        if row.period.year < FIRST_YEAR:
            _check_day(f"{row.source}, {row.series}", "period", row.period, today)
    for event in versions:
        _check_day(f"{event.source}, {event.kind}", "announced_at", event.visible_from, today)
        for name, day in (("announced_at", event.announced_at), ("effective_at", event.effective_at)):
            if day is not None and day.year < FIRST_YEAR:
                _check_day(f"{event.source}, {event.kind}", name, day, today)


def _check_day(where: str, column: str, day: dt.date, today: dt.date) -> None:
    if day > today + _ONE_DAY:
        raise BadTable(
            file=where,
            column=column,
            found=str(day),
            expected=message("a day up to {today}: nothing is known earlier", today=today),
        )
    if day.year < FIRST_YEAR:
        raise BadTable(
            file=where,
            column=column,
            found=str(day),
            expected=message("a year from {first_year} on", first_year=FIRST_YEAR),
        )


def _without_repeats(store: Store, rows: Sequence[Observation]) -> Iterable[Observation]:
    """Leave out what only repeats the word that was known on its release day."""
    known: dict[tuple[str, dt.date], dict[dt.date, float]] = {}
    for row in rows:
        key = (row.series, row.released_at)
        if key not in known:
            view = store.series(row.series).as_of(row.released_at)
            known[key] = dict(zip(view.period.tolist(), view.value.tolist(), strict=True))
        if known[key].get(row.period) != row.value:
            yield row


def _shortened(store: Store, rows: Sequence[Observation]) -> tuple[Finding, ...]:
    by_series: dict[str, list[Observation]] = defaultdict(list)
    for row in rows:
        by_series[row.series].append(row)
    return tuple(
        Finding(
            series=series,
            rule="shortened_history",
            quality="suspect",
            n_rows=len(found),
            last_period=found[-1].period,
            last_value=found[-1].value,
        )
        for series, found in by_series.items()
        if is_shortened(store.series(series), found)
    )


def is_shortened(known: SeriesHistory, rows: Sequence[Observation]) -> bool:
    """Return whether a download of the whole history lacks periods that are known.

    Upstream cuts happen without notice (in 2026 one provider's daily spreads
    shrank to three years); nothing is lost here, but the series is no longer
    what it was.
    """
    if not len(known) or not rows:
        return False
    held = set(np.unique(known.period).astype(object))
    return len(held - {row.period for row in rows}) > max(
        1, len(held) // 100
    )  # one withdrawn is a correction


def _judged(judge: JudgedReader, rows: Iterable[Observation]) -> Iterable[Observation]:
    """Yield rows with their verdicts."""
    by_series: dict[str, list[Observation]] = defaultdict(list)
    for row in rows:
        by_series[row.series].append(row)
    for series, found in by_series.items():
        history = judge.series(series)
        doubted = np.flatnonzero(history.quality != "ok")
        if len(doubted) == 0:
            continue
        columns = (history.period, history.released_at, history.value, history.quality, history.rule)
        verdicts = {
            key[:3]: key[3:] for key in zip(*(column[doubted].tolist() for column in columns), strict=True)
        }
        periods = folded(
            np.array([row.period for row in found], dtype="datetime64[D]"), judge.evidence.spec(series)
        )
        for row, period in zip(found, periods.tolist(), strict=True):
            quality, rule = verdicts.get((period, row.released_at, float(row.value)), ("ok", ""))
            yield replace(row, quality=quality, quality_rule=rule)
