"""``signals facts`` and ``signals check`` from the outside."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner, Result

from signals.cli.app import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--as-of", "2024-02-16", "--sample"])


def words_of(result: Result) -> str:
    return " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.parametrize(
    ("prefix", "hint"),
    [
        ("zzz", "names start with "),
        ("us.zz", "us.fed, us.ixic"),
        ("us.fed.cutz_2024", "did you mean 'us.fed.cuts_2024'?"),
    ],
)
def test_a_prefix_that_no_fact_has_is_refused_with_what_is_near(prefix: str, hint: str) -> None:
    for form in ("table", "json"):
        result = run("facts", prefix, "--format", form)
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"no fact starts with '{prefix}'" in words_of(result)
        assert hint in words_of(result)


@pytest.mark.parametrize("prefix", ["us.vix", "us.fed.p_cut_by.2024-0", "us.fed.p_cut_by.2031", "us.fed"])
def test_the_start_of_a_fact_that_may_be_is_no_mistake(prefix: str) -> None:
    assert run("facts", prefix).exit_code == 0


def test_an_impossible_day_inside_a_name_is_refused() -> None:
    result = run("check", "us.fed.p_cut_by.2024-05-99 > 0.5")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "column 17: 2024-05-99 is no date" in words_of(result)


def test_a_number_is_said_in_the_units_of_its_language() -> None:
    for lang, said in (("en", "14.24 pts"), ("zh", "14.24点")):
        assert f"  {said}  (" in run("check", "us.vix > 14 pts", "--lang", lang).stdout
    assert "概率 prob" in run("facts", "us.fed.p_cut_next", "--lang", "zh").stdout


def test_a_label_speaks_of_the_numbers_in_the_name_of_its_fact() -> None:
    inflation = run("facts", "us.cpi.year_average.p_below_2_5pct").stdout
    assert "ends below 2.5 %" in inflation
    assert "at least 1 quarter point lower" in run("facts", "us.fed.p_at_least_1_cuts_2024").stdout
    assert "n个月" not in run("facts", "us.cpi.trend", "--lang", "zh").stdout


@pytest.mark.parametrize("name", ["draft.md", "reports/friday", "周报.docx"])
def test_a_report_that_is_not_there_is_no_unknown_fact(name: str) -> None:
    result = run("check", name)

    assert result.exit_code == 2
    assert f"{name}: no such file" in words_of(result)


@pytest.mark.parametrize("sentence", ["The Fed will cut in May", "降息概率超过七成"])
def test_prose_as_an_argument_is_told_where_prose_is_read(sentence: str) -> None:
    result = run("check", sentence)

    assert result.exit_code == 2
    assert "signals check - --as-of DATE" in words_of(result)


def test_a_comparison_without_its_sign_is_told_which_there_are() -> None:
    assert "expected one of < <= > >= == !=" in run("check", "us.fed.cuts_2024 above 5").stderr
