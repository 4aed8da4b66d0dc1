"""How often the tests of a scorecard fire on calls that know nothing.

    python benchmarks/no_skill.py [RUNS]

Weekly positions that last about twelve weeks meet results over overlapping horizons that know nothing of them. Each
test is at a nominal 5 %; of the interval each end alone is, and either end with 10 %. The stationary bootstrap is drawn
here by whole blocks, out of running sums: the same law as that of `arch`, which is held beside it on one series first.
Last come the critical values behind the width of the interval, simulated on white noise.
"""

from __future__ import annotations

import math
import sys

import numpy as np
from arch.bootstrap import StationaryBootstrap

from signals.record.statistics import critical_t, placebo, widening
from sources.contract import Floats

RESAMPLES = 1000
CASES = ((1040, 52), (1040, 26), (296, 52), (296, 26), (208, 26), (156, 52), (52, 26), (30, 26))
"""Weeks of calls and of the horizon: a year or half of one. The last two hold too few windows: no test is told there."""


def overlapping(dice: np.random.Generator, n: int, horizon: int) -> Floats:
    """Results over a horizon of so many weeks: sums of shared weeks."""
    return np.convolve(dice.normal(size=n + horizon - 1), np.ones(horizon), "valid")


def persistent(dice: np.random.Generator, n: int, weeks: int = 12) -> Floats:
    """Positions -1, 0 or 1 that last about so many weeks and know nothing."""
    places = np.where(dice.random(n) < 1 / weeks, np.arange(n), 0)
    found: Floats = dice.integers(-1, 2, size=n)[np.maximum.accumulate(places)].astype(np.float64)
    return found


def drawn(dice: np.random.Generator, values: Floats, block: float, resamples: int = RESAMPLES) -> Floats:
    """Means of stationary bootstrap samples: blocks of geometric length from uniform starts, around the end."""
    n = len(values)
    n_blocks = math.ceil(n / block + 6 * math.sqrt(n / block) + 12)
    ends = np.minimum(np.cumsum(dice.geometric(1 / block, size=(resamples, n_blocks)), axis=1), n)
    lengths = np.diff(ends, axis=1, prepend=0)
    starts = dice.integers(0, n, size=lengths.shape)
    sums = np.concatenate([[0.0], np.cumsum(np.concatenate([values, values]))])
    found: Floats = (sums[starts + lengths] - sums[starts]).sum(axis=1) / n
    return found


def hac_variance(values: Floats, lags: int) -> float:
    """The Bartlett variance of a mean; a test holds it to statsmodels."""
    n = len(values)
    told = np.fft.irfft(np.abs(np.fft.rfft(values - values.mean(), 2 * n)) ** 2, 2 * n)[: lags + 1] / n
    weights = 1 - np.arange(1, lags + 1) / (lags + 1)
    return float(told[0] + 2 * weights @ told[1:]) / n


def rejections(runs: int, weeks: int, horizon: int) -> dict[str, float]:
    """The shares of runs in percent in which each test fires."""
    dice = np.random.default_rng(7)
    lags = 2 * horizon
    fired = dict.fromkeys(("placebo", "HAC", "low end", "high end", "unwidened", "textbook"), 0)
    for _ in range(runs):
        position, result = persistent(dice, weeks), overlapping(dice, weeks, horizon)
        gains = position * result
        mean = float(gains.mean())
        low, high = np.quantile(drawn(dice, gains, 2 * lags), (0.05, 0.95))
        wider = widening(2 * lags / weeks)
        fired["placebo"] += placebo(position, result) <= 0.05
        fired["HAC"] += abs(mean) > critical_t((lags + 1) / weeks) * math.sqrt(hac_variance(gains, lags))
        fired["low end"] += mean + wider * (low - mean) > 0
        fired["high end"] += mean + wider * (high - mean) < 0
        fired["unwidened"] += low > 0 or high < 0
        fired["textbook"] += abs(mean) > 1.96 * gains.std() / math.sqrt(weeks)
    return {name: 100 * count / runs for name, count in fired.items()}


def critical_values(shares: tuple[float, ...], *, runs: int = 20_000, n: int = 800) -> None:
    """Print the 90 % point of |mean| over its stationary bootstrap error on white noise, and the curve that is used."""
    dice = np.random.default_rng(11)
    lag = np.arange(1, n)
    for b in shares:
        stays = 1 - 1 / max(b * n, 1 + 1e-9)
        weights = (1 - lag / n) * stays**lag + lag / n * stays ** (n - lag)
        kernel = np.fft.rfft(np.concatenate([[1.0], weights, [0.0], weights[::-1]])).real
        once = np.full(n + 1, 2.0)
        once[[0, -1]] = 1.0
        found = []
        for _ in range(runs // 1000):
            noise = dice.normal(size=(1000, n))
            mean = noise.mean(axis=1)
            spectrum = np.abs(np.fft.rfft(noise - mean[:, None], 2 * n, axis=1)) ** 2
            found.append(np.abs(mean) / np.sqrt(spectrum @ (kernel * once) / (2 * n) / n**2))
        print(f"| {b:g} | {np.quantile(np.concatenate(found), 0.90):.2f} | {1.6449 * widening(b):.2f} |")


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    dice = np.random.default_rng(4)
    values = overlapping(dice, 200, 26)
    theirs = StationaryBootstrap(52, values, seed=np.random.default_rng(5)).apply(np.mean, RESAMPLES)
    ends = [
        ", ".join(f"{end:.2f}" for end in np.quantile(means, (0.05, 0.95)))
        for means in (drawn(dice, values, 52), theirs)
    ]
    print(f"90 % of {RESAMPLES} means of one series: {ends[0]} drawn here, {ends[1]} by arch\n")
    print(
        f"Shares of {runs} runs without skill in which a test fires, in percent; asked: 3 to 7 (either end of an interval: 10)\n"
    )
    print(
        "| weeks | horizon | placebo | HAC | interval above 0 | interval below 0 | as drawn, either end | textbook t |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for weeks, horizon in CASES:
        shares = rejections(runs, weeks, horizon)
        print(
            f"| {weeks} | {horizon} | " + " | ".join(f"{share:.1f}" for share in shares.values()) + " |",
            flush=True,
        )
    print("\n| mean block / sample | 90 % point, simulated | used |\n|---|---|---|")
    critical_values((0.005, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0))


if __name__ == "__main__":
    main()
