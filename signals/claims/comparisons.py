"""Does a sentence hold on its date, and when was it last true?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from signals.facts import Fact, FactSpec, Reason, not_ok
from signals.panel import Panel
from signals.readings import readings_of
from signals.rules.conditions import ConditionError, Leaf, parse_condition, spec_of
from signals.rules.verdict import Truth
from signals.words import Word
from sources.message import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the facts of one day say of one sentence.

    ``margin`` is the signed distance to the threshold in the fact's unit,
    positive on the true side. ``within_error`` says that the margin is smaller
    than the fact's own one-sigma error: true or false, but only just.
    """

    sentence: Leaf
    verdict: Truth
    reason: Reason
    fact: Fact | None
    margin: float | None
    within_error: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAnswer:
    """The answers of one day; ``verdict`` is true where every sentence holds."""

    day: dt.date
    answers: tuple[Answer, ...]

    @property
    def verdict(self) -> Truth:
        """All sentences together, in three-valued logic."""
        verdicts = {answer.verdict for answer in self.answers}
        return "false" if "false" in verdicts else "unknown" if "unknown" in verdicts else "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A run of asked days on which everything held; ``days`` counts them."""

    first: dt.date
    last: dt.date
    days: int


def parse_sentences(sentences: Sequence[str], vocabulary: Sequence[FactSpec]) -> tuple[Leaf, ...]:
    """Read sentences such as ``us.fed.cuts_2024 > 5 cuts``, with units as people write them.

    ``%`` is percent, basis points of cuts are quarter points, and the unit may be
    left out where only one can be meant. A probability needs one: 0.5 may be a
    half or half a percent.

    Raises:
        ConditionError: a fact is unknown or a literal does not fit, with "did you mean".
    """
    return tuple(_parsed(text, vocabulary) for text in sentences)


_MEASURED = re.compile(
    r"\s*(?P<fact>[\w.-]*\w)\s*(?P<op>[<>]=?|[=!]=)\s*(?P<number>[-+]?\d+(?:\.\d+)?)\s*(?P<unit>%|bp|)\s*"
)


def _as_rules_write(text: str, vocabulary: Sequence[FactSpec]) -> str:
    """Return a comparison in the units that rules know; what is no measure stays as it is."""
    found = _MEASURED.fullmatch(text)
    spec = spec_of(found["fact"], vocabulary) if found else None
    if found is None or spec is None:
        return text
    number, unit = found["number"], found["unit"]
    if unit == "%":
        unit = "pct"
    elif unit == "bp" and spec.unit in {"cuts", "hikes"}:
        number, unit = f"{float(number) / QUARTER_POINT_BP:g}", spec.unit
    return f"{found['fact']} {found['op']} {number} {unit}".rstrip()


QUARTER_POINT_BP = 25


def _parsed(text: str, vocabulary: Sequence[FactSpec]) -> Leaf:
    leaf = parse_condition(_as_rules_write(text, vocabulary), vocabulary, lenient=True)
    found = _MEASURED.fullmatch(text)
    if leaf.unit == "prob" and found is not None and not found["unit"]:
        number = found["number"]
        raise ConditionError(
            text,
            found.end("number"),
            message("{number} needs a unit here: {number} pct, or {number} prob (0 to 1)", number=number),
        )
    return leaf


def check(panel: Panel, sentences: Sequence[Leaf], days: Sequence[dt.date]) -> Iterator[DayAnswer]:
    """Yield the answers of each day as known on it; ``days`` ascend and end by the panel's own."""
    found: dict[dt.date, dict[str, Fact]] = {day: {} for day in days}
    wanted = {leaf.fact for leaf in sentences}
    for reading in readings_of(wanted, panel.catalogue):
        for day, facts in reading.facts_range(panel, days, wanted=wanted):
            found[day].update((fact.name, fact) for fact in facts)
    for day in days:
        yield DayAnswer(
            day=day, answers=tuple(answer_of(leaf, found[day].get(leaf.fact)) for leaf in sentences)
        )


def days_between(
    panel: Panel, sentences: Sequence[Leaf], start: dt.date, end: dt.date
) -> tuple[dt.date, ...]:
    """Return the days worth asking: those with prices for the rate path, weekdays otherwise."""
    days: set[dt.date] = set()
    for reading in readings_of((leaf.fact for leaf in sentences), panel.catalogue):
        days.update(reading.days(panel, start, end))
    return tuple(sorted(days))


def spells(answers: Iterable[DayAnswer]) -> tuple[Spell, ...]:
    """Return the runs of days on which everything held, oldest first."""
    found: list[Spell] = []
    running: list[dt.date] = []
    for answer in answers:
        if answer.verdict == "true":
            running.append(answer.day)
        elif running:
            found.append(Spell(first=running[0], last=running[-1], days=len(running)))
            running = []
    if running:
        found.append(Spell(first=running[0], last=running[-1], days=len(running)))
    return tuple(found)


def answer_of(leaf: Leaf, fact: Fact | None) -> Answer:
    """Return what one fact says of one sentence; None where no reading states it."""
    if fact is None:
        return Answer(
            sentence=leaf,
            verdict="unknown",
            reason=Word.of("facts.not_stated", fact=leaf.fact),
            fact=None,
            margin=None,
            within_error=False,
        )
    if not fact.usable:
        return Answer(
            sentence=leaf,
            verdict="unknown",
            reason=not_ok(fact.status, fact.reason),
            fact=fact,
            margin=None,
            within_error=False,
        )
    holds = leaf.holds(fact.value)
    margin = None
    if (
        isinstance(fact.value, float | int)
        and isinstance(leaf.threshold, float | int)
        and leaf.kind == "number"
    ):
        distance = abs(float(fact.value) - float(leaf.threshold))
        margin = distance if holds else -distance
    return Answer(
        sentence=leaf,
        verdict="true" if holds else "false",
        reason="",
        fact=fact,
        margin=margin,
        within_error=margin is not None and fact.error is not None and abs(margin) < fact.error,
    )
