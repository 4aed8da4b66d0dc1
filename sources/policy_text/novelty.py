"""An act is new only by evidence in the text; otherwise it is a telling of the known act that it equals.

On later evening news three of four "decided" cuts of the reserve requirement were sentences about
the one of May. Such a sentence stays visible, as a recap with weight 0, and says which act it repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sources.contract import PART_OF, PolicyEvent, Stage
from sources.policy_text.merge import merge, same_step
from sources.policy_text.taxonomy import Kind

if TYPE_CHECKING:  # a reading of events asks for no grammar of text
    from sources.policy_text.finding import Finding

_ACTS: tuple[Stage, ...] = ("decided", "effective", "drafted")
_TITLE = re.compile(r"《([^《》]{2,80})》")
_DRAFT_MARK = re.compile(r"[(（][^()（）]*(?:草案|征求意见稿)[^()（）]*[)）]|(?:草案|征求意见稿)$")


SAME_DOCUMENT_DAYS = 1_000
"""Days. A document is one act however long it is talked about: published, in force months later, praised a year on."""


HOLD_REPEATS_DAYS = 25
"""Days. A rate that is published each month is held each month; the next hold is another act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A sentence about a known act: the event as a recap, and the act's id."""

    event: PolicyEvent
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What texts told: events with each act once, and tellings of acts that were known before."""

    events: tuple[PolicyEvent, ...]
    tellings: tuple[Telling, ...]


def settle(
    findings: Iterable[Finding], kinds: Mapping[str, Kind], known: Iterable[PolicyEvent] = ()
) -> Settled:
    """Tell new acts from tellings of known ones; the order of ``findings`` does not matter.

    First come the tellings that name a day of their own, then those that only the word of who decides
    makes new: such a one may be another telling of a dated one. A sentence repeats an act of its kind,
    direction, tier and size that is at most `Kind.repeat_after_days` older. For steps of a rate a day of
    its own makes it another act; for acts in words only another document, size or tier does, as a
    follow-up names the day it is told on.

    Args:
        findings: as `Extractor.read` gives them; those without an event are left out.
        kinds: the taxonomy's.
        known: acts from elsewhere; each counts from the day on which it became known.
    """
    told = [finding for finding in findings if finding.event is not None]
    order = sorted(told, key=_order)
    acts = _Known(kinds, [event for event in known if event.stage in _ACTS])
    new: list[PolicyEvent] = []
    tellings: list[Telling] = []
    for is_dated in (True, False):
        for finding in order:
            event = finding.event
            if event is None or event.stage not in _ACTS or (finding.shown_new == "dated") is not is_dated:
                continue
            repeated = acts.repeated_by(event, is_dated=is_dated)
            if repeated is None:
                acts.add(event)
                new.append(event)
            elif acts.is_from_elsewhere(repeated) or not same_step(event, repeated):
                tellings.append(Telling(event=replace(event, stage="recap"), of=repeated.event_id))
            else:
                new.append(event)  # one more telling of the day: it confirms
    others = [f.event for f in order if f.event is not None and f.event.stage not in _ACTS]
    return Settled(events=merge([*new, *others]), tellings=tuple(tellings))


def repeated_act(
    event: PolicyEvent, acts: Iterable[PolicyEvent], kinds: Mapping[str, Kind]
) -> PolicyEvent | None:
    """Return the act that a recap repeats: the newest of its kind, direction, tier and size before it, if any."""
    found = _Known(kinds, [act for act in acts if act.stage in _ACTS])
    return found.repeated_by(event, is_dated=False)


def _order(finding: Finding) -> tuple[object, ...]:
    event = finding.event
    assert event is not None  # noqa: S101 - callers leave out findings without one
    return (event.announced_at, event.visible_from, event.event_id, event.stage, event.source, event.quote)


class _Known:
    """Acts by what they are about, so that a telling is held against few."""

    def __init__(self, kinds: Mapping[str, Kind], known: Sequence[PolicyEvent]) -> None:
        self._kinds = kinds
        self._acts: dict[tuple[str, ...], list[PolicyEvent]] = {}
        self._elsewhere = {id(event) for event in known}
        self._kept = list(known)  # so that an id stays that of its event
        for event in sorted(known, key=lambda event: (event.announced_at, event.event_id)):
            self.add(event)

    def add(self, event: PolicyEvent) -> None:
        self._acts.setdefault(_matter(event), []).append(event)

    def is_from_elsewhere(self, event: PolicyEvent) -> bool:
        return id(event) in self._elsewhere

    def repeated_by(self, event: PolicyEvent, *, is_dated: bool) -> PolicyEvent | None:
        """Return the act that ``event`` tells of again: the same step, else the newest equal one in reach."""
        kind = self._kinds.get(event.kind)
        reach = kind.repeat_after_days if kind else 120
        is_step = kind is not None and kind.binding == "step"
        if is_step and event.direction == "neutral":
            reach = min(reach, HOLD_REPEATS_DAYS)
        equal = [act for act in self._acts.get(_matter(event), []) if _equal(event, act)]
        visible = [
            act for act in equal if not self.is_from_elsewhere(act) or act.visible_from <= event.visible_from
        ]
        same = [act for act in visible if same_step(event, act)]
        if same:
            return min(same, key=lambda act: abs((event.announced_at - act.announced_at).days))
        if is_dated and is_step:
            return None
        near = [
            act
            for act in visible
            if 0
            <= (event.announced_at - act.announced_at).days
            <= (SAME_DOCUMENT_DAYS if _document(event) and _document(act) else reach)
        ]
        return max(near, key=lambda act: act.announced_at, default=None)


def _matter(event: PolicyEvent) -> tuple[str, ...]:
    # A draft and the rule that it becomes are two acts.
    return event.jurisdiction, event.kind, event.direction, "draft" if event.stage == "drafted" else "act"


def _equal(one: PolicyEvent, other: PolicyEvent) -> bool:
    return (
        _agree(one.magnitude, other.magnitude)
        and _agree(_family(one), _family(other))
        and _agree(_document(one), _document(other))
    )


def _family(event: PolicyEvent) -> str | None:
    return PART_OF.get(event.tier, event.tier) if event.tier else None


def _document(event: PolicyEvent) -> str | None:
    found = _TITLE.search(event.title_zh)
    return _DRAFT_MARK.sub("", found[1]).strip() if found else None


def _agree(one: object, other: object) -> bool:
    return one is None or other is None or one == other
