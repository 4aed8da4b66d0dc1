"""A strip: the prices of all contract months on one day, laid out by distance from that day's month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sources.contract import PRICE_KINDS, Days, Floats, FuturesHistory, PriceKind

Indices = NDArray[np.intp]
THIN = 0.6  # share of the usual contracts below which a date counts as a holiday's leftovers
LOOK_BACK = 5  # dates that say what is usual
MAX_MONTHS = 61  # this month and five years: no listed contract lies further out


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strip:
    """The newest strip known on one day.

    ``price`` has shape (MAX_MONTHS,): price points of the contract that many
    months after the month of ``date``; NaN where there is none. ``priced`` says
    where there is one, from this month to the last contract.
    """

    root: str
    date: dt.date
    released_at: dt.date
    kind: PriceKind
    price: Floats
    priced: tuple[bool, ...]
    source: str

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

    A price belongs to a day only if it was released by then. One kind of price
    is read per strip: the kind that has most contracts, the better kind on a tie.
    """
    if len(history) == 0:
        return [None for _ in days]
    if bool((history.released_at == history.date).all()):
        return _table(history).newest(days)
    # A price that became known later than its own day: ask each day what it knew.
    return [_Strips(history.as_of(day)).newest([day])[0] for day in days]


class _Strips:
    """Every strip of a history, laid out once."""

    def __init__(self, known: FuturesHistory) -> None:
        self._known = known
        self._made: dict[int, Strip | None] = {-1: None}
        self._dates, first = np.unique(known.date, return_index=True)
        if len(self._dates) == 0:
            return
        row_of = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(known))))
        offset = _months(known.contract_month) - _months(known.date)
        usable = (offset >= 0) & (offset < MAX_MONTHS)
        of_kind = np.array([usable & (known.kind == kind) for kind in PRICE_KINDS])
        counts = np.array([np.bincount(row_of[rows], minlength=len(first)) for rows in of_kind])
        self._kind = counts.argmax(axis=0)  # the first of equals is the best kind
        mine = of_kind[self._kind[row_of], np.arange(len(known))]
        self._price = np.full((len(first), MAX_MONTHS), np.nan)
        self._price[row_of[mine], offset[mine]] = known.price[mine]
        self._price.flags.writeable = False
        self._released = np.full(len(first), np.datetime64("1900-01-01", "D"))
        np.maximum.at(self._released, row_of[mine], known.released_at[mine])
        self._source = known.source[first]
        self._full = _fullest(counts.max(axis=0))
        self._any = counts.max(axis=0) > 0

    def newest(self, days: Sequence[dt.date]) -> list[Strip | None]:
        if len(self._dates) == 0:
            return [None for _ in days]
        wanted = np.array(days, dtype="datetime64[D]")
        places = np.searchsorted(self._dates, wanted, side="right") - 1
        read = np.where(places >= 0, self._full[places], -1).tolist()
        for place in read:
            if place not in self._made:
                self._made[place] = self._strip(place)
        return [self._made[place] for place in read]

    def _strip(self, place: int) -> Strip | None:
        if not self._any[place]:
            return None
        price = self._price[place]
        has: list[bool] = np.isfinite(price).tolist()
        while not has[-1]:
            has.pop()
        return Strip(
            root=self._known.root,
            date=self._dates[place].astype(object),
            released_at=self._released[place].astype(object),
            kind=PRICE_KINDS[int(self._kind[place])],
            price=price,
            priced=tuple(has),
            source=str(self._source[place]),
        )


@lru_cache(maxsize=4)  # a run reads one or two histories, again and again
def _table(history: FuturesHistory) -> _Strips:
    return _Strips(history)


def _fullest(counts: Indices) -> Indices:
    """Return, for each date, the place of the newest date up to it whose strip is not thin.

    On a holiday a few contracts trade. Such a strip is passed over for the one
    before: it has fewer than `THIN` times the contracts of the dates before it.
    """
    before = np.concatenate([np.zeros(LOOK_BACK, dtype=counts.dtype), counts])[:-1]
    usual = np.lib.stride_tricks.sliding_window_view(before, LOOK_BACK).max(axis=1)
    places = np.where(counts < THIN * usual, 0, np.arange(len(counts)))
    return np.asarray(np.maximum.accumulate(places), dtype=np.intp)


def _months(days: Days) -> NDArray[np.int64]:
    months: NDArray[np.int64] = days.astype("datetime64[M]").astype(np.int64)
    return months
