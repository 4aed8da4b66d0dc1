"""From a panel to readings: one day, or many days solved together where they share a calendar."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from signals.calendars.fed import Calendars, TargetChange, calendars
from signals.facts import Input, Status
from signals.panel import Panel
from signals.readings.rate_path.config import NoiseConfig, RatePathConfig, rate_path_config
from signals.readings.rate_path.fixing import FixingHistory, Fixings
from signals.readings.rate_path.live_target import live_targets
from signals.readings.rate_path.model.distribution import STEP_BP, step_slopes
from signals.readings.rate_path.model.fedwatch import fedwatch
from signals.readings.rate_path.model.fit import Realised, fit
from signals.readings.rate_path.model.months import Layout, layouts_of, month_after
from signals.readings.rate_path.model.solution import Solution
from signals.readings.rate_path.model.uncertainty import kind_error, rounding_error, rounding_sigma_bp
from signals.readings.rate_path.path import YEAR_AHEAD, ErrorParts, Estimate, Method, Misfit, RatePath
from signals.readings.rate_path.remark import Remark
from signals.readings.rate_path.remarks import remarks_on, too_uncertain
from signals.readings.rate_path.strip import Strip, newest_strips, price_dates
from signals.readings.rate_path.target import FIXING_CONFIRMS_DAYS, USUAL_FIXINGS, target_input
from sources.contract import Floats, PriceKind, contract_code
from sources.errors import SourceError

EFFR = "us.effr"
ROOT = "ZQ"
MOST_MISFITS = 3  # contracts left out of one fit
Indices = NDArray[np.intp]


class NoPath(SourceError):
    """There is no strip to read on this day; the message says why and what would do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One day to read: its strip, layout and what the calendars said."""

    as_of: dt.date
    strip: Strip
    layout: Layout
    known: Calendars
    target: TargetChange
    month_before_pct: float = float("nan")
    misfits: tuple[Misfit, ...] = ()

    def implied_pct(self) -> Floats:
        """Return 100 - price by month of the layout; NaN where a price is missing or left out."""
        implied = 100.0 - self.strip.price[: len(self.layout.months)]
        implied[[misfit.place for misfit in self.misfits]] = np.nan
        return implied


def read(
    panel: Panel,
    *,
    method: Method = "fedwatch",
    known: Calendars | None = None,
    config: RatePathConfig | None = None,
) -> RatePath:
    """Return the policy path on the panel's day, from the newest strip known by then.

    Args:
        panel: what was known on a day.
        method: ``fedwatch`` for the exchange's rule, ``fit`` for all contracts at once.
        known: calendars to use instead of the configured ones.
        config: noise and weights to use instead of the configured ones.

    Raises:
        NoPath: no strip is known, or the target range is not; says what would do.
    """
    found = read_range(panel, [panel.as_of], method=method, known=known, config=config)
    if not found:
        raise NoPath(_why_not(panel, known or calendars()))
    return found[0]


def days_with_prices(panel: Panel, first: dt.date, last: dt.date, *, root: str = ROOT) -> list[dt.date]:
    """Return every date from ``first`` to ``last`` on which a price was known and traded."""
    return [day for day in price_dates(panel.futures(root)) if first <= day <= last]


def read_range(
    panel: Panel,
    days: Sequence[dt.date],
    *,
    method: Method = "fedwatch",
    known: Calendars | None = None,
    config: RatePathConfig | None = None,
) -> list[RatePath]:
    """Return the path of each day, as it was known on that day, in the order of ``days``.

    Days that share a calendar are solved together. A day without any strip, or
    before the first target range of December 2008, is passed over.

    Raises:
        ValueError: a day lies after the panel's own.
    """
    late = [day for day in days if day > panel.as_of]
    if late:
        raise ValueError(f"a panel as of {panel.as_of} cannot show {late[0]}")
    settings = config or rate_path_config()
    reader = RangeReader(panel, known or calendars(), settings, method)
    return reader.read(days)


class RangeReader:
    """Reads many days of one panel by one method."""

    def __init__(
        self, panel: Panel, known: Calendars, config: RatePathConfig, method: Method, *, root: str = ROOT
    ) -> None:
        self.panel, self.config, self.method, self.root = panel, config, method, root
        self.fixings = FixingHistory(panel.reader.series(EFFR))
        self.live = live_targets(panel.reader, known)
        self.layouts = layouts_of(known)

    def read(self, days: Sequence[dt.date]) -> list[RatePath]:
        """Return the path of each day, in the order of ``days``."""
        found: dict[int, RatePath] = {}
        for places, block in self.blocks(days):
            found.update(zip(places, self._solve(block), strict=True))
        return [found[place] for place in sorted(found)]

    def blocks(self, days: Sequence[dt.date]) -> Iterator[tuple[list[int], list[Case]]]:
        """Yield the days that share a layout together, each with its place among ``days``."""
        strips = newest_strips(self.panel.reader.futures(self.root), days)
        groups: dict[int, tuple[list[int], list[Case]]] = {}
        for place, (day, strip) in enumerate(zip(days, strips, strict=True)):
            if strip is None:
                continue
            known = self.live.on(day)
            target = known.target_on(strip.date)
            if target is None:
                continue
            before_pct = self._month_before(day, strip)
            layout = self.layouts.at(
                as_of=day,
                price_date=strip.date,
                priced=strip.priced,
                follows_anchor=self.method == "fedwatch" and bool(np.isfinite(before_pct)),
            )
            places, block = groups.setdefault(id(layout), ([], []))
            places.append(place)
            block.append(
                Case(
                    as_of=day,
                    strip=strip,
                    layout=layout,
                    known=known,
                    target=target,
                    month_before_pct=before_pct,
                )
            )
        yield from groups.values()

    def _month_before(self, day: dt.date, strip: Strip) -> float:
        """Return the average of the expired month in percent; NaN where nothing needs it or it is not known.

        It is the mean of its fixings or, without them, what its contract last
        said. The rule takes it for an anchor; the fit reads the level from it
        where no fixing is known.
        """
        nothing = float("nan")
        if self.root != ROOT:
            return nothing
        use = self.layouts.use_of_month_before(as_of=day, price_date=strip.date)
        end = strip.date.replace(day=1)
        if self.method == "fedwatch":
            if use != "anchor":
                return nothing
            average = self.fixings.as_of(day).average(month_after(end, -1), end)
            if average is not None:
                return average
        elif use == "none" or self._last_fixing_is_young(day, strip):
            return nothing
        last = newest_strips(self.panel.reader.futures(self.root), [end - dt.timedelta(days=1)])[0]
        known_late = last is not None and (end - last.date).days <= self.config.strip.max_age_days
        return 100.0 - float(last.price[0]) if last is not None and known_late else nothing

    def _last_fixing_is_young(self, day: dt.date, strip: Strip) -> bool:
        last = self.fixings.as_of(day).between(dt.date.min, strip.date).last
        return last is not None and (strip.date - last[0]).days <= self._max_fixing_age()

    def _solve(self, block: Sequence[Case]) -> list[RatePath]:
        layout = block[0].layout
        implied = np.array([case.implied_pct() for case in block])
        realised = _realised(block, self.fixings, self._max_fixing_age())
        if self.method == "fit":
            return self._without_misfits(block, fit(layout, implied, realised, self.config.fit))
        solution = fedwatch(layout, implied, np.array([case.month_before_pct for case in block]))
        return self._limited(block, solution)

    def _without_misfits(self, block: Sequence[Case], solution: Solution) -> list[RatePath]:
        """Fit again without the contract that stands out, on the dates where one does.

        One stale price bends a least-squares path over all its neighbours, so
        the contract that lies furthest off is left out and named. At most
        `MOST_MISFITS` are: where more disagree, none is to be trusted over another.
        """
        found: dict[int, RatePath] = {}
        fine = []
        for row, case in enumerate(block):
            place = int(solution.outlier[row]) if solution.outlier is not None else 0
            off = float(solution.deleted_bp[row, place]) if solution.deleted_bp is not None else 0.0
            if abs(off) > self.config.fit.misfit_bp and len(case.misfits) < MOST_MISFITS:
                (found[row],) = self._solve([self._without(case, Misfit(place=place, off_bp=-off))])
            else:
                fine.append(row)
        if fine:
            part = _some_dates(solution, np.array(fine))
            paths = self._limited([block[row] for row in fine], part)
            found.update(zip(fine, paths, strict=True))
        return [found[row] for row in sorted(found)]

    def _without(self, case: Case, misfit: Misfit) -> Case:
        misfits = (*case.misfits, misfit)
        left_out = {one.place for one in misfits}
        priced = tuple(
            month.priced and place not in left_out for place, month in enumerate(case.layout.months)
        )
        layout = self.layouts.at(as_of=case.as_of, price_date=case.strip.date, priced=priced)
        return replace(case, layout=layout, misfits=misfits)

    def _limited(self, block: Sequence[Case], solution: Solution) -> list[RatePath]:
        """Return the paths, cut before the first step that is known too badly to be shown."""
        errors = step_errors_bp(
            solution.step_weights, [case.strip.kind for case in block], self.config.noise_of(self.root)
        )
        kept = first_kept(errors, self.config)
        found: dict[int, RatePath] = {}
        for count in np.unique(kept).tolist():
            rows = np.flatnonzero(kept == count)
            lost = [
                (too_uncertain(solution.meetings[count:], float(errors[row, count])),)
                if count < len(solution.meetings)
                else ()
                for row in rows.tolist()
            ]
            part = _first_meetings(solution, rows, count)
            paths = self.paths([block[row] for row in rows.tolist()], part, lost)
            found.update(zip(rows.tolist(), paths, strict=True))
        return [found[row] for row in sorted(found)]

    def _max_fixing_age(self) -> int:
        spec = self.panel.catalogue.get(EFFR)
        return spec.max_age_days if spec else FIXING_CONFIRMS_DAYS

    def paths(
        self, block: Sequence[Case], solution: Solution, lost: Sequence[tuple[Remark, ...]]
    ) -> list[RatePath]:
        """Return the paths of a block that is solved; ``lost`` says what each date leaves out and why."""
        n_dates, n_meetings = len(block), len(solution.meetings)
        n_months = len(block[0].layout.months)
        noise = self.config.noise_of(self.root)
        sigma = rounding_sigma_bp(noise, n_months)
        kinds = [case.strip.kind for case in block]

        def errors(
            weights: Floats,
        ) -> ErrorParts:  # weights: figure's unit for each bp; (n_dates or 1, ..., n_months)
            rounding = np.broadcast_to(rounding_error(weights, sigma), (n_dates, *weights.shape[1:-1]))
            by_kind = {kind: kind_error(weights, noise, kind) for kind in set(kinds)}
            parts = [by_kind[kind][row if len(weights) > 1 else 0] for row, kind in enumerate(kinds)]
            return ErrorParts(rounding=rounding, kind=np.array(parts).reshape(rounding.shape))

        step_bp = solution.step_pp * 100.0
        step_error = errors(solution.step_weights)
        after_error = errors(solution.after_weights / 100.0)
        cumulative_error = errors(np.cumsum(solution.step_weights, axis=1) / STEP_BP)
        steps = step_bp / STEP_BP
        if n_meetings:
            width = np.broadcast_to(
                np.sqrt(((solution.step_weights * sigma) ** 2).sum(axis=-1)) / STEP_BP, steps.shape
            )
            spread, slopes = step_slopes(steps, np.maximum(width, 1e-9))
            probability, moves = spread.probability, spread.moves
            at_most = np.clip(np.cumsum(probability, axis=-1), 0.0, 1.0)
            probability_error = errors(_carried(slopes, solution.step_weights / STEP_BP))
            at_most_error = errors(_carried(np.cumsum(slopes, axis=-1), solution.step_weights / STEP_BP))
        else:
            moves = np.zeros(1, dtype=np.int64)
            probability = np.zeros((n_dates, 0, 1))
            at_most = probability
            nothing = ErrorParts(rounding=probability, kind=probability)
            probability_error = at_most_error = nothing
        cumulative = np.cumsum(steps, axis=1)
        year_ahead = self._year_ahead(block, solution, errors)
        paths = []
        for row, case in enumerate(block):
            here = case.known
            now = here.target_on(case.as_of) or case.target
            inputs = self._inputs(case, here)
            paths.append(
                RatePath(
                    as_of=case.as_of,
                    method=self.method,
                    origin=self.panel.origin,
                    strip=case.strip,
                    target=case.target,
                    target_now=now,
                    meetings=solution.meetings,
                    step_bp=step_bp[row],
                    step_error_bp=step_error.at(row),
                    implied_rate_pct=solution.after_pct[row],
                    implied_rate_error_pp=after_error.at(row),
                    cumulative=cumulative[row],
                    cumulative_error=cumulative_error.at(row),
                    moves=moves,
                    probability=probability[row],
                    probability_error=probability_error.at(row),
                    at_most_probability=at_most[row],
                    at_most_error=at_most_error.at(row),
                    months=case.layout.months,
                    repricing_bp=solution.repricing_bp[row],
                    remarks=(),
                    inputs=inputs,
                    misfits=case.misfits,
                    price_error=_price_error(noise, case.strip.kind),
                    cuts_to_month_12=year_ahead[row],
                    moved_this_year_bp=_moved_this_year(here, case.target, case.strip.date),
                )
            )
        return [
            replace(path, remarks=(*solution.remarks, *left_out, *remarks_on(path, case.known)))
            for path, left_out, case in zip(paths, lost, block, strict=True)
        ]

    def _year_ahead(
        self, block: Sequence[Case], solution: Solution, errors: Callable[[Floats], ErrorParts]
    ) -> list[Estimate | None]:
        """Return the expected cuts from now to the contract month twelve months ahead, date by date.

        Needs no meeting dates, so it can be said before next year's are announced.
        """
        implied = np.array([case.implied_pct() for case in block])
        if self.root != ROOT or implied.shape[1] <= YEAR_AHEAD:
            return [None] * len(block)
        far = np.zeros_like(solution.now_weights)
        far[:, YEAR_AHEAD] = 1.0
        error = errors((solution.now_weights - far) / STEP_BP)
        cuts = (solution.now_pct - implied[:, YEAR_AHEAD]) * 100.0 / STEP_BP
        return [
            Estimate(value=float(value), rounding=float(rounding), kind=float(kind))
            if np.isfinite(value)
            else None
            for value, rounding, kind in zip(cuts, error.rounding, error.kind, strict=True)
        ]

    def _inputs(self, case: Case, here: Calendars) -> tuple[Input, ...]:
        fixings = self.fixings.as_of(case.as_of)
        last = fixings.between(dt.date.min, case.strip.date).last
        used = (
            self.method == "fit"
            and self.root == ROOT
            and last is not None
            and (case.strip.date - last[0]).days <= self._max_fixing_age()
        )
        return (
            strip_input(case.strip, case.as_of, here, self.config),
            fomc_input(case, here),
            target_input(case.as_of, here, fixings),
            *((self._fixing_input(case.as_of),) if used else ()),
        )

    def _fixing_input(self, day: dt.date) -> Input:
        """Return the fixing as an input; asked for only where the fit reads one."""
        panel = self.panel if day == self.panel.as_of else self.panel.at(day)
        return panel.input(EFFR)


def fomc_input(case: Case, known: Calendars) -> Input:
    """Return the health of the meeting calendar; exact where each meeting used has its announcement on record."""
    checked = case.as_of <= known.fomc_verified_through
    meetings = [day for month in case.layout.months for day in (*month.past, *month.coming)]
    return Input(
        series="calendar.fomc",
        status="ok" if checked else "suspect",
        reason="" if checked else f"checked through {known.fomc_verified_through} only",
        source="configs/calendars/fomc.csv",
        exact=known.announced_on_record(meetings),
    )


def strip_input(strip: Strip, as_of: dt.date, known: Calendars, config: RatePathConfig) -> Input:
    """Return the health of a strip: stale by age or by a decision since its prices, suspect by its prices."""
    age_days = (as_of - strip.date).days
    limit = config.strip.max_age_days
    meetings = known.known_meetings(as_of)
    since = meetings[bisect_right(meetings, strip.date) : bisect_left(meetings, as_of)]
    status: Status = "ok"
    reason = ""
    if age_days > limit:
        status, reason = "stale", f"{age_days} days old, limit {limit}"
    elif since:
        status, reason = "stale", f"prices of {strip.date} are from before the decision of {since[-1]}"
    elif strip.n_contracts < config.strip.minimum_contracts:
        status, reason = "suspect", f"only {strip.n_contracts} contract has a price"
    elif strip.doubted:
        status = "suspect"
        codes = ", ".join(contract_code(strip.root, month) for month in strip.doubted)
        reason = f"a quality gate doubts prices that the strip rests on: {codes}"
    return Input(
        series=f"futures.{strip.root}",
        status=status,
        reason=reason,
        period=strip.date,
        released_at=strip.released_at,
        age_days=age_days,
        max_age_days=limit,
        source=strip.source,
    )


def _price_error(noise: NoiseConfig, kind: PriceKind) -> Estimate:
    """Return the error of one price beyond the nearest month, in basis points; its value is 0."""
    one = np.array([[0.0, 1.0, 0.0]])
    return Estimate(
        value=0.0,
        rounding=float(rounding_error(one, rounding_sigma_bp(noise, 2))[0]),
        kind=float(kind_error(one, noise, kind)[0]),
    )


def step_errors_bp(weights: Floats, kinds: Sequence[PriceKind], noise: NoiseConfig) -> Floats:
    """Return the one-sigma error of each step in basis points; (n_dates, n_meetings).

    weights: (n_dates or 1, n_meetings, n_contracts); kinds: one a date.
    """
    rounding = rounding_error(weights, rounding_sigma_bp(noise, weights.shape[-1] - 1))
    by_kind = {kind: kind_error(weights, noise, kind) for kind in set(kinds)}
    rows = [by_kind[kind][row if len(weights) > 1 else 0] for row, kind in enumerate(kinds)]
    return np.asarray(np.hypot(rounding, np.array(rows).reshape(len(kinds), -1)))


def first_kept(step_errors_bp: Floats, config: RatePathConfig) -> Indices:
    """Return how many meetings each date keeps, counted from the first; shape (n_dates,).

    Every distribution rests on the steps before it, so the path ends before the
    first meeting whose step is not known to half a move, the nearest included.
    """
    known = step_errors_bp <= config.limits.step_error_bp
    kept: Indices = np.logical_and.accumulate(known, axis=1).sum(axis=1)
    return kept


def _some_dates(solution: Solution, rows: Indices) -> Solution:
    several = len(solution.step_weights) > 1
    return replace(
        solution,
        now_pct=solution.now_pct[rows],
        now_weights=solution.now_weights[rows] if several else solution.now_weights,
        step_pp=solution.step_pp[rows],
        after_pct=solution.after_pct[rows],
        step_weights=solution.step_weights[rows] if several else solution.step_weights,
        after_weights=solution.after_weights[rows] if several else solution.after_weights,
        repricing_bp=solution.repricing_bp[rows],
    )


def _first_meetings(solution: Solution, rows: Indices, count: int) -> Solution:
    """Return some dates of a solution, up to the first meeting that is known too badly."""
    remarks = solution.remarks
    if count < len(solution.meetings):
        remarks = tuple(remark for remark in remarks if remark.code != "chained_forward")
    part = _some_dates(solution, rows)
    return replace(
        part,
        meetings=part.meetings[:count],
        step_pp=part.step_pp[:, :count],
        after_pct=part.after_pct[:, :count],
        step_weights=part.step_weights[:, :count],
        after_weights=part.after_weights[:, :count],
        remarks=remarks,
    )


def _carried(slopes: Floats, step_weights: Floats) -> Floats:
    """Return how far each probability moves for one unit of each implied rate.

    slopes (n_dates, n_meetings, n_steps, n_moves) and weights (n_dates or 1,
    n_steps, n_contracts) give (n_dates, n_meetings, n_moves, n_contracts).
    """
    n_dates, n_meetings, n_steps, n_moves = slopes.shape
    flat = np.swapaxes(slopes, 2, 3).reshape(n_dates, n_meetings * n_moves, n_steps)
    return np.asarray((flat @ step_weights).reshape(n_dates, n_meetings, n_moves, -1))


def _realised(block: Sequence[Case], history: FixingHistory, max_age_days: int) -> Realised:
    """Return what had happened of the running month on each day of a block."""
    rows = [_realised_on(case, history.as_of(case.as_of), max_age_days) for case in block]
    share, fixed, level = np.array(rows, dtype=np.float64).T
    return Realised(fixed_share=share, fixed_pct=fixed, level_pct=level)


def _realised_on(case: Case, fixings: Fixings, max_age_days: int) -> tuple[float, float, float]:
    month, day = case.layout.months[0], case.strip.date
    mine = fixings.between(month.first, day)
    have = set(mine.period.astype(object).tolist())
    moved = 0.0  # sum over elapsed days without a fixing of the target's change since, in pp
    if month.past:
        elapsed = (month.first + dt.timedelta(days=ahead) for ahead in range((day - month.first).days))
        moved = sum(_change_since(case, one) for one in elapsed if one not in have)
    return (
        len(have) / month.days,
        (float(mine.value.sum()) - moved) / month.days,
        _usual_level(case, fixings, max_age_days),
    )


def _usual_level(case: Case, fixings: Fixings, max_age_days: int) -> float:
    """Return the median of the last fixings in percent, each carried over any decision since.

    Where they are too old, the expired month's contract stands for them; NaN
    where it cannot.
    The last one alone invents moves: month-end fixings dipped by about 10 bp in
    2015-2018, which read as a hike on the first business day of each month.
    """
    recent = fixings.between(dt.date.min, case.strip.date).newest(USUAL_FIXINGS)
    if recent.last is None or (case.strip.date - recent.last[0]).days > max_age_days:
        month_end = case.layout.months[0].first - dt.timedelta(days=1)
        return case.month_before_pct + _change_since(case, month_end)
    days = recent.period.astype(object).tolist()
    changes = [_change_since(case, one) for one in days]
    return float(np.median(recent.value + np.array(changes)))


def _change_since(case: Case, day: dt.date) -> float:
    then = case.known.target_on(day)
    return (case.target.upper_bp - then.upper_bp) / 100.0 if then else 0.0


def _moved_this_year(known: Calendars, target: TargetChange, day: dt.date) -> float:
    before = known.target_on(dt.date(day.year - 1, 12, 31))
    return float(target.upper_bp - before.upper_bp) if before else 0.0


def missing_inputs(panel: Panel) -> tuple[Input, ...]:
    """Return what a day without any path lacks."""
    reason = _why_not(panel, calendars())
    return (Input(series=f"futures.{ROOT}", status="missing", reason=reason),)


def _why_not(panel: Panel, known: Calendars) -> str:
    strips = newest_strips(panel.reader.futures(ROOT), [panel.as_of])
    if strips[0] is None:
        return (
            f"no {ROOT} futures price is known as of {panel.as_of}; "
            "load some with `signals load FILE` (columns date,contract,price[,kind])"
        )
    return f"no target range is known on {strips[0].date}; ranges begin on {known.targets[0].effective_on}"
