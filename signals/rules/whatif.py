"""What a call would be if some facts were others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from signals.config import ConfigError
from signals.facts import Facts, FactSpec, FactValue
from signals.rules.compiled import Rules
from signals.rules.conditions import ConditionError, nearest_fact, parse_value, spec_of
from signals.rules.flips import call, substituted
from signals.rules.verdict import CallVerdict, Grade
from sources.message import message
from sources.spelling import meant

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """A fact with another value; None stands for unknown."""

    fact: str
    unit: str
    value: FactValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """An assumption beside what is known; ``idle`` where no leg and no stop rule looks at the fact."""

    fact: str
    unit: str
    now: FactValue
    then: FactValue
    idle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """One call as it is and as it would be."""

    assumed: tuple[Assumed, ...]
    now: CallVerdict
    then: CallVerdict


def parse_assumptions(texts: Sequence[str], vocabulary: Sequence[FactSpec]) -> tuple[Assumption, ...]:
    """Read assumptions such as ``us.vix=25 pts`` or ``us.vix=unknown``; the unit may be left out.

    Raises:
        ConfigError: a fact is unknown or assumed twice, or a value does not fit.
    """
    found: dict[str, Assumption] = {}
    for text in texts:
        name, equals, written = (part.strip() for part in text.partition("="))
        if not equals or not name or not written:
            raise ConfigError(
                message("{text!r}: expected FACT=VALUE, such as us.vix=25 or us.vix=unknown", text=text)
            )
        spec = spec_of(name, vocabulary)
        if spec is None:
            near = nearest_fact(name, vocabulary)
            hint = meant(near, quoted=True) or message("; `signals facts` lists those that exist")
            raise ConfigError(
                message("{text!r}: unknown fact {name!r}{hint}", text=text, name=name, hint=hint)
            )
        if name in found:
            raise ConfigError(message("{text!r}: {name} is assumed twice", text=text, name=name))
        try:
            value = None if written == UNKNOWN else parse_value(written, spec, lenient=True)
        except ConditionError as error:
            raise ConfigError(message("{text!r}: {problem}", text=text, problem=error.problem)) from error
        found[name] = Assumption(fact=name, unit=spec.unit, value=value)
    return tuple(found.values())


def what_if(
    rules: Rules, facts: Facts, assumptions: Sequence[Assumption], *, previous: Grade | None = None
) -> WhatIf:
    """Judge a call twice: on the facts as they are, and with some of them assumed."""
    values = {assumption.fact: assumption.value for assumption in assumptions}
    units = {assumption.fact: assumption.unit for assumption in assumptions}
    return WhatIf(
        assumed=tuple(
            Assumed(
                fact=assumption.fact,
                unit=assumption.unit,
                now=_usable(facts, assumption.fact),
                then=assumption.value,
                idle=assumption.fact not in rules.lines,
            )
            for assumption in assumptions
        ),
        now=call(rules, facts, previous=previous),
        then=call(rules, substituted(facts, values, units), previous=previous),
    )


def _usable(facts: Facts, name: str) -> FactValue:
    fact = facts.get(name)
    return fact.value if fact is not None and fact.usable else None
