"""The reading as a JSON document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from signals.calendars.releases import Release
from signals.readings.inflation.beside import Adjusted, Breadth, PublishedRate, Share
from signals.readings.inflation.config import Parameters
from signals.readings.inflation.consensus import Consensus, SurveyGap
from signals.readings.inflation.model.sources import Source
from signals.readings.inflation.model.trend import Estimate, Outcome
from signals.readings.inflation.news import News
from signals.readings.inflation.reading import Inflation, Latest, overdue, overdue_words, status_of
from signals.words import said

if TYPE_CHECKING:  # refitting imports statsmodels, which a reading never needs
    from signals.readings.inflation.fitting import Refit, Side

Document = dict[str, Any]


def document(reading: Inflation) -> Document:
    """Return the reading in plain JSON types; what is undefined is null, with a warning that says why."""
    estimate = reading.estimate
    status, reason = status_of(reading)
    late = overdue(reading)
    return {
        "as_of": reading.as_of.isoformat(),
        "origin": reading.origin,
        "status": status,
        "status_reason": said(reason, "en"),
        "latest": _latest(reading.latest),
        "overdue": [_next(release) for release in late],
        "next_release": _next(reading.next_release),
        **(dict.fromkeys(_ESTIMATED) if estimate is None else _estimate(estimate)),
        "next_print": _next_print(reading),
        "sources": [_source(one) for one in reading.sources],
        "record": [
            {
                "horizon_months": one.horizon_months,
                "rmse_pp": _rounded(one.rmse_pp),
                "no_change_rmse_pp": _rounded(one.no_change_rmse_pp),
                "forecasts": one.forecasts,
            }
            for one in reading.record
        ],
        "news": _news(reading.news),
        "consensus": _consensus(reading.consensus),
        "surveys": [_survey(one) for one in reading.surveys],
        "core": _published(reading.core),
        "published": [_published(one) for one in reading.published],
        "adjusted": [_adjusted(one) for one in reading.adjusted],
        "breadth": _breadth(reading.breadth),
        "absent": list(reading.absent),
        "model": _model(reading.parameters),
        "warnings": [str(word) for word in (*reading.warnings, overdue_words(late)) if word],
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


def _next(release: Release | None) -> Document | None:
    if release is None or release.released_at is None:
        return None
    return {
        "period": f"{release.period:%Y-%m}",
        "released_at": release.released_at.isoformat(),
        "exact": release.exact,
    }


def _next_print(reading: Inflation) -> Document | None:
    estimate = reading.estimate
    if estimate is None or not reading.flips or not estimate.forecast:
        return None
    step = estimate.forecast[0]
    return {
        "period": f"{step.period:%Y-%m}",
        "expected_pct": _rounded(step.median_pct),
        "interval_90_pct": _pair(step.interval_pct),
        "words": [
            {
                "months": one.months,
                "falling_below_pct": _rounded(one.falling_below_pct),
                "p_falling": _rounded(one.p_falling),
                "rising_above_pct": _rounded(one.rising_above_pct),
                "p_rising": _rounded(one.p_rising),
            }
            for one in reading.flips
        ],
    }


def _source(one: Source) -> Document:
    """The change of the 12-month rate in 100·log points and its parts; the error's in shares."""
    return {
        "horizon_months": one.horizon_months,
        "change": _rounded(one.change),
        "base_effects": _rounded(one.base),
        "gasoline": _rounded(one.gasoline),
        "trend": _rounded(one.trend),
        "error_shares": {
            "gasoline": _rounded(one.share_gasoline),
            "trend_now": _rounded(one.share_now),
            "shocks_ahead": _rounded(one.share_ahead),
        },
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
            "months_averaged": list(estimate.year.months),
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


def _news(news: News | None) -> Document | None:
    if news is None:
        return None
    return {
        "period": f"{news.period:%Y-%m}",
        "released_at": news.released_at.isoformat(),
        "expected_yoy_pct": _rounded(news.expected_yoy_pct),
        "expected_sd_pp": _rounded(news.expected_sd_pp),
        "yoy_pct": _rounded(news.yoy_pct),
        "surprise_pp": _rounded(news.surprise_pp),
        "surprise_sigmas": _rounded(news.surprise_sigmas),
        "before": _side(news.before),
        "after": _side(news.after),
    }


def _side(estimate: Estimate) -> Document:
    """The state of the model on one side of a print, as far as a print moves it."""
    year = estimate.year
    return {
        "as_of": estimate.as_of.isoformat(),
        "trend_pct": _rounded(estimate.trend_pct),
        "p_falling": {f"{one.months}m": _rounded(one.p_falling) for one in estimate.directions},
        "year_average_median_pct": _rounded(year.average.median_pct) if year.average else None,
        "year_average_p_below": _levels(year.average.p_below) if year.average else None,
        "december_on_december_median_pct": _rounded(year.december_on_december.median_pct)
        if year.december_on_december
        else None,
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


def _survey(gap: SurveyGap) -> Document:
    return {
        "survey": gap.survey,
        "about": gap.about,
        "period": f"{gap.period:%Y-%m}" if gap.about == "yoy" else f"{gap.period:%Y}",
        "published_at": gap.published_at.isoformat(),
        "expected_pct": gap.expected_pct,
        "ours_pct": _rounded(gap.ours_pct),
        "ours_sd_pp": _rounded(gap.ours_sd_pp),
        "gap_sigmas": _rounded(gap.gap_sigmas),
    }


def refit_document(refit: Refit) -> Document:
    """Return the comparison of two parameter sets in plain JSON types."""
    return {
        "as_of": refit.as_of.isoformat(),
        "origin": refit.origin,
        "old": _refit_side(refit.old),
        "new": _refit_side(refit.new),
    }


def _refit_side(side: Side) -> Document:
    return {
        "model": _model(side.parameters),
        "log_likelihood": _rounded(side.log_likelihood),
        "diagnostics_p": {
            "serial": _rounded(side.diagnostics.serial),
            "variance": _rounded(side.diagnostics.variance),
            "normality": _rounded(side.diagnostics.normality),
        },
        **_side(side.estimate),
    }


def _published(rate: PublishedRate | None) -> Document | None:
    if rate is None:
        return None
    return {
        "series": rate.series,
        "period": f"{rate.period:%Y-%m}",
        "released_at": rate.released_at.isoformat(),
        "yoy_pct": _rounded(rate.yoy_pct),
        "six_months_change_pp": _rounded(rate.six_months_change_pp),
        "status": rate.status,
    }


def _adjusted(adjusted: Adjusted) -> Document:
    return {
        "series": adjusted.series,
        "period": f"{adjusted.period:%Y-%m}",
        "released_at": adjusted.released_at.isoformat(),
        "change_pct": {f"{span}m": _rounded(rate) for span, rate in adjusted.rates_pct.items()},
    }


def _breadth(breadth: Breadth | None) -> Document | None:
    if breadth is None:
        return None
    return {
        "period": f"{breadth.period:%Y-%m}",
        "items_listed": breadth.listed,
        "slowing": _share(breadth.slowing),
        "six_month_below_year": _share(breadth.six_month_below_year),
        "above": {"level_pct": breadth.level_pct, **_share(breadth.above)},
    }


def _share(share: Share) -> Document:
    return {"share": _rounded(share.share), "items": share.items}


def _model(parameters: Parameters) -> Document:
    return {
        "version": parameters.version,
        "edition": parameters.edition,
        "estimated_as_of": parameters.estimated_as_of.isoformat(),
        "through": f"{parameters.through:%Y-%m}",
        "sigma_trend": parameters.sigma_trend,
        "sigma_transitory": parameters.sigma_transitory,
        "phi": parameters.phi,
        "sigma_season": parameters.sigma_season,
        "beta": parameters.beta,
        "beta_lag": parameters.beta_lag,
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
