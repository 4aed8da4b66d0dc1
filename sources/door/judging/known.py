"""A history against the few of its figures that the catalogue knows: whose history is it?"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sources.contract import Bools, Days, Floats, SeriesHistory, SeriesSpec

_ANOTHER_SCALE = 250.0
"""100 x logs: a history twelve times as high or low is set to a base of its own, and its level tells nothing."""


def known_rules(told: SeriesHistory, spec: SeriesSpec) -> NDArray[np.object_]:
    """Return ``not_as_published`` for rows of a history that was another one's when it last could be told.

    A row is judged by the newest known figure at or before its period, as it was told by the row's release. A price
    index is set to 100 in one year or another, so of a monthly one only the ratio to the known figure before counts.
    """
    rules = np.full(len(told), "", dtype=object)
    if not spec.gates.known or len(told) == 0:
        return rules
    days, figures = _marks(spec.gates.known)
    rows = np.flatnonzero(np.isin(told.period, days))
    if len(rows) == 0:
        return rules
    published = figures[np.searchsorted(days, told.period[rows])]
    wrong = _are_others(told.value[rows], published, spec)
    if not wrong.any():
        return rules
    doubted = np.zeros(len(told), dtype=np.bool_)
    for place, is_wrong in zip(rows.tolist(), wrong.tolist(), strict=True):
        since = (told.period >= told.period[place]) & (told.released_at >= told.released_at[place])
        doubted[since] = is_wrong
    rules[doubted] = "not_as_published"
    return rules


@lru_cache(maxsize=256)
def _marks(known: tuple[tuple[dt.date, float], ...]) -> tuple[Days, Floats]:
    return np.array([day for day, _ in known], dtype="datetime64[D]"), np.array(
        [figure for _, figure in known]
    )


def _are_others(value: Floats, published: Floats, spec: SeriesSpec) -> Bools:
    """Return which figures are not those that are known, shape of both; in order of period, then of release."""
    within = spec.gates.known_within
    if spec.gates.step == "unit":
        wrong: Bools = np.abs(value - published) > within
        return wrong
    with np.errstate(divide="ignore", invalid="ignore"):
        off = 100 * np.log(value / published)
    off = np.where(np.isfinite(off), off, np.inf)
    if spec.frequency != "monthly":
        return np.asarray((np.abs(off) > within) & (np.abs(off) <= _ANOTHER_SCALE))
    wrong = np.zeros(len(off), dtype=np.bool_)
    if (np.abs(off[1:] - off[:-1]) <= within).all():
        return wrong
    base = off[0]
    for place in range(1, len(off)):
        wrong[place] = not abs(off[place] - base) <= within
        base = base if wrong[place] else off[place]
    return wrong
