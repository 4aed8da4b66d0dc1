"""When and how a call is scored: entry, checkpoints, the result asked for, and the odds of it."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from signals.allocation.terms import BaseRateBasis, CriterionOperator, Model, Text


class Entry(Model):
    """When the clock of a call starts."""

    rule: Text
    """The rule for the first day in words."""
    date: dt.date
    """The first trading day after the document's day; where `calendar` is null, the first weekday."""
    calendar: str | None = None
    """The exchange whose holidays `date` and the checkpoints avoid; null: none is known, the next close counts."""


class Checkpoint(Model):
    """A day on which the call is scored; a day without a close moves on to the next close."""

    label: str
    """Its name, such as `12m`."""
    date: dt.date
    """Its day."""
    primary: bool
    """Whether this is the one that settles the call."""


class Criterion(Model):
    """What would make the call right, fixed before the fact."""

    quote: Text
    """The rating standard in the words of whoever set it."""
    metric: Literal["relative_return"]
    """What is compared."""
    formula: str
    """How it is reckoned."""
    op: CriterionOperator
    """`>` above the threshold; `<` below minus the threshold; `within` between the two, ends included."""
    threshold_pct: float
    """In percent of relative return; positive."""
    entry: Entry
    """When the clock starts."""
    checkpoints: tuple[Checkpoint, ...]
    """The days on which the call is scored."""
    touch_counts: bool
    """Whether reaching the threshold between checkpoints counts."""
    reason: Text
    """Why this criterion was chosen."""


class Horizon(Model):
    """How long the call is meant to hold."""

    min_months: int
    """The first checkpoint, in months."""
    max_months: int
    """The last checkpoint, in months."""
    expires_on: dt.date
    """Day of the last checkpoint."""


class BaseRate(Model):
    """How often each outcome came without any call, in percent of start days."""

    checkpoint: str
    """The checkpoint that it speaks of."""
    basis: BaseRateBasis
    """`live`: the index as published then. `backcast`: with the provider's history from before its launch."""
    window: str
    """The past that was counted."""
    overweight_pct: float
    """Share of starts after which overweight would have been right."""
    neutral_pct: float
    """Share after which neutral would have been right."""
    underweight_pct: float
    """Share after which underweight would have been right."""
    primary: bool
    """Whether this is the rate that odds are taken from."""
    source: str
    """How it was counted."""


class Probability(Model):
    """The odds of the call: the base rate, until a scorecard earns something better."""

    basis: Literal["base_rate"]
    """What the odds are."""
    met_pct: float | None
    """Share of past starts that met this grade's criterion; null where too few closes are known."""
    checkpoint: str | None
    """The checkpoint that `met_pct` speaks of; null where there is no base rate."""
    base_rates: tuple[BaseRate, ...]
    """Every base rate that is known."""
    calibrated: Literal[False]
    """Whether a scorecard has calibrated the odds."""
    edge: Literal["unproven"]
    """Whether calls have been shown to beat the base rate."""
