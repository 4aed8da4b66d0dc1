"""Three-month SOFR futures through the same idea: the meeting-dated step path that reprices all contracts.

``SR3H24`` settles at 100 minus the SOFR compounded over its reference quarter,
from the third Wednesday of its month up to that of three months later, in
percent on an actual/360 basis. SOFR of a day holds until the next business day.
Exchange holidays count as business days here; at 5 percent that moves a
quarter's rate by less than 0.003 bp.

Source: exchange rulebook chapter 460, three-month SOFR futures.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from signals.calendars.fed import ONE_DAY, Calendars, calendars
from signals.panel import Panel
from signals.readings.rate_path.config import RatePathConfig, rate_path_config
from signals.readings.rate_path.fixing import FixingHistory, Fixings
from signals.readings.rate_path.model.months import Layout, Month, month_after
from signals.readings.rate_path.model.solution import Solution
from signals.readings.rate_path.path import RatePath
from signals.readings.rate_path.reading import Case, NoPath, RangeReader
from signals.readings.rate_path.remark import Remark
from signals.readings.rate_path.strip import Strip, best_kind
from sources.contract import PRICE_KINDS, Floats, FuturesHistory

ROOT = "SR3"
SOFR = "us.sofr"
QUARTER_MONTHS = 3
NEWTON_STEPS = 6  # the price is almost linear in the path: three would do
RESOLVED = 0.9  # share of a step that must come from contracts rather than from its neighbours
MAX_FIXING_AGE_DAYS = 7  # as the catalogue has it for overnight rates
# Both are so wide that they only speak where one contract holds two meetings and no other tells them apart;
# there the first, being the tighter, holds neighbouring steps alike.
STEP_CHANGE_SIGMA_BP = 2_500.0
STEP_SIGMA_BP = 100_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """One contract: its month, and the reference quarter that it compounds over."""

    month: dt.date
    start: dt.date
    end: dt.date
    price: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Days:
    """The business days of one reference quarter.

    ``weight`` is the number of days that each fixing holds, over 36,000;
    ``loads`` says how each day's rate depends on (level, steps); ``fixed`` is
    what is known of it: the fixing itself, or a decision since it. Shapes
    (n_days,), (n_days, n_unknowns) and (n_days,).
    """

    weight: Floats
    loads: Floats
    fixed: Floats
    scale: float

    def rate(self, unknowns: Floats) -> tuple[float, Floats]:
        """Return the compounded rate in percent and its slope in every unknown."""
        growth = 1.0 + self.weight * (self.loads @ unknowns + self.fixed)
        whole = float(np.prod(growth))
        slope = whole * self.scale * ((self.weight / growth) @ self.loads)
        return (whole - 1.0) * self.scale, slope


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
        strip, quarters = _newest(self.panel.futures(ROOT))
        if strip is None:
            raise NoPath(
                f"no {ROOT} futures price is known as of {day}; "
                "load some with `signals load FILE` (columns date,contract,price[,kind])"
            )
        known = self.live.on(day)
        target = known.target_on(strip.date)
        if target is None:
            raise NoPath(f"no target range is known on {strip.date}")
        through = known.covered_through(day)
        covered = [quarter.end <= through + ONE_DAY for quarter in quarters]
        meetings = known.known_meetings(day)
        end = max(
            (q.end for q, reached in zip(quarters, covered, strict=True) if reached), default=strip.date
        )
        coming = meetings[bisect_left(meetings, strip.date) : bisect_left(meetings, end - ONE_DAY)]
        layout = Layout(months=_months(quarters, covered, coming))
        case = Case(as_of=day, strip=strip, layout=layout, known=known, target=target)
        fixings = FixingHistory(self.panel.reader.series(SOFR)).as_of(day)
        solution = self._fit(case, quarters, coming, fixings.between(dt.date.min, strip.date))
        (path,) = self.paths([case], solution, [()])
        return path

    def _fit(
        self, case: Case, quarters: list[Quarter], meetings: tuple[dt.date, ...], fixings: Fixings
    ) -> Solution:
        config = self.config.fit
        days = [_days(quarter, case, meetings, fixings) for quarter in quarters]
        used = np.array([month.covered for month in case.layout.months])
        market = 100.0 - np.array([quarter.price for quarter in quarters])
        precision = used / (config.contract_sigma_bp / 100.0) ** 2
        prior, centre = _prior(case, len(meetings), fixings, config.level_sigma_bp)
        unknowns = centre.copy()
        for _ in range(NEWTON_STEPS):
            said = [one.rate(unknowns) for one in days]
            model, slope = np.array([rate for rate, _ in said]), np.array([row for _, row in said])
            total = slope.T @ (precision[:, None] * slope) + prior
            pull = slope.T @ (precision * (market - model)) - prior @ (unknowns - centre)
            unknowns = unknowns + np.linalg.solve(total, pull)
        model = np.array([one.rate(unknowns)[0] for one in days])
        gain = np.linalg.solve(total, slope.T * precision)
        gain = np.hstack(
            [gain, np.zeros((len(gain), 1))]
        )  # no part of the error is put down to the level's prior
        resolved = np.linalg.solve(total, slope.T @ (precision[:, None] * slope))
        alike = len(meetings) > 0 and float(np.diag(resolved)[1:].min()) < RESOLVED
        return Solution(
            meetings=meetings,
            now_pct=unknowns[:1],
            now_weights=gain[None, 0],
            step_pp=unknowns[None, 1:],
            after_pct=np.cumsum(unknowns)[None, 1:],
            step_weights=gain[None, 1:],
            after_weights=np.cumsum(gain, axis=0)[None, 1:],
            repricing_bp=np.where(used, (model - market) * 100.0, np.nan)[None],
            remarks=(_held_alike(),) if alike else (),
        )


def _newest(known: FuturesHistory) -> tuple[Strip | None, list[Quarter]]:
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
            quarters.append(Quarter(month=month, start=start, end=end, price=float(known.price[row])))
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


def _months(quarters: list[Quarter], covered: list[bool], coming: tuple[dt.date, ...]) -> tuple[Month, ...]:
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


def _days(quarter: Quarter, case: Case, meetings: tuple[dt.date, ...], fixings: Fixings) -> _Days:
    span = [quarter.start + dt.timedelta(days=ahead) for ahead in range((quarter.end - quarter.start).days)]
    business = [day for day in span if day.weekday() < 5]
    until = [*business[1:], quarter.end]
    known = dict(zip(fixings.period.astype(object).tolist(), fixings.value.tolist(), strict=True))
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
    return _Days(
        weight=holds / 36_000.0,
        loads=loads,
        fixed=fixed,
        scale=36_000.0 / (quarter.end - quarter.start).days,
    )


def _prior(case: Case, count: int, fixings: Fixings, level_sigma_bp: float) -> tuple[Floats, Floats]:
    """Return the prior precision and its centre: level near the last fixing, steps wide and alike."""
    precision = np.zeros((1 + count, 1 + count))
    centre = np.zeros(1 + count)
    last = fixings.last
    if last is not None and (case.strip.date - last[0]).days <= MAX_FIXING_AGE_DAYS:
        precision[0, 0] = (100.0 / level_sigma_bp) ** 2
        then = case.known.target_on(last[0])
        centre[0] = last[1] + ((case.target.upper_bp - then.upper_bp) / 100.0 if then else 0.0)
    else:
        precision[0, 0] = 1e-6
        centre[0] = case.target.lower_bp / 100.0 + 0.125
    steps = np.arange(1, 1 + count)
    precision[steps, steps] += (100.0 / STEP_SIGMA_BP) ** 2
    for one, following in pairwise(steps.tolist()):
        tie = (100.0 / STEP_CHANGE_SIGMA_BP) ** 2
        precision[one, one] += tie
        precision[following, following] += tie
        precision[one, following] -= tie
        precision[following, one] -= tie
    return precision, centre


def _held_alike() -> Remark:
    return Remark(
        code="steps_held_alike",
        en="quarters hold two meetings that these contracts do not tell apart: "
        "neighbouring steps are held alike, so read single meetings with care",
        zh="部分季度含两次会议而合约无法区分：相邻步长按相近处理，单次会议的数字须谨慎使用",
    )
