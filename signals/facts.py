"""Facts: the only bridge between readings and rules.

A fact is a named, typed value with its unit, the day on which it became
known, and what is wrong with it, if anything. Arithmetic lives in the
readings, where it is tested; rules only compare facts with literals.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from signals.units import UNITS, Value
from signals.words import Word

FactValue = Value
Reason = Word | str
"""Why, said by code; text of a person or a feed stays text, and nothing is said by the empty string."""
Status = Literal["ok", "missing", "stale", "suspect", "unreleased"]
STATUSES: tuple[Status, ...] = ("ok", "suspect", "stale", "unreleased", "missing")  # mildest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """The newest word of one series that a fact rests on, and its health.

    ``period`` and ``released_at`` are None where nothing is known at all.
    ``max_age_days`` counts from ``released_at``.
    """

    series: str
    status: Status
    reason: Reason = ""
    period: dt.date | None = None
    released_at: dt.date | None = None
    age_days: int | None = None
    max_age_days: int | None = None
    source: str = ""
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One named value as of a day.

    ``value`` is None exactly where nothing can be said; a stale or suspect
    fact keeps its value for the reader, and rules treat it as unknown.
    ``error`` is the one-sigma measurement or model error in the fact's unit.
    ``week_sigma`` is the standard deviation of one-week changes in the fact's
    own history, or None where that history is too short to say.
    """

    name: str
    value: FactValue
    unit: str
    released_at: dt.date | None
    age_days: int | None
    status: Status
    reason: Reason = ""
    period: dt.date | None = None
    error: float | None = None
    week_sigma: float | None = None
    inputs: tuple[Input, ...] = ()
    derivation: Reason = ""

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"fact {self.name} has the unknown unit {self.unit!r}")
        if isinstance(self.value, float) and not math.isfinite(self.value):
            raise ValueError(f"fact {self.name} is {self.value}: say status and None instead")
        if self.value is None and self.status == "ok":
            raise ValueError(f"fact {self.name} has no value, so its status cannot be ok")

    @property
    def usable(self) -> bool:
        """Whether a rule may compare this fact."""
        return self.status == "ok" and self.value is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSpec:
    """What a fact is called, measured in and means; known before any data is read.

    ``pattern`` is the dotted name, with ``{date}``, ``{year}``, ``{n}`` or ``{level}``
    for the parts that vary: ``us.fed.p_cut_by.{date}``. ``words`` is the closed
    list that a fact with the unit ``word`` chooses from.
    """

    pattern: str
    unit: str
    en: str
    zh: str
    words: tuple[str, ...] = ()
    yearly: bool = False
    counted: bool = False
    """Whether it counts events in a window: it moves by an act or on a known day, so no sigma is a distance."""

    def matches(self, name: str) -> bool:
        """Return whether ``name`` is an instance of this pattern."""
        if (
            "{" not in self.pattern
        ):  # most are plain names, and a vocabulary is searched for every fact of a day
            return name == self.pattern
        return _compiled(self.pattern).fullmatch(name) is not None

    def may_start(self, prefix: str) -> bool:
        """Return whether an instance of this pattern can start with ``prefix``."""
        fixed = self.pattern.partition("{")[0]
        return (
            self.pattern.startswith(prefix)
            or (fixed != self.pattern and prefix.startswith(fixed))
            or self.matches(prefix)
        )


_PARTS = {"date": r"\d{4}-\d{2}-\d{2}", "year": r"\d{4}", "n": r"\d+", "level": r"\d+(?:_\d+)?"}
_patterns: dict[str, re.Pattern[str]] = {}


def _compiled(pattern: str) -> re.Pattern[str]:
    if pattern not in _patterns:
        text = re.escape(pattern)
        for part, expression in _PARTS.items():
            text = text.replace(r"\{" + part + r"\}", expression)
        _patterns[pattern] = re.compile(text)
    return _patterns[pattern]


class Facts(Mapping[str, Fact]):
    """All facts as of one day, by name."""

    def __init__(self, as_of: dt.date, facts: Iterable[Fact]) -> None:
        self.as_of = as_of
        self._facts = {fact.name: fact for fact in facts}

    def __getitem__(self, name: str) -> Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)


def worst(inputs: Iterable[Input]) -> tuple[Status, Reason]:
    """Return the worst status among inputs, with its reason."""
    gravest: Input | None = None
    for item in inputs:
        if STATUSES.index(item.status) > STATUSES.index(gravest.status if gravest else "ok"):
            gravest = item
    if gravest is None:
        return "ok", ""
    if not gravest.reason:
        return gravest.status, gravest.series
    return gravest.status, Word.of("facts.of_input", series=gravest.series, reason=gravest.reason)


def not_ok(status: Status, reason: Reason) -> Word:
    """Return a status with its reason: ``stale: 60 days old, limit 45``."""
    word = Word.of(f"facts.status_{status}")
    return Word.of("facts.not_ok", status=word, reason=reason) if reason else word


def fact_from(
    *,
    name: str,
    value: FactValue,
    unit: str,
    inputs: tuple[Input, ...],
    derivation: Reason,
    period: dt.date | None = None,
    error: float | None = None,
    reason: Reason = "",
) -> Fact:
    """Build a fact whose status, release day and age follow from its inputs.

    A NaN or a None becomes "no value": missing where the inputs themselves are
    fine, and whatever is wrong with the inputs otherwise. ``reason`` explains
    an absent value. The fact became known when the newest of its inputs did;
    it is as old as the oldest.
    """
    if isinstance(value, float) and not math.isfinite(value):
        value = None
    status, why = worst(inputs)
    if value is None and status in {"ok", "suspect"}:
        status, why = "missing", reason or why or Word.of("facts.cannot_be_computed")
    released = [item.released_at for item in inputs if item.released_at is not None]
    ages = [item.age_days for item in inputs if item.age_days is not None]
    return Fact(
        name=name,
        value=value,
        unit=unit,
        released_at=max(released, default=None),
        age_days=max(ages, default=None),
        status=status,
        reason=why,
        period=period,
        error=error if error is None or math.isfinite(error) else None,
        inputs=inputs,
        derivation=derivation,
    )


def value_of(value: FactValue) -> float | bool | str | None:
    """Return a fact's value as JSON has it: dates as ISO text."""
    return value.isoformat() if isinstance(value, dt.date) else value


def input_document(item: Input) -> dict[str, Any]:
    """Return one input with its health."""
    return {
        "series": item.series,
        "status": item.status,
        "reason": str(item.reason),
        "period": value_of(item.period),
        "released_at": value_of(item.released_at),
        "age_days": item.age_days,
        "max_age_days": item.max_age_days,
        "source": item.source,
        "exact": item.exact,
    }


def fact_document(fact: Fact) -> dict[str, Any]:
    """Return one fact with everything that is known of it."""
    return {
        "name": fact.name,
        "value": value_of(fact.value),
        "unit": fact.unit,
        "status": fact.status,
        "reason": str(fact.reason),
        "period": value_of(fact.period),
        "released_at": value_of(fact.released_at),
        "age_days": fact.age_days,
        "error": fact.error,
        "week_sigma": fact.week_sigma,
        "inputs": [input_document(item) for item in fact.inputs],
        "derivation": str(fact.derivation),
    }


_ACCEPTED = "accepted: "


def gate_word(rule: str) -> Word:
    """Return what a rule holds against a row; an accepted row says so, with the person's reason."""
    if rule.startswith(_ACCEPTED):
        broken, _, because = rule.removeprefix(_ACCEPTED).partition(": ")
        return Word.of("gates.accepted", rule=gate_word(broken), because=because)
    return Word.of(rule if rule.startswith("tables.") else f"gates.{rule or 'unnamed'}")
