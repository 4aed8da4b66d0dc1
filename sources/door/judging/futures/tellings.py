"""The prices of one kind laid out as strips: one row for each date and day of release, one column a contract month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sources.contract import Bools, Days, Floats, SeriesHistory, contract_month

Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tellings:
    """What was known of the strip of each date on each day on which some of it was released.

    ``date`` and ``released_at`` have shape (n,), ascending by date, then by release;
    ``month`` (months since 1970 of each contract) shape (m,), ascending. ``price`` has shape (n, m), NaN where
    none was known; ``fresh`` says which prices were released on that very day. ``ahead`` is the number of months
    from the date to the contract.
    """

    date: Days
    released_at: Days
    month: NDArray[np.int64]
    price: Floats
    fresh: Bools

    @property
    def ahead(self) -> NDArray[np.int64]:
        """Months from each date to each contract, shape (n, m)."""
        base = self.date.astype("datetime64[M]").astype(np.int64)
        return self.month[None, :] - base[:, None]

    @property
    def in_turn(self) -> Bools:
        """Whether no telling of a later date was there before it, shape (n,)."""
        released: Bools = self.released_at <= np.minimum.accumulate(self.released_at[::-1])[::-1]
        return released

    def rows(self, places: Indices) -> Tellings:
        """Return some of the tellings, in the order of ``places``."""
        return replace(
            self,
            date=self.date[places],
            released_at=self.released_at[places],
            price=self.price[places],
            fresh=self.fresh[places],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Where each row of each contract stands in the tellings: (telling, column), -1 where it was left out."""

    telling: Mapping[str, Indices]
    column: Mapping[str, int]


def tellings_of(
    contracts: Mapping[str, SeriesHistory], readable: Mapping[str, Bools]
) -> tuple[Tellings, Places]:
    """Lay out the contracts of one kind; rows that may not be read are left out."""
    months = {
        name: int(np.datetime64(contract_month(name.split(".")[1])[1], "M").astype(np.int64))
        for name in contracts
    }
    month = np.array(sorted(set(months.values())), dtype=np.int64)
    column = {name: int(np.searchsorted(month, months[name])) for name in contracts}
    pairs = np.concatenate([_key(history)[readable[name]] for name, history in contracts.items()])
    keys = np.unique(pairs)
    n_dates = len(keys)
    price = np.full((n_dates, len(month)), np.nan)
    fresh = np.zeros((n_dates, len(month)), dtype=np.bool_)
    telling: dict[str, Indices] = {}
    for name, history in contracts.items():
        rows = np.where(readable[name], np.searchsorted(keys, _key(history)), -1)
        used = rows >= 0
        price[rows[used], column[name]] = history.value[used]
        fresh[rows[used], column[name]] = True
        telling[name] = rows
    date = (keys >> 32).astype("datetime64[D]")
    released_at = ((keys & 0xFFFFFFFF) - _EPOCH).astype("datetime64[D]")
    for row in (
        np.flatnonzero(date[1:] == date[:-1]) + 1
    ).tolist():  # what was known before and not told anew
        price[row] = np.where(fresh[row], price[row], price[row - 1])
    return (
        Tellings(date=date, released_at=released_at, month=month, price=price, fresh=fresh),
        Places(telling=telling, column=column),
    )


_EPOCH = 1 << 31  # so that the days before 1970 stay positive


def _key(history: SeriesHistory) -> NDArray[np.int64]:
    released = history.released_at.astype(np.int64) + _EPOCH
    keys: NDArray[np.int64] = (history.period.astype(np.int64) << 32) | released
    return keys
