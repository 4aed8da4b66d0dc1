"""The picture of a scorecard: the relative price with its grades, where each spell began, and how often grades came."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from signals.allocation.criterion.relative import as_days
from signals.pictures import look
from signals.pictures.canvas import Around, canvas, dates_along, day_number, source
from signals.record.scorecard import Kind, Thread
from signals.record.settle import GRADES, settle, spells
from signals.safe_text import plain
from signals.words import Word

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOUR = {"underweight": look.BAD, "neutral": look.NEUTRAL, "overweight": look.GOOD}


def _say(key: str, lang: str, **parts: object) -> str:
    return Word.of(f"scorecard.plot_{key}", **parts).text(lang)


def draw(threads: Sequence[Thread], file: Path, kind: Kind, lang: str = "en", *, origin: str = "") -> None:
    """Draw one row a pair to ``file``, SVG or PNG by its suffix; the same calls give the same bytes.

    Args:
        threads: the calls of each pair with the closes that settle them.
        file: where to.
        kind: whether the calls were replayed or recorded; the title says it.
        lang: the language.
        origin: what data the closes come from.

    Raises:
        ConfigError: as `canvas`.
    """
    first = min(thread.calls[0].as_of for thread in threads)
    last = max(thread.calls[-1].as_of for thread in threads)
    around = Around(
        title=_say(f"title_{kind}", lang, first=first, last=last),
        shows=_say("shows", lang),
        source=source(lang, _say("source", lang), origin=origin),
    )
    with canvas(file, (11.0, 0.9 + 3.1 * len(threads)), around, lang) as figure:
        rows = figure.subplots(len(threads), 2, width_ratios=(3, 1), squeeze=False)
        for place, (thread, (price, came)) in enumerate(zip(threads, rows, strict=True)):
            _price(price, thread, lang)
            _came(came, thread, lang)
            if place == 0:
                _legend(price, lang)


def _label(thread: Thread) -> str:
    return max(thread.months, key=lambda label: thread.months[label])


def _price(axes: Axes, thread: Thread, lang: str) -> None:
    """Draw the relative price, its grades as bands and the first day of each spell as a dot."""
    calls = thread.calls
    first, last = np.datetime64(calls[0].as_of, "D"), thread.price.day[-1]
    shown = thread.price.day >= first
    days = thread.price.day[shown].astype("datetime64[D]").astype(np.float64)
    ratio = 100 * thread.price.ratio[shown] / thread.price.ratio[shown][0]
    axes.plot(days, ratio, color=look.MAIN, lw=1.4)
    ends = [call.as_of for call in calls[1:]] + [calls[-1].as_of]
    for grade, group in groupby(zip(calls, ends, strict=True), key=lambda pair: pair[0].grade):
        run = list(group)
        if grade is not None and np.datetime64(run[0][0].as_of, "D") <= last:
            end = min(run[-1][1], last.astype(object))
            axes.axvspan(day_number(run[0][0].as_of), day_number(end), color=COLOUR[grade], alpha=0.16, lw=0)
    for one in spells(settle(calls, _label(thread), thread.price)):
        place = int(np.searchsorted(thread.price.day, as_days([one.entered])[0]))
        height = 100 * thread.price.ratio[place] / thread.price.ratio[shown][0]
        inside = COLOUR[one.grade] if one.grade == one.outcome else look.PAPER
        axes.plot(day_number(one.entered), height, "o", color=COLOUR[one.grade], mfc=inside, ms=6)
    dates_along(axes, calls[0].as_of, max(last.astype(object), calls[-1].as_of), lang)
    axes.grid(axis="y")
    axes.set_title(_say("price", lang, pair=plain(calls[0].thread), day=calls[0].as_of))


def _legend(axes: Axes, lang: str) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 - an extra
    from matplotlib.patches import Patch  # noqa: PLC0415

    bands: list[Patch | Line2D] = [
        Patch(color=COLOUR[grade], alpha=0.35, lw=0, label=_say(grade, lang)) for grade in GRADES
    ]
    for key, inside in (("spell_right", look.DIM), ("spell_wrong", look.PAPER)):
        bands.append(Line2D([], [], marker="o", ls="", color=look.DIM, mfc=inside, label=_say(key, lang)))
    axes.legend(
        handles=bands,
        loc="lower right",
        bbox_to_anchor=(1, 0.995),
        ncols=5,
        borderaxespad=0,
        columnspacing=0.9,
        handlelength=1.1,
        handletextpad=0.4,
    )


def _came(axes: Axes, thread: Thread, lang: str) -> None:
    """Draw how often each grade came where it was called, beside how often it came at all."""
    point = _label(thread)
    settled = settle(thread.calls, point, thread.price)
    for place, grade in enumerate(GRADES):
        called = [one for one in settled if one.grade == grade]
        if called:
            share = 100 * sum(one.outcome == grade for one in called) / len(called)
            axes.bar(place, share, color=COLOUR[grade], width=0.6)
            axes.annotate(
                _say("of_calls", lang, n=len(called)),
                (place, share),
                ha="center",
                va="bottom",
                fontsize=look.SMALL_PT,
            )
        if settled:
            every = 100 * sum(one.outcome == grade for one in settled) / len(settled)
            axes.hlines(every, place - 0.4, place + 0.4, color=look.INK, lw=1.2)
    axes.set_title(_say("came", lang, months=thread.months[point]))
    if not settled:
        axes.set_axis_off()
        nothing = _say("nothing", lang, months=thread.months[point])
        axes.text(0.5, 0.5, nothing, transform=axes.transAxes, ha="center", va="center", color=look.DIM)
        return
    axes.set_xticks(range(3), [_say(grade, lang) for grade in GRADES], fontsize=look.SMALL_PT)
    axes.set_xlim(-0.6, 2.6)
    axes.set_ylim(0, 108)
    axes.grid(axis="y")
