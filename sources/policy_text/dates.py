"""Days in text and what they are the days of: the saying, the coming into force, neither.

Which times a text names, and the day that each means, `sources.prose.times` reads for everyone; what is
here is the part each plays in the telling of a step.

Tried on such text: dateparser 1.5.0 takes "2月5日" for a day of November, knows no 上周三 and needs 6 to 16 ms
a sentence; the shared reader needs 30 microseconds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sources.prose.plain import lowered
from sources.prose.spans import longest
from sources.prose.times import Time, times

FRESH_DAYS = 7
"""A day at most this long before the text appeared is when the step was told; an older one is history.

Days. Evening news names the day of a foreign decision (one day back) or, at week's end, of this week.
"""

AHEAD_DAYS = 120
"""A day without a year is the latest such day that lies at most this far ahead of the text.

Days. Rules name a day in force up to a quarter ahead (10-24 for 01-01); rates, two weeks.
"""

Role = Literal["announced", "in_force", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day where it stands in a text; ``date`` is None where the calendar has no such day, and for 当天."""

    text: str
    start: int
    end: int
    date: dt.date | None
    role: Role


_THAT_DAY = re.compile(r"当[天日]")
"""The day of whatever else the sentence names: it says that something is told of its own day, not which."""
_BEFORE_FORCE = re.compile(
    r"(?:自|从|于|在|定于|from|effective|starting|beginning|as of|effect(?: on)?)\s?\(?$",
    re.IGNORECASE | re.ASCII,
)
_AFTER_FORCE = re.compile(
    r"^[日)）]?\s?(?:[(（][^()（）]{0,12}[)）])?\s?(?:零时)?(?:起|开始|正式|生效|实施|施行|执行)"
)
# "于1月24日宣布": the day of the saying, whatever stands before it.
_SAID_AFTER = re.compile(
    r"^\s?(?:[上下]午|晚间?|凌晨|早间)?[,，]?\s?(?:正式)?(?:宣布|宣佈|决定|公布|发布|公告|表示|召开|印发|通知|介绍)"
)
_SAID_BEFORE = re.compile(r"\b(?:announced|said|decided|voted)\s(?:\w+\s)?on\s$", re.IGNORECASE | re.ASCII)
_LIMITED = re.compile(r"(?:之前|以前|前|以来|来)$")
_AFTER_LIMIT = re.compile(r"^\s?(?:前|之前|以前|以来|至(?!今起)|到|-|—|~)")


def days(text: str, appeared: dt.date) -> Iterator[Day]:
    """Yield the days named in ``text``, in order of place.

    A day with "from", "于" or "自" before it or "起" after it is when something comes
    into force; one on or shortly before the day of appearance is when it was said. A
    weekday alone is that of this week, or of the last one where it would lie ahead.
    """
    found = [
        Day(text=match.group(), start=match.start(), end=match.end(), date=None, role="announced")
        for match in _THAT_DAY.finditer(text)
    ]
    found += [
        _day(text, time, appeared)
        for time in longest(times(lowered(text)))
        if time.unit in {"day", "weekday"} and not _THAT_DAY.match(text, time.start)
    ]
    yield from sorted(found, key=lambda day: day.start)


def _day(text: str, time: Time, appeared: dt.date) -> Day:
    date = time.date(appeared, ahead_days=AHEAD_DAYS)
    to_come = (
        time.name == "date_range" and date is not None and date > appeared
    )  # of a meeting, not of a rule
    limited = to_come or (time.name != "days_ago" and _LIMITED.search(text, time.start, time.end) is not None)
    return Day(
        text=text[time.start : time.end],
        start=time.start,
        end=time.end,
        date=date,
        role="other" if limited else _role(text, time.start, time.end, date=date, appeared=appeared),
    )


def _role(text: str, start: int, end: int, *, date: dt.date | None, appeared: dt.date) -> Role:
    after, before = text[end : end + 24], text[max(0, start - 24) : start]
    word = text[start:end]
    if _AFTER_LIMIT.match(after):
        return "other"
    is_ahead = date is not None and date > appeared
    said = _SAID_AFTER.match(after) or _SAID_BEFORE.search(before)
    starts = _AFTER_FORCE.match(after) or word.startswith(("今起", "即日")) or _BEFORE_FORCE.search(before)
    if is_ahead or (starts and not said):
        return "in_force"
    return "announced" if date is not None else "other"
