"""Which meeting a chance is of, and the earlier day that a sentence dates it to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from signals.claims.grammar.days import is_past, months_before, times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Cell, Clause, Outcome
from signals.claims.grammar.tokens import Token
from sources.prose.times import Time

_ONCE = ("曾", "一度", "had been", "stood at", "was ")


_ARROW = re.compile(r"\s?(?:→|-+>)\s?")
"""Before what a figure became: "96.7% → 98%"."""


_AGAINST = {"versus", "vs", "vs.", "against", "compared with", "from"}


BEFORE_EVENT = re.compile(
    r"(?: (?:chance|odds|probability|likelihood))?(?:(?: (?:of|for))? (?:such a|that|this|the same) (?:move|step|cut|hike))?"
    r"\s(?:just |right |shortly )?(?:before|prior to|ahead of) "
    r"(?!(?:the |its |this |next )?(?:\w+'s |week's ){0,2}(?:fed |fomc |rate |policy )?(?:decision|meeting|gathering)\b)"
    r"(?!(?:the )?(?:end|year|summer|mid|(?:january|february|march|april|may|june|july)\b"
    r"|(?:august|september|october|november|december)\b))"
)


_AHEAD = re.compile(r"\s(?:fed |fomc |rate |policy )?(?:decision|meeting|gathering)\b")


_OF_DATA = re.compile(
    r"(?:'s)? (?:us |u\.s\. )?(?:[\w-]+ )?"
    r"(?:data|report|jobs|payrolls?|cpi|inflation|figures|numbers|print|reading|retail sales)\b"
)
"""Behind a month that is that of a print, not of a meeting: "before the August jobs data"."""


def meeting_times(line: Line, cell: Cell) -> Iterator[tuple[Token, Time]]:
    """Yield the times beside a figure that name a meeting, not the day its price was seen."""
    for token, time in times_in(cell.own):
        if is_dating(line, time) or _OF_DATA.match(line.text, time.end):
            continue
        if time.unit in {"month", "day", "weekday", "week", "half", "year"}:
            yield token, time


_BEFORE = re.compile(r"\bbefore (?:the )?$")
_NEW = 3
"""Months of a year in which the last one's end is still spoken of."""


def is_dating(line: Line, time: Time) -> bool:
    """Return whether a time says when the odds stood there, not which meeting they are of."""
    if is_coming(line, time):
        return False
    if time.name in {"yesterday", "days_ago", "weeks_ago"} or time.reach == "since":
        return True
    if time.name == "year_end" and line.date.month <= _NEW and _BEFORE.search(line.text[: time.start]):
        return True  # "90% before Christmas", said in January
    if time.unit in {"day", "weekday", "week"}:
        if time.name == "today":
            return line.date not in line.meetings.days
        return (is_past(time, line.date) and not _comes_again(line, time)) or line.meetings.meant(
            time
        ) is None
    if time.unit == "year":
        return (time.year_on(line.date) or line.date.year) < line.date.year
    return time.unit == "month" and time.shift is not None and time.shift < 0


_LONG_PAST = dt.timedelta(days=45)


def _comes_again(line: Line, time: Time) -> bool:
    """Return whether a day without a year is a meeting to come: "cuts on 29 April", said in December."""
    day, meeting = time.date(line.date), line.meetings.meant(time)
    return day is not None and meeting is not None and day < line.date - _LONG_PAST and meeting > line.date


_STEP_ON = re.compile(
    r"\b(?:(?:cut|hike|move|increase|reduction|step|decision|meeting|concludes|concluding|ends|ending|meets)\s(?:on\s|this\s)?|for\s)$"
)


_IS = re.compile(r"(?:'s)?\s?(?:is|looks|at|seen|priced|:)")
"""Behind a weekday that is the subject: "Wednesday is 99% for no change"."""


def is_coming(line: Line, time: Time) -> bool:
    """Return whether a weekday is that of the decision to come: "a half-point move on Wednesday", said on Monday."""
    day = time.date(line.date) if time.unit == "weekday" and time.shift is None else None
    coming = day + dt.timedelta(days=7) if day is not None and day < line.date else None
    if coming not in line.meetings.days:
        return False
    leads = not line.text[: time.start].strip(" .…") and _IS.match(line.text, time.end)
    return bool(leads or _STEP_ON.search(line.text[: time.start]))


def best_time(line: Line, clause: Clause, cell: Cell, outcome: Outcome) -> Time | None:
    """Return the time nearest to the outcome that a chance is of."""
    own = list(meeting_times(line, cell))
    if not own:
        return None
    anchor = outcome.start if outcome in clause.outcomes else cell.value.start
    return min(own, key=lambda pair: abs(pair[0].start - anchor))[1]


def time_before(line: Line, clause: Clause, cell: Cell) -> Time | None:
    """Return the meeting that the figure before this one was of: "六月减息机率由八成半降至六成二"."""
    found = [
        time
        for token, time in times_in(clause.tokens)
        if token.end <= cell.start and time.unit == "month" and not is_dating(line, time)
    ]
    return found[-1] if found and not cell.has("meeting.next") else None


_AFTER = re.compile(r"\bafter (?:an? |the )?$")
"""Before what odds had been: "split 50/50 after a 70/30 chance placed last week"."""


IS_AGAINST = re.compile(
    r"\W*(?:(?:that|this|it|which)(?:'s| is| was)? )?"
    r"(?:(?:sharply |well |slightly )?(?:up|down|higher|lower)(?: sharply| slightly| just)? from|compare[sd] (?:with|to))\b"
)
"""How a sentence begins that holds odds against earlier ones: "That's up from 71% on Thursday"."""


_FROM_AND = re.compile(r"\bfrom [\d.]+\s?(?:%|per ?cent) [^,.;%]{3,24} and $")
"""Before the second figure that odds are held against: "up from 71% on Thursday and 66% last week"."""


_WEEK_BEFORE_THAT = re.compile(r"\s(?:the|a) week before that\b")
"""Behind where odds stood two weeks ago: "71% a week earlier and 44% the week before that"."""


def day_dated_to(line: Line, clause: Clause, cell: Cell) -> dt.date | None:
    """Return the earlier day to which the sentence dates the figure."""
    if BEFORE_EVENT.match(line.text[cell.end : cell.end + 72]) or _ARROW.match(
        line.text[cell.end : cell.end + 4]
    ):
        return line.date - dt.timedelta(days=1)
    if _WEEK_BEFORE_THAT.match(line.text, cell.value.end):
        return line.date - dt.timedelta(days=14)
    if (moved := _day_of_move(line, clause, cell)) is not None:
        return moved
    for _, time in (*times_in(cell.after), *times_in(cell.before)):
        week = time.week_of(line.date)
        if time.name == "weeks_ago" and time.shift is not None:
            return line.date + dt.timedelta(days=7 * time.shift)
        if time.name in {"month_said", "months_ago"} and time.shift is not None and time.shift < 0:
            ended = line.date.replace(day=1) - dt.timedelta(days=1)
            return ended if time.reach == "end" else months_before(line.date, -time.shift)
        compared = bool(cell.before) and cell.before[0].text in _AGAINST
        compared = compared or any(token.has("move.from") for token in cell.before)
        compared = compared or (line.open.odds_last and IS_AGAINST.match(line.text) is not None)
        compared = compared or _FROM_AND.search(line.text[: cell.value.start]) is not None
        compared = compared or _AFTER.search(line.text[: cell.value.start]) is not None
        compared = compared or line.text.startswith(("周的", "星期的"), time.start + 1)  # 上周的概率是57%
        compared = compared or (week is not None and _MOVED_THEN.match(line.text, time.end) is not None)
        if week is not None and time.shift == -1 and (compared or any(word in line.text for word in _ONCE)):
            return week[0] + dt.timedelta(days=4)
        if _AHEAD.match(line.text[time.end : time.end + 32]) or is_coming(line, time):
            continue  # "ahead of Wednesday's decision"
        if time.name in {"yesterday", "days_ago"} or (time.unit == "weekday" and is_past(time, line.date)):
            day = time.date(line.date)
            if compared and time.name == "yesterday":
                return day  # "down from 50% yesterday", though the Fed met
            return day if day != line.date and line.meetings.on(day or line.date) is None else None
        if _is_day_of_price(line, time) or (compared and time.unit == "day" and is_past(time, line.date)):
            return time.date(line.date)
    place = line.place(clause)
    for _, time in times_in(line.clauses[place - 1].tokens) if clause.aside and place else ():
        if time.name == "weeks_ago" and time.shift is not None:
            return line.date + dt.timedelta(days=7 * time.shift)  # "一周前还押3月加息（概率七成）"
    if any(token.has("move.from") for token in cell.before) and line.open.odds:
        held_against = [
            time
            for part in line.clauses[:place]
            for _, time in times_in(part.tokens)
            if time.name in {"weeks_ago", "months_ago"} and time.shift is not None
        ]
        if held_against:  # "与一个月前相比，3月降息概率从八成降至一成"
            back = -(held_against[-1].shift or 0)
            weekly = held_against[-1].name == "weeks_ago"
            return line.date - dt.timedelta(days=7 * back) if weekly else months_before(line.date, back)
        return line.date - dt.timedelta(
            days=1
        )  # "down from 25% before the data": an earlier day, not said which
    return _shown_on(line, place)


_FROM_TO_ON = re.compile(r"\bfrom [\d.]+ ?(?:%|per ?cent) to [\d.]+ ?(?:%|per ?cent) on $")


def _day_of_move(line: Line, clause: Clause, cell: Cell) -> dt.date | None:
    """Return the earlier day that odds moved on: "rose from 89.4% to 93.2% on June 26"; where they came from, the day before."""
    for token, time in times_in(clause.tokens):
        told = _FROM_TO_ON.search(line.text, clause.start, token.start)
        day = time.date(line.date) if told is not None and time.unit in {"day", "weekday"} else None
        if told is None or day is None or day >= line.date or line.meetings.on(day) is not None:
            continue
        if told.start() < cell.value.start < told.end():
            return day - dt.timedelta(days=1) if cell.has("move.from") else day
    return None


_MOVED_THEN = re.compile(
    r"(?:就?已|曾|一度|才|再)?(?:温和|大幅|进一步|小幅)?(?:上升|升|降|跌|涨|突破|攀|回落|触及)"
)
"""Behind a time at which odds moved to where they are told: "机率在上周升破80%", "28日再升到86.4%"."""


def _is_day_of_price(line: Line, time: Time) -> bool:
    """Return whether a figure moved there on an earlier day that stands right before it: "24日升抵84.4%"."""
    day = time.date(line.date) if time.unit == "day" and time.day is not None else None
    return (
        day is not None
        and 0 < (line.date - day).days <= _LATELY_DAYS
        and line.meetings.on(day) is None
        and _MOVED_THEN.match(line.text, time.end) is not None
    )


_BEFORE_SHOWN = re.compile(
    r"[\s“”\"'(（]*(?:[据在]|根据|截至|截止|(?:当地|北京|美东|美国)时间|"
    r"(?:芝加哥商品?交易所|芝商所|cme|集团|的|美?联储观察|fedwatch|工具|[“”\"' ])+"
    r"|as (?:of|at)|on|by|data from|according to|cme(?: group)?(?:'s)?|the|,)*[\s“”\"'(（]*"
)
_EVENT_OF_DAY = re.compile(
    r"公布|发布|出炉|会议|议息|讲话|纪要|决议|宣布|降息|加息|\b(?:release[ds]?|report(?:ed)?|meeting|decision|speech|cut|hike)"
)
_SHOWS = re.compile(
    r"观察|数据|工具|期货|掉期|交易员|显示|截[至止]|\b(?:fedwatch|futures|swaps|traders|markets?|as (?:of|at))\b"
)


def _shown_on(line: Line, place: int) -> dt.date | None:
    """Return the earlier day that a line begins with as that of its prices: "截至3月20日，…的概率为76.8%"."""
    for number, part in enumerate(line.clauses[: place + 1]):
        for _, time in times_in(part.tokens):
            if time.unit != "day" or time.month is None or time.day is None:
                return None
            day = time.date(line.date)
            behind = re.split(r"[，,]", line.text[time.end :], maxsplit=1)[0]
            if (
                day is None
                or not 0 < (line.date - day).days <= _LATELY_DAYS
                or line.meetings.on(day) is not None
                or not _BEFORE_SHOWN.fullmatch(line.text[: time.start])
                or not _SHOWS.search(line.text[: line.clauses[place].end])
                or (number < place and _EVENT_OF_DAY.search(behind))
            ):
                return None
            return day
    return None


_LATELY_DAYS = 30
