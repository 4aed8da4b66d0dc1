# ruff: noqa: E501 - prose and rows of tables stay in one piece
"""The record of the present rules, and of those before them, beside simple rivals.

    python benchmarks/scorecard.py > docs/scorecard.md

Facts are read for every week, grades are chained in order and calls are settled by the product's own code; only the
documents around them are left out, which is what makes this quick.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from replay_data import events, observations

from signals.allocation.book.tilt import tilt_of
from signals.allocation.criterion.base_rates import base_rates
from signals.allocation.criterion.horizon import checkpoint_day, entry_day
from signals.allocation.criterion.relative import relative_price
from signals.calendars.exchanges import exchange_of
from signals.engine import LoadedStrategy, load_strategies, named
from signals.opening import catalogue, open_reader
from signals.panel import Panel
from signals.record.log import Trail
from signals.record.replay import Plan, Replay, days_between
from signals.record.scorecard import Card, CheckpointCard, Thread, scorecard
from signals.record.settle import Said
from signals.record.spread import Data, Workers, state_of
from signals.rules.strategy import Strategy
from signals.rules.verdict import CallVerdict
from sources.contract import Reader
from sources.store import Store

HERE = Path(__file__).parent
FOLDER = Path(os.environ.get("SIGNALS_VALIDATION_DIR", HERE.parents[1] / "shared" / "validation"))
BEFORE = HERE / "rules_2026_11_1"
SPLIT, END = dt.date(2023, 12, 31), dt.date(2024, 6, 28)
FIRST = {"hstech": dt.date(2020, 8, 7), "nasdaq": dt.date(2011, 1, 7)}


def store_of(folder: Path, path: Path) -> Reader:
    """Build the store that everything here is read from."""
    Store.open(path, create=True).append(
        observations(folder), events(folder), fetched_at=dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
    )
    return open_reader(store=path, sample=False)


def calls_of(loaded: LoadedStrategy, work: Replay, reader: Reader) -> list[Said]:
    """Return the calls of one strategy on every day of a plan, grades chained."""
    strategy, trail, found = loaded.rules.strategy, Trail(), []
    for day in work.plan.days:
        verdict = work.verdicts(day, trail.calls())[strategy.thread_id]
        trail.note(day, {strategy.thread_id: verdict.grade})
        found.append(said(strategy, verdict, day, reader))
    return found


def said(strategy: Strategy, verdict: CallVerdict, day: dt.date, reader: Reader) -> Said:
    exchange = exchange_of(strategy.subject.currency, day)
    entry = entry_day(day, exchange)
    points = strategy.criterion.checkpoints
    rates = base_rates(strategy, Panel(reader, day, catalogue()))
    signs = {"supports": 1, "opposes": -1}
    graded = verdict.grade is not None
    return Said(
        thread=strategy.thread_id,
        as_of=day,
        grade=verdict.grade,
        version=strategy.version,
        threshold_pct=strategy.criterion.threshold_pct,
        entry=entry if graded else None,
        checkpoints={
            point.label: checkpoint_day(entry, point.months, exchange, known_on=day) for point in points
        }
        if graded
        else {},
        primary=strategy.criterion.primary.label if graded else None,
        active_bp=tilt_of(strategy, verdict, verdict.grade).active[0].active_bp,
        stances={leg.leg: signs.get(leg.stance, 0) for leg in verdict.legs},
        odds={
            rate.checkpoint: (rate.underweight_pct, rate.neutral_pct, rate.overweight_pct)
            for rate in rates
            if rate.basis == "live"
        },
        needs=verdict.needs,
    )


def settled_later(calls: Sequence[Said]) -> list[Said]:
    """Return the calls with only those checkpoints that came after the split."""
    return [
        replace(call, checkpoints={label: day for label, day in call.checkpoints.items() if day > SPLIT})
        for call in calls
    ]


def thread_of(strategy: Strategy, calls: Sequence[Said], reader: Reader, as_of: dt.date) -> Thread:
    return Thread(
        calls=tuple(calls),
        price=relative_price(
            Panel(reader, as_of, catalogue()), strategy.subject.series, strategy.benchmark.series
        ),
        written_on=strategy.written_on,
        months={point.label: point.months for point in strategy.criterion.checkpoints},
    )


# ---- printing ------------------------------------------------------------------------------------------------------


def rates_table(title: str, cards: Sequence[tuple[str, Card]]) -> None:
    print(f"\n### {title}\n")
    print(
        "| rules | at | settled | windows | right | chance | base rate | sign x result | 90 % interval | placebo p | RPS skill | verdict |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for version, card in cards:
        for point in card.checkpoints:
            if point.n:
                print(row(version, point))
    _, newest = cards[-1]
    for point in newest.checkpoints:
        for rival in point.rivals:
            if rival.name != "ours":
                name = rival.name.replace("_", " ")
                print(
                    f"| {name} | {point.label} | {rival.n} | | {rival.hit_pct:.1f} % | | | {rival.signed_pp:+.2f} pp | | | | |"
                )


def row(version: str, point: CheckpointCard) -> str:
    mean, forecast = point.signed_pp, point.forecast
    interval = "" if mean is None or mean.low is None else f"{mean.low:+.2f} to {mean.high:+.2f}"
    signed = "" if mean is None else f"{mean.value:+.2f} pp"
    base = "" if point.base_rate_pct is None else f"{point.base_rate_pct:.1f} %"
    p = "" if point.placebo_p is None else f"{point.placebo_p:.2f}"
    skill = "" if forecast is None else f"{100 * forecast.rps_skill:+.0f} %"
    return (
        f"| {version} | {point.label} | {point.n} | {point.n_windows} | {point.hit_pct:.1f} % | {point.chance_pct:.1f} % "
        f"| {base} | {signed} | {interval} | {p} | {skill} | {point.verdict.text('en')} |"
    )


def legs_table(card: Card) -> None:
    print("\n| leg | at | after support | after opposition | after neither | sign | placebo p |")
    print("|---|---|---|---|---|---|---|")
    for point in card.checkpoints:
        for leg in point.legs:
            sign = "" if leg.right_sign is None else "right" if leg.right_sign else "wrong"
            p = "" if leg.placebo_p is None else f"{leg.placebo_p:.2f}"
            after = [
                "" if mean is None else f"{mean:+.1f} pp{count}"
                for mean, count in (
                    (leg.after_supports_pp, f" ({leg.n_supports})"),
                    (leg.after_opposes_pp, f" ({leg.n_opposes})"),
                    (leg.after_neither_pp, ""),
                )
            ]
            print(f"| `{leg.leg}` | {point.label} | {' | '.join(after)} | {sign} | {p} |")


def shares(calls: Sequence[Said]) -> str:
    counts = Counter(call.grade or "abstained" for call in calls)
    return ", ".join(f"{grade} {count}" for grade, count in counts.most_common())


INTRO = """# Scorecard

**What a strategist should take from it: none of these rules has shown an edge, so read a grade as what its legs add up to on its day, and take the odds from the base rate.**
"Always neutral" was right more often than the present rules in {beaten} of {rows} rows below.

Printed by `python benchmarks/scorecard.py > docs/scorecard.md`, on data that may not be published (closes to 2024-06-28, US prices and China's figures to early 2024, events collected by hand; of property they tell nothing before October 2021).

| | what it is worth |
|---|---|
| hindsight | every call below: a replay of rules written in November 2026, which could know what came after each day |
| recorded | nothing yet: record calls with `signals allocate --record` and let `signals scorecard --log` settle them; only those can ever show an edge |

For Hang Seng TECH there are three years that do not overlap, where twenty are needed; for the Nasdaq there are twelve.

## How to read the tables

*Right* is the share of calls whose event came, *chance* that of random calls with the same shares, *base rate* what was stated on the day where three separate windows were known.
Neutral is right within 10 %, so *always neutral* is hard to beat for a calm pair.
*Sign x result* is the mean relative return in the direction of the call, with a 90 % stationary bootstrap interval; the placebo shifts the calls in time and asks how often the link looks as good.
On calls without skill each of these tests fires as often as it says (`python benchmarks/no_skill.py`: 4 to 7 % at a nominal 5 %); below three separate windows none is told.
*RPS skill* is what the grades' own settled record adds to the base rate; below zero it costs.

The rules of version 2026.11.2 were revised on calls settled by 2023-12-31 alone.
The choices made on them: three of ten legs dropped, because by the readings of that day they had the wrong sign for both pairs, and one threshold a pair out of eleven, by a rule that looks at shares and not at hits.
What was settled later is the last table of each pair. It was looked at after the rules were fixed, and for the Nasdaq twice: its threshold was taken again by the same rule when the inflation reading changed.
Since then the tables are printed anew when readings or data change; the rules are not touched.
"""


def main() -> None:
    said, cards = io.StringIO(), []
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(said):
        path = Path(folder) / "store.sqlite"
        reader = store_of(FOLDER, path)
        for name, first in FIRST.items():
            cards += one_pair(name, first, reader, path)
    rows = [
        {rival.name: rival.hit_pct for rival in point.rivals} for card in cards for point in card.checkpoints
    ]
    beaten = sum(row["always_neutral"] > row["ours"] for row in rows)
    print(INTRO.format(beaten=beaten, rows=len(rows)) + said.getvalue(), end="")


def one_pair(name: str, first: dt.date, reader: Reader, path: Path) -> list[Card]:
    """Print the tables of one pair; return the cards of its present rules."""
    rules = load_strategies([BEFORE / f"{name}.toml", name])
    data = Data(store=path, sample=False, state=state_of(reader))
    days = days_between(first, END, 7)
    cards: dict[str, list[tuple[str, Card]]] = {"before": [], "after": []}
    told: list[str] = []
    widest = max(rules, key=lambda one: len(named([one])))  # the older rules name every fact of the newer
    history = Replay(
        Plan(days=days, names=(), strategies=(widest,), data=data, origin="store"),
        Workers(jobs=os.cpu_count() or 1),
    )
    for _ in history.read():
        pass
    for loaded in rules:
        work = history.with_rules(loaded)
        strategy = loaded.rules.strategy
        calls = calls_of(loaded, work, reader)
        early = [call for call in calls if call.as_of <= SPLIT]
        cards["before"].append(
            (strategy.version, scorecard([thread_of(strategy, early, reader, SPLIT)], "replayed")[0])
        )
        later = settled_later(calls)
        cards["after"].append(
            (strategy.version, scorecard([thread_of(strategy, later, reader, END)], "replayed")[0])
        )
        told.append(f"{strategy.version}: {shares(early)}")
    print(f"\n## {rules[1].rules.strategy.title.en}, weekly from {first}\n")
    print("Calls to 2023-12: " + "; ".join(told) + ".")
    rates_table("Settled by 2023-12-31", cards["before"])
    print("\nLeg by leg, the rules before:")
    legs_table(cards["before"][0][1])
    rates_table("Settled from 2024-01-01 to 2024-06-28, kept for a test", cards["after"])
    return [cards[when][-1][1] for when in ("before", "after")]


if __name__ == "__main__":
    main()
