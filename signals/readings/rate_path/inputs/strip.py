"""A strip: the prices of all contract months on one day, laid out by distance from that day's month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sources.contract import PRICE_KINDS, Days, Floats, FuturesHistory, PriceKind

Indices = NDArray[np.intp]
THIN = 0.6  # share of the contracts that sound prices must reach, so that doubted ones are done without
# Share of the usual contracts below which a date is a holiday session's leftovers: 1 % of dates since 2010, and
# meetings are lost behind their holes, so the whole strip of the day before says more.
PARTIAL = 0.75
LOOK_BACK = 5  # dates that say what is usual
# Dates that can decide which strip is the newest whole one: counts up to 61 can fall below 0.75 of what was usual
# for at most 75 dates in a row, and ten more say what was usual, and how far prices move a day, before them.
LONGEST_MEMORY = 90
MOVED_MONTHS = slice(6, 12)  # months ahead whose mean change is the strip's move of a day
MOVE_DAYS = 5  # dates whose moves say how lively the market is
MAX_MONTHS = 61  # this month and five years: no listed contract lies further out


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strip:
    """The newest strip known on one day.

    ``price`` has shape (MAX_MONTHS,): price points of the contract that many
    months after the month of ``date``; NaN where there is none. ``priced`` says
    where there is one, from this month to the last contract. ``left_out`` names
    the contract months whose price a quality gate doubts where the others do
    without it, ``doubted`` those whose doubted price is read for want of others.
    """

    root: str
    date: dt.date
    released_at: dt.date
    kind: PriceKind
    price: Floats
    priced: tuple[bool, ...]
    source: str
    left_out: tuple[dt.date, ...] = ()
    doubted: tuple[dt.date, ...] = ()
    daily_move_bp: float = float("nan")
    passed_over: tuple[dt.date, int] | None = None

    @property
    def n_contracts(self) -> int:
        """Number of contracts that have a price."""
        return sum(self.priced)


def price_dates(history: FuturesHistory) -> list[dt.date]:
    """Return every trading date in the history, ascending."""
    dates: list[dt.date] = np.unique(history.date).astype(object).tolist()
    return dates


def newest_strips(history: FuturesHistory, days: Sequence[dt.date]) -> list[Strip | None]:
    """Return, for each day, the newest strip that was known on it; None where none was.

    A price belongs to a day only if it was released by then, and of several
    prices of one contract, kind and date the last word counts alone. One kind
    of price is read per strip: the kind that has most contracts, the better
    kind on a tie. A price that a quality gate doubts counts as none, unless
    too few others are left (see `best_kind`).
    """
    if len(history) == 0:
        return [None for _ in days]
    releases = _late_releases(history)
    if len(releases) == 0:
        return _table(history).newest(days)
    # What is known of a past date changes only on the days of late releases: days between two share a table.
    asked = np.array(days, dtype="datetime64[D]")
    known_releases = np.searchsorted(releases, asked, side="right")
    found: list[Strip | None] = [None for _ in days]
    for count in np.unique(known_releases).tolist():
        places = np.flatnonzero(known_releases == count)
        known = _known_between(history, asked[places], releases[count - 1] if count else None)
        strips = _Strips(known).newest([days[place] for place in places.tolist()])
        for place, strip in zip(places.tolist(), strips, strict=True):
            found[place] = strip
    return found


@lru_cache(maxsize=4)
def _late_releases(history: FuturesHistory) -> Days:
    """Return the days on which a price of an earlier date became known, ascending."""
    days: Days = np.unique(history.released_at[history.released_at > history.date])
    return days


def _known_between(history: FuturesHistory, days: Days, late_through: np.datetime64 | None) -> FuturesHistory:
    """Return what all of ``days`` knew alike, over the dates that can decide their newest strip.

    A price released on its own date is there for every day from that date on;
    one released later only where that was by ``late_through``.
    """
    known = history.released_at <= history.date
    if late_through is not None:
        known |= history.released_at <= late_through
    rows = np.flatnonzero(known[: np.searchsorted(history.date, days.max(), side="right")])
    date = history.date[rows]
    opens = np.flatnonzero(np.diff(date, prepend=np.datetime64(0, "D")) != np.timedelta64(0, "D"))
    n_before = int(np.searchsorted(date[opens], days.min(), side="right"))
    start = opens[max(n_before - LONGEST_MEMORY, 0)] if len(opens) else 0
    return history.rows(rows[start:])


class _Strips:
    """Every strip of a history, laid out once; of rows that say the same thing anew the last counts."""

    def __init__(self, history: FuturesHistory) -> None:
        self._known = known = history.last_words()
        self._made: dict[tuple[int, int], Strip | None] = {}
        self._dates, first = np.unique(known.date, return_index=True)
        if len(self._dates) == 0:
            return
        row_of = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(known))))
        offset = _months(known.contract_month) - _months(known.date)
        usable = (offset >= 0) & (offset < MAX_MONTHS)
        of_kind = np.array([usable & (known.kind == kind) for kind in PRICE_KINDS])
        sound = known.quality != "suspect"
        counts, sound_counts = (
            np.array([np.bincount(row_of[rows], minlength=len(first)) for rows in some])
            for some in (of_kind, of_kind & sound)
        )
        self._kind, does_without = best_kind(counts, sound_counts)
        whole = of_kind[self._kind[row_of], np.arange(len(known))]
        without = does_without[row_of]
        mine = whole & (sound | ~without)
        self._left_out = _months_by_date(row_of, known.contract_month, whole & ~sound & without)
        self._doubted = _months_by_date(row_of, known.contract_month, whole & ~sound & ~without)
        self._price = np.full((len(first), MAX_MONTHS), np.nan)
        self._price[row_of[mine], offset[mine]] = known.price[mine]
        self._price.flags.writeable = False
        self._priced = np.isfinite(self._price)
        self._length = MAX_MONTHS - self._priced[:, ::-1].argmax(axis=1)
        self._released = np.full(len(first), np.datetime64("1900-01-01", "D"))
        np.maximum.at(self._released, row_of[mine], known.released_at[mine])
        self._source = known.source[first]
        self._counts = counts.max(axis=0)
        self._full = _fullest(self._counts)
        self._daily_move_bp = _daily_moves_bp(self._dates, self._price)

    def newest(self, days: Sequence[dt.date]) -> list[Strip | None]:
        if len(self._dates) == 0:
            return [None for _ in days]
        wanted = np.array(days, dtype="datetime64[D]")
        places = np.searchsorted(self._dates, wanted, side="right") - 1
        read = np.where(places >= 0, self._full[places], -1)
        keys = list(zip(read.tolist(), places.tolist(), strict=True))
        for key in keys:
            if key not in self._made:
                self._made[key] = self._strip(*key)
        return [self._made[key] for key in keys]

    def _strip(self, place: int, newest: int) -> Strip | None:
        """Return the strip of one date, read on a day whose newest date is another where that is partial."""
        if newest < 0 or self._counts[place] == 0:
            return None
        if newest != place:
            if (place, place) not in self._made:
                self._made[place, place] = self._strip(place, place)
            whole = self._made[place, place]
            partial = (self._dates[newest].astype(object), int(self._counts[newest]))
            return None if whole is None else replace(whole, passed_over=partial)
        has: list[bool] = self._priced[place, : self._length[place]].tolist()
        return Strip(
            root=self._known.root,
            date=self._dates[place].astype(object),
            released_at=self._released[place].astype(object),
            kind=PRICE_KINDS[int(self._kind[place])],
            price=self._price[place],
            priced=tuple(has),
            source=str(self._source[place]),
            left_out=tuple(self._left_out.get(place, ())),
            doubted=tuple(self._doubted.get(place, ())),
            daily_move_bp=float(self._daily_move_bp[place]),
        )


def best_kind(counts: Indices, sound: Indices) -> tuple[Indices, NDArray[np.bool_]]:
    """Return which kind to read on each date, and whether it can do without its doubted prices.

    It can where its sound prices number at least `THIN` of the contracts that
    any kind has. On a day when the gates doubt most prices, all are read and
    the strip says so: such a day may be a shock as well as a fault.

    Args:
        counts: contracts with a price, shape (n_kinds, n_dates), best kind first.
        sound: those of them whose price no quality gate doubts.

    Returns:
        Two arrays of shape (n_dates,): a row of ``counts``, and yes or no.
    """
    enough = (sound >= THIN * counts.max(axis=0)) & (sound > 0)
    score = np.where(enough, MAX_MONTHS + 1 + sound, counts)
    kind = score.argmax(axis=0)  # the first of equals is the best kind
    return kind, enough[kind, np.arange(counts.shape[1])]


@lru_cache(maxsize=4)  # a run reads one or two histories, again and again
def _table(history: FuturesHistory) -> _Strips:
    return _Strips(history)


def _fullest(counts: Indices) -> Indices:
    """Return, for each date, the place of the newest date up to it whose strip is not partial.

    On a holiday a few contracts trade. Such a strip is passed over for the one
    before: it has fewer than `PARTIAL` times the contracts of the dates before it.
    """
    before = np.concatenate([np.zeros(LOOK_BACK, dtype=counts.dtype), counts])[:-1]
    usual = np.lib.stride_tricks.sliding_window_view(before, LOOK_BACK).max(axis=1)
    places = np.where(counts < PARTIAL * usual, 0, np.arange(len(counts)))
    return np.asarray(np.maximum.accumulate(places), dtype=np.intp)


def _daily_moves_bp(dates: Days, price: Floats) -> Floats:
    """Return the mean absolute move a business day over the last dates, in basis points; NaN where unknown.

    A move is the mean change of one and the same contracts from one date to the
    next; over a longer gap it shrinks with the square root of the days.
    """
    n_dates = len(dates)
    months = _months(dates)
    ahead = np.arange(MOVED_MONTHS.start, MOVED_MONTHS.stop)
    rows = np.arange(1, n_dates)[:, None]
    then = ahead + (months[1:] - months[:-1])[:, None]
    before = np.where(then < MAX_MONTHS, price[rows - 1, np.minimum(then, MAX_MONTHS - 1)], np.nan)
    change = price[1:, MOVED_MONTHS] - before
    told = np.isfinite(change)
    count = told.sum(axis=1)
    mean = np.where(told, change, 0.0).sum(axis=1) / np.maximum(count, 1)
    gap_days = np.maximum(np.busday_count(dates[:-1], dates[1:]), 1)
    move = np.full(n_dates + MOVE_DAYS - 1, np.nan)
    move[MOVE_DAYS:] = np.where(count > 0, 100.0 * np.abs(mean) / np.sqrt(gap_days), np.nan)
    window = np.lib.stride_tricks.sliding_window_view(move, MOVE_DAYS)
    known = np.isfinite(window).sum(axis=1)
    total = np.nansum(window, axis=1)
    return np.where(known >= MOVE_DAYS // 2 + 1, total / np.maximum(known, 1), np.nan)


def _months_by_date(row_of: Indices, months: Days, rows: NDArray[np.bool_]) -> dict[int, list[dt.date]]:
    found: dict[int, list[dt.date]] = {}
    for row in np.flatnonzero(rows).tolist():
        found.setdefault(int(row_of[row]), []).append(months[row].astype(object))
    return found


def _months(days: Days) -> NDArray[np.int64]:
    months: NDArray[np.int64] = days.astype("datetime64[M]").astype(np.int64)
    return months
