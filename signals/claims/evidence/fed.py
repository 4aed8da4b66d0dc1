"""The Fed and what futures price of it: odds, moves, the first move, the range, decisions, meetings.

Odds are those of the exchange's rule on the newest strip known that day, since press figures are read off it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from signals.claims.claim import Claim
from signals.claims.evidence.answer import Finding, Truth, Witness, compare, unknown
from signals.readings.rate_path.path import Estimate, RatePath
from signals.words import Word

ODDS_POINTS = 5.0
"""Points of probability. The hour of a press figure is unknown; a day moves the odds of a meeting by about so much."""
HEDGED_POINTS = 7.5
"""Points for a figure with "about", or in tenths."""
DAYS_MOVE_POINTS = 30.0
"""Points. Between two closes further apart there was news, and a figure is of before or of after it."""
BLUR_POINTS = 2.0
"""Points. Nearer to a bound nobody can tell at which hour the sentence was written."""
MOVE_CUTS, MOVE_BP, BLUR_CUTS = 0.5, 7.5, 0.15
"""A number of cuts is said to the nearest whole, a sum of basis points to about a third of a cut."""
NEAR_EVEN = 0.05
"""Around even odds the first meeting that is "more likely than not" changes from hour to hour."""
ONE_DAY = dt.timedelta(days=1)
DAYS_BEFORE = 11
"""What a sentence dates to "before" may be of any of so many days."""


def odds(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test odds at a meeting, by it, or (for an equality) of its own step alone."""
    detail, _, dated = claim.detail.partition("@")
    if dated:
        return _dated_odds(witness, claim, detail, dt.date.fromisoformat(dated))
    meeting = dt.date.fromisoformat(claim.when)
    path = _path_before(witness, day, meeting)
    if path is None:
        return unknown(Word.of("claims.no_futures"))
    found = _of_path(path, claim, meeting, detail, day)
    if meeting in {day, day - ONE_DAY} and not (found and found.truth == "true"):
        # A text of the decision's own day speaks of the odds before it; the day's last price knows it.
        eve = witness.path(meeting - ONE_DAY)
        before = _of_path(eve, claim, meeting, detail, day) if eve is not None else None
        found = before or found
    if found is not None and found.truth == "false" and path.strip.date == day and claim.strictness == 1.0:
        return _at_another_hour(witness, claim, detail, day, found)
    return found or unknown(Word.of("claims.out_of_reach", when=meeting))


def _at_another_hour(witness: Witness, claim: Claim, detail: str, day: dt.date, last: Finding) -> Finding:
    """Return what the price before the day's last one says where that one does not fit.

    The hour of a press figure is unknown: a text of the morning knows the close before. What lies
    between both was the price at some hour, and nobody can tell when the sentence was written.
    """
    meeting = dt.date.fromisoformat(claim.when)
    path = witness.path(day - ONE_DAY)
    if path is None or claim.op not in {"=", "~"} or path.strip.date == day:
        return last
    exact = replace(claim, op="=")
    before = _of_path(path, exact, meeting, detail, day)
    if before is None or not isinstance(before.actual, float) or not isinstance(last.actual, float):
        return last
    if abs(before.actual - claim.number) <= ODDS_POINTS:
        return before
    low, high = sorted((before.actual, last.actual))
    passed = low < claim.number < high and high - low <= DAYS_MOVE_POINTS
    return replace(last, truth="near") if passed or before.truth == "true" else last


def _of_path(path: RatePath, claim: Claim, meeting: dt.date, detail: str, day: dt.date) -> Finding | None:
    """Return what one day's path says; None where it does not reach the meeting.

    "Before May" is two readings: by the May meeting, or strictly before it. Where they differ
    nothing is decided, and both odds are shown.
    """
    places = _places(path, meeting, claim.reach)
    found = [_at_place(path, place, claim, detail, day) for place in places]
    if len(found) < 2:
        return found[0] if found else None
    wide, strict = found
    note = Word.of(
        "claims.chance_before", chance=f"{wide.actual:.0f}%", day=meeting,
        before=f"{strict.actual:.0f}%", last=path.meetings[places[1]],
    )  # fmt: skip
    return replace(wide, note=note, truth=wide.truth if wide.truth == strict.truth else "near")


def _at_place(path: RatePath, place: int, claim: Claim, detail: str, day: dt.date) -> Finding:
    """Return what a path says of odds by one meeting, or of its own step alone where the words allow that."""
    found = [_one(path, place, claim, _estimate(path, place, detail), day)]
    if not place and detail in {"cut=25", "hike=25"} and claim.op in {"=", "~"}:
        any_size = detail.replace("=25", ">=1")  # "a quarter-point cut" is often said of any cut
        found.append(_one(path, place, claim, _estimate(path, place, any_size), day))
    if place and "cumulative" not in detail and claim.op in {"=", "~"} and claim.reach == "at":
        found.append(_one(path, place, claim, _step(path, place, detail), day))
    return next((one for one in found if one.truth == "true"), found[0])


def _one(path: RatePath, place: int, claim: Claim, estimate: Estimate, day: dt.date) -> Finding:
    actual, error = 100 * estimate.value, 100 * estimate.error
    points = (ODDS_POINTS if claim.op == "=" else HEDGED_POINTS) / claim.strictness
    truth = compare(
        claim.op,
        actual,
        claim.number,
        tolerance=max(points, 2 * error / claim.strictness),
        blur=max(BLUR_POINTS, error),
    )
    return Finding(
        truth=truth, actual=round(actual, 1), error=round(error, 1), unit="pct",
        source=Word.of("claims.futures_meeting", day=path.strip.date, meeting=path.meetings[place]),
        day=day,
    )  # fmt: skip


def _path_before(witness: Witness, day: dt.date, meeting: dt.date) -> RatePath | None:
    """Return the path of the day, or of the day before where the meeting's decision has come by then."""
    path = witness.path(day)
    if path is not None and meeting not in path.meetings and meeting >= day - ONE_DAY:
        path = witness.path(day - ONE_DAY)
    return path


def _places(path: RatePath, meeting: dt.date, reach: str) -> list[int]:
    if meeting not in path.meetings:
        return []
    place = path.place(meeting)
    if reach == "strictly":
        return [place - 1] if place else []
    return [place, place - 1] if reach == "before" and place else [place]


def _estimate(path: RatePath, place: int, detail: str) -> Estimate:
    """Return the probability of an outcome of all meetings up to one."""
    if detail == "hold":
        return _between(path, place, 0, 0)
    found = re.fullmatch(r"(?:cumulative_)?(cut|hike)(>?=)(\d+)", detail)
    if found is None:
        return path.cuts_at_least(place)
    sign = -1 if found[1] == "cut" else 1
    if found[2] == ">=":
        count = int(found[3])
        return path.cuts_at_least(place, count) if sign < 0 else path.hikes_at_least(place, count)
    return _between(path, place, sign * round(int(found[3]) / 25), sign * round(int(found[3]) / 25))


def _between(path: RatePath, place: int, low: int, high: int) -> Estimate:
    above, below = path.at_most(place, high), path.at_most(place, low - 1)
    return Estimate(
        value=above.value - below.value,
        error=max(above.error, below.error),
        rounding=max(above.rounding, below.rounding),
        wide=max(above.wide, below.wide),
    )


def _step(path: RatePath, place: int, detail: str) -> Estimate:
    """Return the probability of an outcome of one meeting alone: its expected step split over quarter points."""
    step = float(path.step_bp[place]) / 25
    error = float(path.step_error_bp.total[place]) / 25
    found = re.fullmatch(r"(cut|hike)(>?=)(\d+)", detail)
    if detail == "hold":
        value = max(0.0, 1 - abs(step))
    elif found is None:
        value = 0.0
    else:
        size = step if found[1] == "hike" else -step
        wanted = 1.0 if found[2] == ">=" else int(found[3]) / 25
        value = min(1.0, max(0.0, size)) if found[2] == ">=" else max(0.0, 1 - abs(size - wanted))
    return Estimate(value=value, error=error)


def _dated_odds(witness: Witness, claim: Claim, detail: str, day: dt.date) -> Finding:
    """Test a figure of an earlier day: that day, or where only "before" is said, any of the ten before it."""
    plain = Claim(
        about=claim.about, when=claim.when, op=claim.op, value=claim.value, unit=claim.unit, detail=detail
    )
    first: Finding | None = None
    for back in range(DAYS_BEFORE):
        found = odds(witness, plain, day - back * ONE_DAY)
        first = first or found
        if found.truth == "true":
            return found
    return first or unknown(Word.of("claims.no_futures"))


# ---- how much ----------------------------------------------------------------------------------------------------
def moves(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test the expected moves by a date: remaining ones, or those of a calendar year."""
    detail, _, dated = claim.detail.partition("@")
    day = dt.date.fromisoformat(dated) if dated else day
    path = witness.path(day)
    if path is None:
        return unknown(Word.of("claims.no_futures"))
    expected = _expected_cuts(path, claim.when)
    if expected is None:
        return unknown(Word.of("claims.out_of_reach", when=claim.when))
    if detail == "calendar_year" and len(claim.when) == 4 and int(claim.when) > day.year:
        until = _expected_cuts(path, str(int(claim.when) - 1))
        if until is not None:  # the moves of a year to come begin after this one's
            expected = replace(expected, value=expected.value - until.value)
    sign = -1.0 if claim.unit == "hikes" or detail == "hike" else 1.0
    made = 0.0
    if detail == "calendar_year" and claim.when == str(day.year):
        made = -path.moved_this_year_bp / 25
    found = _moves_finding(claim, sign * (expected.value + made), expected.error, path, day)
    if found.truth == "false" and made == 0.0 and claim.when == str(day.year) and path.moved_this_year_bp:
        other = _moves_finding(
            claim, sign * (expected.value - path.moved_this_year_bp / 25), expected.error, path, day
        )
        if other.truth == "true":
            return replace(found, truth="near", note=Word.of("claims.counting_made"))
    return found


def _moves_finding(claim: Claim, cuts: float, error: float, path: RatePath, day: dt.date) -> Finding:
    scale = 25.0 if claim.unit == "bp" else 1.0
    tolerance = (MOVE_BP if claim.unit == "bp" else MOVE_CUTS) / claim.strictness
    blur = max(BLUR_CUTS * scale, error * scale)
    if isinstance(claim.value, float) and claim.value == 0:
        blur = 0.0
    truth = compare(
        claim.op,
        cuts * scale,
        claim.number,
        tolerance=max(tolerance, 2 * error * scale / claim.strictness),
        blur=blur,
    )
    return Finding(
        truth=truth, actual=round(cuts * scale, 2), error=round(error * scale, 2), unit=claim.unit,
        source=Word.of("claims.futures", day=path.strip.date), day=day,
    )  # fmt: skip


def _expected_cuts(path: RatePath, when: str) -> Estimate | None:
    if ".." in when:
        return path.cuts_to_month_12
    if len(when) == 4:
        place = path.last_meeting_of(int(when))
        return None if place is None else path.expected_cuts(place)
    meeting = dt.date.fromisoformat(when)
    return path.expected_cuts(path.place(meeting)) if meeting in path.meetings else None


def first_move(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test which meeting is the first by which a move is more likely than not; of an earlier day where one is said."""
    detail, _, dated = claim.detail.partition("@")
    if dated:
        before = replace(claim, detail=detail)
        days = [dt.date.fromisoformat(dated) - back * ONE_DAY for back in range(DAYS_BEFORE)]
        found = [first_move(witness, before, one) for one in days]
        return next((one for one in found if one.truth == "true"), found[0])
    path = witness.path(day)
    if path is None:
        return unknown(Word.of("claims.no_futures"))
    hikes = claim.detail == "hike"
    first = path.first_hike() if hikes else path.first_cut()
    claimed = dt.date.fromisoformat(str(claim.value))
    source = Word.of("claims.futures", day=path.strip.date)
    if claimed not in path.meetings:
        return unknown(Word.of("claims.out_of_reach", when=claimed))
    place = path.place(claimed)
    chance = [
        path.hikes_at_least(p).value if hikes else path.cuts_at_least(p).value
        for p in (place, max(place - 1, 0))
    ]
    truth: Truth = _first_truth(claim, first, claimed, chance, place)
    note = Word.of("claims.chance_by", chance=f"{100 * chance[0]:.0f}%", day=claimed)
    if claim.op == "<=" and claim.reach == "before" and place:
        note = Word.of(
            "claims.chance_before", chance=f"{100 * chance[0]:.0f}%", day=claimed,
            before=f"{100 * chance[1]:.0f}%", last=path.meetings[place - 1],
        )  # fmt: skip
    return Finding(
        truth=truth, actual=first.isoformat() if first else None, unit="date", source=source, day=day, note=note,
    )  # fmt: skip


def _first_truth(
    claim: Claim, first: dt.date | None, claimed: dt.date, chance: list[float], place: int
) -> Truth:
    by, before = chance[0], chance[1] if place else 0.0
    if claim.op == "<=":
        late = before if claim.reach == "before" else by
        if (by > 0.5) != (late > 0.5) or abs(by - 0.5) < NEAR_EVEN:
            return "near"
        return "true" if by > 0.5 else "false"
    if first == claimed and abs(by - 0.5) >= NEAR_EVEN:
        return "near" if place and abs(before - 0.5) < NEAR_EVEN / 2 else "true"
    if abs(by - 0.5) < NEAR_EVEN or (place and abs(before - 0.5) < NEAR_EVEN and by > 0.5):
        return "near"
    return "false"


def implied_rate(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test the rate implied after a year's last meeting."""
    path = witness.path(day)
    place = path.last_meeting_of(int(claim.when)) if path is not None else None
    if path is None or place is None:
        return unknown(Word.of("claims.out_of_reach", when=claim.when))
    actual = float(path.implied_rate_pct[place])
    error = float(path.implied_rate_error_pp.total[place])
    tolerance = max(0.15 if claim.op == "~" else 0.08, 2 * error)
    truth = compare(claim.op, actual, claim.number, tolerance=tolerance, blur=max(0.03, error))
    return Finding(
        truth=truth, actual=round(actual, 3), error=round(error, 3), unit="pct",
        source=Word.of("claims.futures", day=path.strip.date), day=day,
    )  # fmt: skip


# ---- facts -------------------------------------------------------------------------------------------------------
def target_range(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test the range in force, or decided that day."""
    if day > witness.known.target_verified_through + dt.timedelta(days=60):
        return unknown(Word.of("claims.no_record"))
    found = [witness.known.target_on(one) for one in (day, day + ONE_DAY)]
    if found[0] is None:
        return unknown(Word.of("claims.no_record"))
    said = claim.detail
    actual = [f"{one.lower_bp / 100:.2f}-{one.upper_bp / 100:.2f}" for one in found if one is not None]
    truth: Truth = "true" if said in actual else "false"
    return Finding(
        truth=truth, actual=actual[0], unit="pct", source=Word.of("claims.range_on_record"), day=day
    )


def decision(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test what a meeting decided; a day that is no meeting's finds the meeting beside it."""
    span = claim.when.split("..")
    first, last = dt.date.fromisoformat(span[0]), dt.date.fromisoformat(span[-1])
    held = [one for one in witness.known.known_meetings(day) if one <= day]
    if last > witness.known.target_verified_through:
        return unknown(Word.of("claims.no_record"))
    inside = [one for one in held if first <= one <= last]
    near = [one for one in held if abs((one - first).days) <= 4]
    for meeting in inside or near:
        actual = _decided_bp(witness, meeting)
        right = abs(actual - claim.number) < 1
        note: Word | str = "" if inside else Word.of("claims.decided_on", day=meeting)
        truth: Truth = "true" if right and inside else "false"
        return Finding(
            truth=truth,
            actual=actual,
            unit="bp",
            source=Word.of("claims.range_on_record"),
            day=meeting,
            note=note,
            other_time=right and not inside,
        )
    return Finding(
        truth="false",
        actual=None,
        unit="bp",
        source=Word.of("claims.meetings"),
        day=day,
        note=Word.of("claims.no_meeting"),
    )


def _decided_bp(witness: Witness, meeting: dt.date) -> float:
    before, after = witness.known.target_on(meeting), witness.known.target_on(meeting + ONE_DAY)
    return float(after.upper_bp - before.upper_bp) if before and after else 0.0


def next_meeting(witness: Witness, claim: Claim, day: dt.date) -> Finding:
    """Test the day of the next meeting, or of the one after it."""
    coming = [one for one in witness.known.known_meetings(day) if one >= day]
    place = 1 if claim.detail == "second" else 0
    if len(coming) <= place:
        return unknown(Word.of("claims.calendar_ends"))
    actual = coming[place].isoformat()
    also = coming[1].isoformat() if coming[0] == day and len(coming) > 1 else actual
    truth: Truth = "true" if claim.value in {actual, also} else "false"
    return Finding(truth=truth, actual=actual, unit="date", source=Word.of("claims.meetings"), day=day)
