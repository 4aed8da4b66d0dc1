"""How fast rules are judged with full traces, and what others answer where a fact is missing.

    python benchmarks/rules.py

The second half needs zen-engine, cel-python and common-expression-language from
PyPI in the same environment; each one that is absent is skipped and said so.
Times are CPU times of one core.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import math
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from signals.facts import Fact, Facts, FactSpec
from signals.rules.compiled import Rules, check_conditions
from signals.rules.conditions import Group, parse_condition
from signals.rules.evaluate import Evidence, evaluate
from signals.rules.judge import Judge
from signals.rules.loading import StrategySource, read_strategy, strategies_folder
from signals.rules.verdict import Trace

SUBJECTS, LEGS, WEEKS = 30, 8, 1040
FACTS = 24
BUDGET_SECONDS = 10.0
BAND = {"enter_bp": 3000, "leave_bp": 1500, "reason": "as in the strategies that ship"}
VOCABULARY = (FactSpec(pattern="demo.f{n}", unit="pct", en="demo", zh="示例"),)


def many_strategies() -> list[Rules]:
    """Thirty strategies of eight legs; each leg supports on three clauses and opposes on one."""
    found = read_strategy(strategies_folder() / "template.toml")
    strategies = []
    for subject in range(SUBJECTS):
        legs = []
        for index in range(LEGS):
            first, second, third = ((subject + 3 * index + step) % FACTS for step in range(3))
            leg = found.strategy.legs[0].model_dump(by_alias=True)
            leg |= {
                "id": f"leg-{index}",
                "weight_bp": 10_000 // LEGS,
                "supports": {
                    "all": [
                        f"demo.f{first} > 0 pct",
                        {"any": [f"demo.f{second} > -0.5 pct", f"demo.f{third} < 1 pct"]},
                    ]
                },
                "opposes": f"demo.f{first} < -1 pct",
            }
            legs.append(leg)
        data = found.strategy.model_dump(by_alias=True) | {
            "legs": legs,
            "flags": (),
            "examples": (),
            "score": BAND,
        }
        strategy = type(found.strategy).model_validate(data, strict=False)
        source = StrategySource(path=Path("benchmark"), text="", places=found.places, strategy=strategy)
        rules = check_conditions(source, VOCABULARY, [])
        assert rules is not None  # noqa: S101 - a benchmark that cannot run should stop
        strategies.append(rules)
    return strategies


def weeks(unknown_every: int | None) -> list[Facts]:
    """Smooth waves for facts, so that verdicts vary; every so many facts one is missing."""
    first = dt.date(2004, 1, 2)
    found = []
    for week in range(WEEKS):
        day = first + dt.timedelta(weeks=week)
        facts = []
        for index in range(FACTS):
            missing = unknown_every is not None and (week + index) % unknown_every == 0
            facts.append(
                Fact(
                    name=f"demo.f{index}",
                    value=None if missing else 2 * math.sin(week / 9 + index),
                    unit="pct",
                    released_at=day,
                    age_days=0,
                    status="missing" if missing else "ok",
                    week_sigma=0.3,
                )
            )
        found.append(Facts(day, facts))
    return found


def nodes(trace: Trace | None) -> int:
    return 0 if trace is None else 1 + sum(map(nodes, trace.children))


def judge_all(title: str, unknown_every: int | None) -> float:
    """Judge every strategy in every week, as a history is written: week after week, none kept."""
    judges = [Judge(rules) for rules in many_strategies()]
    history = weeks(unknown_every)
    judged = abstained = 0
    started = time.process_time()
    for facts in history:
        evidence = Evidence(facts)
        for judge in judges:
            verdict = judge.verdict(facts, evidence=evidence)
            judged += 1
            abstained += verdict.grade is None
    seconds = time.process_time() - started
    legs = judged * LEGS
    traced = judged * sum(nodes(leg.supports) + nodes(leg.opposes) for leg in verdict.legs)
    print(
        f"{title}: {SUBJECTS} subjects x {LEGS} legs x {WEEKS} weeks = {legs:,} legs in {seconds:.2f} s CPU; "
        f"{legs / seconds:,.0f} legs/s, {traced / seconds:,.0f} traced nodes/s; {abstained / judged:.0%} abstain"
    )
    return seconds


# ---- the same three clauses elsewhere -----------------------------------------------------------------------------

CLAUSES = ("demo.f1 >= 0.65 pct", "demo.f2 > -1 pct", "demo.f3 < 20 pct")
GIVEN = {"a": 0.8, "b": 0.0, "c": 14.0}
MISSING = {"a": 0.8, "b": 0.0}
DECISION = {
    "nodes": [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {
            "id": "table",
            "type": "decisionTableNode",
            "name": "table",
            "position": {"x": 1, "y": 0},
            "content": {
                "hitPolicy": "first",
                "inputs": [{"id": name, "name": name, "type": "expression", "field": name} for name in "abc"],
                "outputs": [{"id": "out", "name": "out", "type": "expression", "field": "out"}],
                "rules": [
                    {"_id": "1", "a": ">= 0.65", "b": "> -1", "c": "< 20", "out": '"supports"'},
                    {"_id": "2", "a": "", "b": "", "c": "", "out": '"neutral"'},
                ],
            },
        },
        {"id": "end", "type": "outputNode", "name": "end", "position": {"x": 2, "y": 0}},
    ],
    "edges": [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "2", "type": "edge", "sourceId": "table", "targetId": "end"},
    ],
}
Ask = Callable[[Mapping[str, float]], Any]


def ours() -> Ask:
    rule = Group(node="all", children=tuple(parse_condition(text, VOCABULARY) for text in CLAUSES))
    day = dt.date(2024, 2, 16)
    names = dict(zip("abc", ("demo.f1", "demo.f2", "demo.f3"), strict=True))

    def ask(values: Mapping[str, float]) -> str:
        facts = {
            names[key]: Fact(
                name=names[key],
                value=value,
                unit="pct",
                released_at=day,
                age_days=0,
                status="ok",
                week_sigma=0.3,
            )
            for key, value in values.items()
        }
        trace = evaluate(rule, Evidence(facts))
        return f"{trace.verdict} ({trace.reason})" if trace.reason else trace.verdict

    return ask


def zen_expression() -> Ask:
    import zen

    return zen.compile_expression("a >= 0.65 and b > -1 and c < 20").evaluate


def zen_table() -> Ask:
    import zen

    decision = zen.ZenEngine().create_decision(json.dumps(DECISION))
    return lambda values: decision.evaluate(dict(values))["result"]["out"]


def cel_python() -> Ask:
    import celpy

    environment = celpy.Environment()
    program = environment.program(environment.compile("a >= 0.65 && b > -1.0 && c < 20.0"))
    return lambda values: bool(program.evaluate(celpy.json_to_cel(dict(values))))


def common_expression_language() -> Ask:
    import cel

    return cel.compile("a >= 0.65 && b > -1.0 && c < 20.0").execute


PEERS: tuple[tuple[str, str | None, Callable[[], Ask], str], ...] = (
    ("ours", None, ours, "value, threshold, verdict, distance, reason and release day of each clause"),
    ("zen-engine, expression", "zen-engine", zen_expression, "nothing"),
    ("zen-engine, decision table", "zen-engine", zen_table, "nothing unless traced; then the row that hit"),
    ("cel-python", "cel-python", cel_python, "nothing"),
    ("common-expression-language", "common-expression-language", common_expression_language, "nothing"),
)


def answer(ask: Ask, values: Mapping[str, float]) -> str:
    try:
        return repr(ask(values))
    except Exception as error:  # noqa: BLE001 - whatever a peer raises is its answer
        said = " ".join(str(error).split("Stack backtrace")[0].replace("\\n", " ").split())
        return f"{type(error).__name__}: {said[:70]}"


def rate(ask: Ask) -> float:
    count, seconds = 0, 0.0
    started = time.process_time()
    while seconds < 0.5:
        for _ in range(200):
            ask(GIVEN)
        count += 200
        seconds = time.process_time() - started
    return count / seconds


def compare() -> None:
    print("\nOne rule of three clauses: all(a >= 0.65, b > -1, c < 20), on one core")
    for title, package, build, explains in PEERS:
        name = title
        if package is not None:
            try:
                name = f"{title} {importlib.metadata.version(package)}"
            except importlib.metadata.PackageNotFoundError:
                print(f"  {title}: not installed here, skipped (pip install {package})")
                continue
        ask = build()
        print(f"  {name}: {rate(ask):,.0f} evaluations/s")
        print(f"      all known: {answer(ask, GIVEN)}   c missing: {answer(ask, MISSING)}")
        print(f"      explains: {explains}")


def main() -> None:
    seconds = judge_all("all known", None)
    judge_all("one fact in ten missing", 10)
    print(f"asked: {BUDGET_SECONDS:.0f} s or less on one core; got {seconds:.2f} s")
    compare()


if __name__ == "__main__":
    main()
