"""Which strip is the newest: one price a contract, one kind a date, nothing from later."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signals.opening import catalogue
from signals.panel import Panel
from signals.readings.rate_path.health import remarks_on
from signals.readings.rate_path.inputs.strip import LOOK_BACK, PARTIAL, THIN, Strip, newest_strips
from signals.readings.rate_path.path import Method
from signals.readings.rate_path.reading import read
from signals.readings.rate_path.sofr import read_sofr
from sources.contract import PRICE_KINDS, Observation, contract_code
from sources.memory import MemoryReader, futures_series

from .conftest import path_prices, price_rows

D = dt.date
DAY = D(2024, 2, 15)


def strips(rows: list[Observation], *days: D) -> list[Strip | None]:
    return newest_strips(MemoryReader(rows).futures("ZQ"), days)


def one(code: str, day: D, price: float, kind: str = "last", released_at: D | None = None) -> Observation:
    return Observation(
        series=futures_series(code, kind),
        period=day,
        value=price,
        released_at=released_at or day,
        source="correction",
    )


def test_a_price_corrected_on_its_day_is_no_further_contract() -> None:
    prices = path_prices(DAY, 5.33, {}, 13)
    rows = [*price_rows(DAY, prices), *price_rows(DAY, prices, "last"), one("ZQH24", DAY, 94.7)]
    (strip,) = strips(rows, DAY)
    assert strip is not None
    assert (strip.kind, strip.n_contracts) == ("settlement", 13)


def test_the_last_word_on_a_price_is_the_one_that_is_read() -> None:
    rows = [*price_rows(DAY, path_prices(DAY, 5.33, {}, 13), "last"), one("ZQH24", DAY, 94.7)]
    (strip,) = strips(rows, DAY)
    assert strip is not None
    assert strip.price[1] == pytest.approx(94.7)


def test_a_holiday_strip_corrected_on_its_day_stays_thin() -> None:
    holiday = DAY + dt.timedelta(days=1)
    prices = path_prices(DAY, 5.33, {}, 13)
    leftovers = price_rows(holiday, dict(list(prices.items())[:5]))
    rows = [*price_rows(DAY, prices), *leftovers, *leftovers]
    (strip,) = strips(rows, holiday)
    assert strip is not None
    assert strip.date == DAY


def test_a_late_price_elsewhere_does_not_change_the_kind_of_an_earlier_strip() -> None:
    prices = path_prices(DAY, 5.33, {}, 13)
    rows = [*price_rows(DAY, prices), *price_rows(DAY, prices, "last"), one("ZQH24", DAY, 94.7)]
    late = one("ZQH24", D(2024, 3, 1), 94.6, released_at=D(2024, 3, 4))
    assert said(*strips([*rows, late], DAY)) == said(*strips(rows, DAY))


def said(strip: Strip | None) -> tuple[object, ...] | None:
    """Return everything that a strip says, comparable to the byte."""
    if strip is None:
        return None
    return tuple(
        value.tobytes() if isinstance(value, np.ndarray) else repr(value)
        for value in (getattr(strip, name) for name in Strip.__slots__)
    )


def by_the_book(rows: list[Observation], day: D) -> tuple[D, str, dict[int, float]] | None:
    """Return date, kind and prices of the newest strip in plain loops, from the sentences that define it."""
    latest: dict[tuple[D, str, str], Observation] = {}
    for row in sorted(rows, key=lambda row: row.released_at):  # stable: arrival breaks ties
        if row.released_at <= day and row.period <= day:
            _, code, kind = row.series.split(".")
            latest[row.period, code, kind] = row
    of_date: dict[D, dict[str, dict[int, Observation]]] = {}
    for (date, code, kind), row in latest.items():
        ahead = next((n for n in range(12) if contract_code("ZQ", _ahead(date, n)) == code), None)
        kinds = of_date.setdefault(date, {})
        if ahead is not None:
            kinds.setdefault(kind, {})[ahead] = row
    counts: list[int] = []
    newest = None
    for date, kinds in sorted(of_date.items()):
        usual = max(counts[-LOOK_BACK:], default=0)
        counts.append(max(map(len, kinds.values()), default=0))
        best = (False, -1)
        for kind in PRICE_KINDS:
            every = kinds.get(kind, {})
            sound = {ahead: row for ahead, row in every.items() if row.quality == "ok"}
            enough = len(sound) > 0 and len(sound) >= THIN * counts[-1]
            read = sound if enough else every
            if (enough, len(read)) > best:
                best = (enough, len(read))
                chosen = (date, kind, {ahead: row.value for ahead, row in read.items()})
        if newest is None or counts[-1] >= PARTIAL * usual:
            newest = chosen
    return newest if newest and newest[2] else None


def _ahead(day: D, months: int) -> D:
    number = day.year * 12 + day.month - 1 + months
    return D(number // 12, number % 12 + 1, 1)


prices = st.builds(
    lambda code, kind, back, wait, value, quality: replace(
        one(code, DAY - dt.timedelta(days=back), value, kind, DAY + dt.timedelta(days=wait - back)),
        quality=quality,
    ),
    st.sampled_from(["ZQG24", "ZQH24", "ZQJ24", "ZQK24"]),
    st.sampled_from(["settlement", "last"]),
    st.integers(min_value=0, max_value=9),
    st.sampled_from([0, 0, 0, 0, 1, 2, 6]),  # most prices come on their own day, some late
    st.sampled_from([94.5, 94.75, 95.0]),
    st.sampled_from(["ok", "ok", "ok", "suspect"]),
)


@settings(max_examples=150)
@given(st.lists(prices, max_size=60), st.integers(min_value=-2, max_value=12))
@example([one("ZQG24", DAY, 94.5), one("ZQG24", DAY, 95.0)], 0)
def test_a_strip_is_what_its_definition_says(rows: list[Observation], back: int) -> None:
    day = DAY - dt.timedelta(days=back)
    (strip,) = strips(rows, day)
    found = None
    if strip is not None:
        have = {ahead: float(strip.price[ahead]) for ahead, has in enumerate(strip.priced) if has}
        found = (strip.date, strip.kind, have)
    assert found == by_the_book(rows, day)


@settings(max_examples=100)
@given(st.lists(prices, max_size=40), st.lists(prices, max_size=20))
def test_rows_of_later_days_change_no_strip(rows: list[Observation], more: list[Observation]) -> None:
    days = [DAY - dt.timedelta(days=back) for back in range(11)]
    whole = [*rows, *more]
    together = strips(whole, *days)
    for day, strip in zip(days, together, strict=True):
        (alone,) = strips([row for row in whole if row.released_at <= day], day)
        assert said(strip) == said(alone)


@settings(max_examples=25)
@given(st.lists(st.integers(min_value=0, max_value=12), min_size=70, max_size=110))
def test_a_long_history_is_read_from_its_end_alone(counts: list[int]) -> None:
    """One late row makes the dates before the window drop out; the strip is that of the whole history."""
    first = D(2023, 1, 2)
    rows = [
        row
        for ahead, count in enumerate(counts)
        for day in [first + dt.timedelta(days=ahead)]
        for row in price_rows(day, path_prices(day, 5.0, {}, count))
    ]
    day = first + dt.timedelta(days=len(counts))
    late = one("ZQF22", first, 95.0, released_at=day + dt.timedelta(days=1))
    assert said(*strips([*rows, late], day)) == said(*strips(rows, day))


def test_strips_loaded_long_after_their_dates_do_not_hide_the_one_that_was_known() -> None:
    prices = path_prices(DAY, 5.33, {}, 6)
    later = [DAY + dt.timedelta(days=ahead) for ahead in range(1, 100)]
    loaded = [
        one(code, day, price, released_at=D(2025, 1, 2)) for day in later for code, price in prices.items()
    ]
    (strip,) = strips([*price_rows(DAY, prices), *loaded], later[-1])
    assert strip is not None
    assert strip.date == DAY


def doubt(rows: list[Observation], *codes: str) -> list[Observation]:
    """Return the rows with those of some contracts doubted by a gate; of all contracts where none is named."""
    return [
        replace(row, quality="suspect") if not codes or row.series.split(".")[1] in codes else row
        for row in rows
    ]


@pytest.mark.parametrize("method", ["fedwatch", "fit"])
def test_a_doubted_price_is_left_out_and_named(method: Method) -> None:
    prices = path_prices(DAY, 5.33, {D(2024, 3, 20): -0.1, D(2024, 5, 1): -0.2}, 13)
    rows = doubt(price_rows(DAY, {**prices, "ZQH24": prices["ZQH24"] - 2.0}), "ZQH24")
    path = read(Panel(MemoryReader(rows), DAY, catalogue()), method=method)
    assert path.status == "ok"
    assert path.strip.n_contracts == 12
    assert path.step_bp[:2].tolist() == pytest.approx([-10.0, -20.0], abs=1e-3)
    said = {remark.code.removeprefix("rate_path."): str(remark) for remark in remarks_on(path)}
    assert said["prices_doubted"] == "left out, because a quality gate doubts the price: ZQH24"
    assert "missing_contracts" not in said


def test_a_path_that_rests_on_doubted_prices_is_suspect() -> None:
    rows = doubt(price_rows(DAY, path_prices(DAY, 5.33, {}, 13)))
    path = read(Panel(MemoryReader(rows), DAY, catalogue()))
    assert (path.status, path.strip.n_contracts) == ("suspect", 13)
    assert "a quality gate doubts prices that the strip rests on: ZQG24, ZQH24" in str(path.inputs[0].reason)


def test_a_shock_that_the_gates_doubt_does_not_bring_back_the_day_before() -> None:
    shock = DAY + dt.timedelta(days=1)
    after = path_prices(shock, 4.5, {}, 13)
    rows = [
        *price_rows(DAY, path_prices(DAY, 5.33, {}, 13)),
        *doubt(price_rows(shock, after), *list(after)[:7]),
    ]
    (strip,) = strips(rows, shock)
    assert strip is not None
    assert (strip.date, strip.n_contracts, len(strip.doubted)) == (shock, 13, 7)


def test_sound_last_trades_are_preferred_to_doubted_settlements() -> None:
    prices = path_prices(DAY, 5.33, {}, 13)
    rows = [*doubt(price_rows(DAY, prices)), *price_rows(DAY, prices, "last")]
    (strip,) = strips(rows, DAY)
    assert strip is not None
    assert (strip.kind, strip.doubted, strip.left_out) == ("last", (), ())


def test_a_doubted_price_that_is_corrected_is_read_again() -> None:
    prices = path_prices(DAY, 5.33, {}, 13)
    rows = [*doubt(price_rows(DAY, prices), "ZQH24"), *price_rows(DAY, {"ZQH24": prices["ZQH24"]})]
    (strip,) = strips(rows, DAY)
    assert strip is not None
    assert (strip.n_contracts, strip.left_out) == (13, ())


def test_sofr_leaves_a_doubted_quarter_out_and_rests_on_no_other_in_silence() -> None:
    codes = ("SR3H24", "SR3M24", "SR3U24", "SR3Z24", "SR3H25")
    rows = price_rows(DAY, dict.fromkeys(codes, 94.7))
    one_doubted, all_doubted = (
        read_sofr(Panel(MemoryReader(some), DAY, catalogue()))
        for some in (doubt(rows, "SR3U24"), doubt(rows))
    )
    assert (one_doubted.status, one_doubted.strip.left_out) == ("ok", (D(2024, 9, 1),))
    assert (all_doubted.status, len(all_doubted.strip.doubted)) == ("suspect", 5)


def test_a_partial_strip_gives_way_to_the_whole_one_and_both_are_named() -> None:
    """A holiday session with nine of thirteen contracts: the day before is read, and its age is counted."""
    whole = path_prices(DAY, 5.33, {D(2024, 3, 20): -0.1}, 13)
    after = DAY + dt.timedelta(days=3)
    rows = [*price_rows(DAY, whole), *price_rows(after, dict(list(whole.items())[:9]))]
    path = read(Panel(MemoryReader(rows), after, catalogue()))
    assert (path.strip.date, path.strip.passed_over) == (DAY, (after, 9))
    assert path.inputs[0].age_days == 3
    (said,) = [str(remark) for remark in remarks_on(path) if remark.code == "rate_path.partial_strip"]
    assert f"the strip of {after} is partial (9 contracts" in said


def test_prices_above_par_are_named() -> None:
    rows = price_rows(DAY, path_prices(DAY, -0.05, {}, 6))
    remarks = {
        remark.code: str(remark) for remark in remarks_on(read(Panel(MemoryReader(rows), DAY, catalogue())))
    }
    assert "negative rates" in remarks["rate_path.above_par"]
