"""One path of the policy rate under all contracts: it moves on decision days alone.

A month's price is a mean of days, so contracts outnumber the steps between them, and what is left
over says whether the labels are right: 0.3 bp on a usual day of 2010-2026, never more than 3.3 bp.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sources.contract import Bools, Floats
from sources.door.judging.evidence import Evidence
from sources.door.judging.futures.tellings import Tellings

MISFIT_BP = 3.5
"""Root mean square of what no path explains; on 4,100 days the largest was 3.2 (2025-04-08)."""

RELABELLED_BP, RELABELLED_RATIO = 1.25, 0.5
"""Where another labelling halves a misfit of this size, the labels are wrong; on no day of 2010-2026 did one."""

FAR_RATIO = 0.3
"""Two contracts along more of the strip is drawn on, and chance fits it sooner (2019-09-18, 2025-04-08)."""

_FEWEST = 6
_FIRST_DAY = np.datetime64("2009-01-28", "D")  # decisions are known from here on
_SHIFTS = (-2, -1, 1, 2)
_SMALLEST_SINGULAR = 0.05


def misfits(tellings: Tellings, evidence: Evidence, usable: Bools) -> tuple[Bools, Bools]:
    """Return which prices lie off the path of the others, and which tellings are labelled wrongly.

    Args:
        tellings: strips of contracts that settle on the mean of a month.
        evidence: the decisions, each as known on the day.
        usable: prices that nothing else speaks against. Shape of the prices.

    Returns:
        Shapes (n, m) and (n,).
    """
    off_path = np.zeros(tellings.price.shape, dtype=np.bool_)
    relabelled = np.zeros(len(tellings.date), dtype=np.bool_)
    ahead = tellings.ahead
    implied = 100 * (100 - tellings.price)
    for (columns, meetings), rows in _layouts(tellings, evidence, usable & (ahead >= 1)).items():
        places = np.array(columns)
        rest, freedom = _leftover(tuple(tellings.month[places].tolist()), meetings)
        if freedom == 0:
            continue
        rates = implied[np.ix_(rows, places)]
        rms = _rms(rates, rest, freedom)
        for row in np.flatnonzero(rms > RELABELLED_BP).tolist():
            relabelled[rows[row]] = any(
                _rms(other[None], rest, freedom)[0] < ratio * rms[row]
                for other, ratio in _other_labels(rates[row])
            )
        for row in np.flatnonzero((rms > MISFIT_BP) & ~relabelled[rows]).tolist():
            off_path[rows[row], places] = _outlying(
                rates[row], tuple(tellings.month[places].tolist()), meetings
            )
    return off_path, relabelled


def _layouts(
    tellings: Tellings, evidence: Evidence, usable: Bools
) -> dict[tuple[tuple[int, ...], tuple[dt.date, ...]], NDArray[np.intp]]:
    """Group tellings by the contracts that they have and the decisions that were known."""
    groups: dict[tuple[tuple[int, ...], tuple[dt.date, ...]], list[int]] = {}
    known = _known_decisions(tellings, evidence)
    of_pattern: dict[tuple[bytes, int], tuple[tuple[int, ...], tuple[dt.date, ...]] | None] = {}
    moments = {decisions: number for number, decisions in enumerate(dict.fromkeys(known))}
    for row in range(len(tellings.date)):
        decisions = known[row]
        if tellings.date[row] < _FIRST_DAY or not decisions:
            continue
        key = (usable[row].tobytes(), moments[decisions])
        if key not in of_pattern:
            last = (decisions[-1].year - 1970) * 12 + decisions[-1].month - 1
            columns = tuple(np.flatnonzero(usable[row] & (tellings.month <= last)).tolist())
            inside = _inside(decisions, tellings.month[list(columns)])
            of_pattern[key] = (columns, inside) if len(columns) >= _FEWEST else None
        layout = of_pattern[key]
        if layout is not None:
            groups.setdefault(layout, []).append(row)
    return {layout: np.array(rows) for layout, rows in groups.items()}


def _known_decisions(tellings: Tellings, evidence: Evidence) -> list[tuple[dt.date, ...]]:
    """Return, for each telling, the decisions that the calendar held on its date."""
    changes = sorted(
        {m.known_from for m in evidence.meetings}
        | {m.withdrawn_on for m in evidence.meetings if m.withdrawn_on}
    )
    moments = np.searchsorted(np.array(changes, dtype="datetime64[D]"), tellings.date, side="right")
    held: dict[int, tuple[dt.date, ...]] = {}
    for moment in np.unique(moments).tolist():
        day = changes[moment - 1] if moment else dt.date.min
        held[moment] = tuple(
            m.decision_date
            for m in evidence.meetings
            if m.known_from <= day and (m.withdrawn_on is None or day < m.withdrawn_on)
        )
    return [held[moment] for moment in moments.tolist()]


def _inside(decisions: Sequence[dt.date], months: NDArray[np.int64]) -> tuple[dt.date, ...]:
    if len(months) == 0:
        return ()
    return tuple(
        day for day in decisions if months[0] <= (day.year - 1970) * 12 + day.month - 1 <= months[-1]
    )


@lru_cache(maxsize=1024)
def _leftover(months: tuple[int, ...], decisions: tuple[dt.date, ...]) -> tuple[Floats, int]:
    """Return the matrix that leaves of a row of rates what no path explains, and how many rates are to spare."""
    month = np.array(months)
    columns = [np.ones(len(months))]
    for day in decisions:
        of = (day.year - 1970) * 12 + day.month - 1
        start = np.datetime64(of, "M")
        n_days = int(((start + 1).astype("datetime64[D]") - start.astype("datetime64[D]")).astype(np.int64))
        columns.append(np.where(month > of, 1.0, np.where(month < of, 0.0, (n_days - day.day) / n_days)))
    left, size, _ = np.linalg.svd(np.array(columns).T, full_matrices=False)
    left = left[:, size > _SMALLEST_SINGULAR]
    return np.eye(len(months)) - left @ left.T, len(months) - left.shape[1]


def _rms(rates: Floats, rest: Floats, freedom: int) -> Floats:
    left = (rates - rates[:, :1]) @ rest.T
    found: Floats = np.sqrt((left**2).sum(axis=1) / freedom)
    return found


def _other_labels(rates: Floats) -> list[tuple[Floats, float]]:
    """Return the same rates in reverse or some contracts along, the ends drawn on, each with what it must explain."""
    labelled = [(rates[::-1], RELABELLED_RATIO)]
    for shift in _SHIFTS:
        end = rates[-1] + (rates[-1] - rates[-2]) * np.arange(1, abs(shift) + 1)
        start = rates[0] - (rates[1] - rates[0]) * np.arange(abs(shift), 0, -1)
        moved = np.concatenate([rates[shift:], end] if shift > 0 else [start, rates[:shift]])
        labelled.append((moved, RELABELLED_RATIO if abs(shift) == 1 else FAR_RATIO))
    return labelled


def _outlying(rates: Floats, months: tuple[int, ...], decisions: tuple[dt.date, ...]) -> Bools:
    """Return the one contract without which the others fit, or all of them."""
    left = np.full(len(rates), np.inf)
    for place in range(len(rates)):
        others = [n for n in range(len(rates)) if n != place]
        rest, freedom = _leftover(tuple(months[n] for n in others), decisions)
        if freedom > 0:
            left[place] = _rms(rates[others][None], rest, freedom)[0]
    only = left <= RELABELLED_BP
    return only if only.sum() == 1 else np.ones(len(rates), dtype=np.bool_)
