"""From readings to facts: what rules may compare."""

from __future__ import annotations

import datetime as dt
import math
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from signals.calendars.fed import Calendars, calendars, with_assumed
from signals.facts import Fact, FactValue, Input, Reason, fact_from
from signals.panel import Panel
from signals.readings.rate_path.config import rate_path_config
from signals.readings.rate_path.health import disagreement, of_hole
from signals.readings.rate_path.history import TOLERANCE_DAYS, Surprise, surprises, trading_days_before
from signals.readings.rate_path.inputs.target import FixingHistory, LiveTargets, target_input
from signals.readings.rate_path.model.distribution import STEP_BP
from signals.readings.rate_path.model.months import month_after
from signals.readings.rate_path.path import (
    METHOD_OF_FACTS,
    YEAR_AHEAD,
    Estimate,
    RatePath,
    complement,
    hole_in,
)
from signals.readings.rate_path.reading import missing_inputs, read_both, read_range
from signals.readings.rate_path.vocabulary import FACTS
from signals.words import Word
from sources.contract import contract_code

CHANGE_DAYS = (5, 20)
MOST_MOVES = 8  # scheduled meetings a year
PREFIX = "us.fed."
NOTHING = Estimate(value=0.0)
# More than anybody acts on, and few enough that the last bits of arithmetic, which differ between a day alone and
# the same day among many, never show: a remembered fact is the reckoned one to the byte.
DECIMALS = 10
_YEAR, _COUNT, _DAY = (
    re.compile(r"_(\d{4})(?:\.|$)"),
    re.compile(r"at_least_(\d+)_"),
    re.compile(r"\d{4}-\d\d-\d\d"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The name of a fact taken apart: its pattern and what stands in the pattern's places."""

    name: str
    pattern: str
    word: str = "cuts"
    year: int = 0
    count: int = 0
    day: dt.date = dt.date.min
    back: int = 0

    @property
    def sign(self) -> float:
        """1 where cuts count up, -1 where hikes do."""
        return 1.0 if self.word == "cuts" else -1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """The path as it stood some trading days before; None where no price is near enough."""

    days: int
    wanted: dt.date
    path: RatePath | None


def facts(panel: Panel) -> tuple[Fact, ...]:
    """Return every fact of the policy path on the panel's day.

    Figures come from the all-contract fit; ``derivation`` names CME's own
    where it says the same thing.
    """
    return next(iter(facts_range(panel, [panel.as_of])))[1]


def facts_range(
    panel: Panel, days: Sequence[dt.date], *, wanted: Collection[str] | None = None
) -> Iterator[tuple[dt.date, tuple[Fact, ...]]]:
    """Yield the facts of each day, as known on it; days that share a calendar are solved together.

    The panel stands on the last of the days or later. With ``wanted`` those
    facts alone are reckoned, and nothing is read that none of them needs.
    """
    asked = None if wanted is None else [one for name in sorted(wanted) if (one := parsed(name)) is not None]
    fits, rules = ({path.as_of: path for path in paths} for paths in read_both(panel, days))
    backs = CHANGE_DAYS if asked is None else tuple(sorted({one.back for one in asked if one.back}))
    earlier = _earlier(panel, fits, backs)
    surprised = _surprises(panel, fits, asked)
    assumed = _assumed(panel, fits, asked)
    least_gap_bp = rate_path_config().limits.method_gap_bp
    for day in days:
        if day not in fits:
            yield day, _without_path(panel.at(day), asked)
            continue
        path = fits[day]
        past = {back: earlier[path.strip.date, back] for back in backs}
        states = _States(path, rules.get(day), past, surprised, assumed.get(day), least_gap_bp)
        names = states.names() if asked is None else asked
        yield day, tuple(fact for one in names if (fact := states.fact(one)) is not None)


def _earlier(
    panel: Panel, fits: Mapping[dt.date, RatePath], backs: Sequence[int]
) -> dict[tuple[dt.date, int], _Past]:
    """Return the path some trading days before each strip."""
    starts = {
        (path.strip.date, back): trading_days_before(path.strip.date, back)
        for path in fits.values()
        for back in backs
    }
    paths = {
        path.as_of: path for path in read_range(panel, sorted(set(starts.values())), method=METHOD_OF_FACTS)
    }
    found = {}
    for (day, back), start in starts.items():
        path = paths.get(start)
        near = path is not None and (start - path.strip.date).days <= TOLERANCE_DAYS
        found[day, back] = _Past(days=back, wanted=start, path=path if near else None)
    return found


def _surprises(
    panel: Panel, fits: Mapping[dt.date, RatePath], asked: Sequence[Asked] | None
) -> Mapping[dt.date, Surprise]:
    """Return the surprise of every decision that some fact speaks of."""
    if asked is not None and not any("surprise" in one.pattern for one in asked):
        return {}
    meetings = {
        meeting for path in fits.values() if (meeting := last_decision(path.known, path.as_of)) is not None
    }
    if asked is not None:
        meetings |= {one.day for one in asked if one.pattern == "us.fed.surprise.{date}"}
    return surprises(panel, sorted(meetings))


def _assumed(
    panel: Panel, fits: Mapping[dt.date, RatePath], asked: Sequence[Asked] | None
) -> Mapping[dt.date, RatePath]:
    """Return the paths with assumed meetings, of days whose prices reach a year that is not announced yet."""
    if asked is not None and not any(one.year for one in asked):
        return {}
    days = [day for day, path in fits.items() if _reaches_unannounced(path)]
    paths = read_range(panel, days, method=METHOD_OF_FACTS, known=with_assumed(calendars())) if days else []
    return {path.as_of: path for path in paths}


def _reaches_unannounced(path: RatePath) -> bool:
    december = dt.date(path.strip.date.year + 1, 12, 1)
    return any(month.priced and not month.covered and month.first == december for month in path.months)


def last_decision(known: Calendars, day: dt.date) -> dt.date | None:
    """Return the last meeting on or before a day."""
    meetings = known.known_meetings(day)
    place = bisect_left(meetings, day + dt.timedelta(days=1))
    return meetings[place - 1] if place else None


@lru_cache(maxsize=4096)
def parsed(name: str) -> Asked | None:
    """Take the name of a fact apart; None where this reading has no such fact."""
    spec = next((spec for spec in FACTS if spec.matches(name)), None)
    if spec is None:
        return None
    year, count, day = _YEAR.search(name), _COUNT.search(name), _DAY.search(name)
    back = 5 if name.endswith(".chg_5d") else 20 if name.endswith(".chg_20d") else 0
    return Asked(
        name=name,
        pattern=spec.pattern.replace("hikes", "cuts").replace("hike", "cut"),
        word="hikes" if "hike" in name else "cuts",
        year=int(year[1]) if year else 0,
        count=int(count[1]) if count else 0,
        day=dt.date.fromisoformat(day[0]) if day else dt.date.min,
        back=back,
    )


class _States:
    """States the facts of one day by name, cuts and hikes alike."""

    def __init__(
        self,
        path: RatePath,
        rule: RatePath | None,
        past: Mapping[int, _Past],
        surprised: Mapping[dt.date, Surprise],
        assumed: RatePath | None,
        least_gap_bp: float,
    ) -> None:
        self.path, self.rule, self.past, self.surprised = path, rule, past, surprised
        self.assumed = assumed
        strip, self.fomc, self.target, *more = path.inputs
        doubt = disagreement(path, rule, least_gap_bp) if rule is not None else None
        self.inputs = (strip, self.fomc, *more, *((doubt,) if doubt else ()))
        self.period = path.strip.date

    def names(self) -> list[Asked]:
        """Return every fact that this day states."""
        year = self.period.year
        names = [f"{word}_{year - 1}" for word in ("cuts", "hikes")]
        for of in (year, year + 1):
            for word in ("cuts", "hikes"):
                names += [f"{word}_{of}", *(f"{word}_{of}.chg_{back}d" for back in CHANGE_DAYS)]
                if of > year and self._of_year(of).last_meeting_of(of) is None:
                    continue  # one fact says that contracts do not reach it; thirty would drown it
                names += [f"{word}_in_{of}", f"{word}_to_come_{of}"]
                names += [f"p_at_least_{count}_{word}_{of}" for count in range(1, MOST_MOVES + 1)]
                if word == "cuts":
                    names.append(f"implied_rate_{of}")
        for word in ("cuts", "hikes"):
            names += [f"{word}_12m", *(f"{word}_12m.chg_{back}d" for back in CHANGE_DAYS)]
        for word in ("cut", "hike"):
            names += [f"p_{word}_by.{day}" for day in sorted(self._days_by())]
            names += [f"first_{word}_priced", f"first_{word}", f"p_{word}_next"]
        names += ["next_meeting", "target_lower", "target_upper", "path_repricing_rms", "path_method_gap"]
        names.append("surprise_last")
        return [one for name in names if (one := parsed(PREFIX + name)) is not None]

    def fact(self, asked: Asked) -> Fact | None:
        """Return one fact; None where this day does not state it."""
        return _STATES[asked.pattern](self, asked)

    def say(
        self,
        asked: Asked,
        value: FactValue | Estimate,
        *,
        derivation: Reason = "",
        reason: Reason = "",
        inputs: tuple[Input, ...] | None = None,
    ) -> Fact:
        """Return a fact of today's prices, unless other inputs are named."""
        figure = value.value if isinstance(value, Estimate) else value
        return fact_from(
            name=asked.name,
            value=round(figure, DECIMALS) + 0.0 if isinstance(figure, float) else figure,
            unit=_unit(asked.name),
            inputs=self.inputs if inputs is None else inputs,
            derivation=derivation,
            period=self.period,
            error=round(value.error, DECIMALS) if isinstance(value, Estimate) else None,
            reason=reason,
        )

    def counted(
        self,
        asked: Asked,
        cuts: Estimate | None,
        *,
        derivation: Reason = "",
        reason: Reason = "",
        inputs: tuple[Input, ...] | None = None,
    ) -> Fact:
        """Return an expected number of cuts, or its negative as hikes."""
        if cuts is not None and asked.word == "hikes":
            cuts = Estimate(value=0.0 - cuts.value, error=cuts.error)
        return self.say(asked, cuts, derivation=derivation, reason=reason, inputs=inputs)

    # -- a calendar year --

    def year(self, asked: Asked) -> Fact | None:
        """State the whole calendar year: what it has brought and what is still expected of it."""
        year = asked.year
        path = self._of_year(year)
        if year_is_over(path.known, year, path.as_of):
            return self._happened(asked)
        if not self._in_view(year):
            return None
        found = whole_year(path, year)
        if found is None:
            return self.counted(asked, None, reason=self._why_not(year))
        made, expected = found
        derivation = Word.of(
            "rate_path.whole_year",
            made=f"{made + 0.0:.0f}",
            expected=f"{expected.value:.2f}",
            contracts=path.strip.n_contracts,
            day=self.period,
            by_rule=self._by_rule(year),
        )
        derivation = self._marked(path, derivation)
        total = Estimate(value=expected.value + made, error=expected.error, wide=expected.wide)
        return self.counted(asked, total, derivation=derivation)

    def to_come(self, asked: Asked) -> Fact | None:
        """State the moves from the range in force to after the year's last meeting."""
        year = asked.year
        path = self._of_year(year)
        if not self._in_view(year):
            return None
        place = path.last_meeting_of(year)
        if place is None:
            return self.counted(asked, None, reason=self._why_not(year))
        derivation = Word.of(
            "rate_path.to_come", contracts=path.strip.n_contracts, day=self.period, year=year
        )
        return self.counted(asked, path.expected_cuts(place), derivation=self._marked(path, derivation))

    def at_least(self, asked: Asked) -> Fact | None:
        """State the probability of at least so many moves within the calendar year."""
        year = asked.year
        path = self._of_year(year)
        made = asked.sign * made_in(path, year)
        if year_is_over(path.known, year, path.as_of):
            return self._happened(asked)
        if not self._in_view(year):
            return None
        place = path.last_meeting_of(year)
        found = whole_year(path, year)
        if place is None or found is None:
            return self.say(asked, None, reason=self._why_not(year))
        lacking = asked.count - round(made)
        solved = path.solved.of_year(year)
        move = -lacking if asked.word == "cuts" else lacking - 1
        below = Estimate.of(
            float(solved.at_most(move)[path.row, place]), solved.at_most_error(move).at(path.row, place)
        )
        derivation = self._marked(path, Word.of("rate_path.within_year", year=year, made=f"{made + 0.0:.0f}"))
        return self.say(asked, below if asked.word == "cuts" else complement(below), derivation=derivation)

    def change_of_year(self, asked: Asked) -> Fact | None:
        """State by how much the expectation for a calendar year has moved."""
        year, ago = asked.year, self.past[asked.back]
        if not self._in_view(year):
            return None
        now = whole_year(self.path, year)
        if now is None:
            return self.counted(asked, None, reason=self._why_not(year))
        then = whole_year(ago.path, year) if ago.path is not None else None
        if ago.path is None or then is None:
            return self.counted(asked, None, reason=_no_start(ago))
        made = now[0] - then[0]
        derivation = Word.of(
            "rate_path.change_of_year" if not made else "rate_path.change_of_year_with_moves",
            now=f"{now[1].value:.2f}",
            day=self.period,
            then=f"{then[1].value:.2f}",
            before=ago.path.strip.date,
            **({"made": f"{made:+.0f}"} if made else {}),
        )
        change = Estimate(
            value=now[1].value + made - then[1].value, error=math.hypot(now[1].error, then[1].error)
        )
        return self.counted(asked, change, derivation=derivation)

    def implied_rate(self, asked: Asked) -> Fact | None:
        """State the effective rate after the year's last meeting."""
        path = self._of_year(asked.year)
        if not self._in_view(asked.year):
            return None
        place = path.last_meeting_of(asked.year)
        if place is None:
            return self.say(asked, None, reason=self._why_not(asked.year))
        rate = Estimate(
            value=float(path.implied_rate_pct[place]), error=float(path.implied_rate_error_pp.total[place])
        )
        derivation = Word.of("rate_path.after_last_meeting", year=asked.year)
        return self.say(asked, rate, derivation=self._marked(path, derivation))

    def _of_year(self, year: int) -> RatePath:
        """Return the path that tells a year: where its meetings are not announced yet, the one that assumes them."""
        if self.assumed is not None and year > self.period.year and self.path.last_meeting_of(year) is None:
            return self.assumed
        return self.path

    def _marked(self, path: RatePath, derivation: Word) -> Word:
        """Say where a figure rests on assumed meetings."""
        return Word.of("rate_path.assumed", derivation=derivation) if path is self.assumed else derivation

    def _in_view(self, year: int) -> bool:
        return year in (self.period.year, self.period.year + 1)

    def _why_not(self, year: int) -> Word:
        path, hole = self.path, hole_in(self.path)
        if hole is not None and any(day.year == year for day in hole.meetings):
            return of_hole(hole)
        none_left = not any(day.year == year for month in path.months for day in month.coming)
        ended = year == self.period.year and none_left
        return Word.of("rate_path.no_meeting_left" if ended else "rate_path.year_out_of_reach", year=year)

    def _by_rule(self, year: int) -> str:
        found = whole_year(self.rule, year) if self.rule is not None else None
        return f"{found[0] + found[1].value:.2f}" if found else "-"

    def _happened(self, asked: Asked) -> Fact:
        return _happened(asked, self.path.known, (self.fomc, self.target), self.path.as_of)

    # -- twelve months --

    def twelve_months(self, asked: Asked) -> Fact:
        """State the moves expected from now to the contract month twelve months ahead."""
        ahead = contract_code(self.path.strip.root, month_after(self.period, YEAR_AHEAD))
        return self.counted(
            asked,
            self.path.cuts_to_month_12,
            derivation=Word.of("rate_path.twelve_months", contract=ahead),
            reason=Word.of("rate_path.no_contract_12m", contract=ahead),
        )

    def change_of_month(self, asked: Asked) -> Fact:
        """State how far one and the same contract month has moved, so that a rolling horizon is no change."""
        ago = self.past[asked.back]
        then = ago.path
        if then is None:
            return self.counted(asked, None, reason=_no_start(ago))
        month = month_after(then.strip.date, YEAR_AHEAD)
        code = contract_code(then.strip.root, month)
        before, now = then.implied_of(month), self.path.implied_of(month)
        if before is None or now is None:
            when = then.strip.date if before is None else self.period
            return self.counted(asked, None, reason=Word.of("rate_path.no_price_on", contract=code, day=when))
        ahead = (month.year - self.period.year) * 12 + month.month - self.period.month
        error_bp = math.hypot(self.path.price_error_bp(ahead).error, then.price_error_bp(YEAR_AHEAD).error)
        derivation = Word.of(
            "rate_path.change_of_month",
            contract=code,
            now=f"{now:.3f}",
            day=self.period,
            then=f"{before:.3f}",
            before=then.strip.date,
        )
        change = Estimate(value=(before - now) * 100.0 / STEP_BP, error=error_bp / STEP_BP)
        return self.counted(asked, change, derivation=derivation)

    # -- single meetings --

    def _days_by(self) -> set[dt.date]:
        """Return every meeting and every first day of a month in reach."""
        path = self.path
        if not path.meetings:
            return set()
        days = set(path.meetings)
        first = month_after(path.strip.date, 1)
        while first <= min(path.meetings[-1], path.months[-1].first):
            days.add(first)
            first = month_after(first, 1)
        return days

    def by_date(self, asked: Asked) -> Fact | None:
        """State P(lower) or P(higher) after the last meeting up to a day."""
        path = self.path
        if asked.day not in self._days_by():
            return None
        place = path.last_meeting_by(asked.day)
        if place is None:
            return self.say(asked, NOTHING, derivation=Word.of("rate_path.no_meeting_by", day=asked.day))
        found = path.cuts_at_least(place) if asked.word == "cuts" else path.hikes_at_least(place)
        return self.say(asked, found, derivation=self._after(asked, path.meetings[place]))

    def _after(self, asked: Asked, meeting: dt.date) -> Word:
        rule = self.rule
        if rule is None or meeting not in rule.meetings:
            return Word.of("rate_path.after_meeting", meeting=meeting)
        lower, higher = rule.solved.at_most(-1), 1.0 - rule.solved.at_most(0)
        found = (lower if asked.word == "cuts" else higher)[rule.row, rule.place(meeting)]
        return Word.of("rate_path.after_meeting_by_rule", meeting=meeting, by_rule=f"{abs(found):.3f}")

    def next_move(self, asked: Asked) -> Fact | None:
        """State the probability of a move at the next meeting."""
        path = self.path
        if not path.meetings:
            return None
        found = path.cuts_at_least(0) if asked.word == "cuts" else path.hikes_at_least(0)
        return self.say(asked, found, derivation=Word.of("rate_path.at_meeting", meeting=path.meetings[0]))

    def first_priced(self, asked: Asked) -> Fact:
        """State whether a move is more likely than not by any meeting in reach.

        A meeting behind a hole may make the move likely: False would claim what nobody can see.
        """
        path, hole = self.path, hole_in(self.path)
        meeting = path.first_cut() if asked.word == "cuts" else path.first_hike()
        told = bool(path.meetings) and (meeting is not None or hole is None)
        return self.say(
            asked,
            meeting is not None if told else None,
            derivation=Word.of("rate_path.meetings_to", meeting=path.meetings[-1]) if path.meetings else "",
            reason=of_hole(hole) if hole else Word.of("rate_path.none_in_reach"),
        )

    def first(self, asked: Asked) -> Fact | None:
        """State the first meeting by which a move is more likely than not."""
        meeting = self.path.first_cut() if asked.word == "cuts" else self.path.first_hike()
        if meeting is None:
            return None
        return self.say(asked, meeting, derivation=Word.of("rate_path.first_over_half"))

    def next_meeting(self, asked: Asked) -> Fact | None:
        """State the day of the next meeting."""
        if not self.path.meetings:
            return None
        return self.say(asked, self.path.meetings[0], inputs=(self.fomc,))

    def surprise(self, asked: Asked) -> Fact | None:
        """State the surprise of the last decision, or of one on a named day."""
        path = self.path
        day = asked.day
        if asked.pattern == "us.fed.surprise_last":
            last = last_decision(path.known, path.as_of)
            if last is None:
                return None
            day = last
        if day > path.as_of:
            return None
        found = self.surprised.get(day)
        if found is None or found.known_on > path.as_of:
            return self.say(
                asked, None, reason=Word.of("rate_path.no_surprise", meeting=day), inputs=(self.fomc,)
            )
        derivation = Word.of(
            "rate_path.surprise",
            meeting=day,
            after=f"{found.step_bp:+.1f}",
            before=f"{found.expected_bp:+.1f}",
            day=found.before,
        )
        return self.say(
            asked,
            Estimate(value=found.surprise_bp, error=found.error_bp),
            derivation=derivation,
            inputs=found.inputs,
        )

    # -- the range, and the fit --

    def target_end(self, asked: Asked) -> Fact:
        """State one end of the range in force."""
        now = self.path.target_now
        level_bp = now.lower_bp if asked.name.endswith("lower") else now.upper_bp
        derivation = Word.of("rate_path.in_force", decided=now.decided_on, since=now.effective_on)
        return self.say(asked, level_bp / 100.0, derivation=derivation, inputs=(self.target,))

    def repricing(self, asked: Asked) -> Fact:
        """State how far the path misses contract prices."""
        return self.say(asked, self.path.repricing_rms_bp, derivation=Word.of("rate_path.rms"))

    def method_gap(self, asked: Asked) -> Fact:
        """State by how much the two methods differ at the end of the next meeting's year."""
        path, rule = self.path, self.rule
        year = path.meetings[0].year if path.meetings else self.period.year
        mine = path.last_meeting_of(year)
        theirs = rule.last_meeting_of(year) if rule else None
        gap = None
        if rule is not None and mine is not None and theirs is not None:
            gap = path.expected_cuts(mine).value - rule.expected_cuts(theirs).value
        return self.say(
            asked,
            gap,
            derivation=Word.of("rate_path.by_last_meeting", year=year),
            reason=Word.of("rate_path.not_both_methods", year=year),
        )


_STATES: Mapping[str, Callable[[_States, Asked], Fact | None]] = {
    "us.fed.cuts_{year}": _States.year,
    "us.fed.cuts_in_{year}": _States.year,
    "us.fed.cuts_to_come_{year}": _States.to_come,
    "us.fed.cuts_{year}.chg_5d": _States.change_of_year,
    "us.fed.cuts_{year}.chg_20d": _States.change_of_year,
    "us.fed.p_at_least_{n}_cuts_{year}": _States.at_least,
    "us.fed.implied_rate_{year}": _States.implied_rate,
    "us.fed.cuts_12m": _States.twelve_months,
    "us.fed.cuts_12m.chg_5d": _States.change_of_month,
    "us.fed.cuts_12m.chg_20d": _States.change_of_month,
    "us.fed.p_cut_by.{date}": _States.by_date,
    "us.fed.p_cut_next": _States.next_move,
    "us.fed.first_cut": _States.first,
    "us.fed.first_cut_priced": _States.first_priced,
    "us.fed.next_meeting": _States.next_meeting,
    "us.fed.surprise_last": _States.surprise,
    "us.fed.surprise.{date}": _States.surprise,
    "us.fed.target_lower": _States.target_end,
    "us.fed.target_upper": _States.target_end,
    "us.fed.path_repricing_rms": _States.repricing,
    "us.fed.path_method_gap": _States.method_gap,
}


@lru_cache(maxsize=4096)
def _unit(name: str) -> str:
    return next(spec.unit for spec in FACTS if spec.matches(name))


def year_is_over(known: Calendars, year: int, day: dt.date) -> bool:
    """Return whether the last meeting of a year, as known on a day, lies behind it and is in force."""
    if day.year < year:
        return False
    of_year = [meeting for meeting in known.known_meetings(day) if meeting.year == year]
    return bool(of_year) and of_year[-1] < day and known.target_on(dt.date(year - 1, 12, 31)) is not None


def made_in(path: RatePath, year: int) -> float:
    """Return the cuts that a year had brought by the day of the prices; hikes count as less than none."""
    return path.moved_in(year) / -STEP_BP + 0.0


def whole_year(path: RatePath, year: int) -> tuple[float, Estimate] | None:
    """Return the cuts that a year has brought, and those still expected of it; None where not in reach."""
    place = path.last_meeting_of(year)
    if place is None:
        return None
    solved = path.solved.of_year(year)
    expected = Estimate.of(
        0.0 - float(solved.cumulative[path.row, place]), solved.cumulative_error.at(path.row, place)
    )
    return made_in(path, year), expected


def _happened(asked: Asked, known: Calendars, inputs: tuple[Input, ...], day: dt.date) -> Fact:
    """State what a year brought, all its meetings being past."""
    first = known.target_on(dt.date(asked.year - 1, 12, 31))
    last = known.target_on(min(dt.date(asked.year, 12, 31), day))
    moved = (first.upper_bp - last.upper_bp) / STEP_BP * asked.sign if first and last else float("nan")
    value: float = moved + 0.0
    if asked.pattern == "us.fed.p_at_least_{n}_cuts_{year}":
        value = float(moved >= asked.count)
    return fact_from(
        name=asked.name,
        value=value,
        unit=_unit(asked.name),
        inputs=inputs,
        derivation=Word.of("rate_path.happened", year=asked.year),
        period=day,
        error=0.0,
    )


def _no_start(ago: _Past) -> Word:
    if ago.path is None:
        return Word.of("rate_path.no_prices_before", tolerance=TOLERANCE_DAYS, day=ago.wanted)
    return Word.of("rate_path.did_not_reach", day=ago.path.strip.date)


YEARLY = frozenset({"us.fed.cuts_{year}", "us.fed.cuts_in_{year}", "us.fed.p_at_least_{n}_cuts_{year}"})


def _without_path(panel: Panel, asked: Sequence[Asked] | None) -> tuple[Fact, ...]:
    """Return what can be said without any path: what past years brought, and headline facts as missing."""
    inputs = missing_inputs(panel)
    year = str(panel.as_of.year)
    names = [PREFIX + f"{word}_{horizon}" for word in ("cuts", "hikes") for horizon in (year, "12m")]
    names += [PREFIX + "first_cut_priced", PREFIX + "first_hike_priced"]
    known = LiveTargets(panel.reader, calendars()).on(panel.as_of)
    found = []
    for one in [parsed(name) for name in names] if asked is None else asked:
        if one is None:
            continue
        if one.pattern in YEARLY and year_is_over(known, one.year, panel.as_of):
            fixings = FixingHistory(panel.reader.series("us.effr")).as_of(panel.as_of)
            target = target_input(panel.as_of, known, fixings)
            found.append(_happened(one, known, (target,), panel.as_of))
        elif asked is None or one.name in names:
            found.append(
                fact_from(name=one.name, value=None, unit=_unit(one.name), inputs=inputs, derivation="")
            )
    return tuple(found)
