"""A sentence under reading: its words, its place in the text, the day, and what earlier sentences left open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from signals.claims.claim import Claim, Unit
from signals.claims.grammar.cells import cells
from signals.claims.grammar.lexicon import Measures
from signals.claims.grammar.meetings import Meetings
from signals.claims.grammar.parts import Cell, Clause, Outcome
from sources.prose.quantities import Op
from sources.prose.times import Time


@dataclass(slots=True, kw_only=True)
class Open:
    """What a paragraph has left open so far: the head, time or outcome that a later clause may drop."""

    outcome: Outcome | None = None
    pair: tuple[Outcome, Outcome] | None = None
    meeting: dt.date | None = None
    meeting_reach: str = "at"
    meeting_told: dt.date | None = None
    headed_meeting: dt.date | None = None
    odds: bool = False
    asked: bool = False
    odds_place: int | None = None
    odds_last: bool = False
    odds_of_bettors: bool = False
    cumulative: bool = False
    head: str | None = None
    heads: list[str] = field(default_factory=list)
    country: str | None = None
    pce: bool = False
    month: str | None = None
    month_stated: str | None = None
    printed: dict[str, str] = field(default_factory=dict)
    basis: str | None = None
    index: str | None = None
    moved: str | None = None
    asked_by: tuple[str, str] | None = None
    moved_sign: float | None = None
    span: str | None = None
    daily: bool = False
    headed: dt.date | None = None
    sessions: dict[str, dt.date] = field(default_factory=dict)
    hang_seng: bool = False
    running: bool = False
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

    def after_paragraph(self) -> Open:
        """Return what the next paragraph is read with: a new page, but for what a whole text has told.

        The session that a text leads with is that of all its closes; a meeting named right before is one that
        odds without a meeting may be of. So it is with the country that prints are of.
        """
        return Open(
            sessions=self.sessions,
            hang_seng=self.hang_seng,
            meeting_told=self.meeting,
            headed_meeting=self.headed_meeting,
            country=self.country,
            printed=self.printed,
            running=self.running,
            headed=self.headed,
        )


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
        while start < end and self.text[start] in EDGES:
            start += 1
        while end > start and self.text[end - 1] in EDGES:
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

    def place(self, clause: Clause) -> int:
        """Return which clause of the line one is, or is a part of."""
        for place, one in enumerate(self.clauses):
            if one is clause:
                return place
        return next(
            place
            for place, one in enumerate(self.clauses)
            if one.start <= clause.start and clause.end <= one.end
        )

    def has(self, *tags: str) -> bool:
        """Return whether any clause has one of these parts of speech."""
        return any(not clause.parts.isdisjoint(tags) for clause in self.clauses)


EDGES = " \t,，;；。.:：、!！?？|"
