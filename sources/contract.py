"""The values that sources hand over: observations with two clocks, futures prices, policy events, weekly tables.

``period`` is what a number is about, ``released_at`` is the day on which it
became known, in the local calendar of whoever published it. Everything that
reads as of a day D sees only what has ``released_at <= D``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from sources.message import message

Days = NDArray[np.datetime64]  # dtype datetime64[D]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

Quality = Literal["ok", "suspect", "blocked"]
PriceKind = Literal["settlement", "last", "mid"]
PRICE_KINDS: tuple[PriceKind, ...] = ("settlement", "last", "mid")  # best first

Stage = Literal["decided", "effective", "drafted", "signalled", "recap", "rumour", "withdrawn"]
STAGES: tuple[Stage, ...] = ("decided", "effective", "drafted", "signalled", "recap", "rumour", "withdrawn")
"""``withdrawn`` takes the newest act of its kind, direction and tier back; see `sources.versions.withdrawals`."""
Direction = Literal["easing", "tightening", "supportive", "restrictive", "neutral"]
DIRECTIONS: tuple[Direction, ...] = ("easing", "tightening", "supportive", "restrictive", "neutral")

PART_OF: Mapping[str, str] = {"large": "all"}
"""Tiers that another one holds too: what is said of all banks is said of the large ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One number about one period, as it became known on one day.

    ``exact`` is False where the release day is a rule of thumb rather than a
    record. ``quality`` and ``quality_rule`` are what a gate said of it; no
    store keeps them, since later history may contradict them.
    """

    series: str
    period: dt.date
    value: float
    released_at: dt.date
    source: str
    exact: bool = True
    quality: Quality = "ok"
    quality_rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A named row that a person has verified, and the reason; no gate doubts that row any more.

    For an event ``series`` is ``events.CN.monetary.rrr``, ``period`` the day of
    announcement, ``released_at`` the day from which it is visible and ``value``
    its size, 0 where it has none. ``accepted_at`` is ISO 8601 in UTC.
    """

    series: str
    period: dt.date
    released_at: dt.date
    value: float
    because: str
    accepted_at: str = ""

    @property
    def row(self) -> tuple[dt.date, dt.date, float]:
        """What names one row of a series."""
        return (self.period, self.released_at, self.value)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeriesHistory:
    """Every value a series ever had, sorted by (period, released_at, order of arrival).

    All arrays have shape (n_rows,). ``quality`` holds the words of `Quality`,
    ``rule`` the gate that said so, empty where none did.
    Treat as read-only.
    """

    series: str
    period: Days
    released_at: Days
    value: Floats
    exact: Bools
    quality: NDArray[np.str_]
    source: NDArray[np.str_]
    rule: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.value)

    @classmethod
    def of(cls, series: str, rows: Iterable[Observation]) -> SeriesHistory:
        """Build a history from rows of one series; rows arriving later win ties."""
        ordered = sorted(rows, key=lambda row: (row.period, row.released_at))  # stable: arrival breaks ties
        return cls(
            series=series,
            period=np.array([row.period for row in ordered], dtype="datetime64[D]"),
            released_at=np.array([row.released_at for row in ordered], dtype="datetime64[D]"),
            value=np.array([row.value for row in ordered], dtype=np.float64),
            exact=np.array([row.exact for row in ordered], dtype=np.bool_),
            quality=np.array([row.quality for row in ordered], dtype=np.str_),
            source=np.array([row.source for row in ordered], dtype=np.str_),
            rule=np.array([row.quality_rule for row in ordered], dtype=np.str_),
        )

    def rows(self, places: NDArray[np.intp]) -> SeriesHistory:
        """Return the rows at ``places``, in their order."""
        return SeriesHistory(
            series=self.series,
            period=self.period[places],
            released_at=self.released_at[places],
            value=self.value[places],
            exact=self.exact[places],
            quality=self.quality[places],
            source=self.source[places],
            rule=self.rule[places],
        )

    def as_of(self, day: dt.date) -> SeriesView:
        """Return the value of each period as it was known on ``day``.

        Rows that a gate blocked are never read; ``blocked`` counts those that
        would have been the newest word of the series: on the newest period
        that can be read, or a later one.
        """
        cutoff = np.datetime64(day, "D")
        known = np.flatnonzero(self.released_at <= cutoff)
        blocked = self.quality[known] == "blocked"
        n_blocked, blocked_rule = 0, ""
        if blocked.any():
            stopped = known[blocked & self._last_of_period(known)]
            known = known[~blocked]
            readable = self.period[known]
            if len(readable):
                stopped = stopped[self.period[stopped] >= readable.max()]
            n_blocked = len(stopped)
            blocked_rule = str(self.rule[stopped[-1]]) if n_blocked else ""
        known = known[self._last_of_period(known)]
        # Without revisions what is known is the beginning of what is held, and no row has to be copied.
        seen = slice(len(known)) if len(known) and known[-1] == len(known) - 1 else known
        return SeriesView(
            series=self.series,
            period=self.period[seen],
            released_at=self.released_at[seen],
            value=self.value[seen],
            exact=self.exact[seen],
            quality=self.quality[seen],
            source=self.source[seen],
            rule=self.rule[seen],
            blocked=n_blocked,
            blocked_rule=blocked_rule,
        )

    def _last_of_period(self, rows: NDArray[np.intp]) -> Bools:
        last = np.ones(len(rows), dtype=np.bool_)
        last[:-1] = self.period[rows[1:]] != self.period[rows[:-1]]
        return last


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeriesView:
    """One value per period, ascending, as known on one day. Shape (n_periods,) each."""

    series: str
    period: Days
    released_at: Days
    value: Floats
    exact: Bools
    quality: NDArray[np.str_]
    source: NDArray[np.str_]
    rule: NDArray[np.str_]
    blocked: int = 0
    blocked_rule: str = ""

    def __len__(self) -> int:
        return len(self.value)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FuturesHistory:
    """Daily prices of one futures root in long form.

    Sorted by (date, contract_month, kind, released_at); a corrected price is a
    further row with a later ``released_at``, and `as_of` keeps the last word.

    ``contract_month`` is the first day of the contract's month; ``kind`` holds
    the words of `PriceKind`; ``released_at`` is the day a price became known
    (the trade date, unless a source says later). ``quality`` holds the words of
    `Quality`; prices that a gate blocked are not here. Prices are price points.
    """

    root: str
    date: Days
    contract_month: Days
    price: Floats
    kind: NDArray[np.str_]
    released_at: Days
    quality: NDArray[np.str_]
    source: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.price)

    def as_of(self, day: dt.date) -> FuturesHistory:
        """Return the prices known on ``day``, one row per (date, contract_month, kind)."""
        return self.rows(np.flatnonzero(self.released_at <= np.datetime64(day, "D"))).last_words()

    def last_words(self) -> FuturesHistory:
        """Return the last row of each (date, contract_month, kind): released last, then arrived last."""
        last = np.ones(len(self), dtype=np.bool_)
        last[:-1] = (
            (self.date[:-1] != self.date[1:])
            | (self.contract_month[:-1] != self.contract_month[1:])
            | (self.kind[:-1] != self.kind[1:])
        )
        return self if last.all() else self.rows(np.flatnonzero(last))

    def rows(self, places: NDArray[np.intp]) -> FuturesHistory:
        """Return the rows at ``places``, which must ascend."""
        return FuturesHistory(
            root=self.root,
            date=self.date[places],
            contract_month=self.contract_month[places],
            price=self.price[places],
            kind=self.kind[places],
            released_at=self.released_at[places],
            quality=self.quality[places],
            source=self.source[places],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyEvent:
    """One policy step with both of its dates.

    ``magnitude`` is signed the way the policy rate or requirement moved (a cut
    of 50 bp is -50.0) and None where the event has no size. ``known_at`` is
    the day on which this version of the event became known: a later
    confirmation is a later version, invisible before its own day. ``quality``
    and ``quality_rule`` are what a gate said of it; no store keeps them.
    """

    announced_at: dt.date
    effective_at: dt.date | None
    jurisdiction: str
    kind: str
    stage: Stage
    direction: Direction
    magnitude: float | None = None
    unit: str | None = None
    tier: str | None = None
    issuer: str | None = None
    title_en: str = ""
    title_zh: str = ""
    evidence: str = ""
    confirmations: int = 1
    quote: str = ""
    known_at: dt.date | None = None
    source: str = "table"
    quality: Quality = "ok"
    quality_rule: str = ""

    @property
    def visible_from(self) -> dt.date:
        """The first day on which this version of the event may be read."""
        return max(self.announced_at, self.known_at or self.announced_at)

    @property
    def event_id(self) -> str:
        """What makes two records the same event: kind, tier, direction and day of announcement.

        Size and day in force are what a correction corrects, so they are no part of it.
        A recap or a withdrawal is a record of its own: it never replaces the event that it is about.
        """
        tier = PART_OF.get(self.tier or "", self.tier or "")
        parts = (self.jurisdiction, self.kind, tier, self.direction, self.announced_at.isoformat())
        return "|".join((*parts, self.stage) if self.stage in {"recap", "withdrawn"} else parts)


TableKind = Literal["valuation", "traffic"]
TABLE_KINDS: tuple[TableKind, ...] = ("valuation", "traffic")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyFault:
    """What a check holds against one row of a weekly's table, in no language.

    ``column`` is empty where the whole row is meant, ``expected`` where nobody can tell what would do.
    """

    code: str
    column: str
    found: str
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyRow:
    """One row of a weekly's table of companies or sites, as it was written.

    It is kept as text, since a check rests on what stood there: how many digits a price showed,
    whether a change had its sign. ``key`` is the company's code or the site, ``period`` the day of the
    closes or the last day of the week. What the judge made of the cells no store keeps: ``figures`` (in
    percent, minutes, visits), ``roundings`` (half the last digit as a share of the number), ``faults``,
    and ``accepted``, the faults that a person lifted, by code and reason.
    """

    table: TableKind
    key: str
    period: dt.date
    released_at: dt.date
    cells: tuple[tuple[str, str], ...]
    source: str
    figures: tuple[tuple[str, float], ...] = ()
    roundings: tuple[tuple[str, float], ...] = ()
    faults: tuple[WeeklyFault, ...] = ()
    accepted: tuple[tuple[str, str], ...] = ()

    def cell(self, column: str) -> str:
        """Return what was written in a column; nothing where it has none."""
        return next((cell for name, cell in self.cells if name == column), "")

    def figure(self, column: str) -> float | None:
        """Return the number of a column; None where it has none."""
        return next((number for name, number in self.figures if name == column), None)

    def rounding(self, column: str) -> float:
        """Return half the last digit of a column as a share of its number; 0 where it has none."""
        return next((share for name, share in self.roundings if name == column), 0.0)

    @property
    def name(self) -> str:
        """What the company or site is called."""
        return self.cell("company" if self.table == "valuation" else "site")

    @property
    def group(self) -> str:
        """The group or category that the table puts it in; nothing where it has none."""
        return self.cell("group" if self.table == "valuation" else "category")

    @property
    def sound(self) -> bool:
        """Whether no check speaks against the row."""
        return not self.faults

    @property
    def place(self) -> tuple[str, dt.date]:
        """What makes two rows the same line of a weekly: its own id, and the week."""
        return (self.id, self.period)

    @property
    def id(self) -> str:
        """What its figures go by: ``valuation.0700_hk``, ``traffic.kimi_com``."""
        return f"{self.table}.{plain_id(self.key)}"


@lru_cache(maxsize=4096)  # a store of three years asks for some hundred words a million times
def plain_id(word: str) -> str:
    """Return a word as a part of an id: letters and digits of any script, the rest as one mark."""
    return re.sub(r"\W+", "_", unicodedata.normalize("NFKC", word).casefold()).strip("_") or "_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """The bounds that `sources.door.judging` holds each number against; None switches a gate off.

    Steps, jumps and revisions are measured as ``step`` says: in percent of the
    level (log points) or in the series' own unit, per regular period.
    """

    low: float | None = None
    high: float | None = None
    step: Literal["pct", "unit"] = "unit"
    usual_step: float | None = None
    jump: float | None = None
    max_revision: float | None = None
    decimals: int | None = None
    most_decimals: int | None = None
    decimals_since: dt.date = dt.date.min
    frozen_after: int | None = None
    longest_gap_days: int | None = None
    regular_since: dt.date = dt.date.min
    seasonal: bool | None = None
    twin: str | None = None
    twin_tolerance: float | None = None
    unpublished: frozenset[dt.date] = frozenset()
    dated: Literal["period", "day"] = "period"
    weekday: int | None = None
    min_lag_days: int | None = None
    target_margin: float | None = None
    confused_with: frozenset[str] = frozenset()
    known: tuple[tuple[dt.date, float], ...] = ()
    known_within: float = 0.05
    repeats_to: int | None = None
    headline: str | None = None
    alone: float | None = None
    year_of: tuple[str, ...] = ()
    moves_against: str | None = None
    blocks: frozenset[str] = frozenset()
    allows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """A release day as announced: a later ``known_from`` for the same period replaces it.

    ``released_at`` is None where it was announced that the period will never be published.
    """

    period: dt.date
    released_at: dt.date | None
    known_from: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """An index as a market: under which prefix its facts stand, and against what it is set.

    ``measures`` is ``trend`` for distances from highs and averages, ``level`` where the close itself is the fact.
    ``benchmark`` is the id of the series that it is set against, if any.
    """

    prefix: str
    en: str
    zh: str
    region_en: str
    region_zh: str
    measures: Literal["trend", "level"] = "trend"
    benchmark: str | None = None

    @property
    def region(self) -> str:
        """The first part of the prefix: ``hk`` of ``hk.hstech``."""
        return self.prefix.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesSpec:
    """What the catalogue says of one series.

    ``max_age_days`` counts from the release of the newest value: past it the
    series is stale. ``fact`` says whether the newest value is itself a fact.
    ``fred`` is its id at FRED, None where FRED has none. ``release_lag_days``
    counts from a period's first day to its release, where nobody recorded it
    and values are final on release. ``vintages`` is ``latest`` where the source
    rewrites its whole history each time. ``feed`` names another source that can
    be fetched, such as ``yahoo:^HSI``; the message of a fetch says what it needs.
    ``schedule`` is its release calendar, empty where there is none. ``market`` says how an index is read.
    ``aliases`` are further words by which people's files call it.
    ``schedule`` is its release calendar, empty where there is none. ``exchange``
    is the market identifier (ISO 10383) whose closing days it keeps.
    """

    id: str
    unit: str
    frequency: Literal["daily", "weekly", "monthly", "quarterly", "event"]
    max_age_days: int
    name_en: str
    name_zh: str
    source: str
    fact: bool = False
    fred: str | None = None
    release_lag_days: int | None = None
    vintages: Literal["all", "latest"] = "all"
    feed: str | None = None
    exchange: str | None = None
    gates: Gates = Gates()
    schedule: tuple[Scheduled, ...] = ()
    market: Market | None = None
    aliases: tuple[str, ...] = ()

    @property
    def fetched_from(self) -> str | None:
        """The feed that it is fetched from, FRED before any other; None where there is none."""
        return f"fred:{self.fred}" if self.fred else self.feed

    def overdue(self, newest_period: dt.date, as_of: dt.date) -> Scheduled | None:
        """Return the release that should have brought a newer period before ``as_of``, if any.

        On the day of a release itself nothing is overdue.
        """
        known: dict[dt.date, Scheduled] = {}
        for row in self.schedule:
            if row.known_from <= as_of and row.period > newest_period:
                known[row.period] = row
        passed = [row for row in known.values() if row.released_at is not None and row.released_at < as_of]
        return max(passed, key=lambda row: row.period, default=None)

    def next_release(self, as_of: dt.date, newest_period: dt.date | None = None) -> Scheduled | None:
        """Return the first release that is still to come on ``as_of``, as scheduled on it.

        With ``newest_period``, the newest at hand, the release of the day itself
        is past where it is here; without it that release is still to come.
        """
        known: dict[dt.date, Scheduled] = {}
        for row in self.schedule:
            if row.known_from <= as_of:
                known[row.period] = row
        here = newest_period or dt.date.min
        ahead = [
            row
            for row in known.values()
            if row.released_at is not None
            and (row.released_at > as_of or (row.released_at == as_of and row.period > here))
        ]
        return min(ahead, key=lambda row: row.released_at or row.period, default=None)


class Reader(Protocol):
    """What a run needs of a store: every history by name, loaded when asked for."""

    origin: str
    """``sample`` or ``store``: said in every output."""

    def series_ids(self) -> Sequence[str]:
        """Return the ids of all series held, sorted."""
        ...

    def series(self, series: str) -> SeriesHistory:
        """Return one series; an empty history where the store holds none of it."""
        ...

    def futures(self, root: str) -> FuturesHistory:
        """Return all prices of one futures root (``ZQ``, ``SR3``); empty where none."""
        ...

    def events(self) -> Sequence[PolicyEvent]:
        """Return every version of every policy event, in order of ``visible_from``."""
        ...

    def weekly_rows(self) -> Sequence[WeeklyRow]:
        """Return every row of the weekly's tables, by week, release day and what it is about."""
        ...


MONTH_CODES = "FGHJKMNQUVXZ"


def contract_code(root: str, month: dt.date) -> str:
    """Return the exchange's code, ``ZQH24`` for March 2024."""
    return f"{root}{MONTH_CODES[month.month - 1]}{month.year % 100:02d}"


def contract_month(code: str) -> tuple[str, dt.date]:
    """Split ``ZQH24`` into its root and the first day of its month.

    Two-digit years run from 1970 to 2069.

    Raises:
        ValueError: the code is no futures contract; the message says what would be.
    """
    root, letter, year = code[:-3], code[-3:-2], code[-2:]
    if len(root) < 2 or not (year.isascii() and year.isdigit()) or not letter or letter not in MONTH_CODES:
        raise ValueError(
            message(
                "{code!r} is no futures contract; expected a root such as ZQ, a month letter out of "
                "{month_codes} and a two-digit year, as in ZQH24",
                code=code,
                month_codes=MONTH_CODES,
            )
        )
    number = int(year)
    return root, dt.date(2000 + number if number < 70 else 1900 + number, MONTH_CODES.index(letter) + 1, 1)
