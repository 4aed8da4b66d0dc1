"""What was priced when: one meeting over time, the same path on earlier days, and the surprise of a decision."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from signals.calendars.fed import calendars, with_assumed
from signals.facts import Input
from signals.panel import Panel
from signals.readings.rate_path.path import Estimate, Method, RatePath, complement
from signals.readings.rate_path.reading import days_with_prices, read_range
from sources.contract import Floats

AGO = {"1d": 1, "1w": 5, "1m": 21}  # trading days back
NEGLIGIBLE_WEIGHT = 0.01
EVE_DAYS = 5  # a decision after a long weekend is still compared with the last prices before it
TOLERANCE_DAYS = 3  # a change may start up to a long weekend before its day, never later


@dataclass(frozen=True, slots=True, kw_only=True)
class Surprise:
    """How far the step of a decision moved on its day: what it brought less what was priced, in bp.

    ``step_bp`` is the step as priced at the close of its day, ``expected_bp`` on
    ``before``, the last trading day before. Above zero is tighter than priced.
    It is known from ``known_on``.
    """

    meeting: dt.date
    before: dt.date
    known_on: dt.date
    step_bp: float
    expected_bp: float
    surprise_bp: float
    error_bp: float
    inputs: tuple[Input, ...]


def surprises(
    panel: Panel, meetings: Sequence[dt.date], *, method: Method = "fit"
) -> dict[dt.date, Surprise]:
    """Return the surprise of each decision that had prices on its day and on a trading day shortly before.

    The day's own weights, which carry the share of its month that is left, are
    put to the prices of both days, so that the surprise is the change of the
    meeting's own step and nothing else. A decision that was not in the calendar
    the day before is measured alike.
    """
    # The eve is the calendar day before: what was known by then does not hang on what was loaded later.
    before = {day: day - dt.timedelta(days=1) for day in meetings if day <= panel.as_of}
    days = sorted({*before, *before.values()})
    paths = {path.as_of: path for path in read_range(panel, days, method=method)}
    found = {}
    for meeting, day in before.items():
        on, prior = paths.get(meeting), paths.get(day)
        if on is not None and prior is not None and (one := _surprise(meeting, on, prior)) is not None:
            found[meeting] = one
    return found


def _surprise(meeting: dt.date, on: RatePath, prior: RatePath) -> Surprise | None:
    fresh = on.strip.date == meeting and (meeting - prior.strip.date).days <= EVE_DAYS
    if not fresh or not on.meetings or on.meetings[0] != meeting:
        return None
    weights = on.solved.step_weights[on.row, 0]
    change = _implied(on, on.months[0].first, len(weights) - 1) - _implied(
        prior, on.months[0].first, len(weights) - 1
    )
    # The first step hardly rests on the far end, which a strip of the month before may not reach.
    used = np.isfinite(change)
    if np.abs(weights[:-1][~used]).max(initial=0.0) > NEGLIGIBLE_WEIGHT:
        return None
    surprise_bp = float(weights[:-1][used] @ change[used]) * 100.0
    step_bp = float(on.step_bp[0])
    error = float(on.step_error_bp.total[0])
    return Surprise(
        meeting=meeting,
        before=prior.strip.date,
        known_on=max(meeting, on.strip.released_at),
        step_bp=step_bp,
        expected_bp=step_bp - surprise_bp,
        surprise_bp=surprise_bp,
        error_bp=error * 2.0**0.5,
        inputs=on.inputs,
    )


def _implied(path: RatePath, first: dt.date, count: int) -> Floats:
    """Return the market's rates of the months from ``first`` on, in percent; NaN without a price."""
    start = path.months[0].first
    shift = (first.year - start.year) * 12 + first.month - start.month
    prices = path.strip.price[shift : shift + count]
    return np.asarray(100.0 - np.pad(prices, (0, count - len(prices)), constant_values=np.nan))


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The path as it stood some trading days before: ``label`` is ``1d``, ``1w`` or ``1m``."""

    label: str
    path: RatePath


def trading_days_before(day: dt.date, count: int) -> dt.date:
    """Return the weekday ``count`` weekdays before ``day``; exchange holidays count as weekdays."""
    found: dt.date = np.busday_offset(np.datetime64(day, "D"), -count, roll="backward").astype(object)
    return found


def earlier_paths(panel: Panel, path: RatePath) -> tuple[Earlier, ...]:
    """Return the path one day, one week and one month of trading days before its prices.

    Each is read from the newest prices of its day; where those are older than a
    long weekend there is none.
    """
    starts = {label: trading_days_before(path.strip.date, back) for label, back in AGO.items()}
    paths = {one.as_of: one for one in read_range(panel, sorted(starts.values()), method=path.method)}
    return tuple(
        Earlier(label=label, path=paths[start])
        for label, start in starts.items()
        if start in paths and (start - paths[start].strip.date).days <= TOLERANCE_DAYS
    )


def assumed_beyond(panel: Panel, path: RatePath) -> RatePath | None:
    """Return the path read with assumed meetings beyond the announced ones; None where prices reach none.

    Figures of announced meetings stay those of ``path``: no fact that names a date rests on an assumption.
    """
    if not any(month.priced and not month.covered for month in path.months):
        return None
    (assumed,) = read_range(panel, [path.as_of], method=path.method, known=with_assumed(calendars()))
    return assumed if any(meeting not in path.meetings for meeting in assumed.meetings) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionOdds:
    """What options imply of a meeting, as a user loaded it: a probability, and the day it is of.

    ``word`` is ``cut`` for a lower range after the meeting than on that day, ``hike`` for a higher one.
    ``meeting`` is None where it was loaded for whichever is the next.
    """

    word: str
    day: dt.date
    probability: float
    meeting: dt.date | None = None


def option_odds(panel: Panel, path: RatePath) -> tuple[OptionOdds, ...]:
    """Return the option-implied odds that are known and of the time since the last decision, nearest meeting first."""
    found = []
    for series in panel.catalogue:
        named = _OPTIONS.fullmatch(series)
        if named is None or not path.meetings:
            continue
        meeting = dt.date.fromisoformat(named["meeting"]) if named["meeting"] else None
        view = panel.series(series)
        if len(view) == 0 or panel.input(series).status != "ok":
            continue
        day: dt.date = view.period[-1].astype(object)
        # Odds from before a decision count moves from another range, or are of another next meeting.
        passed = [one for one in path.known.known_meetings(day) if day <= one < path.meetings[0]]
        if passed or (meeting is not None and meeting < path.meetings[0]):
            continue
        odds = float(view.value[-1]) / 100.0
        found.append(OptionOdds(word=named["word"], day=day, probability=odds, meeting=meeting))
    return tuple(sorted(found, key=lambda one: (one.meeting or dt.date.min, one.word)))


_OPTIONS = re.compile(r"us\.fed\.options\.p_(?P<word>cut|hike)_(?:next|by\.(?P<meeting>\d{4}-\d{2}-\d{2}))")


def lower_than_now(then: RatePath, now: RatePath, meeting: dt.date) -> Estimate | None:
    """Return P(the range after a meeting is lower than the one in force now), as priced then."""
    return _against_now(then, now, meeting, lower=True)


def higher_than_now(then: RatePath, now: RatePath, meeting: dt.date) -> Estimate | None:
    """Return P(the range after a meeting is higher than the one in force now), as priced then."""
    return _against_now(then, now, meeting, lower=False)


def _against_now(then: RatePath, now: RatePath, meeting: dt.date, *, lower: bool) -> Estimate | None:
    if meeting not in then.meetings:
        return None
    moved = (now.target.upper_bp - then.target.upper_bp) // 25
    place = then.place(meeting)
    return then.at_most(place, moved - 1) if lower else complement(then.at_most(place, moved))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Priced:
    """One meeting as it was priced on one day."""

    path: RatePath
    place: int

    def buckets(self) -> Mapping[int, float]:
        """Return the probability of each range after the meeting, by its lower end in bp."""
        return {one.lower_bp: one.probability for one in self.path.buckets(self.place)}


def meeting_over_time(
    panel: Panel, meeting: dt.date, first: dt.date, last: dt.date, *, method: Method = "fedwatch"
) -> tuple[Priced, ...]:
    """Return how a meeting was priced on every date with prices on which the path reached it."""
    days = days_with_prices(panel, first, last)
    return tuple(
        Priced(path=path, place=path.place(meeting))
        for path in read_range(panel, days, method=method)
        if meeting in path.meetings
    )
