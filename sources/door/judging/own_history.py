"""A series against its own past: bounds, steps, revisions, holes, its twin and its season.

Rows are judged in order of release, each by what was known on its release day.
"""

from __future__ import annotations

import bisect
import datetime as dt
import math
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from sources.contract import Bools, Days, Floats, SeriesHistory, SeriesSpec
from sources.door.judging.rules import ACCEPTED, quality_of
from sources.door.judging.season import Pattern, is_seasonal, left_its_season, months_away, off_its_path

# A rounded figure is doubted where it is also off the usual step for its calendar month, by this many
# sigmas and by this much in the unit of steps: one CPI figure in a hundred ends in two zeros anyway.
_PLAUSIBLE_SIGMA = 1.5
_PLAUSIBLE_STEP = 0.3
_YEARS_OF_STEPS = 2  # a wild year licenses steps of its size in those that follow, and not for ever

Rules = NDArray[np.object_]
RowName = tuple[dt.date, dt.date, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Verdicts:
    """The rule that each row breaks, empty where none, and the rows that were accepted by name. Shape (n_rows,)."""

    rules: Rules
    accepted: Bools


def own_history_rules(
    spec: SeriesSpec,
    heard: SeriesHistory,
    before: Rules,
    *,
    twin: SeriesHistory | None = None,
    fuel: Mapping[dt.date, float] | None = None,
    accepted: Mapping[RowName, str] | None = None,
) -> Verdicts:
    """Return the verdict on each row.

    Args:
        spec: what the catalogue says of the series.
        heard: its rows, in order (`heard.in_order`).
        before: rules that other witnesses already hold against rows, empty where none; they stand.
        twin: the rows of its seasonally adjusted or unadjusted twin, in order, without those that no one may read.
        fuel: the step of gasoline in each month, for a price index with a season.
        accepted: rows that a person accepted by name, with the reason.
    """
    if not accepted and twin is None and _is_plain(spec, heard):
        quick = _plain_rules(spec, heard, before)
        if quick is not None:
            return Verdicts(rules=quick, accepted=np.zeros(len(heard), dtype=np.bool_))
    return _Court(spec, twin, fuel or {}, accepted or {}).judge(heard, before)


def _is_plain(spec: SeriesSpec, heard: SeriesHistory) -> bool:
    """Return whether each period was heard of once, in order of release, and no gate looks at calendar months."""
    gates = spec.gates
    if spec.frequency in {"monthly", "quarterly"} or gates.decimals is not None or gates.twin is not None:
        return False
    return bool(
        np.all(heard.period[1:] > heard.period[:-1])
        and np.all(heard.released_at[1:] >= heard.released_at[:-1])
    )


def _plain_rules(spec: SeriesSpec, heard: SeriesHistory, before: Rules) -> Rules | None:
    """Judge all rows at once; None where a jump makes what follows depend on what went before.

    Says the same as `_Court` to the letter (a test holds them together), and
    some hundred times faster: a store of futures has 50,000 such rows.
    """
    gates = spec.gates
    rules = before.copy()
    low = gates.low if gates.low is not None else -math.inf
    high = gates.high if gates.high is not None else math.inf
    rules[(before == "") & ((heard.value < low) | (heard.value > high))] = "out_of_range"
    blocked = (
        np.array(
            [rule != "" and quality_of(rule, gates) == "blocked" for rule in rules.tolist()], dtype=np.bool_
        )
        if (rules != "").any()
        else np.zeros(len(rules), dtype=np.bool_)
    )
    trusted = np.flatnonzero(~blocked)
    value, period = heard.value[trusted], heard.period[trusted]
    if len(value) < 2:
        return rules
    if gates.step == "pct":
        if (value <= 0).any():
            return None
        size = np.abs(100 * np.log(value[1:] / value[:-1]))
    else:
        size = np.abs(np.diff(value))
    if gates.jump is not None and (size > gates.jump).any():
        return None
    wrong = np.full(len(value), "", dtype=object)
    if gates.longest_gap_days is not None:
        hole = np.diff(period).astype(np.int64) > gates.longest_gap_days
        wrong[1:][hole & (period[:-1] >= np.datetime64(gates.regular_since, "D"))] = "missing_period"
    if gates.frozen_after is not None and len(value) >= gates.frozen_after:
        same = np.lib.stride_tricks.sliding_window_view(size == 0, gates.frozen_after - 1).all(axis=1)
        wrong[gates.frozen_after - 1 :][same] = "frozen"
    if gates.usual_step is not None:
        largest = _largest_before(size, period[1:])
        wrong[1:][size > np.maximum(gates.usual_step, 1.5 * largest)] = "outlier"
    free = rules[trusted] == ""
    rules[trusted[free]] = wrong[free]
    return rules


def _largest_before(size: Floats, period: Days) -> Floats:
    """Return the largest of the steps before each, within its year and the years that are remembered. Shape of both."""
    years = period.astype("datetime64[Y]").astype(np.int64)
    found = np.zeros(len(size))
    for year in np.unique(years).tolist():
        mine = np.flatnonzero(years == year)
        past = size[(years >= year - _YEARS_OF_STEPS) & (years < year)]
        so_far = np.concatenate([[past.max(initial=0.0)], size[mine][:-1]])
        found[mine] = np.maximum.accumulate(so_far)
    return found


class _Court:
    """What is known so far, and the gates that look at it."""

    def __init__(
        self,
        spec: SeriesSpec,
        twin: SeriesHistory | None,
        fuel: Mapping[dt.date, float],
        accepted: Mapping[RowName, str],
    ) -> None:
        self.fuel = fuel
        self.spec, self.gates, self.accepted = spec, spec.gates, accepted
        self.values: dict[dt.date, float] = {}  # trusted, newest word of each period
        self.periods: list[dt.date] = []  # of self.values, ascending
        self.raw: dict[dt.date, float] = {}  # trusted or not: for what concerns the series as a whole
        self.words: dict[
            dt.date, tuple[float, str]
        ] = {}  # newest word of each period and the rule against it
        self.largest_steps: dict[int, float] = {}  # by year of the period
        self.patterns: dict[dt.date, Pattern | None] = {}
        self.twin = _Replay(twin)
        self.twin_values: dict[dt.date, float] = {}

    def judge(self, heard: SeriesHistory, before: Rules) -> Verdicts:
        rules = np.full(len(heard), "", dtype=object)
        waved = np.zeros(len(heard), dtype=np.bool_)
        order = np.lexsort((heard.value, heard.period, heard.released_at))
        rows = list(
            zip(
                order.tolist(),
                *(
                    column[order].tolist()
                    for column in (heard.period, heard.released_at, heard.value, before)
                ),
                strict=True,
            )
        )
        for (period, released_at), group in groupby(rows, key=lambda row: (row[1], row[2])):
            for theirs, value in self.twin.until(released_at):
                self.twin_values[theirs] = value
            for place, rule, accepted in self._of_one_day(
                period, released_at, [(r[0], r[3], r[4]) for r in group]
            ):
                rules[place], waved[place] = rule, accepted
        return Verdicts(rules=rules, accepted=waved)

    def _of_one_day(
        self, period: dt.date, released_at: dt.date, told: list[tuple[int, float, str]]
    ) -> list[tuple[int, str, bool]]:
        """Judge what was told of one period on one day: one value, or several that contradict each other."""
        found = [(place, value, before or self._rule(period, value)) for place, value, before in told]
        named = [place for place, value, _ in found if (period, released_at, value) in self.accepted]
        sound = [(place, value) for place, value, rule in found if not rule and not named]
        if len(sound) > 1:
            precise = max(
                value
                for value in (v for _, v in sound)
                if _decimals(value) == max(_decimals(v) for _, v in sound)
            )
            if all(round(precise, _decimals(value)) == value for _, value in sound):
                sound = [(place, value) for place, value in sound if value == precise]
        word = named[-1] if named else sound[0][0] if len(sound) == 1 else None
        judged = []
        for place, value, rule in found:
            contradicted = word is not None and place != word and not rule
            final = (
                "duplicated_period"
                if contradicted or (word is None and not rule and len(found) > 1)
                else rule
            )
            judged.append((place, final, place in named))
            if place != word:
                self._learn(period, value, final)
        if word is not None:
            self._learn(period, next(value for place, value, _ in found if place == word), "")
        return judged

    def _learn(self, period: dt.date, value: float, rule: str) -> None:
        if self.raw.get(period, value) != value or (self.patterns and period < max(self.patterns)):
            self.patterns.clear()  # they rest on what is told anew
        self.raw[period] = value
        self.words[period] = (value, rule)
        if quality_of(rule, self.gates) == "blocked":
            return
        before = self._before(period)
        if before is not None:
            step = abs(self._step(before, value)) / self._gap(before, period)
            self.largest_steps[period.year] = max(self.largest_steps.get(period.year, 0.0), step)
        if period not in self.values:
            bisect.insort(self.periods, period)
        self.values[period] = value

    def _rule(self, period: dt.date, value: float) -> str:
        gates = self.gates
        if (gates.low is not None and value < gates.low) or (gates.high is not None and value > gates.high):
            return "out_of_range"
        heard = self.words.get(period)
        if heard is not None and heard[0] == value:
            return heard[1]  # said again
        if period in self.values:
            return self._revision_rule(period, value)
        before = self._before(period)
        if before is None:
            return ""
        size = abs(self._step(before, value)) / self._gap(before, period)
        if gates.jump is not None and size > gates.jump:
            return "unit_or_base_changed"
        return (
            self._twin_rule(period, value)
            or self._precision_rule(period, value, before)
            or self._outlier_rule(period, size)
            or self._adjustment_rule(period, value)
            or self._frozen_rule(period, value)
            or self._missing_rule(before, period)
        )

    def _revision_rule(self, period: dt.date, value: float) -> str:
        size = abs(self._step(period, value))
        if self.gates.jump is not None and size > self.gates.jump:
            return "unit_or_base_changed"
        if self.gates.max_revision is not None and size > self.gates.max_revision + 1e-9:
            return "revised_more_than_usual"
        return ""

    def _twin_rule(self, period: dt.date, value: float) -> str:
        theirs = self.twin_values.get(period)
        if theirs is None or self.spec.frequency != "monthly" or period < self.gates.decimals_since:
            return ""  # with one decimal, adjusted and unadjusted figures often agree by chance
        if value == theirs:
            last = months_away(period, -1)
            again = last in self.raw and self.raw[last] == self.twin_values.get(last)
            return "same_as_twin" if again and not self._is_what_it_should_be(period, value) else ""
        if self.gates.twin_tolerance is None:
            return ""
        year_ago = months_away(period, -12)
        if year_ago not in self.values or year_ago not in self.twin_values:
            return ""
        drift = math.log(value / theirs) - math.log(self.values[year_ago] / self.twin_values[year_ago])
        return "disagrees_with_twin" if abs(100 * drift) > self.gates.twin_tolerance else ""

    def _is_what_it_should_be(self, period: dt.date, value: float) -> bool:
        """Return whether ten years say that the figures are of this kind, so that the twin's are the wrong ones."""
        levels = {**self.raw, period: value}
        wanted = self.gates.seasonal
        if wanted is None or is_seasonal(levels, period) is not wanted:
            return False
        return not wanted or not left_its_season(levels, self.fuel, period, patterns=self.patterns)

    def _adjustment_rule(self, period: dt.date, value: float) -> str:
        """Tell a seasonal series from an adjusted one by its month-of-year pattern."""
        if self.gates.seasonal is None or period < self.gates.decimals_since:
            return ""
        levels = {**self.raw, period: value}
        seasonal = is_seasonal(levels, period)
        if seasonal is not None and seasonal is not self.gates.seasonal:
            return "wrong_adjustment"
        if not self.gates.seasonal:
            return ""
        if off_its_path(levels, self.fuel, period, patterns=self.patterns):
            return "outlier"
        left = left_its_season(levels, self.fuel, period, patterns=self.patterns)
        return "left_its_season" if left else ""

    def _precision_rule(self, period: dt.date, value: float, before: dt.date) -> str:
        """Doubt a rounded figure that is also off the usual path for its calendar month."""
        decimals = self.gates.decimals
        if decimals is None or round(value, decimals - 2) != value or period < self.gates.decimals_since:
            return ""
        past = [
            self._step_between(months_away(period, -12 * years - 1), months_away(period, -12 * years))
            for years in range(1, 11)
        ]
        steps = [step for step in past if step is not None]
        if len(steps) < 5 or self._gap(before, period) != 1:
            return ""
        middle = statistics.median(steps)
        sigma = 1.4826 * statistics.median(abs(step - middle) for step in steps)
        off = abs(self._step(before, value) - middle)
        return "coarser_than_published" if off > max(_PLAUSIBLE_SIGMA * sigma, _PLAUSIBLE_STEP) else ""

    def _outlier_rule(self, period: dt.date, size: float) -> str:
        if self.gates.usual_step is None:
            return ""
        recent = range(period.year - _YEARS_OF_STEPS, period.year + 1)
        largest = max(self.largest_steps.get(year, 0.0) for year in recent)
        return "outlier" if size > max(self.gates.usual_step, 1.5 * largest) else ""

    def _frozen_rule(self, period: dt.date, value: float) -> str:
        limit = self.gates.frozen_after
        if self.gates.decimals is not None and period >= self.gates.decimals_since:
            limit = 2  # no index with three decimals stood still since 2007
        if self.gates.repeats_to is not None and round(value, self.gates.repeats_to) != value:
            limit = 2  # with so many decimals no figure ever came twice
        if limit is None or len(self.periods) < limit - 1:
            return ""
        place = bisect.bisect_left(self.periods, period)
        if place < limit - 1:
            return ""
        newest = self.periods[place - (limit - 1) : place]
        return "frozen" if all(self.values[earlier] == value for earlier in newest) else ""

    def _missing_rule(self, before: dt.date, period: dt.date) -> str:
        if before < self.gates.regular_since:
            return ""
        if self.spec.frequency == "monthly":
            between = [months_away(before, ahead) for ahead in range(1, self._gap(before, period))]
        elif self.spec.frequency == "quarterly":
            between = [months_away(before, 3 * ahead) for ahead in range(1, self._gap(before, period))]
        else:
            limit = self.gates.longest_gap_days
            return "missing_period" if limit is not None and (period - before).days > limit else ""
        return "missing_period" if set(between) - self.gates.unpublished - self.raw.keys() else ""

    def _before(self, period: dt.date) -> dt.date | None:
        place = bisect.bisect_left(self.periods, period)
        return self.periods[place - 1] if place else None

    def _step(self, before: dt.date, value: float) -> float:
        earlier = self.values[before]
        if self.gates.step == "unit":
            return value - earlier
        if earlier <= 0 or value <= 0:
            return math.inf
        return 100 * math.log(value / earlier)

    def _step_between(self, before: dt.date, period: dt.date) -> float | None:
        if before not in self.values or period not in self.values:
            return None
        return self._step(before, self.values[period])

    def _gap(self, before: dt.date, period: dt.date) -> int:
        """Return how many regular steps lie between two periods; days and weeks count as one."""
        months = abs((period.year - before.year) * 12 + period.month - before.month)
        if self.spec.frequency == "monthly":
            return max(1, months)
        return max(1, months // 3) if self.spec.frequency == "quarterly" else 1


class _Replay:
    """A history told again in order of release, up to a day that only moves forward."""

    def __init__(self, history: SeriesHistory | None) -> None:
        self._rows: list[tuple[dt.date, dt.date, float]] = []
        if history is not None and len(history):
            order = np.lexsort((history.value, history.period, history.released_at))
            columns = (history.released_at, history.period, history.value)
            self._rows = list(zip(*(column[order].tolist() for column in columns), strict=True))
        self._next = 0

    def until(self, day: dt.date) -> Iterator[tuple[dt.date, float]]:
        """Yield what became known up to and on ``day`` and was not told before."""
        while self._next < len(self._rows) and self._rows[self._next][0] <= day:
            _, period, value = self._rows[self._next]
            self._next += 1
            yield period, value


def _decimals(value: float) -> int:
    text = repr(value)
    return len(text.partition(".")[2]) if "e" not in text and not text.endswith(".0") else 0


def verdict_words(
    rules: Rules, accepted: Mapping[int, str], spec: SeriesSpec
) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """Return the quality and the rule of each row as text; an accepted row says so, with its reason."""
    qualities = np.full(len(rules), "ok", dtype=object)
    words = rules.copy()
    for place in np.flatnonzero(rules != "").tolist():
        qualities[place] = quality_of(rules[place], spec.gates)
    for place, because in accepted.items():
        words[place] = f"{ACCEPTED}: {rules[place]}: {because}" if rules[place] else ""
        qualities[place] = "ok"
    return qualities.astype(np.str_), words.astype(np.str_)
