"""Acts of policy against their own kind: sizes, order of dates, tellings of one act, opposites of one day."""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from sources.contract import PART_OF, PolicyEvent
from sources.door.judging.evidence import ActSize
from sources.door.judging.own_history import RowName
from sources.door.judging.rules import ACCEPTED
from sources.versions import standing, two_steps

_IN_FORCE = ("decided", "effective")
_ACTS = ("decided", "effective", "drafted")
_PROVENANCE = {"known_at", "source", "quality", "quality_rule"}

STEP_IN_FORCE_WITHIN_DAYS = 120
"""A step of a rate or requirement is in force within a quarter of its announcement; since 2018 within 14 days."""

SIZED_TWICE_DAYS = 20
"""Two steps of one kind, tier, direction and size lie further apart: the nearest ever were a month (LPR, 2019)."""

UNSIZED_TWICE_DAYS = 10
"""A draft told by another outlet carries a day of its own some days off."""

TOLD_ON_DAYS = 2
"""One issuer's act without a size is told on for so long; two of one kind within two days are none on record."""

_REFORM = dt.date(2019, 8, 20)  # the LPR has its day of the month since
_SIZE = re.compile(
    r"(\d+(?:\.\d+)?)\s*(bps?\b|basis points?|个?基点|个?百分点|percentage points?)", re.IGNORECASE
)

_ALIKE = 0.6  # of two titles: "the same words in another order" lies above, two cities' measures below


def judge_events(
    versions: Sequence[PolicyEvent],
    acts: Mapping[str, ActSize],
    accepted: Mapping[str, Mapping[RowName, str]],
) -> tuple[PolicyEvent, ...]:
    """Return every version that says something, by visibility, each with its verdict.

    Each is judged by what was visible on its own first day. The order does not
    depend on how they came.
    """
    judged: list[PolicyEvent] = []
    by_kind: dict[tuple[str, str], list[PolicyEvent]] = defaultdict(list)
    for day, told in _by_day(_news(versions)):
        del day
        for event in told:
            by_kind[event.jurisdiction, event.kind].append(event)
        kinds = {(event.jurisdiction, event.kind) for event in told}
        standing_now = {kind: standing(by_kind[kind]) for kind in kinds}
        for event in told:
            known = standing_now[event.jurisdiction, event.kind]
            rule = _rule(event, known, acts.get(event.kind), accepted)
            judged.append(_with_verdict(event, rule, accepted))
    return tuple(judged)


def event_row(event: PolicyEvent) -> tuple[str, RowName]:
    """Return what names an event in an acceptance: its series, and announcement, visibility and size."""
    name = (event.announced_at, event.visible_from, float(event.magnitude or 0.0))
    return f"events.{event.jurisdiction}.{event.kind}", name


def _with_verdict(
    event: PolicyEvent, rule: str, accepted: Mapping[str, Mapping[RowName, str]]
) -> PolicyEvent:
    if not rule:
        return event
    because = _because(event, accepted)
    if because is not None:
        return replace(event, quality_rule=f"{ACCEPTED}: {rule}: {because}")
    return replace(event, quality="suspect", quality_rule=rule)


def _because(event: PolicyEvent, accepted: Mapping[str, Mapping[RowName, str]]) -> str | None:
    series, row = event_row(event)
    return accepted.get(series, {}).get(row)


def _rule(
    event: PolicyEvent,
    known: Sequence[PolicyEvent],
    size: ActSize | None,
    accepted: Mapping[str, Mapping[RowName, str]],
) -> str:
    if event.stage not in _ACTS:
        return ""
    others = [
        other
        for other in known
        if other is not event and other.stage in _ACTS and _because(other, accepted) is None
    ]
    return next(_against(event, others, size), "")


def _against(event: PolicyEvent, others: Sequence[PolicyEvent], size: ActSize | None) -> Iterator[str]:
    """Yield the rules that an act breaks, the gravest first."""
    if size is not None and _has_no_such_size(event, size):
        yield "no_such_size"
    if size is not None and size.is_step and _title_says_otherwise(event, size):
        yield "title_says_otherwise"
    if size is not None and _is_not_on_its_day(event, size):
        yield "not_its_day"
    if _days_ahead(event) < 0:
        yield "in_force_too_early"
    if size is not None and size.is_step and _days_ahead(event) > STEP_IN_FORCE_WITHIN_DAYS:
        yield "in_force_too_late"
    if any(_is_other_version(event, other) for other in others):
        yield "two_versions"
    if any(_is_opposite(event, other) for other in others):
        yield "opposite_act"
    if any(_is_telling_of(event, other) for other in others):
        yield "told_twice"


def _days_ahead(event: PolicyEvent) -> int:
    return (event.effective_at - event.announced_at).days if event.effective_at is not None else 0


def _has_no_such_size(event: PolicyEvent, size: ActSize) -> bool:
    if (
        event.magnitude is None
        or event.unit != size.unit
        or (event.magnitude == 0 and event.direction == "neutral")
    ):
        return False
    step = abs(event.magnitude)
    return (size.smallest is not None and step < size.smallest) or (
        size.largest is not None and step > size.largest
    )


def _title_says_otherwise(event: PolicyEvent, size: ActSize) -> bool:
    """Return whether the title names another tier alone, or other sizes alone; twice the size is told of two steps."""
    title = f"{event.title_en} {event.title_zh}".casefold()
    named = {
        tier for tier, words in size.tier_words.items() if any(word.casefold() in title for word in words)
    }
    if named and event.tier in size.tier_words and event.tier not in named:
        return True
    if event.unit != "bp" or not event.magnitude:
        return False
    told = {
        float(number) * (1 if unit.casefold().startswith(("b", "基", "个基")) else 100)
        for number, unit in _SIZE.findall(title)
    }
    step = abs(event.magnitude)
    return bool(told) and not any(math.isclose(one, step * n) for one in told for n in (1, 2))


def _is_not_on_its_day(event: PolicyEvent, size: ActSize) -> bool:
    if size.days_of_month is None or event.announced_at < _REFORM or event.quote:
        return False  # a sentence of a text may be told days later
    first, last = size.days_of_month
    return not first <= event.announced_at.day <= last


def _is_other_version(event: PolicyEvent, other: PolicyEvent) -> bool:
    """Return whether both tell of one act on one day, with another size or day in force."""
    if event.visible_from != other.visible_from or event.event_id != other.event_id:
        return False
    if event.quote or other.quote or two_steps(event, other):
        return False
    sizes = None not in (event.magnitude, other.magnitude) and event.magnitude != other.magnitude
    days = None not in (event.effective_at, other.effective_at) and event.effective_at != other.effective_at
    return sizes or days


def _is_opposite(event: PolicyEvent, other: PolicyEvent) -> bool:
    """Return whether a rate moved both ways on one day."""
    if (
        event.stage not in _IN_FORCE
        or other.stage not in _IN_FORCE
        or event.announced_at != other.announced_at
    ):
        return False
    if _tier(event) != _tier(other) or event.magnitude is None or other.magnitude is None:
        return False
    return event.magnitude * other.magnitude < 0


def _is_telling_of(event: PolicyEvent, other: PolicyEvent) -> bool:
    """Return whether ``event`` is an act that was told before, with another day of announcement."""
    apart = abs((event.announced_at - other.announced_at).days)
    if apart == 0 or event.direction != other.direction:
        return False
    first = (other.visible_from, other.announced_at, other.source) < (
        event.visible_from,
        event.announced_at,
        event.source,
    )
    same_stage = event.stage == other.stage or {event.stage, other.stage} <= set(_IN_FORCE)
    if not first or not same_stage:
        return False
    if event.magnitude is not None and other.magnitude is not None:
        same = _tier(event) == _tier(other) and event.magnitude == other.magnitude
        one_day = event.effective_at is not None and event.effective_at == other.effective_at
        # With one day in force the tellings are merged into one step, and nothing is counted twice.
        return same and not one_day and event.direction != "neutral" and apart <= SIZED_TWICE_DAYS
    if event.magnitude is not None or other.magnitude is not None or apart > UNSIZED_TWICE_DAYS:
        return False
    issuers = (event.issuer or "").casefold(), (other.issuer or "").casefold()
    return (
        event.stage == "drafted"  # two drafts of one kind within days are one, whatever an outlet calls it
        or (event.effective_at is not None and event.effective_at == other.effective_at)
        or (apart <= TOLD_ON_DAYS and issuers[0] == issuers[1] != "")
        or _titles_alike(event, other)
    )


def _titles_alike(one: PolicyEvent, other: PolicyEvent) -> bool:
    if one.issuer and other.issuer and one.issuer.casefold() != other.issuer.casefold():
        return False
    pairs = ((one.title_zh, other.title_zh), (one.title_en, other.title_en), (one.quote, other.quote))
    return any(
        a and b and difflib.SequenceMatcher(None, a.casefold(), b.casefold()).ratio() > _ALIKE
        for a, b in pairs
    )


def _tier(event: PolicyEvent) -> str:
    return PART_OF.get(event.tier or "", event.tier or "")


def _news(versions: Sequence[PolicyEvent]) -> list[PolicyEvent]:
    """Return the versions that say something which did not stand already, in an order of their own."""
    said: dict[str, list[PolicyEvent]] = defaultdict(list)
    found = []
    for version in sorted(versions, key=_order):
        record = said[version.event_id]
        if not any(_says_the_same(version, other) for other in standing(record)):
            record.append(version)
            found.append(version)
    return found


def _says_the_same(one: PolicyEvent, other: PolicyEvent) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _CONTENT)


_CONTENT = tuple(field.name for field in fields(PolicyEvent) if field.name not in _PROVENANCE)


def _order(event: PolicyEvent) -> tuple[Any, ...]:
    cells = [getattr(event, name) for name in _CONTENT]
    return (
        event.visible_from,
        event.source.startswith("file:"),
        event.source,
        *((cell is not None, cell if cell is not None else 0) for cell in cells),
    )


def _by_day(events: Sequence[PolicyEvent]) -> list[tuple[dt.date, list[PolicyEvent]]]:
    days: dict[dt.date, list[PolicyEvent]] = defaultdict(list)
    for event in events:
        days[event.visible_from].append(event)
    return sorted(days.items())
