"""The picture of ``signals inflation --plot FILE``: the past, the trend, the fan and the consensus."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from signals.config import ConfigError
from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.passes import Solution, Solver
from signals.readings.inflation.model.system import TREND
from signals.readings.inflation.model.trend import Estimate
from signals.readings.inflation.reading import Inflation
from sources.contract import Floats
from sources.months import Months

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = {".svg", ".png"}
INK, TREND_INK, MARK = "#1f4e79", "#c55a11", "#2e7d32"
SHOWN_MONTHS = 72  # six years of past, so that the fan fills a quarter of the picture
BANDS = ((0.9, 0.12), (0.8, 0.14), (0.5, 0.2))  # share, opacity; widest first
TREND_REACH = 1.6449  # standard errors of a normal 90 % band


def draw(reading: Inflation, solver: Solver, file: Path) -> None:
    """Draw one reading to ``file``, SVG or PNG by its suffix; the same reading gives the same bytes.

    Raises:
        ConfigError: the suffix is neither, the folder is not there, there is
            nothing to draw, or matplotlib is not installed.
    """
    if file.suffix.casefold() not in FORMATS:
        raise ConfigError(f"--plot {file}: found {file.suffix or 'no suffix'!r}; expected .svg or .png")
    if not file.parent.is_dir():
        raise ConfigError(f"--plot {file}: the folder {file.parent} does not exist")
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra, and a second to load
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ConfigError("--plot needs matplotlib: pip install 'macro-signals[plot]'") from error
    if reading.estimate is None:
        raise ConfigError(
            f"--plot {file}: there is no estimate to draw; {'; '.join(map(str, reading.warnings))}"
        )

    with mpl.rc_context({"svg.hashsalt": "signals", "font.family": "DejaVu Sans", "font.size": 9}):
        figure = Figure(figsize=(9.0, 5.2), layout="constrained")
        FigureCanvasAgg(figure)
        solution = solver.solve(reading.estimate.inputs, reading.parameters)
        _draw(figure.subplots(), reading, reading.estimate, solution)
        metadata = {"Date": None} if file.suffix.casefold() == ".svg" else {"Software": None}
        figure.savefig(file, dpi=150, metadata=metadata)


def _draw(axes: Axes, reading: Inflation, estimate: Estimate, solution: Solution) -> None:
    inputs = estimate.inputs
    n = len(inputs.level)
    first = max(n - SHOWN_MONTHS, YEAR)
    months = inputs.first + np.arange(first, n)
    rates = np.array([inputs.prices.change_pct(int(month), YEAR) for month in months])
    axes.plot(_years(months), rates, color=INK, lw=1.8, label="12-month rate")

    trend = solution.run.mean[first:n, estimate.pull, TREND]
    spread = np.sqrt(solution.run.covariance[first:n, estimate.pull, TREND, TREND])
    low, high = (_annual(trend + side * TREND_REACH * spread) for side in (-1.0, 1.0))
    axes.fill_between(_years(months), low, high, color=TREND_INK, alpha=0.15, lw=0)
    axes.plot(
        _years(months), _annual(trend), color=TREND_INK, lw=1.4, label="trend, as known each month, 90 % band"
    )

    ahead = [(inputs.last + h, rate) for h, rate in enumerate(estimate.rates, start=1)]
    later = _years(np.array([inputs.last, *(month for month, _ in ahead)]))
    for share, opacity in BANDS:
        ends = [rate.interval_pct(share) if rate else (math.nan, math.nan) for _, rate in ahead]
        start = float(rates[-1])
        lows, highs = ([start, *(end[side] for end in ends)] for side in (0, 1))
        axes.fill_between(
            later, lows, highs, color=INK, alpha=opacity, lw=0, label=f"{share:.0%} of outcomes"
        )
    medians = [float(rates[-1]), *(rate.median_pct if rate else math.nan for _, rate in ahead)]
    axes.plot(later, medians, color=INK, lw=1.2, ls="--", label="median")

    consensus = reading.consensus
    if consensus is not None:
        autumn = consensus.year + 10.5 / YEAR  # the middle of the fourth quarter
        label = f"consensus Q4/Q4 {consensus.year}, {consensus.published_at}"
        axes.plot([autumn], [consensus.q4q4_pct], "D", color=MARK, ms=6, label=label)
    axes.axhline(2.0, color="#999999", lw=0.8, ls=":")
    axes.set_ylabel("percent")
    axes.grid(axis="y", color="#eeeeee")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.xaxis.set_major_formatter(lambda year, _: f"{year:.0f}")
    axes.set_xticks(np.arange(math.ceil(_years(months)[0]), math.floor(later[-1]) + 1))
    axes.legend(frameon=False, loc="best", ncols=2)
    mark = " (bundled sample)" if reading.origin == "sample" else ""
    axes.set_title(
        f"US consumer prices, 12-month rate and its trend, as of {reading.as_of}{mark}\n"
        f"parameters {reading.parameters.version}; bands as wide as past errors",
        loc="left",
        fontsize=10,
    )


def _years(months: Months) -> Floats:
    """Return month numbers as years with fractions, at the middle of each month."""
    years: Floats = (months + 0.5) / YEAR
    return years


def _annual(monthly: Floats) -> Floats:
    """Return percent a month on the log scale as percent a year."""
    return 100.0 * np.expm1(YEAR * monthly / 100.0)
