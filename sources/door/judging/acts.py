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

_DOWN = re.compile(r"降准|降息|下调|调降|降低|调低|降至|降到|\b(?:cut|lower|reduc)", re.IGNORECASE)
_UP = re.compile(r"加息|升息|上调|调升|提高|调高|升至|升到|\b(?:rais|hik|increas)", re.IGNORECASE)
_HOLD = re.compile(r"维持|持平|不变|\b(?:held|hold|kept|keep|unchanged)", re.IGNORECASE)
_TALK = re.compile(r"传闻|网传|据传|辟谣|或将|\brumou?r|\bmull|\bden(?:y|ies|ied)\b", re.IGNORECASE)
_TIGHTER = re.compile(r"收紧|从严|加码|\btighten", re.IGNORECASE)
_LOOSER = re.compile(
    r"放松|放宽|取消|优化|解除|\b(?:relax|eas|lift|loosen|remov|scrap|cut|lower)", re.IGNORECASE
)
_LEVEL = re.compile(r"(?:至|到|\bto|\bat)\s*(\d{1,2}(?:\.\d+)?)\s*(?:%|％|per ?cent)", re.IGNORECASE)
"""A level in a title: ``cut to 3.95%``, ``维持3.45%``."""
_AVERAGE = re.compile(r"平均|average", re.IGNORECASE)
_BEFORE_A_CUE = 8  # letters between the word of another instrument and the cue that it qualifies
_WORDS = re.compile(r"[a-z]{3,}")
_SMALL_WORDS = frozenset({"the", "and", "for", "with", "new", "from"})
_SAME_WORDS, _FEWEST_WORDS = 0.8, 4

_SIZE = re.compile(
    r"(\d+(?:\.\d+)?)\s*(bps?\b|basis points?|个?基点|个?百分点|percentage points?)", re.IGNORECASE
)

_LEVEL_ROUNDING_PCT = 0.005

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
    vouched = _Vouched(versions, accepted)
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
            rule = _rule(event, known, acts.get(event.kind), vouched)
            judged.append(_with_verdict(event, rule, vouched))
    return tuple(judged)


def event_row(event: PolicyEvent) -> tuple[str, RowName]:
    """Return what names an event in an acceptance: its series, and announcement, visibility and size."""
    name = (event.announced_at, event.visible_from, float(event.magnitude or 0.0))
    return f"events.{event.jurisdiction}.{event.kind}", name


def fuller_name(event: PolicyEvent) -> str:
    """Return the series of an event with its tier, or its direction, for days on which its kind has several alike."""
    series, _ = event_row(event)
    return f"{series}.{event.tier or event.direction}"


class _Vouched:
    """What a person accepted of events.

    A name that several events share, as the steps of both tiers of one day do, vouches for none of them:
    otherwise one that came later would pass under what was said of the first.
    """

    def __init__(
        self, versions: Sequence[PolicyEvent], accepted: Mapping[str, Mapping[RowName, str]]
    ) -> None:
        self._accepted = {series: rows for series, rows in accepted.items() if series.startswith("events.")}
        self._alike: dict[tuple[str, RowName], set[str]] = defaultdict(set)
        for event in versions if self._accepted else ():
            self._alike[event_row(event)].add(fuller_name(event))

    def because(self, event: PolicyEvent) -> str | None:
        """Return the reason with which an event was accepted; None where it was not."""
        if not self._accepted:
            return None
        series, row = event_row(event)
        fuller = self._accepted.get(fuller_name(event), {}).get(row)
        if fuller is not None or len(self._alike[series, row]) > 1:
            return fuller
        return self._accepted.get(series, {}).get(row)


def _with_verdict(event: PolicyEvent, rule: str, vouched: _Vouched) -> PolicyEvent:
    if not rule:
        return event
    because = vouched.because(event)
    if because is not None:
        return replace(event, quality_rule=f"{ACCEPTED}: {rule}: {because}")
    return replace(event, quality="suspect", quality_rule=rule)


def _rule(
    event: PolicyEvent,
    known: Sequence[PolicyEvent],
    size: ActSize | None,
    vouched: _Vouched,
) -> str:
    if event.stage not in (*_ACTS, "withdrawn"):
        return ""
    others = [
        other
        for other in known
        if other is not event and other.stage in _ACTS and vouched.because(other) is None
    ]
    if event.stage == "withdrawn":
        in_force = size is not None and size.is_step and any(_was_in_force(event, other) for other in others)
        return "withdrawn_in_force" if in_force else ""
    return next(_against(event, others, size), "")


def _was_in_force(withdrawal: PolicyEvent, other: PolicyEvent) -> bool:
    """Return whether a step that a withdrawal may mean was in force before it: such a step is reversed by another."""
    since = other.effective_at or other.announced_at
    same = other.direction == withdrawal.direction and (
        not withdrawal.tier or _tier(withdrawal) == _tier(other)
    )
    return other.stage in _IN_FORCE and same and since <= withdrawal.announced_at


def _against(event: PolicyEvent, others: Sequence[PolicyEvent], size: ActSize | None) -> Iterator[str]:
    """Yield the rules that an act breaks, the gravest first."""
    if size is not None and _has_no_such_size(event, size):
        yield "no_such_size"
    if (
        size is not None
        and size.is_step
        and (_title_says_otherwise(event, size) or _misses_its_level(event, others))
    ):
        yield "title_says_otherwise"
    if _is_told_as_talk(event) or _tells_of_the_other_way(event):
        yield "title_says_otherwise"
    if size is not None and _is_not_on_its_day(event, size):
        yield "not_its_day"
    if _days_ahead(event) < 0:
        yield "in_force_too_early"
    if size is not None and size.is_step and _days_ahead(event) > STEP_IN_FORCE_WITHIN_DAYS:
        yield "in_force_too_late"
    apart = size.apart_days if size is not None and size.apart_days is not None else 0
    if any(_is_other_version(event, other) or _is_other_size(event, other, apart) for other in others):
        yield "two_versions"
    if any(_is_opposite(event, other, apart if size is not None and size.is_step else 0) for other in others):
        yield "opposite_act"
    if any(
        _is_telling_of(event, other)
        or _comes_too_soon(event, other, apart)
        or _is_of_another_year(event, other)
        for other in others
    ):
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
    """Return whether the title names another tier, instrument, way or size alone.

    Twice the size is told of two steps.
    """
    title = f"{event.title_en} {event.title_zh}".casefold()
    if _names_another_instrument(title, size) or _moves_another_way(title, event):
        return True
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


def _names_another_instrument(title: str, size: ActSize) -> bool:
    """Return whether what moves in a title is something else: the ratio on foreign currency, a rate of another kind."""
    left = title
    for cue in size.cues:
        for word in size.unless:
            left = re.sub(
                f"{re.escape(word.casefold())}.{{0,{_BEFORE_A_CUE}}}?{re.escape(cue.casefold())}", "", left
            )
    if any(cue.casefold() in left for cue in size.cues):
        return False
    return left != title or any(cue.casefold() in title for cue in size.other_cues)


def _moves_another_way(title: str, event: PolicyEvent) -> bool:
    """Return whether a title tells of moves and holds, and of none the way that the event goes."""
    down, up, hold = (bool(words.search(title)) for words in (_DOWN, _UP, _HOLD))
    if event.magnitude is None or event.unit != "bp":
        return False
    if event.magnitude == 0:
        return (down or up) and not hold
    own, other = (down, up) if event.magnitude < 0 else (up, down)
    return (other or hold) and not own


def _is_told_as_talk(event: PolicyEvent) -> bool:
    """Return whether the title of what was decided calls it a rumour, a denial or a hope."""
    return event.stage in _IN_FORCE and _TALK.search(f"{event.title_en} {event.title_zh}") is not None


def _tells_of_the_other_way(event: PolicyEvent) -> bool:
    """Return whether the title of an easing tells of tightening alone."""
    title = f"{event.title_en} {event.title_zh}"
    eases = event.direction in {"easing", "supportive"} and event.magnitude is None
    return eases and _TIGHTER.search(title) is not None and _LOOSER.search(title) is None


def _is_of_another_year(event: PolicyEvent, other: PolicyEvent) -> bool:
    """Return whether an act with a title of its own was told of the same day of an earlier year."""
    years = event.announced_at.year - other.announced_at.year
    same_day = (event.announced_at.month, event.announced_at.day) == (
        other.announced_at.month,
        other.announced_at.day,
    )
    titles = (event.title_en, other.title_en), (event.title_zh, other.title_zh)
    return (
        years > 0
        and same_day
        and event.direction == other.direction != "neutral"
        and event.magnitude == other.magnitude
        and _tier(event) == _tier(other)
        and any(one and one.casefold() == same.casefold() for one, same in titles)
    )


def _misses_its_level(event: PolicyEvent, others: Sequence[PolicyEvent]) -> bool:
    """Return whether the level that a title names is not the one before moved by what was told since."""
    now = _level_named(event)
    if now is None or event.magnitude is None or event.stage not in _IN_FORCE:
        return False
    mine = [
        other
        for other in others
        if other.stage in _IN_FORCE
        and _tier(other) == _tier(event)
        and other.unit == "bp"
        and other.announced_at < event.announced_at
    ]
    named = [(other.announced_at, level) for other in mine if (level := _level_named(other)) is not None]
    if not named:
        return False
    since, before = max(named)
    moved = event.magnitude + sum(other.magnitude or 0.0 for other in mine if other.announced_at > since)
    return abs(now - before - moved / 100) > _LEVEL_ROUNDING_PCT


def _level_named(event: PolicyEvent) -> float | None:
    """Return the one level in per cent that the titles of a step name; None where they name none, or several."""
    title = f"{event.title_en} {event.title_zh}"
    if event.unit != "bp" or event.quote or _AVERAGE.search(title):
        return None
    found = {float(level) for level in _LEVEL.findall(title)}
    return found.pop() if len(found) == 1 else None


def _is_not_on_its_day(event: PolicyEvent, size: ActSize) -> bool:
    if size.comes_on is None or event.quote:
        return False  # a sentence of a text may be told days later
    return not size.comes_on(event.announced_at)


def _is_other_version(event: PolicyEvent, other: PolicyEvent) -> bool:
    """Return whether both tell of one act on one day, with another size or day in force."""
    if event.visible_from != other.visible_from or event.event_id != other.event_id:
        return False
    if event.quote or other.quote or two_steps(event, other):
        return False
    sizes = None not in (event.magnitude, other.magnitude) and event.magnitude != other.magnitude
    days = None not in (event.effective_at, other.effective_at) and event.effective_at != other.effective_at
    return sizes or days


def _is_other_size(event: PolicyEvent, other: PolicyEvent, apart_days: int) -> bool:
    """Return whether a step of another size was told too few days before for both to be true."""
    if not _is_step_beside(event, other, apart_days) or event.magnitude == other.magnitude:
        return False
    return event.direction == other.direction and other.visible_from <= event.visible_from


def _is_opposite(event: PolicyEvent, other: PolicyEvent, apart_days: int) -> bool:
    """Return whether a rate moved both ways within days, or moved and was held on one."""
    if event.announced_at != other.announced_at:
        return (
            _is_step_beside(event, other, apart_days)
            and other.visible_from <= event.visible_from
            and (event.magnitude or 0.0) * (other.magnitude or 0.0) < 0
        )
    if event.stage not in _IN_FORCE or other.stage not in _IN_FORCE or _tier(event) != _tier(other):
        return False
    if event.magnitude is None or other.magnitude is None or event.unit != other.unit:
        return False
    return event.magnitude * other.magnitude < 0 or (event.magnitude == 0) != (other.magnitude == 0)


def _is_step_beside(event: PolicyEvent, other: PolicyEvent, apart_days: int) -> bool:
    """Return whether two steps of one tier that moved it were announced on days too near each other."""
    apart = abs((event.announced_at - other.announced_at).days)
    return (
        0 < apart < apart_days
        and event.stage in _IN_FORCE
        and other.stage in _IN_FORCE
        and _tier(event) == _tier(other)
        and event.unit == other.unit
        and bool(event.magnitude)
        and bool(other.magnitude)
    )


def _comes_too_soon(event: PolicyEvent, other: PolicyEvent, apart_days: int) -> bool:
    """Return whether an act without a size comes sooner after another than two of its kind do."""
    if event.magnitude is not None or other.magnitude is not None or event.direction != other.direction:
        return False
    same_stage = event.stage == other.stage or {event.stage, other.stage} <= set(_IN_FORCE)
    apart = abs((event.announced_at - other.announced_at).days)
    return same_stage and 0 < apart < apart_days and _came_first(other, event)


def _came_first(one: PolicyEvent, other: PolicyEvent) -> bool:
    return (one.visible_from, one.announced_at, one.source) < (
        other.visible_from,
        other.announced_at,
        other.source,
    )


def _is_telling_of(event: PolicyEvent, other: PolicyEvent) -> bool:
    """Return whether ``event`` is an act that was told before, with another day of announcement."""
    apart = abs((event.announced_at - other.announced_at).days)
    if apart == 0 or event.direction != other.direction:
        return False
    same_stage = event.stage == other.stage or {event.stage, other.stage} <= set(_IN_FORCE)
    if not _came_first(other, event) or not same_stage:
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
    if _same_words(one.title_en, other.title_en):
        return True  # whoever told it
    if one.issuer and other.issuer and one.issuer.casefold() != other.issuer.casefold():
        return False
    pairs = ((one.title_zh, other.title_zh), (one.title_en, other.title_en), (one.quote, other.quote))
    return any(
        a and b and difflib.SequenceMatcher(None, a.casefold(), b.casefold()).ratio() > _ALIKE
        for a, b in pairs
    )


def _same_words(one: str, other: str) -> bool:
    """Return whether two titles are the same words in another order."""
    mine, theirs = (set(_WORDS.findall(title.casefold())) - _SMALL_WORDS for title in (one, other))
    if min(len(mine), len(theirs)) < _FEWEST_WORDS:
        return False
    return len(mine & theirs) >= _SAME_WORDS * len(mine | theirs)


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
