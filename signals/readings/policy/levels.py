"""Rates and requirements as levels: an anchor, and the steps in force since."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from signals.calendars.fed import calendars
from signals.facts import Fact, Input, Status, fact_from
from signals.panel import Panel
from signals.readings.policy.config import kind_name
from signals.readings.policy.health import doubt, is_sound, tier_of
from signals.readings.policy.inputs import Timeline
from signals.words import Names, Quantity, Word
from sources.contract import PART_OF, PolicyEvent
from sources.event_rules import EventRules
from sources.policy_text.taxonomy import Level

_IN_FORCE = ("decided", "effective")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelStep:
    """One value of a level with both of its dates. ``pct`` holds from ``effective_at`` on."""

    effective_at: dt.date
    announced_at: dt.date
    pct: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelReading:
    """A level as of one day: what is in force, since when, and what is announced but not yet in force."""

    id: str
    en: str
    zh: str
    steps: tuple[LevelStep, ...]
    in_force: LevelStep | None
    pending: LevelStep | None
    mismatches: tuple[Mismatch, ...]
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A level that moved without an event, or an event without a move of the level."""

    effective_at: dt.date
    level_change_bp: float
    event_change_bp: float

    def word(self, level: Names) -> Word:
        """Say it of the level of this name."""
        return Word.of(
            "policy.disagree",
            level=level,
            day=self.effective_at,
            moved=Quantity(self.level_change_bp, "bp"),
            told=Quantity(self.event_change_bp, "bp"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedLevel:
    """Published values as known on a day, and the last day for which they are known to be whole.

    ``doubt`` is what a gate holds against the newest of them, empty where nothing.
    """

    steps: tuple[LevelStep, ...]
    through: dt.date
    doubt: Word | str = ""


Published = Callable[[str], PublishedLevel | None]
"""Gives the published values of a series, as known on the day; None where nobody loaded it."""


def read_levels(
    timeline: Timeline, day: dt.date, published: Published, *, only: Collection[str] | None = None
) -> tuple[LevelReading, ...]:
    """Return the levels of the taxonomy as known on ``day``; all, or ``only`` some."""
    return tuple(
        _read(timeline, day, name, level=level, published=published(level.series) if level.series else None)
        for name, level in timeline.taxonomy.level.items()
        if only is None or name in only
    )


def published_in(panel: Panel) -> Published:
    """Return the published levels of a panel: the period is the day in force, the release the announcement."""

    def look_up(series: str) -> PublishedLevel | None:
        if series == FED_UPPER:
            return _fed_target(panel.as_of)
        view = panel.series(series)
        steps = tuple(
            LevelStep(
                effective_at=period.astype(object), announced_at=released.astype(object), pct=float(value)
            )
            for period, released, value in zip(view.period, view.released_at, view.value, strict=True)
        )
        if not steps:
            return None
        health = panel.input(series)
        return PublishedLevel(
            steps=steps,
            through=max(step.announced_at for step in steps),
            doubt=health.reason if health.status == "suspect" else "",
        )

    return look_up


FED_UPPER = "calendar.fed_target.upper"
"""The upper end of the target range, out of the calendar ``fed_target.csv``."""


def _fed_target(day: dt.date) -> PublishedLevel | None:
    known = calendars()
    steps = tuple(
        LevelStep(effective_at=change.effective_on, announced_at=change.decided_on, pct=change.upper_bp / 100)
        for change in known.targets
        if change.decided_on <= day
    )
    # The calendar lists changes only, so it speaks for every day through which it was checked.
    return PublishedLevel(steps=steps, through=min(day, known.target_verified_through)) if steps else None


def steps_of(level: Level, events: Iterable[PolicyEvent], rules: EventRules) -> tuple[LevelStep, ...]:
    """Return the level after its anchor and after each later step, by day in force."""
    anchor = dt.date.fromisoformat(level.anchor_date)
    steps = [LevelStep(effective_at=anchor, announced_at=anchor, pct=level.anchor_pct)]
    moves = [event for event in events if _moves(event, level, rules) and _in_force_from(event) > anchor]
    for event in sorted(moves, key=lambda event: (_in_force_from(event), event.event_id)):
        pct = round(steps[-1].pct + (event.magnitude or 0.0) / 100, 6)  # bp to percent
        steps.append(LevelStep(effective_at=_in_force_from(event), announced_at=event.announced_at, pct=pct))
    return tuple(steps)


def mismatches(
    levels: Sequence[LevelStep], events: Iterable[PolicyEvent], *, tolerance_bp: float = 0.5
) -> tuple[Mismatch, ...]:
    """Compare published levels with events, day in force by day in force.

    Args:
        levels: published values, any order; only days after the first and up to the last are compared.
        events: sized steps of the same kind and tier; others must be left out by the caller.
        tolerance_bp: differences up to this are rounding.

    Returns:
        One record for each day on which the two disagree; empty where they tell the same story.
    """
    ordered = sorted(levels, key=lambda step: step.effective_at)
    if not ordered:
        return ()
    first, last = ordered[0].effective_at, ordered[-1].effective_at
    moved: dict[dt.date, list[float]] = {}
    for earlier, later in itertools.pairwise(ordered):
        change_bp = (later.pct - earlier.pct) * 100
        if abs(change_bp) > tolerance_bp:
            moved.setdefault(later.effective_at, [0.0, 0.0])[0] += change_bp
    for event in events:
        day = _in_force_from(event)
        if event.stage in _IN_FORCE and event.magnitude and first < day <= last:
            moved.setdefault(day, [0.0, 0.0])[1] += event.magnitude
    return tuple(
        Mismatch(effective_at=day, level_change_bp=round(level, 6), event_change_bp=round(event, 6))
        for day, (level, event) in sorted(moved.items())
        if abs(level - event) > tolerance_bp
    )


def _is_of(event: PolicyEvent, level: Level, rules: EventRules) -> bool:
    return (
        event.kind == level.kind
        and event.jurisdiction == level.jurisdiction
        and (level.tier is None or tier_of(event, rules) in _tiers(level.tier))
    )


def _tiers(tier: str) -> tuple[str, ...]:
    return (tier, *(part for part, whole in PART_OF.items() if whole == tier))


def _moves(event: PolicyEvent, level: Level, rules: EventRules) -> bool:
    return (
        _is_of(event, level, rules)
        and is_sound(event, rules)
        and event.stage in _IN_FORCE
        and event.magnitude is not None
        and event.unit == "bp"
    )


def _in_force_from(event: PolicyEvent) -> dt.date:
    return event.effective_at or event.announced_at


def _read(
    timeline: Timeline, day: dt.date, name: str, *, level: Level, published: PublishedLevel | None
) -> LevelReading:
    known = timeline.on(day)
    told = [event for event in known.events if _is_of(event, level, timeline.rules)]
    # What was published is the level; events must tell the same story.
    steps = published.steps if published else steps_of(level, told, timeline.rules)
    in_force = next((step for step in reversed(steps) if step.effective_at <= day), None)
    pending = next((step for step in steps if step.effective_at > day), None)
    wrong: tuple[Mismatch, ...] = ()
    if published:
        wrong = _disagreements(published.steps, told, day)
        cover = _published_cover(timeline, level, published, wrong=wrong, day=day)
    else:
        cover = _cover(timeline, day, level, told)
    if cover.status == "missing":
        in_force = pending = None
    later = max(0, len(steps) - 1)
    anchor = dt.date.fromisoformat(level.anchor_date)
    derivation = (
        Word.of("policy.level_from_series", series=level.series, n=later)
        if published
        else Word.of("policy.level_from_anchor", pct=f"{level.anchor_pct:g}", day=anchor, n=later)
    )
    fact = fact_from(
        name=name,
        value=in_force.pct if in_force else None,
        unit="pct",
        inputs=(cover,),
        derivation=derivation,
        period=in_force.effective_at if in_force else None,
        reason=Word.of("policy.before_anchor", day=anchor),
    )
    if in_force is not None:
        fact = replace(fact, released_at=in_force.announced_at)
    return LevelReading(
        id=name,
        en=level.en,
        zh=level.zh,
        steps=steps,
        in_force=in_force,
        pending=pending,
        mismatches=wrong,
        fact=fact,
    )


def _disagreements(
    published: Sequence[LevelStep], told: Sequence[PolicyEvent], day: dt.date
) -> tuple[Mismatch, ...]:
    """Compare published levels with events over the days that both tell of."""
    if not published or not told:
        return ()
    first = min(event.announced_at for event in told)
    in_reach = [step for step in published if step.announced_at >= first]
    before = [step for step in published if step.announced_at < first][-1:]
    last = in_reach[-1:] or before
    until = [replace(step, effective_at=max(day, step.effective_at)) for step in last]  # unchanged since
    return mismatches([*before, *in_reach, *until], [event for event in told if _in_force_from(event) <= day])


def _published_cover(
    timeline: Timeline,
    level: Level,
    published: PublishedLevel,
    *,
    wrong: Sequence[Mismatch],
    day: dt.date,
) -> Input:
    """Say whether published values still hold: the newest, or an event table that is alive, vouches for them."""
    events = timeline.on(day).acts.get((level.jurisdiction, None), [])
    through = max([published.through, *(event.announced_at for event in events[-1:])])
    age_days = (day - through).days
    limits = timeline.taxonomy.coverage.get(level.jurisdiction)
    limit = limits.max_age_days if limits else None
    status: Status = "ok"
    reason: Word | str = ""
    if limit is None:
        status, reason = "stale", Word.of("policy.published_ends_unlimited", age_days=age_days)
    elif age_days > limit:
        status, reason = "stale", Word.of("policy.published_ends", age_days=age_days, limit=limit)
    elif published.doubt:
        status, reason = "suspect", published.doubt
    elif wrong:
        status, reason = "suspect", wrong[0].word(Names(level.en, level.zh))
    newest = published.steps[-1]
    return Input(
        series=level.series or "",
        status=status,
        reason=reason,
        period=newest.effective_at,
        released_at=newest.announced_at,
        age_days=age_days,
        max_age_days=limit,
        source=level.series or "",
    )


def _cover(timeline: Timeline, day: dt.date, level: Level, told: Sequence[PolicyEvent]) -> Input:
    """Say whether the event table tells of every step since the anchor."""
    anchor = dt.date.fromisoformat(level.anchor_date)
    kind = timeline.taxonomy.kind[level.kind]
    cover = timeline.cover(day, jurisdiction=level.jurisdiction, group=kind.groups[0], since=day)
    if cover.status != "ok":
        return cover
    limits = timeline.taxonomy.coverage[level.jurisdiction]
    since_anchor = [event for event in told if event.announced_at >= anchor and timeline.is_act(event)]
    if not since_anchor:
        return replace(
            cover,
            series=f"events.{level.jurisdiction}.{level.kind}",
            status="missing",
            reason=Word.of("policy.no_step_since", kind=kind_name(timeline.taxonomy, level.kind), day=anchor),
        )
    unsound = doubt(
        (
            event
            for event in timeline.on(day).by_jurisdiction.get(level.jurisdiction, [])
            if event.kind == level.kind
        ),
        timeline.rules,
        series=f"events.{level.jurisdiction}.{level.kind}",
        tiers=_tiers(level.tier) if level.tier else None,
        since=anchor,
    )
    if unsound:
        return replace(cover, series=unsound.series, status=unsound.status, reason=unsound.reason)
    late = (since_anchor[0].announced_at - anchor).days
    if late > limits.follows_days:
        return replace(
            cover,
            series=f"events.{level.jurisdiction}.{level.kind}",
            status="suspect",
            reason=Word.of(
                "policy.late_after_anchor",
                kind=kind_name(timeline.taxonomy, level.kind),
                days=late,
                day=anchor,
            ),
        )
    return cover
