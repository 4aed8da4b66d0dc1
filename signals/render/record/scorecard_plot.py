"""The picture of a scorecard: the relative price with its grades, where each spell began, and how often grades came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from signals.allocation.criterion.relative import as_days
from signals.config import ConfigError
from signals.record.scorecard import Thread
from signals.record.settle import GRADES, settle, spells
from sources.message import message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = {".svg", ".png"}
INK = {"underweight": "#c55a11", "neutral": "#9e9e9e", "overweight": "#2e7d32"}


def draw(threads: Sequence[Thread], file: Path) -> None:
    """Draw one row a pair to ``file``, SVG or PNG by its suffix; the same calls give the same bytes.

    Raises:
        ConfigError: the suffix is neither, the folder is not there, or matplotlib is not installed.
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
    except ModuleNotFoundError as error:
        raise ConfigError(message("--plot needs matplotlib: pip install 'macro-signals[plot]'")) from error
    with mpl.rc_context({"svg.hashsalt": "signals", "font.family": "DejaVu Sans", "font.size": 9}):
        figure = Figure(figsize=(11, 3.6 * len(threads)), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots(len(threads), 2, width_ratios=(3, 1), squeeze=False)
        for thread, (price, reliability) in zip(threads, axes, strict=True):
            _price(price, thread)
            _reliability(reliability, thread)
        figure.savefig(file, dpi=150, metadata={"Date": None} if file.suffix.casefold() == ".svg" else None)


def _label(thread: Thread) -> str:
    return max(thread.months, key=lambda label: thread.months[label])


def _place(day: dt.date) -> float:
    """Return where a day stands on matplotlib's axis: days since 1970."""
    return float(day.toordinal() - dt.date(1970, 1, 1).toordinal())


def _price(axes: Axes, thread: Thread) -> None:
    """Draw the relative price, its grades as bands and the first day of each spell as a dot."""
    calls = thread.calls
    first, last = np.datetime64(calls[0].as_of, "D"), thread.price.day[-1]
    shown = thread.price.day >= first
    days = thread.price.day[shown].astype("datetime64[s]").astype(object)
    ratio = 100 * thread.price.ratio[shown] / thread.price.ratio[shown][0]
    axes.plot(days, ratio, color="#1f4e79", lw=1)
    ends = [call.as_of for call in calls[1:]] + [calls[-1].as_of]
    for grade, group in groupby(zip(calls, ends, strict=True), key=lambda pair: pair[0].grade):
        run = list(group)
        if grade is not None and np.datetime64(run[0][0].as_of, "D") <= last:
            end = min(run[-1][1], last.astype(object))
            axes.axvspan(_place(run[0][0].as_of), _place(end), color=INK[grade], alpha=0.15, lw=0)
    for one in spells(settle(calls, _label(thread), thread.price)):
        place = int(np.searchsorted(thread.price.day, as_days([one.entered])[0]))
        height = 100 * thread.price.ratio[place] / thread.price.ratio[shown][0]
        right = one.grade == one.outcome
        axes.plot(
            _place(one.entered),
            height,
            "o",
            color=INK[one.grade],
            mfc=INK[one.grade] if right else "white",
            ms=6,
        )
    axes.set_title(
        f"{calls[0].thread}: relative price, {calls[0].as_of} = 100; grades as bands; "
        f"spells as dots, filled where right at {_label(thread)}",
        loc="left",
    )


def _reliability(axes: Axes, thread: Thread) -> None:
    """Draw how often each grade came where it was called, beside how often it came at all."""
    settled = settle(thread.calls, _label(thread), thread.price)
    for place, grade in enumerate(GRADES):
        called = [one for one in settled if one.grade == grade]
        if called:
            share = 100 * sum(one.outcome == grade for one in called) / len(called)
            axes.bar(place, share, color=INK[grade], width=0.6)
            axes.annotate(f"n {len(called)}", (place, share), ha="center", va="bottom", fontsize=8)
        if settled:
            every = 100 * sum(one.outcome == grade for one in settled) / len(settled)
            axes.hlines(every, place - 0.4, place + 0.4, color="black", lw=1)
    axes.set_xticks(range(3), GRADES)
    axes.set_ylim(0, 105)
    axes.set_title(f"came at {_label(thread)}, % (line: of all calls)", loc="left")
