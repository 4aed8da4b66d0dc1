"""Three-month SOFR futures through the same idea: the meeting-dated step path that reprices all contracts.

``SR3H24`` settles at 100 minus the SOFR compounded over its reference quarter,
from the third Wednesday of its month up to that of three months later.
Exchange holidays count as business days here; at 5 percent that moves a
quarter's rate by less than 0.003 bp.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from signals.calendars.fed import ONE_DAY, Calendars, TargetChange, calendars
from signals.panel import Panel
from signals.readings.rate_path.config import RatePathConfig, rate_path_config
from signals.readings.rate_path.inputs.strip import Strip, best_kind
from signals.readings.rate_path.inputs.target import FixingHistory, Fixings
from signals.readings.rate_path.model.months import Layout, Month, Note, Solution, month_after
from signals.readings.rate_path.model.sofr import Quarter, fit_quarters
from signals.readings.rate_path.path import RatePath
from signals.readings.rate_path.reading import (
    Answer,
    Case,
    Level,
    NoPath,
    RangeReader,
    change_since,
    why_no_path,
)
from sources.contract import PRICE_KINDS, FuturesHistory

ROOT = "SR3"
SOFR = "us.sofr"
QUARTER_MONTHS = 3
MAX_FIXING_AGE_DAYS = 7  # as the catalogue has it for overnight rates
UNKNOWN_LEVEL_SIGMA_BP = 100_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One contract: its month, and the reference quarter that it compounds over."""

    month: dt.date
    start: dt.date
    end: dt.date
    price: float


def third_wednesday(month: dt.date) -> dt.date:
    """Return the third Wednesday of a month, on which reference quarters begin and end."""
    first = month.replace(day=1)
    return first + dt.timedelta(days=(2 - first.weekday()) % 7 + 14)


def read_sofr(
    panel: Panel, *, known: Calendars | None = None, config: RatePathConfig | None = None
) -> RatePath:
    """Return the policy path from the newest SR3 strip known on the panel's day.

    Where a quarter holds two meetings and no other contract tells them apart,
    neighbouring steps are held alike; a remark says so.

    Raises:
        NoPath: no SR3 price is known, or no target range.
    """
    settings = config or rate_path_config()
    reader = _SofrReader(panel, known or calendars(), settings, "fit", root=ROOT)
    return reader.read_one()


class _SofrReader(RangeReader):
    def read_one(self) -> RatePath:
        day = self.panel.as_of
        strip, contracts = _newest(self.panel.futures(ROOT))
        known = self.live.on(day)
        target = known.target_on(strip.date) if strip is not None else None
        if strip is None or target is None:
            raise NoPath(why_no_path(self.panel, known, ROOT))
        through = known.covered_through(day)
        covered = [contract.end <= through + ONE_DAY for contract in contracts]
        meetings = known.known_meetings(day)
        end = max(
            (one.end for one, reached in zip(contracts, covered, strict=True) if reached), default=strip.date
        )
        coming = meetings[bisect_left(meetings, strip.date) : bisect_left(meetings, end - ONE_DAY)]
        sofr = FixingHistory(self.panel.reader.series(SOFR)).as_of(day).between(dt.date.min, strip.date)
        case = Case(
            as_of=day,
            strip=strip,
            layout=Layout(months=_months(contracts, covered, coming)),
            known=known,
            target=target,
            fixings=self.fixings.as_of(day),
            level=_level(strip, known, target, sofr),
        )
        (path,) = self.paths([Answer(case=case, solution=self._fit(case, contracts, coming, sofr), row=0)])
        return path

    def _fit(
        self, case: Case, contracts: list[Contract], meetings: tuple[dt.date, ...], sofr: Fixings
    ) -> Solution:
        config = self.config.fit
        used = np.array([month.covered for month in case.layout.months])
        market = 100.0 - np.array([contract.price for contract in contracts])
        told = not math.isnan(case.level.usual_pct)
        found = fit_quarters(
            [_quarter(contract, case, meetings, sofr) for contract in contracts],
            market,
            used.astype(np.float64),
            contract_sigma_bp=config.contract_sigma_bp,
            level_pct=case.level.usual_pct if told else case.target.lower_bp / 100.0 + 0.125,
            level_sigma_bp=config.level_sigma_bp if told else UNKNOWN_LEVEL_SIGMA_BP,
        )
        # No part of the error is put down to the level's prior.
        gain = np.hstack([found.gain, np.zeros((len(found.gain), 1))])
        return Solution(
            meetings=meetings,
            now_pct=found.unknowns[:1],
            now_weights=gain[None, 0],
            step_pp=found.unknowns[None, 1:],
            after_pct=np.cumsum(found.unknowns)[None, 1:],
            step_weights=gain[None, 1:],
            after_weights=np.cumsum(gain, axis=0)[None, 1:],
            repricing_bp=np.where(used, (found.model_pct - market) * 100.0, np.nan)[None],
            notes=() if found.told_apart else (Note(why="steps_held_alike", meetings=meetings),),
        )


def _level(strip: Strip, known: Calendars, target: TargetChange, sofr: Fixings) -> Level:
    """Return where SOFR last stood, carried over any decision since; NaN where that is too old."""
    last = sofr.last
    if last is None or (strip.date - last[0]).days > MAX_FIXING_AGE_DAYS:
        return Level(usual_pct=float("nan"), scatter_pct=float("nan"))
    return Level(usual_pct=last[1] + change_since(known, target, last[0]), scatter_pct=0.0)


def _newest(known: FuturesHistory) -> tuple[Strip | None, list[Contract]]:
    if len(known) == 0:
        return None, []
    newest = known.date == known.date[-1]
    sound = known.quality != "suspect"
    of_kind = [newest & (known.kind == kind) for kind in PRICE_KINDS]
    (place,), (does_without,) = best_kind(
        np.array([[rows.sum()] for rows in of_kind]), np.array([[(rows & sound).sum()] for rows in of_kind])
    )
    doubted = tuple(known.contract_month[of_kind[place] & ~sound].astype(object).tolist())
    rows = np.flatnonzero(of_kind[place] & sound if does_without else of_kind[place])
    day: dt.date = known.date[-1].astype(object)
    quarters = []
    for row in rows.tolist():
        month: dt.date = known.contract_month[row].astype(object)
        start, end = third_wednesday(month), third_wednesday(month_after(month, QUARTER_MONTHS))
        if end > day:
            quarters.append(Contract(month=month, start=start, end=end, price=float(known.price[row])))
    if not quarters:
        return None, []
    strip = Strip(
        root=ROOT,
        date=day,
        released_at=known.released_at[rows].max().astype(object),
        kind=PRICE_KINDS[place],
        price=np.array([quarter.price for quarter in quarters]),
        priced=(True,) * len(quarters),
        source=str(known.source[rows[0]]),
        left_out=doubted if does_without else (),
        doubted=() if does_without else doubted,
    )
    return strip, quarters


def _months(quarters: list[Contract], covered: list[bool], coming: tuple[dt.date, ...]) -> tuple[Month, ...]:
    """Return one month a contract; a meeting stands with the first contract whose quarter it moves."""
    left = list(coming)
    months = []
    for quarter, reached in zip(quarters, covered, strict=True):
        mine = tuple(day for day in left if day < quarter.end - ONE_DAY)
        left = left[len(mine) :]
        months.append(
            Month(
                first=quarter.month,
                days=(quarter.end - quarter.start).days,
                past=(),
                coming=mine,
                priced=True,
                covered=reached,
            )
        )
    return tuple(months)


def _quarter(quarter: Contract, case: Case, meetings: tuple[dt.date, ...], fixings: Fixings) -> Quarter:
    span = [quarter.start + dt.timedelta(days=ahead) for ahead in range((quarter.end - quarter.start).days)]
    business = [day for day in span if day.weekday() < 5]
    until = [*business[1:], quarter.end]
    known = dict(zip(fixings.days, fixings.rates, strict=True))
    loads = np.zeros((len(business), 1 + len(meetings)))
    fixed = np.zeros(len(business))
    for row, day in enumerate(business):
        if day < case.strip.date and day in known:
            fixed[row] = known[day]
            continue
        loads[row, 0] = 1.0
        loads[row, 1 : 1 + bisect_left(meetings, day)] = 1.0
        then = case.known.target_on(day) if day < case.strip.date else None
        if then is not None:
            fixed[row] = (then.upper_bp - case.target.upper_bp) / 100.0
    holds = np.array([(after - day).days for day, after in zip(business, until, strict=True)])
    return Quarter(
        weight=holds / 36_000.0,
        loads=loads,
        fixed=fixed,
        scale=36_000.0 / (quarter.end - quarter.start).days,
    )
