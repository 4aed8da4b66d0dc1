"""The next meeting."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from signals.claims.claim import Claim
from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Clause
from signals.claims.grammar.tokens import Token


def _is_of_other_bank(line: Line, place: int) -> bool:
    """Return whether the bank named last before a place is none of ours: "欧洲央行3月7日公布利率决议"."""
    named = [
        token
        for part in line.clauses
        for token in part.tokens
        if token.start <= place and (token.has("other.bank") or token.text in _FED_NAMES)
    ]
    return bool(named) and named[-1].has("other.bank")


_FED_NAMES = {"美联储", "联储局", "联储", "联准会", "fed", "the fed", "fomc"}


_IN_BEIJING = re.compile(r"凌晨|北京时间|香港时间|台北时间")


_LAST_OF_YEAR = re.compile(r"\b(?:final|last)\b|最后")


def next_meeting(line: Line, clause: Clause) -> Iterator[Claim]:
    """Yield the day on which a clause says that the Fed meets next."""
    mark = clause.first("meeting.schedule")
    if mark is None:
        if clause.has("outcome."):
            return
        mark = next(
            (one.first("meeting.schedule") for one in line.clauses if one.has("meeting.schedule")), None
        )
        if mark is None:
            yield from _by_its_day(line, clause)
            return
    if clause.has("odds.word", "figure.pct", "pboc.", "subject.pboc") or clause.outcomes:
        return
    ours = (
        line.has("subject.fed", "rate.range")
        or line.open.subject == "fed"
        or "议息" in mark.text
        or "fomc" in mark.text
        or "fed" in mark.text
    )
    if not ours or _is_of_other_bank(line, mark.start):
        return  # a summit has its day too
    days = [
        (token, time)
        for token, time in times_in(clause.tokens)
        if (time.unit == "day" and time.day is not None) or (time.unit == "weekday" and time.shift == 1)
    ]
    if _LAST_OF_YEAR.search(mark.text) and not line.meetings.is_last_of_year():
        return  # of the year's last meeting, with others before it
    place = line.place(clause)
    told = [
        time
        for part in line.clauses[:place]
        for _, time in times_in(part.tokens)
        if time.unit == "day" and time.day
    ]
    for order, (token, time) in enumerate(days[: 2 - min(len(told), 1)], start=min(len(told), 1)):
        day = time.date(line.date, ahead_days=300)
        if day is None or day < line.date:
            continue
        eve = day - dt.timedelta(days=1)
        if _IN_BEIJING.search(line.text) and day not in line.meetings.days and eve in line.meetings.days:
            day = eve
        start = token.start if order and not told else clause.start
        yield line.claim(
            (start, token.end), "fed.next_meeting", line.date.isoformat(), "=", day.isoformat(), "date",
            "" if order == 0 else "second",
        )  # fmt: skip


_OF_DIARY = re.compile(
    r"\b(?:fomc|meets?|meeting|decision|gathers?|convenes?|next|calendar|diary|dates?|sits?|announces?)\b"
)
_ON_OTHER_BUSINESS = re.compile(
    r"\b(?:minutes|blackout|speech|speaks?|testif\w+|since|until|before|ahead of|after|following|at (?:the|its|their))\b"
)
"""What names a meeting's day without saying that it is the next one's."""


def _by_its_day(line: Line, clause: Clause) -> Iterator[Claim]:
    """Yield a meeting told by the day of the next one: "FOMC 6-7 Nov, then 17-18 Dec", "Key dates: Nov 7 FOMC".

    Only the days of the next two meetings are taken, in order: any other day may be of anything.
    """
    if clause.has(
        "odds.", "outcome.", "figure.pct", "pboc.", "subject.pboc", "index.", "head.", "holder.other"
    ):
        return
    ahead = [day for day in line.meetings.days if day > line.date][:2]
    if not line.has("subject.fed") or line.chinese or len(ahead) < 2 or line.has("other.bank"):
        return
    if not _OF_DIARY.search(line.text) or _ON_OTHER_BUSINESS.search(line.text):
        return
    told = [
        (token, day)
        for part in line.clauses
        for token, time in times_in(part.tokens)
        if time.unit == "day"
        and time.day is not None
        and (day := time.date(line.date, ahead_days=300)) in ahead
    ]
    if [day for _, day in told] != ahead[: len(told)] or not told or not _is_of_fed(line, told[0][0]):
        return
    for order, (token, day) in enumerate(told):
        if clause.start <= token.start < clause.end and day is not None:
            yield line.claim(
                (token.start if order else clause.start, token.end), "fed.next_meeting", line.date.isoformat(), "=",
                day.isoformat(), "date", "second" if order else "",
            )  # fmt: skip


def _is_of_fed(line: Line, day: Token) -> bool:
    """Return whether the Fed is named before a day in its clause or its heading, or right behind it."""
    place = next(n for n, part in enumerate(line.clauses) if part.start <= day.start < part.end)
    named = line.clauses[place].all("subject.fed")
    headed = line.clauses[place].mark == ":" and place > 0 and line.clauses[place - 1].has("subject.fed")
    return headed or any(one.end <= day.start or 0 <= one.start - day.end <= 1 for one in named)
