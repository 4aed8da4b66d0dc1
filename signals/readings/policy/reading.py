"""The policy reading of a day: windows, impulse, stances and levels, and what told of the events again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from signals.facts import Fact, not_ok
from signals.panel import Panel
from signals.readings.policy.inputs import Known, Timeline, timeline_of
from signals.readings.policy.levels import LevelReading, published_in, read_levels
from signals.readings.policy.stance import stances
from signals.readings.policy.vocabulary import WINDOW_DAYS
from signals.readings.policy.windows import RollOff, Window, impulse, roll_offs, since_rrr, windows
from signals.words import Names, Word
from sources.contract import PolicyEvent
from sources.policy_text.novelty import repeated_act


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The reading as of one day.

    ``events`` are those of the longest window, weight 0 (recaps, signals,
    rumours) included; ``roll_offs`` reach as far as the longest window.
    ``withdrawn`` maps the id of an event that was taken back to its withdrawal,
    ``tellings`` that of an act to the recaps that repeat it, ``corrected`` that of an
    event to the version before its last one.
    """

    as_of: dt.date
    events: tuple[PolicyEvent, ...]
    withdrawn: Mapping[str, PolicyEvent]
    tellings: Mapping[str, tuple[PolicyEvent, ...]]
    corrected: Mapping[str, PolicyEvent]
    windows: tuple[Window, ...]
    impulse: Fact
    since_rrr: Fact
    stances: tuple[Fact, ...]
    levels: tuple[LevelReading, ...]
    roll_offs: tuple[RollOff, ...]
    warnings: tuple[Word, ...]
    origin: str


def read(panel: Panel) -> Policy:
    """Read policy as of the panel's day."""
    return _read(panel, timeline_of(panel))


def read_range(panel: Panel, days: Sequence[dt.date]) -> Iterator[Policy]:
    """Yield the reading of each day as known on it; none of them sees past its own day.

    Raises:
        ValueError: a day lies after the panel's ``as_of``.
    """
    timeline = timeline_of(panel)
    for day in days:
        if day > panel.as_of:
            raise ValueError(f"a panel as of {panel.as_of} cannot show {day}")
        yield _read(panel.at(day), timeline)


def _read(panel: Panel, timeline: Timeline) -> Policy:
    day = panel.as_of
    known = timeline.on(day)
    counted = tuple(windows(timeline, day))
    levels = read_levels(timeline, day, published_in(panel))
    recent = tuple(event for event in known.events if (day - event.announced_at).days <= max(WINDOW_DAYS))
    return Policy(
        as_of=day,
        events=recent,
        withdrawn=known.withdrawn,
        tellings=_tellings(recent, known, timeline),
        corrected=timeline.corrected_on(day),
        windows=counted,
        impulse=impulse(timeline, day),
        since_rrr=since_rrr(timeline, day),
        stances=stances(timeline, day),
        levels=levels,
        roll_offs=roll_offs(counted, timeline.taxonomy),
        warnings=_warnings(timeline, known, counted, levels),
        origin=panel.origin,
    )


def scheduled(panel: Panel, ahead_days: int) -> tuple[RollOff, ...]:
    """Return what leaves the windows within ``ahead_days`` if nothing new comes, by day.

    The values assume that the event table stays alive; where today's window may
    not be trusted, it has no scheduled change either.
    """
    timeline = timeline_of(panel)
    last = panel.as_of + dt.timedelta(days=ahead_days)
    trusted = [window for window in windows(timeline, panel.as_of) if window.fact.usable]
    return tuple(change for change in roll_offs(trusted, timeline.taxonomy) if change.on <= last)


def _tellings(
    recent: Sequence[PolicyEvent], known: Known, timeline: Timeline
) -> Mapping[str, tuple[PolicyEvent, ...]]:
    """Return the recaps among ``recent`` by the id of the act that each repeats."""
    found: dict[str, tuple[PolicyEvent, ...]] = {}
    for event in recent:
        if event.stage != "recap":
            continue
        acts = [act for act in known.events if act.kind == event.kind]
        act = repeated_act(event, acts, timeline.taxonomy.kind)
        if act is not None:
            found[act.event_id] = (*found.get(act.event_id, ()), event)
    return found


def _warnings(
    timeline: Timeline, known: Known, counted: Sequence[Window], levels: Sequence[LevelReading]
) -> tuple[Word, ...]:
    said: dict[Word, None] = {}
    silent: dict[Names, None] = {}
    wrong: dict[Word, dict[Names, None]] = {}
    for window in counted:
        fact, name = window.fact, Names(window.spec.en, window.spec.zh)
        if fact.status == "missing":
            silent.setdefault(name)
        elif not fact.usable:
            wrong.setdefault(not_ok(fact.status, fact.reason), {}).setdefault(name)
    for why, names in wrong.items():  # one line a reason, whatever the length of the windows
        said.setdefault(Word.of("policy.is_not_ok", facts=tuple(names), why=why))
    if silent:
        said.setdefault(Word.of("policy.never_told_of", facts=tuple(silent)))
    for level in levels:
        for mismatch in level.mismatches:
            said.setdefault(mismatch.word(Names(level.en, level.zh)))
    for kind in sorted({event.kind for event in known.events if event.kind not in timeline.taxonomy.kind}):
        said.setdefault(Word.of("policy.unknown_kind", kind=repr(kind)))
    vouched = timeline.taxonomy.coverage
    for place in sorted({event.jurisdiction for event in known.events if event.jurisdiction not in vouched}):
        said.setdefault(Word.of("policy.unknown_jurisdiction", place=repr(place), covered=", ".join(vouched)))
    return tuple(said)
