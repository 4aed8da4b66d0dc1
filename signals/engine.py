"""The pipeline, on one page: panel → readings → facts → rules → allocation.

Everything before (`signals.opening`) opens data, everything after (`signals.render`)
shows results. Nothing here reads a clock, a key or the network.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from signals.allocation.build import Origin, build_document, sealed
from signals.allocation.calls import Past
from signals.allocation.claims import Claim, check_claims
from signals.allocation.contract import AllocationDocument, BaseRate, ClaimCheck, FactChoice, Figures, Run
from signals.allocation.flags import EVENT_WITHIN_DAYS
from signals.allocation.rating import Override, PreviousCall
from signals.calendars.upcoming import Schedule, Upcoming
from signals.config import config_root
from signals.facts import Fact, Facts, Input
from signals.opening import catalogue
from signals.panel import Panel
from signals.readings import readings, readings_under, vocabulary
from signals.readings.week_sigma import Numbers, numbers_of, weekly_days, with_week_sigma
from signals.rules.compiled import Rules, compile_strategy
from signals.rules.flips import ScheduledChange, call
from signals.rules.graded import GradedCall
from signals.rules.loading import StrategySource, find_strategy, read_strategy
from signals.rules.verdict import CallVerdict, Grade
from signals.version import __version__

T = TypeVar("T")
Finish = Callable[[AllocationDocument], AllocationDocument]
LOOK_AHEAD_DAYS = 92
"""Scheduled flips are looked for one quarter ahead: the longest policy window rolls off within it."""

HELD_FOR_DAYS = 35
"""A grade is held on only from a record of the last five weekly runs; an older one is history, not a position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedStrategy:
    """A strategy checked against the vocabulary, with where it came from and what it hashes to."""

    rules: Rules
    label: str
    sha256: str


def load_strategies(names: str | Path | Sequence[str | Path]) -> tuple[LoadedStrategy, ...]:
    """Read and check strategies, by name or path; one name stands for itself.

    Raises:
        ConfigError: every problem with file, line and column.
    """
    loaded = []
    for name in [names] if isinstance(names, str | Path) else names:
        path = find_strategy(name)
        loaded.append(checked_strategy(read_strategy(path), label=_label(path)))
    return tuple(loaded)


def checked_strategy(source: StrategySource, *, label: str) -> LoadedStrategy:
    """Check a strategy against the vocabulary; ``label`` names its file without somebody's folders.

    Raises:
        StrategyError: it names a fact or a unit that no reading states.
    """
    return LoadedStrategy(
        rules=compile_strategy(source, vocabulary(catalogue())),
        label=label,
        sha256=hashlib.sha256(source.text.encode()).hexdigest(),
    )


def facts_as_of(panel: Panel, *, sigma_for: Collection[str] = (), prefix: str = "") -> Facts:
    """Return every fact that the readings state as of the panel's day.

    The facts named in ``sigma_for`` carry their one-week sigma, out of a year
    of weekly history as it was known at the time. With a ``prefix`` only the
    readings are asked that may state a fact whose name starts so.
    """

    def reckon() -> tuple[Fact, ...]:
        weeks = weekly_days(panel.as_of) if sigma_for else ()
        past = numbers_of(history(panel, weeks, sigma_for))
        return tuple(next(iter(facts_range(panel, [panel.as_of], past=past, prefix=prefix))).values())

    if panel.memory is None:
        return Facts(panel.as_of, reckon())
    asked = (*sorted(sigma_for), f"{prefix}*")
    return Facts(panel.as_of, panel.memory.records("facts of a day", asked, panel.as_of, reckon))


History = Mapping[dt.date, Mapping[str, Fact]]
"""Some facts of many days, by day and name."""


def history(panel: Panel, days: Sequence[dt.date], names: Collection[str]) -> History:
    """Return the named facts of each day, as known on it; the panel stands on the last of them or later."""
    found: dict[dt.date, dict[str, Fact]] = {day: {} for day in days}
    for reading in readings(panel.catalogue):
        measured = frozenset(name for name in names if reading.states(name))
        if measured and days:
            for day, facts in reading.facts_range(panel, days, wanted=measured):
                found[day].update((fact.name, fact) for fact in facts if fact.name in measured)
    return found


def facts_range(panel: Panel, days: Sequence[dt.date], *, past: Numbers, prefix: str = "") -> Iterator[Facts]:
    """Yield every fact of each day as known on it, with its one-week sigma where ``past`` has its history."""
    every = readings_under(prefix, panel.catalogue)
    stated = [dict(reading.facts_range(panel, days)) for reading in every]
    measured = {
        name: numbers
        for name, numbers in past.items()
        if not any(reading.is_counted(name) for reading in every)
    }
    for day in days:
        weeks = weekly_days(day)
        found: list[Fact] = []
        for reading, by_day in zip(every, stated, strict=True):
            found.extend(with_week_sigma(by_day[day], measured, weeks, yearly=reading.is_yearly))
        yield Facts(day, found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Everything that a document says but what came before it: verdicts, facts and what is ahead."""

    facts: Facts
    verdicts: tuple[CallVerdict, ...]
    ahead: Schedule
    claims: tuple[ClaimCheck, ...]
    base_rates: Mapping[str, tuple[BaseRate, ...]]
    figures: Figures | None = None


def allocate(
    panel: Panel,
    *,
    strategies: Sequence[LoadedStrategy],
    past: Past,
    run: Run,
    claims: Sequence[Claim] = (),
    read_claims: Sequence[ClaimCheck] = (),
    overrides: Sequence[Override] = (),
    keep: FactChoice = "all",
    draw: bool = True,
    finish: Finish | None = None,
) -> AllocationDocument:
    """Return the allocation document of the panel's day.

    Args:
        panel: what was known.
        strategies: what to call against what, and by which rules.
        past: the grades on record, and the document to compare with.
        run: when this was run; outside the content hash.
        claims: sentences of others, to check on their own days.
        read_claims: claims of a report that were read and checked already.
        overrides: grades that a named person publishes instead of the model's.
        keep: every fact, or only those that calls, flags and sentences rest on.
        draw: with what a report draws; a document of many needs no pictures.
        finish: adds what is made of the whole, such as a house view, before the hash is taken.
    """
    facts = facts_as_of(panel, sigma_for=named(strategies))
    judged = judge_day(
        panel, facts, strategies=strategies, past=past, claims=claims, read_claims=read_claims, draw=draw
    )
    document = document_of(
        judged,
        strategies=strategies,
        past=past,
        run=run,
        origin=panel.origin,
        overrides=overrides,
        keep=keep,
    )
    return sealed(document if finish is None else finish(document))


def judge_day(
    panel: Panel,
    facts: Facts,
    *,
    strategies: Sequence[LoadedStrategy],
    past: Past,
    claims: Sequence[Claim] = (),
    read_claims: Sequence[ClaimCheck] = (),
    draw: bool = True,
) -> Judged:
    """Return the verdicts of a day with all that stands beside them; of ``past`` only the grades are looked at."""
    coming = roll_offs(panel)
    return Judged(
        facts=facts,
        verdicts=tuple(_verdict(loaded, facts, past, coming) for loaded in strategies),
        ahead=_ahead(panel),
        claims=(*_claim_checks(claims, panel, facts), *read_claims),
        base_rates={loaded.rules.strategy.thread_id: _base_rates(loaded, panel) for loaded in strategies},
        figures=_figures(panel, strategies) if draw else None,
    )


def _claim_checks(claims: Sequence[Claim], panel: Panel, facts: Facts) -> tuple[ClaimCheck, ...]:
    def make() -> tuple[ClaimCheck, ...]:
        return check_claims(
            claims,
            as_of=panel.as_of,
            facts_on=_facts_on(panel, facts),
            events_on=lambda day: panel.at(day).events,
            vocabulary=vocabulary(panel.catalogue),
        )

    if panel.memory is None or not claims:
        return make()
    asked = [claim.model_dump_json() for claim in claims]
    said = panel.memory.text(
        "claims", asked, panel.as_of, lambda: json.dumps([check.model_dump_json() for check in make()])
    )
    return tuple(map(ClaimCheck.model_validate_json, json.loads(said)))


def _figures(panel: Panel, strategies: Sequence[LoadedStrategy]) -> Figures:
    """Return what a report draws, with the indices that the calls are about first."""
    sides = [
        side.series
        for loaded in strategies
        for side in (loaded.rules.strategy.subject, loaded.rules.strategy.benchmark)
        if side.series is not None
    ]
    names = named(strategies)

    def make() -> Figures:
        from signals.figures import figures_of  # noqa: PLC0415

        return figures_of(panel, series=sides, facts=names)

    if panel.memory is None:
        return make()
    asked = (*sides, *names)
    said = panel.memory.text("figures", asked, panel.as_of, lambda: make().model_dump_json())
    return Figures.model_validate_json(said)


def document_of(
    judged: Judged,
    *,
    strategies: Sequence[LoadedStrategy],
    past: Past,
    run: Run,
    origin: str,
    overrides: Sequence[Override] = (),
    keep: FactChoice = "all",
) -> AllocationDocument:
    """Write the document of a judged day behind the one before it, but for its hash."""
    words = vocabulary(catalogue())
    return build_document(
        calls=tuple(
            _graded(loaded, judged.facts, verdict)
            for loaded, verdict in zip(strategies, judged.verdicts, strict=True)
        ),
        facts=judged.facts,
        claims=judged.claims,
        vocabulary=words,
        figures=judged.figures,
        frequencies={name: spec.frequency for name, spec in catalogue().items()},
        keep=keep,
        calendar=judged.ahead.events,
        inputs=judged.ahead.gaps,
        overrides=overrides,
        base_rates=judged.base_rates,
        past=past,
        origin=Origin(
            data="sample" if origin == "sample" else "store",
            config_sha256=config_sha256(),
            code_version=__version__,
        ),
        run=run,
    )


def graded(loaded: LoadedStrategy, facts: Facts, panel: Panel, past: Past) -> GradedCall:
    """Judge one strategy on the panel's day, with what its calendar will do."""
    return _graded(loaded, facts, _verdict(loaded, facts, past, roll_offs(panel)))


def _verdict(
    loaded: LoadedStrategy, facts: Facts, past: Past, coming: Sequence[ScheduledChange]
) -> CallVerdict:
    """Judge one strategy against the facts, from the grade that is on record."""
    return call(
        loaded.rules,
        facts,
        previous=held_grade(past.calls.get(loaded.rules.strategy.thread_id), facts.as_of),
        scheduled=coming,
    )


def held_grade(on_record: PreviousCall | None, day: dt.date) -> Grade | None:
    """Return the grade that is still held on a day; None where there is none, or it is too old."""
    if on_record is None or (day - on_record.as_of).days > HELD_FOR_DAYS:
        return None
    return on_record.grade


def _graded(loaded: LoadedStrategy, facts: Facts, verdict: CallVerdict) -> GradedCall:
    return GradedCall(
        rules=loaded.rules, facts=facts, verdict=verdict, path=loaded.label, sha256=loaded.sha256
    )


def _ahead(panel: Panel) -> Schedule:
    def make() -> tuple[Upcoming | Input, ...]:
        from signals.schedule import schedule  # noqa: PLC0415

        found = schedule(panel, EVENT_WITHIN_DAYS)
        return (*found.events, *found.gaps)

    found = _records(panel, "schedule", (), make, {"upcoming": Upcoming})
    return Schedule(
        events=tuple(one for one in found if isinstance(one, Upcoming)),
        gaps=tuple(one for one in found if isinstance(one, Input)),
    )


def _base_rates(loaded: LoadedStrategy, panel: Panel) -> tuple[BaseRate, ...]:
    def make() -> tuple[BaseRate, ...]:
        from signals.allocation.criterion.base_rates import base_rates  # noqa: PLC0415

        return base_rates(loaded.rules.strategy, panel)

    return _records(panel, "base rates", (loaded.sha256,), make, {"rate": BaseRate})


def _records(
    panel: Panel,
    what: str,
    of: Collection[str],
    make: Callable[[], tuple[T, ...]],
    kinds: Mapping[str, type[Any]],
) -> tuple[T, ...]:
    """Return what follows from the rows and the day alone; whoever makes it is imported where nothing is remembered."""
    if panel.memory is None:
        return make()
    return panel.memory.records(what, of, panel.as_of, make, kinds=kinds)


def roll_offs(panel: Panel) -> tuple[ScheduledChange, ...]:
    """Return what leaves the policy windows by the calendar alone."""
    return _records(panel, "roll-offs", (), lambda: _roll_offs(panel), {"change": ScheduledChange})


def _roll_offs(panel: Panel) -> tuple[ScheduledChange, ...]:
    from signals.readings.policy import reading as policy  # noqa: PLC0415

    return tuple(
        ScheduledChange(
            on=change.on,
            fact=change.fact,
            to_value=change.after,
            because="WINDOW_ROLLS_OFF",
            unless_en="a new event of this kind is announced first",
            unless_zh="此前宣布新的同类政策",
        )
        for change in policy.scheduled(panel, LOOK_AHEAD_DAYS)
    )


def named(strategies: Sequence[LoadedStrategy]) -> frozenset[str]:
    """Return the facts that the strategies name, in legs, stops and flags."""
    return frozenset(
        name for loaded in strategies for name in (*loaded.rules.facts, *loaded.rules.flag_facts)
    )


def _facts_on(panel: Panel, today: Facts) -> Callable[[dt.date], Facts]:
    """Return a function that reads the facts of a day, each day once."""
    known = {today.as_of: today}

    def facts_on(day: dt.date) -> Facts:
        if day not in known:
            known[day] = facts_as_of(panel.at(day))
        return known[day]

    return facts_on


def _label(path: Path) -> str:
    """Name a strategy file without the folders of somebody's machine."""
    root = config_root()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


@cache
def config_sha256() -> str:
    """Return one hash over every configuration file but the strategies, which have their own."""
    root = config_root()
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in {".toml", ".csv"} and path.parent.name != "strategies":
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
