"""Settling calls: what each one said, and what came at its checkpoints, by its own criterion and nothing else.

A call is entered at the first common close on or after the entry day that its
document names and settled at the first one on or after a checkpoint's day. A
day in between settles nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from signals.allocation.criterion.relative import RelativePrice, as_days
from signals.rules.verdict import Grade

GRADES: tuple[Grade, ...] = ("underweight", "neutral", "overweight")
"""In the order of their results, as a ranked score needs them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One call as its document has it; ``grade`` is None for an abstention."""

    thread: str
    as_of: dt.date
    grade: Grade | None
    version: str
    threshold_pct: float
    entry: dt.date | None
    checkpoints: Mapping[str, dt.date]
    primary: str | None
    active_bp: int
    stances: Mapping[str, int]
    odds: Mapping[str, tuple[float, float, float]]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A call that has an outcome. ``result_pct`` is the subject's relative return, ``momentum_pct`` that of the year before.

    ``odds`` are the base rates that the document stated, in the order of `GRADES`; None where it stated none.
    """

    said: Said
    grade: Grade
    entered: dt.date
    ended: dt.date
    result_pct: float
    outcome: Grade
    momentum_pct: float | None
    odds: tuple[float, float, float] | None


def said_in(document: Mapping[str, Any]) -> list[Said]:
    """Return the calls of an allocation document (plain JSON)."""
    versions = {row["thread_id"]: row["version"] for row in document["provenance"]["rulesets"]}
    needs = {row["thread_id"]: tuple(row["needs"]) for row in document["abstentions"]}
    as_of = dt.date.fromisoformat(document["document"]["as_of"])
    return [
        _said(call, as_of, versions.get(call["thread_id"], ""), needs.get(call["thread_id"], ()))
        for call in document["calls"]
    ]


def _said(call: Mapping[str, Any], as_of: dt.date, version: str, needs: Sequence[Any]) -> Said:
    criterion = call["criterion"]
    points = [] if criterion is None else criterion["checkpoints"]
    rates = [] if call["probability"] is None else call["probability"]["base_rates"]
    active = next(iter(call["tilt"]["active"]), {"active_bp": 0})
    signs = {"supports": 1, "opposes": -1}
    return Said(
        thread=call["thread_id"],
        as_of=as_of,
        grade=call["rating"]["model_grade"],
        version=version,
        threshold_pct=0.0 if criterion is None else criterion["threshold_pct"],
        entry=None if criterion is None else dt.date.fromisoformat(criterion["entry"]["date"]),
        checkpoints={point["label"]: dt.date.fromisoformat(point["date"]) for point in points},
        primary=next((point["label"] for point in points if point["primary"]), None),
        active_bp=active["active_bp"],
        stances={leg["leg"]: signs.get(leg["stance"], 0) for leg in call["drivers"]},
        odds={
            rate["checkpoint"]: (rate["underweight_pct"], rate["neutral_pct"], rate["overweight_pct"])
            for rate in rates
            if rate["basis"] == "live"
        },
        needs=tuple(one if isinstance(one, str) else one["fact"] for one in needs),
    )


def outcome_of(result_pct: float, threshold_pct: float) -> Grade:
    """Return the grade that a result would have made right; exactly the threshold is within it."""
    if result_pct > threshold_pct:
        return "overweight"
    return "underweight" if result_pct < -threshold_pct else "neutral"


def settle(calls: Sequence[Said], checkpoint: str, price: RelativePrice) -> list[Settled]:
    """Return the calls of one thread that have an outcome at a checkpoint, in their order.

    ``price`` holds every close known when the calls are settled.
    """
    graded = [
        call for call in calls if call.grade is not None and call.entry and checkpoint in call.checkpoints
    ]
    if not graded or not len(price):
        return []
    entry = as_days([call.entry for call in graded if call.entry])
    start = price.first_at_or_after(entry)
    end = price.first_at_or_after(as_days([call.checkpoints[checkpoint] for call in graded]))
    year_before = price.first_at_or_after(entry - np.timedelta64(365, "D"))
    found = []
    for call, first, last, before in zip(graded, start, end, year_before, strict=True):
        if first < 0 or last < 0 or call.grade is None:
            continue
        result = price.between(int(first), int(last))
        found.append(
            Settled(
                said=call,
                grade=call.grade,
                entered=price.day[first].astype(object),
                ended=price.day[last].astype(object),
                result_pct=result,
                outcome=outcome_of(result, call.threshold_pct),
                momentum_pct=_momentum(price, before, first, call.as_of),
                odds=call.odds.get(checkpoint),
            )
        )
    return found


def _momentum(price: RelativePrice, before: np.intp, first: np.intp, as_of: dt.date) -> float | None:
    """Return the relative return of the year up to the last close known on the day of the call."""
    known = int(np.searchsorted(price.day, np.datetime64(as_of, "D"), side="right")) - 1
    if before < 0 or known <= before or known > first:
        return None
    return price.between(int(before), known)


def spells(calls: Iterable[Settled]) -> list[Settled]:
    """Return the first call of each run of one grade: a call that is repeated is one position."""
    return [next(iter(group)) for _, group in groupby(calls, key=lambda call: call.grade)]
