"""Error bars that are true, and distributions that are distributions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.rate_path.model.distribution import distribution, step_slopes
from signals.readings.rate_path.model.uncertainty import rounding_error
from signals.readings.rate_path.reading import read
from sources.contract import Observation
from sources.memory import MemoryReader

from .conftest import price_rows

D = dt.date
finite_steps = st.lists(st.floats(min_value=-4, max_value=4, allow_nan=False), min_size=1, max_size=8)


@given(finite_steps)
def test_probabilities_add_up_and_their_mean_is_the_expected_move(steps: list[float]) -> None:
    found = distribution(np.array([steps]))
    assert np.allclose(found.probability.sum(axis=2), 1.0, atol=1e-12)
    assert (found.probability >= -1e-15).all()
    assert np.allclose(found.probability @ found.moves, np.cumsum(steps), atol=1e-9)


def test_a_distribution_is_the_product_of_its_steps() -> None:
    found = distribution(np.array([[0.25, -0.5]]))
    by_move = {k: p for k, p in zip(found.moves.tolist(), found.probability[0, 1].tolist(), strict=True) if p}
    assert by_move == {
        -1: pytest.approx(0.375),
        0: pytest.approx(0.5),
        1: pytest.approx(0.125),
    }


@given(finite_steps, st.integers(min_value=0, max_value=7))
def test_a_slope_is_the_difference_over_its_width(steps: list[float], which: int) -> None:
    which %= len(steps)
    at, width = np.array([steps]), np.full((1, len(steps)), 0.01)
    found, slopes = step_slopes(at, width)
    up, down = at.copy(), at.copy()
    up[0, which] += 0.01
    down[0, which] -= 0.01
    for sign, moved in ((1.0, up), (-1.0, down)):
        alone = distribution(moved)
        for move, probability in zip(alone.moves.tolist(), alone.probability[0].T, strict=True):
            if probability.any():
                slopes[0, :, which, found.moves.tolist().index(move)] -= sign * probability / 0.02
    assert np.allclose(slopes[:, :, which], 0.0, atol=1e-9)


@pytest.mark.parametrize("n_prices", [1, 2, 3, 5])
def test_the_half_width_holds_68_percent_of_uniform_errors(n_prices: int) -> None:
    rng = np.random.default_rng(5)
    weights = np.linspace(1.0, 1.5, n_prices)
    draws = rng.uniform(-0.25, 0.25, (200_000, n_prices)) @ weights
    width = rounding_error(weights[None], np.full(n_prices, 0.5 / np.sqrt(12)))[0]
    assert (np.abs(draws) <= width).mean() == pytest.approx(0.6827, abs=0.01)


@pytest.mark.parametrize("method", ["fedwatch", "fit"])
def test_simulated_rounding_falls_inside_one_sigma_as_often_as_it_should(
    sample_on: Callable[[str], Panel], method: Any
) -> None:
    """Perturb every price within its tick: the stated one-sigma covers 68 +- 3 percent."""
    rng = np.random.default_rng(11)
    inside: dict[str, list[bool]] = defaultdict(list)
    for day in ("2023-12-22", "2024-01-12", "2024-02-01", "2024-02-13", "2024-02-16"):
        panel = sample_on(day)
        path = read(panel, method=method)
        fixings = panel.reader.series("us.effr")
        known = [
            Observation(
                series="us.effr",
                period=period.astype(object),
                value=value,
                released_at=released.astype(object),
                source="t",
            )
            for period, value, released in zip(
                fixings.period, fixings.value, fixings.released_at, strict=True
            )
        ]
        prices = {
            code: float(path.strip.price[ahead]) for ahead, code in enumerate(path_codes(path.strip.date, 13))
        }
        for _ in range(60):
            moved = {
                code: price + rng.uniform(-0.5, 0.5) * (0.0025 if ahead == 0 else 0.005)
                for ahead, (code, price) in enumerate(prices.items())
            }
            rows = [*price_rows(path.strip.date, moved, "last"), *known]
            again = read(Panel(MemoryReader(rows), panel.as_of, catalogue()), method=method)
            count = min(len(path.meetings), len(again.meetings))
            for place in range(count):
                for name, of in (
                    ("step", lambda p, k: (p.step_bp[k], p.step_error_bp.rounding[k])),
                    ("cuts", lambda p, k: (p.expected_cuts(k).value, p.expected_cuts(k).rounding)),
                    ("cut by", lambda p, k: (p.cuts_at_least(k).value, p.cuts_at_least(k).rounding)),
                    ("2 cuts", lambda p, k: (p.cuts_at_least(k, 2).value, p.cuts_at_least(k, 2).rounding)),
                ):
                    value, error = of(path, place)
                    if error > 1e-4:
                        inside[name].append(abs(of(again, place)[0] - value) <= error)
    for name, hits in inside.items():
        assert len(hits) > 1000
        assert np.mean(hits) == pytest.approx(0.68, abs=0.03), name


def path_codes(day: dt.date, count: int) -> list[str]:
    from signals.readings.rate_path.model.months import month_after
    from sources.contract import contract_code

    return [contract_code("ZQ", month_after(day.replace(day=1), ahead)) for ahead in range(count)]
