"""A sentence under reading: its words, its place in the text, the day, and what earlier sentences left open."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from signals.claims.claim import Claim, Unit
from signals.claims.grammar.clauses import Cell, Clause, Outcome, cells
from signals.claims.grammar.lexicon import Measures
from signals.claims.grammar.meetings import Meetings
from signals.claims.grammar.tokens import Token
from sources.prose.quantities import Op
from sources.prose.times import Time


@dataclass(slots=True, kw_only=True)
class Open:
    """What a paragraph has left open so far: the head, time or outcome that a later clause may drop."""

    outcome: Outcome | None = None
    pair: tuple[Outcome, Outcome] | None = None
    meeting: dt.date | None = None
    meeting_reach: str = "at"
    odds: bool = False
    asked: bool = False
    odds_place: int | None = None
    cumulative: bool = False
    head: str | None = None
    heads: list[str] = field(default_factory=list)
    country: str | None = None
    month: str | None = None
    month_stated: str | None = None
    basis: str | None = None
    index: str | None = None
    moved: str | None = None
    moved_sign: float | None = None
    span: str | None = None
    intraday: bool = False
    instrument: str | None = None
    listed: list[str] = field(default_factory=list)
    instruments: list[str] = field(default_factory=list)
    tenor: str | None = None
    policy_time: Time | None = None
    policy_timed: frozenset[str] = frozenset()
    policy_topic: tuple[str, str] | None = None
    policy_bp: dict[str, float] = field(default_factory=dict)
    subject: str | None = None
    market: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sentence: ``text`` is plain and lower case; ``quote`` gives the original words of a span."""

    text: str
    date: dt.date
    chinese: bool
    clauses: tuple[Clause, ...]
    meetings: Meetings
    measures: Measures
    quote: Callable[[int, int], tuple[str, int, int]]
    is_question: bool
    open: Open
    worked_out: dict[tuple[int, tuple[str, ...]], list[Cell]] = field(default_factory=dict)
    shares: list[dict[int, Outcome]] = field(default_factory=list)

    def claim(
        self,
        span: tuple[int, int],
        about: str,
        when: str,
        op: Op,
        value: float | str,
        unit: Unit,
        detail: str = "",
        *,
        reach: str = "at",
    ) -> Claim:
        """Return a claim whose quote is the words of ``span``, without the marks around them."""
        start, end = span
        while start < end and self.text[start] in _EDGES:
            start += 1
        while end > start and self.text[end - 1] in _EDGES:
            end -= 1
        quote, first, last = self.quote(start, end)
        return Claim(
            about=about, when=when, op=op, value=value, unit=unit, detail=detail, quote=quote, start=first, end=last,
            reach=reach,
        )  # fmt: skip

    def cells(self, clause: Clause, kinds: tuple[str, ...] = ()) -> list[Cell]:
        """Return the figures of a clause with their own words; worked out once for all readers."""
        key = (clause.start, kinds)
        if key not in self.worked_out:
            self.worked_out[key] = cells(self.text, clause, kinds)
        return self.worked_out[key]

    def has(self, *tags: str) -> bool:
        """Return whether any clause has one of these parts of speech."""
        return any(not clause.parts.isdisjoint(tags) for clause in self.clauses)


_EDGES = " \t,，;；。.:：、!！?？|"

TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("market", ("index.",)),
    ("print", ("head.",)),
    ("rates", ("pboc.rrr", "pboc.lpr", "pboc.mlf", "pboc.omo", "tenor.one", "tenor.five")),
    ("other", ("other.thing", "pboc.other")),
    ("fed", ("outcome.", "odds.", "rate.", "moves.number", "moves.first", "meeting.")),
)


def topic_of(token: Token) -> str | None:
    """Return which subject a word belongs to; None for words of any."""
    return _topic_of(token.parts)


@cache
def _topic_of(parts: frozenset[str]) -> str | None:
    for topic, tags in TOPICS:
        if not parts.isdisjoint(tags):
            only_move = topic == "fed" and parts.isdisjoint(tags[1:]) and "move." in parts
            return None if only_move else topic  # 降 and "lower" are as often how an index moves
    return None


@lru_cache(maxsize=256)
def topic(cell: Cell) -> str | None:
    """Return the subject of a figure: of the nearest word before it, else after it.

    Every reader asks it of the same few figures in turn.
    """
    found = [one for token in cell.own if (one := topic_of(token))]
    if "rates" in found and "other" not in found[-1:]:
        return "rates"
    for token in (*reversed(cell.before), *cell.after):
        one = topic_of(token)
        if one == "fed" and token.has("outcome.hold") and {"print", "market"} & set(found):
            continue  # "the core gauge held at 3.3%"
        if one:
            return one
    return None


def times_in(tokens: tuple[Token, ...]) -> list[tuple[Token, Time]]:
    """Return the times among tokens, in order."""
    return [(token, token.time) for token in tokens if token.time is not None]


def is_past(time: Time, date: dt.date) -> bool:
    """Return whether a time lies before the day of the text."""
    if time.unit in {"day", "weekday"}:
        day = time.date(date)
        return day is not None and day < date
    return time.unit == "week" and time.shift is not None and time.shift < 0


_AGO_ZH = r"(?P<n>[一二两三四五六七八九十\d]{1,2})个?(?P<unit>月|周|星期)(?:之|以)?前"
_MONTH_NAMES = "january|february|march|april|may|june|july|august|september|october|november|december"
_LED_TO_PAST = re.compile(
    r"\s*(?:而|但是?|可是?|然而|不过|就|早|仅仅?|在|回想)*(?:利率)?(?:市场|交易员|期货|投资者|掉期)?就?在?"
    rf"(?:{_AGO_ZH}|(?P<new_year>(?:今年)?年初)|(?P<year_end>去年年?[底末])|去年\d{{1,2}}月[份初底末上中下旬]*时?"
    r"|(?:几|数|若干)个?(?:天|日|周|星期|月)前|半年前|此前|早前|原先|先前|(?:月初|年内早些)时|上个?月[初底末上中下旬]*(?:时|(?<=[初底末旬]))"
    r"|(?P<month>\d{1,2})月[份初底末上中下旬]*(?:时|(?<=[初底末旬])))"
    r"(?!的(?!时候)|相比|以来|至今|起|比)"
)
_LED_TO_PAST_EN = re.compile(
    r"\s*(?:and |but |yet |just |only |barely |as recently as |back )*"
    r"(?:(?:traders|investors|markets|futures|swaps) )?"
    r"(?:(?P<n>a|one|two|three|four|five|six|\d) (?P<unit>month|week)s? (?:ago|earlier|before)\b"
    r"|(?P<new_year>at (?:the (?:start|turn|beginning) of the year|(?:the )?new year))\b"
    r"|(?P<year_end>(?:at|towards?) the end of last year|late last year)\b"
    r"|earlier this (?:year|month|quarter)\b|back then\b|previously\b|not long ago\b|until (?:last|recently|this)\b"
    r"|(?:a few |some |several |mere )?(?:weeks|months|days) ago\b"
    r"|(?:(?:in|during|back in|at the (?:start|end|beginning) of|as recently as) (?:late |early |mid-)?"
    rf"|(?:late|early|mid-) ?)(?P<month>{_MONTH_NAMES})\b)"
)
_PAST_VERB = re.compile(
    r"\b(?:priced|put|saw|had|were|was|stood|expected|bet|assigned|gave|implied|pointed|showed|attached)\b"
)
_OF_NOW = re.compile(
    r"如今|现在|目前|当前|眼下|现时|而今|只剩|仅剩|现[已仅为报]|今[日天]"
    r"|\b(?:now|today|currently|is|are|has|have|sees?|prices?|implies|imply)\b"
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
        unread = line.text[before.end if before else 0 : part.start].strip(_EDGES)
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
    said = line.text[part.start : part.end]
    found = (_LED_TO_PAST if line.chinese else _LED_TO_PAST_EN).match(said)
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
    if groups["unit"].startswith(("月", "month")):
        return Past(months_before(line.date, count))
    return Past(line.date - dt.timedelta(days=7 * count))


def months_before(date: dt.date, count: int) -> dt.date:
    """Return the same day so many months before, or the last of that month."""
    years, month = divmod(date.year * 12 + date.month - 1 - count, 12)
    return dt.date(years, month + 1, min(date.day, monthrange(years, month + 1)[1]))


def window_of(time: Time, date: dt.date) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of a time that has passed, or is passing; None where it is no such time."""
    if time.unit in {"day", "weekday"}:
        day = time.date(date)
        return (day, day) if day else None
    if time.unit == "week":
        return time.week_of(date)
    if time.unit == "month":
        found = time.month_of(date, ahead=False)
        return month_span(*found) if found else None
    if time.unit == "year":
        year = time.year_on(date)
        return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None
    return None


def month_span(year: int, month: int) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a month."""
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return dt.date(year, month, 1), following - dt.timedelta(days=1)


def plain_quote(text: str) -> str:
    """Return a quote on one line."""
    return re.sub(r"\s+", " ", text).strip()
