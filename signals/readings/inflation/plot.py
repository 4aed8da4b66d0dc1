"""The picture of ``signals inflation --plot FILE``: the past, the trend, the fan and the consensus."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from signals.config import ConfigError
from signals.pictures import look
from signals.pictures.canvas import Around, canvas, check, source
from signals.readings.inflation.health import MOSTLY_OPEN
from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.forecast import Solution
from signals.readings.inflation.model.passes import Solver
from signals.readings.inflation.model.system import TREND
from signals.readings.inflation.model.trend import Estimate
from signals.readings.inflation.reading import Inflation, overdue, overdue_words, status_of, undefined_rate
from signals.words import Word, said
from sources.contract import Floats
from sources.message import message
from sources.months import Months, month_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLIFF_PP = 0.6  # a move of the median within a month that a reader would take for news; it is a base effect
SHOWN_MONTHS = 72  # six years of past, so that the fan fills a quarter of the picture
BANDS = ((0.9, 0.12), (0.8, 0.14), (0.5, 0.2))  # share, opacity; widest first
TREND_REACH = 1.6449  # standard errors of a normal 90 % band


def _say(key: str, lang: str, **parts: object) -> str:
    return Word.of(f"inflation.plot_{key}", **parts).text(lang)


def draw(reading: Inflation, solver: Solver, file: Path, lang: str = "en") -> None:
    """Draw one reading to ``file``, SVG or PNG by its suffix; the same reading gives the same bytes.

    Raises:
        ConfigError: as `canvas`, or there is nothing to draw.
    """
    check(file)
    if reading.estimate is None:
        raise ConfigError(
            message(
                "--plot {file}: there is no estimate to draw; {names}",
                file=file,
                names="; ".join(map(str, reading.warnings)),
            )
        )
    with canvas(file, (9.0, 6.0), _around(reading, reading.estimate, lang), lang) as figure:
        solution = solver.solve(reading.estimate.inputs, reading.parameters)
        _draw(figure.subplots(), reading, reading.estimate, solution, lang)


def _around(reading: Inflation, estimate: Estimate, lang: str) -> Around:
    status, reason = status_of(reading)
    late = overdue_words(overdue(reading))
    month = month_label(estimate.inputs.last)
    return Around(
        title=_say("title", lang, day=reading.as_of),
        shows=_say("shows", lang, version=reading.parameters.version),
        source=source(lang, _say("source", lang, month=month), origin=reading.origin),
        remarks=tuple(said(what, lang) for what in (late, reason if status != "ok" else "") if what),
    )


def _draw(axes: Axes, reading: Inflation, estimate: Estimate, solution: Solution, lang: str) -> None:
    inputs = estimate.inputs
    n = len(inputs.level)
    first = max(n - SHOWN_MONTHS, YEAR)
    months = inputs.first + np.arange(first, n)
    rates = np.array([inputs.prices.change_pct(int(month), YEAR) for month in months])
    axes.plot(_years(months), rates, color=look.MAIN, lw=2.0, label=_say("rate", lang))

    trend = solution.run.mean[first:n, estimate.pull, TREND]
    spread = np.sqrt(solution.run.covariance[first:n, estimate.pull, TREND, TREND])
    low, high = (_annual(trend + side * TREND_REACH * spread) for side in (-1.0, 1.0))
    axes.fill_between(_years(months), low, high, color=look.SECOND, alpha=0.15, lw=0)
    axes.plot(_years(months), _annual(trend), color=look.SECOND, lw=1.6, label=_say("trend", lang))

    ahead = [(inputs.last + h, rate) for h, rate in enumerate(estimate.rates, start=1)]
    later = _years(np.array([inputs.last, *(month for month, _ in ahead)]))
    for share, opacity in BANDS:
        ends = [rate.interval_pct(share) if rate else (math.nan, math.nan) for _, rate in ahead]
        start = float(rates[-1])
        lows, highs = ([start, *(end[side] for end in ends)] for side in (0, 1))
        axes.fill_between(
            later,
            lows,
            highs,
            color=look.MAIN,
            alpha=opacity,
            lw=0,
            label=_say("band", lang, share=f"{100 * share:.0f} %"),
        )
    medians = [float(rates[-1]), *(rate.median_pct if rate else math.nan for _, rate in ahead)]
    axes.plot(later, medians, color=look.MAIN, lw=1.2, ls="--", label=_say("median", lang))

    consensus = reading.consensus
    if (
        consensus is not None and consensus.year >= reading.as_of.year
    ):  # one of a year that is over is no outlook
        autumn = consensus.year + 10.5 / YEAR  # the middle of the fourth quarter
        label = _say("consensus", lang, year=consensus.year, day=consensus.published_at)
        axes.plot([autumn], [consensus.q4q4_pct], "D", color=look.MARK, ms=6, label=label)
    axes.axhline(2.0, color=look.NEUTRAL, lw=0.9, ls=":", label=_say("aim", lang))
    _notes(axes, estimate, months, dict(zip(ahead_months(estimate), medians[1:], strict=True)), lang)
    axes.set_ylabel(_say("percent", lang))
    axes.grid(axis="y")
    axes.xaxis.set_major_formatter(lambda year, _: f"{year:.0f}")
    axes.set_xticks(np.arange(math.ceil(_years(months)[0]), math.floor(later[-1]) + 1))
    axes.legend(loc="best", ncols=2)


def ahead_months(estimate: Estimate) -> list[int]:
    """Return the months that the fan spans."""
    return [estimate.inputs.last + h for h in range(1, len(estimate.rates) + 1)]


def _notes(axes: Axes, estimate: Estimate, months: Months, medians: Mapping[int, float], lang: str) -> None:
    """Mark what a reader would stumble over: months without a rate, unknown gasoline, steps of the base."""
    inputs = estimate.inputs
    low = axes.get_ylim()[0]
    small: dict[str, Any] = {
        "fontsize": 7,
        "color": look.DIM,
        "rotation": 90,
        "va": "bottom",
        "ha": "center",
    }
    shown = [*months.tolist(), *medians]
    for month in shown:
        if undefined_rate(inputs, month) is not None:
            axes.axvspan(month / YEAR, (month + 1) / YEAR, color=look.BAND, lw=0)
            note = _say("undefined", lang, month=month_label(month))
            axes.text((month + 0.5) / YEAR, low, note, **small)
    for month in months.tolist():
        if inputs.gasoline.open[month - inputs.first] > MOSTLY_OPEN:
            axes.axvspan(month / YEAR, (month + 1) / YEAR, color=look.SECOND, alpha=0.08, lw=0)
    before = inputs.prices.change_pct(inputs.last, YEAR)
    for month, median in medians.items():
        if abs(median - before) > CLIFF_PP:
            note = _say("cliff", lang, gone=month_label(month - YEAR))
            axes.annotate(
                note,
                ((month + 0.5) / YEAR, median),
                fontsize=7,
                color=look.DIM,
                xytext=(4, 8),
                textcoords="offset points",
            )
        before = median


def _years(months: Months) -> Floats:
    """Return month numbers as years with fractions, at the middle of each month."""
    years: Floats = (months + 0.5) / YEAR
    return years


def _annual(monthly: Floats) -> Floats:
    """Return percent a month on the log scale as percent a year."""
    return 100.0 * np.expm1(YEAR * monthly / 100.0)
