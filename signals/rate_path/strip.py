"""A strip: the prices of all contract months on one day, laid out by distance from that day's month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

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
    months after the month of ``date``; NaN where there is none.
    """

    root: str
    date: dt.date
    released_at: dt.date
    kind: PriceKind
    price: Floats
    source: str

    @property
    def n_contracts(self) -> int:
        """Number of contracts that have a price."""
        return int(np.isfinite(self.price).sum())


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
    on_the_day = bool((history.released_at == history.date).all())
    if on_the_day:
        return _newest(history.as_of(dt.date.max), days)
    # A price that became known later than its own day: ask each day what it knew.
    return [_newest(history.as_of(day), [day])[0] for day in days]


def _newest(known: FuturesHistory, days: Sequence[dt.date]) -> list[Strip | None]:
    dates, first = np.unique(known.date, return_index=True)
    if len(dates) == 0:
        return [None for _ in days]
    last = np.append(first[1:], len(known))
    full = _fullest(known, first)
    places = np.searchsorted(dates, np.array(days, dtype="datetime64[D]"), side="right") - 1
    offset = _months(known.contract_month) - _months(known.date)
    made: dict[int, Strip | None] = {}
    found: list[Strip | None] = []
    for newest in places.tolist():
        place = int(full[newest]) if newest >= 0 else -1
        if place >= 0 and place not in made:
            made[place] = _strip(known, offset, slice(int(first[place]), int(last[place])))
        found.append(made[place] if place >= 0 else None)
    return found


def _fullest(known: FuturesHistory, first: Indices) -> Indices:
    """Return, for each date, the place of the newest date up to it whose strip is not thin.

    On a holiday a few contracts trade. Such a strip is passed over for the one
    before: it has fewer than `THIN` times the contracts of the dates before it.
    """
    counts = np.max([np.add.reduceat(known.kind == kind, first) for kind in PRICE_KINDS], axis=0)
    places = np.arange(len(first))
    for place in places[1:]:
        usual = counts[max(0, place - LOOK_BACK) : place].max()
        if counts[place] < THIN * usual:
            places[place] = places[place - 1]
    return places


def _months(
    days: Days,
) -> NDArray[np.int64]:
    months: NDArray[np.int64] = days.astype("datetime64[M]").astype(np.int64)
    return months


def _strip(known: FuturesHistory, offset: NDArray[np.int64], rows: slice) -> Strip | None:
    kinds, offsets = known.kind[rows], offset[rows]
    usable = (offsets >= -MAX_MONTHS) & (offsets < MAX_MONTHS)
    counts = {kind: int((usable & (kinds == kind)).sum()) for kind in PRICE_KINDS}
    kind = max(PRICE_KINDS, key=lambda word: counts[word])  # first of equals is the best kind
    mine = usable & (kinds == kind) & (offsets >= 0)
    if not mine.any():
        return None
    price = np.full(MAX_MONTHS, np.nan)
    price[offsets[mine]] = known.price[rows][mine]
    return Strip(
        root=known.root,
        date=known.date[rows.start].astype(object),
        released_at=known.released_at[rows][mine].max().astype(object),
        kind=kind,
        price=price,
        source=str(known.source[rows][mine][0]),
    )
