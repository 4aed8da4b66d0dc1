"""How sound a path is: the health of what it rests on, and what must be said beside it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from functools import lru_cache

import numpy as np

from signals.calendars.fed import Calendars
from signals.facts import Input, Reason, Status
from signals.readings.rate_path.config import RatePathConfig
from signals.readings.rate_path.inputs.strip import Strip
from signals.readings.rate_path.model.distribution import STEP_BP
from signals.readings.rate_path.model.months import Layout, Note, month_after
from signals.readings.rate_path.path import Hole, RatePath, decided_since, hole_in, is_stale
from signals.words import Names, Word
from sources.contract import contract_code

KINDS = {
    "settlement": Names("settlements", "结算价"),
    "last": Names("last trades", "最新成交价"),
    "mid": Names("midpoints", "买卖中间价"),
}
BELOW_ZERO = 0.005  # probability of a range below zero from which it is worth a word
MODEL = "model.rate_path"
ORDINARY = frozenset(  # remarks that ask nothing of the reader
    {"rate_path.not_settlement", "rate_path.out_of_reach", "rate_path.missing_contracts"}
)


def strip_input(strip: Strip, as_of: dt.date, known: Calendars, config: RatePathConfig) -> Input:
    """Return the health of a strip: stale by age or by a decision since its prices, suspect by its prices."""
    age_days = (as_of - strip.date).days
    limit = config.strip.max_age_days
    status: Status = "ok"
    reason: Reason = ""
    if age_days > limit:
        status, reason = "stale", Word.of("rate_path.too_old", age_days=age_days, limit=limit)
    elif age_days and (since := _decisions_between(strip.date, as_of, known)):
        status, reason = "stale", Word.of("rate_path.before_decision", day=strip.date, decision=since[-1])
    elif strip.n_contracts < config.strip.minimum_contracts:
        status, reason = "suspect", Word.of("rate_path.too_few_contracts", count=strip.n_contracts)
    elif strip.doubted:
        status = "suspect"
        codes = tuple(contract_code(strip.root, month) for month in strip.doubted)
        reason = Word.of("rate_path.rests_on_doubted", contracts=codes)
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


def _decisions_between(first: dt.date, last: dt.date, known: Calendars) -> tuple[dt.date, ...]:
    meetings = known.known_meetings(last)
    return meetings[bisect_right(meetings, first) : bisect_left(meetings, last)]


@lru_cache(maxsize=4096)
def _on_record(layout: Layout, known: Calendars) -> bool:
    return known.announced_on_record(day for month in layout.months for day in (*month.past, *month.coming))


def fomc_input(as_of: dt.date, layout: Layout, known: Calendars) -> Input:
    """Return the health of the meeting calendar; exact where each meeting used has its announcement on record."""
    checked = as_of <= known.fomc_verified_through
    return Input(
        series="calendar.fomc",
        status="ok" if checked else "suspect",
        reason="" if checked else Word.of("rate_path.checked_through", day=known.fomc_verified_through),
        source="configs/calendars/fomc.csv",
        exact=_on_record(layout, known),
    )


def disagreement(path: RatePath, other: RatePath, least_bp: float) -> Input | None:
    """Return the doubt that another method casts on a path; None where the two agree within their errors.

    They disagree where some step lies further apart than both two-sigma errors
    together and than ``least_bp``: then one of them is bent by something that
    the other does not see, such as a move between meetings that is priced, or a
    squeeze of the fixing.
    """
    count = min(len(path.meetings), len(other.meetings))
    if count == 0 or path.meetings[:count] != other.meetings[:count]:
        return None
    gap = path.step_bp[:count] - other.step_bp[:count]
    joint = np.hypot(path.step_error_bp.wide[:count], other.step_error_bp.wide[:count])
    beyond = np.abs(gap) - np.maximum(joint, least_bp)
    worst = int(beyond.argmax())
    if beyond[worst] <= 0.0:
        return None
    return Input(
        series=MODEL,
        status="suspect",
        reason=Word.of(
            "rate_path.methods_disagree",
            meeting=path.meetings[worst],
            gap=f"{abs(float(gap[worst])):.1f}",
            joint=f"{float(joint[worst]):.1f}",
        ),
        period=path.strip.date,
        source="signals",
    )


def remarks_on(path: RatePath) -> tuple[Word, ...]:
    """Return everything that must be said beside a path, the most serious first."""
    return (
        *(_of_note(note) for note in path.notes),
        *_too_noisy(path),
        *_prices(path),
        *_passed_over(path),
        *_above_par(path),
        *_target(path),
        *_calendar(path),
        *_doubted(path),
        *_decided(path),
        *_hole(path),
        *_missing(path),
        *_zero_bound(path),
        *misfits_of(path),
        *_reach(path),
    )


def _of_note(note: Note) -> Word:
    days = tuple(map(str, note.meetings))
    if note.why == "two_decisions":
        decisions = tuple(map(str, note.decisions))
        return Word.of("rate_path.two_decisions", meetings=days, month=note.month, decisions=decisions)
    if note.why == "no_price":
        return Word.of("rate_path.no_price", meetings=days, month=note.month)
    if note.why == "behind":
        return Word.of("rate_path.behind", meetings=days, gap=note.decisions[0])
    if note.why == "not_told_apart":
        return Word.of("rate_path.not_told_apart", meetings=days, first=note.meetings[0])
    if note.why == "steps_held_alike":
        return Word.of("rate_path.steps_held_alike")
    return Word.of(f"rate_path.{note.why}", meetings=days)


def _too_noisy(path: RatePath) -> list[Word]:
    if not path.too_noisy:
        return []
    days = tuple(map(str, path.too_noisy))
    error = f"{path.too_noisy_bp:.0f}"
    return [Word.of("rate_path.too_noisy", meetings=days, first=path.too_noisy[0], error=error)]


def _prices(path: RatePath) -> list[Word]:
    strip, health = path.strip, path.inputs[0]
    found = []
    if health.status == "stale":
        found.append(Word.of("rate_path.stale_prices", reason=health.reason))
    elif health.status != "ok":
        found.append(Word.of("rate_path.suspect_prices", reason=health.reason))
    elif strip.date != path.as_of:
        found.append(
            Word.of("rate_path.older_prices", day=strip.date, as_of=path.as_of, age_days=health.age_days)
        )
    if strip.kind != "settlement":
        found.append(Word.of("rate_path.not_settlement", kind=KINDS[strip.kind]))
    return found


def _passed_over(path: RatePath) -> list[Word]:
    if path.strip.passed_over is None:
        return []
    day, count = path.strip.passed_over
    return [
        Word.of(
            "rate_path.partial_strip",
            partial=day,
            count=count,
            day=path.strip.date,
            usual=path.strip.n_contracts,
        )
    ]


def _above_par(path: RatePath) -> list[Word]:
    prices = path.strip.price[: len(path.months)]
    above = np.flatnonzero(prices > 100.0).tolist()
    if not above:
        return []
    codes = tuple(contract_code(path.strip.root, path.months[place].first) for place in above)
    return [Word.of("rate_path.above_par", contracts=codes)]


def _target(path: RatePath) -> list[Word]:
    found = []
    health = path.inputs[2]
    if health.status != "ok":
        found.append(Word.of("rate_path.target_unconfirmed", reason=health.reason))
    if path.target != path.target_now:
        now = path.target_now
        found.append(
            Word.of(
                "rate_path.target_changed_since",
                range=f"{now.lower_bp}-{now.upper_bp}",
                since=now.effective_on,
            )
        )
    return found


def _calendar(path: RatePath) -> list[Word]:
    known, found = path.known, []
    if path.as_of > known.fomc_verified_through:
        found.append(Word.of("rate_path.calendar_unverified", day=known.fomc_verified_through))
    beyond = [month.first for month in path.months if month.priced and not month.covered]
    if beyond:
        codes = tuple(contract_code(path.strip.root, first) for first in beyond)
        found.append(Word.of("rate_path.calendar_ends", contracts=codes, as_of=path.as_of))
    return found


def _doubted(path: RatePath) -> list[Word]:
    if not path.strip.left_out:
        return []
    codes = tuple(contract_code(path.strip.root, month) for month in path.strip.left_out)
    return [Word.of("rate_path.prices_doubted", contracts=codes)]


def _decided(path: RatePath) -> list[Word]:
    days = decided_since(path) if is_stale(path) else ()
    if not days:
        return []
    return [
        Word.of(
            "rate_path.decided_since" if len(days) == 1 else "rate_path.several_decided_since",
            **({"meeting": days[0]} if len(days) == 1 else {"first": days[0], "last": days[-1]}),
            day=path.strip.date,
            range=f"{path.target.lower_bp}-{path.target.upper_bp}",
        )
    ]


def of_hole(hole: Hole) -> Word:
    """Say what a hole hides."""
    if len(hole.meetings) == 1:
        return Word.of("rate_path.hole_of_one", contracts=hole.contracts, meeting=hole.meetings[0])
    return Word.of(
        "rate_path.hole",
        contracts=hole.contracts,
        count=len(hole.meetings),
        first=hole.meetings[0],
        last=hole.meetings[-1],
    )


def _hole(path: RatePath) -> list[Word]:
    hole = hole_in(path)
    return [] if hole is None else [of_hole(hole)]


def _missing(path: RatePath) -> list[Word]:
    left_out = {path.months[one.place].first for one in path.misfits}.union(path.strip.left_out)
    holes = [month.first for month in path.months if not month.priced and month.first not in left_out]
    if not holes:
        return []
    codes = tuple(contract_code(path.strip.root, first) for first in holes)
    return [Word.of("rate_path.missing_contracts", contracts=codes)]


def _zero_bound(path: RatePath) -> list[Word]:
    """Say how much probability lies below zero, where it is more than dust."""
    steps_to_zero = path.target.lower_bp // STEP_BP
    if not len(path.meetings):
        return []
    below = path.solved.at_most(-int(steps_to_zero) - 1)[path.row, : len(path.meetings)]
    most = float(below.max())
    return [Word.of("rate_path.below_zero", share=f"{most:.0%}")] if most >= BELOW_ZERO else []


def misfits_of(path: RatePath) -> list[Word]:
    """Name the contracts that a fit left out."""
    if not path.misfits:
        return []
    named = tuple(
        f"{contract_code(path.strip.root, path.months[one.place].first)} ({one.off_bp:+.1f} bp)"
        for one in path.misfits
    )
    return [Word.of("rate_path.contracts_misfit", contracts=named)]


def _reach(path: RatePath) -> list[Word]:
    last = path.months[-1].first
    meetings = path.known.known_meetings(path.as_of)
    end = month_after(last, 1 if path.strip.root == "ZQ" else 4)  # SR3 compounds into the third month after
    later = meetings[bisect_left(meetings, end) :]
    if not later:
        return []
    code = contract_code(path.strip.root, last)
    return [Word.of("rate_path.out_of_reach", meeting=later[0], contract=code)]
