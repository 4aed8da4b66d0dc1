"""What the data hold of one series or contract: every row as it was heard, and what the gates say of it."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sources.contract import Quality, Reader, SeriesHistory, contract_month

_FUTURES = "futures."


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One row. ``series`` is a contract's code for futures prices, ``kind`` then says which price it is.

    ``period`` is the trade date of a price. ``rule`` is the gate that doubts the row, empty where none does.
    """

    series: str
    period: dt.date
    value: float
    released_at: dt.date
    exact: bool
    kind: str
    verdict: Quality
    rule: str
    source: str


def held_series(reader: Reader, named: str) -> Sequence[str]:
    """Return the ids of all series that a name stands for: an id, a contract (``ZQH24``), or a root (``ZQ``)."""
    ids = reader.series_ids()
    if named in ids:
        return (named,)
    of_contract = f"{_FUTURES}{named.removeprefix(_FUTURES)}."
    found = [name for name in ids if name.startswith(of_contract)]
    return found or [name for name in ids if _root(name) == named.removeprefix(_FUTURES)]


def holdings(reader: Reader, named: str, as_of: dt.date, *, vintages: bool) -> Iterator[Holding]:
    """Yield what was known of a series on ``as_of``, by contract and kind, then by period and release day.

    Args:
        reader: the store or the sample.
        named: what `held_series` understands.
        as_of: rows released later are not there.
        vintages: every row; otherwise the newest word on each period, and what was blocked since.
    """
    for name in held_series(reader, named):
        history = reader.series(name)
        _, contract, kind = name.split(".") if name.startswith(_FUTURES) else ("", name, "")
        for row in _places(history, as_of, vintages=vintages):
            yield Holding(
                series=contract,
                period=history.period[row].astype(object),
                value=float(history.value[row]),
                released_at=history.released_at[row].astype(object),
                exact=bool(history.exact[row]),
                kind=kind,
                verdict=str(history.quality[row]),  # type: ignore[arg-type]  # the words of Quality
                rule=str(history.rule[row]),
                source=str(history.source[row]),
            )


def nearest_series(named: str, known: Collection[str]) -> str | None:
    """Return the id that was most likely meant, whatever its case."""
    spelled = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(named.casefold(), list(spelled), n=1, cutoff=0.6)
    return spelled[near[0]] if near else None


def _places(history: SeriesHistory, as_of: dt.date, *, vintages: bool) -> list[int]:
    known = np.flatnonzero(history.released_at <= np.datetime64(as_of, "D"))
    if vintages or len(known) == 0:
        return known.tolist()
    blocked = history.quality[known] == "blocked"
    readable, stopped = known[~blocked], known[blocked]
    words = readable[_last_of_period(history.period[readable])]
    newest = dict(zip(history.period[words].tolist(), words.tolist(), strict=True))
    since = [row for row in stopped.tolist() if row > newest.get(history.period[row].astype(object), -1)]
    return sorted([*words.tolist(), *since])


def _last_of_period(
    period: np.ndarray[tuple[int, ...], np.dtype[np.datetime64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    last = np.ones(len(period), dtype=np.bool_)
    last[:-1] = period[1:] != period[:-1]
    return last


def _root(name: str) -> str | None:
    if not name.startswith(_FUTURES):
        return None
    return contract_month(name.split(".")[1])[0]
