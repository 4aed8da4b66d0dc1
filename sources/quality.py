"""Quality gates: what each number is checked for before it is kept, and what follows.

Each row is judged by what was known when it was released, so a verdict never
rests on later data. A gate that fires leaves its rule's name on the row; the
row is then ``suspect`` (read, but no rule may rest on it while it is the
newest word) or ``blocked`` (kept, never read).
"""

from __future__ import annotations

import bisect
import datetime as dt
import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sources.contract import Gates, Observation, Quality, SeriesHistory, SeriesSpec

BLOCKING = frozenset(
    {"duplicated_period", "out_of_range", "unit_or_base_changed", "same_as_twin", "wrong_adjustment"}
)
"""Rules that block unless the catalogue says otherwise: the number is not what its id says it is."""

RULES: Mapping[str, str] = {
    "duplicated_period": "one period came with two values under one release day",
    "out_of_range": "outside the bounds that the catalogue gives",
    "unit_or_base_changed": "a jump that only another unit or base year explains",
    "same_as_twin": "the figures of its adjusted or unadjusted twin under this id",
    "wrong_adjustment": "seasonal where it should be adjusted, or the other way round",
    "disagrees_with_twin": "moves against its adjusted or unadjusted twin",
    "revised_more_than_usual": "a revision larger than this series has",
    "coarser_than_published": "fewer decimals than published, and off its usual path",
    "outlier": "a step larger than usual and than any in its own history",
    "frozen": "the same value too often in a row",
    "missing_period": "a period before it is missing",
    "shortened_history": "the source sent fewer periods than it used to",
}

JUDGED_BEFORE = "judged before"

# Ten years of month-of-year effects: US CPI since 1984 has F of 3.5 to 50 unadjusted, below 1.8 adjusted.
_MONTHS_FOR_PATTERN = 120
_PATTERN_F = 2.5
# A rounded figure is doubted where it is also off the usual step for its calendar month, by this many
# sigmas and by this much in the unit of steps: one CPI figure in a hundred ends in two zeros anyway.
_PLAUSIBLE_SIGMA = 1.5
_PLAUSIBLE_STEP = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How often one rule fired on one series, and where last."""

    series: str
    rule: str
    quality: Quality
    n_rows: int
    last_period: dt.date
    last_value: float


def judge(
    spec: SeriesSpec,
    rows: Iterable[Observation],
    *,
    known: SeriesHistory,
    twin: SeriesHistory | None = None,
) -> list[Observation]:
    """Return rows in order of release, each with the verdict of the gates.

    A verdict that a row already carries is kept where no gate says worse. A
    value that is already known is not judged again: it keeps its verdict under
    the rule `JUDGED_BEFORE`.

    Args:
        spec: what the catalogue says of the series.
        rows: what arrived, in any order.
        known: what the store holds of the series.
        twin: what the store holds of its seasonally adjusted or unadjusted twin.
    """
    court = _Court(spec, known, twin)
    ordered = sorted(rows, key=lambda row: (row.released_at, row.period))
    clashing = _clashing(ordered)
    return [court.judge(row, clashes=(row.period, row.released_at) in clashing) for row in ordered]


def findings(rows: Iterable[Observation]) -> tuple[Finding, ...]:
    """Sum up what gates said of rows, by series and rule."""
    fired: dict[tuple[str, str, Quality], list[Observation]] = defaultdict(list)
    for row in rows:
        if row.quality != "ok" and row.quality_rule != JUDGED_BEFORE:
            fired[row.series, row.quality_rule, row.quality].append(row)
    return tuple(
        Finding(
            series=series,
            rule=rule,
            quality=quality,
            n_rows=len(found),
            last_period=found[-1].period,
            last_value=found[-1].value,
        )
        for (series, rule, quality), found in sorted(fired.items())
    )


def is_shortened(known: SeriesHistory, rows: Sequence[Observation]) -> bool:
    """Return whether a download of the whole history lacks periods that are known.

    Upstream cuts happen without notice (in 2026 one provider's daily spreads
    shrank to three years); nothing is lost here, but the series is no longer
    what it was.
    """
    if not len(known) or not rows:
        return False
    periods = {row.period for row in rows}
    held = set(np.unique(known.period[known.quality != "blocked"]).astype(object))
    return len(held - periods) > max(1, len(held) // 100)  # one withdrawn period is a correction


def _clashing(ordered: Sequence[Observation]) -> set[tuple[dt.date, dt.date]]:
    values: dict[tuple[dt.date, dt.date], set[float]] = defaultdict(set)
    for row in ordered:
        values[row.period, row.released_at].add(row.value)
    return {key for key, found in values.items() if len(found) > 1}


class _Court:
    """What is known so far, and the gates that look at it."""

    def __init__(self, spec: SeriesSpec, known: SeriesHistory, twin: SeriesHistory | None) -> None:
        self.spec, self.gates = spec, spec.gates
        self.values: dict[dt.date, float] = {}  # trusted, newest word of each period
        self.periods: list[dt.date] = []  # of self.values, ascending
        self.raw: dict[dt.date, float] = {}  # trusted or not: for what concerns the series as a whole
        self.largest_step = 0.0
        self.twin = _Replay(twin)
        self.twin_values: dict[dt.date, float] = {}
        self.known = _Replay(known)

    def learn(self, period: dt.date, value: float, *, trusted: bool) -> None:
        self.raw[period] = value
        if not trusted:
            return
        before = self._before(period)
        if before is not None:
            self.largest_step = max(
                self.largest_step, abs(self._step(before, value)) / self._gap(before, period)
            )
        if period not in self.values:
            bisect.insort(self.periods, period)
        self.values[period] = value

    def judge(self, row: Observation, *, clashes: bool) -> Observation:
        for period, value, quality in self.twin.until(row.released_at):
            if quality != "blocked":
                self.twin_values[period] = value
        for period, value, quality in self.known.until(row.released_at):
            self.learn(period, value, trusted=quality != "blocked")
        heard = self.known.words.get(row.period)
        if heard is not None and heard[0] == row.value and self.raw[row.period] == row.value:
            return replace(row, quality=heard[1], quality_rule=JUDGED_BEFORE)
        rule = "duplicated_period" if clashes else self._rule(row)
        judged = row
        if rule and row.quality != "blocked":
            blocks = rule in (BLOCKING | self.gates.blocks) - self.gates.allows
            judged = replace(row, quality="blocked" if blocks else "suspect", quality_rule=rule)
        self.learn(row.period, row.value, trusted=judged.quality != "blocked")
        return judged

    def _rule(self, row: Observation) -> str:
        gates, value, period = self.gates, row.value, row.period
        if (gates.low is not None and value < gates.low) or (gates.high is not None and value > gates.high):
            return "out_of_range"
        if period in self.values:
            return self._revision_rule(row)
        before = self._before(period)
        if before is None:
            return ""
        size = abs(self._step(before, value)) / self._gap(before, period)
        if gates.jump is not None and size > gates.jump:
            return "unit_or_base_changed"
        return (
            self._twin_rule(row)
            or self._precision_rule(row, before)
            or self._outlier_rule(size)
            or self._adjustment_rule(row)
            or self._frozen_rule(row)
            or self._missing_rule(before, period)
        )

    def _revision_rule(self, row: Observation) -> str:
        size = abs(self._step(row.period, row.value))
        if self.gates.jump is not None and size > self.gates.jump:
            return "unit_or_base_changed"
        if self.gates.max_revision is not None and size > self.gates.max_revision + 1e-9:
            return "revised_more_than_usual"
        return ""

    def _twin_rule(self, row: Observation) -> str:
        theirs = self.twin_values.get(row.period)
        if theirs is None or self.spec.frequency != "monthly" or row.period < self.gates.decimals_since:
            return ""  # with one decimal, adjusted and unadjusted figures often agree by chance
        if row.value == theirs:
            last = _months(row.period, -1)
            again = last in self.raw and self.raw[last] == self.twin_values.get(last)
            return "same_as_twin" if again else ""
        if self.gates.twin_tolerance is None:
            return ""
        year_ago = _months(row.period, -12)
        if year_ago not in self.values or year_ago not in self.twin_values:
            return ""
        drift = math.log(row.value / theirs) - math.log(self.values[year_ago] / self.twin_values[year_ago])
        return "disagrees_with_twin" if abs(100 * drift) > self.gates.twin_tolerance else ""

    def _adjustment_rule(self, row: Observation) -> str:
        """Tell a seasonal series from an adjusted one by its month-of-year pattern."""
        if self.gates.seasonal is None or row.period < self.gates.decimals_since:
            return ""
        newest = [_months(row.period, -back) for back in range(_MONTHS_FOR_PATTERN + 1)]
        levels = [self.raw.get(month) for month in newest[1:]]
        if any(level is None or level <= 0 for level in levels):
            return ""
        logs = np.log(np.array([row.value, *levels], dtype=np.float64))[::-1]
        seasonal = _month_effects_f(np.diff(logs)) > _PATTERN_F
        return "wrong_adjustment" if seasonal != self.gates.seasonal else ""

    def _precision_rule(self, row: Observation, before: dt.date) -> str:
        """Doubt a rounded figure that is also off the usual path for its calendar month."""
        decimals = self.gates.decimals
        if decimals is None or round(row.value, decimals - 2) != row.value:
            return ""
        if row.period < self.gates.decimals_since:
            return ""
        past = [
            self._step_between(_months(row.period, -12 * years - 1), _months(row.period, -12 * years))
            for years in range(1, 11)
        ]
        steps = [step for step in past if step is not None]
        if len(steps) < 5 or self._gap(before, row.period) != 1:
            return ""
        middle = statistics.median(steps)
        sigma = 1.4826 * statistics.median(abs(step - middle) for step in steps)
        off = abs(self._step(before, row.value) - middle)
        return "coarser_than_published" if off > max(_PLAUSIBLE_SIGMA * sigma, _PLAUSIBLE_STEP) else ""

    def _outlier_rule(self, size: float) -> str:
        usual = self.gates.usual_step
        return "outlier" if usual is not None and size > max(usual, 1.5 * self.largest_step) else ""

    def _frozen_rule(self, row: Observation) -> str:
        limit = self.gates.frozen_after
        if limit is None or len(self.periods) < limit - 1:
            return ""
        newest = self.periods[bisect.bisect_left(self.periods, row.period) - (limit - 1) :][: limit - 1]
        return "frozen" if all(self.values[period] == row.value for period in newest) else ""

    def _missing_rule(self, before: dt.date, period: dt.date) -> str:
        if before < self.gates.regular_since:
            return ""
        if self.spec.frequency == "monthly":
            between = [_months(before, ahead) for ahead in range(1, self._gap(before, period))]
        elif self.spec.frequency == "quarterly":
            between = [_months(before, 3 * ahead) for ahead in range(1, self._gap(before, period))]
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
        self.words: dict[dt.date, tuple[float, Quality]] = {}  # the newest word on each period so far
        self._rows: list[tuple[dt.date, dt.date, float, Quality]] = []
        if history is not None and len(history):
            order = np.lexsort((history.period, history.released_at))  # stable: arrival breaks ties
            columns = (history.released_at, history.period, history.value, history.quality)
            self._rows = list(zip(*(column[order].tolist() for column in columns), strict=True))
        self._next = 0

    def until(self, day: dt.date) -> Iterator[tuple[dt.date, float, Quality]]:
        """Yield what became known up to and on ``day`` and was not told before."""
        while self._next < len(self._rows) and self._rows[self._next][0] <= day:
            _, period, value, quality = self._rows[self._next]
            self.words[period] = (value, quality)
            self._next += 1
            yield period, value, quality


def _month_effects_f(steps: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    """Return the F statistic of month-of-year effects in monthly steps, newest last.

    Steps are first held within four robust sigmas, so that one wild month does
    not drown the pattern.
    """
    middle = np.median(steps)
    reach = 4 * 1.4826 * np.median(np.abs(steps - middle))
    steps = np.clip(steps, middle - reach, middle + reach)
    n_years = len(steps) // 12
    table = steps[len(steps) - 12 * n_years :].reshape(n_years, 12)
    table = table - table.mean(axis=1, keepdims=True)  # a year's own trend is no pattern
    effects = table.mean(axis=0)
    rest = ((table - effects) ** 2).sum() / (11 * (n_years - 1))
    return float(n_years * (effects**2).sum() / 11 / rest) if rest > 0 else 0.0


def _months(day: dt.date, ahead: int) -> dt.date:
    month = day.year * 12 + day.month - 1 + ahead
    return dt.date(month // 12, month % 12 + 1, 1)


def gates_for(series: str, specs: Mapping[str, SeriesSpec]) -> SeriesSpec:
    """Return the catalogue's entry, or what goes without saying for ids that a user brings."""
    if series in specs:
        return specs[series]
    prefix = series.split(".", 1)[0]
    bounds = {
        "index": Gates(
            low=0.0, step="pct", jump=40.0
        ),  # 1987-10-19, the worst day on record, was -26 % in logs
        "futures": Gates(low=50.0, high=110.0, step="unit", usual_step=1.5),  # points; 2023-03-13 moved 1.2
    }
    return SeriesSpec(
        id=series,
        unit="pts",
        frequency="daily" if prefix in bounds else "event",
        max_age_days=10,
        name_en=series,
        name_zh=series,
        source="user",
        gates=bounds.get(prefix, Gates()),
    )
