"""Rows of the weekly's tables as the store holds them, with what was to be held against each when it became known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sources.contract import Observation, SeriesHistory, WeeklyFault, WeeklyRow
from sources.door.judging.rules import ACCEPTED
from sources.door.weekly.cells import NOTES, rounding
from sources.door.weekly.checks import Entry, change_over, checked

Accepted = Mapping[str, Mapping[tuple[dt.date, dt.date, float], str]]
"""Reasons by series and by (period, released_at, value)."""

RULES = "tables"
"""Before each code where it stands as the rule of a series: told apart from the gates of numbers."""

_WEEK = dt.timedelta(days=7)


def judge_weekly(rows: Iterable[WeeklyRow], accepted: Accepted) -> tuple[WeeklyRow, ...]:
    """Return the rows with their figures and faults, by release day, week, table and key.

    What is held against a row follows from the rows released by its own day: those told beside it, and the
    newest sound word on the week before. So neither later rows nor the order of loads change it.
    """
    told: dict[tuple[dt.date, dt.date, str], list[WeeklyRow]] = {}
    for row in rows:
        told.setdefault((row.released_at, row.period, row.table), []).append(row)
    newest_sound: dict[tuple[str, dt.date], WeeklyRow] = {}
    judged: list[WeeklyRow] = []
    for _, beside in sorted(told.items(), key=lambda item: item[0]):
        beside.sort(key=lambda row: (row.key, row.cells))
        entries, faults = checked(beside[0].table, ((n, dict(row.cells)) for n, row in enumerate(beside)))
        for row, entry in zip(beside, entries, strict=True):
            own = [
                WeeklyFault(code=fault.code, column=fault.column, found=fault.found, expected=fault.expected)
                for fault in faults
                if fault.row == entry.row and fault.code not in NOTES
            ]
            before = newest_sound.get((row.id, row.period - _WEEK))
            if before is not None:
                own += _against_held(entry, before)
            judged.append(_with_verdict(row, entry, own, accepted))
        newest_sound |= {row.place: row for row in judged[-len(beside) :] if row.sound}
    return tuple(judged)


def _against_held(entry: Entry, before: WeeklyRow) -> Sequence[WeeklyFault]:
    """Return what the week before, as it was told, says against this one."""
    visits, written = before.figure("visits"), before.cell("visits")
    if visits is None:
        return ()
    last = entry.number("last_week")
    if last is not None and visits:
        room = rounding(written) + rounding(entry.cells["last_week"])
        if abs(last / visits - 1) > room + 1e-9:
            return [
                WeeklyFault(
                    code="week_before_differs", column="last_week", found=entry.cells["last_week"],
                    expected=f"{written} ({before.period})",
                )
            ]  # fmt: skip
    expected = change_over(entry, visits, written)
    if last is None and expected is not None:
        told = f"{expected:+.1f}% = {entry.cells['visits']} / {written} ({before.period}) - 1"
        return [
            WeeklyFault(
                code="change_does_not_follow", column="change", found=entry.cells["change"], expected=told
            )
        ]
    return ()


def _with_verdict(
    row: WeeklyRow, entry: Entry, faults: Sequence[WeeklyFault], accepted: Accepted
) -> WeeklyRow:
    """Return a row with its figures, and its faults but those that a person lifted by accepting a figure of it.

    A fault of one figure is lifted by accepting that figure, one of the whole row by accepting any of them.
    """
    figures = {role: value for role, value in entry.values.items() if isinstance(value, float)}
    vouched = {
        role: because
        for role, value in figures.items()
        if (because := accepted.get(f"{row.id}.{role}", {}).get((row.period, row.released_at, value)))
    }
    standing, lifted = [], []
    for fault in faults:
        reasons = [vouched[fault.column]] if fault.column in vouched else []
        if fault.column not in figures:
            reasons = list(vouched.values())
        if reasons:
            lifted.append((fault.code, reasons[0]))
        else:
            standing.append(fault)
    return replace(
        row,
        figures=tuple(figures.items()),
        roundings=tuple((role, rounding(row.cell(role))) for role in figures),
        faults=tuple(standing),
        accepted=tuple(lifted),
    )


def weekly_series_ids(rows: Iterable[WeeklyRow]) -> list[str]:
    """Return the ids under which the figures of rows are read as series, sorted."""
    return sorted({f"{row.id}.{column}" for row in rows for column, _ in row.figures})


def weekly_series(series: str, rows: Iterable[WeeklyRow]) -> SeriesHistory:
    """Return one figure of one company or site over all weeks, with the verdict of its rows."""
    found = []
    for row in sorted(rows, key=lambda row: row.sound):  # of two words of one day the sound one is the last
        value = row.figure(series.removeprefix(f"{row.id}.")) if series.startswith(f"{row.id}.") else None
        if value is not None:
            rule = f"{RULES}.{row.faults[0].code}" if row.faults else ""
            for code, because in row.accepted[:1] if not rule else ():
                rule = f"{ACCEPTED}: {RULES}.{code}: {because}"
            found.append(
                Observation(
                    series=series, period=row.period, value=value, released_at=row.released_at,
                    source=row.source, quality="suspect" if row.faults else "ok", quality_rule=rule,
                )
            )  # fmt: skip
    return SeriesHistory.of(series, found)
