"""A level: "closed at 16,388", 报3000点."""

from __future__ import annotations

import datetime as dt
import re

from signals.claims.claim import Claim
from signals.claims.grammar.days import times_in
from signals.claims.grammar.line import Line
from signals.claims.grammar.markets.moves import sign_of
from signals.claims.grammar.markets.sessions import (
    in_market_days,
    note_last_session,
    session_before,
    session_told,
    trading_day,
    usual_session,
    window_at,
)
from signals.claims.grammar.markets.windows import is_plausible_level, is_relative, without_origins
from signals.claims.grammar.parts import Cell, Clause


def level_of(line: Line, clause: Clause, cell: Cell, name: str) -> Claim | None:
    """Return the level at which a figure says that an index stood; None where it is no level."""
    quantity = cell.quantity
    if quantity.kind not in {"number", "points"} or quantity.value <= 0:
        return None
    if cell.has("move.from") and not cell.has("move.to"):
        return None  # where it came from, of no day named
    if _DEFINED.search(line.text, clause.start, cell.value.start):
        return None
    if _PEAK_BEFORE.search(line.text, clause.start, cell.value.start):
        return None
    if _ONLY_ONCE.match(line.text, cell.value.end):
        return None
    if _TOUCHED.search(line.text, clause.start, cell.value.start):
        return None
    if not cell.has("index.") and _OF_FUTURES.search(line.text[: cell.value.start]):
        return None
    sign_of(line, clause, cell)
    if _OF_MONEY.match(line.text, cell.value.end) or "streak" in line.text[clause.start : cell.start]:
        return None
    if not is_plausible_level(name, quantity.value):
        return None
    if line.text.endswith(("averaged ", "averaging ", "average of "), 0, cell.value.start):
        return None
    if _FOR_MEETING.match(line.text, cell.value.end) or _RANGE_BEFORE.search(line.text[: cell.value.start]):
        return None
    if _RANGE_BEHIND.match(line.text, cell.value.end):
        return None  # "and 75 for Wednesday"
    verb = next((token for token in reversed(cell.before) if token.has("move.up", "move.down")), None)
    to = next(
        (token for token in reversed(cell.before) if token.has("move.to", "market.close", "extreme.record")),
        None,
    )
    bound = quantity.op in {"<", ">", ">=", "<="}
    alone = len(clause.tokens) == 2 and cell.has("index.")  # "VIX 17.3" in a list
    alone = alone or _is_headed(line, clause)
    if (
        not bound
        and to is None
        and not cell.has("extreme.high", "extreme.low")
        and not cell.after[:1]
        and not alone
    ):
        return None
    if verb is not None and (to is None or to.start < verb.start) and not bound:
        return None  # 涨805点 is a move in points
    if verb is not None and to is None and not bound:
        return None
    day = _day(line, clause, cell, name)
    span = (min([cell.start, *(t.start for t in cell.before)]), max([cell.end, *(t.end for t in cell.after)]))
    when = in_market_days(line, day.isoformat(), name)
    if any(time.unit in {"day", "weekday"} for part in line.clauses for _, time in times_in(part.tokens)):
        note_last_session(line, f"day:{when}", name)
    return line.claim(span, "market.level", when, quantity.op, quantity.middle, "points", name)


_DEFINED = re.compile(
    r"\b(?:an?|any) (?:\w+ )?(?:value|reading|level|print) (?:of|above|below|over|under)\b"
    r"|\b(?:values|readings|levels) (?:of|above|below|over|under)\b"
    r"|\b(?:important|key|critical|crucial|magic)\b[^.;]{0,16}\b(?:level|line|support|resistance|threshold|number)\b"
)
"""Before a level that is spoken of, not reached: "a VIX value of more than 30 is considered to signal …"."""


_PEAK_BEFORE = re.compile(r"(?:高位|低位|高点|低点|高见|低见)[^，,。；\d]{0,2}$")
"""Before where a session peaked, which no close tells: "至9月18日高位27,058點止計"."""


_ONLY_ONCE = re.compile(r" (?:level|mark|line|threshold)?,? ?(?:just |only )?(?:once|twice)\b")
"""Behind a level that was passed now and then: "trading above the key 20 level just once since June"."""


_TOUCHED = re.compile(
    r"\b(?:touch|reach|hit|record|saw|see|set|post|between|range)\w*\b[^;%]{0,40}"
    r"\ba (?:session |daily |intraday |day's )?(?:high|low) (?:of|at) $"
)
"""Before what a session went through: "it touched a high of 6,491 and a low of 6,444"."""


_OF_FUTURES = re.compile(
    r"\b(?:index )?futures\b(?: [^,.;]*)?,? [^,.;]*$|(?:期指|期货)[^，,。；]{0,12}[，,]?[^，,。；]{0,6}$"
)
"""Before what a contract, not its index, stood at: "index futures point higher, standing at 17,741"."""


def _is_headed(line: Line, clause: Clause) -> bool:
    """Return whether a bare level stands behind an index and a colon: "S&P 500 (SPX): 5,626.02, up 30.26 points"."""
    before = line.clauses[line.place(clause) - 1]
    return clause.mark == ":" and len(clause.tokens) == len(before.tokens) == 1 and before.has("index.")


_OF_MONEY = re.compile(r"\s?(?:[亿万兆千]|(?:bn|billion|trillion|million|tn|mln|shares|contracts)\b)")
"""Behind a figure of turnover, flows or shares: 成交减至3253亿元."""


def _day(line: Line, clause: Clause, cell: Cell, name: str) -> dt.date:
    place = line.place(clause)
    tokens = without_origins(line, clause, cell)
    if not any(time.unit in {"day", "weekday"} for _, time in times_in(tokens)):
        for _, time in times_in(tokens):
            over = window_at(line, time) if time.unit == "week" else None
            if over is not None:
                return dt.date.fromisoformat(over.removeprefix("week:"))
    before_that = _CLOSE_BEFORE.search(line.text, clause.start, cell.value.start)
    if before_that or _DAY_AFTER.search(line.text, clause.start, cell.value.start):
        return session_before(line.date)
    if _WEEK_OUT.search(line.text, clause.start, cell.value.start):
        return _last_friday(line.date)
    before = [part for part in reversed(line.clauses[:place]) if not is_relative(line, part)]
    span = line.open.span or ""
    if span.startswith("week:") and not any(time.unit in {"day", "weekday"} for _, time in times_in(tokens)):
        return dt.date.fromisoformat(span[5:])  # what closes a week without a day is its end
    earlier = [token for part in before for token in part.tokens]
    for said, time in times_in((*cell.after, *reversed(cell.before), *tokens, *earlier)):
        if said.text == "当日":
            continue  # of the day named before it
        day = time.date(line.date) if time.unit in {"day", "weekday"} and time.reach != "since" else None
        if day is not None and day <= line.date:
            return day
    if line.open.span is not None and line.open.span.startswith("day:"):
        return dt.date.fromisoformat(line.open.span[4:])
    led = session_told(line, name) is not None
    return usual_session(line, name) if line.open.span is None or led else trading_day(line.date)


_DAY_AFTER = re.compile(r"\b(?:a|one|the) day after (?:its|a|an|the|closing|setting|notching|hitting)\b")
"""Before where a market stood when it last closed: "a day after its record close of 6,901"."""


_CLOSE_BEFORE = re.compile(
    r"\b(?:last|previous|prior|yesterday's) (?:session's )?clos(?:e|ing)(?: price| level)?(?: (?:of|at))?\s*$"
    r"|[昨上][日一个]{0,2}(?:交易日)?收[市盘]价?为?$"
)
"""Before where a market stood when it last closed: "compared to the index's last close of 17,569.57"."""


_WEEK_OUT = re.compile(
    r"\b(?:close[sd]?|closing|finish(?:ed|ing)?|end(?:ed|ing)?) out (?:the|a|its) (?:\w+ ){0,4}?week\b"
)
"""Before where a week ended: "closed out the first week of December at"."""


def _last_friday(date: dt.date) -> dt.date:
    """Return the end of the week that a text tells of: the running one's on its Friday and after."""
    return date - dt.timedelta(days=(date.weekday() - 4) % 7)


_RANGE_BEFORE = re.compile(r"\d\s?[-–~至到]\s?$")
"""Before the second of two levels: 维持在12-13 is no level."""


_RANGE_BEHIND = re.compile(r"\s?[-–~至到]\s?\d")


_FOR_MEETING = re.compile(r"\sfor (?:mon|tues|wednes|thurs|fri)day\b")
