"""The contract: every field of an allocation document, its type, its unit and what it means.

What is written is exact: an unknown key raises here. What is read ignores
unknown keys (`read_document`), so that a newer writer never breaks an older
reader. The sentence under each field is its description in the published
JSON Schema; the rules for consumers are in ``docs/contract.md``.

A field added after 1.0.0 has a default, so that earlier documents still read.
Weights, scores and tilts are whole basis points (10 000 = 1), in fields that
end in ``_bp``. Numbers in other units were rounded by `signals.allocation.digits`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from signals.allocation.figures import Figures
from signals.allocation.terms import (
    BaseRateBasis,
    BasisPoints,
    Cause,
    ClaimTopic,
    ClaimVerdict,
    Comparison,
    ConvictionCode,
    ConvictionLevel,
    CriterionOperator,
    DataOrigin,
    FactChoice,
    FlagKind,
    FlagStatus,
    Grade,
    Holds,
    HouseBinding,
    InputMode,
    InstrumentKind,
    Interval,
    Model,
    RatingAction,
    ReturnBasis,
    Severity,
    Sha256,
    Stance,
    Status,
    Text,
    TiltBinding,
    TraceNode,
    Value,
    YearMeasure,
)

__all__ = [
    "Cause",
    "FactChoice",
    "Figures",
    "Grade",
    "Holds",
    "HouseBinding",
    "Interval",
    "Model",
    "Status",
    "Text",
    "Value",
    "Verdict",
    "YearMeasure",
    "read_document",
]

Verdict = ClaimVerdict

SCHEMA_VERSION = "2.2.0"
SCHEMA_ID = "urn:macro-signals:schema:allocation:2"


class Header(Model):
    """Which document this is and what it could see."""

    id: str
    """`allocation-` and the day; the content hash tells two documents of one day apart."""
    as_of: dt.date
    """The day that the document stands on."""
    knowledge_cutoff: dt.date
    """Nothing released after this day, in the calendar of whoever published it, is in this document."""
    data_origin: DataOrigin
    """`sample`: the small data set bundled for a first run. `store`: the user's own data."""
    languages: tuple[str, ...]
    """The languages of every text (BCP 47)."""
    facts: FactChoice
    """`used`: only the facts that calls, flags and sentences rest on. `all`: every fact known."""
    degraded: bool
    """Whether a call abstains or rests on an input that is missing, stale or suspect."""


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


class ActiveWeight(Model):
    """One leg of the tilt."""

    id: str
    """Short name of the side."""
    active_bp: BasisPoints
    """Active weight in basis points of the sleeve."""


class TiltCaps(Model):
    """The limits that the tilt obeys."""

    max_active_bp: BasisPoints
    """Largest active weight."""
    max_tracking_error_bp: BasisPoints
    """Largest tracking error, a year."""


class Tilt(Model):
    """The active weight that the score stands for, funded from the stated side."""

    unit: Literal["bp_of_equity_sleeve"]
    """What the weights are parts of."""
    active: tuple[ActiveWeight, ...]
    """Subject and funding side; the two add up to zero."""
    score_bp: BasisPoints
    """The end of the score interval that lies nearest to zero; zero where the interval spans it."""
    uncapped_bp: BasisPoints
    """Score times step before the caps; zero where the grade is neutral or absent."""
    step_bp: BasisPoints
    """Active weight at a score of one."""
    binding: TiltBinding
    """What decided the size."""
    tracking_error_bp: BasisPoints
    """Active weight times the relative volatility, a year."""
    relative_volatility_pct: float
    """Volatility of subject over benchmark, in percent a year, as the strategy states it."""
    caps: TiltCaps
    """The limits."""
    method: str
    """How the tilt is made; changes with its meaning."""
    reason: Text
    """Why it is sized so."""


class Trace(Model):
    """One node of a condition with its verdict; every branch was evaluated."""

    node: TraceNode
    """What kind of node it is."""
    verdict: Holds
    """What the node says today."""
    text: str
    """The condition as written."""
    reason: Text
    """Why the verdict is unknown; empty otherwise."""
    margin_sigma: float | None
    """Distance to the threshold in one-week sigmas, positive on the true side; null where unknown."""
    fact: str | None = None
    """Leaves: the fact compared."""
    op: Comparison | None = None
    """Leaves: the comparison."""
    threshold: Value = None
    """Leaves: what the fact is compared with, in `unit`."""
    unit: str | None = None
    """Leaves: the unit of threshold, actual and margin."""
    actual: Value = None
    """Leaves: the value of the fact today."""
    margin: float | None = None
    """Distance to the threshold in `unit`."""
    status: Status | None = None
    """Leaves: health of the fact."""
    released_at: dt.date | None = None
    """Release day of the newest input of the fact."""
    source: str | None = None
    """Leaves: where its newest input came from."""
    n: int | None = None
    """How many children `at_least` asks for."""
    children: tuple[Trace, ...] = ()
    """The parts of the condition."""


class Driver(Model):
    """One leg of the call: its reason, its verdict and what it adds to the score."""

    leg: str
    """Name of the leg within its strategy."""
    name: Text
    """The leg in words."""
    reason: Text
    """Why this leg is there."""
    weight_bp: BasisPoints
    """What the leg adds where it supports, in basis points of the score."""
    weight_reason: Text
    """Why it weighs that much; in the strategy's own language where it states only one."""
    stance: Stance
    """What the leg says today."""
    contribution_bp: Interval
    """What the leg adds to the score, an interval where it cannot be decided."""
    margin_sigma: float | None
    """Distance to the nearest change of stance in one-week sigmas; null where unknown."""
    facts: tuple[str, ...]
    """The facts that the leg rests on."""
    supports: Trace | None
    """The condition under which the leg speaks for the call."""
    opposes: Trace | None
    """The condition under which it speaks against."""


class FactChange(Model):
    """One fact moved to the nearest value that matters."""

    fact: str
    """The fact that moves."""
    now: Value
    """Its value today."""
    unit: str
    """Unit of its values."""
    flips_when: str
    """The condition that the new value meets."""
    to_value: Value
    """The nearest value that meets it."""
    distance: float | None
    """From `now` to `to_value`, in `unit`; null where unknown."""
    distance_sigma: float | None
    """The same in one-week sigmas; null where unknown or where the fact counts events in a window."""


class FlipSet(Model):
    """A minimal set of changes that moves the grade: no proper subset does."""

    changes: tuple[FactChange, ...]
    """The facts that move, all of them."""
    new_score_bp: Interval
    """The score then."""
    new_grade: Grade | None
    """Null: the call would abstain."""
    cost_sigma: float | None
    """Distance in one-week sigmas as if facts moved independently (root of the sum of squares); null if unknown."""


class ScheduledFlip(Model):
    """A change that the calendar brings without any news."""

    on: dt.date
    """The day."""
    fact: str
    """The fact that changes."""
    unit: str
    """Unit of its values."""
    because: str
    """Why it changes, as a code."""
    from_value: Value
    """Its value before."""
    to_value: Value
    """Its value from that day on."""
    new_score_bp: Interval
    """The score then."""
    new_grade: Grade | None
    """The grade then; null: the call would abstain."""
    changes_grade: bool
    """Whether the grade then differs from that of the day before."""
    unless: Text
    """What would prevent it."""


class Flips(Model):
    """What would change the grade."""

    nearest: FlipSet | None
    """The nearest measurable set; null where no change of facts moves the grade or all distances are unknown."""
    nearest_alone: FlipSet | None
    """The nearest measurable change of one single fact that moves the grade; null where none can be measured."""
    minimal_sets: tuple[FlipSet, ...]
    """Every minimal set found, the cheapest first."""
    scheduled: tuple[ScheduledFlip, ...]
    """Changes that the calendar brings, soonest first."""


class Invalidation(Model):
    """A condition that brings the call to neutral at once, without the hold band."""

    id: str
    """Name of the rule within its strategy."""
    rule: str
    """The condition on one line."""
    then: Text
    """What follows where it holds."""
    reason: Text
    """Why the rule is there."""
    in_force: bool
    """Whether it holds today."""
    trace: Trace
    """The condition with its verdict."""


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


class ThreatenedLeg(Model):
    """A leg of a call that a flag concerns."""

    thread_id: str
    """The call."""
    leg: str
    """The leg."""


class Trigger(Model):
    """What raised the flag, with the evidence."""

    rule: str
    """What raises the flag, in words or as a condition."""
    trace: Trace | None
    """The condition with its verdict; null where none is behind it."""


class RiskFlag(Model):
    """Something that could make a call wrong."""

    id: str
    """Stable from document to document while the flag stands."""
    kind: FlagKind
    """What kind of flag it is."""
    severity: Severity
    """How grave it is."""
    thread_ids: tuple[str, ...]
    """The calls that it concerns."""
    title: Text
    """What could go wrong."""
    trigger: Trigger
    """What raised it."""
    testable: bool
    """Whether a fact of this engine can tell that the risk is materialising."""
    materialising: bool | None
    """What that fact says today; null where the risk cannot be tested, or not today."""
    untestable_because: Text | None
    """Why no fact can tell; null where one can."""
    threatens_legs: tuple[ThreatenedLeg, ...]
    """The legs that it concerns."""
    status: FlagStatus
    """`first_document`: there is no earlier document to compare with."""
    first_raised: dt.date
    """Day of the earliest document in this chain that raises the flag without a break."""
    if_materialises: Text | None
    """What then becomes of the call; null where nothing follows."""
    next_dates: tuple[dt.date, ...] = ()
    """Days on which more will be known."""
    review_by: dt.date | None = None
    """For a declared risk: the day by which a person looks at it again."""
    review_overdue: bool = False
    """Whether that day has passed."""
    claim_checks: tuple[str, ...] = ()
    """Ids of the sentences behind it."""


class ClaimSource(Model):
    """Who wrote the sentence and when."""

    document: str
    """Where it stands."""
    date: dt.date
    """Day on which it was written."""
    quote: str
    """The words themselves."""


class ClaimPlace(Model):
    """Where a sentence's words stand in the report that was read."""

    line: int
    """Line, counted from 1."""
    start: int
    """First character, counted from 0 in the whole text."""
    end: int
    """The character after the last."""


class ClaimForm(Model):
    """A claim in the normal form of `docs/claims.md`."""

    about: str
    """The thing spoken of, such as `fed.odds`."""
    when: str
    """The time spoken of: a day, YYYY-MM, YYYY, A..B, or `week:` and the like with the last day."""
    op: str
    """The comparison: = ~ > >= < <=."""
    value: float | str
    """What is claimed; a text for a date."""
    unit: str
    """Unit of `value`: pct, bp, pp, cuts, hikes, points, date, bool."""
    detail: str
    """What the thing needs beside: an outcome, a tenor, an index."""


class ClaimPart(Model):
    """One reading of the sentence, tested."""

    label: Text
    """Which reading it is."""
    test: str
    """The test as a condition."""
    verdict: ClaimVerdict
    """What this reading gives."""
    actual: Value
    """The value on the day of the claim; a text for events."""
    unit: str | None
    """Unit of `actual`; null where it has none."""
    error: float | None
    """One-sigma error of `actual`, in `unit`; null where not known."""
    detail: Text
    """What was found, in words."""
    witness: bool
    """An outside opinion shown beside ours; it does not decide the verdict."""
    facts: tuple[str, ...]
    """The facts that it rests on."""


class ClaimCheck(Model):
    """What the same day's facts say of a sentence that somebody wrote."""

    id: str
    """Name of the sentence."""
    claim: Text
    """The sentence."""
    source: ClaimSource
    """Who wrote it."""
    reading: Text
    """How the sentence was turned into a test."""
    about: ClaimTopic
    """What it speaks of."""
    checked_as_of: dt.date
    """The day whose facts it is held against."""
    verdict: ClaimVerdict
    """What they say."""
    summary: Text
    """Why, in words."""
    parts: tuple[ClaimPart, ...]
    """Its readings, each tested."""
    place: ClaimPlace | None = None
    """Where its words stand in the report that was read (2.2); null for one typed by hand."""
    form: ClaimForm | None = None
    """What it was read to say, for machines (2.2); null for one typed by hand."""


class Period(Model):
    """The days that a figure is about: one day for a price, a month for consumer prices."""

    first: dt.date
    """First day."""
    last: dt.date
    """Last day; the same for a price."""


class FactRecord(Model):
    """One fact with its provenance."""

    id: str
    """Its name; the same in every document."""
    label: Text
    """What it is called in words."""
    value: Value
    """Its value; null where nothing can be said."""
    unit: str
    """Its unit, as `docs/contract.md` lists them: pct, pp, bp, prob (0 to 1), cuts, events, date, word and others."""
    status: Status
    """Its health; a rule compares only what is ok."""
    reason: Text
    """What is wrong with it; empty where it is ok."""
    period: Period | None
    """The days that the figure is about; null where it is about none."""
    released_at: dt.date | None
    """Release day of the newest input."""
    age_days: int | None
    """Days since the release of the oldest input: more than since `released_at` where inputs differ."""
    error: float | None
    """One-sigma measurement or model error, in `unit`."""
    week_sigma: float | None
    """Standard deviation of one-week changes in the fact's own history, in `unit`."""
    derivation: Text
    """How it was reckoned."""
    inputs: tuple[str, ...]
    """Ids in the document's `inputs`."""


class InputRecord(Model):
    """The newest word of one series and its health."""

    series: str
    """Name of the series."""
    mode: InputMode
    """Where it came from in this run."""
    status: Status
    """Its health."""
    reason: Text
    """What is wrong with it; empty where it is ok."""
    period: Period | None
    """The days that its newest value is about; null where none is known."""
    released_at: dt.date | None
    """Release day of its newest value; null where none is known."""
    age_days: int | None
    """Days since `released_at`."""
    max_age_days: int | None
    """The age in days beyond which it is stale."""
    exact: bool
    """Whether the release day is a record rather than a rule of thumb."""
    source: str
    """Who published it."""


class Against(Model):
    """The document that the changes are counted from."""

    id: str
    """Its id."""
    as_of: dt.date
    """Its day."""
    content_hash: Sha256
    """Its content hash."""


class ChangeCause(Model):
    """Why something changed: the cause, and the fact or leg that carries it."""

    cause: Cause
    """The cause."""
    fact: str | None = None
    """The fact that carries it; null where none does."""
    leg: str | None = None
    """The leg that carries it; null where none does."""


class GradeChange(Model):
    """A change of the model's grade."""

    thread_id: str
    """The call."""
    before: Grade | None
    """Grade in the earlier document; null for an abstention."""
    after: Grade | None
    """Grade in this one."""
    causes: tuple[ChangeCause, ...]
    """Why."""


class ScoreChange(Model):
    """A change of the score interval."""

    thread_id: str
    """The call."""
    before_bp: Interval
    """Score in the earlier document."""
    after_bp: Interval
    """Score in this one."""
    causes: tuple[ChangeCause, ...]
    """Why."""


class LegChange(Model):
    """A change of a leg's stance or contribution; a null side means that the leg is new or gone."""

    thread_id: str
    """The call."""
    leg: str
    """The leg."""
    before: str | None
    """Stance in the earlier document."""
    after: str | None
    """Stance in this one."""
    before_bp: Interval | None
    """Contribution in the earlier document."""
    after_bp: Interval | None
    """Contribution in this one."""
    causes: tuple[ChangeCause, ...]
    """Why."""


class MarginChange(Model):
    """A leg that moved nearer to or farther from its threshold."""

    thread_id: str
    """The call."""
    leg: str
    """The leg."""
    before_sigma: float | None
    """Distance to the nearest change of stance before, in one-week sigmas."""
    after_sigma: float | None
    """The same now."""
    causes: tuple[ChangeCause, ...]
    """Why."""


class FactMove(Model):
    """A fact with another value or another health."""

    fact: str
    """The fact."""
    before: Value
    """Value in the earlier document."""
    after: Value
    """Value in this one."""
    unit: str
    """Unit of both."""
    before_status: Status | None
    """Health before; null where the fact was not there."""
    after_status: Status | None
    """Health now; null where the fact is not there."""
    cause: Cause
    """Why."""


class ClearedFlag(Model):
    """A flag of the earlier document that no longer stands."""

    id: str
    """The flag."""
    title: Text
    """Its title."""


class Changes(Model):
    """Everything that differs from an earlier document, each with its cause."""

    against: Against
    """The earlier document."""
    grades: tuple[GradeChange, ...]
    """Grades that changed."""
    scores: tuple[ScoreChange, ...]
    """Scores that changed."""
    legs: tuple[LegChange, ...]
    """Legs that changed."""
    margins: tuple[MarginChange, ...]
    """Distances that changed."""
    facts: tuple[FactMove, ...]
    """Facts that changed."""
    flags_new: tuple[str, ...]
    """Ids of flags that the earlier document did not raise."""
    flags_cleared: tuple[str, ...]
    """Ids of flags that no longer stand."""
    calls_new: tuple[str, ...]
    """Threads that the earlier document did not hold."""
    calls_gone: tuple[str, ...]
    """Threads that this document does not hold."""
    ruleset_changed: bool
    """Whether a strategy or the configuration changed."""
    code_changed: bool
    """Whether the program changed."""
    cleared: tuple[ClearedFlag, ...] = ()
    """The flags of `flags_cleared` with their titles, which this document no longer holds."""


class Ruleset(Model):
    """The strategy file behind a call."""

    thread_id: str
    """The call."""
    path: str
    """Name of the file."""
    version: str
    """Version that the file states."""
    sha256: Sha256
    """SHA-256 of its bytes."""


class Code(Model):
    """The program that wrote the document."""

    package: str
    """Name of the package."""
    version: str
    """Its version."""


class Provenance(Model):
    """What the document was made from."""

    rulesets: tuple[Ruleset, ...]
    """The strategy files."""
    config_sha256: Sha256
    """Over the names and bytes of every file of the active configuration."""
    code: Code
    """The program."""
    command: str
    """A command that makes these calls again from the same data and configuration."""


class Run(Model):
    """The only part that differs between two runs; outside the content hash."""

    generated_at: dt.datetime
    """When the document was written, UTC."""
    duration_ms: int
    """How long it took, in milliseconds."""


class ContentHash(Model):
    """SHA-256 over the RFC 8785 form of the document without `excludes`."""

    algorithm: Literal["sha-256"]
    """The hash."""
    canonicalization: Literal["RFC8785"]
    """The form that is hashed."""
    excludes: tuple[str, ...]
    """JSON pointers of the parts left out."""
    value: Sha256
    """The hash in hexadecimal."""


class HouseMember(Model):
    """One call as a member of the house view."""

    rank: int
    """Its place by conviction; scores of two strategies are never compared."""
    thread_id: str
    """The call."""
    grade: Grade | None
    """Its published grade; null for an abstention."""
    conviction: ConvictionLevel | None
    """Its conviction; null for an abstention."""
    score_bp: Interval
    """Its score."""
    range_bp: Interval
    """What its weights allow the score to be."""
    stated_bp: BasisPoints
    """The active weight of its subject as the call states it."""
    active_bp: BasisPoints
    """The active weight of its subject within the limits of the house."""
    next_change: dt.date | None
    """First day on which the calendar alone changes its grade; null where none is known."""
    nearest_sigma: float | None
    """Distance to its nearest measurable change, in one-week sigmas; null where none can be measured."""
    gravest_flag: str | None
    """Id of its gravest flag; null where it has none."""


class HouseView(Model):
    """Several calls as one book: tilts netted over the sides that they share, within the limits of the house."""

    id: str
    """Name of the house."""
    title: Text
    """What the house is."""
    members: tuple[HouseMember, ...]
    """The calls, by conviction."""
    weights: tuple[ActiveWeight, ...]
    """Net active weight of each side; they add up to zero exactly. Sides without weight are left out."""
    gross_bp: BasisPoints
    """Active weight on one side of the book: half of all weights without their signs."""
    budget_bp: BasisPoints
    """The largest that the house allows."""
    tracking_error_bp: float | None
    """Of all weights together, a year, from weekly closes; null where too few are known."""
    max_tracking_error_bp: BasisPoints
    """The largest that the house allows."""
    binding: HouseBinding
    """Which limit scaled every tilt."""
    weeks: int
    """Weeks of returns behind the tracking error; 0 where it is null."""
    first_week: dt.date | None
    """Last close of the first of those weeks."""
    last_week: dt.date | None
    """Last close of the last of those weeks."""
    reason: Text
    """Why the tracking error is not known; empty where it is."""


class AllocationDocument(Model):
    """Allocation calls as of one day, with their evidence, their distance to being wrong, and their flags."""

    schema_id: Annotated[str, Field(alias="$schema")]
    """The `$id` of the JSON Schema that this document obeys."""
    schema_version: Annotated[str, Field(pattern=r"^2\.\d+\.\d+$")]
    """Version of the contract, `major.minor.patch`."""
    document: Header
    """Which document this is."""
    headline: Text
    """The headlines of all calls."""
    calls: tuple[Call, ...]
    """Every call asked for; one that abstains has no grade and is listed in `abstentions` too."""
    abstentions: tuple[Abstention, ...]
    """The calls without a grade."""
    risk_flags: tuple[RiskFlag, ...]
    """What could make a call wrong, the gravest first."""
    claim_checks: tuple[ClaimCheck, ...]
    """Sentences of others, held against the facts of their own day."""
    facts: tuple[FactRecord, ...]
    """Facts with their provenance, by name."""
    inputs: tuple[InputRecord, ...]
    """The series behind them, with their health."""
    figures: Figures
    """What pictures and tables need beside the calls."""
    changes: Changes | None
    """Null: there was no earlier document to compare with."""
    house_view: HouseView | None = None
    """The calls as one book, where a house was asked for."""
    disclosures: tuple[Text, ...]
    """What a reader must be told."""
    provenance: Provenance
    """What the document was made from."""
    run: Run
    """When and how fast; outside the hash."""
    content_hash: ContentHash
    """The hash of everything else."""

    def as_json(self) -> dict[str, Any]:
        """Return the document as plain JSON values, keys as published."""
        return self.model_dump(mode="json", by_alias=True)


def read_document(raw: Mapping[str, Any]) -> AllocationDocument:
    """Read a document of this major version; keys that a newer writer added are ignored.

    The content hash covers unknown keys, so verify it on ``raw`` (`signals.allocation.hashing`).

    Raises:
        pydantic.ValidationError: a known field is absent or of another type.
    """
    return AllocationDocument.model_validate(raw, extra="ignore")
