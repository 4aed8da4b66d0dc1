"""One call: its two sides, its grade, its score and what it rests on; or why there is none."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from signals.allocation.contract.criterion import Criterion, Horizon, Probability
from signals.allocation.contract.drivers import Driver
from signals.allocation.contract.flips import Flips, Invalidation
from signals.allocation.contract.tilt import Tilt
from signals.allocation.terms import (
    BasisPoints,
    ConvictionCode,
    ConvictionLevel,
    Grade,
    InstrumentKind,
    Interval,
    Model,
    RatingAction,
    ReturnBasis,
    Text,
    Value,
)


class Instrument(Model):
    """A side of the call."""

    id: str
    """Short name, such as `HSTECH`; with the other side it makes the thread."""
    name: Text
    """What it is called."""
    kind: InstrumentKind
    """What it is."""
    currency: str
    """ISO 4217."""
    return_basis: ReturnBasis
    """The return that the criterion reads."""
    overlap: str
    """How it overlaps with the other side; empty where it does not."""


class Override(Model):
    """A grade that a named person published instead of the model's."""

    grade: Grade
    """The grade published."""
    by: str
    """Who published it."""
    reason: str
    """Why, in the words of that person."""
    made_on: dt.date
    """Day on which it was made."""
    expires_on: dt.date
    """The last day on which the override holds."""


class Scale(Model):
    """The words of a rating scale."""

    id: str
    """Name of the scale."""
    overweight: Text
    """Its word for overweight."""
    neutral: Text
    """Its word for neutral."""
    underweight: Text
    """Its word for underweight."""
    no_call: Text
    """Its word for an abstention."""


class Rating(Model):
    """The grade, where it comes from and since when it holds."""

    model_grade: Grade | None
    """What the rules say; null where the call abstains."""
    published_grade: Grade | None
    """The model's grade, or that of an override in force."""
    label: Text
    """The published grade in words; also for an abstention."""
    previous_grade: Grade | None
    """The last model grade recorded before this day; null where none is on record."""
    previous_as_of: dt.date | None
    """The day of that record. Null: nothing on record, so the hold band started from neutral."""
    action: RatingAction
    """Against the previous grade. `unrecorded`: no log was there to compare with."""
    in_force_since: dt.date | None
    """First day of the unbroken run of this model grade in the log; null without a log or a grade."""
    override: Override | None
    """The override in force; null where there is none."""
    scale: Scale
    """The rating scale that the grades belong to, with its words."""


class Score(Model):
    """The weighted legs: an interval, because an unknown leg can go either way."""

    interval_bp: Interval
    """Lowest and highest score over every value that the unknown facts could take."""
    range_bp: Interval
    """Lowest and highest score that the weights allow."""
    enter_at_bp: BasisPoints
    """Overweight is entered at this score or above; underweight at minus this or below."""
    leave_at_bp: BasisPoints
    """A grade in force is held until the score falls below this (above minus this)."""
    headroom_bp: BasisPoints | None
    """How far the worst end of the interval may move before the grade changes; null for an abstention."""
    method: str
    """How the score is made; changes with its meaning."""


class ConvictionReason(Model):
    """One stated reason, and the highest level of conviction that it allows."""

    code: ConvictionCode
    """Stable name of the reason."""
    value: Value
    """The number behind it."""
    unit: str | None
    """Unit of the value; null where it has none."""
    caps_at: ConvictionLevel
    """The highest level that this reason allows."""
    text: Text
    """The reason in words."""


class Conviction(Model):
    """The lowest cap among the reasons; never a free number. Null level: the call abstains."""

    level: ConvictionLevel | None
    """The level; null where the call abstains."""
    reasons: tuple[ConvictionReason, ...]
    """Every reason that was weighed."""


class Call(Model):
    """One allocation call: subject against benchmark."""

    thread_id: str
    """Subject and benchmark; the same in every document."""
    call_id: str
    """Thread and day."""
    strategy: str
    """Name of the strategy."""
    subject: Instrument
    """What is called."""
    benchmark: Instrument
    """What it is called against."""
    headline: Text
    """The call in one sentence, with what happens next."""
    rating: Rating
    """The grade."""
    score: Score
    """The score behind the grade."""
    conviction: Conviction
    """How easily the call is undone, and how good its evidence is."""
    criterion: Criterion | None
    """Null for an abstention: there is nothing to score."""
    horizon: Horizon | None
    """Null for an abstention."""
    probability: Probability | None
    """Null for an abstention."""
    tilt: Tilt
    """The active weight."""
    drivers: tuple[Driver, ...]
    """The legs, in the order of the strategy."""
    flips: Flips
    """What would change the grade."""
    invalidation: tuple[Invalidation, ...]
    """Conditions that end the call at once."""
    unknowns: tuple[str, ...]
    """Facts that the call needs and that cannot be used."""
    risk_flags: tuple[str, ...]
    """Ids of the document's flags that concern this call."""


class Abstention(Model):
    """A call without a grade: why, and what it needs. The call itself is in `calls` too."""

    thread_id: str
    """The call."""
    reason: Literal["FACTS_UNKNOWN"]
    """Why, as a code."""
    detail: Text
    """Why, in words."""
    needs: tuple[str, ...]
    """Facts that would decide."""
