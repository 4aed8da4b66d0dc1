"""A sentence under reading: its words, its place in the text, the day, and what earlier sentences left open."""

from __future__ import annotations

import datetime as dt
import re
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
