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

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1.0.0"
SCHEMA_ID = "urn:macro-signals:schema:allocation:1"

Grade = Literal["overweight", "neutral", "underweight"]
Truth = Literal["true", "false", "unknown"]
Status = Literal["ok", "missing", "stale", "suspect", "unreleased"]
Verdict = Literal["confirmed", "contradicted", "misdated", "undecided", "untestable"]
Cause = Literal[
    "new_release",
    "revision",
    "market_move",
    "window_rolled_off",
    "time_passed",
    "rule_changed",
    "code_changed",
    "data_lost",
    "data_recovered",
    "previous_grade",
    "unexplained",
]
Value = bool | int | float | str | None
BasisPoints = Annotated[int, Field(json_schema_extra={"x-unit": "bp"})]
Interval = Annotated[tuple[int, int], Field(json_schema_extra={"x-unit": "bp"})]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Model(BaseModel):
    """A part of the contract: frozen and exact.

    The strings under the fields are their descriptions; `signals.schema` reads them when the
    schema is printed. (Pydantic could at import, for 100 ms of every run.)
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        defer_build=True,  # a part that a run does not write is never compiled
    )


class Text(Model):
    """The same sentence in English and in Chinese."""

    en: str
    zh: Annotated[str, Field(alias="zh-CN")]


class Header(Model):
    """Which document this is and what it could see."""

    id: str
    """`allocation-` and the day; the content hash tells two documents of one day apart."""
    as_of: dt.date
    """The day that the document stands on."""
    knowledge_cutoff: dt.date
    """Nothing released after this day, in the calendar of whoever published it, is in this document."""
    data_origin: Literal["sample", "store"]
    """`sample`: the small data set bundled for a first run. `store`: the user's own data."""
    languages: tuple[str, ...]
    """The languages of every text (BCP 47)."""
    degraded: bool
    """Whether a call abstains or rests on an input that is missing, stale or suspect."""


class Instrument(Model):
    """A side of the call."""

    id: str
    name: Text
    kind: Literal["sector_index", "market_index", "basket"]
    currency: str
    """ISO 4217."""
    return_basis: Literal["price", "total_return"]
    """The return that the criterion reads."""
    overlap: str
    """How it overlaps with the other side; empty where it does not."""


class Override(Model):
    """A grade that a named person published instead of the model's."""

    grade: Grade
    by: str
    reason: str
    made_on: dt.date
    expires_on: dt.date
    """The last day on which the override holds."""


class Scale(Model):
    """The words of a rating scale."""

    id: str
    overweight: Text
    neutral: Text
    underweight: Text
    no_call: Text


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
    action: Literal["initiate", "reiterate", "upgrade", "downgrade", "abstain", "unrecorded"]
    """Against the previous grade. `unrecorded`: no log was there to compare with."""
    in_force_since: dt.date | None
    """First day of the unbroken run of this model grade in the log; null without a log or a grade."""
    override: Override | None
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


class ConvictionReason(Model):
    """One stated reason, and the highest level of conviction that it allows."""

    code: Literal[
        "NEAREST_FLIP_SIGMA",
        "NEAREST_FLIP_UNKNOWN",
        "SCHEDULED_FLIP_DAYS",
        "LEGS_OPPOSED",
        "LEGS_UNKNOWN",
        "DATA_QUALITY",
        "SAMPLE_DATA",
        "EDGE_UNPROVEN",
    ]
    value: Value
    unit: str | None
    caps_at: Literal["low", "moderate", "high"]
    text: Text


class Conviction(Model):
    """The lowest cap among the reasons; never a free number. Null level: the call abstains."""

    level: Literal["low", "moderate", "high"] | None
    reasons: tuple[ConvictionReason, ...]


class Entry(Model):
    """When the clock of a call starts."""

    rule: Text
    date: dt.date
    """The first trading day after the document's day; where `calendar` is null, the first weekday."""
    calendar: str | None = None
    """The exchange whose holidays `date` and the checkpoints avoid; null: none is known, the next close counts."""


class Checkpoint(Model):
    """A day on which the call is scored; a day without a close moves on to the next close."""

    label: str
    date: dt.date
    primary: bool


class Criterion(Model):
    """What would make the call right, fixed before the fact."""

    quote: Text
    """The rating standard in the words of whoever set it."""
    metric: Literal["relative_return"]
    formula: str
    op: Literal[">", "<", "within"]
    """`>` above the threshold; `<` below minus the threshold; `within` between the two, ends included."""
    threshold_pct: float
    entry: Entry
    checkpoints: tuple[Checkpoint, ...]
    touch_counts: bool
    """Whether reaching the threshold between checkpoints counts."""
    reason: str


class Horizon(Model):
    """How long the call is meant to hold."""

    min_months: int
    max_months: int
    expires_on: dt.date


class BaseRate(Model):
    """How often each outcome came without any call, in percent of start days."""

    checkpoint: str
    basis: Literal["live", "backcast", "assumption"]
    """`live`: the index as published then. `backcast`: with the provider's history from before its launch."""
    window: str
    overweight_pct: float
    neutral_pct: float
    underweight_pct: float
    primary: bool
    source: str


class Probability(Model):
    """The odds of the call: the base rate, until a scorecard earns something better."""

    basis: Literal["base_rate"]
    met_pct: float | None
    """Share of past starts that met this grade's criterion; null where too few closes are known."""
    checkpoint: str | None
    base_rates: tuple[BaseRate, ...]
    calibrated: Literal[False]
    edge: Literal["unproven"]


class ActiveWeight(Model):
    """One leg of the tilt."""

    id: str
    active_bp: BasisPoints


class TiltCaps(Model):
    """The limits that the tilt obeys."""

    max_active_bp: BasisPoints
    max_tracking_error_bp: BasisPoints


class Tilt(Model):
    """The active weight that the score stands for, funded from the stated side."""

    unit: Literal["bp_of_equity_sleeve"]
    active: tuple[ActiveWeight, ...]
    """Subject and funding side; the two add up to zero."""
    score_bp: BasisPoints
    """The end of the score interval that lies nearest to zero; zero where the interval spans it."""
    uncapped_bp: BasisPoints
    """Score times step before the caps; zero where the grade is neutral or absent."""
    step_bp: BasisPoints
    """Active weight at a score of one."""
    binding: Literal["none", "active_cap", "tracking_error_cap", "not_graded", "override"]
    """What decided the size."""
    tracking_error_bp: BasisPoints
    """Active weight times the relative volatility, a year."""
    relative_volatility_pct: float
    caps: TiltCaps
    method: str
    reason: str


class Trace(Model):
    """One node of a condition with its verdict; every branch was evaluated."""

    node: Literal["leaf", "all", "any", "not", "at_least"]
    verdict: Truth
    text: str
    """The condition as written."""
    reason: str
    """Why the verdict is unknown; empty otherwise."""
    margin_sigma: float | None
    """Distance to the threshold in one-week sigmas, positive on the true side; null where unknown."""
    fact: str | None = None
    op: Literal["<", "<=", ">", ">=", "==", "!="] | None = None
    threshold: Value = None
    unit: str | None = None
    actual: Value = None
    margin: float | None = None
    """Distance to the threshold in `unit`."""
    status: Status | None = None
    released_at: dt.date | None = None
    """Release day of the newest input of the fact."""
    source: str | None = None
    n: int | None = None
    """How many children `at_least` asks for."""
    children: tuple[Trace, ...] = ()


class Driver(Model):
    """One leg of the call: its reason, its verdict and what it adds to the score."""

    leg: str
    name: Text
    reason: Text
    """Why this leg is there."""
    weight_bp: BasisPoints
    weight_reason: str
    stance: Literal["supports", "opposes", "neither", "unknown"]
    contribution_bp: Interval
    margin_sigma: float | None
    """Distance to the nearest change of stance in one-week sigmas; null where unknown."""
    facts: tuple[str, ...]
    supports: Trace | None
    """The condition under which the leg speaks for the call."""
    opposes: Trace | None
    """The condition under which it speaks against."""


class FactChange(Model):
    """One fact moved to the nearest value that matters."""

    fact: str
    now: Value
    unit: str
    flips_when: str
    to_value: Value
    distance: float | None
    distance_sigma: float | None


class FlipSet(Model):
    """A minimal set of changes that moves the grade: no proper subset does."""

    changes: tuple[FactChange, ...]
    new_score_bp: Interval
    new_grade: Grade | None
    """Null: the call would abstain."""
    cost_sigma: float | None
    """Distance in one-week sigmas as if facts moved independently (root of the sum of squares); null if unknown."""


class ScheduledFlip(Model):
    """A change that the calendar brings without any news."""

    on: dt.date
    fact: str
    unit: str
    because: str
    from_value: Value
    to_value: Value
    new_score_bp: Interval
    new_grade: Grade | None
    changes_grade: bool
    unless: Text


class Flips(Model):
    """What would change the grade."""

    nearest: FlipSet | None
    """The nearest measurable set; null where no change of facts moves the grade or all distances are unknown."""
    nearest_alone: FlipSet | None
    """The nearest measurable change of one single fact that moves the grade; null where none can be measured."""
    minimal_sets: tuple[FlipSet, ...]
    scheduled: tuple[ScheduledFlip, ...]


class Invalidation(Model):
    """A condition that brings the call to neutral at once, without the hold band."""

    id: str
    rule: str
    then: Text
    reason: str
    in_force: bool


class Call(Model):
    """One allocation call: subject against benchmark."""

    thread_id: str
    """Subject and benchmark; the same in every document."""
    call_id: str
    """Thread and day."""
    strategy: str
    subject: Instrument
    benchmark: Instrument
    headline: Text
    rating: Rating
    score: Score
    conviction: Conviction
    criterion: Criterion | None
    """Null for an abstention: there is nothing to score."""
    horizon: Horizon | None
    probability: Probability | None
    tilt: Tilt
    drivers: tuple[Driver, ...]
    flips: Flips
    invalidation: tuple[Invalidation, ...]
    unknowns: tuple[str, ...]
    """Facts that the call needs and that cannot be used."""
    risk_flags: tuple[str, ...]
    """Ids of the document's flags that concern this call."""


class Abstention(Model):
    """A call without a grade: why, and what it needs. The call itself is in `calls` too."""

    thread_id: str
    reason: Literal["FACTS_UNKNOWN"]
    detail: Text
    needs: tuple[str, ...]


class ThreatenedLeg(Model):
    """A leg of a call that a flag concerns."""

    thread_id: str
    leg: str


class Trigger(Model):
    """What raised the flag, with the evidence."""

    rule: str
    trace: Trace | None


class RiskFlag(Model):
    """Something that could make a call wrong."""

    id: str
    """Stable from document to document while the flag stands."""
    kind: Literal["thesis", "data", "event", "declared", "narrative"]
    severity: Literal["high", "watch", "info"]
    thread_ids: tuple[str, ...]
    """The calls that it concerns."""
    title: Text
    trigger: Trigger
    testable: bool
    """Whether a fact of this engine can tell that the risk is materialising."""
    materialising: Truth | None
    """What that fact says today; null where the risk cannot be tested."""
    untestable_because: Text | None
    threatens_legs: tuple[ThreatenedLeg, ...]
    status: Literal["new", "ongoing", "first_document"]
    """`first_document`: there is no earlier document to compare with."""
    first_raised: dt.date
    """Day of the earliest document in this chain that raises the flag without a break."""
    if_materialises: Text | None
    next_dates: tuple[dt.date, ...] = ()
    review_by: dt.date | None = None
    """For a declared risk: the day by which a person looks at it again."""
    review_overdue: bool = False
    claim_checks: tuple[str, ...] = ()


class ClaimSource(Model):
    """Who wrote the sentence and when."""

    document: str
    date: dt.date
    quote: str


class ClaimPart(Model):
    """One reading of the sentence, tested."""

    label: Text
    test: str
    verdict: Verdict
    actual: Value
    """The value on the day of the claim; a text for events."""
    unit: str | None
    error: float | None
    """One-sigma error of `actual`, in `unit`; null where not known."""
    detail: Text
    witness: bool
    """An outside opinion shown beside ours; it does not decide the verdict."""
    facts: tuple[str, ...]


class ClaimCheck(Model):
    """What the same day's facts say of a sentence that somebody wrote."""

    id: str
    claim: Text
    source: ClaimSource
    reading: Text
    """How the sentence was turned into a test."""
    about: Literal["value", "odds", "event"]
    checked_as_of: dt.date
    verdict: Verdict
    summary: Text
    parts: tuple[ClaimPart, ...]


class FactRecord(Model):
    """One fact with its provenance."""

    id: str
    label: Text
    """What it is called in words."""
    value: Value
    unit: str
    status: Status
    reason: str
    period: dt.date | None
    released_at: dt.date | None
    """Release day of the newest input."""
    age_days: int | None
    """Days since the release of the oldest input: more than since `released_at` where inputs differ."""
    error: float | None
    """One-sigma measurement or model error, in `unit`."""
    week_sigma: float | None
    """Standard deviation of one-week changes in the fact's own history, in `unit`."""
    derivation: str
    inputs: tuple[str, ...]
    """Ids in the document's `inputs`."""


class InputRecord(Model):
    """The newest word of one series and its health."""

    series: str
    mode: Literal["sample", "store", "live"]
    status: Status
    reason: str
    period: dt.date | None
    released_at: dt.date | None
    age_days: int | None
    """Days since `released_at`."""
    max_age_days: int | None
    """The age in days beyond which it is stale."""
    exact: bool
    """Whether the release day is a record rather than a rule of thumb."""
    source: str


class Against(Model):
    """The document that the changes are counted from."""

    id: str
    as_of: dt.date
    content_hash: Sha256


class ChangeCause(Model):
    """Why something changed: the cause, and the fact or leg that carries it."""

    cause: Cause
    fact: str | None = None
    leg: str | None = None


class GradeChange(Model):
    """A change of the model's grade."""

    thread_id: str
    before: Grade | None
    after: Grade | None
    causes: tuple[ChangeCause, ...]


class ScoreChange(Model):
    """A change of the score interval."""

    thread_id: str
    before_bp: Interval
    after_bp: Interval
    causes: tuple[ChangeCause, ...]


class LegChange(Model):
    """A change of a leg's stance or contribution; a null side means that the leg is new or gone."""

    thread_id: str
    leg: str
    before: str | None
    after: str | None
    before_bp: Interval | None
    after_bp: Interval | None
    causes: tuple[ChangeCause, ...]


class MarginChange(Model):
    """A leg that moved nearer to or farther from its threshold."""

    thread_id: str
    leg: str
    before_sigma: float | None
    after_sigma: float | None
    causes: tuple[ChangeCause, ...]


class FactMove(Model):
    """A fact with another value or another health."""

    fact: str
    before: Value
    after: Value
    unit: str
    before_status: Status | None
    after_status: Status | None
    cause: Cause


class ClearedFlag(Model):
    """A flag of the earlier document that no longer stands."""

    id: str
    title: Text


class Changes(Model):
    """Everything that differs from an earlier document, each with its cause."""

    against: Against
    grades: tuple[GradeChange, ...]
    scores: tuple[ScoreChange, ...]
    legs: tuple[LegChange, ...]
    margins: tuple[MarginChange, ...]
    facts: tuple[FactMove, ...]
    flags_new: tuple[str, ...]
    flags_cleared: tuple[str, ...]
    calls_new: tuple[str, ...]
    calls_gone: tuple[str, ...]
    ruleset_changed: bool
    code_changed: bool
    cleared: tuple[ClearedFlag, ...] = ()
    """The flags of `flags_cleared` with their titles, which this document no longer holds."""


class Ruleset(Model):
    """The strategy file behind a call."""

    thread_id: str
    path: str
    version: str
    sha256: Sha256


class Code(Model):
    """The program that wrote the document."""

    package: str
    version: str


class Provenance(Model):
    """What the document was made from."""

    rulesets: tuple[Ruleset, ...]
    config_sha256: Sha256
    """Over the names and bytes of every file of the active configuration."""
    code: Code
    command: str
    """A command that makes these calls again from the same data and configuration."""


class Run(Model):
    """The only part that differs between two runs; outside the content hash."""

    generated_at: dt.datetime
    duration_ms: int


class ContentHash(Model):
    """SHA-256 over the RFC 8785 form of the document without `excludes`."""

    algorithm: Literal["sha-256"]
    canonicalization: Literal["RFC8785"]
    excludes: tuple[str, ...]
    value: Sha256


class AllocationDocument(Model):
    """Allocation calls as of one day, with their evidence, their distance to being wrong, and their flags."""

    schema_id: Annotated[str, Field(alias="$schema")]
    """The `$id` of the JSON Schema that this document obeys."""
    schema_version: Annotated[str, Field(pattern=r"^1\.\d+\.\d+$")]
    document: Header
    headline: Text
    calls: tuple[Call, ...]
    """Every call asked for; one that abstains has no grade and is listed in `abstentions` too."""
    abstentions: tuple[Abstention, ...]
    risk_flags: tuple[RiskFlag, ...]
    claim_checks: tuple[ClaimCheck, ...]
    facts: tuple[FactRecord, ...]
    inputs: tuple[InputRecord, ...]
    changes: Changes | None
    """Null: there was no earlier document to compare with."""
    disclosures: tuple[Text, ...]
    provenance: Provenance
    run: Run
    content_hash: ContentHash

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
