"""What forecasters expect, and how far our own forecast is from it in our own standard errors."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from signals.panel import Panel
from signals.readings.inflation.config import ConsensusSettings
from signals.readings.inflation.model.anchor import QUARTER, YEAR
from signals.readings.inflation.model.forecast import Rate, rate_between
from signals.readings.inflation.model.trend import Estimate
from sources.months import month_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """The newest survey of Q4-on-Q4 inflation, and ours of the same thing.

    ``gap_sigmas`` is our median minus the survey over our own standard error;
    None where we have no forecast of that year, or it is not the year of the
    day: a survey of last year says nothing of what is expected of this one.
    """

    survey: str
    period: dt.date
    published_at: dt.date
    exact: bool
    year: int
    q4q4_pct: float
    next_q4q4_pct: float | None
    ours_q4q4_pct: float | None
    ours_sd_pp: float | None
    gap_sigmas: float | None


def read_consensus(panel: Panel, estimate: Estimate | None, settings: ConsensusSettings) -> Consensus | None:
    """Return the newest survey known on the day; None where there is none.

    The survey's year is that of its own quarter, not of the day it is read on.
    """
    view = panel.series(settings.q4q4)
    if len(view) == 0:
        return None
    period: dt.date = view.period[-1].astype(object)
    median = float(view.value[-1])
    later = panel.series(settings.next_q4q4)
    same = later.value[later.period == view.period[-1]]
    rate = _ours("q4q4", period, estimate) if period.year == panel.as_of.year else None
    return Consensus(
        survey=settings.q4q4,
        period=period,
        published_at=view.released_at[-1].astype(object),
        exact=bool(view.exact[-1]),
        year=period.year,
        q4q4_pct=median,
        next_q4q4_pct=float(same[0]) if len(same) else None,
        ours_q4q4_pct=rate.median_pct if rate else None,
        ours_sd_pp=rate.sd_pp if rate else None,
        gap_sigmas=(rate.median_pct - median) / rate.sd_pp if rate and rate.sd > 0.0 else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyGap:
    """One figure of a survey that the user has loaded, beside ours.

    ``about`` is ``yoy`` (the 12-month rate of the month ``period``),
    ``year_average`` or ``q4q4`` (of the year of ``period``). Ours and the gap
    are None where the model does not reach that far.
    """

    survey: str
    about: str
    period: dt.date
    published_at: dt.date
    expected_pct: float
    ours_pct: float | None
    ours_sd_pp: float | None
    gap_sigmas: float | None


_SURVEY = re.compile(r"survey\.[\w.-]+\.cpi\.(yoy|year_average|q4q4)")


def read_surveys(panel: Panel, held: Iterable[str], estimate: Estimate | None) -> tuple[SurveyGap, ...]:
    """Return every open figure of surveys named ``survey.NAME.cpi.{yoy,year_average,q4q4}``.

    Open are the months not printed yet and the years that have not ended;
    ``held`` are the series that there are.
    """
    found = []
    for name in sorted(held):
        match = _SURVEY.fullmatch(name)
        if match is None:
            continue
        view = panel.series(name)
        for period, out, value in zip(
            view.period.tolist(), view.released_at.tolist(), view.value.tolist(), strict=True
        ):
            if _open(match[1], period, panel.as_of, estimate):
                rate = _ours(match[1], period, estimate)
                found.append(
                    SurveyGap(
                        survey=name,
                        about=match[1],
                        period=period,
                        published_at=out,
                        expected_pct=value,
                        ours_pct=rate.median_pct if rate else None,
                        ours_sd_pp=rate.sd_pp if rate else None,
                        gap_sigmas=(rate.median_pct - value) / rate.sd_pp if rate and rate.sd > 0.0 else None,
                    )
                )
    return tuple(found)


def _open(about: str, period: dt.date, as_of: dt.date, estimate: Estimate | None) -> bool:
    if about == "yoy":
        return estimate is None or month_number(period) > estimate.inputs.last
    return period.year >= as_of.year


def _ours(about: str, period: dt.date, estimate: Estimate | None) -> Rate | None:
    if estimate is None:
        return None
    if about == "yoy":
        ahead = month_number(period) - estimate.inputs.last
        return estimate.rates[ahead - 1] if 0 < ahead <= len(estimate.rates) else None
    months = YEAR if about == "year_average" else QUARTER
    over = range((period.year + 1) * YEAR - months, (period.year + 1) * YEAR)
    base = range(over.start - YEAR, over.stop - YEAR)
    rates = rate_between(estimate.inputs, estimate.levels, over, base)
    return rates[estimate.pull] if rates else None
