"""Counts and sums over windows that roll off by the calendar, and the decayed impulse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from signals.calendars.lpr import last_lpr_day
from signals.facts import Fact, Input, fact_from
from signals.readings.policy.health import doubt, is_sound, questioned, tier_of
from signals.readings.policy.inputs import Timeline
from signals.readings.policy.vocabulary import (
    IMPULSE,
    IMPULSE_GROUPS,
    SINCE_RRR,
    WINDOW_DAYS,
    WINDOWS,
    WindowSpec,
)
from signals.words import Names, Word
from sources.contract import Direction, PolicyEvent
from sources.policy_text.taxonomy import Taxonomy

_SIGN: dict[Direction, int] = {
    "easing": 1,
    "supportive": 1,
    "neutral": 0,
    "restrictive": -1,
    "tightening": -1,
}
_IN_FORCE = ("decided", "effective")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One count or sum over the last ``days`` calendar days.

    Holds every event announced on A with 0 <= as_of - A <= days. ``value`` keeps
    what was counted even where ``fact.status`` says that it may not be trusted.
    """

    spec: WindowSpec
    days: int
    value: float
    events: tuple[PolicyEvent, ...]
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class RollOff:
    """A day on which events leave a window, and the value before and after if nothing new comes."""

    on: dt.date
    fact: str
    unit: str
    before: float
    after: float
    events: tuple[PolicyEvent, ...]


def window_weight(event: PolicyEvent, taxonomy_: Taxonomy) -> float:
    """Return how much an event counts in windows."""
    return taxonomy_.stage[event.stage].window


def _counts(event: PolicyEvent, spec: WindowSpec, timeline: Timeline) -> bool:
    if event.direction not in spec.directions or window_weight(event, timeline.taxonomy) == 0:
        return False
    if spec.tiers is not None and tier_of(event, timeline.rules) not in spec.tiers:
        return False
    # A sum of cuts holds what was decided; a draft has no size yet. Sizes of another unit or sign add up to nothing.
    return spec.measure == "count" or (event.stage in _IN_FORCE and is_sound(event, timeline.rules))


def windows(timeline: Timeline, day: dt.date, wanted: Collection[str] | None = None) -> Iterator[Window]:
    """Yield every window as known on ``day``; only those ``wanted``, where that is said."""
    known = timeline.on(day)
    longest = max(WINDOW_DAYS)
    for spec in WINDOWS:
        lengths = [days for days in WINDOW_DAYS if wanted is None or spec.fact(days) in wanted]
        if not lengths:
            continue
        of_group = known.by_group.get((spec.jurisdiction, spec.group), [])
        recent = [
            event
            for event in of_group
            if (day - event.announced_at).days <= longest and _counts(event, spec, timeline)
        ]
        for days in lengths:
            inside = tuple(event for event in recent if (day - event.announced_at).days <= days)
            yield _window(timeline, day, spec, days, inside)


def _window(
    timeline: Timeline, day: dt.date, spec: WindowSpec, days: int, inside: tuple[PolicyEvent, ...]
) -> Window:
    since = day - dt.timedelta(days=days)
    inputs = [
        timeline.cover(day, jurisdiction=spec.jurisdiction, group=group, since=since)
        for group in spec.covered_by
    ]
    if spec.measure == "sum_of_cuts":
        inputs += _doubts(timeline, day, spec, since)
    if spec.group == "lpr":
        inputs += _unheard_publication(timeline, day, spec)
    inputs += [
        questioned(event, f"events.{spec.jurisdiction}.{spec.group}")
        for event in inside
        if event.quality != "ok"
    ]
    sizeless = [event for event in inside if event.magnitude is None]
    if spec.measure == "sum_of_cuts" and sizeless:
        inputs.append(
            Input(
                series=f"events.{spec.jurisdiction}.{spec.group}",
                status="suspect",
                reason=Word.of("policy.no_size", day=sizeless[0].announced_at),
            )
        )
    value = _value(spec, inside, timeline.taxonomy)
    newest = max(inside, key=lambda event: event.announced_at, default=None)
    code = "policy.sum_of_cuts" if spec.measure == "sum_of_cuts" else "policy.count_of_events"
    fact = fact_from(
        name=spec.fact(days),
        value=value,
        unit=spec.unit,
        inputs=tuple(inputs),
        derivation=Word.of(code, since=since, day=day, events=_listed(map(titled, inside))),
        period=newest.announced_at if newest else None,
    )
    if fact.status == "missing":
        fact = replace(fact, value=None)
    if newest is not None:  # the number became known with the newest event in it
        fact = replace(fact, released_at=max(event.visible_from for event in inside))
    return Window(spec=spec, days=days, value=value, events=inside, fact=fact)


def _doubts(timeline: Timeline, day: dt.date, spec: WindowSpec, since: dt.date) -> list[Input]:
    """Return what makes the sizes of a window doubtful; nothing where all are sound."""
    found = doubt(
        timeline.on(day).by_group.get((spec.jurisdiction, spec.group), []),
        timeline.rules,
        series=f"events.{spec.jurisdiction}.{spec.group}",
        tiers=spec.tiers,
        since=since,
    )
    return [found] if found else []


def _unheard_publication(timeline: Timeline, day: dt.date, spec: WindowSpec) -> list[Input]:
    """Return the publication of the LPR that passed since the table last told of anything.

    The LPR comes out every month on a known day, and tables tell of changes
    only. While nothing in the table is as new as that day, its silence about
    the LPR says nothing.
    """
    acts = timeline.on(day).acts.get((spec.jurisdiction, None), [])
    due = last_lpr_day(day)
    if not acts or acts[-1].announced_at >= due:
        return []
    newest = acts[-1]
    return [
        Input(
            series=f"events.{spec.jurisdiction}.lpr",
            status="stale",
            reason=Word.of("policy.lpr_due", due=due, newest=newest.announced_at),
            period=newest.announced_at,
            released_at=newest.visible_from,
            age_days=(day - newest.announced_at).days,
            source=newest.source,
        )
    ]


def _value(spec: WindowSpec, events: Sequence[PolicyEvent], taxonomy_: Taxonomy) -> float:
    if spec.measure == "count":
        return float(sum(window_weight(event, taxonomy_) for event in events))
    return float(sum(-event.magnitude for event in events if event.magnitude is not None))


def titled(event: PolicyEvent) -> Word:
    """Say an event by its title, its kind where it has none, and its day."""
    names = Names(
        event.title_en or event.title_zh or event.kind, event.title_zh or event.title_en or event.kind
    )
    return Word.of("policy.titled", title=names, day=event.announced_at)


def _listed(words: Iterable[Word]) -> tuple[Word, ...] | Word:
    return tuple(words) or Word.of("policy.no_events")


def roll_offs(windows: Sequence[Window], weights: Taxonomy) -> tuple[RollOff, ...]:
    """Return the days on which events leave these windows, if nothing new comes."""
    changes: list[RollOff] = []
    for window in windows:
        left = list(window.events)
        for announced in sorted({event.announced_at for event in window.events}):
            before = _value(window.spec, left, weights)
            leaving = tuple(event for event in left if event.announced_at == announced)
            left = [event for event in left if event.announced_at != announced]
            changes.append(
                RollOff(
                    on=announced + dt.timedelta(days=window.days + 1),
                    fact=window.fact.name,
                    unit=window.spec.unit,
                    before=before,
                    after=_value(window.spec, left, weights),
                    events=leaving,
                )
            )
    return tuple(sorted(changes, key=lambda change: (change.on, change.fact)))


def impulse(timeline: Timeline, day: dt.date) -> Fact:
    """Return the decayed sum of supportive less restrictive steps."""
    terms: list[tuple[float, PolicyEvent]] = []
    weights = timeline.taxonomy
    for event in timeline.on(day).by_jurisdiction.get("CN", []):
        kind = weights.kind.get(event.kind)
        push = _SIGN[event.direction] * weights.stage[event.stage].impulse
        if kind is None or push == 0:
            continue
        size = 1.0
        if kind.standard_size is not None and event.magnitude is not None and event.unit == kind.unit:
            size = min(2.0, abs(event.magnitude) / kind.standard_size)  # no step counts more than double
        age = (day - event.announced_at).days
        terms.append((push * kind.weight * size * 0.5 ** (age / kind.half_life_days), event))
    strongest = sorted(terms, key=lambda term: (-abs(term[0]), term[1].event_id))[:3]
    since = day - dt.timedelta(days=max(WINDOW_DAYS))
    inputs = [timeline.cover(day, jurisdiction="CN", group=group, since=since) for group in IMPULSE_GROUPS]
    unsound = doubt(
        (event for _, event in terms), timeline.rules, series="events.CN", tiers=None, since=since
    )
    if unsound:
        inputs.append(unsound)
    fact = fact_from(
        name=IMPULSE,
        value=float(sum(term for term, _ in terms)),
        unit="events",
        inputs=tuple(inputs),
        derivation=Word.of(
            "policy.impulse_is",
            largest=_listed(
                Word.of("policy.impulse_term", value=f"{value:+.2f}", event=titled(event))
                for value, event in strongest
            ),
        ),
    )
    return replace(fact, value=None) if fact.status == "missing" else fact


def since_rrr(timeline: Timeline, day: dt.date) -> Fact:
    """Return the days since the last cut of the reserve requirement was announced."""
    spec = WINDOWS[0]
    cuts = [
        event
        for event in timeline.on(day).by_group.get((spec.jurisdiction, spec.group), [])
        if _counts(event, spec, timeline)
    ]
    since = cuts[-1].announced_at if cuts else day
    cover = timeline.cover(day, jurisdiction=spec.jurisdiction, group="monetary", since=since)
    no_cut = Word.of("policy.no_cut")
    fact = fact_from(
        name=SINCE_RRR,
        value=float((day - since).days) if cuts else None,
        unit="days",
        inputs=(cover, *_doubts(timeline, day, spec, since if cuts else dt.date.min)),
        derivation=Word.of("policy.days_since", event=titled(cuts[-1])) if cuts else no_cut,
        period=since if cuts else None,
        reason=no_cut,
    )
    return replace(fact, released_at=cuts[-1].visible_from) if cuts else fact
