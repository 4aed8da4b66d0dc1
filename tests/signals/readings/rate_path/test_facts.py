"""What the path states for rules: named and measured as declared, and honest where nothing can be said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from signals.facts import Fact
from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.rate_path.facts import facts, facts_range
from signals.readings.rate_path.reading import days_with_prices
from signals.readings.rate_path.vocabulary import FACTS
from sources.memory import MemoryReader

from .conftest import MakePanel, fixing_rows, path_prices

D = dt.date
SampleOn = Callable[[str], Panel]


def by_name(panel: Panel) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts(panel)}


def test_every_fact_is_declared_with_its_unit(sample_on: SampleOn) -> None:
    for day in ("2023-12-15", "2024-02-16", "2024-03-20"):
        for fact in facts(sample_on(day)):
            specs = [spec for spec in FACTS if spec.matches(fact.name)]
            assert [spec.unit for spec in specs] == [fact.unit], fact.name


def test_the_figures_of_16_february_2024(sample_on: SampleOn) -> None:
    found = by_name(sample_on("2024-02-16"))
    assert found["us.fed.p_cut_by.2024-05-01"].value == pytest.approx(0.336, abs=0.005)
    assert found["us.fed.cuts_2024"].value == pytest.approx(3.58, abs=0.06)
    assert found["us.fed.hikes_2024"].value == pytest.approx(-found["us.fed.cuts_2024"].value)  # type: ignore[operator]
    assert found["us.fed.first_cut"].value == D(2024, 6, 12)
    assert found["us.fed.target_upper"].value == 5.5
    assert found["us.fed.next_meeting"].value == D(2024, 3, 20)
    for name in ("us.fed.p_cut_by.2024-05-01", "us.fed.cuts_2024", "us.fed.cuts_2024.chg_5d"):
        assert found[name].error is not None
        assert found[name].error > 0  # type: ignore[operator]


def test_none_priced_is_told_apart_from_unknown(make_panel: MakePanel) -> None:
    day = D(2024, 2, 16)
    flat = by_name(make_panel(day, path_prices(day, 5.33, {}, 6)))
    assert flat["us.fed.first_cut_priced"].value is False
    assert "us.fed.first_cut" not in flat
    empty = by_name(Panel(MemoryReader([]), day, catalogue()))
    assert (empty["us.fed.first_cut_priced"].value, empty["us.fed.first_cut_priced"].status) == (
        None,
        "missing",
    )
    assert "no ZQ futures price is known" in str(empty["us.fed.cuts_2024"].reason)


def test_probabilities_stand_at_every_meeting_and_every_first_of_a_month(sample_on: SampleOn) -> None:
    found = by_name(sample_on("2024-02-16"))
    assert found["us.fed.p_cut_by.2024-03-01"].value == 0.0  # no meeting by then
    assert found["us.fed.p_cut_by.2024-04-01"].value == found["us.fed.p_cut_by.2024-03-20"].value
    assert found["us.fed.p_cut_by.2024-12-18"].value == pytest.approx(0.997, abs=0.002)


def test_a_change_starts_from_its_own_day_or_says_that_it_cannot(sample_on: SampleOn) -> None:
    found = by_name(sample_on("2024-02-16"))
    assert "on 2024-02-16 against 4.49 on 2024-02-09" in str(found["us.fed.cuts_2024.chg_5d"].derivation)
    # Five weekdays before 13 February is the 6th; the sample's prices before that are of the 2nd.
    holed = by_name(sample_on("2024-02-13"))["us.fed.cuts_2024.chg_5d"]
    assert (holed.value, holed.status) == (None, "missing")
    assert str(holed.reason) == "no prices within 3 days before 2024-02-06"


def test_a_decision_in_between_is_no_change_of_expectations(make_panel: MakePanel) -> None:
    """Two cuts are expected by the year's end and one is made: what is expected of the year has not moved."""
    steps = {D(2024, 11, 7): -0.25, D(2024, 12, 18): -0.25}
    before = path_prices(D(2024, 11, 1), 4.83, steps, 4)
    from .conftest import price_rows

    more = price_rows(D(2024, 11, 13), before)
    found = by_name(make_panel(D(2024, 11, 6), before, as_of=D(2024, 11, 13), more=more))
    assert found["us.fed.cuts_to_come_2024"].value == pytest.approx(1.0, abs=0.01)
    assert found["us.fed.cuts_2024.chg_5d"].value == pytest.approx(0.0, abs=0.01)
    assert found["us.fed.cuts_2024"].value == pytest.approx(4.0, abs=0.01)  # 50 and 25 made, 25 to come
    assert found["us.fed.cuts_in_2024"].value == found["us.fed.cuts_2024"].value  # the older name
    assert found["us.fed.p_at_least_3_cuts_2024"].value == pytest.approx(1.0, abs=0.01)
    assert found["us.fed.p_at_least_5_cuts_2024"].value == pytest.approx(0.0, abs=0.01)


def test_after_the_years_last_meeting_the_year_is_what_happened(make_panel: MakePanel) -> None:
    day = D(2024, 12, 20)
    found = by_name(make_panel(day, path_prices(day, 4.33, {}, 14)))
    over = found["us.fed.cuts_2024"]
    assert (over.value, over.error, over.status) == (4.0, 0.0, "ok")  # 50, 25 and 25 bp
    assert str(over.derivation) == "what happened: no meeting of 2024 is left"
    assert (found["us.fed.p_at_least_4_cuts_2024"].value, found["us.fed.p_at_least_5_cuts_2024"].value) == (
        1,
        0,
    )
    assert found["us.fed.cuts_to_come_2024"].value is None
    assert str(found["us.fed.cuts_to_come_2024"].reason) == "no meeting of 2024 is left"
    assert found["us.fed.cuts_2025"].value == pytest.approx(0.0, abs=0.01)


def test_a_year_that_is_over_is_answered_for_ever_and_without_prices() -> None:
    panel = Panel(MemoryReader([]), D(2026, 2, 2), catalogue())
    ((_, found),) = facts_range(panel, [panel.as_of], wanted={"us.fed.cuts_2024", "us.fed.hikes_2022"})
    assert [(fact.name, fact.value) for fact in found] == [
        ("us.fed.cuts_2024", 4.0),
        ("us.fed.hikes_2022", 17.0),
    ]


def test_next_year_counts_its_own_moves_alone(make_panel: MakePanel) -> None:
    """Two cuts are priced for 2024 and one for 2025: the year 2025 has one, while three are still to come by its end."""
    day = D(2024, 9, 3)
    steps = dict.fromkeys((D(2024, 9, 18), D(2024, 12, 18), D(2025, 6, 18)), -0.25)
    found = by_name(make_panel(day, path_prices(day, 5.33, steps, 17)))
    assert found["us.fed.cuts_2024"].value == pytest.approx(2.0, abs=0.01)
    assert found["us.fed.cuts_2025"].value == pytest.approx(1.0, abs=0.01)
    assert found["us.fed.cuts_to_come_2025"].value == pytest.approx(3.0, abs=0.01)
    assert found["us.fed.p_at_least_1_cuts_2025"].value == pytest.approx(1.0, abs=0.01)
    assert found["us.fed.p_at_least_2_cuts_2025"].value == pytest.approx(0.0, abs=0.01)


def test_a_fact_asked_for_alone_is_the_one_among_all(sample_on: SampleOn) -> None:
    panel = sample_on("2024-02-16")
    for fact in facts(panel):
        ((_, found),) = facts_range(panel, [panel.as_of], wanted={fact.name})
        assert found == (fact,)


def test_stale_prices_make_every_path_fact_stale_and_keep_the_value(sample_on: SampleOn) -> None:
    fact = by_name(sample_on("2024-03-10"))["us.fed.cuts_2024"]
    assert (fact.status, fact.usable, str(fact.reason)) == (
        "stale",
        False,
        "futures.ZQ: 23 days old, limit 10",
    )
    assert fact.value is not None


def test_the_sell_side_sentence_last_held_on_1_february_2024(history: Panel) -> None:
    """ "First cut before May, more than five cuts in 2024", as a weekly wrote about two weeks later."""
    days = days_with_prices(history, D(2023, 11, 1), D(2024, 6, 28))
    held = []
    for day, found in facts_range(history, days):
        said = {fact.name: fact for fact in found}
        cuts, by_may = said["us.fed.cuts_2024"], said.get("us.fed.p_cut_by.2024-05-01")
        if cuts.usable and by_may is not None and by_may.usable and cuts.value > 5 and by_may.value > 0.5:  # type: ignore[operator]
            held.append(day)
    assert held[-1] == D(2024, 2, 1)


def test_twelve_months_are_said_before_next_years_meetings_are_announced(make_panel: MakePanel) -> None:
    day = D(2024, 7, 1)  # the meetings of 2025 were announced on 9 August 2024
    steps = {D(2024, 9, 18): -0.5, D(2025, 3, 19): -0.25}
    found = by_name(make_panel(day, path_prices(day, 5.33, steps, 13)))
    assert found["us.fed.cuts_12m"].value == pytest.approx(3.0, abs=0.01)
    assert found["us.fed.cuts_2025"].status == "missing"


def test_a_rolling_horizon_is_no_change_of_what_is_expected(make_panel: MakePanel) -> None:
    """On a falling path that does not move, twelve months ahead reach lower each month; the change stays zero."""
    steps = dict.fromkeys((D(2024, 3, 20), D(2024, 6, 12), D(2024, 12, 18), D(2025, 1, 29)), -0.25)
    before = path_prices(D(2024, 1, 26), 5.33, steps, 13)
    now = path_prices(D(2024, 2, 23), 5.33, steps, 13)
    from .conftest import price_rows

    found = by_name(
        make_panel(D(2024, 1, 26), before, as_of=D(2024, 2, 23), more=price_rows(D(2024, 2, 23), now))
    )
    assert found["us.fed.cuts_12m"].value == pytest.approx(4.0, abs=0.01)
    assert found["us.fed.cuts_12m.chg_20d"].value == pytest.approx(0.0, abs=1e-9)
    assert "ZQF25" in str(found["us.fed.cuts_12m.chg_20d"].derivation)


def test_no_chance_is_zero_and_not_the_dust_of_addition(sample_on: SampleOn) -> None:
    found = by_name(sample_on("2024-02-16"))
    assert {fact.value for name, fact in found.items() if name.startswith("us.fed.p_hike_by.")} == {0.0}


def test_a_year_that_is_not_announced_yet_is_read_from_assumed_meetings_and_says_so(
    make_panel: MakePanel,
) -> None:
    """On 1 March 2024 the meetings of 2025 were not announced: an early look at the year is not empty, and names no day."""
    day = D(2024, 3, 1)
    steps = dict.fromkeys((D(2024, 6, 12), D(2024, 9, 18), D(2025, 3, 19), D(2025, 6, 11)), -0.25)
    found = by_name(make_panel(day, path_prices(day, 5.33, steps, 22)))
    cuts = found["us.fed.cuts_2025"]
    assert cuts.value == pytest.approx(2.0, abs=0.05)
    assert "not announced yet and assumed" in str(cuts.derivation)
    assert "assumed" not in str(found["us.fed.cuts_2024"].derivation)
    assert max(name for name in found if name.startswith("us.fed.p_cut_by.")) < "us.fed.p_cut_by.2025-02"


def test_methods_apart_beyond_their_errors_make_every_priced_fact_suspect(make_panel: MakePanel) -> None:
    """A squeeze holds the fixing 12 bp up, as in September 2019: the fit bends to it and the rule does not see it."""
    day = D(2024, 3, 5)
    prices = path_prices(day, 5.33, {D(2024, 3, 20): -0.02, D(2024, 5, 1): -0.02}, 8)
    calm = by_name(make_panel(day, prices, more=fixing_rows(D(2024, 2, 1), [5.33] * 33)))
    bent = by_name(make_panel(day, prices, more=fixing_rows(D(2024, 2, 1), [5.33] * 21 + [5.45] * 12)))
    assert calm["us.fed.p_cut_next"].status == "ok"
    assert bent["us.fed.p_cut_next"].status == "suspect"
    assert "the two methods lie" in str(bent["us.fed.p_cut_next"].reason)
    assert bent["us.fed.target_upper"].status == "ok"
