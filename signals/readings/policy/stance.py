"""The words that the last meeting chose for its stance: facts of their own, never counted."""

from __future__ import annotations

import datetime as dt

from signals.facts import Fact, Input, Status, fact_from
from signals.readings.policy.inputs import Timeline
from signals.readings.policy.vocabulary import STANCE_MAX_AGE_DAYS, STANCES, StanceSpec
from signals.readings.policy.windows import titled
from signals.words import Word


def stances(timeline: Timeline, day: dt.date) -> tuple[Fact, ...]:
    """Return each stance as known on ``day``."""
    return tuple(_stance(timeline, day, spec) for spec in STANCES)


def _stance(timeline: Timeline, day: dt.date, spec: StanceSpec) -> Fact:
    said = [
        event
        for event in timeline.on(day).by_jurisdiction.get("CN", [])
        if event.kind == spec.kind and event.stage == "decided" and event.tier in spec.words
    ]
    series = f"events.CN.{spec.kind}"
    if not said:
        missing = Input(series=series, status="missing", reason=Word.of("policy.no_stance"))
        return fact_from(name=spec.fact, value=None, unit="word", inputs=(missing,), derivation="")
    newest = said[-1]
    age_days = (day - newest.announced_at).days
    is_old = age_days > STANCE_MAX_AGE_DAYS
    status: Status = "stale" if is_old else "ok"
    reason = Word.of("policy.stance_is_old", age_days=age_days, limit=STANCE_MAX_AGE_DAYS) if is_old else ""
    rests_on = Input(
        series=series,
        status=status,
        reason=reason,
        period=newest.announced_at,
        released_at=newest.visible_from,
        age_days=age_days,
        max_age_days=STANCE_MAX_AGE_DAYS,
        source=newest.source,
    )
    return fact_from(
        name=spec.fact,
        value=newest.tier,
        unit="word",
        inputs=(rests_on,),
        period=newest.announced_at,
        derivation=Word.of("policy.stance_of", event=titled(newest)),
    )
