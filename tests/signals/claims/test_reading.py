"""What prose is read to say, in the normal form, and what is left alone."""

import datetime as dt
import json
from pathlib import Path

import pytest

from signals.claims.reader import read

ITEMS = Path(__file__).parents[3] / "benchmarks" / "claims_items"
SETS = (
    "open",
    "aside",
    "fresh",
    "last",
    "final",
    "unseen",
    *(f"press{n}" for n in range(1, 7)),
)
OPS = {("=", "~"), (">", ">="), ("<", "<=")}


def said(text, day):
    found = [one for sentence in read(text, dt.date.fromisoformat(day)) for one in sentence.claims]
    return [(one.about, one.when, one.op, one.value, one.unit, one.detail) for one in found]


def items(name):
    return [json.loads(row) for row in (ITEMS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def matches(wanted, claim):
    if claim[0] != wanted["about"] or claim[4] != wanted["unit"]:
        return False
    same_op = claim[2] == wanted["op"] or tuple(sorted((claim[2], wanted["op"]))) in {
        tuple(sorted(pair)) for pair in OPS
    }
    near = (
        claim[3] == wanted["value"]
        if isinstance(wanted["value"], str)
        else abs(float(claim[3]) - wanted["value"]) <= 2.5
    )
    return same_op and near


@pytest.mark.parametrize("name", SETS)
def test_nearly_every_claim_of_our_own_items_is_read_and_almost_nothing_else(name):
    wanted = right = told = 0
    for item in items(name):
        claims = said(item["text"], item["date"])
        hits = [one for one in item["claims"] if any(matches(one, claim) for claim in claims)]
        wanted, right, told = wanted + len(item["claims"]), right + len(hits), told + len(claims)
    assert right >= (0.75 if name in {"unseen", "press2", "press3"} else 0.85) * wanted
    assert told <= 1.1 * wanted


@pytest.mark.parametrize("item", [one for name in SETS for one in items(name) if not one["claims"] and not one["ignore"]], ids=lambda item: item["id"])  # fmt: skip
def test_a_sentence_that_claims_nothing_of_ours_is_left_alone(item):
    assert said(item["text"], item["date"]) == []


def test_two_heads_and_two_figures_bind_in_order():
    assert said("今日1年期、5年期LPR分别报3.1%和3.6%。", "2024-10-21") == [
        ("pboc.lpr", "2024-10-21", "=", 3.1, "pct", "1Y"),
        ("pboc.lpr", "2024-10-21", "=", 3.6, "pct", "5Y"),
    ]


def test_a_head_dropped_in_the_next_clause_is_carried_on():
    assert said("五月通胀按月零增长，按年3.3%。", "2024-06-14") == [
        ("cpi.headline", "2024-05", "=", 0.0, "pct", "mom"),
        ("cpi.headline", "2024-05", "=", 3.3, "pct", "yoy"),
    ]


def test_figures_of_others_are_not_taken_for_ours():
    assert said("PCE物价指数同比上涨2.4%，核心PCE同比上涨2.8%。", "2025-01-17") == []
    assert said("Services inflation rose 4.1% in March.", "2024-04-12") == []


def test_a_year_in_print_wins_over_the_meeting_that_was_meant():
    claims = said("an 80.1% chance of no change at the January 2024 meeting", "2025-12-19")
    assert claims == [("fed.odds", "2024-01-31", "=", 80.1, "pct", "hold")]


def test_a_condition_and_a_maybe_silence_odds():
    assert said("若非农转弱，9月降息概率将升至八成。", "2024-08-02") == []
    assert said("The odds of a June cut could jump to 60%.", "2024-04-12") == []


def test_what_a_house_expects_is_no_claim_but_what_it_says_of_the_market_is_not_ours_either():
    assert said("高盛预计美联储将于5月首次降息，全年降息5次。", "2024-02-16") == []


def test_every_quote_is_a_piece_of_the_text():
    text = "恆指終場大漲805.96點或3.69%，以22,620.33點作收，為去年10月7日以來最高。"
    for sentence in read(text, dt.date(2025, 2, 14)):
        for claim in sentence.claims:
            assert text[claim.start : claim.end] == claim.quote != ""


@pytest.mark.parametrize(
    "text",
    ["", "。" * 5_000, "\u200b" * 5_000, "(" * 5_000 + "CPI" + ")" * 5_000, "9" * 20_000, "降息" * 20_000, "<b>3%</b>" * 2_000,
     "一" * 20_000, "," * 20_000, "1-" * 10_000, "周" * 20_000],
)  # fmt: skip
def test_hostile_text_does_no_harm(text):
    read(text, dt.date(2024, 2, 16))
