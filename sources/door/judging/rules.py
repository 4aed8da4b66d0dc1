"""The closed list of rules, which of them block, and how often each fired."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sources.contract import Gates, Observation, Quality

BLOCKING = frozenset(
    {
        *("duplicated_period", "out_of_range", "unit_or_base_changed", "same_as_twin", "wrong_adjustment"),
        *("not_a_period", "released_too_early", "exchange_closed", "after_expiry", "fraction"),
    }
)
"""Rules that block unless the catalogue says otherwise: the number is not what its id says it is."""

RULES = frozenset(
    {
        "duplicated_period",
        "not_a_period",
        "released_too_early",
        "exchange_closed",
        "after_expiry",
        "out_of_range",
        "finer_than_published",
        "fraction",
        "outside_target_range",
        "unit_or_base_changed",
        "same_as_twin",
        "wrong_adjustment",
        "left_its_season",
        "disagrees_with_twin",
        "revised_more_than_usual",
        "coarser_than_published",
        "outlier",
        "frozen",
        "repeated",
        "missing_period",
        "shortened_history",
        "away_from_fixing",
        "away_from_neighbours",
        "labels_shifted",
        "moved_as_one",
        "exchanged",
        "copied",
        "moved_apart",
        "left_its_market",
        "away_from_its_quarters",
        "not_as_published",
    }
)
"""What may be held against a row of a series; `signals` words each in two languages (wording/gates.toml)."""

EVENT_RULES = frozenset(
    {
        "no_such_size",
        "title_says_otherwise",
        "not_its_day",
        "in_force_too_early",
        "in_force_too_late",
        "told_twice",
        "opposite_act",
        "two_versions",
        "withdrawn_in_force",
    }
)
"""What may be held against an event."""

ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How often one rule fired on one series, and where last."""

    series: str
    rule: str
    quality: Quality
    n_rows: int
    last_period: dt.date
    last_value: float


def quality_of(rule: str, gates: Gates) -> Quality:
    """Return what a rule makes of a row."""
    if not rule:
        return "ok"
    return "blocked" if rule in (BLOCKING | gates.blocks) - gates.allows else "suspect"


def findings(rows: Iterable[Observation]) -> tuple[Finding, ...]:
    """Sum up what gates said of rows, by series and rule."""
    fired: dict[tuple[str, str, Quality], list[Observation]] = defaultdict(list)
    for row in rows:
        if row.quality != "ok":
            fired[row.series, row.quality_rule, row.quality].append(row)
    return tuple(
        Finding(
            series=series,
            rule=rule,
            quality=quality,
            n_rows=len(found),
            last_period=found[-1].period,
            last_value=found[-1].value,
        )
        for (series, rule, quality), found in sorted(fired.items())
    )
