"""What is wrong with the weeks that a fact rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from signals.facts import Input, Reason, Status
from signals.readings.weekly_tables.inputs import Group
from signals.words import Word
from sources.contract import WeeklyFault, WeeklyRow

_WEEK_DAYS = 7


def input_of(group: Group, as_of: dt.date, *, max_age_days: int, weeks: Sequence[dt.date]) -> Input:
    """Return the health of a group's weeks: are they fresh, is a row of them in doubt?

    Args:
        group: the rows.
        as_of: the day to stand on.
        max_age_days: from release; the week itself may be one week older.
        weeks: those that the fact rests on; only the ones known are looked at.
    """
    used = [row for week in weeks for row in group.rows.get(week, ())]
    newest = group.rows[group.newest]
    released = max(row.released_at for row in newest)
    age_days, about_days = (as_of - released).days, (as_of - group.newest).days
    status: Status = "ok"
    reason: Reason = ""
    doubted = [row for row in used if row.faults]
    if age_days > max_age_days:
        status = "stale"
        reason = Word.of("inputs.too_old", age_days=age_days, limit_days=max_age_days)
    elif about_days > max_age_days + _WEEK_DAYS:
        status = "stale"
        reason = Word.of(
            "inputs.about_an_old_period",
            age_days=age_days,
            period=group.newest,
            about_days=about_days,
            limit_days=max_age_days + _WEEK_DAYS,
        )
    elif doubted:
        status, reason = "suspect", _doubt(doubted, used)
    return Input(
        series=f"{group.kind}.{group.id}",
        status=status,
        reason=reason,
        period=group.newest,
        released_at=released,
        age_days=age_days,
        max_age_days=max_age_days,
        source=newest[0].source,
    )


def fault_word(fault: WeeklyFault) -> Word:
    """Return what a check holds against a row: what it is, what was found, what would do."""
    parts = {"what": Word.of(f"tables.{fault.code}"), "found": fault.found}
    if fault.expected:
        return Word.of("tables.doubt_expected", expected=fault.expected, **parts)
    return Word.of("tables.doubt", **parts)


def _doubt(doubted: Sequence[WeeklyRow], used: Sequence[WeeklyRow]) -> Word:
    first = doubted[0]
    return Word.of(
        "tables.rows_doubted",
        n=len(doubted),
        all=len(used),
        first=first.id,
        what=Word.of(f"tables.{first.faults[0].code}"),
    )
