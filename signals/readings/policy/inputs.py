"""What was known of policy on each day: merged events, by jurisdiction and group, and how far they reach."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from signals.facts import Input, Status
from signals.panel import Panel
from signals.readings.policy.config import group_name, taxonomy
from signals.words import Word
from sources.contract import PolicyEvent
from sources.policy_text.merge import merge
from sources.policy_text.taxonomy import Coverage, Taxonomy
from sources.versions import standing, withdrawals


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The events that were visible on one day, each step once.

    ``events`` is sorted by announcement. ``by_group`` maps (jurisdiction, group)
    to the events of that group; a kind outside the taxonomy is in no group. ``acts``
    holds those that windows count, of a group or, under None, of a jurisdiction, and
    withdrawals: they alone prove that a table is kept up. ``withdrawn`` maps the id of
    an event that was taken back to its withdrawal: such an event stands in ``events``
    and ``acts`` alone, where nothing is counted.
    """

    events: tuple[PolicyEvent, ...]
    withdrawn: Mapping[str, PolicyEvent]
    by_jurisdiction: dict[str, list[PolicyEvent]]
    by_group: dict[tuple[str, str], list[PolicyEvent]] = field(repr=False)
    acts: dict[tuple[str, str | None], list[PolicyEvent]] = field(repr=False)


class _Versions:
    """All versions of one kind, in order of visibility; merged once for each number of them."""

    def __init__(self) -> None:
        self._events: list[PolicyEvent] = []
        self._visible_from: list[dt.date] = []
        self._merged: dict[int, tuple[PolicyEvent, ...]] = {}

    def add(self, event: PolicyEvent) -> None:
        self._events.append(event)
        self._visible_from.append(event.visible_from)

    def visible_on(self, day: dt.date) -> int:
        return bisect_right(self._visible_from, day)

    def corrected(self, count: int) -> Iterator[tuple[str, PolicyEvent]]:
        """Yield each event that a later version of the same source changed, by its id, as it was before."""
        last: dict[tuple[str, str, str], PolicyEvent] = {}
        for event in self._events[:count]:
            key = (event.event_id, event.source, event.quote)
            before = last.get(key)
            if before is not None and _says_otherwise(before, event):
                yield event.event_id, before
            last[key] = event

    def merged(self, count: int) -> tuple[PolicyEvent, ...]:
        if count not in self._merged:
            self._merged[count] = merge(standing(self._events[:count]))
        return self._merged[count]


class Timeline:
    """All versions of all events; `on` gives the world of one day.

    Args:
        events: every version, in any order; future ones do no harm.
        taxonomy: groups of each kind.
    """

    def __init__(self, events: Iterable[PolicyEvent], taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self.rules = taxonomy.event_rules()
        self._of_kind: dict[tuple[str, str], _Versions] = {}
        for event in sorted(events, key=lambda event: (event.visible_from, event.event_id)):
            self._of_kind.setdefault((event.jurisdiction, event.kind), _Versions()).add(event)
        self._known: dict[tuple[int, ...], Known] = {}

    def on(self, day: dt.date) -> Known:
        """Return what was visible on ``day``."""
        counts = tuple(versions.visible_on(day) for versions in self._of_kind.values())
        if counts not in self._known:
            self._known[counts] = self._assemble(counts)
        return self._known[counts]

    def corrected_on(self, day: dt.date) -> Mapping[str, PolicyEvent]:
        """Return what was corrected by ``day``: the id of each event, and the version before its last."""
        return {
            event_id: before
            for versions in self._of_kind.values()
            for event_id, before in versions.corrected(versions.visible_on(day))
        }

    def _assemble(self, counts: tuple[int, ...]) -> Known:
        merged = [
            event
            for versions, count in zip(self._of_kind.values(), counts, strict=True)
            for event in versions.merged(count)
        ]
        events = tuple(sorted(merged, key=lambda event: (event.announced_at, event.event_id)))
        withdrawn = withdrawals(events)
        taken_back = {name: event for name, event in withdrawn.items() if event.quality == "ok"}
        events = tuple(_doubted(event, withdrawn.get(event.event_id)) for event in events)
        by_jurisdiction: dict[str, list[PolicyEvent]] = defaultdict(list)
        by_group: dict[tuple[str, str], list[PolicyEvent]] = defaultdict(list)
        acts: dict[tuple[str, str | None], list[PolicyEvent]] = defaultdict(list)
        for event in events:
            kind = self.taxonomy.kind.get(event.kind)
            groups = kind.groups if kind else ()
            if event.event_id not in taken_back:
                by_jurisdiction[event.jurisdiction].append(event)
                for group in groups:
                    by_group[event.jurisdiction, group].append(event)
            if self.is_act(event) or event.stage == "withdrawn":
                for key in (None, *groups):
                    acts[event.jurisdiction, key].append(event)
        return Known(
            events=events,
            withdrawn=taken_back,
            by_jurisdiction=dict(by_jurisdiction),
            by_group=dict(by_group),
            acts=dict(acts),
        )

    def is_act(self, event: PolicyEvent) -> bool:
        """Return whether windows count events of its stage; talk, rumours and looks back are none."""
        return self.taxonomy.stage[event.stage].window > 0

    def cover(self, day: dt.date, *, jurisdiction: str, group: str, since: dt.date) -> Input:
        """Say whether silence between ``since`` and ``day`` may be read as "nothing happened".

        Ok where the table is alive (its newest announcement is young enough), has
        no long hole since ``since``, told of ``group`` before ``since`` and still
        follows it. Otherwise missing, stale or suspect with the reason. Only what windows
        count speaks for a table: a feed that passes on rumours and recaps may have missed the decision.
        """
        known = self.on(day)
        series = f"events.{jurisdiction}.{group}"
        limits = self.taxonomy.coverage.get(jurisdiction)
        alive = known.acts.get((jurisdiction, None), [])
        if limits is None or not alive:
            code = "policy.no_coverage" if limits is None else "policy.no_event"
            reason = Word.of(code, jurisdiction=jurisdiction)
            return Input(series=series, status="missing", reason=reason)
        newest = alive[-1]
        age_days = (day - newest.announced_at).days
        verdict = Input(
            series=series,
            status="ok",
            period=newest.announced_at,
            released_at=newest.visible_from,
            age_days=age_days,
            max_age_days=limits.max_age_days,
            source=newest.source,
        )
        doubt = self._doubt(known, limits, jurisdiction=jurisdiction, group=group, day=day, since=since)
        return replace(verdict, status=doubt[0], reason=doubt[1]) if doubt else verdict

    def _doubt(
        self,
        known: Known,
        limits: Coverage,
        *,
        jurisdiction: str,
        group: str,
        day: dt.date,
        since: dt.date,
    ) -> tuple[Status, Word] | None:
        """Return the first thing that forbids to read silence as "nothing happened"."""
        alive = known.acts[jurisdiction, None]
        of_group = known.acts.get((jurisdiction, group), [])
        name = group_name(self.taxonomy, group)
        if not of_group:
            return "missing", Word.of("policy.never_told", group=name)
        age_days = (day - alive[-1].announced_at).days
        if age_days > limits.max_age_days:
            return "stale", Word.of("policy.table_is_old", age_days=age_days, limit=limits.max_age_days)
        silent = (day - of_group[-1].announced_at).days
        if silent > limits.follows_days:
            return "stale", Word.of("policy.not_told_for", group=name, days=silent)
        first = of_group[0].announced_at
        if first > since:
            return "suspect", Word.of("policy.begins_late", group=name, first=first, since=since)
        hole = _longest_hole(alive, since)
        if hole is not None and (hole[1] - hole[0]).days > limits.max_gap_days:
            return "suspect", Word.of(
                "policy.table_is_silent", first=hole[0], last=hole[1], limit=limits.max_gap_days
            )
        return None


def _says_otherwise(before: PolicyEvent, after: PolicyEvent) -> bool:
    return (before.magnitude, before.unit, before.effective_at, before.stage) != (
        after.magnitude, after.unit, after.effective_at, after.stage,
    )  # fmt: skip


def _longest_hole(events: list[PolicyEvent], since: dt.date) -> tuple[dt.date, dt.date] | None:
    """Return the longest time without an announcement that touches the days after ``since``."""
    longest: tuple[dt.date, dt.date] | None = None
    for later, earlier in zip(reversed(events), reversed(events[:-1]), strict=False):
        if later.announced_at <= since:
            break
        hole = (earlier.announced_at, later.announced_at)
        if longest is None or hole[1] - hole[0] > longest[1] - longest[0]:
            longest = hole
    return longest


_last: tuple[Sequence[PolicyEvent], Timeline] | None = None


def timeline_of(panel: Panel) -> Timeline:
    """Return the timeline of the panel's events, assembled once for as long as nothing else is read.

    A day asks for it four times and a replay for each day: a tenth of its time went into the same timeline. It is
    told by the events' identity, which is safe because they are held here.
    """
    global _last  # noqa: PLW0603 - the one timeline at hand
    events, words = panel.reader.events(), taxonomy()
    held = _last
    if held is None or held[0] is not events or held[1].taxonomy is not words:
        held = _last = events, Timeline(events, words)
    return held[1]


def _doubted(event: PolicyEvent, withdrawal: PolicyEvent | None) -> PolicyEvent:
    """Return an act whose withdrawal the door doubts as doubted itself: nobody can say whether it still stands."""
    if withdrawal is None or withdrawal.quality == "ok":
        return event
    return replace(event, quality=withdrawal.quality, quality_rule=withdrawal.quality_rule)
