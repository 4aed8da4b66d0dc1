"""The taxonomy: what kinds of policy step there are, and what is said of each; parsed from TOML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sources.contract import STAGES, Direction, Stage
from sources.event_rules import EventRules, KindRule
from sources.message import message

Text = Annotated[str, Field(min_length=1)]
Words = tuple[Text, ...]
Days = Annotated[int, Field(gt=0, le=3650)]

Binding = Literal["step", "act", "none"]
"""How text tells of a kind: a rate moved by a size, something was done, or only tables tell of it."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Coverage(_Strict):
    """When the silence of an event table may be read as "nothing happened"."""

    max_age_days: Days
    max_gap_days: Days
    follows_days: Days


class Group(_Strict):
    """What a group of kinds is called."""

    en: Text
    zh: Text


class StageWeights(_Strict):
    """How much an event of a stage counts: whole in windows, or as a fraction in the impulse."""

    en: Text
    zh: Text
    window: Annotated[float, Field(ge=0, le=1)]
    impulse: Annotated[float, Field(ge=0, le=1)]


class ActRule(_Strict):
    """One way to tell of an act: a subject and a verb in one clause, a context and who acts in the sentence.

    Where ``who`` is given, only the word of one of them makes an act; without, a document, a headline or a
    date must carry it. ``anchored`` asks for a date, a word of announcing or a document as well,
    ``headline`` lets a short text do without; ``needs_size`` for a size. ``is_stance`` reads a word of the
    kind's closed list instead of an act.
    """

    subject: Words
    verb: Words
    direction: Direction
    who: Words = ()
    is_stance: bool = False
    needs_size: bool = False
    anchored: bool = False
    headline: bool = False
    stage: Stage = "decided"
    context: Words = ()
    unless: Words = ()


class Kind(_Strict):
    """One kind of policy step.

    ``cues`` name what moves, and ``cut_words`` ("降准") a cut of it; the words under
    ``owned_`` ("rates", "降息") do so only after one of the ``owners``.
    ``needs_tier`` says that a telling without is none; a tier may have its own direction.
    ``apart_days`` is how far apart two acts are at the least, whoever tells of them.
    ``repeat_after_days`` is how soon the same step, said without a date, may be another one.
    ``in_force_after_days`` is set for kinds whose decisions take force by
    themselves; the others name a day, and may be announced ahead of it.
    """

    en: Text
    zh: Text
    groups: Words
    half_life_days: Days
    weight: Annotated[float, Field(ge=0, le=10)]
    standard_size: Annotated[float, Field(gt=0)] | None = None
    unit: Text | None = None
    max_size: Annotated[float, Field(gt=0)] | None = None
    days_of_month: tuple[int, int] | None = None
    apart_days: Annotated[int, Field(ge=1, le=60)] | None = None
    jurisdiction: Text = "CN"
    issuer: Text | None = None
    binding: Binding = "none"
    cues: Words = ()
    owned_cues: Words = ()
    cut_words: Words = ()
    owned_cut_words: Words = ()
    owned_hike_words: Words = ()
    owners: Words = ()
    unless: Words = ()
    holds: bool = False
    in_force_after_days: Annotated[int, Field(ge=0, le=60)] | None = None
    tiers: Mapping[str, Words] = Field(default_factory=dict)
    default_tier: str | None = None
    tier_directions: Mapping[str, Direction] = Field(default_factory=dict)
    needs_tier: bool = False
    repeat_after_days: Annotated[int, Field(ge=1, le=400)] = 120
    acts: tuple[ActRule, ...] = ()

    @model_validator(mode="after")
    def _binding_has_words(self) -> Kind:
        if self.binding == "step" and not (self.cues and self.unit):
            raise ValueError(message("a kind with binding 'step' needs cues and a unit"))
        if self.binding == "act" and not self.acts:
            raise ValueError(message("a kind with binding 'act' needs acts"))
        return self


class Level(_Strict):
    """A rate or requirement whose level follows from an anchor and the events after it.

    Where ``series`` holds published values (period: day in force), those are the
    level, and events must agree with them.
    """

    en: Text
    zh: Text
    kind: Text
    jurisdiction: Text = "CN"
    tier: str | None = None
    anchor_date: Annotated[str, Field(pattern=r"\d{4}-\d{2}-\d{2}")]
    anchor_pct: float
    series: str | None = None


class Taxonomy(_Strict):
    """All of it."""

    coverage: Mapping[str, Coverage]
    stage: Mapping[Stage, StageWeights]
    group: Mapping[str, Group] = Field(default_factory=dict)
    kind: Mapping[str, Kind]
    level: Mapping[str, Level] = Field(default_factory=dict)
    hosts: Words = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Taxonomy:
        absent = [stage for stage in STAGES if stage not in self.stage]
        if absent:
            raise ValueError(message("stages without weights: {names}", names=", ".join(absent)))
        for name, level in self.level.items():
            if level.kind not in self.kind:
                raise ValueError(
                    message("level {name} names the unknown kind {kind!r}", name=name, kind=level.kind)
                )
        return self

    def event_rules(self) -> EventRules:
        """Return what an event of each kind may say; jurisdictions are those with a coverage."""
        return EventRules(
            kinds={
                name: KindRule(
                    unit=kind.unit,
                    tiers=_with(kind.default_tier, kind.tiers),
                    default_tier=kind.default_tier,
                    moves_rate=kind.binding == "step",
                )
                for name, kind in self.kind.items()
            },
            jurisdictions=tuple(self.coverage),
        )


def _with(default: str | None, tiers: Mapping[str, Words]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*([default] if default else []), *tiers]))


def parse_taxonomy(document: Mapping[str, Any]) -> Taxonomy:
    """Check a parsed ``policy.toml``.

    Raises:
        pydantic.ValidationError: the document breaks the format.
    """
    return Taxonomy.model_validate(document)
