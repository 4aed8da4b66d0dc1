"""The picture of ``signals inflation --plot FILE``: the past, the trend, the fan and the consensus."""

from __future__ import annotations

import logging
import math
import textwrap
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from signals.config import ConfigError
from signals.readings.inflation.health import MOSTLY_OPEN
from signals.readings.inflation.model.anchor import YEAR
from signals.readings.inflation.model.forecast import Solution
from signals.readings.inflation.model.passes import Solver
from signals.readings.inflation.model.system import TREND
from signals.readings.inflation.model.trend import Estimate
from signals.readings.inflation.reading import Inflation, overdue, overdue_words, status_of, undefined_rate
from signals.words import said
from sources.contract import Floats
from sources.message import message
from sources.months import Months, month_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = {".svg", ".png"}
CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Microsoft YaHei",
    "SimHei",
)
CLIFF_PP = 0.6  # a move of the median within a month that a reader would take for news; it is a base effect
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "rate": "12-month rate",
        "trend": "trend, as known each month, 90 % band",
        "band": "{share:.0%} of outcomes",
        "median": "median",
        "consensus": "consensus Q4/Q4 {year}, {day}",
        "aim": "2 %: the Fed's aim, for the PCE index",
        "percent": "percent",
        "title": "US consumer prices, 12-month rate and its trend, as of {day}{mark}",
        "parameters": "parameters {version}; bands as wide as past errors",
        "sample": " (bundled sample)",
        "undefined": "{month}: undefined",
        "cliff": "{gone} leaves the year",
    },
    "zh": {
        "rate": "同比",
        "trend": "趋势（按各月当时所知），90 %区间",
        "band": "{share:.0%}区间",
        "median": "中位数",
        "consensus": "市场共识，{year}年四季度同比，{day}",
        "aim": "2 %：美联储目标，针对PCE指数",
        "percent": "%",
        "title": "美国CPI同比及其趋势（截至{day}）{mark}",
        "parameters": "参数{version}；区间宽度按过往误差",
        "sample": "（内置样本）",
        "undefined": "{month}：无定义",
        "cliff": "{gone}移出同比基数",
    },
}
INK, TREND_INK, MARK = "#1f4e79", "#c55a11", "#2e7d32"
SHOWN_MONTHS = 72  # six years of past, so that the fan fills a quarter of the picture
BANDS = ((0.9, 0.12), (0.8, 0.14), (0.5, 0.2))  # share, opacity; widest first
TREND_REACH = 1.6449  # standard errors of a normal 90 % band


def draw(reading: Inflation, solver: Solver, file: Path, lang: str = "en") -> None:
    """Draw one reading to ``file``, SVG or PNG by its suffix; the same reading gives the same bytes.

    Chinese in an SVG is left as text, for the fonts of whoever looks at it; a
    PNG needs a font on this machine.

    Raises:
        ConfigError: the suffix is neither, the folder is not there, there is
            nothing to draw, matplotlib is not installed, or no font here has
            the characters of the language.
    """
    if file.suffix.casefold() not in FORMATS:
        raise ConfigError(
            message(
                "--plot {file}: found {suffix!r}; expected .svg or .png",
                file=file,
                suffix=file.suffix or "no suffix",
            )
        )
    if not file.parent.is_dir():
        raise ConfigError(
            message("--plot {file}: the folder {parent} does not exist", file=file, parent=file.parent)
        )
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra, and a second to load
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
        from matplotlib.font_manager import findSystemFonts, fontManager  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ConfigError(message("--plot needs matplotlib: pip install 'macro-signals[plot]'")) from error
    if reading.estimate is None:
        raise ConfigError(
            message(
                "--plot {file}: there is no estimate to draw; {names}",
                file=file,
                names="; ".join(map(str, reading.warnings)),
            )
        )

    svg = file.suffix.casefold() == ".svg"
    families = ["DejaVu Sans"]
    if lang == "zh":
        for path in sorted(findSystemFonts()):  # the list that matplotlib keeps may be older than the fonts
            if "CJK" in path and "Regular" in path:
                fontManager.addfont(path)
        here = [name for name in CHINESE_FONTS if name in set(fontManager.get_font_names())]
        if not here and not svg:
            raise ConfigError(
                message(
                    "--plot {file}: no font here has Chinese characters; write an .svg, or install Noto Sans CJK SC",
                    file=file,
                )
            )
        families = [*(here or CHINESE_FONTS), "DejaVu Sans"]
    chosen: Any = {
        "svg.hashsalt": "signals",
        "font.family": families,
        "font.size": 9,
        "axes.unicode_minus": False,
    }
    if lang == "zh":
        chosen["svg.fonttype"] = "none"
    with mpl.rc_context(chosen), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # an SVG in Chinese is measured with another font
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
        figure = Figure(figsize=(9.0, 5.2), layout="constrained")
        FigureCanvasAgg(figure)
        solution = solver.solve(reading.estimate.inputs, reading.parameters)
        _draw(figure.subplots(), reading, reading.estimate, solution, lang)
        metadata = {"Date": None} if svg else {"Software": None}
        figure.savefig(file, dpi=150, metadata=metadata)


def _draw(axes: Axes, reading: Inflation, estimate: Estimate, solution: Solution, lang: str) -> None:
    words = _WORDS[lang]
    inputs = estimate.inputs
    n = len(inputs.level)
    first = max(n - SHOWN_MONTHS, YEAR)
    months = inputs.first + np.arange(first, n)
    rates = np.array([inputs.prices.change_pct(int(month), YEAR) for month in months])
    axes.plot(_years(months), rates, color=INK, lw=1.8, label=words["rate"])

    trend = solution.run.mean[first:n, estimate.pull, TREND]
    spread = np.sqrt(solution.run.covariance[first:n, estimate.pull, TREND, TREND])
    low, high = (_annual(trend + side * TREND_REACH * spread) for side in (-1.0, 1.0))
    axes.fill_between(_years(months), low, high, color=TREND_INK, alpha=0.15, lw=0)
    axes.plot(_years(months), _annual(trend), color=TREND_INK, lw=1.4, label=words["trend"])

    ahead = [(inputs.last + h, rate) for h, rate in enumerate(estimate.rates, start=1)]
    later = _years(np.array([inputs.last, *(month for month, _ in ahead)]))
    for share, opacity in BANDS:
        ends = [rate.interval_pct(share) if rate else (math.nan, math.nan) for _, rate in ahead]
        start = float(rates[-1])
        lows, highs = ([start, *(end[side] for end in ends)] for side in (0, 1))
        axes.fill_between(
            later, lows, highs, color=INK, alpha=opacity, lw=0, label=words["band"].format(share=share)
        )
    medians = [float(rates[-1]), *(rate.median_pct if rate else math.nan for _, rate in ahead)]
    axes.plot(later, medians, color=INK, lw=1.2, ls="--", label=words["median"])

    consensus = reading.consensus
    if (
        consensus is not None and consensus.year >= reading.as_of.year
    ):  # one of a year that is over is no outlook
        autumn = consensus.year + 10.5 / YEAR  # the middle of the fourth quarter
        label = words["consensus"].format(year=consensus.year, day=consensus.published_at)
        axes.plot([autumn], [consensus.q4q4_pct], "D", color=MARK, ms=6, label=label)
    axes.axhline(2.0, color="#999999", lw=0.8, ls=":", label=words["aim"])
    _notes(axes, estimate, months, dict(zip(ahead_months(estimate), medians[1:], strict=True)), words)
    axes.set_ylabel(words["percent"])
    axes.grid(axis="y", color="#eeeeee")
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.xaxis.set_major_formatter(lambda year, _: f"{year:.0f}")
    axes.set_xticks(np.arange(math.ceil(_years(months)[0]), math.floor(later[-1]) + 1))
    axes.legend(frameon=False, loc="best", ncols=2)
    mark = words["sample"] if reading.origin == "sample" else ""
    lines = [
        words["title"].format(day=reading.as_of, mark=mark),
        words["parameters"].format(version=reading.parameters.version),
    ]
    axes.set_title("\n".join(lines), loc="left", fontsize=10)
    status, reason = status_of(reading)
    late = overdue_words(overdue(reading))
    remarks = [said(what, lang) for what in (late, reason if status != "ok" else "") if what]
    if remarks:
        axes.set_xlabel(
            "\n".join(textwrap.fill(remark, 110) for remark in remarks),
            color="#b00020",
            loc="left",
            fontsize=8,
        )


def ahead_months(estimate: Estimate) -> list[int]:
    """Return the months that the fan spans."""
    return [estimate.inputs.last + h for h in range(1, len(estimate.rates) + 1)]


def _notes(
    axes: Axes, estimate: Estimate, months: Months, medians: Mapping[int, float], words: Mapping[str, str]
) -> None:
    """Mark what a reader would stumble over: months without a rate, unknown gasoline, steps of the base."""
    inputs = estimate.inputs
    low = axes.get_ylim()[0]
    small: dict[str, Any] = {
        "fontsize": 7,
        "color": "#777777",
        "rotation": 90,
        "va": "bottom",
        "ha": "center",
    }
    shown = [*months.tolist(), *medians]
    for month in shown:
        if undefined_rate(inputs, month) is not None:
            axes.axvspan(month / YEAR, (month + 1) / YEAR, color="#dddddd", lw=0)
            note = words["undefined"].format(month=month_label(month))
            axes.text((month + 0.5) / YEAR, low, note, **small)
    for month in months.tolist():
        if inputs.gasoline.open[month - inputs.first] > MOSTLY_OPEN:
            axes.axvspan(month / YEAR, (month + 1) / YEAR, color=TREND_INK, alpha=0.08, lw=0)
    before = inputs.prices.change_pct(inputs.last, YEAR)
    for month, median in medians.items():
        if abs(median - before) > CLIFF_PP:
            note = words["cliff"].format(gone=month_label(month - YEAR))
            axes.annotate(
                note,
                ((month + 0.5) / YEAR, median),
                fontsize=7,
                color="#777777",
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
