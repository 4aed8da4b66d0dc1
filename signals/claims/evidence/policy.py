"""China's rates and policy steps: what was moved, by how much, announced and in force when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from signals.claims.claim import Claim
from signals.claims.evidence.answer import Finding, Truth, Witness, printed_step, unknown
from signals.words import Names, Word
from sources.contract import PolicyEvent

KINDS = {"rrr": "monetary.rrr", "lpr": "monetary.lpr", "mlf": "monetary.mlf", "omo": "monetary.omo"}
SERIES = {
    ("lpr", "1Y"): ("cn.lpr.1y", "user.cn.lpr.1y"),
    ("lpr", "5Y"): ("cn.lpr.5y", "user.cn.lpr.5y"),
    ("mlf", ""): ("user.cn.mlf.1y",),
    ("omo", ""): ("user.cn.reverse_repo.7d",),
    ("rrr", ""): ("cn.rrr.large", "user.cn.rrr.large"),
}
SAME_STEP_DAYS, SILENCE_DAYS, NEAR_DAYS = 365, 90, 60
"""A step older than a year is not the one meant; a table silent for three months says nothing of the day;
two months from the days meant, the same step is misdated rather than missing."""


LATELY_DAYS = 14
"""Days from which on a window is what a text without a day of its own is given."""


def rate(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test a step or a level of one of China's rates."""
    name = claim.about.removeprefix("pboc.")
    tenor = claim.detail if claim.detail in {"1Y", "5Y"} else ""
    if claim.unit == "pct":
        return _level(witness, claim, name, tenor, day)
    if name == "lpr":
        found = _fixing(witness, claim, tenor or "1Y", day)
        if found is not None:
            return found
    return _step(witness, claim, name, tenor, day)


def _bounds(when: str) -> tuple[dt.date, dt.date]:
    first, _, last = when.partition("..")
    return dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)


def _level(witness: Witness, claim: Claim, name: str, tenor: str, day: dt.date) -> Finding:
    _, last = _bounds(claim.when)
    for series in SERIES.get((name, tenor or ("1Y" if name == "lpr" else "")), ()):
        view = witness.series(series, day)
        upto = np.flatnonzero(view.period <= np.datetime64(min(last, day), "D"))
        if not len(upto):
            continue
        age = (min(last, day) - view.period[upto[-1]].astype(object)).days
        if name == "lpr" and age > 35:
            continue
        if name != "lpr" and age > SAME_STEP_DAYS:
            continue
        actual = float(view.value[upto[-1]])
        pending = actual + _announced(witness, name, min(last, day)) / 100
        fits = min(abs(one - claim.number) for one in (actual, pending)) <= printed_step(claim) + 1e-6
        if not fits and name != "lpr" and age > SILENCE_DAYS:
            continue  # the table may have missed a step since
        truth: Truth = "true" if fits else "false"
        return Finding(
            truth=truth,
            actual=actual,
            unit="pct",
            source=Word.of("claims.series", series=series, day=str(view.period[upto[-1]])),
            day=view.period[upto[-1]].astype(object),
        )
    return unknown(Word.of("claims.no_level", name=claim.about, day=min(last, day)))


def _announced(witness: Witness, name: str, day: dt.date) -> float:
    """Return the steps in bp that are announced by a day and not yet in force: "cut to 1.5%" is said before it is."""
    return sum(
        one.magnitude
        for one in _done(witness, day)
        if one.kind == KINDS[name]
        and one.jurisdiction == "CN"
        and one.magnitude is not None
        and one.announced_at <= day
        and one.effective_at is not None
        and one.effective_at > day
    )


def _fixing(witness: Witness, claim: Claim, tenor: str, day: dt.date) -> Finding | None:
    """Test a step of the LPR on its monthly fixings; None where they are not known."""
    first, last = _bounds(claim.when)
    for series in SERIES["lpr", tenor]:
        view = witness.series(series, day)
        inside = [
            place for place in range(1, len(view)) if first <= view.period[place].astype(object) <= last
        ]
        if not inside:
            continue
        steps = {
            view.period[place].astype(object): round(
                100 * float(view.value[place] - view.value[place - 1]), 2
            )
            for place in inside
        }
        moved = {day: step for day, step in steps.items() if abs(step) >= 0.5}
        told = moved or steps if _is_hold(claim) else steps  # one step in the window undoes "unchanged"
        on, actual = next(
            ((d, s) for d, s in told.items() if abs(s - claim.number) < 0.5), next(iter(told.items()))
        )
        truth: Truth = "true" if abs(actual - claim.number) < 0.5 else "false"
        return Finding(
            truth=truth,
            actual=actual,
            unit="bp",
            source=Word.of("claims.series", series=series, day=on),
            day=on,
        )
    return None


def _is_hold(claim: Claim) -> bool:
    """Return whether a claim says that nothing was moved: true where no step is, not where none is found of its size."""
    return claim.unit == "bp" and abs(claim.number) < 0.5


# ---- steps told as events ----------------------------------------------------------------------------------------
def _step(witness: Witness, claim: Claim, name: str, tenor: str, day: dt.date) -> Finding:
    events = [one for one in _done(witness, day) if one.kind == KINDS[name] and one.jurisdiction == "CN"]
    if tenor:
        events = [one for one in events if one.tier in {tenor, None, "all"}]
    clock = claim.detail if claim.detail in {"announced", "effective"} and name == "rrr" else ""
    if name == "rrr" and not clock and ".." in claim.when:
        clock = "announced"  # "last week the PBoC cut": it decided and said so; in force is said as 落地
    return _dated(claim, events, clock, _is_followed(witness, day), sized=True)


def step(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test that a policy step of a kind came in the days that the sentence means."""
    measure = next(one for one in witness.measures.event if one.about == claim.about)
    wanted = {
        "easing": {"easing", "supportive", "neutral"},
        "tightening": {"tightening", "restrictive", "neutral"},
    }.get(claim.detail)
    events = [
        one
        for one in _done(witness, day, drafts=claim.detail != "in_force")
        if any(one.kind == kind or one.kind.startswith(kind + ".") for kind in measure.kinds)
        and (wanted is None or one.direction in wanted)
    ]
    clock = "effective" if claim.detail == "in_force" else ""
    return _dated(claim, events, clock, _is_followed(witness, day), sized=False)


def _done(witness: Witness, day: dt.date, *, drafts: bool = False) -> list[PolicyEvent]:
    stages = {"decided", "effective"} | ({"drafted"} if drafts else set())
    return [one for one in witness.at(day).events if one.stage in stages]


def _is_followed(witness: Witness, day: dt.date) -> bool:
    """Return whether the table of events was alive on the day: only then is its silence a word."""
    events = [one for one in witness.at(day).events if one.jurisdiction == "CN"]
    return bool(events) and (day - max(one.announced_at for one in events)).days <= SILENCE_DAYS


def _dated(
    claim: Claim, events: Sequence[PolicyEvent], clock: str, followed: bool, *, sized: bool
) -> Finding:
    first, last = _bounds(claim.when)

    def inside(event: PolicyEvent, by: str = clock) -> bool:
        days = {"announced": (event.announced_at,), "effective": (event.effective_at,)}.get(
            by, (event.announced_at, event.effective_at)
        )
        return any(one is not None and first <= one <= last for one in days)

    def fits(event: PolicyEvent) -> bool:
        return not sized or event.magnitude is None or abs(event.magnitude - claim.number) < 0.5

    hit = next((one for one in events if inside(one) and fits(one)), None)
    if hit is not None:
        return _told(hit, "true")
    other_size = next((one for one in events if inside(one, "") and not fits(one)), None)
    if other_size is not None:
        return _told(other_size, "false")
    if not followed:
        return unknown(Word.of("claims.events_end"))
    if sized and _is_hold(claim):
        return Finding(truth="true", source=Word.of("claims.events"), note=Word.of("claims.no_step_then"))
    undated = [one for one in events if one.effective_at is None and fits(one)]
    waited = [one for one in undated if 0 <= (first - one.announced_at).days <= NEAR_DAYS]
    if clock == "effective" and waited:  # told without the day it took effect: that day may be the one meant
        told = waited[-1]
        return unknown(Word.of("claims.no_day_in_force", announced=told.announced_at))
    reach = SAME_STEP_DAYS if sized else NEAR_DAYS
    if claim.detail == "in_force":
        return Finding(truth="false", source=Word.of("claims.events"), note=Word.of("claims.not_in_force"))
    recent = [one for one in events if fits(one) and -NEAR_DAYS <= (first - one.announced_at).days <= reach]
    if recent and (sized or (last - first).days < LATELY_DAYS):  # "lately" names no day that could be wrong
        return _told(
            min(recent, key=lambda one: abs((one.announced_at - first).days)), "false", misdated=True
        )
    if sized:
        return Finding(truth="false", source=Word.of("claims.events"), note=Word.of("claims.no_step"))
    return Finding(truth="near", source=Word.of("claims.events"), note=Word.of("claims.no_step_near"))


def _told(event: PolicyEvent, truth: Truth, *, misdated: bool = False) -> Finding:
    title = Names(
        event.title_en or event.title_zh or event.kind, event.title_zh or event.title_en or event.kind
    )
    source = (
        Word.of(
            "claims.event_in_force", title=title, announced=event.announced_at, effective=event.effective_at
        )
        if event.effective_at
        else Word.of("claims.event", title=title, announced=event.announced_at)
    )
    return Finding(
        truth=truth,
        actual=event.magnitude if event.unit == "bp" else None,
        unit="bp" if event.unit == "bp" else "",
        source=source,
        day=event.announced_at,
        note=Word.of("claims.other_days") if misdated else "",
        other_time=misdated,
    )
