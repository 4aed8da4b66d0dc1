"""The gates: what was seen in the wild is caught, and true history passes."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.opening import catalogue
from signals.opening import judged as judged_world
from sources.contract import Observation, Reader, SeriesHistory
from sources.door import read_table
from sources.door.judging.evidence import Evidence
from sources.door.judging.reader import JudgedReader
from sources.door.judging.rules import Finding, findings
from sources.intake import is_shortened
from sources.memory import MemoryReader

NSA, SA = "us.cpi.all.nsa", "us.cpi.all.sa"


def judged(
    series: str,
    rows: Sequence[Observation],
    known: Sequence[Observation] = (),
    twin: Sequence[Observation] = (),
) -> list[Observation]:
    """Return ``rows`` in order of release with their verdicts, beside what else is known."""
    heard = MemoryReader([*known, *rows, *twin])
    history = JudgedReader(heard, Evidence(specs=catalogue())).series(series)
    columns = (history.period, history.released_at, history.value, history.quality, history.rule)
    verdicts = {row[:3]: row[3:] for row in zip(*(column.tolist() for column in columns), strict=True)}
    found = []
    for row in sorted(rows, key=lambda row: (row.released_at, row.period)):
        quality, rule = verdicts.get((row.period, row.released_at, row.value), ("ok", ""))
        found.append(replace(row, quality=quality, quality_rule=rule))
    return found


def rules(rows: Sequence[Observation]) -> dict[dt.date, tuple[str, str]]:
    return {row.period: (row.quality, row.quality_rule) for row in rows if row.quality != "ok"}


@pytest.fixture(scope="module")
def headline(sample: Reader) -> list[Observation]:
    history = sample.series(NSA)
    return [
        Observation(series=NSA, period=period, released_at=released_at, value=value, source="sample")
        for period, released_at, value in zip(
            history.period.tolist(), history.released_at.tolist(), history.value.tolist(), strict=True
        )
    ]


def test_the_headline_as_published_passes(headline: list[Observation]) -> None:
    assert rules(judged(NSA, headline)) == {}


def test_true_vintages_pass_and_twins_agree(validation: Path) -> None:
    known = catalogue()
    nsa = read_table(validation / "cpi_nsa.csv", known_series=known).observations
    sa = read_table(validation / "cpi_sa_vintages_to_2024-02.parquet", known_series=known).observations
    # The doubts of 110 years, each true and the first of its size in two years: war twice, and the end of price control.
    months = [dt.date(1917, 4, 1), dt.date(1939, 9, 1), dt.date(1946, 7, 1)]
    assert rules(judged(NSA, nsa, twin=sa)) == dict.fromkeys(months, ("suspect", "outlier"))
    assert rules(judged(SA, sa, twin=nsa)) == {}


@pytest.mark.slow
def test_of_true_market_history_at_most_one_row_in_two_thousand_is_doubted(validation: Path) -> None:
    names = ["effr.csv", "index_closes.csv", "futures_zq_2010_2026.parquet"]
    rows = [
        row for name in names for row in read_table(validation / name, known_series=catalogue()).observations
    ]
    reader = judged_world(MemoryReader(rows))
    doubted = {
        (series, str(day), rule)
        for series in reader.series_ids()
        for history in (reader.series(series),)
        for day, rule, quality in zip(history.period, history.rule, history.quality, strict=True)
        if quality != "ok"
    }
    assert len(doubted) <= len(rows) / 2000
    strips = {(day, rule) for series, day, rule in doubted if series.startswith("futures.")}
    # Two strips of thirteen prices as on the day before; one contract that moved alone on a day of the FOMC.
    assert strips == {
        ("2012-08-15", "repeated"),
        ("2012-12-13", "repeated"),
        ("2019-06-19", "away_from_neighbours"),
    }
    # 7,200.87 after 7,200.87; the exchange said 7,200.88.
    assert {row for row in doubted if row[0].startswith(("index.", "us."))} == {
        ("index.IXIC", "2018-11-13", "repeated"),
    }


def test_a_missing_month_inside_is_flagged(headline: list[Observation]) -> None:
    hole = [row for row in headline if row.period != dt.date(2023, 12, 1)]
    assert rules(judged(NSA, hole)) == {dt.date(2024, 1, 1): ("suspect", "missing_period")}


def test_october_2025_was_never_published_and_is_no_hole(headline: list[Observation]) -> None:
    last = replace(headline[-1], period=dt.date(2025, 9, 1), released_at=dt.date(2025, 10, 24), value=324.8)
    after = replace(last, period=dt.date(2025, 11, 1), released_at=dt.date(2025, 12, 18), value=324.122)
    assert rules(judged(NSA, [after], known=[last])) == {}


def test_a_duplicated_month_is_blocked(headline: list[Observation]) -> None:
    twice = [*headline, replace(headline[-1], value=308.9)]
    assert rules(judged(NSA, twice)) == {dt.date(2024, 1, 1): ("blocked", "duplicated_period")}


def test_a_new_base_year_is_blocked(headline: list[Observation]) -> None:
    since = dt.date(2023, 6, 1)
    rebased = [replace(row, value=row.value * 0.42) if row.period >= since else row for row in headline]
    found = rules(judged(NSA, rebased))
    assert set(found.values()) == {("blocked", "unit_or_base_changed")}
    assert min(found) == since
    assert max(found) == dt.date(2024, 1, 1)


def test_unadjusted_figures_under_the_adjusted_id_are_blocked(headline: list[Observation]) -> None:
    wrong = [replace(row, series=SA) for row in headline]
    without_twin = judged(SA, wrong)
    assert without_twin[-1].quality == "blocked"
    assert {row.quality_rule for row in without_twin} == {"", "wrong_adjustment"}
    with_twin = judged(SA, wrong, twin=headline)
    assert (with_twin[-1].quality, with_twin[-1].quality_rule) == ("blocked", "same_as_twin")


def test_a_rounded_wrong_value_is_flagged_by_each_of_three_witnesses(headline: list[Observation]) -> None:
    # March 2025 as BLS published it was 319.799; 318.2 has been seen in a data set.
    path = {(2024, 12): 315.605, (2025, 1): 317.671, (2025, 2): 319.082}
    start = headline[-1]
    bridge = [
        replace(
            start,
            period=dt.date(2024, month, 1),
            released_at=dt.date(2024 + month // 12, month % 12 + 1, 28),
            value=value,
        )
        for month, value in zip(
            range(2, 13),
            (
                310.326,
                312.332,
                313.548,
                314.069,
                314.175,
                314.54,
                314.796,
                315.301,
                315.664,
                315.493,
                315.605,
            ),
            strict=True,
        )
    ]
    new_year = [
        replace(
            start,
            period=dt.date(2025, month, 1),
            released_at=dt.date(2025, month + 1, 28),
            value=path[2025, month],
        )
        for month in (1, 2)
    ]
    known = [*headline, *bridge, *new_year]
    wrong = replace(start, period=dt.date(2025, 3, 1), released_at=dt.date(2025, 4, 10), value=318.2)
    right = replace(wrong, value=319.799)
    assert rules(judged(NSA, [right], known=known)) == {}
    assert rules(judged(NSA, [wrong], known=known)) == {wrong.period: ("suspect", "coarser_than_published")}
    later = replace(wrong, released_at=dt.date(2025, 4, 11))
    assert rules(judged(NSA, [later], known=[*known, right])) == {
        wrong.period: ("blocked", "revised_more_than_usual")
    }
    factors = {2024: (312.332, 312.107), 2025: (wrong.value, 319.615)}
    twin = [
        replace(wrong, series=SA, period=dt.date(year, 3, 1), released_at=dt.date(year, 4, 10), value=sa)
        for year, (_, sa) in factors.items()
    ]
    assert rules(judged(NSA, [wrong], known=known, twin=twin)) == {
        wrong.period: ("suspect", "disagrees_with_twin")
    }


@pytest.mark.parametrize(("value", "rule"), [(0.3, "out_of_range"), (3084.17, "out_of_range")])
def test_a_value_in_another_unit_is_blocked(headline: list[Observation], value: float, rule: str) -> None:
    wrong = replace(headline[-1], value=value)
    assert rules(judged(NSA, [*headline[:-1], wrong])) == {wrong.period: ("blocked", rule)}


def test_a_step_beyond_its_own_history_is_doubted(headline: list[Observation]) -> None:
    wild = replace(headline[-1], value=headline[-2].value * 1.04)
    assert rules(judged(NSA, [*headline[:-1], wild])) == {wild.period: ("suspect", "outlier")}


def test_a_feed_that_stands_still_is_doubted() -> None:
    closes = [
        Observation(series="index.HSTECH", period=day, released_at=day, value=value, source="test")
        for day, value in zip(
            (dt.date(2024, 1, n) for n in (2, 3, 4, 5, 8, 9, 10, 11)),
            (3000.0, 3100.0, 3050.0, 3050.0, 3050.0, 3050.0, 3050.0, 3050.0),
            strict=True,
        )
    ]
    assert list(rules(judged("index.HSTECH", closes))) == [dt.date(2024, 1, n) for n in (8, 9, 10, 11)]


def test_a_history_cut_upstream_is_noticed(headline: list[Observation]) -> None:
    known = SeriesHistory.of(NSA, headline)
    assert is_shortened(known, headline[-36:])
    assert not is_shortened(known, headline)
    assert not is_shortened(known, headline[:200] + headline[201:])


def test_what_arrives_again_keeps_its_verdict(headline: list[Observation]) -> None:
    wild = replace(headline[-3], value=headline[-4].value * 1.04)
    first = judged(NSA, [*headline[:-3], wild, *headline[-2:]])
    again = judged(NSA, [wild], known=first)
    assert [row.quality for row in again] == ["suspect"]


def test_findings_count_rows_by_rule(headline: list[Observation]) -> None:
    wild = replace(headline[-1], value=0.3)
    assert findings(judged(NSA, [*headline[:-1], wild])) == (
        Finding(
            series=NSA,
            rule="out_of_range",
            quality="blocked",
            n_rows=1,
            last_period=wild.period,
            last_value=0.3,
        ),
    )


@pytest.mark.slow
@settings(max_examples=20)
@given(cut=st.integers(min_value=1, max_value=60), factor=st.floats(min_value=0.2, max_value=3.0))
def test_a_verdict_never_rests_on_later_data(headline: list[Observation], cut: int, factor: float) -> None:
    assert math.isfinite(factor)
    recent = headline[-120:]
    bent = [
        replace(row, value=row.value * factor) if index >= 120 - cut else row
        for index, row in enumerate(recent)
    ]
    whole = judged(NSA, bent)
    for length in (120 - cut, 120 - cut + 1, 119):
        assert judged(NSA, bent[:length]) == whole[:length]


def test_a_row_found_late_is_judged_by_what_was_known_at_its_release(headline: list[Observation]) -> None:
    """A wild step that came later must not make an earlier one look usual."""
    late = replace(headline[-10], value=headline[-11].value * 1.03)
    after = replace(headline[-9], value=late.value * 1.05, quality="ok")
    known = [*headline[:-10], after]
    assert rules(judged(NSA, [late], known=known)) == {late.period: ("suspect", "outlier")}
