"""The picture of ``signals policy --plot FILE``: acts with the days they stay in the windows, and what is scheduled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from signals.calendars.upcoming import Ahead, FutureEvent
from signals.config import ConfigError
from signals.pictures import look
from signals.pictures.canvas import Around, canvas, check, dates_along, day_number, folded, source
from signals.readings.policy.config import taxonomy
from signals.readings.policy.reading import Policy
from signals.readings.policy.vocabulary import WINDOW_DAYS
from signals.safe_text import plain
from signals.words import Word
from sources.contract import PolicyEvent
from sources.message import message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOUR = {
    "easing": look.GOOD,
    "supportive": look.GOOD,
    "neutral": look.NEUTRAL,
    "restrictive": look.BAD,
    "tightening": look.BAD,
}
OPACITY = (0.75, 0.4, 0.18)
"""Of a bar up to the end of the shortest, the middle and the longest window."""
MOST_ACTS = 24
ROW_IN, LABEL_IN = 0.38, 3.1


def _say(key: str, lang: str, **parts: object) -> str:
    return Word.of(f"policy.plot_{key}", **parts).text(lang)


def draw(reading: Policy, coming: Ahead, file: Path, lang: str = "en") -> None:
    """Draw one reading to ``file``, SVG or PNG by its suffix; the same reading gives the same bytes.

    Raises:
        ConfigError: as `canvas`, or no act and no scheduled day is known.
    """
    check(file)
    taking_back = {
        withdrawal.event_id for withdrawal in reading.withdrawn.values()
    }  # a cross on what they end
    every = sorted(
        (event for event in reading.events if event.event_id not in taking_back),
        key=lambda event: event.announced_at,
    )
    acts = every[-MOST_ACTS:]
    if not acts and not coming.events:
        raise ConfigError(
            message(
                "--plot {file}: no policy act and no scheduled day is known, so there is nothing to draw",
                file=file,
            )
        )
    left_out = len(every) - len(acts)
    remarks = [one.text(lang) for one in (*reading.warnings, *coming.warnings)]
    if left_out:
        remarks.append(_say("left_out", lang, n=left_out))
    around = Around(
        title=_say("title", lang, day=reading.as_of),
        shows=_say("shows", lang, days="/".join(map(str, WINDOW_DAYS))),
        source=source(lang, _say("source", lang), origin=reading.origin),
        remarks=tuple(remarks),
    )
    with canvas(file, (11.0, 1.7 + ROW_IN * (len(acts) + len(coming.events))), around, lang) as figure:
        axes = figure.subplots()
        for row, event in enumerate(acts):
            _act(axes, row, event, reading)
        for row, ahead in enumerate(coming.events, start=len(acts)):
            _scheduled(axes, row, ahead)
        _axes(axes, acts, coming.events, reading.as_of, lang)


def _act(axes: Axes, row: int, event: PolicyEvent, reading: Policy) -> None:
    """Draw an act from its day to the day it leaves the longest window, or to the day it was taken back."""
    start, colour = day_number(event.announced_at), COLOUR[event.direction]
    withdrawal = reading.withdrawn.get(event.event_id)
    if withdrawal is not None:
        end = day_number(withdrawal.announced_at)
        axes.barh(row, end - start, left=start, height=0.34, color=colour, alpha=OPACITY[-1])
        axes.plot(end, row, "x", color=colour, ms=7, mew=1.8)
    elif event.direction != "neutral" and taxonomy().stage[event.stage].window > 0:
        before = 0
        for days, opacity in zip(WINDOW_DAYS, OPACITY, strict=True):
            span = (start + before, days + 1 - before)
            axes.barh(row, span[1], left=span[0], height=0.34, color=colour, alpha=opacity, lw=0)
            before = days + 1
    axes.plot(start, row, "o", color=colour, ms=6)


def _scheduled(axes: Axes, row: int, ahead: FutureEvent) -> None:
    """Draw a scheduled day as a diamond, hollow where only a span is known."""
    first = day_number(ahead.on)
    last = first if ahead.until is None else day_number(ahead.until)
    if last > first:
        axes.plot([first, last], [row, row], color=look.MAIN, lw=2)
    inside = look.MAIN if ahead.certainty != "approximate" else look.PAPER
    axes.plot((first + last) / 2, row, "D", color=look.MAIN, mfc=inside, ms=6)


def _axes(
    axes: Axes, acts: Sequence[PolicyEvent], ahead: Sequence[FutureEvent], today: dt.date, lang: str
) -> None:
    def pick(en: str | None, zh: str | None) -> str:
        return ((zh or en) if lang == "zh" else (en or zh)) or ""

    names = [
        f"{event.announced_at:%m-%d} {pick(event.title_en, event.title_zh) or event.kind}" for event in acts
    ]
    names += [f"{event.on:%m-%d} {pick(event.en, event.zh)}" for event in ahead]
    labels = []
    for name in names:
        first, *more = folded(plain(name), LABEL_IN, look.SMALL_PT)
        labels.append(first + (f"\n{more[0]}" + ("…" if len(more) > 1 else "") if more else ""))
    axes.set_yticks(range(len(labels)), labels, fontsize=look.SMALL_PT)
    axes.invert_yaxis()
    axes.axvline(day_number(today), color=look.INK, lw=1)
    axes.annotate(
        _say("today", lang, day=today),
        (day_number(today), 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(3, 2),
        textcoords="offset points",
        fontsize=look.SMALL_PT,
    )
    low, high = (dt.date(1970, 1, 1) + dt.timedelta(days=float(end)) for end in axes.get_xlim())
    dates_along(axes, low, high, lang)
    axes.tick_params(axis="x", labelsize=look.SMALL_PT)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.set_ylim(len(labels) - 0.4, -0.6)
    _legend(axes, lang)


def _legend(axes: Axes, lang: str) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 - an extra

    marks = [
        Line2D([], [], marker="o", ls="", color=look.GOOD, label=_say("supportive", lang)),
        Line2D([], [], marker="o", ls="", color=look.BAD, label=_say("restrictive", lang)),
        Line2D([], [], marker="o", ls="", color=look.NEUTRAL, label=_say("neutral", lang)),
        Line2D([], [], marker="x", ls="", color=look.BAD, mew=1.8, label=_say("withdrawn", lang)),
        Line2D([], [], marker="D", ls="", color=look.MAIN, label=_say("scheduled", lang)),
    ]
    axes.legend(
        handles=marks,
        loc="upper center",
        bbox_to_anchor=(0.4, -0.6 / max(len(axes.get_yticks()), 4)),
        ncols=5,
    )
