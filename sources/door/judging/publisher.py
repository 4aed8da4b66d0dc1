"""The publisher as a witness: how many decimals a figure has, and within which range a fixing lies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sources.contract import Bools, Floats, SeriesHistory, SeriesSpec
from sources.door.judging.evidence import Evidence
from sources.door.judging.heard import told_in_turn

_ONE_DAY = np.timedelta64(1, "D")
_WHOLE_IN_A_ROW = 5  # since 1990 at most four figures of a decimal were whole numbers one after the other
_UNCHECKED_MARGIN_PCT = 1.0  # past the day to which the range was checked it may have moved by some steps


def publisher_rules(heard: SeriesHistory, spec: SeriesSpec, evidence: Evidence) -> NDArray[np.object_]:
    """Return the rule that a figure breaks against its own publisher, empty where none. Shape (n_rows,)."""
    rules = np.full(len(heard), "", dtype=object)
    decimals = spec.gates.most_decimals
    finer = np.zeros(len(heard), dtype=np.bool_) if decimals is None else _is_finer(heard.value, decimals)
    rules[finer] = "finer_than_published"
    if decimals == 1 and spec.frequency == "monthly":
        rules[_are_rounded(heard)] = "coarser_than_published"
    if spec.gates.target_margin is not None and evidence.targets:
        rules[_is_outside(heard, spec.gates.target_margin, evidence)] = "outside_target_range"
    if decimals is not None:  # it says most of what is wrong
        rules[finer & _is_fraction(heard.value, spec, decimals)] = "fraction"
    return rules


def _is_finer(value: Floats, decimals: int) -> Bools:
    scaled = value * 10.0**decimals
    finer: Bools = np.abs(scaled - np.round(scaled)) > 1e-6 * np.maximum(1.0, np.abs(scaled))
    return finer


def _are_rounded(heard: SeriesHistory) -> Bools:
    """Return whether a figure ends a row of whole numbers that no chance explains: one in a hundred thousand."""
    rounded = np.zeros(len(heard), dtype=np.bool_)
    rows = np.flatnonzero(told_in_turn(heard.released_at))
    value = heard.value[rows]
    whole = value == np.round(value)
    if len(rows) < _WHOLE_IN_A_ROW or whole.sum() < _WHOLE_IN_A_ROW:
        return rounded
    runs = np.lib.stride_tricks.sliding_window_view(whole, _WHOLE_IN_A_ROW).all(axis=1)
    moves = np.ptp(np.lib.stride_tricks.sliding_window_view(value, _WHOLE_IN_A_ROW), axis=1)
    rounded[rows[_WHOLE_IN_A_ROW - 1 :][runs & (moves > 0)]] = True
    return rounded


def _is_fraction(value: Floats, spec: SeriesSpec, decimals: int) -> Bools:
    """Return whether a hundred times the value is a figure as published: its decimals, within its bounds."""
    per_cent = 100 * value
    low = spec.gates.low if spec.gates.low is not None else -np.inf
    high = spec.gates.high if spec.gates.high is not None else np.inf
    found: Bools = (
        (np.abs(value) < 1) & ~_is_finer(per_cent, decimals) & (per_cent >= low) & (per_cent <= high)
    )
    return found


def _is_outside(heard: SeriesHistory, margin: float, evidence: Evidence) -> Bools:
    """Return whether a fixing lies off the range of its day; where the range changes, either will do."""
    starts = np.array([target.effective_on for target in evidence.targets], dtype="datetime64[D]")
    lower = np.array([target.lower_pct for target in evidence.targets])
    upper = np.array([target.upper_pct for target in evidence.targets])
    slack = np.where(
        heard.period > np.datetime64(evidence.targets_through, "D"), _UNCHECKED_MARGIN_PCT, margin
    )
    outside = np.ones(len(heard), dtype=np.bool_)
    for shift in (-_ONE_DAY, 0 * _ONE_DAY, _ONE_DAY):
        place = np.searchsorted(starts, heard.period + shift, side="right") - 1
        within = (heard.value >= lower[place] - slack) & (heard.value <= upper[place] + slack)
        outside &= ~(within | (place < 0))
    return outside
