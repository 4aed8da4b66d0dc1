"""What a market is told to have thought at an earlier time: no claim of today."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from signals.claims.grammar.days import months_before
from signals.claims.grammar.line import EDGES, Line
from signals.claims.grammar.parts import Clause

_AGO_ZH = r"(?P<n>[一二两三四五六七八九十\d]{1,2})(?P<unit>个月|个?周|个?星期)(?:之|以)?前"


_MONTH_NAMES = "january|february|march|april|may|june|july|august|september|october|november|december"


_LED_TO_PAST = re.compile(
    r"\s*(?:而|但是?|可是?|然而|不过|就|早|仅仅?|在|回想)*(?:利率)?(?:市场|交易员|期货|投资者|掉期)?就?在?"
    rf"(?:{_AGO_ZH}|(?P<new_year>(?:今年)?年初)|(?P<year_end>去年年?[底末])|去年\d{{1,2}}月[份初底末上中下旬]*时?"
    r"|(?:几|数|若干)个?(?:天|日|周|星期|月)前|半年前|此前|早前|原先|先前|(?:月初|年内早些)时|上个?月[初底末上中下旬]*(?:时|(?<=[初底末旬]))"
    r"|(?P<month>\d{1,2})月[份初底末上中下旬]*(?:时|(?<=[初底末旬])))"
    r"(?!的(?!时候)|相比|以来|至今|起|比)"
)


_LED_TO_PAST_EN = re.compile(
    r"[\s—–-]*(?:and |but |yet |just |only |barely |which |as recently as |back )*"
    r"(?:(?:traders|investors|markets|futures|swaps) )?"
    r"(?:(?P<n>a|one|two|three|four|five|six|\d) (?P<unit>month|week|day)s? (?:ago|earlier|before)\b"
    r"|(?P<new_year>at (?:the (?:start|turn|beginning) of the year|(?:the )?new year))\b"
    r"|(?P<year_end>(?:at|towards?) the end of last year|late last year)\b"
    r"|(?:prior to|before|ahead of) (?:the |this |last )?(?:[\w'-]+ ){0,4}"
    r"(?:report|data|release|print|speech|announcement|figures|numbers|remarks|testimony)\b"
    r"(?=[^.;]{0,60}?\b(?:was|were|had|priced|saw|expected|put|showed)\b)"
    r"|when (?:the )?(?:expectations|bets|odds|chances|probability)\b[^,.;%]{0,40}?\b(?:was|were|stood)\b"
    r"|when (?:they|it|traders|investors|markets|futures|swaps) (?:was|were|had|put|priced|saw|stood)\b"
    r"|(?:following|after) last (?:week|month)'s [\w. ]{2,40}?(?=,[^.;]{0,40}?\b(?:was|were|had)\b)"
    r"|last (?:week|month)\b(?=[^.;]{0,60}?\b(?:was|were|had|priced|saw|expected|put|showed)\b)"
    r"|earlier (?:this|in the) (?:year|month|quarter|week)\b"
    r"|at the (?:start|beginning) of (?:the|this) (?:week|month)\b"
    r"|back then\b|previously\b|not long ago\b|until (?:last|recently|this)\b"
    r"|(?:a few |some |several |mere )?(?:weeks|months|days) ago\b"
    r"|(?:(?:in|during|back in|at the (?:start|end|beginning) of|as recently as) (?:late |early |mid-)?"
    rf"|(?:late|early|mid-) ?)(?P<month>{_MONTH_NAMES})\b)"
)


_PAST_VERB = re.compile(
    r"\b(?:priced|put|saw|had|were|was|stood|expected|bet|assigned|gave|implied|pointed|showed|attached)\b"
)


_OF_NOW = re.compile(
    r"如今|现在|目前|当前|眼下|现时|而今|只剩|仅剩|现[已仅为报]|今[日天]"
    r"|\b(?:now|today|currently|is|are|has|have|sees?|prices?(?! index)|implies|imply)\b"
)


_COUNTED = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6} | dict(
    zip("一二三四五六七八九十", range(1, 11), strict=True), 两=2
)


_HALF_YEAR = 6


_NEAR = 60


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier time at which a market is told to have thought something; ``day`` is None where none can be said."""

    day: dt.date | None


def told_of_past(line: Line, place: int, until: int | None = None) -> Past | None:
    """Return the earlier time that a clause, or the one that it goes on with, begins with: "一个月前市场还押注…".

    What a market thought then is no claim of today. A clause that names its own outcome goes on with a time alone;
    ``until`` is where in the clause the figure stands.
    """
    for number in range(place, -1, -1):
        part = line.clauses[number]
        end = until if until is not None and number == place else part.end
        found = _led_to_past(line, line.clauses[number])
        if _OF_NOW.search(line.text[part.start : end]):
            return None
        before = line.clauses[number - 1] if number else None
        unread = line.text[before.end if before else 0 : part.start].strip(EDGES)
        if found is None and (_LED_TO_PAST if line.chinese else _LED_TO_PAST_EN).fullmatch(unread):
            return Past(None)  # none of its words are ours: "几周前，市场还押注…"
        if found is not None:
            return found
        if before is None or part.mark == ";":
            return None
        if part.outcomes and (before.outcomes or any(token.quantity is not None for token in before.tokens)):
            return None
    return None


def _led_to_past(line: Line, part: Clause) -> Past | None:
    found = (_LED_TO_PAST if line.chinese else _LED_TO_PAST_EN).match(line.text, part.start)
    if found is None:
        return None
    groups = found.groupdict()
    if groups.get("month"):
        said_month = groups["month"]
        named = int(said_month) if said_month.isdigit() else _MONTH_NAMES.split("|").index(said_month) + 1
        back = (line.date.month - named) % 12
        if line.chinese:
            return Past(None) if 0 < back < _HALF_YEAR else None
        return (
            Past(None)
            if 0 < back <= _HALF_YEAR and _PAST_VERB.search(line.text, part.start, part.start + _NEAR)
            else None
        )
    if groups["new_year"]:
        return Past(dt.date(line.date.year, 1, 2))
    if groups["year_end"]:
        return Past(dt.date(line.date.year - 1, 12, 31))
    if not groups["n"]:
        return Past(None)
    count = int(groups["n"]) if groups["n"].isdigit() else _COUNTED.get(groups["n"], 0)
    if not count:
        return Past(None)
    if groups["unit"].startswith(("个月", "month")):
        return Past(months_before(line.date, count))
    if groups["unit"] == "day":
        return Past(line.date - dt.timedelta(days=count))
    return Past(line.date - dt.timedelta(days=7 * count))
