"""The grade, what it was before, since when it holds, and a named person's override."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from signals.allocation import contract
from signals.allocation.sentences import ABSTAIN, text
from signals.config import ConfigError, misread, read_toml
from signals.rules.strategy import Strategy
from signals.rules.verdict import CallVerdict, Grade
from sources.message import message

RANK: Mapping[Grade, int] = {"underweight": -1, "neutral": 0, "overweight": 1}
Action = Literal["initiate", "reiterate", "upgrade", "downgrade", "abstain", "unrecorded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousCall:
    """The last grade of a thread on record before a day.

    ``in_force_since`` is the first day of its run; None where an abstention came after it.
    """

    thread_id: str
    grade: Grade
    as_of: dt.date
    in_force_since: dt.date | None


class Override(BaseModel):
    """A grade published instead of the model's: by whom, why, and until when."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    thread_id: str
    grade: Grade
    by: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    made_on: dt.date
    expires_on: dt.date

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Override:
        if self.expires_on < self.made_on:
            raise ValueError(
                message(
                    "expires_on = {expires_on} lies before made_on = {made_on}",
                    expires_on=self.expires_on,
                    made_on=self.made_on,
                )
            )
        return self

    def holds_on(self, day: dt.date) -> bool:
        """Whether the override is in force on ``day``; the last day counts."""
        return self.made_on <= day <= self.expires_on


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    overrides: tuple[Override, ...] = Field(strict=False)


def read_overrides(path: Path) -> tuple[Override, ...]:
    """Read a TOML file of ``[[overrides]]``.

    Raises:
        ConfigError: it is missing, no TOML, or breaks the format; or two overrides of one thread overlap.
    """
    try:
        overrides = _File.model_validate(read_toml(path)).overrides
    except ValidationError as error:
        raise misread(path, error) from error
    for index, one in enumerate(overrides):
        for other in overrides[index + 1 :]:
            if one.thread_id == other.thread_id and (
                one.made_on <= other.expires_on and other.made_on <= one.expires_on
            ):
                raise ConfigError(
                    message(
                        "{path}: two overrides of {thread_id} hold on the same days; let one expire first",
                        path=path,
                        thread_id=one.thread_id,
                    )
                )
    return overrides


def override_in_force(overrides: Iterable[Override], thread_id: str, day: dt.date) -> Override | None:
    """Return the override of a thread that holds on ``day``."""
    return next((one for one in overrides if one.thread_id == thread_id and one.holds_on(day)), None)


def rating_of(
    strategy: Strategy,
    verdict: CallVerdict,
    *,
    override: Override | None,
    previous: PreviousCall | None,
    logged: bool,
) -> contract.Rating:
    """Put the grade beside its past.

    Args:
        strategy: whose scale names the grade.
        verdict: the model's grade.
        override: a person's grade that holds on that day.
        previous: the last record before the verdict's day, if any.
        logged: whether there is a log to look into at all.
    """
    published = override.grade if override else verdict.grade
    run = previous.in_force_since if previous is not None and previous.grade == verdict.grade else None
    return contract.Rating(
        model_grade=verdict.grade,
        published_grade=published,
        label=grade_label(strategy, published),
        previous_grade=previous.grade if previous else None,
        previous_as_of=previous.as_of if previous else None,
        action=_action(verdict.grade, previous, logged=logged),
        in_force_since=(run or verdict.as_of) if logged and verdict.grade is not None else None,
        override=None
        if override is None
        else contract.Override(
            grade=override.grade,
            by=override.by,
            reason=override.reason,
            made_on=override.made_on,
            expires_on=override.expires_on,
        ),
        scale=contract.Scale(
            id=strategy.scale.id,
            overweight=text(strategy.scale.overweight),
            neutral=text(strategy.scale.neutral),
            underweight=text(strategy.scale.underweight),
            no_call=ABSTAIN,
        ),
    )


def grade_label(strategy: Strategy, grade: Grade | None) -> contract.Text:
    """Return a grade, or its absence, in the words of the strategy's scale."""
    return ABSTAIN if grade is None else text(strategy.scale.label(grade))


def _action(grade: Grade | None, previous: PreviousCall | None, *, logged: bool) -> Action:
    if grade is None:
        return "abstain"
    if previous is None:
        return "initiate" if logged else "unrecorded"
    step = RANK[grade] - RANK[previous.grade]
    return "upgrade" if step > 0 else "downgrade" if step < 0 else "reiterate"
