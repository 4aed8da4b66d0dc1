"""Whether the target range is the one in force: checked by the calendar, or else told by the fixings since."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from itertools import pairwise
from statistics import median

from signals.calendars.fed import ONE_DAY, Calendars, TargetChange
from signals.facts import Input, Status
from signals.readings.rate_path.fixing import Fixings

FIXING_CONFIRMS_DAYS = (
    10  # a fixing, or a word on the range itself, this recent tells whether it still stands
)
FIXING_OUTSIDE_PCT = 0.10  # month-ends have printed up to 5 bp outside the range; 10 bp means another range
# Half of a quarter point: a range moves by 25 bp or more, the fixing inside a range that stands by less from one
# meeting to the next.
FIXING_MOVED_PCT = 0.125
USUAL_FIXINGS = (
    10  # how many of the last ones say where the fixing stands; a dip or squeeze lasts two or three days
)


def target_input(as_of: dt.date, known: Calendars, fixings: Fixings) -> Input:
    """Return the health of the target range on a day."""
    now = known.target_on(as_of)
    status: Status = "ok"
    if now is None:
        status, reason = "missing", "no target range is known before 2008-12-17"
    elif reason := _doubt(as_of, known, fixings):
        status = "suspect"
    return Input(
        series="calendar.fed_target",
        status=status,
        reason=reason,
        period=now.effective_on if now else None,
        released_at=now.decided_on if now else None,
        source="configs/calendars/fed_target.csv",
    )


def _doubt(as_of: dt.date, known: Calendars, fixings: Fixings) -> str:
    """Say why the range may be another by now, or nothing.

    A fixing dated on the day of a decision still carries the old rate, and so
    does a daily record of the range.
    """
    checked, last = known.target_verified_through, fixings.last
    then = known.target_on(last[0]) if last else None
    recent = last is not None and (as_of - last[0]).days <= FIXING_CONFIRMS_DAYS
    meetings = known.known_meetings(as_of)
    if last and then and recent:
        outside = max(then.lower_bp / 100 - last[1], last[1] - then.upper_bp / 100)
        if outside > FIXING_OUTSIDE_PCT:
            return _lies_outside(last, then)
        moved = _unexplained_move(known, fixings, meetings)
        if (
            moved is None and outside > 0
        ):  # nothing to compare with: only a fixing inside the range confirms it
            return _lies_outside(last, then) + ", and no fixing is known from before the decision"
        if moved:
            return moved
    seen = max(checked, last[0]) if last else checked
    unseen = meetings[bisect_left(meetings, seen) : bisect_left(meetings, as_of)]
    if unseen:
        return f"checked through {checked} only, and no later fixing shows the decision of {unseen[-1]}"
    if not recent and (as_of - checked).days > FIXING_CONFIRMS_DAYS:
        return f"checked through {checked} only, and no recent fixing confirms it"
    return ""


def _lies_outside(last: tuple[dt.date, float], then: TargetChange) -> str:
    return f"the fixing of {last[0]}, {last[1]:.2f}, lies outside {then.lower_bp}-{then.upper_bp} bp"


def _unexplained_move(known: Calendars, fixings: Fixings, meetings: tuple[dt.date, ...]) -> str | None:
    """Say where the fixing moved and the range as known did not, from meeting to meeting since the last check.

    The place inside the range tells little: a fixing stands anywhere between
    its ends, so a hike to a range just above may leave it within reach of the
    old one. Returns None where no fixing is known from before the first
    decision since.
    """
    checked, last = known.target_verified_through, fixings.last
    if last is None or last[0] <= checked:
        return ""
    passed = meetings[bisect_left(meetings, checked) : bisect_left(meetings, last[0])]
    ends = [checked, *passed, last[0]]
    # No level from before a meeting speaks for the days after it.
    starts = [dt.date.min, dt.date.min, *passed]
    usual = [
        _above_lower_end(known, fixings, after, through) for after, through in zip(starts, ends, strict=True)
    ]
    found = [(day, above) for day, above in zip(ends, usual, strict=True) if above is not None]
    for (day, before), (later, above) in pairwise(found):
        if abs(above - before) > FIXING_MOVED_PCT:
            return (
                f"the fixing stood {before * 100:+.0f} bp from the lower end up to {day}, "
                f"{above * 100:+.0f} bp up to {later}: the range may have moved in between"
            )
    return None if passed and usual[:2] == [None, None] else ""


def _above_lower_end(known: Calendars, fixings: Fixings, after: dt.date, through: dt.date) -> float | None:
    """Return by how much the fixing stood above the lower end on the last days of a span, in percent.

    It is a median, for a year-end dips by 15 bp and the repo squeeze of
    September 2019 rose by as much, for a day or two.
    """
    span = fixings.between(after + ONE_DAY, through + ONE_DAY)
    recent = slice(-USUAL_FIXINGS, None)
    above = [
        rate - then.lower_bp / 100
        for day, rate in zip(span.period[recent].astype(object), span.value[recent].tolist(), strict=True)
        if (then := known.target_on(day)) is not None
    ]
    return median(above) if above else None
