"""A strategy file: what is called against what, on which evidence, judged how.

Text enters here, so these are pydantic models and every unknown key is an
error. Conditions stay as written (a string, or a table with ``all``, ``any``,
``not`` or ``at_least``); `signals.rules.compiled` checks them against the
vocabulary of facts. Weights and scores are whole basis points: 10 000 bp is
a score of one.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from signals.rules.verdict import Grade
from signals.words import Names
from sources.message import message

FULL_BP = 10_000
GRADES: tuple[Grade, ...] = ("overweight", "neutral", "underweight")

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.~-]*$")]
Severity = Literal["info", "watch", "high"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Bilingual(_Model):
    """The same sentence in both languages."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)

    def in_language(self, lang: str) -> str:
        """Return the text in ``lang``: ``en`` or ``zh``."""
        return self.zh if lang == "zh" else self.en


Told = Bilingual | Annotated[str, Field(min_length=1)]
"""A reason in both languages, or in the one that its author writes."""


def in_both(reason: Told) -> Names:
    """Return a reason by language; one that stands in a single language stands for both."""
    if isinstance(reason, str):
        return Names(reason, reason)
    return Names(reason.en, reason.zh)


class AllOf(_Model):
    """Holds where every child holds."""

    all: tuple[Condition, ...] = Field(min_length=1, strict=False)


class AnyOf(_Model):
    """Holds where at least one child holds."""

    any: tuple[Condition, ...] = Field(min_length=1, strict=False)


class NotOf(_Model):
    """Holds where its child does not."""

    not_: Condition = Field(alias="not")


class AtLeastOf(_Model):
    """Holds where ``at_least`` of the children in ``of`` hold."""

    at_least: int = Field(ge=1)
    of: tuple[Condition, ...] = Field(min_length=1, strict=False)

    @model_validator(mode="after")
    def _enough_children(self) -> AtLeastOf:
        if self.at_least > len(self.of):
            raise ValueError(
                message(
                    "at_least = {at_least}, but `of` lists only {n_of} conditions",
                    at_least=self.at_least,
                    n_of=len(self.of),
                )
            )
        return self


_SHAPES = {"all": "all", "AllOf": "all", "any": "any", "AnyOf": "any", "not": "not", "NotOf": "not"}


def _shape(value: object) -> str | None:
    """Tell pydantic which node this is, so that it reports one error rather than five."""
    if isinstance(value, str):
        return "leaf"
    keys = set(value) if isinstance(value, dict) else {type(value).__name__}
    if keys & {"at_least", "of", "AtLeastOf"}:
        return "at_least"
    return next((tag for key, tag in _SHAPES.items() if key in keys), None)


WANTS_CONDITION = message("expected a comparison in quotes, or a table with all, any, not or at_least")

Condition = Annotated[
    Annotated[str, Tag("leaf")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[NotOf, Tag("not")]
    | Annotated[AtLeastOf, Tag("at_least")],
    Discriminator(
        _shape,
        custom_error_type="condition",
        custom_error_message=WANTS_CONDITION,
    ),
]


class Instrument(_Model):
    """A side of the call. ``return_basis`` says which return the criterion reads."""

    id: Id
    name: Bilingual
    kind: Literal["sector_index", "market_index", "basket"]
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    return_basis: Literal["price", "total_return"]
    series: str  # its closes in the catalogue
    live_from: dt.date | None = (
        None  # first day on which the index was published; before it, the provider's backcast
    )
    overlap: str = ""  # how it overlaps with the other side, in words


class Checkpoint(_Model):
    """A day on which the call is settled, in months after entry."""

    label: str
    months: int = Field(ge=1, le=60)
    primary: bool = False


class Criterion(_Model):
    """When the call will have been right; fixed before the fact."""

    quote: Bilingual
    metric: Literal["relative_return"]
    formula: str
    threshold_pct: float = Field(gt=0)
    touch_counts: bool
    entry: Bilingual
    checkpoints: tuple[Checkpoint, ...] = Field(min_length=1, strict=False)
    reason: Told

    @model_validator(mode="after")
    def _one_primary(self) -> Criterion:
        if sum(point.primary for point in self.checkpoints) != 1:
            raise ValueError(message("exactly one checkpoint must be primary"))
        return self

    @property
    def primary(self) -> Checkpoint:
        """The checkpoint that settles the call."""
        return next(point for point in self.checkpoints if point.primary)


class Scale(_Model):
    """The words of the rating."""

    id: Id
    overweight: Bilingual
    neutral: Bilingual
    underweight: Bilingual

    def label(self, grade: Grade) -> Bilingual:
        """Return the word for a grade."""
        labels: dict[Grade, Bilingual] = {
            "overweight": self.overweight,
            "neutral": self.neutral,
            "underweight": self.underweight,
        }
        return labels[grade]


class Band(_Model):
    """Where a grade is entered and where it is left again."""

    enter_bp: int = Field(gt=0, le=FULL_BP)
    leave_bp: int = Field(ge=0, le=FULL_BP)
    reason: Told

    @model_validator(mode="after")
    def _leave_inside_enter(self) -> Band:
        if self.leave_bp > self.enter_bp:
            raise ValueError(
                message(
                    "leave_bp = {leave_bp} lies above enter_bp = {enter_bp}",
                    leave_bp=self.leave_bp,
                    enter_bp=self.enter_bp,
                )
            )
        return self


class Tilt(_Model):
    """The active weight that a score of one would carry, and its caps.

    All in basis points of the equity sleeve; tracking error is a year's, as
    active weight times relative volatility.
    """

    step_bp: int = Field(gt=0)
    cap_bp: int = Field(gt=0)
    max_tracking_error_bp: int = Field(gt=0)
    relative_volatility_pct: float = Field(gt=0)
    funding: Id
    reason: Told


class Leg(_Model):
    """One line of evidence.

    It adds ``weight_bp`` where ``supports`` holds and takes it away where
    ``opposes`` holds; where neither does it adds nothing.
    """

    id: Id
    name: Bilingual
    weight_bp: int = Field(gt=0, le=FULL_BP)
    weight_reason: Told
    threshold_reason: str = Field(min_length=1)
    reason: Bilingual
    supports: Condition | None = None
    opposes: Condition | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Leg:
        if self.supports is None and self.opposes is None:
            raise ValueError(message("leg {id} needs `supports`, `opposes` or both", id=self.id))
        return self


class Invalidation(_Model):
    """A condition that brings the call to neutral at once, without the hold band."""

    id: Id
    when: Condition
    then: Bilingual
    reason: Told


class Flag(_Model):
    """A risk that the strategy itself names.

    ``when`` makes it testable: the flag is raised where the condition holds.
    A declared risk without one is a standing disclosure; ``untestable_because``
    then says why no fact can test it.
    """

    id: Id
    kind: Literal["thesis", "declared"]
    severity: Severity
    title: Bilingual
    when: Condition | None = None
    untestable_because: Bilingual | None = None
    threatens: tuple[Id, ...] = Field(default=(), strict=False)
    if_materialises: Bilingual
    review_by: dt.date | None = None

    @model_validator(mode="after")
    def _testable_or_says_why(self) -> Flag:
        if (self.when is None) == (self.untestable_because is None):
            raise ValueError(message("flag {id} needs either `when` or `untestable_because`", id=self.id))
        if self.kind == "declared" and self.review_by is None:
            raise ValueError(message("flag {id} is a standing disclosure and needs `review_by`", id=self.id))
        return self

    @property
    def testable(self) -> bool:
        """Whether a fact can raise or clear it."""
        return self.when is not None


class Example(_Model):
    """Facts and the grade that they must lead to; `signals lint` runs it.

    A fact that is not named is unknown. Values are written as in conditions
    (``"80 pct"``), or as a bare TOML boolean, date or word.
    """

    name: str = Field(min_length=1)
    previous: Grade | None = None
    facts: dict[str, str | bool | dt.date] = Field(default_factory=dict)
    grade: Literal["overweight", "neutral", "underweight", "abstain"]
    score_bp: tuple[int, int] | None = Field(default=None, strict=False)


class Strategy(_Model):
    """One call's whole rule, as read from its file."""

    id: Id
    version: str = Field(min_length=1)
    written_on: dt.date
    """When its weights and thresholds were fixed; before that day it is hindsight."""
    title: Bilingual
    subject: Instrument
    benchmark: Instrument
    criterion: Criterion
    scale: Scale
    score: Band
    tilt: Tilt
    legs: tuple[Leg, ...] = Field(min_length=1, strict=False)
    invalidation: tuple[Invalidation, ...] = Field(default=(), strict=False)
    flags: tuple[Flag, ...] = Field(default=(), strict=False)
    examples: tuple[Example, ...] = Field(default=(), strict=False)
    claims: str | None = None

    @property
    def thread_id(self) -> str:
        """The name under which calls of this strategy are logged: ``HSTECH~HSI``."""
        return f"{self.subject.id}~{self.benchmark.id}"

    @property
    def live_from(self) -> dt.date | None:
        """The first day on which both sides were published; None where no backcast is known of."""
        days = [side.live_from for side in (self.subject, self.benchmark) if side.live_from is not None]
        return max(days, default=None)

    def leg(self, leg_id: str) -> Leg:
        """Return a leg by its id.

        Raises:
            KeyError: there is none.
        """
        for leg in self.legs:
            if leg.id == leg_id:
                return leg
        raise KeyError(leg_id)
