"""The weekly's tables as facts: medians, shares and changes with numbers worked out by hand."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from signals.allocation.calls import Past
from signals.engine import facts_as_of, judge_day, load_strategies
from signals.facts import Fact
from signals.opening import catalogue, judged
from signals.panel import Panel
from signals.readings.weekly_tables import model
from signals.readings.weekly_tables.facts import facts
from signals.words import said
from sources.contract import TableKind, WeeklyRow
from sources.memory import MemoryReader

FIRST = dt.date(2025, 1, 3)
DAY = dt.timedelta(days=1)


def row(
    table: TableKind, key: str, week: dt.date, *, released: dt.date | None = None, **cells: str
) -> WeeklyRow:
    own = {"company": key, "code": key} if table == "valuation" else {"site": key}
    return WeeklyRow(
        table=table,
        key=key,
        period=week,
        released_at=released or week + DAY,
        cells=tuple((own | cells).items()),
        source="file:week.csv",
    )


def prices(week: int, values: Iterable[float], group: str = "平台") -> list[WeeklyRow]:
    """Return companies whose PE on 5.00 of earnings is each value."""
    day = FIRST + dt.timedelta(weeks=week)
    return [
        row("valuation", f"{group}{place}", day, group=group, close=f"{5 * value:.2f}",
            **{f"eps_{day.year}": "5.00", f"pe_{day.year}": f"{value:.1f}"})
        for place, value in enumerate(values)
    ]  # fmt: skip


def sites(
    week: int, visits: Iterable[str], *, changes: Iterable[str] = (), category: str = "聊天"
) -> list[WeeklyRow]:
    said = list(changes)
    return [
        row("traffic", f"s{place}.example", FIRST + dt.timedelta(weeks=week), category=category, visits=one,
            **({"change": said[place]} if said else {}))
        for place, one in enumerate(visits)
    ]  # fmt: skip


def panel(rows: Iterable[WeeklyRow], day: dt.date) -> Panel:
    return Panel(judged(MemoryReader((), weekly_rows=rows)), day, catalogue())


def stated(rows: Iterable[WeeklyRow], day: dt.date) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts(panel(rows, day))}


YEAR = [line for week in range(30) for line in prices(week, [10 + week, 20 + week, 30 + week])]
LAST = FIRST + dt.timedelta(weeks=29)


def test_a_median_stands_among_its_own_weeks():
    found = stated(YEAR, LAST + DAY)
    name = "valuation.platform.median_pe_this_year"

    assert (found[name].value, found[name].unit, found[name].released_at) == (49.0, "times", LAST + DAY)
    assert found[f"{name}_percentile"].value == pytest.approx(100 * 29.5 / 30)
    middle = statistics.median(range(20, 50))
    assert found[f"{name}_vs_history"].value == pytest.approx(100 * (49 / middle - 1))
    assert str(found[f"{name}_percentile"].derivation) == (
        "49.0 x against 34.5 x, the median of 30 weeks since 2025-01-03"
    )
    assert found["valuation.all.median_pe_this_year"].value == 49.0


def test_too_little_history_is_unknown_and_says_how_much_there_is():
    found = stated(YEAR[:75], FIRST + dt.timedelta(weeks=24) + DAY)

    fact = found["valuation.platform.median_pe_this_year_percentile"]
    assert (fact.value, fact.status, str(fact.reason)) == (
        None,
        "missing",
        "25 weeks are known, at least 26 needed",
    )
    assert found["valuation.platform.median_pe_this_year"].usable
    assert "valuation.platform.median_pe_next_year" not in found
    (asked, *_) = facts(panel(YEAR[:75], FIRST + 169 * DAY), wanted=["valuation.all.median_pe_next_year"])
    assert (asked.status, str(asked.reason)) == ("missing", "0 sound rows, at least 3 needed")


def test_a_row_in_doubt_is_left_out_and_makes_the_fact_suspect():
    wrong = row("valuation", "X", LAST, group="平台", close="100.00", eps_2025="5.00", pe_2025="99.0")
    fact = stated([*YEAR, wrong], LAST + DAY)["valuation.platform.median_pe_this_year"]

    assert (fact.value, fact.status) == (49.0, "suspect")
    assert fact.error == pytest.approx((54 - 44) / 12**0.5)  # the fourth may lie anywhere: 44 to 54
    assert str(fact.reason).endswith(
        "1 of 4 rows in doubt, valuation.x first: the PE does not follow from price and earnings"
    )


def test_the_share_that_grows_counts_signs():
    rows = sites(0, ["10.0M"] * 5, changes=["+2.0%", "-1.0%", "+0.5%", "0.0%", "+7.1%"])
    fact = stated(rows, FIRST + DAY)["traffic.chat.share_growing"]

    assert fact.value == 75.0  # 3 of 4; the fifth rounds to nothing and may be either
    assert fact.error == pytest.approx(20 / 12**0.5)


def test_a_share_without_changes_is_taken_from_the_week_before():
    fact = stated([*sites(0, ["10.0M"] * 3), *sites(1, ["11.0M", "12.0M", "9.0M"])], FIRST + 8 * DAY)

    assert fact["traffic.chat.share_growing"].value == pytest.approx(200 / 3)


def test_momentum_is_the_change_of_the_sum_over_four_weeks():
    rows = [*sites(0, ["10.0M", "20.0M", "30.0M"]), *sites(4, ["12.0M", "20.0M", "34.0M"])]
    found = stated(rows, FIRST + 29 * DAY)
    fact = found["traffic.chat.visits_change_4w"]

    assert fact.value == pytest.approx(10.0)
    assert fact.error == pytest.approx(110 / 3**0.5 * 0.05 * (3 / 66**2 + 3 / 60**2) ** 0.5)
    assert stated(rows[3:], FIRST + 29 * DAY)["traffic.chat.visits_change_4w"].status == "missing"


def test_a_doubt_four_weeks_before_makes_momentum_suspect_alone():
    wrong = sites(0, ["10.0M", "20.0M", "30.0M", "9.0M"], changes=["+2.0%", "-1.0%", "+0.5%", "3.0"])
    found = stated([*wrong, *sites(4, ["12.0M", "20.0M", "34.0M"], changes=["1%"] * 3)], FIRST + 29 * DAY)

    assert found["traffic.chat.visits_change_4w"].status == "suspect"
    assert found["traffic.chat.share_growing"].status == "ok"


def test_a_loss_has_no_multiple():
    found = stated(prices(0, [10, 20, 30, -40]), FIRST + DAY)

    assert found["valuation.all.median_pe_this_year"].value == 20.0


def test_history_reaches_back_three_years_and_no_further():
    rows = [line for week in range(158) for line in prices(week, [10, 20, 30 + week])]
    fact = stated(rows, FIRST + dt.timedelta(weeks=157) + DAY)["valuation.all.median_pe_this_year_vs_history"]

    assert str(fact.derivation).endswith("the median of 156 weeks since 2025-01-17")


def test_a_table_is_stale_by_its_release_and_by_its_week():
    name = "valuation.all.median_pe_this_year"
    late = [replace(line, released_at=LAST + 22 * DAY) for line in YEAR]

    assert [stated(YEAR, LAST + n * DAY)[name].status for n in (15, 16)] == ["ok", "stale"]
    # Three weeks after its week a table is old, whenever it was told.
    assert stated(late, LAST + 22 * DAY)[name].status == "stale"


def test_a_category_that_nobody_named_counts_among_all_alone():
    found = stated(sites(0, ["1M"] * 3, changes=["1%"] * 3, category="新类别"), FIRST + DAY)

    assert set(found) == {"traffic.all.share_growing", "traffic.all.visits_change_4w"}


def test_an_old_table_is_stale_and_no_table_states_nothing():
    assert stated(YEAR, LAST + 17 * DAY)["valuation.all.median_pe_this_year"].status == "stale"
    assert stated((), LAST) == {}


def test_a_later_table_changes_no_earlier_day():
    corrected = [
        row("valuation", f"平台{place}", LAST, released=LAST + 3 * DAY, group="平台", close=f"{500 + place}.00", eps_2025="5.00", pe_2025=f"{100 + place / 5:.1f}")
        for place in range(3)
    ]  # fmt: skip
    next_week = prices(30, [1, 2, 3])
    before = stated(YEAR, LAST + DAY)
    assert stated([*next_week, *corrected, *YEAR], LAST + DAY) == before
    assert stated([*corrected, *YEAR], LAST + 3 * DAY)["valuation.all.median_pe_this_year"].value == 100.2


def test_a_strategy_may_use_them(tmp_path: Path):
    text = (Path(__file__).parents[4] / "configs" / "strategies" / "template.toml").read_text(
        encoding="utf-8"
    )
    text = text.replace("us.fed.cuts_12m >= 20 cuts", "traffic.chat.share_growing > 50 pct")
    path = tmp_path / "weekly.toml"
    path.write_text(
        text.replace("us.fed.cuts_12m <= -20 cuts", "traffic.chat.share_growing < 20 pct"), encoding="utf-8"
    )
    (loaded,) = load_strategies(path)
    week = sites(0, ["10.0M"] * 3, changes=["+2.0%", "-1.0%", "+0.5%"])
    doubted = [*week, *sites(0, ["9.0M"] * 4, changes=["+2.0%", "-1.0%", "+0.5%", "3.0"])[3:]]
    stances = []
    for rows in (week, doubted, []):
        on = panel(rows, FIRST + DAY)
        facts = facts_as_of(on, prefix="traffic.")
        judged = judge_day(on, facts, strategies=[loaded], past=Past(), draw=False)
        stances.append(judged.verdicts[0].legs[0].stance)

    assert stances == ["supports", "unknown", "unknown"]


@pytest.mark.parametrize(("history", "expected"), [([1, 2, 3], 50.0), ([2, 2], 50.0), ([0, 1], 100.0)])
def test_a_percentile_counts_what_equals_it_by_half(history: list[float], expected: float):
    assert model.percentile(2, history) == expected


def test_a_median_of_which_most_is_open_has_no_bound():
    assert model.median([1.0, 2.0], 2).error is None


def test_a_fact_that_is_asked_for_before_a_table_is_known_says_what_would_do() -> None:
    name = "traffic.all.share_growing"

    (fact,) = facts(panel((), FIRST), wanted=[name, "us.vix"])

    assert (fact.name, fact.status, fact.value, fact.unit) == (name, "missing", None, "pct")
    assert "no traffic table known on the day has rows of all sites; `signals" in said(fact.reason, "en")
    assert facts(panel((), FIRST)) == ()
