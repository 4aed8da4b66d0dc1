"""From verdicts to the history that readings see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sources.contract import SeriesHistory


def settled(told: SeriesHistory, quality: NDArray[np.str_], rule: NDArray[np.str_]) -> SeriesHistory:
    """Return rows with their verdicts: of one release day the better verdict last, and nothing that was only repeated.

    A value that is released again says nothing new: it was known from the first of the rows that say it.
    """
    rank = np.select([quality == "ok", quality == "suspect"], [2, 1], default=0)
    order = np.lexsort((told.value, rank, told.released_at, told.period))
    period, value, readable = told.period[order], told.value[order], quality[order] != "blocked"
    kept = np.ones(len(order), dtype=np.bool_)
    if (period[1:] == period[:-1]).any():
        last: dict[int, float] = {}
        days = period.astype(np.int64).tolist()
        for place, (day, number, can_be_read) in enumerate(
            zip(days, value.tolist(), readable.tolist(), strict=True)
        ):
            if can_be_read:
                kept[place] = last.get(day) != number
                last[day] = number
    places = order[kept]
    return replace(told.rows(places), quality=quality[places], rule=rule[places])
