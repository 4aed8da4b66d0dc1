"""Small strategies out of plain dictionaries, and a second, naive evaluator to judge ours by."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import strategies as st

from signals.facts import Fact, Facts, FactSpec, FactValue
from signals.opening import catalogue
from signals.readings import vocabulary
from signals.rules.compiled import Rules, compile_strategy
from signals.rules.loading import StrategySource
from signals.rules.strategy import Strategy
from signals.rules.toml_places import places

DAY = dt.date(2024, 2, 16)
WORDS = ("falling", "stalled", "rising")


def spec(pattern: str, unit: str, words: tuple[str, ...] = ()) -> FactSpec:
    return FactSpec(pattern=pattern, unit=unit, en=pattern, zh=pattern, words=words)


VOCABULARY = (
    spec("us.cpi.yoy", "pct"),
    spec("us.cpi.trend.p_falling_{n}m", "prob"),
    spec("us.cpi.trend.direction_{n}m", "word", WORDS),
    spec("us.cpi.surprise", "pp"),
    spec("us.fed.cuts_{year}", "cuts"),
    spec("us.fed.p_cut_by.{date}", "prob"),
    spec("us.fed.first_cut", "date"),
    spec("cn.policy.rrr_cut_{n}d", "bp"),
    spec("cn.policy.regulation_restrictive_{n}d", "events"),
    spec("us.open", "bool"),
    spec("us.vix", "pts"),
)

TEXT = {"en": "x", "zh": "甲"}


def instrument(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "name": TEXT,
        "kind": "sector_index",
        "currency": "HKD",
        "return_basis": "price",
        "series": f"index.{name}",
    }


def leg(name: str, weight_bp: int, supports: Any = None, opposes: Any = None) -> dict[str, Any]:
    found = {
        "id": name,
        "name": TEXT,
        "weight_bp": weight_bp,
        "weight_reason": "test",
        "threshold_reason": "test",
        "reason": TEXT,
        "supports": supports,
        "opposes": opposes,
    }
    return {key: value for key, value in found.items() if value is not None}


def strategy_data(
    legs: Sequence[Mapping[str, Any]],
    *,
    stops: Sequence[Any] = (),
    enter_bp: int = 3000,
    leave_bp: int = 1500,
) -> dict[str, Any]:
    return {
        "id": "test",
        "version": "1",
        "written_on": dt.date(2020, 1, 1),
        "title": TEXT,
        "subject": instrument("A"),
        "benchmark": instrument("B"),
        "criterion": {
            "quote": TEXT,
            "metric": "relative_return",
            "formula": "x",
            "threshold_pct": 10,
            "touch_counts": False,
            "entry": TEXT,
            "checkpoints": [{"label": "12m", "months": 12, "primary": True}],
            "reason": "test",
        },
        "scale": {"id": "three", "overweight": TEXT, "neutral": TEXT, "underweight": TEXT},
        "score": {"enter_bp": enter_bp, "leave_bp": leave_bp, "reason": "test"},
        "tilt": {
            "step_bp": 500,
            "cap_bp": 300,
            "max_tracking_error_bp": 50,
            "relative_volatility_pct": 15,
            "funding": "B",
            "reason": "test",
        },
        "legs": list(legs),
        "invalidation": [
            {"id": f"stop-{index}", "when": when, "then": TEXT, "reason": "test"}
            for index, when in enumerate(stops)
        ],
    }


def rules(data: Mapping[str, Any]) -> Rules:
    source = StrategySource(
        path=Path("test.toml"), text="", places=places(""), strategy=Strategy.model_validate(data)
    )
    return compile_strategy(source, VOCABULARY)


@cache
def unit_of(name: str) -> str:
    return next(each.unit for each in (*VOCABULARY, *vocabulary(catalogue())) if each.matches(name))


def fact(name: str, value: FactValue, *, week_sigma: float | None = None, **more: Any) -> Fact:
    return Fact(
        name=name,
        value=value,
        unit=more.pop("unit", unit_of(name)),
        released_at=DAY,
        age_days=0,
        status=more.pop("status", "missing" if value is None else "ok"),
        week_sigma=week_sigma,
        **more,
    )


def facts(values: Mapping[str, FactValue], *, week_sigma: float | None = None) -> Facts:
    """Facts by name; None is a missing one."""
    return Facts(DAY, [fact(name, value, week_sigma=week_sigma) for name, value in values.items()])


# ---- the naive evaluator: two-valued, straight from the text of a condition ---------------------------------------


def naive(condition: Any, values: Mapping[str, Any]) -> bool:
    if isinstance(condition, str):
        name, op, threshold = _read(condition)
        return _compare(values[name], op, threshold)
    if "all" in condition:
        return all(naive(child, values) for child in condition["all"])
    if "any" in condition:
        return any(naive(child, values) for child in condition["any"])
    if "not" in condition:
        return not naive(condition["not"], values)
    return sum(naive(child, values) for child in condition["of"]) >= condition["at_least"]


@cache
def _read(text: str) -> tuple[str, str, Any]:
    name, op, *literal = text.split()
    return name, op, _literal(literal, unit_of(name))


def _literal(literal: Sequence[str], unit: str) -> Any:
    if unit == "date":
        return dt.date.fromisoformat(literal[0])
    if unit in {"word", "bool"}:
        return literal[0] if unit == "word" else literal[0] == "true"
    scale = {("pct", "prob"): Fraction(1, 100), ("bp", "pp"): Fraction(1, 100), ("pp", "bp"): Fraction(100)}
    return float(Fraction(literal[0]) * scale.get((literal[1], unit), Fraction(1)))


def _compare(value: Any, op: str, threshold: Any) -> bool:
    if op in {"==", "!="}:
        return (value == threshold) == (op == "==")
    below, equal = value < threshold, value == threshold
    return {"<": below, "<=": below or equal, ">": not below and not equal, ">=": not below}[op]


def naive_score(data: Mapping[str, Any], values: Mapping[str, Any]) -> int:
    return sum(
        each["weight_bp"]
        * (
            ("supports" in each and naive(each["supports"], values))
            - ("opposes" in each and naive(each["opposes"], values))
        )
        for each in data["legs"]
    )


def naive_grade(data: Mapping[str, Any], values: Mapping[str, Any], previous: str | None) -> str:
    if any(naive(stop["when"], values) for stop in data["invalidation"]):
        return "neutral"
    score = naive_score(data, values)
    up = data["score"]["leave_bp" if previous == "overweight" else "enter_bp"]
    down = data["score"]["leave_bp" if previous == "underweight" else "enter_bp"]
    if score >= up:
        return "overweight"
    return "underweight" if score <= -down else "neutral"


# ---- strategies at random, over facts of every kind ----------------------------------------------------------------

# For each fact the thresholds that leaves may use, as written, and values on, between and beyond all of them.
KINDS: dict[str, tuple[list[str], list[Any]]] = {
    "us.cpi.yoy": (["2 pct", "3 pct", "3.5 pct"], [1.0, 2.0, 2.5, 3.0, 3.01, 3.25, 3.5, 9.0]),
    "us.cpi.trend.p_falling_12m": (["35 pct", "0.65 prob"], [0.0, 0.1, 0.35, 0.5, 0.65, 0.651, 1.0]),
    "us.cpi.surprise": (["20 bp", "-0.1 pp"], [-0.5, -0.1, 0.0, 0.2, 0.4]),
    "cn.policy.rrr_cut_60d": (["25 bp", "0.5 pp"], [-10.0, 0.0, 25.0, 30.0, 50.0, 75.0]),
    "cn.policy.regulation_restrictive_60d": (["1 events", "3 events"], [0, 1, 2, 3, 7]),
    "us.fed.first_cut": (
        ["2024-05-01", "2024-06-12"],
        [dt.date(2024, month, day) for month, day in ((3, 20), (5, 1), (5, 2), (6, 11), (6, 12), (7, 31))],
    ),
    "us.open": (["true"], [True, False]),
    "us.cpi.trend.direction_6m": (list(WORDS), list(WORDS)),
}


def operators(name: str) -> tuple[str, ...]:
    unit = unit_of(name)
    if unit in {"bool", "word"}:
        return ("==", "!=")
    return ("<", "<=", ">", ">=", "==", "!=") if unit in {"events", "date"} else ("<", "<=", ">", ">=")


def a_leaf(names: Sequence[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(names).flatmap(
        lambda name: st.builds(
            lambda op, literal: f"{name} {op} {literal}",
            st.sampled_from(operators(name)),
            st.sampled_from(KINDS[name][0]),
        )
    )


def a_condition(names: Sequence[str]) -> st.SearchStrategy[Any]:
    def grown(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        several = st.lists(children, min_size=1, max_size=3)
        return st.one_of(
            st.builds(lambda of: {"all": of}, several),
            st.builds(lambda of: {"any": of}, several),
            st.builds(lambda child: {"not": child}, children),
            several.flatmap(lambda of: st.integers(1, len(of)).map(lambda n: {"at_least": n, "of": of})),
        )

    return st.recursive(a_leaf(names), grown, max_leaves=4)


@st.composite
def a_strategy(draw: st.DrawFn, *, max_legs: int = 3, max_facts: int = 4) -> dict[str, Any]:
    """Plain data of a strategy over a few facts, with or without a stop rule."""
    names = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=max_facts, unique=True))
    legs = []
    for index in range(draw(st.integers(1, max_legs))):
        sides = draw(st.sampled_from(("supports", "opposes", "both")))
        condition = a_condition(names)
        legs.append(
            leg(
                f"leg-{index}",
                draw(st.sampled_from((1000, 1500, 2500, 5000))),
                draw(condition) if sides != "opposes" else None,
                draw(condition) if sides != "supports" else None,
            )
        )
    stops = draw(st.lists(a_condition(names), max_size=1))
    return strategy_data(legs, stops=stops)


def grid(data: Mapping[str, Any]) -> dict[str, list[Any]]:
    """For each fact that the strategy names, values on, between and beyond its thresholds."""
    text = repr(data)
    return {name: values for name, (_, values) in KINDS.items() if name in text}


@pytest.fixture(scope="session")
def lab() -> ModuleType:
    """Return this module: tests are imported one by one, so they cannot import it."""
    return sys.modules[__name__]
