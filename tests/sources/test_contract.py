"""The two clocks, on the values themselves."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.contract import FuturesHistory, Observation, SeriesHistory, contract_code, contract_month
from sources.memory import MemoryReader, futures_series

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2020, 3, 1))


def row(period: str, value: float, released_at: str, quality: str = "ok") -> Observation:
    return Observation(
        series="us.cpi",
        period=dt.date.fromisoformat(period),
        value=value,
        released_at=dt.date.fromisoformat(released_at),
        source="test",
        quality=quality,
    )


def test_a_revision_is_invisible_before_its_release():
    history = SeriesHistory.of(
        "us.cpi", [row("2024-01-01", 1.0, "2024-02-13"), row("2024-01-01", 2.0, "2024-03-12")]
    )

    assert history.as_of(dt.date(2024, 3, 11)).value.tolist() == [1.0]
    assert history.as_of(dt.date(2024, 3, 12)).value.tolist() == [2.0]


def test_nothing_is_known_before_the_first_release():
    history = SeriesHistory.of("us.cpi", [row("2024-01-01", 1.0, "2024-02-13")])

    assert len(history.as_of(dt.date(2024, 2, 12))) == 0


def test_a_correction_of_the_same_day_wins_by_arrival():
    history = SeriesHistory.of(
        "us.cpi", [row("2024-01-01", 1.0, "2024-02-13"), row("2024-01-01", 9.0, "2024-02-13")]
    )

    assert history.as_of(dt.date(2024, 2, 13)).value.tolist() == [9.0]


def test_a_blocked_value_is_passed_over_and_counted():
    history = SeriesHistory.of(
        "us.cpi", [row("2024-01-01", 1.0, "2024-02-13"), row("2024-01-01", 99.0, "2024-03-12", "blocked")]
    )
    view = history.as_of(dt.date(2024, 3, 12))

    assert view.value.tolist() == [1.0]
    assert view.blocked == 1


@given(
    rows=st.lists(st.tuples(DAYS, DAYS, st.floats(-5, 5)), max_size=30),
    day=DAYS,
)
def test_reading_as_of_a_day_equals_a_naive_search(rows: list[tuple[dt.date, dt.date, float]], day: dt.date):
    """The oracle: for each period, the last row to arrive among those of the newest visible release."""
    observations = [
        Observation(series="x.y", period=p, value=v, released_at=r, source="test") for p, r, v in rows
    ]
    expected: dict[dt.date, tuple[dt.date, float]] = {}
    for item in observations:
        if item.released_at <= day and (
            item.period not in expected or item.released_at >= expected[item.period][0]
        ):
            expected[item.period] = (item.released_at, item.value)
    view = SeriesHistory.of("x.y", observations).as_of(day)

    found = dict(zip(view.period.astype(object).tolist(), view.value.tolist(), strict=True))
    assert found == {period: value for period, (_, value) in expected.items()}
    assert (view.period[1:] > view.period[:-1]).all()


def test_a_corrected_price_replaces_the_first_only_from_its_own_day():
    def price(value: float, released: dt.date) -> Observation:
        return Observation(
            series=futures_series("ZQH24", "last"),
            period=dt.date(2024, 2, 1),
            value=value,
            released_at=released,
            source="test",
        )

    reader = MemoryReader([price(94.7, dt.date(2024, 2, 1)), price(94.8, dt.date(2024, 2, 5))])
    history = reader.futures("ZQ")

    assert history.as_of(dt.date(2024, 2, 4)).price.tolist() == [94.7]
    assert history.as_of(dt.date(2024, 2, 5)).price.tolist() == [94.8]


def test_a_root_does_not_take_the_prices_of_another():
    rows = [
        Observation(
            series=futures_series(code, "last"),
            period=dt.date(2024, 2, 1),
            value=95.0,
            released_at=dt.date(2024, 2, 1),
            source="test",
        )
        for code in ("ZQH24", "ZQXH24")
    ]
    history: FuturesHistory = MemoryReader(rows).futures("ZQ")

    assert len(history) == 1


@pytest.mark.parametrize("code", ["ZQ13", "ZQA24", "H24", "", "ZQH2x", "ZQH²4"])
def test_what_is_no_contract_is_told_what_would_be(code: str):
    with pytest.raises(ValueError, match="ZQH24"):
        contract_month(code)


@given(st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31)))
def test_a_contract_code_comes_back(day: dt.date):
    month = day.replace(day=1)

    assert contract_month(contract_code("ZQ", month)) == ("ZQ", month)
