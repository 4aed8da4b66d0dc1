"""Futures prices against their own past, the calendar, the fixing and one another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from sources.contract import Bools, SeriesHistory, contract_month
from sources.door.judging.calendar import weekday
from sources.door.judging.evidence import Evidence
from sources.door.judging.futures.copies import copies
from sources.door.judging.futures.front import away_from_fixing
from sources.door.judging.futures.moves import exchanged, moved_alone, repeated
from sources.door.judging.futures.path_fit import misfits
from sources.door.judging.futures.tellings import Tellings, tellings_of
from sources.door.judging.heard import in_order
from sources.door.judging.own_history import RowName, Verdicts, own_history_rules, verdict_words
from sources.door.judging.rules import quality_of
from sources.door.judging.settled import settled

ON_MONTHLY_MEAN = frozenset({"ZQ"})
"""Roots whose contracts settle on the mean of the fixings of their month."""

_TRADED_AFTER_MONTHS = {"SR3": 3}  # its quarter begins in the contract's month
_LISTED_MONTHS = 61  # this month and five years: no listed contract lies further out
_STRIP, _BEGINS_WITHIN_MONTHS = 4, 3  # four contracts are a strip, and one begins with this quarter
_TELLINGS_BEFORE = 30  # as far back as any of the judges looks
_SATURDAY = 5
_AGAINST = (
    "",
    "repeated",
    "moved_as_one",
    "labels_shifted",
    "exchanged",
    "away_from_neighbours",
    "away_from_fixing",
)

Rules = NDArray[np.object_]


def judge_strips(
    root: str,
    heard: Mapping[str, SeriesHistory],
    evidence: Evidence,
    *,
    fixings: Callable[[], SeriesHistory],
    accepted: Mapping[str, Mapping[RowName, str]],
) -> dict[str, SeriesHistory]:
    """Return the contracts of one root with their verdicts, by series id.

    Args:
        root: such as ZQ.
        heard: the rows of each contract and kind, by series id.
        evidence: what else verdicts rest on.
        fixings: returns the fixings that the strip settles on; asked for where it does.
        accepted: rows that a person accepted by name, by series.
    """
    told = {series: in_order(history, evidence.spec(series)) for series, history in heard.items()}
    verdicts = {
        series: own_history_rules(
            evidence.spec(series), history, _calendar(history, root), accepted=accepted.get(series, {})
        )
        for series, history in told.items()
    }
    for kind in sorted({series.rpartition(".")[2] for series in told}):
        mine = {series: history for series, history in told.items() if series.endswith(f".{kind}")}
        _judge_together(root, mine, verdicts, evidence, fixings)
    return {
        series: _settled(history, verdicts[series], evidence, accepted) for series, history in told.items()
    }


def _judge_together(
    root: str,
    contracts: Mapping[str, SeriesHistory],
    verdicts: dict[str, Verdicts],
    evidence: Evidence,
    fixings: Callable[[], SeriesHistory],
) -> None:
    """Add to the verdicts what the contracts of one kind say of one another."""
    readable = {
        series: np.array(
            [quality_of(rule, evidence.spec(series).gates) != "blocked" for rule in verdicts[series].rules]
        )
        if (verdicts[series].rules != "").any()
        else np.ones(len(history), dtype=np.bool_)
        for series, history in contracts.items()
    }
    tellings, places = tellings_of(contracts, readable)
    held = np.zeros(tellings.price.shape, dtype=np.uint8)  # the place of a rule in `_AGAINST`; 0 where none
    held[_from_before(tellings, repeated)] = _AGAINST.index("repeated")
    again, as_one = copies(tellings)
    held[again] = _AGAINST.index("repeated")
    held[as_one] = _AGAINST.index("moved_as_one")
    held[begins_far_out(tellings)] = _AGAINST.index("labels_shifted")
    held[(held == 0) & _from_before(tellings, exchanged)] = _AGAINST.index("exchanged")
    held[(held == 0) & _from_before(tellings, moved_alone)] = _AGAINST.index("away_from_neighbours")
    if root in ON_MONTHLY_MEAN:
        off = away_from_fixing(tellings, fixings(), evidence)
        held[(held == 0) & off] = _AGAINST.index("away_from_fixing")
        usable = np.isfinite(tellings.price) & ((held == 0) | (held == _AGAINST.index("repeated")))
        off_path, relabelled = misfits(tellings, evidence, usable)
        held[(held == 0) & off_path] = _AGAINST.index("away_from_neighbours")
        held[(held == 0) & relabelled[:, None]] = _AGAINST.index("labels_shifted")
    if not held.any():
        return
    rules = np.array(_AGAINST, dtype=object)
    for series in contracts:
        rows = places.telling[series]
        found = np.where(rows >= 0, rules[held[rows, places.column[series]]], "")
        before = verdicts[series]
        merged = np.where(before.rules == "", found, before.rules)
        verdicts[series] = Verdicts(rules=merged, accepted=before.accepted)


def _from_before(tellings: Tellings, judge: Callable[[Tellings], Bools]) -> Bools:
    """Judge each telling by those before it that were there when it came; one that came late is evidence for none."""
    in_turn = tellings.in_turn
    places = np.flatnonzero(in_turn)
    judged = judge(tellings.rows(places))
    found = np.zeros((len(in_turn), *judged.shape[1:]), dtype=np.bool_)
    found[places] = judged
    for late in np.flatnonzero(~in_turn).tolist():
        window = np.append(places[: np.searchsorted(places, late)][-_TELLINGS_BEFORE:], late)
        found[late] = judge(tellings.rows(window))[-1]
    return found


def begins_far_out(tellings: Tellings) -> Bools:
    """Return the prices of strips that lack the months ahead: contracts of another year. Shape of the prices."""
    there = np.isfinite(tellings.price)
    nearest = np.where(there, tellings.ahead, _LISTED_MONTHS).min(axis=1, initial=_LISTED_MONTHS)
    far = (nearest > _BEGINS_WITHIN_MONTHS) & (there.sum(axis=1) >= _STRIP)
    doubted: Bools = there & far[:, None]
    return doubted


def _calendar(told: SeriesHistory, root: str) -> Rules:
    _, month = contract_month(told.series.split(".")[1])
    rules = np.full(len(told), "", dtype=object)
    rules[weekday(told.period) >= _SATURDAY] = "exchange_closed"
    rules[told.released_at < told.period] = "released_too_early"
    ahead = np.datetime64(month, "M").astype(np.int64) - told.period.astype("datetime64[M]").astype(np.int64)
    rules[(ahead < -_TRADED_AFTER_MONTHS.get(root, 0)) | (ahead >= _LISTED_MONTHS)] = "after_expiry"
    return rules


def _settled(
    told: SeriesHistory,
    verdicts: Verdicts,
    evidence: Evidence,
    accepted: Mapping[str, Mapping[RowName, str]],
) -> SeriesHistory:
    named = accepted.get(told.series, {})
    reasons = {}
    for place in np.flatnonzero(verdicts.rules != "").tolist() if named else ():
        row = (
            told.period[place].astype(object),
            told.released_at[place].astype(object),
            float(told.value[place]),
        )
        if row in named:
            reasons[place] = named[row]
    quality, words = verdict_words(verdicts.rules, reasons, evidence.spec(told.series))
    return settled(told, quality, words)
