"""What was priced when, what a decision surprised by, and what past odds were worth."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.panel import Panel
from signals.readings.rate_path.document import path_document
from signals.readings.rate_path.history import (
    earlier_paths,
    lower_than_now,
    meeting_over_time,
    option_odds,
    surprises,
)
from signals.readings.rate_path.reading import read
from signals.readings.rate_path.track_record import Beside, calibration, past_paths
from sources.contract import Observation

from .conftest import MakePanel, fixing_rows, path_prices, price_rows

D = dt.date


def test_a_decision_surprises_by_what_it_brought_less_what_was_priced(make_panel: MakePanel) -> None:
    """A cut of 18 bp is priced on the eve, 50 come: 32 bp easier, though half the month is over."""
    eve, day = D(2024, 9, 17), D(2024, 9, 18)
    fixings = fixing_rows(D(2024, 8, 1), [5.33] * 48)
    before = price_rows(eve, path_prices(eve, 5.33, {day: -0.18}, 8))
    panel = make_panel(day, path_prices(day, 5.33, {day: -0.50}, 8), more=[*before, *fixings])
    found = surprises(panel, [day])[day]
    assert found.surprise_bp == pytest.approx(-32.0, abs=0.05)
    assert (found.before, found.known_on) == (eve, day)
    assert found.error_bp > 0


def test_a_decision_without_prices_on_its_day_has_no_surprise(make_panel: MakePanel) -> None:
    eve = D(2024, 9, 17)
    assert (
        surprises(make_panel(eve, path_prices(eve, 5.33, {}, 8), as_of=D(2024, 9, 19)), [D(2024, 9, 18)])
        == {}
    )


@pytest.mark.parametrize(
    ("day", "published_bp"),
    [  # MP1 of Jarocinski and Karadi, fomc_surprises_jk.csv, thirty minutes around the announcement
        (D(2020, 3, 3), -25.6),
        (D(2024, 9, 18), -11.9),
        (D(2015, 9, 17), -5.8),
        (D(2016, 9, 21), -4.2),
        (D(2019, 7, 31), 4.0),
    ],
)
def test_surprises_are_those_measured_around_the_announcement(
    history: Panel, day: dt.date, published_bp: float
) -> None:
    """Closes of two days hold more than thirty minutes do, so within 3 bp, or a tenth of a large one."""
    found = surprises(history, [day])[day]
    assert found.surprise_bp == pytest.approx(published_bp, abs=max(3.0, 0.1 * abs(published_bp)))


def test_earlier_prices_are_counted_from_the_range_now_in_force(make_panel: MakePanel) -> None:
    """Before the cut of 18 September 2024 a second one by November was as good as priced; it is still to come."""
    steps = {D(2024, 9, 18): -0.50, D(2024, 11, 7): -0.25}
    then = price_rows(D(2024, 9, 17), path_prices(D(2024, 9, 17), 5.33, steps, 8))
    now = D(2024, 9, 24)
    panel = make_panel(now, path_prices(now, 5.33, steps, 8), more=then)
    path = read(panel)
    (week,) = [one for one in earlier_paths(panel, path) if one.label == "1w"]
    found = lower_than_now(week.path, path, D(2024, 11, 7))
    assert found is not None
    assert found.value == pytest.approx(1.0, abs=0.01)
    assert week.path.cuts_at_least(1, 3).value == pytest.approx(found.value)


def test_a_meeting_over_time_ends_with_its_decision(history: Panel) -> None:
    priced = meeting_over_time(history, D(2024, 5, 1), D(2024, 4, 1), D(2024, 5, 31))
    assert priced[0].path.as_of == D(2024, 4, 1)
    assert priced[-1].path.as_of == D(2024, 5, 1)
    for one in priced:
        assert sum(one.buckets().values()) == pytest.approx(1.0, abs=1e-5)


def test_odds_are_believed_by_what_had_been_decided(history: Panel) -> None:
    early, late = history.at(D(2019, 1, 2)), history.at(D(2024, 1, 2))
    then, now = calibration(early, past_paths(early)), calibration(late, past_paths(late))
    assert then is not None
    assert now is not None
    assert now.slopes[2] < then.slopes[2]  # 2020 and 2022 taught that far odds were too sure
    assert now.believed(0.98, 300) < 0.98
    assert (now.believed(0.0, 300), now.believed(1.0, 300)) == (0.0, 1.0)


def test_a_short_history_says_nothing_of_past_odds(make_panel: MakePanel) -> None:
    panel = make_panel(D(2024, 2, 16), path_prices(D(2024, 2, 16), 5.33, {}, 13))
    assert calibration(panel, past_paths(panel)) is None


@pytest.mark.parametrize(("loaded", "shown"), [(D(2024, 3, 14), True), (D(2024, 3, 4), False)])
def test_odds_that_options_imply_are_shown_while_they_are_young(
    make_panel: MakePanel, loaded: dt.date, shown: bool
) -> None:
    row = Observation(
        series="us.fed.options.p_cut_next", period=loaded, value=12.0, released_at=loaded, source="file"
    )
    day = D(2024, 3, 15)
    panel = make_panel(day, path_prices(day, 5.33, {D(2024, 3, 20): -0.02}, 8), more=[row])
    found = option_odds(panel, read(panel))
    assert [(one.word, one.probability) for one in found] == ([("cut", 0.12)] if shown else [])


@pytest.mark.parametrize(
    ("meeting", "loaded", "shown"),
    [
        ("2024-06-12", D(2024, 3, 14), True),
        ("2024-03-20", D(2024, 3, 14), True),
        ("2024-01-31", D(2024, 3, 14), False),  # is over
    ],
)
def test_odds_that_options_imply_may_name_a_meeting(
    make_panel: MakePanel, meeting: str, loaded: dt.date, shown: bool
) -> None:
    series = f"us.fed.options.p_hike_by.{meeting}"
    row = Observation(series=series, period=loaded, value=7.0, released_at=loaded, source="file")
    day = D(2024, 3, 15)
    panel = make_panel(day, path_prices(day, 5.33, {D(2024, 3, 20): -0.02}, 8), more=[row])
    spec = panel.catalogue["us.fed.options.p_hike_next"]
    named = Panel(panel.reader, day, {**panel.catalogue, series: spec})
    path = read(named)
    odds = path_document(path, Beside(options=option_odds(named, path))).get("options", {})
    assert odds == ({"p_hike_by": {meeting: {"day": "2024-03-14", "probability": 0.07}}} if shown else {})
