"""The charts of the page: score gauge, path of the policy rate, inflation fan, index levels, policy windows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup

from signals.allocation import contract
from signals.allocation.figures import IndexLevel, Inflation, PolicyWindow, RatePath
from signals.render.call.phrases import Lang, grade_word, said
from signals.render.page.drawing import Drawing, Point, Scale, clipped, ticks
from signals.render.page.words import t
from signals.units import amount
from signals.words import score, score_interval

WIDTH = 480.0
"""Width of a chart in its own units; on the narrowest phone a letter of 13 units is then about 10 pixels."""


def gauge(call: contract.Call, lang: Lang, name: str) -> Markup:
    """Draw the score between what the weights allow, with the thresholds of every grade."""
    drawing = Drawing(name, WIDTH, 96)
    low, high = call.score.range_bp
    enter = call.score.enter_at_bp
    low, high = min(low, -enter), max(high, enter)
    at = Scale(low, high, 14, WIDTH - 14)
    scale = call.rating.scale
    for start, end, style in ((low, -enter, "under"), (-enter, enter, "mid"), (enter, high, "over")):
        drawing.box((at(start), 40), at(end) - at(start), 14, f"band {style}")
    for bound in (-enter, enter):
        drawing.line((at(bound), 34), (at(bound), 60), "rule")
        drawing.say(score(bound), (at(bound), 76), anchor="middle", style="small")
    for grade, place in (
        ("underweight", (low - enter) / 2),
        ("neutral", 0.0),
        ("overweight", (enter + high) / 2),
    ):
        drawing.say(
            clipped(grade_word(scale, grade, lang), 12), (at(place), 92), anchor="middle", style="small dim"
        )
    first, last = call.score.interval_bp
    drawing.box((at(first) - 2, 34), max(at(last) - at(first), 0) + 4, 26, "mark")
    middle = min(max(at((first + last) / 2), 60), WIDTH - 60)
    drawing.say(score_interval(call.score.interval_bp), (middle, 26), anchor="middle", style="big")
    words = t(
        "gauge_says",
        lang,
        score=score_interval(call.score.interval_bp),
        low=score(low),
        high=score(high),
        enter=score(enter),
        minus=score(-enter),
        leave=score(call.score.leave_at_bp),
    )
    return drawing.markup(t("gauge", lang), words)


def _axes(
    drawing: Drawing, y: Scale, low: float, high: float, form: str, *, left: float, right: float
) -> None:
    for value in ticks(low, high, 6):
        drawing.line((left, y(value)), (right, y(value)), "grid")
        drawing.say(form.format(value), (left - 6, y(value) + 4), anchor="end", style="small")


def steps(path: RatePath, lang: Lang, name: str) -> Markup | None:
    """Draw the implied rate after each meeting as steps, with its error, and the range in force."""
    known = [meeting for meeting in path.meetings if meeting.implied_rate_pct is not None]
    if not known:
        return None
    drawing = Drawing(name, WIDTH, 220)
    rates = [meeting.implied_rate_pct or 0.0 for meeting in known]
    target = (path.target_lower_bp / 100, path.target_upper_bp / 100)
    low, high = min(*rates, target[0]) - 0.1, max(*rates, target[1]) + 0.1
    left, right = 44.0, WIDTH - 8
    y = Scale(low, high, 180, 12)
    x = Scale(0, len(known), left, right)
    _axes(drawing, y, low, high, "{:.2f}", left=left, right=right)
    drawing.box((left, y(target[1])), right - left, y(target[0]) - y(target[1]), "range")
    points: list[Point] = []
    for place, meeting in enumerate(known):
        rate, error = meeting.implied_rate_pct or 0.0, (meeting.implied_rate_error_bp or 0.0) / 100
        start, end = x(place), x(place + 1)
        drawing.box((start, y(rate + error)), end - start, y(rate - error) - y(rate + error), "error")
        points += [(start, y(rate)), (end, y(rate))]
        if len(known) <= 6 or place % 2 == 0:
            drawing.say(f"{meeting.date:%y-%m}", ((start + end) / 2, 200), anchor="middle", style="small")
    drawing.path(points, "main")
    says = "；" if lang == "zh" else "; "
    words = says.join(f"{meeting.date}: {meeting.implied_rate_pct:.2f} %" for meeting in known)
    return drawing.markup(
        t("path", lang), t("path_says", lang, low=target[0], high=target[1], meetings=words)
    )


def heat(path: RatePath, lang: Lang, name: str) -> Markup | None:
    """Draw the odds of every target range after every meeting; the odds stand in the cells."""
    meetings = [meeting for meeting in path.meetings if meeting.odds]
    likely = sorted(
        {odds.lower_bp for meeting in meetings for odds in meeting.odds if odds.probability >= LIKELY},
        reverse=True,
    )
    if not likely:
        return None
    left, row, top = 78.0, 22.0, 24.0
    cell = (WIDTH - left - 4) / len(meetings)
    drawing = Drawing(name, WIDTH, top + row * len(likely) + 6)
    for place, meeting in enumerate(meetings):
        drawing.say(
            f"{meeting.date:%y-%m}", (left + cell * (place + 0.5), 16), anchor="middle", style="small"
        )
    for line, lower in enumerate(likely):
        y = top + row * line
        style = "small strong" if lower == path.target_lower_bp else "small"
        drawing.say(
            f"{lower / 100:.2f}–{(lower + 25) / 100:.2f}", (left - 6, y + 15), anchor="end", style=style
        )
        for place, meeting in enumerate(meetings):
            odds = next((one.probability for one in meeting.odds if one.lower_bp == lower), 0.0)
            corner = (left + cell * place + 1, y + 1)
            drawing.box(corner, cell - 2, row - 2, "cell", opacity=0.06 + 0.64 * odds)
            if odds >= LIKELY:
                drawing.say(
                    f"{100 * odds:.0f}", (corner[0] + cell / 2 - 1, y + 15), anchor="middle", style="small"
                )
    best = []
    for meeting in meetings:
        top_odds = max(meeting.odds, key=lambda one: one.probability)
        best.append(
            f"{meeting.date}: {top_odds.lower_bp / 100:.2f}–{top_odds.upper_bp / 100:.2f} % ({100 * top_odds.probability:.0f} %)"
        )
    says = "；" if lang == "zh" else "; "
    return drawing.markup(t("heat", lang), t("heat_says", lang, meetings=says.join(best)))


LIKELY = 0.005
"""Odds below half a percent would read as 0."""


def fan(inflation: Inflation, lang: Lang, name: str) -> Markup | None:
    """Draw the published 12-month rate and where it may go: median and 90 % interval."""
    history = inflation.history[-24:]
    if not history:
        return None
    drawing = Drawing(name, WIDTH, 220)
    ends = [
        *(one.value for one in history),
        *(end for one in inflation.forecast for end in (one.low_pct, one.high_pct)),
    ]
    low, high = min(ends) - 0.2, max(ends) + 0.2
    left, right = 36.0, WIDTH - 8
    months = [one.date for one in history] + [one.month for one in inflation.forecast]
    x = Scale(_ordinal(months[0]), _ordinal(max(months)), left, right)
    y = Scale(low, high, 182, 12)
    _axes(drawing, y, low, high, "{:g}", left=left, right=right)
    last = history[-1]
    start = (x(_ordinal(last.date)), y(last.value))
    if inflation.forecast:
        upper = [(x(_ordinal(one.month)), y(one.high_pct)) for one in inflation.forecast]
        lower = [(x(_ordinal(one.month)), y(one.low_pct)) for one in inflation.forecast]
        drawing.area([start, *upper, *reversed(lower)], "fan")
        drawing.path(
            [start, *((x(_ordinal(one.month)), y(one.median_pct)) for one in inflation.forecast)],
            "main dashed",
        )
    drawing.path([(x(_ordinal(one.date)), y(one.value)) for one in history], "main")
    drawing.dot(start, 3.5, "point")
    if inflation.trend_pct is not None:
        drawing.line((left, y(inflation.trend_pct)), (right, y(inflation.trend_pct)), "trend")
    for month in months:
        if month.month in {1, 7} and x(_ordinal(month)) < right - 16:
            drawing.say(f"{month:%y-%m}", (x(_ordinal(month)), 202), anchor="middle", style="small")
    ahead = inflation.forecast[-1] if inflation.forecast else None
    words = t("fan_says", lang, month=f"{last.date:%Y-%m}", rate=f"{last.value:.1f}")
    if ahead is not None:
        words += t(
            "fan_ahead",
            lang,
            month=f"{ahead.month:%Y-%m}",
            median=f"{ahead.median_pct:.1f}",
            low=f"{ahead.low_pct:.1f}",
            high=f"{ahead.high_pct:.1f}",
        )
    return drawing.markup(t("fan", lang), words)


def _ordinal(day: dt.date) -> float:
    return float(day.toordinal())


def closes(level: IndexLevel, lang: Lang, name: str) -> Markup | None:
    """Draw a year of weekly closes as a small line."""
    if len(level.closes) < 2:
        return None
    drawing = Drawing(name, 160, 40)
    values = [one.value for one in level.closes]
    x = Scale(_ordinal(level.closes[0].date), _ordinal(level.closes[-1].date), 3, 157)
    y = Scale(min(values), max(values), 36, 4)
    drawing.path([(x(_ordinal(one.date)), y(one.value)) for one in level.closes], "main thin")
    drawing.dot((x(_ordinal(level.closes[-1].date)), y(values[-1])), 2.5, "point")
    words = t(
        "closes_say", lang, low=f"{min(values):,.0f}", high=f"{max(values):,.0f}", last=f"{values[-1]:,.0f}"
    )
    return drawing.markup(said(level.name, lang), words)


def windows(shown: Sequence[PolicyWindow], as_of: dt.date, lang: Lang, name: str) -> Markup | None:
    """Draw how long each window keeps what is in it: a bar a window, a mark and a line of text where acts leave."""
    lines = [window for window in shown if window.changes]
    if not lines:
        return None
    row, top, left = 54.0, 4.0, 8.0
    drawing = Drawing(name, WIDTH, top + row * len(lines) + 22)
    last = max(change.date for window in lines for change in window.changes)
    x = Scale(0, max((last - as_of).days, 1), left, WIDTH - 8)
    told = []
    says = "；" if lang == "zh" else "; "
    for place, window in enumerate(lines):
        y = top + row * place
        label = said(window.label, lang)
        drawing.say(clipped(label, 58 if lang == "en" else 32), (left, y + 13), style="small strong")
        values = [window.value, *(change.value for change in window.changes)]
        steps = " → ".join(amount(value, window.unit, lang) for value in values)
        days = ("、" if lang == "zh" else ", ").join(f"{change.date}" for change in window.changes)
        drawing.say(clipped(f"{steps}  ({days})", 64), (left, y + 29), style="small dim")
        end = max(change.date for change in window.changes)
        drawing.box((left, y + 36), x((end - as_of).days) - left, 9, "bar")
        for change in window.changes:
            spot = x((change.date - as_of).days)
            drawing.line((spot, y + 33), (spot, y + 48), "rule")
            told.append(f"{label}: {change.date} → {amount(change.value, window.unit, lang)}")
    bottom = top + row * len(lines) + 14
    drawing.say(f"{as_of}", (left, bottom), style="small dim")
    drawing.say(f"{last}", (WIDTH - 4, bottom), anchor="end", style="small dim")
    return drawing.markup(t("windows", lang), says.join(told))


def base_rates(call: contract.Call, lang: Lang, name: str) -> Markup | None:
    """Draw how often each outcome came without any call: a bar a checkpoint, the grade called in full colour."""
    odds = call.probability
    rates = [rate for rate in odds.base_rates if rate.basis == "live"] if odds else []
    if not rates:
        return None
    row, left, top = 30.0, 44.0, 22.0
    drawing = Drawing(name, WIDTH, top + row * len(rates) + 4)
    x = Scale(0, 100, left, WIDTH - 8)
    grades = (("underweight", "under"), ("neutral", "mid"), ("overweight", "over"))
    told = []
    for line, rate in enumerate(rates):
        y, start = top + row * line, 0.0
        drawing.say(rate.checkpoint, (left - 8, y + 16), anchor="end", style="small")
        for grade, style in grades:
            share = float(getattr(rate, f"{grade}_pct"))
            called = grade == call.rating.model_grade
            drawing.box(
                (x(start), y), x(start + share) - x(start), 22, f"band {style}{' called' if called else ''}"
            )
            words = grade_word(call.rating.scale, grade, lang)
            middle = x(start + share / 2)
            if share >= ROOM_PCT:
                drawing.say(f"{share:.0f} %", (middle, y + 16), anchor="middle", style="small")
                if line == 0:
                    drawing.say(clipped(words, 12), (middle, 14), anchor="middle", style="small dim")
            told.append(f"{rate.checkpoint} {words}: {share:.0f} %")
            start += share
    return drawing.markup(t("base_rates", lang), ("；" if lang == "zh" else "; ").join(told))


ROOM_PCT = 9.0
"""A part of a bar that is wide enough for its own figure."""
