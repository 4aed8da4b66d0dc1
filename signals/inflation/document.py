"""The reading as a JSON document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from signals.inflation.consensus import Consensus
from signals.inflation.parameters import Parameters
from signals.inflation.reading import Estimate, Inflation, Latest, Outcome

Document = dict[str, Any]


def document(reading: Inflation) -> Document:
    """Return the reading in plain JSON types; what is undefined is null, with a warning that says why."""
    estimate = reading.estimate
    return {
        "as_of": reading.as_of.isoformat(),
        "origin": reading.origin,
        "latest": _latest(reading.latest),
        **(dict.fromkeys(_ESTIMATED) if estimate is None else _estimate(estimate)),
        "consensus": _consensus(reading.consensus),
        "model": _model(reading.parameters),
        "warnings": list(reading.warnings),
    }


_ESTIMATED = (
    "trend_pct",
    "trend_sd_pp",
    "p_falling",
    "p_falling_range",
    "direction",
    "p_yoy_lower",
    "calendar_year",
    "forecast_yoy",
)


def _latest(latest: Latest | None) -> Document | None:
    if latest is None:
        return None
    return {
        "period": f"{latest.period:%Y-%m}",
        "released_at": latest.released_at.isoformat(),
        "yoy_pct": _rounded(latest.yoy_pct),
    }


def _estimate(estimate: Estimate) -> Document:
    return {
        "trend_pct": _rounded(estimate.trend_pct),
        "trend_sd_pp": _rounded(estimate.trend_sd_pp),
        "p_falling": {f"{one.months}m": _rounded(one.p_falling) for one in estimate.directions},
        "p_falling_range": {f"{one.months}m": _pair(one.p_range) for one in estimate.directions},
        "direction": {f"{one.months}m": one.word for one in estimate.directions},
        "p_yoy_lower": {f"{one.months}m": _rounded(one.probability) for one in estimate.lower},
        "calendar_year": {
            "year": estimate.year.year,
            "average": _outcome(estimate.year.average),
            "december_on_december": _outcome(estimate.year.december_on_december),
        },
        "forecast_yoy": [
            {
                "horizon_months": one.horizon_months,
                "period": f"{one.period:%Y-%m}",
                "median_pct": _rounded(one.median_pct),
                "interval_90_pct": _pair(one.interval_pct),
            }
            for one in estimate.forecast
        ],
    }


def _consensus(consensus: Consensus | None) -> Document | None:
    if consensus is None:
        return None
    return {
        "survey": consensus.survey,
        "published_at": consensus.published_at.isoformat(),
        "published_at_exact": consensus.exact,
        "year": consensus.year,
        "q4q4_pct": consensus.q4q4_pct,
        "next_year_q4q4_pct": consensus.next_q4q4_pct,
        "ours_q4q4_pct": _rounded(consensus.ours_q4q4_pct),
        "ours_sd_pp": _rounded(consensus.ours_sd_pp),
        "gap_sigmas": _rounded(consensus.gap_sigmas),
    }


def _model(parameters: Parameters) -> Document:
    return {
        "version": parameters.version,
        "estimated_as_of": parameters.estimated_as_of.isoformat(),
        "through": f"{parameters.through:%Y-%m}",
        "sigma_trend": parameters.sigma_trend,
        "sigma_transitory": parameters.sigma_transitory,
        "phi": parameters.phi,
        "sigma_season": parameters.sigma_season,
        "beta": parameters.beta,
        "sigma_gasoline": parameters.sigma_gasoline,
        "kappa": parameters.kappa,
    }


def _outcome(outcome: Outcome | None) -> Document | None:
    if outcome is None:
        return None
    return {
        "median_pct": _rounded(outcome.median_pct),
        "interval_90_pct": _pair(outcome.interval_pct),
        "p_below": _levels(outcome.p_below),
        "p_below_range": {f"{level:.1f}": _pair(pair) for level, pair in outcome.p_below_range.items()},
    }


def _levels(odds: Mapping[float, float]) -> Document:
    return {f"{level:.1f}": _rounded(p) for level, p in odds.items()}


def _rounded(value: float | None) -> float | None:
    """Round to six decimals: far below any meaning, far above the last bit of any machine."""
    return None if value is None else round(value, 6)


def _pair(values: tuple[float, float] | None) -> list[float] | None:
    return None if values is None else [round(value, 6) for value in values]
