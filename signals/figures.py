"""What a report draws beside the calls: path, inflation, policy acts and windows, index levels, the days ahead.

Each part is asked of its own reading, and a reading that has nothing to say leaves its part out: a
picture that is not there is honest, a picture of old data is not. Numbers are rounded as the document
rounds them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from signals.allocation import contract
from signals.allocation.evidence import fact_label
from signals.allocation.figures import (
    Ahead,
    Dated,
    Figures,
    ForecastMonth,
    IndexLevel,
    Inflation,
    LevelOdds,
    Meeting,
    PolicyAct,
    PolicyWindow,
    RatePath,
    TargetOdds,
    TrafficTable,
    TrendOdds,
    ValuationTable,
    YearOutcome,
)
from signals.facts import STATUSES
from signals.panel import Panel
from signals.readings import vocabulary
from signals.schedule import calendar
from signals.units import rounded
from sources.contract import PolicyEvent, SeriesView

AHEAD_DAYS = 45
"""How far the calendar of a report looks: the next meeting of the Federal Reserve is at most eight weeks away."""
HISTORY_MONTHS = 36
_HEADLINE_CPI = "us.cpi.all.nsa"
_ALWAYS = ("index.IXIC", "index.SPX", "index.HSTECH", "index.HSI")


def figures_of(panel: Panel, *, series: Collection[str] = (), facts: Collection[str] = ()) -> Figures:
    """Return what pictures and tables need, as of the panel's day.

    Args:
        panel: what was known.
        series: index series that the calls are about.
        facts: facts that the calls rest on; their windows are always there.
    """
    acts, windows = _policy(panel, facts)
    valuation, traffic = _tables(panel)
    return Figures(
        rate_path=_rate_path(panel),
        inflation=_inflation(panel),
        policy_acts=acts,
        policy_windows=windows,
        indices=tuple(_indices(panel, dict.fromkeys((*series, *_ALWAYS)))),
        ahead=tuple(
            Ahead(
                on=event.on,
                until=event.until,
                kind=event.what,
                name=contract.Text(en=event.en, zh=event.zh),
                certainty=event.certainty,
                source=event.source,
            )
            for event in calendar(panel, AHEAD_DAYS).events
        ),
        valuation=valuation,
        traffic=traffic,
    )


def _tables(panel: Panel) -> tuple[ValuationTable | None, TrafficTable | None]:
    from signals.readings.weekly_tables.document import document  # noqa: PLC0415
    from signals.readings.weekly_tables.facts import facts_of  # noqa: PLC0415
    from signals.readings.weekly_tables.reading import read  # noqa: PLC0415

    if not panel.weekly_rows:
        return None, None
    reading = read(panel)
    said = json.dumps(document(reading, facts_of(reading)))
    tables = _Tables.model_validate_json(said)
    return tables.valuation, tables.traffic


class _Tables(contract.Model):
    """Both tables as the reading writes them."""

    valuation: ValuationTable | None
    traffic: TrafficTable | None


def _rate_path(panel: Panel) -> RatePath | None:
    from signals.readings.rate_path.document import path_document  # noqa: PLC0415 - only a document draws it
    from signals.readings.rate_path.path import METHOD_OF_FACTS  # noqa: PLC0415
    from signals.readings.rate_path.reading import read  # noqa: PLC0415

    try:
        path = read(panel, method=METHOD_OF_FACTS)
    except Exception as error:
        if not type(error).__module__.startswith(("signals", "sources")):
            raise
        return None
    said: Mapping[str, Any] = path_document(path)
    return RatePath(
        method=said["method"],
        instrument=said["instrument"],
        price_date=path.strip.date,
        price_kind=said["price_kind"],
        status=said["status"] if said["status"] in STATUSES else "suspect",
        target_lower_bp=said["target_range_bp"][0],
        target_upper_bp=said["target_range_bp"][1],
        meetings=tuple(_meeting(one, said) for one in said["meetings"]),
    )


def _meeting(one: Mapping[str, Any], path: Mapping[str, Any]) -> Meeting:
    day = one["meeting"]
    return Meeting(
        date=dt.date.fromisoformat(day),
        step_bp=rounded(one["step_bp"], "bp"),
        step_error_bp=rounded(one["step_error_bp"], "bp"),
        implied_rate_pct=rounded(one["implied_rate_pct"], "pct"),
        implied_rate_error_bp=rounded(one["implied_rate_error_bp"], "bp"),
        expected_cuts=rounded(one["expected_cuts"], "cuts"),
        p_cut_by=rounded(path["p_cut_by"].get(day), "prob"),
        p_hike_by=rounded(path["p_hike_by"].get(day), "prob"),
        odds=tuple(
            TargetOdds(
                lower_bp=bucket["lower_bp"],
                upper_bp=bucket["upper_bp"],
                probability=rounded(bucket["probability"], "prob") or 0.0,
            )
            for bucket in one["distribution"]
        ),
    )


def _inflation(panel: Panel) -> Inflation | None:
    from signals.readings.inflation.document import document  # noqa: PLC0415 - loads the model
    from signals.readings.inflation.model.passes import Solver  # noqa: PLC0415
    from signals.readings.inflation.reading import read  # noqa: PLC0415

    view = panel.series(_HEADLINE_CPI)
    if len(view) == 0:
        return None
    said: Mapping[str, Any] = document(read(panel, solver=Solver(startup=True), parts=frozenset({"fan"})))
    latest, year = said["latest"], said["calendar_year"]
    return Inflation(
        status=said["status"],
        month=_month(latest["period"]) if latest else None,
        released_at=_day(latest["released_at"]) if latest else None,
        rate_pct=rounded(latest["yoy_pct"], "pct") if latest else None,
        trend_pct=rounded(said["trend_pct"], "pct"),
        trend_error_pp=rounded(said["trend_sd_pp"], "pp"),
        next_release=_day(said["next_release"]["released_at"]) if said["next_release"] else None,
        directions=tuple(
            TrendOdds(
                months=int(span.removesuffix("m")), word=word, p_falling=_number(said["p_falling"][span])
            )
            for span, word in (said["direction"] or {}).items()
            if said["p_falling"][span] is not None
        ),
        year=year["year"] if year else None,
        outcomes=tuple(_outcomes(year)) if year else (),
        forecast=tuple(_forecast(one) for one in said["forecast_yoy"] or () if one["median_pct"] is not None),
        history=_rates(view),
    )


def _outcomes(year: Mapping[str, Any]) -> Sequence[YearOutcome]:
    measures: tuple[contract.YearMeasure, ...] = ("average", "december_on_december")
    found = []
    for measure in measures:
        one = year.get(measure)
        if one and one["median_pct"] is not None:
            low, high = one["interval_90_pct"]
            found.append(
                YearOutcome(
                    measure=measure,
                    median_pct=_number(one["median_pct"]),
                    low_pct=_number(low),
                    high_pct=_number(high),
                    odds_below=tuple(
                        LevelOdds(level_pct=float(level), probability=_number(odds))
                        for level, odds in one["p_below"].items()
                    ),
                )
            )
    return found


def _forecast(one: Mapping[str, Any]) -> ForecastMonth:
    low, high = one["interval_90_pct"]
    return ForecastMonth(
        month=_month(one["period"]),
        months_ahead=one["horizon_months"],
        median_pct=_number(one["median_pct"]),
        low_pct=_number(low),
        high_pct=_number(high),
    )


def _rates(view: SeriesView) -> tuple[Dated, ...]:
    """Return the 12-month rate of an index, month by month; a month without its twin a year before is left out."""
    levels = dict(zip(view.period.tolist(), view.value.tolist(), strict=True))
    rates = [
        Dated(date=month, value=_number(100 * (level / levels[before] - 1)))
        for month, level in sorted(levels.items())
        if (before := month.replace(year=month.year - 1)) in levels
    ]
    return tuple(rates[-HISTORY_MONTHS:])


def _policy(panel: Panel, wanted: Collection[str]) -> tuple[tuple[PolicyAct, ...], tuple[PolicyWindow, ...]]:
    from signals.readings.policy.config import taxonomy  # noqa: PLC0415
    from signals.readings.policy.inputs import timeline_of  # noqa: PLC0415
    from signals.readings.policy.reading import read  # noqa: PLC0415

    reading, words = read(panel), taxonomy()
    known = timeline_of(panel).on(panel.as_of)
    specs = vocabulary(panel.catalogue)
    windows = tuple(
        PolicyWindow(
            fact=window.fact.name,
            label=fact_label(window.fact.name, specs),
            days=window.days,
            value=_number(window.value, window.spec.unit),
            unit=window.spec.unit,
            status=window.fact.status,
            acts=tuple(event.event_id for event in window.events),
            changes=tuple(
                Dated(date=change.on, value=_number(change.after, change.unit))
                for change in reading.roll_offs
                if change.fact == window.fact.name
            ),
        )
        for window in reading.windows
        if window.events or window.fact.name in wanted
    )
    inside = {event.event_id for event in reading.events}
    shown = [
        event
        for event in known.events
        if event.event_id in inside or (event.effective_at is not None and event.effective_at > panel.as_of)
    ]
    acts = tuple(_act(event, known.events, known.withdrawn, words.kind) for event in reversed(shown))
    return acts, windows


def _act(
    event: PolicyEvent,
    every: Sequence[PolicyEvent],
    withdrawn: Mapping[str, PolicyEvent],
    kinds: Mapping[str, Any],
) -> PolicyAct:
    kind = kinds.get(event.kind)
    name = contract.Text(en=kind.en if kind else event.kind, zh=kind.zh if kind else event.kind)
    taken_back = withdrawn.get(event.event_id)
    return PolicyAct(
        id=event.event_id,
        jurisdiction=event.jurisdiction,
        kind=event.kind,
        kind_name=name,
        title=contract.Text(en=event.title_en or name.en, zh=event.title_zh or name.zh),
        stage=event.stage,
        direction=event.direction,
        size=None if event.magnitude is None else _number(event.magnitude, event.unit),
        unit=event.unit,
        tier=event.tier,
        issuer=event.issuer,
        announced_on=event.announced_at,
        in_force_on=event.effective_at,
        known_on=event.visible_from,
        confirmations=event.confirmations,
        repeats=_looks_back_on(event, every),
        withdrawn_by=None if taken_back is None else taken_back.event_id,
        source=event.evidence or event.source,
    )


def _looks_back_on(event: PolicyEvent, every: Sequence[PolicyEvent]) -> str | None:
    """Return the act that a recap repeats: the newest of its kind, tier and direction before it."""
    if event.stage != "recap":
        return None
    acts = [
        other.event_id
        for other in every
        if other.stage not in {"recap", "rumour", "withdrawn"}
        and (other.jurisdiction, other.kind, other.tier, other.direction)
        == (event.jurisdiction, event.kind, event.tier, event.direction)
        and other.announced_at <= event.announced_at
    ]
    return acts[-1] if acts else None


def _indices(panel: Panel, names: Collection[str]) -> Sequence[IndexLevel]:
    found = []
    for series in names:
        view, spec = panel.series(series), panel.catalogue.get(series)
        if len(view) == 0 or spec is None:
            continue
        days, closes = view.period.tolist(), view.value
        newest = days[-1]
        year = np.array([day > newest - dt.timedelta(weeks=52) for day in days])
        found.append(
            IndexLevel(
                series=series,
                name=contract.Text(en=spec.name_en, zh=spec.name_zh),
                date=newest,
                released_at=view.released_at[-1].astype(object),
                close=_number(float(closes[-1]), "index"),
                change_1w_pct=_change(days, closes, weeks=1),
                change_13w_pct=_change(days, closes, weeks=13),
                off_52w_high_pct=_number(100 * (float(closes[-1]) / float(closes[year].max()) - 1)),
                closes=_weekly(days, closes, since=newest - dt.timedelta(weeks=52)),
            )
        )
    return found


NEAR_DAYS = 10
"""A change over weeks starts at the last close at most this long before its first day; a holiday is shorter."""


def _change(days: Sequence[dt.date], closes: np.ndarray[Any, Any], *, weeks: int) -> float | None:
    start = days[-1] - dt.timedelta(weeks=weeks)
    before = [place for place, day in enumerate(days) if day <= start]
    if not before or (start - days[before[-1]]).days > NEAR_DAYS:
        return None
    return _number(100 * (float(closes[-1]) / float(closes[before[-1]]) - 1))


def _weekly(days: Sequence[dt.date], closes: np.ndarray[Any, Any], *, since: dt.date) -> tuple[Dated, ...]:
    """Return the last close of each calendar week."""
    by_week: dict[tuple[int, int], Dated] = {}
    for day, close in zip(days, closes.tolist(), strict=True):
        if day >= since:
            by_week[day.isocalendar()[:2]] = Dated(date=day, value=_number(close, "index"))
    return tuple(by_week.values())


def _number(value: float, unit: str | None = "pct") -> float:
    """Round a number that is there."""
    kept = rounded(value, unit)
    if kept is None:  # pragma: no cover - `rounded` gives None for None alone
        raise ValueError("no number")
    return kept


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _month(text: str) -> dt.date:
    return dt.date.fromisoformat(f"{text}-01")
