"""The house view: weights that add up to zero exactly, an outside tracking error, limits that bind."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signals.allocation.book.view import LEAST_WEEKS, Book, Returns, house_view, net
from signals.allocation.contract import ActiveWeight
from signals.rules.strategy import Bilingual

SIDES = ("AAA", "BBB", "CCC", "MKT")


def returns(weeks: int = 104, seed: int = 7) -> Returns:
    drawn = np.random.default_rng(seed).normal(0, 0.03, (weeks, len(SIDES)))
    return Returns(
        by_side={side: drawn[:, place].tolist() for place, side in enumerate(SIDES)},
        first=dt.date(2022, 2, 25),
        last=dt.date(2024, 2, 16),
    )


def book(**limits: int) -> Book:
    asked = {"budget_bp": 10_000, "max_tracking_error_bp": 10_000, "covariance_weeks": 104} | limits
    return Book(id="made", title=Bilingual(en="Made", zh="虚构"), **asked)


@pytest.fixture
def document_with(make_document):
    made = make_document()
    (call,) = made.calls

    def document(**weights: int):
        calls = tuple(
            call.model_copy(
                update={
                    "thread_id": f"{side}~MKT",
                    "tilt": call.tilt.model_copy(
                        update={
                            "active": (
                                ActiveWeight(id=side, active_bp=weight),
                                ActiveWeight(id="MKT", active_bp=-weight),
                            )
                        }
                    ),
                }
            )
            for side, weight in weights.items()
        )
        return made.model_copy(update={"calls": calls})

    return document


def view(document, limits: Book | None = None, known: Returns | None = None):
    known = known or returns()

    def of(sides):
        return Returns(
            by_side={side: known.by_side[side] for side in sides if side in known.by_side},
            first=known.first, last=known.last, missing=known.missing,
        )  # fmt: skip

    return house_view(limits or book(), document, of)


def weights_of(found) -> dict[str, int]:
    return {one.id: one.active_bp for one in found.weights}


def test_tilts_are_netted_over_the_side_that_they_share(document_with):
    found = view(document_with(AAA=300, BBB=-100, CCC=0))

    assert weights_of(found) == {"AAA": 300, "BBB": -100, "MKT": -200}
    assert found.gross_bp == 300
    assert found.binding == "none"


def test_the_tracking_error_is_that_of_pandas(document_with):
    # pandas' sample covariance of the same weekly returns, times 52 weeks, is the outside witness
    found = view(document_with(AAA=300, BBB=-100, CCC=50))
    weights = pd.Series(weights_of(found))
    yearly = pd.DataFrame(dict(returns().by_side)).cov() * 52

    expected = math.sqrt(weights @ yearly.loc[weights.index, weights.index] @ weights)
    assert found.tracking_error_bp == pytest.approx(expected, abs=0.005)
    assert (found.weeks, found.last_week) == (104, dt.date(2024, 2, 16))


def test_the_budget_scales_every_tilt_alike(document_with):
    found = view(document_with(AAA=300, BBB=300), book(budget_bp=300))

    assert weights_of(found) == {"AAA": 150, "BBB": 150, "MKT": -300}
    assert (found.gross_bp, found.binding) == (300, "budget")
    assert [member.stated_bp for member in found.members] == [300, 300]
    assert [member.active_bp for member in found.members] == [150, 150]


def test_the_tracking_error_scales_too_and_is_named(document_with):
    found = view(document_with(AAA=300, BBB=300), book(max_tracking_error_bp=20))

    assert found.tracking_error_bp <= 20
    assert found.tracking_error_bp > 19
    assert found.binding == "tracking_error"


weight = st.integers(-500, 500)


@settings(max_examples=60)
@given(weight, weight, weight, st.integers(1, 600), st.integers(1, 200))
def test_weights_add_up_to_zero_and_keep_every_limit(aaa: int, bbb: int, ccc: int, budget: int, error: int):
    tilts = {
        side: (ActiveWeight(id=side, active_bp=value), ActiveWeight(id="MKT", active_bp=-value))
        for side, value in (("AAA", aaa), ("BBB", bbb), ("CCC", ccc))
    }
    from signals.allocation.book.view import _covariance, _error_bp, _factor, _gross_bp, _scaled

    covariance = _covariance(returns())
    limits = book(budget_bp=budget, max_tracking_error_bp=error)
    factor, _ = _factor(limits, tilts, lambda part: _error_bp(net(_scaled(tilts, part)), covariance))
    weights = net(_scaled(tilts, factor))

    assert sum(weights.values()) == 0
    assert _gross_bp(weights) <= budget
    assert _error_bp(weights, covariance) <= error


def test_without_closes_the_tracking_error_is_unknown_and_says_why(document_with):
    known = Returns(by_side={}, missing=("BBB",))
    found = view(document_with(AAA=100, BBB=100), known=known)

    assert (found.tracking_error_bp, found.weeks) == (None, 0)
    assert "BBB" in found.reason.en
    assert "BBB" in found.reason.zh
    assert sum(weights_of(found).values()) == 0


def test_too_few_weeks_are_no_covariance(document_with):
    found = view(document_with(AAA=100), known=returns(weeks=LEAST_WEEKS - 1))

    assert found.tracking_error_bp is None
    assert str(LEAST_WEEKS) in found.reason.en


def test_a_book_without_weights_has_no_error_and_misses_nothing(document_with):
    found = view(document_with(AAA=0), known=Returns(by_side={}))

    assert (found.weights, found.tracking_error_bp, found.reason.en) == ((), 0.0, "")


def test_members_stand_by_conviction(document_with, make_document):
    document = document_with(AAA=100, BBB=100)
    low, high = document.calls
    calls = (
        low.model_copy(update={"conviction": low.conviction.model_copy(update={"level": "low"})}),
        high.model_copy(update={"conviction": high.conviction.model_copy(update={"level": "high"})}),
    )
    found = view(document.model_copy(update={"calls": calls}))

    assert [(member.rank, member.thread_id) for member in found.members] == [(1, "BBB~MKT"), (2, "AAA~MKT")]
