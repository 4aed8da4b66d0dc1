"""One way to ask a series: its level on a day, its move over a time, a record, a print and its change."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np

from signals.claims.claim import Claim
from signals.claims.evidence.answer import (
    Finding,
    Rates,
    Truth,
    Witness,
    compare,
    printed_step,
    unknown,
)
from signals.claims.grammar.lexicon import PrintMeasure
from signals.words import Word
from sources.contract import Days, Floats, SeriesView

HEDGED_MOVE, WORDED_MOVE = 0.5, 0.15
"""Percent, and a part of the value: "about 9%" holds from 8.5 to 9.5, "almost a third" within 15 % of it."""
FEWEST_CLOSES = 20
"""Fewer closes make no record."""
AT_A_HIGH = 2.0
"""Percent, about one week's move: 处于高位 is near the highest close, not at it."""
LONGEST_GAP_DAYS = 5
"""Days between two closes that stand next to each other: a long weekend. Weekly closes tell no daily move."""


# ---- moves and levels of a price ---------------------------------------------------------------------------------
def change(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test the move of an index over a day, week, month or year, or one index against another."""
    names = claim.detail.split("-")
    found = [_moved(witness, name, claim.when, day) for name in names]
    silent = next((one for one in found if isinstance(one, Word)), None)
    if silent is not None:
        return unknown(silent)
    moves = [one for one in found if not isinstance(one, Word)]
    actual = moves[0] if len(moves) == 1 else moves[0] - moves[1]
    tolerance = printed_step(claim) + 0.011
    if claim.op == "~":
        tolerance = max(tolerance, HEDGED_MOVE, WORDED_MOVE * abs(claim.number))
    truth = compare(claim.op, actual, claim.number, tolerance=tolerance, blur=0.005)
    return Finding(
        truth=truth,
        actual=round(actual, 2),
        unit=claim.unit,
        source=Word.of("claims.close", name=claim.detail, day=claim.when.partition(":")[2]),
        day=day,
    )


def _moved(witness: Witness, name: str, when: str, day: dt.date) -> float | Word:
    """Return the move in percent, or why it cannot be said."""
    kind, _, text = when.partition(":")
    last = dt.date.fromisoformat(text)
    view = witness.series(witness.measures.index_of(name).series, day)
    upto = np.flatnonzero(view.period <= np.datetime64(last, "D"))
    if not len(upto):
        return Word.of("claims.no_close", name=name, day=last)
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
        return Word.of("claims.no_close", name=name, day=last)
    start: dt.date = view.period[before[-1]].astype(object)
    if (begin - start).days > (LONGEST_GAP_DAYS if kind == "day" else 12):
        return Word.of("claims.gap", name=name, day=last)
    return float(100 * (view.value[upto[-1]] / view.value[before[-1]] - 1))


def level(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test the close of an index on a day, at the digits printed."""
    on = min(dt.date.fromisoformat(claim.when), day)
    view = witness.series(witness.measures.index_of(claim.detail).series, day)
    at = np.flatnonzero(view.period == np.datetime64(on, "D"))
    if not len(at):
        return unknown(Word.of("claims.no_close", name=claim.detail, day=on))
    actual = float(view.value[at[-1]])
    tolerance = printed_step(claim) + 0.0051
    if claim.op == "~":
        tolerance = max(tolerance, 0.03 * claim.number)
    truth = compare(claim.op, actual, claim.number, tolerance=tolerance, blur=0.0)
    return Finding(
        truth=truth,
        actual=round(actual, 2),
        unit="points",
        source=Word.of("claims.close", name=claim.detail, day=on),
        day=on,
    )


def extreme(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test a record, a high or low since a time, or the distance from the record, on closes."""
    name, _, what = claim.detail.partition(" ")
    asked = min(day, dt.date.fromisoformat(claim.when)) if day >= dt.date.fromisoformat(claim.when) else day
    view = witness.series(witness.measures.index_of(name).series, day)
    upto = np.flatnonzero(view.period <= np.datetime64(asked, "D"))
    if len(upto) < FEWEST_CLOSES or (asked - view.period[upto[-1]].astype(object)).days > 4:
        return unknown(Word.of("claims.no_close", name=name, day=asked))
    values, days = view.value[upto], view.period[upto]
    sign = -1.0 if "low" in what else 1.0
    close, earlier = sign * values[-1], sign * values[:-1]
    top: dt.date = days[int(np.argmax(sign * values))].astype(object)
    source = Word.of("claims.closes", name=name, day=str(days[0]))
    if what == "vs_record":
        actual = float(100 * (values[-1] / values.max() - 1))
        truth: Truth = "true" if actual >= claim.number - 0.05 else "false"
        return Finding(truth=truth, actual=round(actual, 2), unit="pct", source=source, day=asked)
    higher = np.flatnonzero(earlier > close)
    last_higher: dt.date | None = days[higher[-1]].astype(object) if len(higher) else None
    note: Word | str = Word.of("claims.beyond", day=last_higher) if last_higher else ""
    if what.startswith("record"):
        truth = "true" if last_higher is None else "false"
        return Finding(truth=truth, actual=top.isoformat(), unit="date", source=source, day=asked, note=note)
    if claim.op == "~":
        return _near_extreme(claim, values, days, sign, source, asked)
    end = _end_of(str(claim.value))
    if days[0].astype(object) > end:
        return unknown(Word.of("claims.closes_begin", name=name, day=str(days[0])))
    truth = "true" if last_higher is None or last_higher <= end else "false"
    return Finding(
        truth=truth, actual=last_higher.isoformat() if last_higher else None, unit="date", source=source, day=asked,
        note=note,
    )  # fmt: skip


def _near_extreme(
    claim: Claim, values: Floats, days: Days, sign: float, source: Word, asked: dt.date
) -> Finding:
    """Test "at its high since": within `AT_A_HIGH` of the furthest close since then."""
    begin = np.datetime64(str(claim.value)[:4] + "-01-01", "D")
    since = values[days >= begin]
    furthest = float((sign * since).max() * sign)
    off = float(100 * (values[-1] / furthest - 1))
    truth: Truth = "true" if abs(off) <= AT_A_HIGH else "false"
    return Finding(truth=truth, actual=round(off, 2), unit="pct", source=source, day=asked)


def _end_of(text: str) -> dt.date:
    """Return the last day of a year or month such as 2022 or 2024-10."""
    if re.fullmatch(r"\d{4}", text):
        return dt.date(int(text), 12, 31)
    year, month = int(text[:4]), int(text[5:7])
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


# ---- monthly figures ---------------------------------------------------------------------------------------------
def printed(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test a monthly figure, its change against the month before, or "lowest since"."""
    measure = next(one for one in witness.measures.print if one.about == claim.about)
    if claim.detail == "vs_consensus":
        return unknown(Word.of("claims.no_survey"))
    month = dt.date.fromisoformat(claim.when[:7] + "-01")
    rates = _rates(witness, measure, day, monthly=claim.detail == "mom")
    if rates is None or month not in rates:
        return _missing(witness, measure, month, day)
    if claim.detail in {"lowest_since", "highest_since"}:
        return _since(claim, measure, rates, month)
    if claim.detail == "yoy_change":
        before = _previous(month)
        if before not in rates:
            return _missing(witness, measure, before, day)
        actual = round(rates[month] - rates[before], 1)
        tolerance = max(printed_step(claim), 0.05) if claim.op in {"=", "~"} else 0.0
        truth = compare(claim.op, actual, claim.number, tolerance=tolerance, blur=0.0)
        if claim.op in {"<", ">"} and actual == 0:
            truth = "false"
        return Finding(
            truth=truth,
            actual=actual,
            unit="pp",
            source=Word.of("claims.series", series=measure.series, day=f"{month:%Y-%m}"),
            day=month,
        )
    return _against(claim, rates[month], measure, month)


def _missing(witness: Witness, measure: PrintMeasure, month: dt.date, day: dt.date) -> Finding:
    """Say why a month has no figure: it was not out, never came, or is not in the data."""
    spec = witness.panel.catalogue.get(measure.series)
    name = f"{month:%Y-%m}"
    if spec is not None and month in spec.gates.unpublished:
        return Finding(truth="unknown", note=Word.of("claims.never_out", month=name), other_time=True)
    scheduled = [row for row in spec.schedule if row.period == month] if spec is not None else []
    out = scheduled[-1].released_at if scheduled else _back(month, -1)
    if measure.about == "cn.pmi" and not scheduled:
        out = _back(month, -1) - dt.timedelta(days=1)  # out on the last day of its own month
    if out is not None and out > day:
        return Finding(truth="unknown", note=Word.of("claims.not_out", month=name), other_time=True)
    return unknown(Word.of("claims.not_held", month=name))


def _against(claim: Claim, rate: float, measure: PrintMeasure, month: dt.date) -> Finding:
    tolerance = printed_step(claim) + 1e-6
    if claim.number == round(claim.number) and claim.op == "~":
        tolerance = 0.3
    truth = compare(claim.op, rate, claim.number, tolerance=max(tolerance, 0.0), blur=0.0)
    return Finding(
        truth=truth,
        actual=rate,
        unit=claim.unit,
        source=Word.of("claims.series", series=measure.series, day=f"{month:%Y-%m}"),
        day=month,
    )


def _since(claim: Claim, measure: PrintMeasure, rates: Rates, month: dt.date) -> Finding:
    sign = 1.0 if claim.detail == "lowest_since" else -1.0
    beyond = [one for one in sorted(rates) if one < month and sign * rates[one] <= sign * rates[month]]
    last = beyond[-1] if beyond else None
    truth: Truth = "true" if last is not None and f"{last:%Y-%m}" == claim.value else "false"
    return Finding(
        truth=truth,
        actual=f"{last:%Y-%m}" if last else None,
        unit="date",
        source=Word.of("claims.series", series=measure.series, day=f"{month:%Y-%m}"),
        day=month,
    )


def _rates(witness: Witness, measure: PrintMeasure, day: dt.date, *, monthly: bool) -> Rates | None:
    """Return the figure of each month as it was printed, to one decimal; None where it cannot be reckoned."""
    key = (measure.about, day, monthly)
    if key not in witness.rates:
        witness.rates[key] = _reckoned(witness, measure, day, monthly=monthly)
    return witness.rates[key]


def _reckoned(witness: Witness, measure: PrintMeasure, day: dt.date, *, monthly: bool) -> Rates | None:
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
    names = [f"us.cpi.trend.p_falling_{months}m" for months in (12, 6, 3)]
    found = _facts(witness, names, day)
    odds = [found[name] for name in names if name in found]
    if not odds:
        return unknown(Word.of("claims.trend_silent"))
    falling = [one if claim.detail == "falling" else 1 - one for one in odds]
    truth: Truth = "true" if min(falling) >= 0.65 else "false" if max(falling) <= 0.35 else "near"
    return Finding(
        truth=truth, actual=round(100 * falling[0], 0), unit="pct", source=Word.of("claims.trend_odds"),
        day=day,
    )  # fmt: skip


def forecast(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test what a year's inflation will be by our own odds; a survey's figure needs that survey."""
    if claim.detail == "consensus" or claim.op not in {"<", ">"}:
        return unknown(Word.of("claims.no_survey"))
    if int(claim.when) != day.year:
        return unknown(Word.of("claims.trend_silent"))
    name = f"us.cpi.year_average.p_below_{claim.number:g}pct"
    found = _facts(witness, [name], day)
    if name not in found:
        return unknown(Word.of("claims.trend_silent"))
    chance = found[name] if claim.op == "<" else 1 - found[name]
    truth: Truth = "true" if chance >= 0.65 else "false" if chance <= 0.35 else "near"
    return Finding(
        truth=truth, actual=round(100 * chance, 0), unit="pct", source=Word.of("claims.year_odds"), day=day
    )


def _facts(witness: Witness, names: list[str], day: dt.date) -> dict[str, float]:
    """Return the usable ones of some facts of the inflation reading."""
    from signals.readings import readings_of  # noqa: PLC0415 - a Kalman filter that few texts need

    panel = witness.at(day)
    found: dict[str, float] = {}
    for reading in readings_of(names, panel.catalogue):
        for _, facts in reading.facts_range(panel, [day], wanted=names):
            for fact in facts:
                if fact.name in names and fact.usable and isinstance(fact.value, float):
                    found[fact.name] = fact.value
    return found
