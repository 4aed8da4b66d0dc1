"""Every code has a sentence in both languages, and both speak of the same things."""

import ast
import datetime as dt
from pathlib import Path

import pytest

from signals.words import Names, Quantity, Word, catalogue, checked, domains, said, score_interval
from sources.door.judging.rules import EVENT_RULES, RULES

CODE = Path(__file__).parents[2] / "signals"


def used_codes() -> set[str]:
    """Codes named by `Word.of("…")` anywhere in the engine."""
    codes = set()
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "of"
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "Word"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                codes.add(node.args[0].value)
    return codes


def test_every_code_in_use_has_its_sentences():
    known = {f"{domain}.{name}" for domain in domains() for name in catalogue(domain)}
    assert used_codes() <= known


def test_every_rule_of_the_door_has_its_sentences():
    assert set(catalogue("gates")) >= RULES | EVENT_RULES


@pytest.mark.parametrize("domain", domains())
def test_chinese_sentences_are_chinese(domain):
    for name, entry in catalogue(domain).items():
        assert entry.en != entry.zh or not any(
            letter.isalpha() for letter in entry.en.format_map(_Blank())
        ), name


class _Blank(dict):
    def __missing__(self, key):
        return dt.date(2024, 1, 1) if key in {"day", "period"} else 0


def test_a_word_speaks_of_what_its_sentence_names():
    word = Word.of("facts.of_input", series="us.vix", reason=Word.of("facts.cannot_be_computed"))
    assert word.text("en") == "us.vix: cannot be computed from what is known"
    assert word.text("zh") == "us.vix：已知数据不足以计算"
    assert str(word) == word.text("en")


def test_a_word_refuses_other_parameters_and_unknown_codes():
    with pytest.raises(ValueError, match=r"speaks of \['reason', 'series'\]"):
        Word.of("facts.of_input", series="us.vix")
    with pytest.raises(KeyError, match=r"no sentence for .facts\.no_such"):
        Word.of("facts.no_such")


def test_quantities_and_names_are_said_in_the_language_asked_for():
    assert (Quantity(3.58, "cuts").text("en"), Quantity(3.58, "cuts").text("zh")) == ("3.58 cuts", "3.58次")
    assert Names("RRR", "存款准备金率").text("zh") == "存款准备金率"
    assert said("typed by a person", "zh") == "typed by a person"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ({"en": "of {day}", "zh": "无"}, r"en speaks of \['day'\], zh of \[\]"),
        ({"en": "alone"}, r"expected en and zh, found \['en'\]"),
    ],
)
def test_a_sentence_without_its_twin_is_refused(raw, found):
    with pytest.raises(ValueError, match=found):
        checked("demo.word", raw)


def test_a_score_is_one_number_or_the_interval_that_it_is_known_to():
    assert (score_interval((2000, 2000)), score_interval((-500, 1000))) == ("+0.20", "-0.05 … +0.10")
