"""The all-contract fit: a known path comes back, and real strips are repriced."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable

import numpy as np
import pytest

from signals.calendars.fed import calendars
from signals.panel import Panel
from signals.readings.rate_path.health import remarks_on
from signals.readings.rate_path.reading import days_with_prices, read, read_range

from .conftest import MakePanel, fixing_rows, path_prices

D = dt.date
STEPS = {
    D(2024, 3, 20): -0.031,
    D(2024, 5, 1): -0.102,
    D(2024, 6, 12): -0.27,
    D(2024, 7, 31): 0.05,
    D(2024, 9, 18): -0.22,
    D(2024, 11, 7): -0.17,
    D(2024, 12, 18): -0.24,
    D(2025, 1, 29): -0.1,
}


def test_a_known_path_comes_back(make_panel: MakePanel) -> None:
    day = D(2024, 2, 16)
    fixings = fixing_rows(D(2024, 1, 1), [5.33] * 46)
    path = read(make_panel(day, path_prices(day, 5.33, STEPS, 13), more=fixings), method="fit")
    assert path.meetings == tuple(STEPS)
    assert path.step_bp == pytest.approx([100 * step for step in STEPS.values()], abs=0.01)
    assert path.repricing_rms_bp < 0.001


def test_without_fixings_the_path_still_comes_back(make_panel: MakePanel) -> None:
    day = D(2024, 2, 16)
    path = read(make_panel(day, path_prices(day, 5.33, STEPS, 13)), method="fit")
    assert path.step_bp == pytest.approx([100 * step for step in STEPS.values()], abs=0.01)


def test_elapsed_days_count_at_their_fixings(make_panel: MakePanel) -> None:
    """A level that moved inside the month is not taken for a step to come."""
    day = D(2024, 3, 15)
    rates = [5.30] * 4 + [5.33] * 10  # 1 to 14 March
    prices = path_prices(day, 5.33, STEPS, 8)
    prices["ZQH24"] += 4 * 0.03 / 31  # four days 3 bp lower
    path = read(make_panel(day, prices, more=fixing_rows(D(2024, 3, 1), rates)), method="fit")
    assert path.step_bp[0] == pytest.approx(-3.1, abs=0.02)
    blind = read(make_panel(day, prices), method="fit")
    assert abs(blind.step_bp[0] + 3.1) > 0.5  # the fixings are what tells


def test_a_dip_of_the_last_fixing_invents_no_hike(make_panel: MakePanel) -> None:
    """Month-end fixings dipped by about 10 bp in 2015-2018: on 2016-11-01 the fit said 41.8 % for a hike next day."""
    day, meeting = D(2016, 11, 1), D(2016, 11, 2)
    prices = path_prices(day, 0.41, {meeting: 0.0, D(2016, 12, 14): 0.2}, 6)
    fixings = fixing_rows(D(2016, 10, 1), [0.41] * 30 + [0.31])
    path = read(make_panel(day, prices, more=fixings), method="fit")
    assert path.meetings[0] == meeting
    assert path.hikes_at_least(0).value < 0.01
    assert path.implied_rate_pct[0] == pytest.approx(0.41, abs=0.002)


def test_fit_and_rule_agree_on_first_business_days_of_2015_to_2018(history: Panel) -> None:
    """Asked for: mean gap of the nearest step within 1 bp, at most 5 % beyond two joint sigmas."""
    days = days_with_prices(history, D(2015, 1, 1), D(2018, 12, 31))
    first = [day for day, before in zip(days[1:], days[:-1], strict=True) if day.month != before.month]
    rule = {path.as_of: path for path in read_range(history, first)}
    gaps, sigmas = [], []
    for path in read_range(history, first, method="fit"):
        other = rule[path.as_of]
        gaps.append(float(path.step_bp[0] - other.step_bp[0]))
        sigmas.append(float(np.hypot(path.step_error_bp.total[0], other.step_error_bp.total[0])))
    assert len(gaps) == 47
    assert abs(np.mean(gaps)) <= 1.0
    assert np.mean(np.abs(gaps) > 2 * np.array(sigmas)) <= 0.05


def test_days_before_a_decision_of_the_month_are_known_without_their_fixings(make_panel: MakePanel) -> None:
    day = D(2024, 9, 20)
    prices = path_prices(D(2024, 9, 1), 5.33, {D(2024, 9, 18): -0.5, D(2024, 11, 7): -0.25}, 5)
    path = read(make_panel(day, prices), method="fit")
    assert path.meetings[0] == D(2024, 11, 7)
    assert path.step_bp[0] == pytest.approx(-25.0, abs=0.01)
    assert path.repricing_rms_bp < 0.001


def test_two_decisions_in_one_month_are_told_apart_by_their_neighbours(make_panel: MakePanel) -> None:
    day = D(2020, 3, 4)
    steps = {D(2020, 3, 3): -0.5, D(2020, 3, 18): -0.3}
    fixings = fixing_rows(D(2020, 3, 1), [1.59, 1.59, 1.59])
    path = read(make_panel(day, path_prices(D(2020, 3, 1), 1.59, steps, 6), more=fixings), method="fit")
    assert path.meetings[0] == D(2020, 3, 18)
    assert path.step_bp[0] == pytest.approx(-30.0, abs=0.1)


def test_a_meeting_that_no_contract_informs_is_left_out(make_panel: MakePanel) -> None:
    day = D(2024, 6, 3)
    path = read(make_panel(day, path_prices(day, 5.33, {D(2024, 6, 12): -0.1}, 2)), method="fit")
    assert path.meetings == (D(2024, 6, 12),)
    assert any("2024-07-31" in str(r) for r in remarks_on(path) if r.code == "rate_path.not_told_apart")


def test_a_stale_contract_is_named_and_does_not_bend_the_path(make_panel: MakePanel) -> None:
    day = D(2024, 2, 16)
    prices = path_prices(day, 5.33, STEPS, 13)
    prices["ZQJ24"] += 0.12
    path = read(make_panel(day, prices), method="fit")
    (said,) = [str(remark) for remark in remarks_on(path) if remark.code == "rate_path.contracts_misfit"]
    assert "ZQJ24 (-12.0 bp)" in said
    assert path.step_bp == pytest.approx([100 * step for step in STEPS.values()], abs=0.05)


def test_of_two_contracts_that_contradict_each_other_one_is_named(make_panel: MakePanel) -> None:
    """August and September tell one rate between them: prices alone cannot say which of the two is stale."""
    day = D(2024, 2, 16)
    prices = path_prices(day, 5.33, STEPS, 13)
    prices["ZQQ24"] += 0.12
    path = read(make_panel(day, prices), method="fit")
    (said,) = [str(remark) for remark in remarks_on(path) if remark.code == "rate_path.contracts_misfit"]
    assert any(code in said for code in ("ZQQ24", "ZQU24", "ZQV24"))


def test_tick_noise_is_at_most_half_of_the_rules(sample_on: Callable[[str], Panel]) -> None:
    panel = sample_on("2024-02-16")
    noise = {}
    for method in ("fedwatch", "fit"):
        path = read(panel, method=method)
        noise[method] = path.cuts_at_least(path.place(D(2024, 5, 1))).rounding
    assert noise["fit"] <= noise["fedwatch"] / 2  # published: 0.67 pp against 1.61
    assert noise["fit"] == pytest.approx(0.0067, abs=0.0007)
    assert noise["fedwatch"] == pytest.approx(0.0161, abs=0.0012)


def test_contracts_of_2015_to_2025_are_repriced_to_a_fifth_of_a_basis_point(history: Panel) -> None:
    days = days_with_prices(history, D(2015, 1, 1), D(2025, 12, 31))[::8]
    rms = [path.repricing_rms_bp for path in read_range(history, days, method="fit")]
    assert np.mean(rms) <= 0.20


def test_against_what_came_the_fit_is_as_good_as_the_rule_at_any_horizon(history: Panel) -> None:
    """Expected less realised move by the k-th meeting, root mean square; the table is printed by the benchmark."""
    known, days = calendars(), days_with_prices(history, D(2010, 1, 1), D(2025, 12, 31))[::6]
    rule = {path.as_of: path for path in read_range(history, days)}
    misses: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for path in read_range(history, days, method="fit"):
        other = rule[path.as_of]
        for place, meeting in enumerate(path.meetings):
            came = known.target_on(meeting + dt.timedelta(days=1))
            if meeting < D(2026, 4, 1) and meeting in other.meetings and came is not None:
                moved = (came.upper_bp - path.target.upper_bp) / 25
                theirs = float(other.cumulative[other.place(meeting)])
                misses[place].append((float(path.cumulative[place]) - moved, theirs - moved))
    for place, pairs in misses.items():
        ours, theirs = np.sqrt((np.array(pairs) ** 2).mean(axis=0)) * 25
        # A gap of 0.05 bp in 11 to 20 comes from February 2020 and 2022, when a move between meetings was priced:
        # the fit holds the level near the fixings, the rule lets the expired month stand for it.
        assert ours <= theirs + 0.1, f"meeting {place + 1}: {ours:.3f} against {theirs:.3f} bp"
