"""The record of past errors: what had been settled by a day, and nothing later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from signals.panel import Panel
from signals.readings.rate_path.track_record import track_record

D = dt.date


def test_a_history_of_fourteen_dates_has_no_record(sample_on: Callable[[str], Panel]) -> None:
    assert track_record(sample_on("2024-02-16")) == ()


def test_errors_grow_with_the_horizon(history: Panel) -> None:
    record = track_record(history)
    assert [one.months for one in record] == [1, 3, 6, 9, 12]
    assert [one.rmse_bp for one in record] == sorted(one.rmse_bp for one in record)
    assert (
        record[-1].mean_bp < 0
    )  # the path of 2015-2025 lay below what came: published as -33 bp at 12 months
    assert record[-1].n_separate < record[-1].n_dates / 10


def test_the_record_of_a_past_day_knows_nothing_later(history: Panel) -> None:
    """At the zero bound no path had missed by much yet; the hikes of 2022 are not in this record."""
    record = track_record(history.at(D(2021, 12, 31)), method="fit")
    assert record[0].n_dates <= 12 * 11.5
    assert record[-1].rmse_bp < 60
    assert track_record(history, method="fit")[-1].rmse_bp > 80


def test_a_held_range_is_missed_by_what_was_priced(history: Panel) -> None:
    """Through 2011 the range stood, so the error is the priced move itself: positive, some basis points."""
    record = track_record(history.at(D(2012, 6, 29)), method="fit")
    by_months = {one.months: one for one in record}
    assert 0 < by_months[6].mean_bp < 15
    assert by_months[6].rmse_bp == pytest.approx(by_months[6].mean_bp, rel=1.0)
