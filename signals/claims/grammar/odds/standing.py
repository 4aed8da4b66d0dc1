"""When odds stood where a text says: today, on a day that it names, or where they no longer are."""

from __future__ import annotations

import datetime as dt
import re

from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.odds.dates import BEFORE_EVENT, day_dated_to, is_dating
from signals.claims.grammar.parts import Cell, Clause
from signals.claims.grammar.told_before import told_of_past
from sources.prose.times import Time

NOWHERE = dt.date.min
"""An earlier day that nobody named."""


_HAD = re.compile(r"\bhad (?:been )?(?:indicat|pric|put|seen|assign|given|expect|attach|imputed)\w*\b")
"""What a market had thought before, of no day named."""


_AS_OF_EVENT = re.compile(r"(?<![目当此日周月年])(?:之前|以前|前)$")


_STOOD_BEFORE = re.compile(r"(?:before|prior to) (?:the )?[\w' ]{2,24}, .*\b(?:was|were|stood|had)\b")
"""Before an event whose words are none of ours: "before SVB, a half-point was 78% likely"."""


def was(line: Line, place: int) -> bool:
    """Return whether the clause before sets the time before an event: "講話前，機率為73.5%" is of no day named."""
    here = line.clauses[place]
    if here.mark != ",":
        return False
    unread = line.text[line.clauses[place - 1].end if place else 0 : here.start].rstrip("，, ")
    told = line.text[here.start : here.end]
    if _AS_OF_EVENT.search(unread) or _STOOD_BEFORE.match(f"{unread.strip()}, {told}"):
        return True  # none of its words are ours: "講話前"
    if not place:
        return False
    before = line.clauses[place - 1]
    said = line.text[before.start : before.end].strip()
    return (
        bool(_AS_OF_EVENT.search(said) or _STOOD_BEFORE.match(f"{said}, {told}"))
        and not times_in(before.tokens)[-1:]
        and not any(token.quantity is not None for token in before.tokens)
    )


_EARLIER = re.compile(
    r"\s(?:just )?(?:a few |several |some )?(?:weeks|days|months) (?:ago|earlier|before)\b|"
    r"\s(?:earlier|at one point|briefly)(?=\s*[,.;]|$)"
    r"|\s(?:at the (?:start|beginning|turn) of|early (?:in|this)) (?:the |this )?(?:week|month|year)\b"
)
"""Behind a figure of an hour before: "fell to two in three earlier"."""


def is_of_an_hour(line: Line, cell: Cell) -> bool:
    """Return whether a chance is told of an hour before, that no close shows."""
    return _EARLIER.match(line.text, cell.value.end) is not None


_IS_LEFT = re.compile(
    r"\b(?:but|before|then|and)\b[^.;,]{0,32}\bback (?:up|down|at|to|above|below|near|around)\b"
    r"|\b(?:have|has) since (?:\w+ )?(?:retreated|fallen|eased|slipped|dropped|come|risen|climbed|jumped|faded|cooled)\b"
)


_AT_MOST = re.compile(r"\bas (?:low|high) as (?:about |around |roughly )?$")
"""Before where odds had been for a moment: "fell as low as 30% after the data"."""
_BEFORE_NEWS = re.compile(r"(?:声明|公布|数据|讲话|决议|非农|报告|发布)(?:之|以)?前")


_THAN_BEFORE = re.compile(
    r"(?:较|比)(?:此前|先前|之前|早前)的?(?:不足|不到|约|近|超过|逾)?$"
    r"|(?:此前|先前|早前)(?:一度|曾)?高?达$"
    r"|[半一两二三四五六几数\d]个?(?:月|周|天|日|星期)[内里间](?:便|就|已)?[从由自]$"
    r"|\d月(?:初|上旬|中旬|下旬|底|末)?(?:时|里)?(?:还|曾|尚|一度)[^，,。]{0,4}$"
)


def is_left_behind(line: Line, clause: Clause, cell: Cell) -> bool:
    """Return whether odds are where they no longer stand, since a day that is not said.

    "It went from about 25% to being fully priced in", "而在聲明前這一概率為71.6%", "as low as 30%", "100%, but has since
    retreated".
    """
    moved = next((token for token in reversed(cell.before) if token.has("move.from", "move.to")), None)
    came = moved is not None and moved.has("move.from") and not moved.has("move.to")
    return (
        (came and not line.open.odds)
        or _AT_MOST.search(line.text, clause.start, cell.value.start) is not None
        or _BEFORE_NEWS.search(line.text, clause.start, cell.start) is not None
        or _IS_LEFT.search(line.text, cell.value.end) is not None
    )


_AFTER_SESSION = range(1, 5)
"""Weekdays on which what came before an event was the session before."""


_EACH_IN_TURN = re.compile(r"\bfrom [\d.]+ ?% and [\d.]+ ?%,? respectively")


_EARLIER_IN = re.compile(r" earlier (?:in the|this|on|last)\b")


def day_stood(line: Line, clause: Clause, cell: Cell, time: Time | None) -> dt.date | None:
    """Return the earlier day on which a chance stood, by the words; None for today, `NOWHERE` where no day is said."""
    if _THAN_BEFORE.search(line.text[: cell.value.start]):
        return NOWHERE  # "较此前不足30%": of a day that nobody named
    if any(one.start() < cell.value.start < one.end() for one in _EACH_IN_TURN.finditer(line.text)):
        return (
            NOWHERE  # "down from 13.2% and 26.7%, respectively": of which of them, the order alone would tell
        )
    if _EARLIER_IN.match(line.text, cell.value.end) or (
        cell.has("move.from") and _AT_MOST.search(line.text, clause.start, cell.value.start)
    ):
        return NOWHERE  # "from as high as 99% earlier in the week"
    if line.date.weekday() not in _AFTER_SESSION and BEFORE_EVENT.match(line.text, cell.end, cell.end + 72):
        return NOWHERE  # "up from 75% before his remarks", said on a Monday: of a day last week
    dated = day_dated_to(line, clause, cell)
    past = told_of_past(line, line.place(clause), cell.start) if dated is None else None
    if past is not None:
        return past.day or NOWHERE  # "In January …" is of no day named
    if dated is not None:  # "比一周前的六成多了点": of a meeting that was not read
        return NOWHERE if line.chinese and time is None and line.open.meeting is None else dated
    if any(one.unit == "year" and is_dating(line, one) for _, one in times_in(cell.after)):
        return NOWHERE  # "80% last year"
    if clause.has("market.intraday") or _HAD.search(line.text[clause.start : cell.start]):
        return NOWHERE  # "一度达七成": of an hour that nobody named
    return NOWHERE if is_left_behind(line, clause, cell) else None
