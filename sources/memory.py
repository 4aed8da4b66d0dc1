"""A reader over rows held in memory: the bundled sample, and whatever a test makes up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from sources.contract import (
    Acceptance,
    FuturesHistory,
    Observation,
    PolicyEvent,
    SeriesHistory,
    WeeklyRow,
    contract_month,
)

FUTURES_PREFIX = "futures."


def futures_series(contract: str, kind: str) -> str:
    """Return the series id under which the prices of one contract are kept."""
    return f"{FUTURES_PREFIX}{contract}.{kind}"


class MemoryReader:
    """Every history by name, out of rows that are already here.

    Args:
        observations: rows in order of arrival; later rows win ties.
        events: versions of policy events, in any order.
        acceptances: rows that a person verified.
        weekly_rows: rows of the weekly's tables, in any order.
        origin: the word that every output uses for this data.
    """

    def __init__(
        self,
        observations: Iterable[Observation],
        events: Iterable[PolicyEvent] = (),
        *,
        acceptances: Iterable[Acceptance] = (),
        weekly_rows: Iterable[WeeklyRow] = (),
        origin: str = "memory",
    ) -> None:
        rows: dict[str, list[Observation]] = defaultdict(list)
        for row in observations:
            rows[row.series].append(row)
        self._rows = dict(rows)
        self._histories: dict[str, SeriesHistory] = {}
        self._futures: dict[str, FuturesHistory] = {}
        self._events = tuple(sorted(events, key=lambda event: event.visible_from))
        self._acceptances = tuple(acceptances)
        self._weekly_rows = tuple(weekly_rows)
        self.origin = origin

    def series_ids(self) -> Sequence[str]:
        """Return the ids of all series held, sorted."""
        return sorted(self._rows)

    def series(self, series: str) -> SeriesHistory:
        """Return one series; an empty history where none of it is held."""
        if series not in self._histories:
            self._histories[series] = SeriesHistory.of(series, self._rows.get(series, ()))
        return self._histories[series]

    def futures(self, root: str) -> FuturesHistory:
        """Return all prices of one futures root; empty where there are none."""
        if root not in self._futures:
            self._futures[root] = assemble_futures(root, self.contracts(root))
        return self._futures[root]

    def contracts(self, root: str) -> Sequence[SeriesHistory]:
        """Return the history of every contract and kind whose id starts with a futures root."""
        return [self.series(name) for name in self._rows if name.startswith(FUTURES_PREFIX + root)]

    def acceptances(self) -> Sequence[Acceptance]:
        """Return every row that a person accepted by name."""
        return self._acceptances

    def weekly_rows(self) -> Sequence[WeeklyRow]:
        """Return every row of the weekly's tables, unjudged."""
        return self._weekly_rows

    def events(self) -> Sequence[PolicyEvent]:
        """Return every version of every policy event, in order of visibility."""
        return self._events


def assemble_futures(root: str, histories: Iterable[SeriesHistory]) -> FuturesHistory:
    """Put the per-contract histories of one root together in long form.

    Series of other roots are passed over (``ZQ`` does not take ``ZQX``'s).
    Blocked prices are left out.
    """
    parts = []
    for history in histories:
        _, contract, kind = history.series.split(".")
        of_root, month = contract_month(contract)
        if of_root == root:
            kept = history.quality != "blocked"
            parts.append((history, month, kind, kept))
    if not parts:
        none = np.array([], dtype="datetime64[D]")
        return FuturesHistory(
            root=root,
            date=none,
            contract_month=none,
            price=np.array([], dtype=np.float64),
            kind=np.array([], dtype=np.str_),
            released_at=none,
            quality=np.array([], dtype=np.str_),
            source=np.array([], dtype=np.str_),
        )
    date = np.concatenate([history.period[kept] for history, _, _, kept in parts])
    months = np.concatenate(
        [np.full(kept.sum(), month, dtype="datetime64[D]") for _, month, _, kept in parts]
    )
    price = np.concatenate([history.value[kept] for history, _, _, kept in parts])
    kinds = np.concatenate([np.full(kept.sum(), kind) for _, _, kind, kept in parts])
    released_at = np.concatenate([history.released_at[kept] for history, _, _, kept in parts])
    quality = np.concatenate([history.quality[kept] for history, _, _, kept in parts])
    source = np.concatenate([history.source[kept] for history, _, _, kept in parts])
    order = np.lexsort((released_at, kinds, months, date))
    return FuturesHistory(
        root=root,
        date=date[order],
        contract_month=months[order],
        price=price[order],
        kind=kinds[order],
        released_at=released_at[order],
        quality=quality[order],
        source=source[order],
    )
