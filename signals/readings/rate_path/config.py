"""The numbers of the rate path, out of ``configs/rate_path.toml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, NonNegativeFloat, PositiveFloat, PositiveInt, ValidationError

from signals.config import config_root, misread, read_toml
from sources.contract import PriceKind


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StripConfig(_Table):
    """When a strip is too old or too short to be read."""

    max_age_days: PositiveInt
    minimum_contracts: PositiveInt


class KindConfig(_Table):
    """How far a kind of price lies from a settlement, as half-widths of 68 %, in basis points.

    Each contract's own is ``own_bp`` plus ``own_share`` of the usual move of a day.
    A common move shifts the strip by ``common_bp`` plus ``common_share`` of it, in
    full from ten months ahead on and in proportion before.
    """

    own_bp: NonNegativeFloat
    own_share: NonNegativeFloat
    common_bp: NonNegativeFloat
    common_share: NonNegativeFloat


class NoiseConfig(_Table):
    """How far a price may lie from the rate that the market meant, in basis points."""

    front_tick_bp: PositiveFloat
    tick_bp: PositiveFloat
    usual_daily_move_bp: PositiveFloat
    settlement: KindConfig
    last: KindConfig
    mid: KindConfig

    def of_kind(self, kind: PriceKind) -> KindConfig:
        """Return the noise of one kind of price."""
        return {"settlement": self.settlement, "last": self.last, "mid": self.mid}[kind]


class FitConfig(_Table):
    """The weights of the all-contract fit, as standard deviations in basis points."""

    contract_sigma_bp: PositiveFloat
    level_sigma_bp: PositiveFloat
    step_sigma_bp: PositiveFloat
    fixing_error_bp: PositiveFloat
    misfit_bp: PositiveFloat


class LimitConfig(_Table):
    """When a meeting is known too badly to be shown, and when the methods disagree."""

    step_error_bp: PositiveFloat
    method_gap_bp: PositiveFloat


class NoiseByRoot(_Table):
    """Noise by instrument."""

    ZQ: NoiseConfig
    SR3: NoiseConfig


class RatePathConfig(_Table):
    """All of ``configs/rate_path.toml``."""

    strip: StripConfig
    noise: NoiseByRoot
    fit: FitConfig
    limits: LimitConfig

    def noise_of(self, root: str) -> NoiseConfig:
        """Return the noise of one instrument, ``ZQ`` or ``SR3``."""
        return self.noise.SR3 if root == "SR3" else self.noise.ZQ


def rate_path_config() -> RatePathConfig:
    """Return the active configuration.

    Raises:
        ConfigError: it is missing or breaks its format.
    """
    return _load(config_root() / "rate_path.toml")


@cache
def _load(path: Path) -> RatePathConfig:
    try:
        return RatePathConfig.model_validate(read_toml(path))
    except ValidationError as error:
        raise misread(path, error) from error
