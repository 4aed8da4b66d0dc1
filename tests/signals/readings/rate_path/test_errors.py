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
from signals.readings.rate_path.model.distribution import distribution, step_slopes, up_to
from signals.readings.rate_path.model.noise import Noise
from signals.readings.rate_path.path import RatePath
from signals.readings.rate_path.reading import read, read_range
from sources.contract import Observation
from sources.memory import MemoryReader

from .conftest import Published, path_prices, price_rows

D = dt.date
finite_steps = st.lists(st.floats(min_value=-4, max_value=4, allow_nan=False), min_size=1, max_size=8)


@given(finite_steps)
def test_probabilities_add_up_and_their_mean_is_the_expected_move(steps: list[float]) -> None:
    found = distribution(np.array([steps]))
    moves = found.lowest[:, :, None] + np.arange(found.probability.shape[2])
    assert np.allclose(found.probability.sum(axis=2), 1.0, atol=1e-12)
    assert (found.probability >= -1e-15).all()
    assert np.allclose((found.probability * moves).sum(axis=2), np.cumsum(steps), atol=1e-9)


def test_a_distribution_is_the_product_of_its_steps() -> None:
    found = distribution(np.array([[0.25, -0.5]]))
    lowest = int(found.lowest[0, 1])
    by_move = {lowest + c: p for c, p in enumerate(found.probability[0, 1].tolist()) if p}
    assert by_move == {
        -1: pytest.approx(0.375),
        0: pytest.approx(0.5),
        1: pytest.approx(0.125),
    }


@pytest.mark.slow
@given(finite_steps, st.integers(min_value=0, max_value=7))
def test_a_slope_is_the_difference_over_its_width(steps: list[float], which: int) -> None:
    which %= len(steps)
    at, width = np.array([steps]), np.full((1, len(steps)), 0.01)
    base = distribution(at).base
    slopes = step_slopes(at, width)
    up, down = at.copy(), at.copy()
    up[0, which] += 0.01
    down[0, which] -= 0.01
    above, below = distribution(up), distribution(down)
    for move in range(-40, 41):
        difference = above.at_most(move) - below.at_most(move)
        slope = up_to(np.cumsum(slopes, axis=-1), base, move)[0, :, which]
        assert slope == pytest.approx(difference[0] / 0.02, abs=1e-9)


def of_prices(n_prices: int, common_bp: float = 0.0, own_bp: float = 0.0) -> Noise:
    return Noise(
        rounding_bp=np.full(n_prices, 0.5 / np.sqrt(12)),
        common_bp=np.array([common_bp]),
        own_bp=np.array([own_bp]),
        fixing_bp=np.zeros(1),
    )


@pytest.mark.parametrize("n_prices", [1, 2, 3, 5])
def test_half_widths_hold_68_and_95_percent_of_uniform_errors(n_prices: int) -> None:
    rng = np.random.default_rng(5)
    weights = np.linspace(1.0, 1.5, n_prices)
    draws = rng.uniform(-0.25, 0.25, (200_000, n_prices)) @ weights
    error = of_prices(n_prices).carried(np.append(weights, 0.0)[None])
    assert (np.abs(draws) <= error.total[0]).mean() == pytest.approx(0.6827, abs=0.01)
    assert (np.abs(draws) <= error.wide[0]).mean() == pytest.approx(0.9545, abs=0.005)


def test_a_common_move_cancels_between_neighbours_and_adds_up_along_the_path() -> None:
    """A step rests on two neighbouring contracts, a year's path on the distance between its ends."""
    noise = of_prices(13, common_bp=1.0)
    step, path = np.zeros((1, 14)), np.zeros((1, 14))
    step[0, 6], step[0, 5] = 1.0, -1.0
    path[0, 12], path[0, 0] = 1.0, -1.0
    common = [np.sqrt(one.total**2 - one.rounding**2)[0] for one in map(noise.carried, (step, path))]
    assert common == pytest.approx([0.1, 1.0])
    assert noise.carried(path).wide[0] > 3.0 * common[1]  # heavy tails: last trades after the settlement


def in_a_week_that_moved(by_bp: float) -> RatePath:
    """Read the last trades of 20 October 2025 after six dates that went up and down by ``by_bp``."""
    days = [D(2025, 10, 10) + dt.timedelta(days=ahead) for ahead in (0, 3, 4, 5, 6, 7, 10)]
    rows = []
    for place, day in enumerate(days):
        level = 4.12 + (by_bp / 100.0 if place % 2 else 0.0)
        rows += price_rows(day, path_prices(day, level, {}, 13), "last")
    return read(Panel(MemoryReader(rows), days[-1], catalogue()))


def test_errors_of_last_trades_grow_with_the_moves_of_the_week() -> None:
    calm, lively = in_a_week_that_moved(0.0), in_a_week_that_moved(10.0)
    assert lively.strip.daily_move_bp == pytest.approx(9.2, abs=0.8)  # a weekend counts as one business day
    # The last step rests on contracts ten months out and more, where a common move cancels: it is their own part.
    assert lively.step_error_bp.total[-1] > 2.0 * calm.step_error_bp.total[-1]
    assert lively.expected_cuts(5).error > 3.0 * calm.expected_cuts(5).error


def test_a_calm_week_does_not_make_a_meeting_known() -> None:
    """The one of 28 October 2026 rests on three days of the last contract: tenfold noise, too much as a rule."""
    calm, usual = in_a_week_that_moved(0.0), in_a_week_that_moved(3.5)
    assert D(2026, 10, 28) not in usual.meetings
    assert calm.meetings == usual.meetings


def coverage(history: Panel, published: Published, method: Any) -> dict[str, tuple[float, float, int]]:
    """Return the share of gaps to CME's figures inside one and two sigmas, by figure."""
    inside: dict[str, list[tuple[bool, bool]]] = defaultdict(list)

    def add(name: str, gap: float, error: float, wide: float) -> None:
        if error > 1e-4:
            inside[name].append((abs(gap) <= error, abs(gap) <= wide))

    for path in read_range(history, [D.fromisoformat(day) for day in sorted(published)], method=method):
        theirs = {D.fromisoformat(m): p for m, p in published[path.as_of.isoformat()].items()}
        low = path.target.lower_bp
        mean = {m: sum((int(k) - low) * p for k, p in right.items()) for m, right in theirs.items()}
        for place, meeting in enumerate(path.meetings):
            if meeting not in theirs:
                continue
            cuts, lower = path.expected_cuts(place), path.cuts_at_least(place)
            add("sum", 25 * cuts.value + mean[meeting], 25 * cuts.error, 25 * cuts.wide)
            at_most = sum(p for k, p in theirs[meeting].items() if int(k) < low)
            add("probability", lower.value - at_most, lower.error, lower.wide)
            before = path.meetings[place - 1] if place else None
            if before is None or before in mean:
                step = mean[meeting] - (mean[before] if before else 0.0)
                error = path.step_error_bp.at(place)
                add("step", path.step_bp[place] - step, float(error.total), float(error.wide))
    return {
        name: (*(float(share) for share in np.mean(hits, axis=0)), len(hits)) for name, hits in inside.items()
    }


@pytest.mark.parametrize("method", ["fedwatch", "fit"])
def test_error_bars_cover_the_gap_to_published_figures(
    history: Panel, published: Published, method: Any
) -> None:
    """CME's own figures of 2025-04 to 2026-04 fall inside one sigma 65 to 73 %, inside two 93 to 97 % of the time."""
    for name, (one, two, count) in coverage(history, published, method).items():
        assert count > 800, name
        assert one == pytest.approx(0.69, abs=0.045), name
        assert two == pytest.approx(0.95, abs=0.02), name


@pytest.mark.slow
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
