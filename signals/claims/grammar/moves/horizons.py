"""By when: the year, the end of a half, a meeting."""

from __future__ import annotations

import re
from dataclasses import replace

from signals.claims.grammar.days import is_past, months_before, times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.moves.speaker import is_of_whole_market
from signals.claims.grammar.parts import Clause
from sources.prose.numerals import MONTHS
from sources.prose.times import Time


def horizon_of(line: Line, clause: Clause, whole: Clause | None = None) -> tuple[str, str] | None:
    """Return (when, detail) of the time by which the moves come; None where the clause names none."""
    own = [time for _, time in times_in(clause.tokens)]
    of_one = any(time.unit == "month" and time.reach == "at" for time in own) and not clause.has(
        "moves.so_far"
    )
    earlier = (
        ()
        if of_one and line.clauses and not clause.has("moves.number")
        else reversed(line.clauses[: line.place(whole or clause)])
    )
    for part in (clause, *earlier):
        for _, time in reversed(times_in(part.tokens)):
            summed = part.has("moves.so_far") and _AFTER_MEETING.match(line.text, time.end)
            found = horizon_at(line, replace(time, reach="by") if summed else time)
            if found is not None:
                return _of_year_named(line, whole or clause, time) or found
    of_contract = _of_contract(line, whole or clause)
    if of_contract is not None:
        return of_contract
    at_meeting = any(time.unit == "month" and time.reach == "at" for _, time in times_in(clause.tokens))
    if at_meeting and not clause.has("moves.so_far"):
        return None  # "12月加息幅度放缓至50个基点" is of one meeting
    if line.open.moved is None and (
        clause.has("moves.number", "moves.so_far") or is_of_whole_market(line, whole or clause)
    ):
        return str(line.date.year), "remaining"
    return None


_AFTER_MEETING = re.compile(r"(?:份?的?)?(?:议息|政策)?会议(?:结束)?(?:之?后|以后|为止)")
"""Behind the month whose meeting a sum has in it: "在明年1月会议后累计降息150个基点"."""


_CONTRACT = re.compile(
    rf"\b(?P<month>{'|'.join(MONTHS)})(?:[- ](?:20\d\d|\d\d))? "
    r"(?:ois|(?:fed funds |futures )?contracts?|fed funds futures|futures)\b"
)


IN_CONTRACT = re.compile(r"\s(?:in|into|priced in(?:to)?) the (?:[a-z]+ )?contract\b")
"""A sum that a month's contract holds: "about 21 basis points in the December contract"."""


def _of_contract(line: Line, clause: Clause) -> tuple[str, str] | None:
    """Return the meeting up to which a month's contract prices moves: "December OIS shows 75bp of cuts"."""
    found = None if line.chinese else _CONTRACT.search(line.text, clause.start, clause.end)
    summed = any(one.is_total for one in clause.outcomes) or any(
        IN_CONTRACT.match(line.text, token.end) for token in clause.tokens if token.has("figure.bp")
    )
    if found is None or not summed:
        return None
    said = Time(
        start=found.start(), end=found.end("month"), unit="month", name="month_en", reach="by",
        month=1 + list(MONTHS).index(found["month"]),
    )  # fmt: skip
    return horizon_at(line, said)


def _of_year_named(line: Line, clause: Clause, time: Time) -> tuple[str, str] | None:
    """Return the year that an earlier clause names for a bare 全年: "展望2025，市场定价全年降息1.5次"."""
    if time.name != "year_whole" or time.year is not None:
        return None
    for part in reversed(line.clauses[: line.place(clause)]):
        for _, named in times_in(part.tokens):
            if named.unit in {"year", "month"} and named.year is not None:
                return str(named.year), "calendar_year"
    return None


_ITS_MEETING = re.compile(r"(?:'s)? ?(?:fed |fomc |policy )?(?:meeting|decision)\b|的?(?:议息)?会议")
"""Behind a week: the meeting in it, for which a sum may be priced."""


def horizon_at(line: Line, time: Time) -> tuple[str, str] | None:
    """Return the year or meeting by which moves are counted, and the detail of it; None where a time is neither."""
    if time.name == "ytd" and line.text.startswith(("年内", "for the year"), time.start):
        return str(line.date.year), "remaining"  # 年内累计降息: of cuts to come, where a market speaks
    if time.unit == "year":
        year = time.year_on(line.date) or line.date.year
        if year < line.date.year:
            return None  # nothing is to come in a year that is over: when it stood there
        whole = time.reach in {"whole", "at"}
        if time.name == "year" and time.year is None and time.year_shift == 0:
            whole = False  # 今年, this year: what is still to come
        return str(year), "calendar_year" if whole else "remaining"
    if time.unit == "half":
        meeting = line.meetings.meant(time)
        if meeting is None:
            return None
        return (str(meeting.year), "remaining") if time.shift == 2 else (meeting.isoformat(), "remaining")
    if time.unit == "week" and _ITS_MEETING.match(line.text, time.end):
        meeting = line.meetings.meant(time)
        return (meeting.isoformat(), "remaining") if meeting is not None and meeting >= line.date else None
    if time.unit == "rolling":
        return f"{line.date}..{months_before(line.date, -12)}", "12m"
    if time.unit in {"month", "day"} and time.reach in {"by", "before"}:
        if is_past(time, line.date):
            return None
        meeting = line.meetings.meant(time)
        if meeting is None:
            return None
        last = line.meetings.last_of(meeting.year)
        return (str(meeting.year) if meeting == last else meeting.isoformat()), "remaining"
    return None
