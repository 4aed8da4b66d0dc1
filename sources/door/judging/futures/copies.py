"""A strip that is a copy: one of weeks ago to the last digit, or the one before with something added."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sources.contract import Bools, Floats
from sources.door.judging.futures.tellings import Tellings

_FEWEST = 6  # contracts
_LOOK_BACK = 7  # tellings that `moves.repeated` looks at
_PER_POINT = 10_000  # of a price, in whole numbers: half ticks are 25
_MIX = 6_364_136_223_846_793_005  # any large odd number tells strips apart
_SPAN_POINTS = (
    0.10  # where rates are to stand still, strips span a few ticks and repeat by chance (2020-11-06)
)
_AS_ONE_BP, _MOVED_BP = 0.3, 2.0

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Prices:
    """The prices that are there, one after the other by telling: a few of the two hundred columns each.

    ``row``, ``column`` and ``price`` have shape (k,); the prices of telling ``rows[n]`` begin at ``begin[n]``.
    """

    row: Places
    column: Places
    price: Floats
    rows: Places
    begin: Places


def copies(tellings: Tellings) -> tuple[Bools, Bools]:
    """Return which tellings are copies of one of weeks ago, and in which every contract moved alike. Shape (n,) each.

    Each is judged by those that were there before it.
    """
    again, as_one = np.zeros(len(tellings.date), dtype=np.bool_), np.zeros(len(tellings.date), dtype=np.bool_)
    in_turn = tellings.in_turn
    places = np.flatnonzero(in_turn)
    there = tellings if in_turn.all() else tellings.rows(places)  # what came late is evidence for none
    prices = _prices(there)
    if prices is not None:
        again[places], as_one[places] = _again(there, prices), _as_one(there, prices)
    return again, as_one


def _prices(tellings: Tellings) -> _Prices | None:
    row, column = np.nonzero(np.isfinite(tellings.price))
    if len(row) == 0:
        return None
    begin = np.flatnonzero(np.diff(row, prepend=-1))
    return _Prices(row=row, column=column, price=tellings.price[row, column], rows=row[begin], begin=begin)


def _again(tellings: Tellings, prices: _Prices) -> Bools:
    """Return the tellings that repeat an older one to the last digit, but for a contract at either end.

    Of 4,100 days of 2010-2026 none repeats one further back than seven. Strips are compared by a number that
    stands for all of their prices, and those that share it price by price.
    """
    found = np.zeros(len(tellings.date), dtype=np.bool_)
    n_prices = np.diff(np.append(prices.begin, len(prices.row)))
    with np.errstate(over="ignore"):
        weight = tellings.month * _MIX + _MIX // 2
        parts = np.rint(prices.price * _PER_POINT).astype(np.int64) * weight[prices.column]
        whole = np.add.reduceat(parts, prices.begin)
        without = [whole - parts[at] for at in (prices.begin, prices.begin + n_prices - 1)]
    rows = np.tile(prices.rows, 3)
    keys = np.concatenate([whole, *without])
    sizes = np.concatenate([n_prices, n_prices - 1, n_prices - 1])
    order = np.lexsort((rows, keys))
    order = order[sizes[order] >= _FEWEST]
    price = tellings.price
    for place in np.flatnonzero(keys[order[1:]] == keys[order[:-1]]).tolist():
        before, after = int(rows[order[place]]), int(rows[order[place + 1]])
        if after - before <= _LOOK_BACK:
            continue
        both = np.isfinite(price[before]) & np.isfinite(price[after])
        same = (price[before][both] == price[after][both]).all() and both.sum() >= _FEWEST
        same = same and np.ptp(price[after][both]) >= _SPAN_POINTS
        fresh = (tellings.fresh[after] & both).sum() >= both.sum() / 2
        found[after] |= same and fresh and tellings.date[after] > tellings.date[before]
    return found


def _as_one(tellings: Tellings, prices: _Prices) -> Bools:
    """Return the tellings in which every contract moved by one and the same amount.

    On no day of 2010-2026 did six contracts and more move alike by more than 1 bp: what does is the strip before with
    something added, of another currency or another kind of price.
    """
    found = np.zeros(len(tellings.date), dtype=np.bool_)
    before = np.where(prices.row > 0, tellings.price[prices.row - 1, prices.column], np.nan)
    move = 100 * (prices.price - before)
    told = np.isfinite(move)
    n_both = np.add.reduceat(told.astype(np.int64), prices.begin)
    low = np.minimum.reduceat(np.where(told, move, np.inf), prices.begin)
    high = np.maximum.reduceat(np.where(told, move, -np.inf), prices.begin)
    alike = (n_both >= _FEWEST) & (np.minimum(np.abs(low), np.abs(high)) >= _MOVED_BP)
    alike[alike] = (high - low)[alike] <= _AS_ONE_BP
    rows = prices.rows[alike]
    found[rows] = tellings.date[rows] > tellings.date[rows - 1]
    return found
