"""What the inflation model is told: settings with their reasons, and stored parameter sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from signals.config import config_root, misread, read_toml
from sources.message import message

EDITION = 2
"""The edition of the model that is estimated; sets of an older one are read and used as they were meant."""

Share = Annotated[float, Field(gt=0.0, lt=1.0)]
Positive = Annotated[float, Field(gt=0.0)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelSettings(_Table):
    """What is decided rather than estimated."""

    first_month: dt.date
    kappa: Share
    kappa_range: tuple[Share, ...]
    rounding_until: dt.date
    rounding_sd_before: Positive
    rounding_sd_after: Positive

    @model_validator(mode="after")
    def _central_in_range(self) -> ModelSettings:
        if self.kappa not in self.kappa_range:
            raise ValueError(message("kappa_range must contain kappa itself ({kappa:g})", kappa=self.kappa))
        return self


class GasolineSettings(_Table):
    """How the price at the pump is carried forward."""

    seasonal_weight: Annotated[float, Field(ge=0.0, le=1.0)]
    seasonal_years: Annotated[int, Field(ge=1)]


class AnchorSettings(_Table):
    """How far the anchor may have moved where its survey is late."""

    quarterly_sd_pp: Positive
    late_quarters: Annotated[int, Field(ge=0)]


class FanSettings(_Table):
    """How wide the fan is."""

    horizon_months: Annotated[int, Field(ge=24, le=60)]
    calibrate_from: dt.date
    prior_errors: Positive
    record_months: tuple[Annotated[int, Field(ge=1, le=12)], ...]
    tail: Share
    levels_pct: tuple[float, ...]


class DirectionSettings(_Table):
    """When a probability becomes a word."""

    months: tuple[Annotated[int, Field(ge=1, le=24)], ...]
    falling_above: Share
    rising_below: Share


class ConsensusSettings(_Table):
    """Which surveys are read."""

    q4q4: str
    next_q4q4: str
    anchor: str


class EstimationSettings(_Table):
    """The priors of the yearly estimation."""

    prior_sigma_trend: Positive
    prior_sigma_transitory: Positive
    prior_sigma_season: Positive
    prior_log_sd: Positive
    prior_phi_sd: Positive
    first_year: int


class BreadthSettings(_Table):
    """How items are counted."""

    fewest_items: Annotated[int, Field(ge=1)]
    level_pct: float


class Settings(_Table):
    """`configs/inflation.toml`."""

    model: ModelSettings
    gasoline: GasolineSettings
    anchor: AnchorSettings
    fan: FanSettings
    direction: DirectionSettings
    consensus: ConsensusSettings
    estimation: EstimationSettings
    breadth: BreadthSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """One parameter set.

    The sigmas are in 100·log points a month; ``kappa`` is the share of the gap
    between trend and anchor closed a month and is set, not estimated. In the
    second edition of the model ``beta`` is in index points a dollar a gallon
    and ``beta_lag`` is what a dollar adds a month later; in the first ``beta``
    is the elasticity to the price of gasoline.
    """

    version: str
    estimated_as_of: dt.date
    through: dt.date
    sigma_trend: float
    sigma_transitory: float
    phi: float
    sigma_season: float
    beta: float
    sigma_gasoline: float
    kappa: float
    beta_lag: float = 0.0
    edition: int = EDITION


class _Set(_Table):
    version: str
    estimated_as_of: dt.date
    through: dt.date
    sigma_trend: Positive
    sigma_transitory: Positive
    phi: Annotated[float, Field(gt=-1.0, lt=1.0)]
    sigma_season: Positive
    beta: float
    beta_lag: float = 0.0
    sigma_gasoline: Positive


class _Sets(_Table):
    edition: Annotated[int, Field(ge=1, le=EDITION)] = 1
    set: tuple[_Set, ...] = Field(min_length=1)


@cache
def settings() -> Settings:
    """Return the settings of the active configuration.

    Raises:
        ConfigError: the file is missing or breaks the format.
    """
    path = config_root() / "inflation.toml"
    try:
        return Settings.model_validate(read_toml(path))
    except ValidationError as error:
        raise misread(path, error) from error


@cache
def stored_sets(path: Path | None = None) -> tuple[Parameters, ...]:
    """Return the stored parameter sets, oldest first.

    Raises:
        ConfigError: the file is missing or breaks the format.
    """
    path = path or config_root() / "inflation_parameters.toml"
    try:
        document = _Sets.model_validate(read_toml(path))
    except ValidationError as error:
        raise misread(path, error) from error
    kappa = settings().model.kappa
    sets = [Parameters(**entry.model_dump(), kappa=kappa, edition=document.edition) for entry in document.set]
    return tuple(sorted(sets, key=lambda one: one.estimated_as_of))


def usable_set(as_of: dt.date, sets: Sequence[Parameters]) -> Parameters:
    """Return the newest set estimated on or before ``as_of``; the oldest where there is none.

    A set younger than ``as_of`` rests on data that were not known then; the
    reading says so whenever it had to use one.
    """
    known = [one for one in sets if one.estimated_as_of <= as_of]
    return known[-1] if known else sets[0]


def due_year(as_of: dt.date, sets: Sequence[Parameters]) -> int | None:
    """Return the year whose January set is missing on a day; None where the newest one is in force."""
    return as_of.year if as_of.year > sets[-1].estimated_as_of.year else None


HEADER = """\
# Parameter sets of the inflation model (signals/readings/inflation), one a January.
# A set is used from `estimated_as_of` on and rests on nothing released later.
# `kappa` is not estimated: inflation.toml sets it.
# Units: 100·log points a month for every sigma; phi is a pure number; beta and beta_lag are index points a dollar
# a gallon, at once and one month later (edition 1: an elasticity, and no lag).
# Made by: signals inflation --sample --refit --save configs/inflation_parameters.toml
"""


def as_toml(sets: Sequence[Parameters]) -> str:
    """Return parameter sets as the file that `stored_sets` reads."""
    return "\n".join((f"{HEADER}\nedition = {EDITION}\n", *(_set_as_toml(one) for one in sets)))


def _set_as_toml(one: Parameters) -> str:
    return (
        "[[set]]\n"
        f'version = "{one.version}"\n'
        f"estimated_as_of = {one.estimated_as_of.isoformat()}\n"
        f"through = {one.through.isoformat()}\n"
        f"sigma_trend = {one.sigma_trend}\n"
        f"sigma_transitory = {one.sigma_transitory}\n"
        f"phi = {one.phi}\n"
        f"sigma_season = {one.sigma_season}\n"
        f"beta = {one.beta}\n"
        f"beta_lag = {one.beta_lag}\n"
        f"sigma_gasoline = {one.sigma_gasoline}\n"
    )
