"""One way to ask a series: its level on a day, its move over a time, a record, a print and its change."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np

from signals.claims.claim import Claim
from signals.claims.evidence import Finding, Truth, Witness, compare, half_step, unknown
from signals.claims.lexicon import PrintMeasure, lexicon
from sources.contract import SeriesView

HEDGED_MOVE, WORDED_MOVE = 0.5, 0.15
"""Percent, and a part of the value: "about 9%" holds from 8.5 to 9.5, "almost a third" within 15 % of it."""
LONGEST_GAP_DAYS = 5
"""Days between two closes that stand next to each other: a long weekend. Weekly closes tell no daily move."""


# ---- moves and levels of a price ---------------------------------------------------------------------------------
def change(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test the move of an index over a day, week, month or year, or one index against another."""
    names = claim.detail.split("-")
    found = [_moved(witness, name, claim.when, day) for name in names]
    if any(isinstance(one, str) for one in found):
        return unknown(next(one for one in found if isinstance(one, str)))
    moves = [one for one in found if not isinstance(one, str)]
    actual = moves[0] if len(moves) == 1 else moves[0] - moves[1]
    tolerance = half_step(claim.number) + 0.011
    if claim.op == "~":
        tolerance = max(tolerance, HEDGED_MOVE, WORDED_MOVE * abs(claim.number))
    truth = compare(claim.op, actual, claim.number, tolerance=tolerance, blur=0.005)
    return Finding(
        truth=truth, actual=round(actual, 2), unit=claim.unit, source=f"closes of {claim.detail}", day=day
    )


def _moved(witness: Witness, name: str, when: str, day: dt.date) -> float | str:
    """Return the move in percent, or why it cannot be said."""
    kind, _, text = when.partition(":")
    last = dt.date.fromisoformat(text)
    view = witness.series(lexicon().measures.index_of(name).series, day)
    upto = np.flatnonzero(view.period <= np.datetime64(last, "D"))
    if not len(upto):
        return f"no close of {name} is known"
    newest: dt.date = view.period[upto[-1]].astype(object)
    begin = {
        "day": newest - dt.timedelta(days=1),
        "week": last - dt.timedelta(days=last.weekday() + 1),
        "month": last.replace(day=1) - dt.timedelta(days=1),
        "ytd": dt.date(last.year - 1, 12, 31),
        "year": last - dt.timedelta(days=365),
    }[kind]
    before = np.flatnonzero(view.period <= np.datetime64(begin, "D"))
    stale = (last - newest).days > (0 if kind == "day" else 4)
    if stale or not len(before):
        return f"no close of {name} is known for {last}"
    start: dt.date = view.period[before[-1]].astype(object)
    if (begin - start).days > (LONGEST_GAP_DAYS if kind == "day" else 12):
        return f"the closes of {name} leave a gap before {last}"
    return float(100 * (view.value[upto[-1]] / view.value[before[-1]] - 1))


def level(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test the close of an index on a day, at the digits printed."""
    on = min(dt.date.fromisoformat(claim.when), day)
    view = witness.series(lexicon().measures.index_of(claim.detail).series, day)
    at = np.flatnonzero(view.period == np.datetime64(on, "D"))
    if not len(at):
        return unknown(f"no close of {claim.detail} is known for {on}")
    actual = float(view.value[at[-1]])
    tolerance = half_step(claim.number) + 0.0051
    if claim.op == "~":
        tolerance = max(tolerance, 0.03 * claim.number)
    truth = compare(claim.op, actual, claim.number, tolerance=tolerance, blur=0.0)
    return Finding(
        truth=truth, actual=round(actual, 2), unit="points", source=f"close of {claim.detail}", day=on
    )


def extreme(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test a record, a high or low since a time, or the distance from the record, on closes."""
    name, _, what = claim.detail.partition(" ")
    asked = min(day, dt.date.fromisoformat(claim.when)) if day >= dt.date.fromisoformat(claim.when) else day
    view = witness.series(lexicon().measures.index_of(name).series, day)
    upto = np.flatnonzero(view.period <= np.datetime64(asked, "D"))
    if len(upto) < 60 or (asked - view.period[upto[-1]].astype(object)).days > 4:
        return unknown(f"no close of {name} is known for {asked}")
    values, days = view.value[upto], view.period[upto]
    sign = -1.0 if "low" in what else 1.0
    close, earlier = sign * values[-1], sign * values[:-1]
    top: dt.date = days[int(np.argmax(sign * values))].astype(object)
    source = f"closes of {name} from {days[0]}"
    if what == "vs_record":
        actual = float(100 * (values[-1] / values.max() - 1))
        truth: Truth = "true" if actual >= claim.number - 0.05 else "false"
        return Finding(truth=truth, actual=round(actual, 2), unit="pct", source=source, day=asked)
    higher = np.flatnonzero(earlier > close)
    last_higher: dt.date | None = days[higher[-1]].astype(object) if len(higher) else None
    note = f"the last close beyond it was on {last_higher}" if last_higher else ""
    if what.startswith("record"):
        truth = "true" if last_higher is None else "false"
        return Finding(truth=truth, actual=top.isoformat(), unit="date", source=source, day=asked, note=note)
    end = _end_of(str(claim.value))
    if days[0].astype(object) > end:
        return unknown(f"closes of {name} begin on {days[0]}")
    truth = "true" if last_higher is None or last_higher <= end else "false"
    return Finding(
        truth=truth, actual=last_higher.isoformat() if last_higher else None, unit="date", source=source, day=asked,
        note=note,
    )  # fmt: skip


def _end_of(text: str) -> dt.date:
    """Return the last day of a year or month such as 2022 or 2024-10."""
    if re.fullmatch(r"\d{4}", text):
        return dt.date(int(text), 12, 31)
    year, month = int(text[:4]), int(text[5:7])
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


# ---- monthly figures ---------------------------------------------------------------------------------------------
def printed(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test a monthly figure, its change against the month before, or "lowest since"."""
    measure = next(one for one in lexicon().measures.print if one.about == claim.about)
    if claim.detail == "vs_consensus":
        return unknown("no survey of this print is on record")
    month = dt.date.fromisoformat(claim.when[:7] + "-01")
    rates = _rates(witness, measure, day, monthly=claim.detail == "mom")
    if rates is None or month not in rates:
        return unknown(f"the figure of {month:%Y-%m} {_why_missing(witness, measure, month, day)}")
    if claim.detail in {"lowest_since", "highest_since"}:
        return _since(claim, measure, rates, month)
    if claim.detail == "yoy_change":
        before = _previous(month)
        if before not in rates:
            return unknown(f"the figure of {before:%Y-%m} is not known")
        actual = round(rates[month] - rates[before], 1)
        tolerance = max(half_step(claim.number), 0.05) if claim.op in {"=", "~"} else 0.0
        truth = compare(claim.op, actual, claim.number, tolerance=tolerance, blur=0.0)
        if claim.op in {"<", ">"} and actual == 0:
            truth = "false"
        return Finding(truth=truth, actual=actual, unit="pp", source=measure.series, day=month)
    return _against(claim, rates[month], measure, month)


NOT_OUT, NEVER_OUT = "was not out that day", "was never published"


def _why_missing(witness: Witness, measure: PrintMeasure, month: dt.date, day: dt.date) -> str:
    """Say why a month has no figure: it was not out, never came, or is not in the data."""
    spec = witness.panel.catalogue.get(measure.series)
    if spec is not None and month in spec.gates.unpublished:
        return NEVER_OUT
    scheduled = [row for row in spec.schedule if row.period == month] if spec is not None else []
    out = scheduled[-1].released_at if scheduled else _back(month, -1)
    return NOT_OUT if out is not None and out > day else "is not in the data"


def _against(claim: Claim, rate: float, measure: PrintMeasure, month: dt.date) -> Finding:
    tolerance = half_step(claim.number) + 1e-6
    if claim.number == round(claim.number) and claim.op == "~":
        tolerance = 0.3
    truth = compare(claim.op, rate, claim.number, tolerance=max(tolerance, 0.0), blur=0.0)
    return Finding(truth=truth, actual=rate, unit=claim.unit, source=measure.series, day=month)


def _since(claim: Claim, measure: PrintMeasure, rates: dict[dt.date, float], month: dt.date) -> Finding:
    sign = 1.0 if claim.detail == "lowest_since" else -1.0
    beyond = [one for one in sorted(rates) if one < month and sign * rates[one] <= sign * rates[month]]
    last = beyond[-1] if beyond else None
    truth: Truth = "true" if last is not None and f"{last:%Y-%m}" == claim.value else "false"
    return Finding(
        truth=truth, actual=f"{last:%Y-%m}" if last else None, unit="date", source=measure.series, day=month
    )


def _rates(
    witness: Witness, measure: PrintMeasure, day: dt.date, *, monthly: bool
) -> dict[dt.date, float] | None:
    """Return the figure of each month as it was printed, to one decimal; None where it cannot be reckoned."""
    if measure.source == "level":
        return None if monthly else _by_month(witness.series(measure.series, day), decimals=1)
    name = "us.cpi.all.sa" if monthly else measure.series
    index = _by_month(witness.series(name, day))
    lag = 1 if monthly else 12
    found = {}
    for month, value in index.items():
        base = index.get(_back(month, lag))
        if base:
            found[month] = round(100 * (value / base - 1) + 1e-9, 1) + 0.0
    return found


def _by_month(view: SeriesView, decimals: int = 6) -> dict[dt.date, float]:
    return {
        period.astype(object).replace(day=1): round(float(value), decimals)
        for period, value in zip(view.period, view.value, strict=True)
    }


def _previous(month: dt.date) -> dt.date:
    return _back(month, 1)


def _back(month: dt.date, count: int) -> dt.date:
    number = 12 * month.year + month.month - 1 - count
    return dt.date(number // 12, number % 12 + 1, 1)


def trend(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test "inflation is falling in trend" by the odds of the inflation reading over 12, 6 and 3 months."""
    from signals.readings import readings_of  # noqa: PLC0415 - a Kalman filter that few texts need

    panel = witness.at(day)
    names = [f"us.cpi.trend.p_falling_{months}m" for months in (12, 6, 3)]
    odds: list[float] = []
    for reading in readings_of(names, panel.catalogue):
        for _, facts in reading.facts_range(panel, [day], wanted=names):
            odds += [
                float(fact.value)
                for fact in facts
                if fact.name in names and fact.usable and isinstance(fact.value, float)
            ]
    if not odds:
        return unknown("the inflation reading cannot speak that day")
    falling = [one if claim.detail == "falling" else 1 - one for one in odds]
    truth: Truth = "true" if min(falling) >= 0.65 else "false" if max(falling) <= 0.35 else "near"
    return Finding(
        truth=truth, actual=round(100 * falling[0], 0), unit="pct", source="odds that trend CPI is lower than 12 months ago",
        day=day,
    )  # fmt: skip
