"""CME's rule against CME's own figures, and every situation in which it is hard."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from signals.calendars.fed import calendars
from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.rate_path.document import path_document
from signals.readings.rate_path.health import remarks_on
from signals.readings.rate_path.path import RatePath
from signals.readings.rate_path.reading import NoPath, days_with_prices, read, read_range
from sources.door import read_table
from sources.memory import MemoryReader

from .conftest import MakePanel, fixing_rows, path_prices, price_rows

D = dt.date
SampleOn = Callable[[str], Panel]


def codes(path: RatePath) -> set[str]:
    return {remark.code.removeprefix("rate_path.") for remark in remarks_on(path)}


def left_out(path: RatePath) -> str:
    return " ".join(str(remark) for remark in remarks_on(path) if "left out" in str(remark))


def test_every_bucket_of_the_published_export_to_six_decimals(validation: Path) -> None:
    folder = validation / "fedwatch_2025-01-31"
    rows = read_table(folder / "futures.csv", known_series=()).observations
    path = read(Panel(MemoryReader(rows, origin="store"), D(2025, 1, 31), catalogue()))
    assert (path.target.lower_bp, path.target.upper_bp) == (425, 450)
    published: dict[D, dict[int, float]] = defaultdict(dict)
    with (folder / "published.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            published[D.fromisoformat(row["meeting"])][int(row["lower_bp"])] = float(row["probability"])
    assert len(published) == 8
    for meeting, buckets in published.items():
        ours = {one.lower_bp: one.probability for one in path.buckets(path.place(meeting))}
        assert ours == pytest.approx(buckets, abs=1e-6)


def test_september_2022_as_the_exchange_worked_it(make_panel: MakePanel) -> None:
    # ZQU22 97.4475, ZQV22 96.94, meeting on the 21st: 50 bp 10 %, 75 bp 90 %.
    # Counting the decision day as new (N = 20) would give 95.5 % for 75 bp.
    path = read(make_panel(D(2022, 9, 12), {"ZQU22": 97.4475, "ZQV22": 96.94}))
    buckets = {one.lower_bp - path.target.lower_bp: one.probability for one in path.buckets(0)}
    assert buckets == {50: pytest.approx(0.10, abs=1e-9), 75: pytest.approx(0.90, abs=1e-9)}


@pytest.mark.parametrize(
    ("day", "cut_march", "cut_may", "cuts_2024", "at_least_5"),
    [  # published beside the sample; expected cuts are CME's own, from settlements
        ("2024-02-01", 37.0, 96.9, 5.90, 93.8),
        ("2024-02-09", 16.0, 62.2, 4.44, 49.7),
        ("2024-02-13", 7.0, 33.0, 3.51, 20.6),
        ("2024-02-16", 9.0, 33.6, 3.58, 22.0),
    ],
)
def test_the_sample_gives_the_quoted_figures(
    sample_on: SampleOn, day: str, cut_march: float, cut_may: float, cuts_2024: float, at_least_5: float
) -> None:
    path = read(sample_on(day))
    by_march, by_may = (path.cuts_at_least(path.place(m)).value for m in (D(2024, 3, 20), D(2024, 5, 1)))
    last = path.place(D(2024, 12, 18))
    assert by_march * 100 == pytest.approx(cut_march, abs=0.05)
    assert by_may * 100 == pytest.approx(cut_may, abs=0.05)
    assert path.expected_cuts(last).value == pytest.approx(cuts_2024, abs=0.065)  # 0.06 as rounded
    assert path.cuts_at_least(last, 5).value * 100 == pytest.approx(at_least_5, abs=2.5)


def test_on_the_day_of_a_decision_the_meeting_is_still_shown_from_the_old_range(sample_on: SampleOn) -> None:
    path = read(sample_on("2024-01-31"))
    assert path.meetings[0] == D(2024, 1, 31)
    assert path.cuts_at_least(path.place(D(2024, 5, 1))).value == pytest.approx(0.975, abs=5e-4)


def test_the_day_after_a_decision_counts_from_the_new_range(make_panel: MakePanel) -> None:
    steps = {D(2024, 11, 7): -0.25, D(2024, 12, 18): -0.25}
    prices = path_prices(D(2024, 9, 1), 4.83, steps, 6)
    before, after = (read(make_panel(D(2024, 9, day), prices)) for day in (18, 19))
    assert (before.meetings[0], before.target.upper_bp) == (D(2024, 9, 18), 550)
    assert (after.meetings[0], after.target.upper_bp) == (D(2024, 11, 7), 500)
    assert after.cuts_at_least(0).value == pytest.approx(1.0, abs=1e-9)


def test_a_month_whose_meeting_has_passed_is_no_anchor(make_panel: MakePanel) -> None:
    # September's average mixes two rates: taken for an anchor it would put October's start 10 bp too high.
    prices = path_prices(D(2025, 9, 1), 4.33, {D(2025, 9, 17): -0.25, D(2025, 10, 29): -0.25}, 5)
    path = read(make_panel(D(2025, 9, 18), prices))
    assert path.meetings[0] == D(2025, 10, 29)
    assert path.step_bp[0] == pytest.approx(-25.0, abs=1e-6)


def test_a_meeting_on_the_last_day_takes_its_rate_from_the_next_month(make_panel: MakePanel) -> None:
    prices = path_prices(D(2024, 7, 8), 5.33, {D(2024, 7, 31): -0.1}, 2)
    path = read(make_panel(D(2024, 7, 8), prices))
    assert path.step_bp.tolist() == [pytest.approx(-10.0, abs=1e-6)]


def test_a_last_day_meeting_without_a_next_month_is_left_out_and_says_so(make_panel: MakePanel) -> None:
    prices = path_prices(D(2024, 6, 3), 5.33, {}, 2)
    path = read(make_panel(D(2024, 6, 3), prices))
    assert path.meetings == ()
    assert "2024-06-12" in left_out(path)
    assert "2024-07-31" in left_out(path)


def test_adjacent_meeting_months_chain_back_from_the_next_anchor(make_panel: MakePanel) -> None:
    steps = {D(2025, 9, 17): -0.20, D(2025, 10, 29): -0.15, D(2025, 12, 10): -0.10}
    path = read(make_panel(D(2025, 9, 2), path_prices(D(2025, 9, 2), 4.33, steps, 6)))
    assert path.step_bp[:3] == pytest.approx([-20.0, -15.0, -10.0], abs=1e-6)
    assert "chained" not in codes(path)


def test_a_strip_that_ends_is_chained_and_says_so(make_panel: MakePanel) -> None:
    path = read(make_panel(D(2025, 11, 3), path_prices(D(2025, 11, 3), 3.87, {D(2025, 12, 10): -0.2}, 2)))
    assert path.step_bp.tolist() == [pytest.approx(-20.0, abs=1e-6)]
    assert "chained" in codes(path)


def test_a_far_meeting_that_noise_drowns_is_left_out_with_that_reason(make_panel: MakePanel) -> None:
    # January 2025 has two days after the decision of the 29th, and November and December before it are chained too.
    prices = path_prices(D(2024, 1, 22), 5.33, {}, 13)
    settled = read(make_panel(D(2024, 1, 22), prices))
    traded = read(make_panel(D(2024, 1, 22), prices, kind="last"))
    assert settled.meetings[-1] == D(2025, 1, 29)
    assert traded.meetings[-1] == D(2024, 12, 18)
    assert "2025-01-29 is left out: price noise alone moves the step" in left_out(traded)
    chained = [note.meetings for path in (settled, traded) for note in path.notes if note.why == "chained"]
    assert chained == [(D(2024, 11, 7), D(2024, 12, 18), D(2025, 1, 29)), (D(2024, 11, 7), D(2024, 12, 18))]


def test_two_decisions_in_one_month_are_left_out_never_filled(make_panel: MakePanel) -> None:
    prices = path_prices(D(2020, 3, 4), 1.1, {D(2020, 3, 18): -0.5}, 6)
    assert read(make_panel(D(2020, 3, 2), prices)).meetings[0] == D(
        2020, 3, 18
    )  # nothing is known of the 3rd
    for day in (3, 4, 13):
        path = read(make_panel(D(2020, 3, day), prices))
        assert path.meetings == ()
        assert "holds two decisions (2020-03-03 and 2020-03-18)" in left_out(path)
        assert "need the step of 2020-03" in left_out(path)
    assert D(2020, 4, 29) in read(make_panel(D(2020, 3, 16), prices)).meetings


def test_a_day_without_any_meeting_to_read_has_a_document(make_panel: MakePanel) -> None:
    prices = path_prices(D(2020, 3, 4), 1.1, {D(2020, 3, 18): -0.5}, 6)
    document = path_document(read(make_panel(D(2020, 3, 4), prices)))
    assert document["meetings"] == []
    assert "left out" in document["warnings"][0]


def test_a_missing_contract_leaves_out_only_what_needs_it(make_panel: MakePanel) -> None:
    day = D(2024, 2, 16)
    steps = {D(2024, 3, 20): -0.05, D(2024, 5, 1): -0.1, D(2024, 6, 12): -0.15, D(2024, 7, 31): -0.2}
    prices = path_prices(day, 5.33, steps, 7)
    holed = {code: price for code, price in prices.items() if code not in {"ZQK24", "ZQM24"}}
    path = read(make_panel(day, holed))
    # March stands between two anchors; May has no price, and June, which could say where May ended, neither.
    assert path.meetings == (D(2024, 3, 20),)
    assert "no price for the 2024-05 contract" in left_out(path)
    assert "need the step of 2024-05-01" in left_out(path)
    assert "missing_contracts" in codes(path)
    without_march = {code: price for code, price in prices.items() if code != "ZQH24"}
    assert read(make_panel(day, without_march)).step_bp[:2] == pytest.approx([-5.0, -10.0], abs=1e-6)


def test_contracts_beyond_the_announced_calendar_are_not_used_and_that_is_said(make_panel: MakePanel) -> None:
    path = read(make_panel(D(2024, 7, 1), path_prices(D(2024, 7, 1), 5.33, {}, 13)))
    assert path.meetings[-1] == D(2025, 1, 29)
    assert "calendar_ends" in codes(path)


def test_ranges_below_zero_are_kept_and_said(make_panel: MakePanel) -> None:
    path = read(make_panel(D(2020, 5, 8), path_prices(D(2020, 5, 8), 0.05, {D(2020, 12, 16): -0.06}, 10)))
    last = path.place(D(2020, 12, 16))
    assert min(one.lower_bp for one in path.buckets(last)) == -25
    assert "below_zero" in codes(path)


def test_a_path_can_point_to_hikes(make_panel: MakePanel) -> None:
    path = read(make_panel(D(2022, 2, 14), path_prices(D(2022, 2, 14), 0.08, {D(2022, 3, 16): 0.40}, 3)))
    assert path.hikes_at_least(0).value == pytest.approx(1.0)
    assert path.hikes_at_least(0, 2).value == pytest.approx(0.6, abs=1e-6)
    assert path.first_hike() == D(2022, 3, 16)
    assert path.first_cut() is None
    assert path.expected_cuts(0).value == pytest.approx(-1.6)


def test_a_strip_from_before_a_decision_is_stale_after_it(make_panel: MakePanel) -> None:
    prices = path_prices(D(2024, 9, 17), 5.33, {}, 6)
    on_the_day = read(make_panel(D(2024, 9, 17), prices, as_of=D(2024, 9, 18)))
    after = read(make_panel(D(2024, 9, 17), prices, as_of=D(2024, 9, 19)))
    assert (on_the_day.status, after.status) == ("ok", "stale")
    assert "before the decision of 2024-09-18" in str(after.inputs[0].reason)
    assert (after.target.upper_bp, after.target_now.upper_bp) == (550, 500)


def test_an_old_strip_is_stale(make_panel: MakePanel) -> None:
    prices = path_prices(D(2024, 2, 16), 5.33, {}, 6)
    assert read(make_panel(D(2024, 2, 16), prices, as_of=D(2024, 2, 26))).status == "ok"
    assert read(make_panel(D(2024, 2, 16), prices, as_of=D(2024, 2, 27))).status == "stale"


def test_a_holidays_leftovers_give_way_to_the_strip_before(make_panel: MakePanel) -> None:
    prices = path_prices(D(2024, 12, 24), 4.33, {}, 13)
    leftovers = price_rows(D(2024, 12, 25), dict(list(prices.items())[:5]))
    path = read(make_panel(D(2024, 12, 24), prices, as_of=D(2024, 12, 25), more=leftovers))
    assert path.strip.date == D(2024, 12, 24)


def test_settlements_are_preferred_to_last_trades(make_panel: MakePanel) -> None:
    prices = path_prices(D(2024, 2, 16), 5.33, {}, 6)
    off = price_rows(D(2024, 2, 16), {code: price - 0.1 for code, price in prices.items()}, "last")
    path = read(make_panel(D(2024, 2, 16), prices, more=off))
    assert path.strip.kind == "settlement"
    assert path.implied_rate_pct[0] == pytest.approx(5.33)


def test_without_prices_the_message_says_what_would_do() -> None:
    empty = Panel(MemoryReader([]), D(2024, 2, 16), catalogue())
    with pytest.raises(
        NoPath, match="no ZQ futures price is known as of 2024-02-16; load some with `signals load"
    ):
        read(empty)


def test_the_published_history_is_met_to_the_noise_of_last_trades(history: Panel, validation: Path) -> None:
    """CME's own export, 1,277 date x meeting pairs; our prices are last trades, its settlements."""
    table = pq.read_table(validation / "fedwatch_published_2025-04_2026-04.parquet").to_pydict()
    published: dict[tuple[D, D], dict[int, float]] = defaultdict(dict)
    for day, meeting, low, probability in zip(
        table["date"], table["meeting"], table["lower_bp"], table["probability"], strict=True
    ):
        published[D.fromisoformat(day), D.fromisoformat(meeting)][low] = probability
    days = sorted({day for day, _ in published})
    paths = {path.as_of: path for path in read_range(history, days)}
    missed, moved = [], []
    for (day, meeting), theirs in published.items():
        path = paths[day]
        if meeting not in path.meetings:
            beyond = (meeting.year, meeting.month) > (path.months[-1].first.year, path.months[-1].first.month)
            assert ("out_of_reach" in codes(path)) if beyond else (meeting.isoformat() in left_out(path))
            continue
        ours = {one.lower_bp: one.probability for one in path.buckets(path.place(meeting))}
        both = set(ours) | set(theirs)
        missed.append(np.mean([abs(ours.get(low, 0.0) - theirs.get(low, 0.0)) for low in both]))
        moved.append(sum(low * p for low, p in ours.items()) - sum(low * p for low, p in theirs.items()))
    assert len(missed) > 1050
    assert np.mean(missed) * 100 <= 0.75
    assert np.mean(np.abs(moved)) / 25 <= 0.05


def test_a_month_that_the_calendar_does_not_reach_is_no_anchor(make_panel: MakePanel) -> None:
    """With a calendar that ends in December nobody knows whether January is free of meetings."""
    whole = calendars()
    known = replace(whole, meetings=tuple(m for m in whole.meetings if m.decision_date < D(2025, 1, 1)))
    steps = {D(2024, 11, 7): -0.2, D(2024, 12, 18): -0.15, D(2025, 1, 29): -0.3}
    prices = path_prices(D(2024, 10, 1), 4.83, steps, 5)
    path = read(make_panel(D(2024, 10, 1), prices), known=known)
    # January's average holds two days after a decision that this calendar does not know of.
    assert path.step_bp == pytest.approx([-20.0, -15.0], abs=1e-6)
    assert {"chained", "calendar_ends"} <= codes(path)


def test_an_expired_month_without_a_meeting_is_the_rate_before_an_early_decision(
    make_panel: MakePanel,
) -> None:
    """Half a tick on 1 November 2023 moved the step by 15 bp when one day alone told the rate before it."""
    day = D(2023, 11, 1)
    steps = {day: 0.0, D(2023, 12, 13): -0.05, D(2024, 1, 31): -0.05}
    prices = path_prices(day, 5.33, steps, 6)
    prices["ZQX23"] += 0.005
    fixings = fixing_rows(D(2023, 10, 1), [5.33] * 31)
    told = read(make_panel(day, prices, more=fixings))
    assert told.step_bp[0] == pytest.approx(
        0.0, abs=0.01
    )  # neither S nor E comes from November's own contract
    assert told.step_error_bp.total[0] < 2.0


def test_an_expired_contract_stands_for_fixings_that_nobody_loaded(make_panel: MakePanel) -> None:
    day = D(2023, 11, 1)
    prices = path_prices(day, 5.33, {day: 0.0, D(2023, 12, 13): -0.05}, 6)
    old = price_rows(D(2023, 10, 31), path_prices(D(2023, 10, 31), 5.33, {}, 3))
    assert read(make_panel(day, prices, more=old)).step_bp[0] == pytest.approx(0.0, abs=0.01)


def test_a_nearest_step_that_is_not_known_to_a_third_of_a_move_ends_the_path(make_panel: MakePanel) -> None:
    day = D(2023, 11, 1)
    path = read(make_panel(day, path_prices(day, 5.33, {day: 0.0, D(2023, 12, 13): -0.05}, 6)))
    assert path.meetings == ()
    assert any(
        "2023-11-01" in str(remark) and "a third of a move" in str(remark) for remark in remarks_on(path)
    )


def test_no_nearest_step_is_known_to_less_than_half_a_move_on_any_day_since_2012(history: Panel) -> None:
    days = days_with_prices(history, D(2012, 1, 1), D(2026, 4, 15))
    paths = read_range(history, days)
    assert len(paths) > 3690
    assert max(path.step_error_bp.total[0] for path in paths if path.meetings) <= 12.5
    assert max(path.solved.probability_error.total.max() for path in paths[::64]) <= 0.5


@pytest.mark.parametrize("day", ["2023-11-01", "2024-05-01"])
def test_days_of_a_decision_on_the_first_of_a_month_say_hold_as_cme_did(history: Panel, day: str) -> None:
    """CME's tool stood at or near 0 % for a move on both days (press of the day); 6 bp is the tolerance asked for."""
    path = read(history.at(dt.date.fromisoformat(day)))
    assert path.meetings[0] == dt.date.fromisoformat(day)
    assert abs(path.step_bp[0]) <= 6.0
