"""From what the data say to a verdict: confirmed, contradicted, stale, misdated, undecided, untestable."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from signals.claims.claim import Claim
from signals.claims.evidence import fed as evidence_fed
from signals.claims.evidence import policy as evidence_policy
from signals.claims.evidence import series as evidence_series
from signals.claims.evidence.answer import Finding, Witness

Verdict = Literal["confirmed", "contradicted", "stale", "misdated", "undecided", "untestable"]
VERDICTS: tuple[Verdict, ...] = ("confirmed", "contradicted", "stale", "misdated", "undecided", "untestable")

STALE_DAYS = 60
"""Days. A state that was last true longer ago is simply false."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim with its verdict: what the data of its day say, and when it was last true where it is stale.

    "Before May" may count the May meeting or not: ``last_true`` is of the wider reading,
    ``last_true_before`` of the strict one, where either was true.
    """

    claim: Claim
    verdict: Verdict
    finding: Finding
    last_true: dt.date | None = None
    last_true_before: dt.date | None = None


_STATES: dict[str, Callable[[Witness, Claim, dt.date], Finding]] = {
    "fed.odds": evidence_fed.odds,
    "fed.moves": evidence_fed.moves,
    "fed.first_move": evidence_fed.first_move,
    "fed.implied_rate": evidence_fed.implied_rate,
    "fed.range": evidence_fed.target_range,
    "market.level": evidence_series.level,
    "market.extreme": evidence_series.extreme,
}
"""What holds at a time, and can have held before: these may be stale."""

_EVENTS: dict[str, Callable[[Witness, Claim, dt.date], Finding]] = {
    "fed.decision": evidence_fed.decision,
    "fed.next_meeting": evidence_fed.next_meeting,
    "market.change": evidence_series.change,
    "cpi.trend": evidence_series.trend,
}


def judge(witness: Witness, claim: Claim, day: dt.date) -> Judged:
    """Hold one claim against what was known on the day of its text."""
    finding = _tester(claim)(witness, claim, day)
    if finding.truth == "true":
        return Judged(claim=claim, verdict="confirmed", finding=finding)
    if finding.truth == "near":
        return Judged(claim=claim, verdict="undecided", finding=finding)
    if finding.truth == "unknown":
        return _untold(claim, day, finding)
    if finding.other_time:
        return Judged(claim=claim, verdict="misdated", finding=finding)
    if claim.about in {"fed.first_move", "fed.odds"} and claim.reach == "before" and "@" not in claim.detail:
        wide = _last_true(witness, replace(claim, reach="by"), day)
        if wide is not None:
            as_said = claim if claim.about == "fed.first_move" else replace(claim, reach="strictly")
            strict = _last_true(witness, as_said, day)
            return Judged(
                claim=claim, verdict="stale", finding=finding, last_true=wide, last_true_before=strict
            )
    elif claim.about in _STATES and "@" not in claim.detail and not _is_of_past_session(claim, day):
        last = _last_true(witness, claim, day)
        if last is not None:
            return Judged(claim=claim, verdict="stale", finding=finding, last_true=last)
    elif claim.about.startswith(("cpi.", "cn.")):
        last = _last_print(witness, claim, day)
        if last is not None:
            return Judged(claim=claim, verdict="stale", finding=finding, last_true=last)
    return Judged(claim=claim, verdict="contradicted", finding=finding)


_LATEST_SESSION_DAYS = 4
"""Days back to the last close from a Monday, or a weekend, behind a holiday; a session before it is told as what it was."""


def _is_of_past_session(claim: Claim, day: dt.date) -> bool:
    """Return whether a level or a record is told of a session that is over: "a day after closing at a record"."""
    if not claim.about.startswith("market."):
        return False
    told = dt.date.fromisoformat(claim.when)
    latest = _LATEST_SESSION_DAYS if day.weekday() in {0, 5, 6} else 1
    return told < day - dt.timedelta(days=latest) or ("day after" in claim.quote.lower() and told < day)


def _last_print(witness: Witness, claim: Claim, day: dt.date) -> dt.date | None:
    """Return the last day on which a figure was the newest print's: the month before had it, and no newer one was out."""
    if claim.op not in {"=", "~"} or claim.unit not in {"pct", "points"} or "_since" in claim.detail:
        return None
    month = dt.date.fromisoformat(claim.when[:7] + "-01")
    before = replace(claim, when=f"{month - dt.timedelta(days=1):%Y-%m}")
    if _tester(claim)(witness, before, day).truth != "true":
        return None
    for back in _days_back(day):
        if _tester(claim)(witness, claim, back).truth == "unknown":
            return back
    return None


def _tester(claim: Claim) -> Callable[[Witness, Claim, dt.date], Finding]:
    if claim.about in _STATES:
        return _STATES[claim.about]
    if claim.about in _EVENTS:
        return _EVENTS[claim.about]
    if claim.about.startswith("pboc."):
        return evidence_policy.rate
    if claim.about.startswith("policy."):
        return evidence_policy.step
    if claim.about == "cpi.forecast":
        return evidence_series.forecast
    return evidence_series.printed


def _untold(claim: Claim, day: dt.date, finding: Finding) -> Judged:
    """A meeting that is over by the day of the text was meant in another year; a print not out was misdated."""
    if claim.about == "fed.odds" and "@" not in claim.detail and dt.date.fromisoformat(claim.when) < day:
        return Judged(claim=claim, verdict="misdated", finding=finding)
    if finding.other_time:
        return Judged(claim=claim, verdict="misdated", finding=finding)
    return Judged(claim=claim, verdict="untestable", finding=finding)


def _last_true(witness: Witness, claim: Claim, day: dt.date) -> dt.date | None:
    """Return the last day within `STALE_DAYS` on which the claim held."""
    tester = _tester(claim)
    # An exact size by a meeting is the sum of all steps up to it: before another meeting it was another thing.
    exact = claim.about == "fed.odds" and re.search(r"\w=\d", claim.detail)
    since = (
        max((one for one in witness.known.known_meetings(day) if one < day), default=None) if exact else None
    )
    strict = replace(claim, strictness=2.0)
    of_market = claim.about.startswith("market.")
    for back in _days_back(day):
        if since is not None and back < since:
            return None
        moved = replace(strict, when=back.isoformat()) if of_market else strict
        if tester(witness, moved, back).truth == "true":
            return back
    return None


def _days_back(day: dt.date) -> Iterator[dt.date]:
    for count in range(1, STALE_DAYS + 1):
        back = day - dt.timedelta(days=count)
        if back.weekday() < 5:
            yield back
