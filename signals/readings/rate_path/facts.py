"""From readings to facts: what rules may compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from signals.facts import Fact, FactValue, Input, fact_from
from signals.panel import Panel
from signals.readings.rate_path.model.distribution import STEP_BP
from signals.readings.rate_path.model.months import month_after
from signals.readings.rate_path.path import YEAR_AHEAD, Estimate, RatePath
from signals.readings.rate_path.reading import missing_inputs, read_range
from signals.readings.rate_path.standing import hole_in
from sources.contract import contract_code

CHANGE_DAYS = (5, 20)
TOLERANCE_DAYS = 3  # a change may start up to a long weekend before its day, never later
MOST_MOVES = 8  # scheduled meetings a year


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

    The panel stands on the last of the days or later; ``wanted`` saves nothing here.
    """
    del wanted
    asked = list(days)
    fits = {path.as_of: path for path in read_range(panel, asked, method="fit")}
    rules = {path.as_of: path for path in read_range(panel, asked, method="fedwatch")}
    starts = {
        (path.strip.date, back): trading_days_before(path.strip.date, back)
        for path in fits.values()
        for back in CHANGE_DAYS
    }
    earlier = {path.as_of: path for path in read_range(panel, sorted(set(starts.values())), method="fit")}
    for day in asked:
        if day not in fits:
            yield day, _nothing(panel.at(day))
            continue
        path = fits[day]
        past = []
        for back in CHANGE_DAYS:
            start = starts[path.strip.date, back]
            found = earlier.get(start)
            near = found is not None and (start - found.strip.date).days <= TOLERANCE_DAYS
            past.append(_Past(days=back, wanted=start, path=found if near else None))
        yield day, _facts_of(path, rules.get(day), past)


def trading_days_before(day: dt.date, count: int) -> dt.date:
    """Return the weekday ``count`` weekdays before ``day``; exchange holidays count as weekdays."""
    found: dt.date = np.busday_offset(np.datetime64(day, "D"), -count, roll="backward").astype(object)
    return found


def _facts_of(path: RatePath, rule: RatePath | None, past: Sequence[_Past]) -> tuple[Fact, ...]:
    say = _Speaker(path, rule)
    for year in (path.strip.date.year, path.strip.date.year + 1):
        say.year(year, past)
    say.twelve_months(past)
    say.by_date()
    say.first_and_next()
    say.range_and_fit()
    return tuple(say.facts)


class _Speaker:
    """States the facts of one day, cuts and hikes alike."""

    def __init__(self, path: RatePath, rule: RatePath | None) -> None:
        self.path, self.rule = path, rule
        strip, fomc, self.target, *fixing = path.inputs
        self.inputs = (strip, fomc, *fixing)
        self.period = path.strip.date
        self.facts: list[Fact] = []

    def say(
        self,
        name: str,
        value: FactValue,
        unit: str,
        *,
        error: float | None = None,
        derivation: str = "",
        reason: str = "",
        inputs: tuple[Input, ...] | None = None,
    ) -> None:
        self.facts.append(
            fact_from(
                name=f"us.fed.{name}",
                value=value,
                unit=unit,
                inputs=self.inputs if inputs is None else inputs,
                derivation=derivation,
                period=self.period,
                error=None if value is None else error,
                reason=reason,
            )
        )

    def both(self, stem: str, cuts: Estimate | None, *, derivation: str = "", reason: str = "") -> None:
        """State an expected number of cuts, and its negative as hikes."""
        for unit, sign in (("cuts", 1.0), ("hikes", -1.0)):
            self.say(
                stem.format(unit),
                None if cuts is None else sign * cuts.value + 0.0,
                unit,
                error=cuts.error if cuts else None,
                derivation=derivation,
                reason=reason,
            )

    def year(self, year: int, past: Sequence[_Past]) -> None:
        path = self.path
        place = path.last_meeting_of(year)
        if place is None:
            none_left = not any(day.year == year for month in path.months for day in month.coming)
            ended = year == path.strip.date.year and none_left
            hole = hole_in(path)
            why = f"no meeting of {year} is left" if ended else f"contracts do not reach the end of {year}"
            if hole is not None and any(day.year == year for day in hole.meetings):
                why = hole.en
            self.both(f"{{}}_{year}", None, reason=why)
            for ago in past:
                self.both(f"{{}}_{year}.chg_{ago.days}d", None, reason=why)
            return
        meeting = path.meetings[place]
        cuts = path.expected_cuts(place)
        self.both(
            f"{{}}_{year}",
            cuts,
            derivation=f"fit of {path.strip.n_contracts} contracts of {self.period}, "
            f"range in force to after {meeting}{self._by_rule(year)}",
        )
        made = path.moved_this_year_bp / -25.0 if year == path.strip.date.year else 0.0
        self.both(
            f"{{}}_in_{year}",
            Estimate(value=cuts.value + made, rounding=cuts.rounding, kind=cuts.kind),
            derivation=f"{made + 0.0:.0f} cuts made since the year began, {cuts.value:.2f} expected",
        )
        for ago in past:
            self._change(f"{{}}_{year}.chg_{ago.days}d", ago, cuts, year)
        for count in range(1, MOST_MOVES + 1):
            lower, higher = path.cuts_at_least(place, count), path.hikes_at_least(place, count)
            self.say(f"p_at_least_{count}_cuts_{year}", lower.value, "prob", error=lower.error)
            self.say(f"p_at_least_{count}_hikes_{year}", higher.value, "prob", error=higher.error)
        self.say(
            f"implied_rate_{year}",
            float(path.implied_rate_pct[place]),
            "pct",
            error=float(path.implied_rate_error_pp.total[place]),
            derivation=f"after the meeting of {meeting}",
        )

    def _by_rule(self, year: int) -> str:
        place = self.rule.last_meeting_of(year) if self.rule else None
        return (
            f"; CME's rule {self.rule.expected_cuts(place).value:.2f} cuts"
            if self.rule and place is not None
            else ""
        )

    def _change(self, stem: str, ago: _Past, cuts: Estimate, year: int) -> None:
        then = ago.path
        place = then.last_meeting_of(year) if then is not None else None
        if then is None or place is None:
            why = (
                _no_prices(ago)
                if then is None
                else f"the contracts of {then.strip.date} did not reach that far"
            )
            self.both(stem, None, reason=why)
            return
        made = (then.target.upper_bp - self.path.target.upper_bp) / 25.0
        before = then.expected_cuts(place)
        self.both(
            stem,
            Estimate(
                value=cuts.value + made - before.value,
                rounding=float(np.hypot(cuts.rounding, before.rounding)),
                kind=float(np.hypot(cuts.kind, before.kind)),
            ),
            derivation=f"{cuts.value:.2f} cuts on {self.period} "
            f"against {before.value:.2f} on {then.strip.date}"
            + (f", {made:+.0f} made in between" if made else ""),
        )

    def twelve_months(self, past: Sequence[_Past]) -> None:
        cuts = self.path.cuts_to_month_12
        ahead = contract_code(self.path.strip.root, month_after(self.period, YEAR_AHEAD))
        why = f"no price of {ahead}, the contract month 12 months ahead"
        self.both("{}_12m", cuts, derivation=f"rate now less that of {ahead}", reason=why)
        for ago in past:
            self._change_of_month(f"{{}}_12m.chg_{ago.days}d", ago)

    def _change_of_month(self, stem: str, ago: _Past) -> None:
        """State how far one and the same contract month has moved, so that a rolling horizon is no change."""
        then = ago.path
        if then is None:
            self.both(stem, None, reason=_no_prices(ago))
            return
        month = month_after(then.strip.date, YEAR_AHEAD)
        code = contract_code(then.strip.root, month)
        before, now = then.implied_of(month), self.path.implied_of(month)
        if before is None or now is None:
            when = then.strip.date if before is None else self.period
            self.both(stem, None, reason=f"no price of {code} on {when}")
            return
        self.both(
            stem,
            Estimate(
                value=(before - now) * 100.0 / STEP_BP,
                rounding=float(np.hypot(self.path.price_error.rounding, then.price_error.rounding)) / STEP_BP,
                kind=float(np.hypot(self.path.price_error.kind, then.price_error.kind)) / STEP_BP,
            ),
            derivation=f"{code} at {now:.3f} % on {self.period} against {before:.3f} % on {then.strip.date}",
        )

    def by_date(self) -> None:
        """State P(lower) and P(higher) by every meeting and by the first day of every month in reach."""
        path = self.path
        if not path.meetings:
            return
        days = set(path.meetings)
        last_month = path.months[-1].first
        first = month_after(path.strip.date, 1)
        while first <= min(path.meetings[-1], last_month):
            days.add(first)
            first = month_after(first, 1)
        for day in sorted(days):
            place = path.last_meeting_by(day)
            if place is None:
                none = Estimate(value=0.0, rounding=0.0, kind=0.0)
                lower = higher = none
                how = f"no meeting by {day}"
            else:
                lower, higher = path.cuts_at_least(place), path.hikes_at_least(place)
                how = f"after the meeting of {path.meetings[place]}"
            for word, mine in (("cut", lower), ("hike", higher)):
                self.say(
                    f"p_{word}_by.{day}",
                    mine.value,
                    "prob",
                    error=mine.error,
                    derivation=how + self._probability_by_rule(word, place),
                )

    def _probability_by_rule(self, word: str, place: int | None) -> str:
        rule = self.rule
        if rule is None or place is None or self.path.meetings[place] not in rule.meetings:
            return ""
        theirs = rule.place(self.path.meetings[place])
        found = rule.cuts_at_least(theirs) if word == "cut" else rule.hikes_at_least(theirs)
        return f"; CME's rule {found.value:.3f}"

    def first_and_next(self) -> None:
        path, hole = self.path, hole_in(self.path)
        for word, meeting in (("cut", path.first_cut()), ("hike", path.first_hike())):
            reach = f"meetings to {path.meetings[-1]}" if path.meetings else ""
            self.say(
                f"first_{word}_priced",
                # a meeting behind a hole may make the move likely: False would claim what nobody can see
                meeting is not None if path.meetings and (meeting or hole is None) else None,
                "bool",
                derivation=reach,
                reason=hole.en if hole else "no meeting is in reach of the contracts",
            )
            if meeting is not None:
                self.say(f"first_{word}", meeting, "date", derivation="first meeting with more than 50 %")
        if path.meetings:
            self.say("next_meeting", path.meetings[0], "date", inputs=(path.inputs[1],))
            lower, higher = path.cuts_at_least(0), path.hikes_at_least(0)
            how = f"at the meeting of {path.meetings[0]}"
            self.say("p_cut_next", lower.value, "prob", error=lower.error, derivation=how)
            self.say("p_hike_next", higher.value, "prob", error=higher.error, derivation=how)

    def range_and_fit(self) -> None:
        path, now = self.path, self.path.target_now
        how = f"decided on {now.decided_on}, in force from {now.effective_on}"
        self.say("target_lower", now.lower_bp / 100.0, "pct", derivation=how, inputs=(self.target,))
        self.say("target_upper", now.upper_bp / 100.0, "pct", derivation=how, inputs=(self.target,))
        self.say(
            "path_repricing_rms", path.repricing_rms_bp, "bp", derivation="root mean square over contracts"
        )
        year = path.meetings[0].year if path.meetings else path.strip.date.year
        mine = path.last_meeting_of(year)
        theirs = self.rule.last_meeting_of(year) if self.rule else None
        gap = None
        if self.rule is not None and mine is not None and theirs is not None:
            gap = path.expected_cuts(mine).value - self.rule.expected_cuts(theirs).value
        self.say(
            "path_method_gap",
            gap,
            "cuts",
            derivation=f"by the last meeting of {year}",
            reason=f"not both methods reach the last meeting of {year}",
        )


def _no_prices(ago: _Past) -> str:
    return f"no prices within {TOLERANCE_DAYS} days before {ago.wanted}"


def _nothing(panel: Panel) -> tuple[Fact, ...]:
    """Return the headline facts as missing, with the reason, where there is no path at all."""
    inputs = missing_inputs(panel)
    names = [
        (f"us.fed.{word}_{horizon}", word)
        for word in ("cuts", "hikes")
        for horizon in (str(panel.as_of.year), "12m")
    ]
    names += [("us.fed.first_cut_priced", "bool"), ("us.fed.first_hike_priced", "bool")]
    return tuple(
        fact_from(name=name, value=None, unit=unit, inputs=inputs, derivation="") for name, unit in names
    )
