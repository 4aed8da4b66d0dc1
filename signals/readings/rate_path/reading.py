"""From a panel to readings: one day, or many days solved together where they share a calendar."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from signals.calendars.fed import Calendars, TargetChange, calendars
from signals.facts import Input
from signals.panel import Panel
from signals.readings.rate_path.config import NoiseConfig, RatePathConfig, rate_path_config
from signals.readings.rate_path.health import fomc_input, strip_input
from signals.readings.rate_path.inputs.strip import Strip, newest_strips, price_dates
from signals.readings.rate_path.inputs.target import (
    FIXING_CONFIRMS_DAYS,
    USUAL_FIXINGS,
    FixingHistory,
    Fixings,
    LiveTargets,
    target_input,
)
from signals.readings.rate_path.model.fedwatch import fedwatch
from signals.readings.rate_path.model.fit import Realised, fit
from signals.readings.rate_path.model.months import Layout, Note, Solution, layouts_of, month_after
from signals.readings.rate_path.model.noise import Noise
from signals.readings.rate_path.model.solved import Solved
from signals.readings.rate_path.path import Method, Misfit, RatePath
from signals.words import Word
from sources.contract import Floats
from sources.errors import SourceError

EFFR = "us.effr"
ROOT = "ZQ"
MONTHS_APART = {"ZQ": 1, "SR3": 3}
MOST_MISFITS = 3  # contracts left out of one fit
CHUNK_DAYS = 128  # dates whose figures are worked out together: wide enough for numpy, small enough to stream
Indices = NDArray[np.intp]


class NoPath(SourceError):
    """There is no strip to read on this day; the message says why and what would do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What the fixings before a strip say: where the rate usually stands, and how far they scatter, in percent.

    ``usual_pct`` is the median of the last ones, each carried over any decision
    since. Both are NaN where the last fixing is too old.
    """

    usual_pct: float
    scatter_pct: float


Ground = tuple[Calendars, TargetChange, Fixings, Level]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One day to read: its strip, layout and what the calendars and the fixings said."""

    as_of: dt.date
    strip: Strip
    layout: Layout
    known: Calendars
    target: TargetChange
    fixings: Fixings
    level: Level
    month_before_pct: float = float("nan")
    misfits: tuple[Misfit, ...] = ()

    def implied_pct(self) -> Floats:
        """Return 100 - price by month of the layout; NaN where a price is missing or left out."""
        implied = 100.0 - self.strip.price[: len(self.layout.months)]
        for misfit in self.misfits:
            implied[misfit.place] = np.nan
        return implied


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One day solved: the case as it was read, and its row in the solution of its layout."""

    case: Case
    solution: Solution
    row: int


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
        raise NoPath(why_no_path(panel, known or calendars()))
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


def read_both(panel: Panel, days: Sequence[dt.date]) -> tuple[list[RatePath], list[RatePath]]:
    """Return the paths of many days by the fit and by the rule, what they share being worked out once."""
    late = [day for day in days if day > panel.as_of]
    if late:
        raise ValueError(f"a panel as of {panel.as_of} cannot show {late[0]}")
    fit_reader = RangeReader(panel, calendars(), rate_path_config(), "fit")
    fits = fit_reader.read(days)
    return fits, fit_reader.by("fedwatch").read(days)


class RangeReader:
    """Reads many days of one panel by one method."""

    def __init__(
        self, panel: Panel, known: Calendars, config: RatePathConfig, method: Method, *, root: str = ROOT
    ) -> None:
        self.panel, self.config, self.method, self.root = panel, config, method, root
        self.fixings = FixingHistory(panel.reader.series(EFFR))
        self.live = LiveTargets(panel.reader, known)
        self.layouts = layouts_of(known)
        self._grounds: dict[dt.date, Ground | None] = {}
        self._expired: dict[dt.date, float] = {}
        spec = panel.catalogue.get(EFFR)
        self.max_fixing_age_days = (spec.max_age_days if spec else None) or FIXING_CONFIRMS_DAYS

    def by(self, method: Method) -> RangeReader:
        """Return a reader by another method that shares what this one has worked out of the same panel."""
        other = copy(self)
        other.method = method
        return other

    def read(self, days: Sequence[dt.date]) -> list[RatePath]:
        """Return the path of each day, in the order of ``days``."""
        answers: dict[int, Answer] = {}
        for places, block in self.blocks(days):
            answers.update(zip(places, self._solve(block), strict=True))
        ordered = [answers[place] for place in sorted(answers)]
        return [
            path
            for start in range(0, len(ordered), CHUNK_DAYS)
            for path in self.paths(ordered[start : start + CHUNK_DAYS])
        ]

    def blocks(self, days: Sequence[dt.date]) -> Iterator[tuple[list[int], list[Case]]]:
        """Yield the days that share a layout together, each with its place among ``days``."""
        strips = newest_strips(self.panel.reader.futures(self.root), days)
        groups: dict[int, tuple[list[int], list[Case]]] = {}
        for place, (day, strip) in enumerate(zip(days, strips, strict=True)):
            case = self._case(day, strip) if strip is not None else None
            if case is not None:
                places, block = groups.setdefault(id(case.layout), ([], []))
                places.append(place)
                block.append(case)
        yield from groups.values()

    def _case(self, day: dt.date, strip: Strip) -> Case | None:
        if day not in self._grounds:
            self._grounds[day] = self._ground(day, strip)
        ground = self._grounds[day]
        if ground is None:
            return None
        known, target, fixings, level = ground
        before_pct = self._month_before(day, strip, fixings, level)
        layout = self.layouts.at(
            as_of=day,
            price_date=strip.date,
            priced=strip.priced,
            follows_anchor=self.method == "fedwatch" and not math.isnan(before_pct),
        )
        return Case(
            as_of=day,
            strip=strip,
            layout=layout,
            known=known,
            target=target,
            fixings=fixings,
            level=level,
            month_before_pct=before_pct,
        )

    def _ground(self, day: dt.date, strip: Strip) -> Ground | None:
        """Return what the calendars and the fixings said on a day, which every method reads alike."""
        known = self.live.on(day)
        target = known.target_on(strip.date)
        if target is None:
            return None
        fixings = self.fixings.as_of(day)
        return known, target, fixings, self._level(fixings, strip, known, target)

    def _level(self, fixings: Fixings, strip: Strip, known: Calendars, target: TargetChange) -> Level:
        """Return where the last fixings stood.

        The last one alone invents moves: month-end fixings dipped by about 10 bp in
        2015-2018, which read as a hike on the first business day of each month.
        """
        recent = fixings.between(dt.date.min, strip.date).newest(USUAL_FIXINGS)
        if recent.last is None or (strip.date - recent.last[0]).days > self.max_fixing_age_days:
            return Level(usual_pct=float("nan"), scatter_pct=float("nan"))
        days, rates = recent.days, recent.rates
        if days[0] < target.effective_on:
            rates = [rate + change_since(known, target, day) for day, rate in zip(days, rates, strict=True)]
        rates.sort()
        middle = len(rates) // 2
        usual = rates[middle] if len(rates) % 2 else (rates[middle - 1] + rates[middle]) / 2.0
        mean = sum(rates) / len(rates)
        scatter = math.sqrt(sum((rate - mean) ** 2 for rate in rates) / len(rates))
        return Level(usual_pct=usual, scatter_pct=scatter)

    def _month_before(self, day: dt.date, strip: Strip, fixings: Fixings, level: Level) -> float:
        """Return the average of the expired month in percent; NaN where nothing needs it or it is not known.

        It is the mean of its fixings or, without them, what its contract last
        said. The rule takes it for an anchor; the fit reads the level from it
        where no fixing is known.
        """
        nothing = float("nan")
        level_is_known = not math.isnan(level.usual_pct)
        if self.root != ROOT or (self.method == "fit" and level_is_known):
            return nothing
        use = self.layouts.use_of_month_before(as_of=day, price_date=strip.date)
        if use == "none" or (use == "level" and self.method == "fedwatch"):
            return nothing
        end = strip.date.replace(day=1)
        average = fixings.average(month_after(end, -1), end) if self.method == "fedwatch" else None
        if average is not None:
            return average
        if end not in self._expired:
            self._expired[end] = self._last_of_month(end)
        return self._expired[end]

    def _last_of_month(self, end: dt.date) -> float:
        """Return what the contract of the month before ``end`` last said, in percent; NaN where it is not known."""
        (last,) = newest_strips(self.panel.reader.futures(self.root), [end - dt.timedelta(days=1)])
        known_late = last is not None and (end - last.date).days <= self.config.strip.max_age_days
        return 100.0 - float(last.price[0]) if last is not None and known_late else float("nan")

    def _solve(self, block: Sequence[Case]) -> list[Answer]:
        layout = block[0].layout
        implied = np.array([case.implied_pct() for case in block])
        if self.method == "fit":
            realised = _realised(block)
            return self._without_misfits(block, fit(layout, implied, realised, self.config.fit))
        solution = fedwatch(layout, implied, np.array([case.month_before_pct for case in block]))
        return [Answer(case=case, solution=solution, row=row) for row, case in enumerate(block)]

    def _without_misfits(self, block: Sequence[Case], solution: Solution) -> list[Answer]:
        """Fit again without the contract that stands out, on the dates where one does.

        One stale price bends a least-squares path over all its neighbours, so
        the contract that lies furthest off is left out and named. At most
        `MOST_MISFITS` are: where more disagree, none is to be trusted over another.
        """
        if solution.outlier is None or solution.deleted_bp is None:
            return [Answer(case=case, solution=solution, row=row) for row, case in enumerate(block)]
        found: list[Answer | None] = []
        again: dict[int, tuple[list[int], list[Case]]] = {}
        off_bp = np.take_along_axis(solution.deleted_bp, solution.outlier[:, None], axis=1)[:, 0].tolist()
        for row, (case, place, off) in enumerate(zip(block, solution.outlier.tolist(), off_bp, strict=True)):
            if abs(off) > self.config.fit.misfit_bp and len(case.misfits) < MOST_MISFITS:
                lacking = self._without(case, Misfit(place=place, off_bp=-off))
                rows, cases = again.setdefault(id(lacking.layout), ([], []))
                rows.append(row)
                cases.append(lacking)
                found.append(None)
            else:
                found.append(Answer(case=case, solution=solution, row=row))
        for rows, cases in again.values():
            for row, answer in zip(rows, self._solve(cases), strict=True):
                found[row] = answer
        return [answer for answer in found if answer is not None]

    def _without(self, case: Case, misfit: Misfit) -> Case:
        misfits = (*case.misfits, misfit)
        left_out = {one.place for one in misfits}
        priced = tuple(
            month.priced and place not in left_out for place, month in enumerate(case.layout.months)
        )
        layout = self.layouts.at(as_of=case.as_of, price_date=case.strip.date, priced=priced)
        return replace(case, layout=layout, misfits=misfits)

    def paths(self, answers: Sequence[Answer]) -> list[RatePath]:
        """Return the paths of dates that are solved, cut before the first step that is known too badly."""
        cases = [answer.case for answer in answers]
        solved = _side_by_side(answers, self.noise(cases))
        counts = [len(answer.solution.meetings) for answer in answers]
        errors = self.lasting_noise(cases).carried(solved.step_weights).total
        kept = first_kept(errors, np.array(counts), self.config)
        reach = np.arange(solved.step_bp.shape[1]) < kept[:, None]
        if (kept < counts).any():
            solved = replace(solved.only(reach), years=solved.years * reach)
        return [
            self._path(answer, solved, row, count, float(errors[row, count]) if count < whole else 0.0)
            for row, (answer, count, whole) in enumerate(zip(answers, kept.tolist(), counts, strict=True))
        ]

    def _path(self, answer: Answer, solved: Solved, row: int, count: int, lost_bp: float) -> RatePath:
        case, solution = answer.case, answer.solution
        lost = solution.meetings[count:]
        return RatePath(
            as_of=case.as_of,
            method=self.method,
            origin=self.panel.origin,
            strip=case.strip,
            known=case.known,
            target=case.target,
            target_now=case.known.target_on(case.as_of) or case.target,
            meetings=solution.meetings[:count],
            months=case.layout.months,
            solved=solved,
            row=row,
            repricing_bp=solution.repricing_bp[answer.row],
            notes=_of_kept(solution.notes, lost),
            health=lambda: self._inputs(case),
            misfits=case.misfits,
            too_noisy=lost,
            too_noisy_bp=lost_bp,
        )

    def lasting_noise(self, cases: Sequence[Case]) -> Noise:
        """Return the price noise of some days, taken for at least as lively as usual.

        It decides which meetings are known: one that is known in a calm week alone
        would come and go with the market's mood.
        """
        return self.noise(cases, least_move_bp=self.config.noise_of(self.root).usual_daily_move_bp)

    def noise(self, cases: Sequence[Case], *, least_move_bp: float = 0.0) -> Noise:
        """Return the price noise of some days, which grows with the recent moves of a day."""
        noise = self.config.noise_of(self.root)
        kinds = [noise.of_kind(case.strip.kind) for case in cases]
        moved = np.array([case.strip.daily_move_bp for case in cases])
        moved = np.maximum(np.where(np.isnan(moved), noise.usual_daily_move_bp, moved), least_move_bp)
        least = self.config.fit.fixing_error_bp
        scatter = np.array([case.level.scatter_pct for case in cases]) * 100.0
        return Noise(
            rounding_bp=rounding_sigma_bp(noise, max(len(case.layout.months) for case in cases)),
            common_bp=np.array([kind.common_bp for kind in kinds])
            + np.array([kind.common_share for kind in kinds]) * moved,
            own_bp=np.array([kind.own_bp for kind in kinds])
            + np.array([kind.own_share for kind in kinds]) * moved,
            fixing_bp=np.hypot(np.nan_to_num(scatter), least),
            months_apart=MONTHS_APART[self.root],
        )

    def _inputs(self, case: Case) -> tuple[Input, ...]:
        inputs = (
            strip_input(case.strip, case.as_of, case.known, self.config),
            fomc_input(case.as_of, case.layout, case.known),
            target_input(case.as_of, case.known, case.fixings),
        )
        reads_fixings = self.root == ROOT and self.method == "fit" and not math.isnan(case.level.usual_pct)
        if not reads_fixings:
            return inputs
        return (*inputs, self._fixing_input(case))

    def _fixing_input(self, case: Case) -> Input:
        """Return the health of the fixing, as the panel of that day sees it.

        Where no gate doubts any fixing and the last one is young, that is plain
        to see; the panel, which goes through the whole history, is asked otherwise.
        """
        last, day = case.fixings.last, case.as_of
        spec = self.panel.catalogue.get(EFFR)
        if self.fixings.undoubted and last is not None and spec is not None and not spec.schedule:
            released_at = case.fixings.last_released_at
            source, exact = self.fixings.origin_of_last(day)
            if (day - last[0]).days <= self.max_fixing_age_days:
                return Input(
                    series=EFFR,
                    status="ok",
                    period=last[0],
                    released_at=released_at,
                    age_days=(day - released_at).days,
                    max_age_days=self.max_fixing_age_days,
                    source=source,
                    exact=exact,
                )
        return (self.panel if day == self.panel.as_of else self.panel.at(day)).input(EFFR)


def _side_by_side(answers: Sequence[Answer], noise: Noise) -> Solved:
    """Return the steps of dates with different layouts in arrays as wide as the widest of them."""
    n_dates = len(answers)
    n_meetings = max(len(answer.solution.meetings) for answer in answers)
    n_contracts = len(noise.rounding_bp)
    step_bp, rate_pct = np.zeros((n_dates, n_meetings)), np.zeros((n_dates, n_meetings))
    now_pct, now_weights = np.zeros(n_dates), np.zeros((n_dates, n_contracts + 1))
    step_weights, rate_weights = (np.zeros((n_dates, n_meetings, n_contracts + 1)) for _ in range(2))
    years = np.zeros((n_dates, n_meetings), dtype=np.int64)
    groups: dict[int, list[int]] = {}
    for row, answer in enumerate(answers):
        groups.setdefault(id(answer.solution), []).append(row)
    for rows in groups.values():
        solution = answers[rows[0]].solution
        mine = [answers[row].row for row in rows]
        count, months = len(solution.meetings), solution.now_weights.shape[1] - 1
        of_step = mine if len(solution.step_weights) > 1 else [0] * len(mine)
        of_now = mine if len(solution.now_weights) > 1 else [0] * len(mine)
        now_pct[rows] = solution.now_pct[mine]
        years[rows, :count] = [meeting.year for meeting in solution.meetings]
        step_bp[rows, :count] = solution.step_pp[mine] * 100.0
        rate_pct[rows, :count] = solution.after_pct[mine]
        for whole, part in (
            (now_weights, solution.now_weights[of_now]),
            (step_weights, solution.step_weights[of_step]),
            (rate_weights, solution.after_weights[of_step]),
        ):
            at = np.array(rows)
            if whole.ndim == 2:
                whole[at, :months], whole[at, -1] = part[:, :-1], part[:, -1]
            else:
                whole[at, :count, :months], whole[at, :count, -1] = part[:, :, :-1], part[:, :, -1]
    return Solved(
        now_pct=now_pct,
        step_bp=step_bp,
        rate_pct=rate_pct,
        now_weights=now_weights,
        step_weights=step_weights,
        rate_weights=rate_weights,
        noise=noise,
        years=years,
    )


def _of_kept(notes: tuple[Note, ...], lost: tuple[dt.date, ...]) -> tuple[Note, ...]:
    """Return the notes without meetings that are left out as too noisy: how those were read says nothing."""
    kept = (
        replace(note, meetings=tuple(meeting for meeting in note.meetings if meeting not in lost))
        if note.why == "chained"
        else note
        for note in notes
    )
    return tuple(note for note in kept if note.meetings or note.why != "chained")


def first_kept(step_errors_bp: Floats, counts: Indices, config: RatePathConfig) -> Indices:
    """Return how many meetings each date keeps, counted from the first; shape (n_dates,).

    Every distribution rests on the steps before it, so the path ends before the
    first meeting whose step is not known to a third of a move, the nearest
    included.
    """
    known = step_errors_bp <= config.limits.step_error_bp
    kept = np.logical_and.accumulate(known, axis=1).sum(axis=1)
    return np.asarray(np.minimum(kept, counts), dtype=np.intp)


def rounding_sigma_bp(noise: NoiseConfig, n_months: int) -> Floats:
    """Return the standard deviation of rounding to a tick, by months ahead; shape (n_months,)."""
    tick = np.full(n_months, noise.tick_bp)
    tick[:1] = noise.front_tick_bp
    return np.asarray(tick / np.sqrt(12.0), dtype=np.float64)


def _realised(block: Sequence[Case]) -> Realised:
    """Return what had happened of the running month on each day of a block."""
    rows = [_realised_on(case) for case in block]
    share, fixed, level = np.array(rows, dtype=np.float64).T
    return Realised(fixed_share=share, fixed_pct=fixed, level_pct=level)


def _realised_on(case: Case) -> tuple[float, float, float]:
    month, day = case.layout.months[0], case.strip.date
    mine = case.fixings.between(month.first, day)
    moved = 0.0  # sum over elapsed days without a fixing of the target's change since, in pp
    if month.past:
        have = set(mine.days)
        elapsed = (month.first + dt.timedelta(days=ahead) for ahead in range((day - month.first).days))
        moved = sum(change_since(case.known, case.target, one) for one in elapsed if one not in have)
    level = case.level.usual_pct
    if math.isnan(level):
        level = case.month_before_pct + change_since(
            case.known, case.target, month.first - dt.timedelta(days=1)
        )
    return len(mine) / month.days, (float(mine.value.sum()) - moved) / month.days, level


def change_since(known: Calendars, target: TargetChange, day: dt.date) -> float:
    """Return how far the range has moved from the one of ``day`` to ``target``, in percentage points."""
    then = known.target_on(day)
    return (target.upper_bp - then.upper_bp) / 100.0 if then else 0.0


def missing_inputs(panel: Panel) -> tuple[Input, ...]:
    """Return what a day without any path lacks."""
    return (Input(series=f"futures.{ROOT}", status="missing", reason=why_no_path(panel, calendars())),)


def why_no_path(panel: Panel, known: Calendars, root: str = ROOT) -> Word:
    """Return why a day has no path, and what would do."""
    (strip,) = newest_strips(panel.reader.futures(root), [panel.as_of])
    if strip is None:
        return Word.of("rate_path.no_prices", root=root, day=panel.as_of)
    return Word.of("rate_path.no_range", day=strip.date, first=known.targets[0].effective_on)
