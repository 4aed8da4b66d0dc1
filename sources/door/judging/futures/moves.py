"""A strip against the strip before: prices told again under a new date, and one contract that moved alone."""

from __future__ import annotations

import warnings

import numpy as np

from sources.contract import Bools, Floats
from sources.door.judging.futures.tellings import Tellings

ALONE_BP = 10.0
"""A contract that moves so much further than those beside it moved alone (once on 4,100 days: 2019-06-19)."""

EXCHANGED_BP, STILL_BP = 5.0, 2.0
"""Two contracts that moved so far apart and would have stood so still under each other's label are exchanged."""

_LOOK_BACK = 7
_BEFORE = 20  # tellings that say how many contracts usually stand still
_CHANCE = 1e-5
_FEWEST_WITHOUT_PAST = 9  # contracts that stand still together by chance on no day of 2010-2026 but two
_FEWEST = 4
_BLOCK = 128
_CARRIED = 5  # tellings for which the last sound price of a contract is remembered


def repeated(tellings: Tellings) -> Bools:
    """Return the tellings that repeat one of the seven before to the last digit. Shape (n,).

    A strip of thirteen contracts did so twice in sixteen years. Where fewer
    contracts are told, or rates stand still, how many usually stand still says what chance can do.
    """
    price = tellings.price
    found = np.zeros(len(price), dtype=np.bool_)
    if len(price) < 2:
        return found
    usual = _usually_still(price)
    for lag in range(1, min(_LOOK_BACK, len(price) - 1) + 1):
        both = np.isfinite(price[lag:]) & np.isfinite(price[:-lag])
        same = ((price[lag:] == price[:-lag]) | ~both).all(axis=1)
        n_both = both.sum(axis=1)
        fresh = (tellings.fresh[lag:] & both).sum(axis=1) >= n_both / 2
        share = usual[lag:]
        chance = np.where(
            np.isfinite(share), share**n_both, np.where(n_both >= _FEWEST_WITHOUT_PAST, 0.0, 1.0)
        )
        other_day = tellings.date[lag:] > tellings.date[:-lag]
        found[lag:] |= same & (n_both >= _FEWEST) & (chance < _CHANCE) & fresh & other_day
    return found


def _usually_still(price: Floats) -> Floats:
    """Return the median share of contracts that did not move over the tellings before each; NaN without a past."""
    both = np.isfinite(price[1:]) & np.isfinite(price[:-1])
    n_both = both.sum(axis=1)
    still = ((price[1:] == price[:-1]) & both).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(n_both > 0, still / n_both, np.nan)
    usual = np.full(len(price), np.nan)
    if len(share) >= _BEFORE:
        windows = np.lib.stride_tricks.sliding_window_view(share, _BEFORE)
        with np.errstate(all="ignore"):
            medians = np.median(windows, axis=1)
        usual[_BEFORE + 1 :] = medians[: len(usual) - _BEFORE - 1]
    clipped: Floats = np.clip(usual, 0.05, 0.98)
    return clipped


def moved_alone(tellings: Tellings) -> Bools:
    """Return the prices that left those beside them, measured from the last sound price of each contract.

    Shape of the prices. All are compared with the telling before at once; where one stands out, it
    and what follows it are judged again from what was sound.
    """
    price = tellings.price
    wrong = np.zeros(price.shape, dtype=np.bool_)
    if len(price) < 2:
        return wrong
    for start in range(
        1, len(price), _BLOCK
    ):  # of two hundred months of contracts a year's dates use some thirty
        rows = slice(start, min(start + _BLOCK, len(price)))
        used = np.flatnonzero(np.isfinite(price[rows]).any(axis=0))
        part = slice(used[0], used[-1] + 1) if len(used) else slice(0, 0)
        wrong[rows, part] = _alone(price[rows, part], price[start - 1 : rows.stop - 1, part])
    base, age = price.copy(), np.zeros(price.shape, dtype=np.int64)
    pending = set(np.flatnonzero(wrong.any(axis=1)).tolist())
    while pending:
        row = min(pending)
        pending.remove(row)
        wrong[row] = _alone(price[row : row + 1], base[row - 1 : row])[0]
        carried = wrong[row] & (age[row - 1] < _CARRIED)
        before = base[row].copy()
        base[row] = np.where(carried, base[row - 1], price[row])
        age[row] = np.where(carried, age[row - 1] + 1, 0)
        changed = not np.array_equal(before, base[row], equal_nan=True)
        if (changed or wrong[row].any()) and row + 1 < len(price):
            pending.add(row + 1)
    torn = wrong.sum(axis=1) > 1  # the strip is of two days: which part is the wrong one nobody can tell
    wrong[torn] = np.isfinite(price[torn])
    return wrong


def exchanged(tellings: Tellings) -> Bools:
    """Return the prices of two contracts side by side that would each have stood nearly still under the other label.

    Shape of the prices. Measured from the telling before, beside what the strip around them did.
    """
    price = tellings.price
    found = np.zeros(price.shape, dtype=np.bool_)
    if len(price) < 2 or price.shape[1] < _FEWEST:
        return found
    move = 100 * (price[1:] - price[:-1])
    with np.errstate(invalid="ignore"):  # apart whatever the strip did: only there is the strip looked at
        rows = np.flatnonzero((np.abs(move[:, :-1] - move[:, 1:]) > EXCHANGED_BP).any(axis=1))
    if not len(rows):
        return found
    now, before = 100 * price[1:][rows], 100 * price[:-1][rows]
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # months without a price
        around = np.nanmedian(now - before, axis=1)[:, None]
    one, other = now[:, :-1] - before[:, :-1] - around, now[:, 1:] - before[:, 1:] - around
    one_there = now[:, 1:] - before[:, :-1] - around
    other_there = now[:, :-1] - before[:, 1:] - around
    with np.errstate(invalid="ignore"):
        apart = np.minimum(np.abs(one), np.abs(other)) > EXCHANGED_BP
        still = np.maximum(np.abs(one_there), np.abs(other_there)) < STILL_BP
        pairs = apart & still & (one * other < 0)
    found[1 + rows, :-1] |= pairs
    found[1 + rows, 1:] |= pairs
    return found


def _alone(now: Floats, before: Floats) -> Bools:
    """Return where a contract moved away from the two on either side. Shape of both."""
    move = 100 * (now - before)
    if move.size == 0 or np.isnan(move).all():
        return np.zeros(move.shape, dtype=np.bool_)
    padded = np.pad(move, ((0, 0), (2, 2)), constant_values=np.nan)
    beside = np.stack([padded[:, k : k + move.shape[1]] for k in (0, 1, 3, 4)])
    n_beside = np.isfinite(beside).sum(axis=0)
    ordered = np.sort(beside, axis=0)  # NaN last
    low = np.take_along_axis(ordered, np.maximum((n_beside - 1) // 2, 0)[None], axis=0)[0]
    high = np.take_along_axis(ordered, (n_beside // 2).clip(max=3)[None], axis=0)[0]
    middle = np.where(n_beside % 2 == 1, low, (low + high) / 2)
    with np.errstate(invalid="ignore"):
        off = np.abs(move - middle)
        enough = n_beside >= 2
        rows = np.isfinite(off).any(axis=1)
        usual = np.zeros(len(off))
        largest = np.zeros(len(off))
        usual[rows] = np.nanmedian(off[rows], axis=1)
        largest[rows] = np.nanmax(np.abs(middle[rows]), axis=1, initial=0.0, where=np.isfinite(middle[rows]))
        limit = np.maximum(ALONE_BP, 0.25 * largest + 4 * usual)
        found: Bools = enough & (off > limit[:, None])
    return found
