"""The Python API: what its page shows runs, and the frames say what the commands say."""

import re
from pathlib import Path

import pandas as pd
import pytest

import signals
from signals.config import ConfigError

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def panel():
    return signals.panel_on(signals.open_data(sample=True), "2024-02-16")


def test_the_page_of_the_api_runs():
    blocks = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs/python.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert len(blocks) >= 6
    exec(compile("\n".join(blocks), "docs/python.md", "exec"), {})  # noqa: S102 - our own page


def test_every_name_of_the_package_is_there_and_no_other():
    assert set(dir(signals)) == set(signals.__all__)
    assert all(getattr(signals, name) for name in signals.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = signals.nothing


def test_the_frames_are_indexed_by_what_they_are_about(panel):
    facts = signals.facts_frame(panel, "us.fed.")
    assert all(name.startswith("us.fed.") for name in facts.index)
    assert set(facts["status"]) <= {"ok", "suspect", "stale", "unreleased", "missing"}
    path = signals.path_frame(panel)
    assert isinstance(path.index, pd.DatetimeIndex)
    assert path["p_cut_by"].between(0, 1).all()
    fan = signals.fan_frame(panel)
    assert (fan["interval_90_low_pct"] < fan["median_pct"]).all()
    assert (fan["median_pct"] < fan["interval_90_high_pct"]).all()


def test_one_strategy_is_asked_for_by_its_name(panel):
    assert [call.call_id for call in signals.allocate(panel, "hstech").calls] == ["HSTECH~HSI@2024-02-16"]
    with pytest.raises(ConfigError, match="hstec"):
        signals.allocate(panel, "hstec")


def test_a_prefix_asks_only_the_readings_that_may_answer(panel):
    assert list(signals.facts_frame(panel, "us.vix").index) == ["us.vix"]


def test_without_a_day_the_last_one_of_the_data_is_meant():
    data = signals.open_data(sample=True)
    assert signals.panel_on(data).as_of >= signals.panel_on(data, "2024-02-16").as_of


def test_a_report_is_checked_as_the_command_does(panel):
    text = "Futures price more than five cuts for 2024. The VIX closed at 14.24."
    report = signals.check_report(panel, text)
    assert [(one.claim.about, one.verdict) for one in report.judged] == [
        ("fed.moves", "stale"),
        ("market.level", "confirmed"),
    ]
    marked = signals.check_report(panel, "<p>The VIX closed at <b>14.24</b>.</p>", html=True)
    assert [one.verdict for one in marked.judged] == ["confirmed"]
