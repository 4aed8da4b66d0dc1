from __future__ import annotations

from pathlib import Path

import pytest

from signals.config import ConfigError, config_root
from signals.opening import catalogue
from signals.readings import vocabulary
from signals.rules.compiled import load_rules
from signals.rules.lint import lint
from signals.rules.loading import load_strategy, strategy_names

WORDS = vocabulary(catalogue())
TEMPLATE = (config_root() / "strategies" / "template.toml").read_text(encoding="utf-8")


def complaints(folder: Path, text: str) -> list[str]:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return [str(problem).removeprefix(f"{path}:") for problem in lint(path, WORDS).problems]


def changed(old: str, new: str) -> tuple[str, int]:
    """The template with one change, and the line on which it is."""
    assert old in TEMPLATE
    return TEMPLATE.replace(old, new, 1), TEMPLATE[: TEMPLATE.index(old)].count("\n") + 1


@pytest.mark.parametrize("name", strategy_names())
def test_the_shipped_strategies_are_fine_and_their_examples_hold(name):
    report = lint(config_root() / "strategies" / f"{name}.toml", WORDS)
    assert report.problems == ()
    assert report.examples >= 3


@pytest.mark.parametrize(
    ("old", "new", "column", "says"),
    [
        ('"us.vix < 5 pts"', '"us.vxi < 5 pts"', 13, "unknown fact 'us.vxi'; did you mean 'us.vix'?"),
        ('"us.vix < 5 pts"', '"us.vix < 5 cuts"', 24, "unit 'cuts' does not fit; us.vix is in pts"),
        ('"us.vix < 5 pts"', '"us.vix < 5"', 23, "5 needs a unit"),
        ('"us.vix < 5 pts"', '"us.vix == 5 pts"', 20, "hinges on its last digit"),
        ("max_tracking_error_bp = 50", "max_traking_error_bp = 50", 1, "did you mean 'max_tracking_error_bp'?"),
        ("leave_bp = 5000", "leave_bp = 5000\nleave_bp = 4000", 16, "duplicate key `leave_bp`"),
        ("leave_bp = 5000", "leave_bp = 50O0", 14, ""),
        ("leave_bp = 5000", 'leave_bp = "5000"', 12, "expected a whole number; found '5000'"),
        ("leave_bp = 5000", "leave_bp = 10001", 12, "less than or equal to 10000; found 10001"),
        ('funding = "MARKET"', 'funding = "MARKTE"', 11, "no benchmark is called 'MARKTE'; did you mean"),
        ('kind = "sector_index"', 'kind = "sector"', 8, "found 'sector'"),
        ('supports = "us.vix < 5 pts"', "supports = { al = [] }", 12, "a table with all, any, not or at_least"),
        ('supports = "us.vix < 5 pts"', "supports = 20", 12, "expected a comparison in quotes"),
        ('supports = "us.vix < 5 pts"', "supports = { all = [] }", 20, "at least 1 item"),
        ('supports = "us.vix < 5 pts"', 'supports = { at_least = 2, of = ["us.vix < 5 pts"] }', 25,
         "at_least = 2, but `of` lists only 1"),
        ('supports = "us.vix < 5 pts"', 'supports = { all = ["us.vix < 5 pts", "us.vix > 30 pts"] }', 12,
         "this condition can never hold, whatever its facts are"),
        ('supports = "us.vix < 5 pts"', 'supports = { any = ["us.vix < 5 pts", "us.vix >= 3 pts"] }', 12,
         "this condition always holds, whatever its facts are"),
        ('opposes = "us.vix >= 100 pts"', 'opposes = "us.vix >= 3 pts"', 11, "can support and oppose at once"),
        ('"us.vix" = "4 pts"', '"us.vix" = "4 pst"', 15, "unit 'pst' does not fit; us.vix is in pts; did you"),
        ('"us.vix" = "4 pts"', '"us.vux" = "4 pts"', 1, "unknown fact 'us.vux'; did you mean 'us.vix'?"),
        ('"us.vix" = "4 pts"', '"us.vix" = true', 12, "us.vix is in pts"),
        ('"us.vix" = "4 pts"', '"us.cpi.yoy" = "3 pct"', 1, "no leg and no invalidation rule names 'us.cpi.yoy'"),
        ('grade = "overweight"', 'grade = "neutral"', 9,
         "expects neutral; the rules say overweight (score +10000 to +10000 bp)"),
        ("score_bp = [10000, 10000]", "score_bp = [9000, 10000]", 12, "the rules say [10000, 10000]"),
        ("months = 12, primary = true", "months = 12, primary = false", 0, "exactly one checkpoint must be primary"),
        ("review_by = 2027-05-31", "", 0, "needs `review_by`"),
    ],
)  # fmt: skip
def test_each_slip_is_one_clear_message_with_its_place(tmp_path, old, new, column, says):
    text, line = changed(old, new)
    (found,) = complaints(tmp_path, text)
    assert says in found
    if column:
        extra = new.count("\n")
        assert found.startswith(f"{line + extra}:{column}: ")


def test_weights_that_do_not_add_up_say_how_much_is_missing(tmp_path):
    text, _ = changed("weight_bp = 5000", "weight_bp = 4000")
    found = complaints(
        tmp_path, text.replace("score_bp = [10000, 10000]\n", "").replace("score_bp = [5000, 5000]\n", "")
    )
    assert any("the weights add up to 9000 bp, not 10000 bp; +1000 bp to go" in each for each in found)


def test_a_band_that_no_facts_reach_is_a_problem(tmp_path):
    text = TEMPLATE.replace('opposes = "us.vix >= 100 pts"', "").replace(
        'supports = "us.fed.cuts_12m >= 20 cuts"', ""
    )
    found = complaints(tmp_path, text)
    assert any(
        "the score can only reach -5000 to +5000 bp, so no grade is ever entered" in each for each in found
    )


def test_ids_that_clash_are_named(tmp_path):
    (found,) = complaints(tmp_path, TEMPLATE.replace('id = "appetite"', 'id = "macro"'))
    assert "legs has the id 'macro' twice" in found


def test_every_problem_of_a_file_is_reported_in_the_order_of_its_lines(tmp_path):
    text = TEMPLATE.replace("us.fed.cuts_12m >= 20 cuts", "us.fed.cuts_12m >= 20").replace(
        "us.vix < 5 pts", "us.vixx < 5 pts"
    )
    found = complaints(tmp_path, text)
    assert len(found) == 2
    lines = [int(each.split(":")[0]) for each in found]
    assert lines == sorted(lines)


def test_a_key_that_is_misspelled_is_not_also_called_missing(tmp_path):
    found = complaints(tmp_path, TEMPLATE.replace("weight_reason", "weight_raeson", 1))
    assert len(found) == 1
    assert "unknown key `weight_raeson`; did you mean 'weight_reason'?" in found[0]


def test_a_typo_never_evaluates(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(TEMPLATE.replace("us.vix < 5 pts", "us.vixx < 5 pts"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"mine\.toml:\d+:13: .*did you mean 'us\.vix'"):
        load_rules(path, WORDS)


def test_windows_line_ends_and_a_file_that_is_not_utf8_are_told_apart(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(TEMPLATE.replace("\n", "\r\n").encode())
    assert lint(path, WORDS).problems == ()
    path.write_bytes(TEMPLATE.encode("utf-16"))
    (problem,) = lint(path, WORDS).problems
    assert "not UTF-8" in problem.message


def test_a_strategy_is_found_by_name_in_any_case_or_by_path():
    assert load_strategy("HSTECH").thread_id == "HSTECH~HSI"
    assert load_strategy(config_root() / "strategies" / "nasdaq.toml").thread_id == "IXIC~SPX"
    with pytest.raises(ConfigError, match="did you mean 'hstech'"):
        load_strategy("hstehc")
    with pytest.raises(ConfigError, match="no such strategy file"):
        load_strategy("missing.toml")
