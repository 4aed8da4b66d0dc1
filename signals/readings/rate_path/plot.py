"""The pictures of ``signals path --plot FILE``: implied path against the range, odds by meeting and over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from signals.config import ConfigError
from signals.pictures import look
from signals.pictures.canvas import Around, canvas, check, odds_colours, source
from signals.readings.rate_path.health import KINDS, ORDINARY, remarks_on
from signals.readings.rate_path.history import Priced
from signals.readings.rate_path.path import RatePath
from signals.readings.rate_path.track_record import HorizonError
from signals.words import Word
from sources.contract import Bools, Floats
from sources.message import message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DAYS_A_MONTH = 365.25 / 12
WHITE_ON = 55.0
"""Odds in percent from which a cell is dark enough for white figures."""


def _say(key: str, lang: str, **parts: object) -> str:
    return Word.of(f"rate_path.plot_{key}", **parts).text(lang)


def _day_label(day: dt.date, lang: str) -> str:
    return f"{day.month}月{day.day}日\n{day.year}年" if lang == "zh" else f"{day:%-d %b\n%Y}"


def draw(
    path: RatePath, other: RatePath | None, record: Sequence[HorizonError], file: Path, lang: str = "en"
) -> None:
    """Draw one path to ``file``, SVG or PNG by its suffix; the same path gives the same bytes.

    With a record of past errors the picture also shows one root mean square
    of them to either side: far wider than price noise.

    Raises:
        ConfigError: as `canvas`, or there is nothing to draw.
    """
    check(file)
    if not path.meetings:
        raise ConfigError(
            message(
                "--plot {file}: no meeting can be read from these prices, so there is nothing to draw",
                file=file,
            )
        )
    around = Around(
        title=_say(f"title_{path.strip.root.lower()}", lang, day=path.as_of),
        shows=_say("shows", lang),
        source=_source(path, lang),
        remarks=tuple(one.text(lang) for one in remarks_on(path) if one.code not in ORDINARY),
    )
    with canvas(file, (9.0, 8.2), around, lang) as figure:
        upper, lower = figure.subplots(2, 1, gridspec_kw={"height_ratios": [3, 2]})
        _path_axes(upper, path, other, record, lang)
        _heat_axes(lower, path, lang)


def draw_paths(paths: Sequence[RatePath], file: Path, lang: str = "en") -> None:
    """Draw the expected move to each contract month over time: a column a day, a row a month ahead.

    Raises:
        ConfigError: as `canvas`.
    """
    check(file)
    months = sorted({month.first for path in paths for month in path.months if month.priced})
    row_of = {first: row for row, first in enumerate(months)}
    grid = np.full((len(months), len(paths)), np.nan)
    for column, path in enumerate(paths):
        for place, month in enumerate(path.months):
            rate = path.implied_of_place(place)
            if rate is not None and month.priced:
                grid[row_of[month.first], column] = rate
    around = Around(
        title=_say("title_range", lang),
        shows=_say("shows_range", lang, first=paths[0].strip.date, last=paths[-1].strip.date),
        source=_source(paths[-1], lang),
    )
    with canvas(file, (10.0, 5.8), around, lang) as figure:
        axes = figure.subplots()
        image = axes.imshow(grid, aspect="auto", origin="lower", cmap="viridis", interpolation="nearest")
        figure.colorbar(image, ax=axes, label=_say("implied_rate", lang), drawedges=False)
        _time_ticks(axes, [path.strip.date for path in paths], lang)
        step = max(1, len(months) // 12)
        axes.set_yticks(range(0, len(months), step), [f"{first:%Y-%m}" for first in months[::step]])
        axes.set_ylabel(_say("contract_month", lang))


def draw_meeting(meeting: dt.date, priced: Sequence[Priced], file: Path, lang: str = "en") -> None:
    """Draw the probability of each target range after one meeting over time: a column a day, a row a range.

    Raises:
        ConfigError: as `canvas`.
    """
    check(file)
    buckets = [one.buckets() for one in priced]
    lowers = sorted({low for one in buckets for low, share in one.items() if share >= 0.005})
    grid = np.array([[one.get(low, 0.0) * 100.0 for one in buckets] for low in lowers])
    days = [one.path.strip.date for one in priced]
    around = Around(
        title=_say("title_meeting", lang, meeting=meeting),
        shows=_say("shows_meeting", lang, first=days[0], last=days[-1]),
        source=_source(priced[-1].path, lang),
    )
    with canvas(file, (10.0, 5.0), around, lang) as figure:
        axes = figure.subplots()
        image = axes.imshow(
            grid,
            aspect="auto",
            origin="lower",
            cmap=odds_colours(),
            vmin=0,
            vmax=100,
            interpolation="nearest",
        )
        figure.colorbar(image, ax=axes, label=_say("probability", lang), drawedges=False)
        _time_ticks(axes, days, lang)
        _range_ticks(axes, lowers, lang)


def _source(path: RatePath, lang: str) -> str:
    what = Word.of(
        "rate_path.plot_source", root=path.strip.root, kind=KINDS[path.strip.kind], day=path.strip.date
    )
    return source(lang, what.text(lang), origin=path.origin)


def _time_ticks(axes: Axes, days: Sequence[dt.date], lang: str) -> None:
    step = -(-len(days) // 8)
    axes.set_xticks(range(0, len(days), step), [_day_label(day, lang) for day in days[::step]])
    axes.tick_params(length=0)


def _range_ticks(axes: Axes, lowers: Sequence[int], lang: str) -> None:
    axes.set_yticks(range(len(lowers)), [f"{low / 100:.2f}–{low / 100 + 0.25:.2f}" for low in lowers])
    axes.set_ylabel(_say("target_range", lang))
    axes.spines[:].set_visible(False)


def _path_axes(
    axes: Axes, path: RatePath, other: RatePath | None, record: Sequence[HorizonError], lang: str
) -> None:
    low, high = path.target.lower_bp / 100, path.target.upper_bp / 100
    words = _say("range_in_force", lang, low=f"{low:.2f}", high=f"{high:.2f}")
    axes.axhspan(low, high, color=look.BAND, lw=0, label=words)
    last = path.meetings[-1]
    end = last + (last - path.strip.date) / max(4, 2 * len(path.meetings))  # room to see the last step
    days = _numbers([path.strip.date, *path.meetings, end])
    rates = _rates(path)
    axes.step(days, rates, where="post", color=look.MAIN, lw=2.2, label=_say(path.method, lang))
    if other is not None and other.meetings:
        theirs = _numbers([path.strip.date, *other.meetings, end])
        label = _say(other.method, lang)
        axes.step(theirs, _rates(other), where="post", color=look.SECOND, lw=1.1, ls="--", label=label)
    noise = np.append(path.implied_rate_error_pp.total, path.implied_rate_error_pp.total[-1])
    _band(axes, days[1:], rates[1:], noise, 0.28, _say("noise", lang))
    if record:
        ahead = np.array([0.0, *(one.months for one in record)])
        miss = np.array([0.0, *(one.rmse_bp / 100.0 for one in record)])
        wide = np.interp((days - days[0]) / DAYS_A_MONTH, ahead, miss)
        _band(axes, days, rates, wide, 0.1, _say("past_errors", lang))
    axes.set_xlim(float(days[0]), float(days[-1]))
    axes.set_xticks(days[1:-1], [_day_label(day, lang) for day in path.meetings])
    axes.set_ylabel(_say("rate", lang))
    axes.grid(axis="y")
    axes.legend(loc="best")


def _band(axes: Axes, days: Floats, middle: Floats, wide: Floats, opacity: float, label: str) -> None:
    axes.fill_between(
        days, middle - wide, middle + wide, step="post", color=look.MAIN, alpha=opacity, lw=0, label=label
    )


def _numbers(days: Sequence[dt.date]) -> Floats:
    """Return days as day numbers, which is what the axis is drawn in."""
    return np.array(days, dtype="datetime64[D]").astype(np.float64)


def _rates(path: RatePath) -> Floats:
    """Return the rate now, after each meeting, and once more for the end of the last step."""
    now = float(path.implied_rate_pct[0]) - float(path.step_bp[0]) / 100.0
    return np.array([now, *path.implied_rate_pct, path.implied_rate_pct[-1]])


def _heat_axes(axes: Axes, path: RatePath, lang: str) -> None:
    whole = np.array(
        [[path.probability_of(place, move) for move in path.moves] for place in range(len(path.meetings))]
    )
    shown: Bools = np.asarray((whole >= 0.005).any(axis=0))
    moves = [move for move, seen in zip(path.moves, shown.tolist(), strict=True) if seen]
    grid = whole[:, shown].T * 100.0
    axes.imshow(grid, aspect="auto", origin="lower", cmap=odds_colours(), vmin=0, vmax=100)
    for row in range(grid.shape[0]):
        for column in range(grid.shape[1]):
            if grid[row, column] >= 0.5:
                ink = look.PAPER if grid[row, column] > WHITE_ON else look.INK
                axes.text(
                    column, row, f"{grid[row, column]:.0f}", ha="center", va="center", color=ink, fontsize=8
                )
    _range_ticks(axes, [path.target.lower_bp + 25 * int(move) for move in moves], lang)
    axes.set_xticks(range(len(path.meetings)), [_day_label(day, lang) for day in path.meetings])
    axes.set_title(_say("heat", lang))
    axes.tick_params(length=0)
