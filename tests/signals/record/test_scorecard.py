"""Calls settled by their own criterion, and what is concluded from them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from signals.allocation.criterion.relative import RelativePrice, as_days
from signals.cli.app import app
from signals.record.calls import recorded_calls
from signals.record.scorecard import MIN_WINDOWS, Thread, scorecard
from signals.record.settle import GRADES, Said, outcome_of, settle, spells
from signals.render.tables_of import point_rows

MONTHS = {"6m": 6, "12m": 12}


def said(as_of: dt.date, grade: str | None, **changes: object) -> Said:
    entry = as_of + dt.timedelta(days=3)
    call = Said(
        thread="A~B",
        as_of=as_of,
        grade=grade,
        version="1",
        threshold_pct=10,
        entry=None if grade is None else entry,
        checkpoints={}
        if grade is None
        else {"6m": entry + dt.timedelta(182), "12m": entry + dt.timedelta(365)},
        primary=None if grade is None else "12m",
        active_bp={"overweight": 250, "underweight": -250}.get(grade or "", 0),
        stances={"leg": 1 if grade == "overweight" else -1 if grade == "underweight" else 0},
        odds={},
        needs=() if grade else ("us.vix",),
    )
    return replace(call, **changes)


def price(first: dt.date, days: int, ratio, *, step: int = 1) -> RelativePrice:
    every = [first + dt.timedelta(n) for n in range(0, days, step)]
    open_days = [day for day in every if day.weekday() < 5]
    return RelativePrice(day=as_days(open_days), ratio=np.array([ratio(day) for day in open_days]))


def wave(day: dt.date) -> float:
    return 1 + 0.2 * float(np.sin(day.toordinal() / 60))


def fridays(first: dt.date, count: int) -> list[dt.date]:
    return [first + dt.timedelta(weeks=n) for n in range(count)]


def card(calls: Sequence[Said], prices: RelativePrice, kind="replayed", **changes):
    thread = Thread(calls=tuple(calls), price=prices, written_on=dt.date(2026, 1, 1), months=MONTHS)
    return scorecard([replace(thread, **changes)], kind)[0]


def test_twenty_calls_are_settled_as_by_hand():
    dice = np.random.default_rng(8)
    days = fridays(dt.date(2020, 1, 3), 60)[::3]
    calls = [said(day, str(dice.choice(GRADES))) for day in days]
    prices = price(dt.date(2020, 1, 1), 800, wave)
    holes = dice.random(len(prices)) < 0.15  # closes are missing here and there: the next one counts
    prices = RelativePrice(day=prices.day[~holes], ratio=prices.ratio[~holes])
    known = dict(zip(prices.day.tolist(), prices.ratio.tolist(), strict=True))

    expected = []
    for call in calls:
        ends = []
        for day in (call.entry, call.checkpoints["6m"]):
            later = [close for close in known if close >= day and (close - day).days <= 10]
            ends.append(min(later, default=None))
        if None not in ends:
            result = 100 * (known[ends[1]] / known[ends[0]] - 1)
            came = "overweight" if result > 10 else "underweight" if result < -10 else "neutral"
            expected.append((call.as_of, ends[0], ends[1], round(result, 9), came))

    found = settle(calls, "6m", prices)
    assert [
        (one.said.as_of, one.entered, one.ended, round(one.result_pct, 9), one.outcome) for one in found
    ] == expected
    assert len(expected) == 20
    assert {one.outcome for one in found} == set(GRADES)


def test_exactly_the_threshold_is_neutral_and_a_day_in_between_settles_nothing():
    assert outcome_of(10.0, 10) == outcome_of(-10.0, 10) == "neutral"
    day = dt.date(2021, 1, 1)
    spike = price(day, 500, lambda at: 2.0 if at.month == 3 else 1.0)  # doubled in March, back by July

    assert settle([said(day, "overweight")], "6m", spike)[0].outcome == "neutral"


def test_a_call_whose_closes_are_not_there_stays_open():
    calls = [said(day, "overweight") for day in fridays(dt.date(2021, 1, 1), 60)]
    found = card(calls, price(dt.date(2021, 1, 1), 400, wave))
    six, twelve = found.checkpoints

    assert (six.n + six.n_open, twelve.n + twelve.n_open) == (60, 60)
    assert six.n > twelve.n > 0
    assert twelve.n_open > 0


def test_a_repeated_call_is_one_spell():
    grades = ["overweight"] * 5 + ["neutral"] * 3 + ["overweight"] * 2
    calls = [said(day, grade) for day, grade in zip(fridays(dt.date(2021, 1, 1), 10), grades, strict=True)]
    found = settle(calls, "6m", price(dt.date(2021, 1, 1), 400, wave))

    assert [one.said.as_of for one in spells(found)] == [calls[0].as_of, calls[5].as_of, calls[8].as_of]


def test_below_twenty_windows_there_is_no_verdict_and_the_missing_years_are_said():
    calls = [said(day, "overweight") for day in fridays(dt.date(2018, 1, 5), 200)]
    twelve = card(calls, price(dt.date(2018, 1, 1), 2400, wave)).checkpoints[1]

    assert twelve.n_windows == 4  # 200 weeks of starts: not quite four years that do not overlap
    assert twelve.years_missing == 16
    assert twelve.verdict.code == "scorecard.too_few_windows"
    assert "16 more years" in twelve.verdict.text("en")
    assert twelve.edge == "unproven"


def seer(weeks: int) -> tuple[list[Said], RelativePrice]:
    """Calls that know the half year ahead."""
    first = dt.date(1990, 1, 5)
    prices = price(dt.date(1990, 1, 1), 7 * weeks + 500, wave)
    blind = [said(day, "neutral") for day in fridays(first, weeks)]
    came = {one.said.as_of: one.outcome for one in settle(blind, "6m", prices)}
    return [said(day, came.get(day, "neutral")) for day in fridays(first, weeks)], prices


def test_only_recorded_calls_can_show_an_edge():
    calls, prices = seer(52 * 21)
    recorded = card(calls, prices, "recorded").checkpoints[0]
    replayed = card(calls, prices, "replayed").checkpoints[0]

    assert recorded.n_windows >= MIN_WINDOWS
    assert recorded.hit_pct == 100.0
    assert recorded.verdict.code == replayed.verdict.code == "scorecard.better"
    assert (recorded.edge, replayed.edge) == ("shown", "unproven")


def test_rivals_legs_and_abstentions_are_counted():
    calls, prices = seer(100)
    silent = [said(day, None) for day in fridays(dt.date(1992, 1, 3), 10)]
    found = card([*calls, *silent], prices)
    point = found.checkpoints[0]
    rivals = {rival.name: rival for rival in point.rivals}

    assert (found.n_calls, found.n_abstained, found.needs) == (110, 10, (("us.vix", 10),))
    assert rivals["ours"].hit_pct == 100.0
    assert rivals["always_neutral"].signed_pp == 0.0
    assert rivals["always_overweight"].signed_pp == pytest.approx(-rivals["always_underweight"].signed_pp)
    assert 0 < rivals["momentum_12m"].n < point.n  # the first year has no year before it
    assert sum(map(sum, point.confusion)) == point.n
    (leg,) = point.legs
    assert leg.right_sign
    assert leg.after_supports_pp > 10 > -10 > leg.after_opposes_pp


def test_momentum_sees_no_close_after_the_day_of_the_call():
    day = dt.date(2021, 6, 4)
    jump = price(dt.date(2020, 1, 1), 900, lambda at: 1.0 if at <= day else 2.0)

    assert settle([said(day, "overweight")], "6m", jump)[0].momentum_pct == pytest.approx(0.0)


def test_pairs_are_pooled_with_windows_that_overlap_counted_once():
    calls, prices = seer(100)
    other = [replace(call, thread="C~D") for call in calls]
    threads = [
        Thread(calls=tuple(mine), price=prices, written_on=dt.date(2026, 1, 1), months=MONTHS)
        for mine in (calls, other)
    ]
    first, _, pooled = scorecard(threads, "replayed")

    assert pooled.checkpoints[0].n == 2 * first.checkpoints[0].n
    assert pooled.checkpoints[0].n_windows == first.checkpoints[0].n_windows
    assert pooled.checkpoints[0].signed_pp == first.checkpoints[0].signed_pp


# ---- from documents ------------------------------------------------------------------------------------------------


def entry(document: dict, recorded_at: str):
    """A log entry as a store would hand it over."""

    class Row:
        as_of = dt.date.fromisoformat(document["document"]["as_of"])
        thread_id = document["calls"][0]["thread_id"]
        document_hash = document["content_hash"]["value"]
        payload = json.dumps({"document": document})

    Row.recorded_at = recorded_at  # type: ignore[attr-defined]
    return Row


def test_a_call_recorded_after_its_entry_day_is_left_out():
    path = Path(__file__).parents[3] / "schema" / "samples" / "2" / "allocation-2024-02-16.json"
    document = json.loads(path.read_text(encoding="utf-8"))  # enters on Monday 2024-02-19
    in_time = recorded_calls([entry(document, "2024-02-19T08:00:00+00:00")])
    late = recorded_calls([entry(document, "2024-02-20T08:00:00+00:00")])

    assert (len(in_time.calls), in_time.n_late) == (1, 0)
    assert (len(late.calls), late.n_late) == (0, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("card") / "replayed"
    arguments = ["--sample", "--from", "2023-06-02", "--to", "2023-06-30", "--jobs", "1", "--step-days", "14"]
    assert CliRunner().invoke(app, ["replay", *arguments, "-o", str(made)]).exit_code == 0
    return made


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_shows_a_card_of_a_replay(folder: Path, lang: str):
    shown = CliRunner().invoke(app, ["scorecard", str(folder), "--sample", "--lang", lang])

    assert shown.exit_code == 0, shown.stderr
    assert {"en": "Hindsight, no track record", "zh": "并非历史业绩"}[lang] in shown.stdout
    assert "HSTECH~HSI" in shown.stdout


def test_the_command_writes_json_and_draws(folder: Path, tmp_path: Path):
    arguments = [
        "scorecard",
        str(folder),
        "--sample",
        "--format",
        "json",
        "--plot",
        str(tmp_path / "card.svg"),
        "--lang",
        "zh",
    ]
    shown = CliRunner().invoke(app, arguments)
    found = json.loads(shown.stdout)

    columns, rows = point_rows(found)
    assert found["kind"] == "replayed"
    assert [row[:3] for row in rows][:2] == [
        ("HSTECH~HSI", "replayed", "6m"),
        ("HSTECH~HSI", "replayed", "12m"),
    ]
    assert columns[-1] == "verdict"
    assert {point["edge"] for one in found["cards"] for point in one["checkpoints"]} == {"unproven"}
    drawn = (tmp_path / "card.svg").read_text(encoding="utf-8")
    for words in ("并非历史业绩", "个月后兑现比例", "超配", "内置样本"):
        assert words in drawn


def test_replayed_and_recorded_are_not_settled_together(folder: Path):
    both = CliRunner().invoke(app, ["scorecard", str(folder), "--log"])
    neither = CliRunner().invoke(app, ["scorecard"])

    assert both.exit_code == neither.exit_code == 2
    assert "never added up" in both.stderr.replace("\n", " ").replace("│", "") or "added" in both.stderr
