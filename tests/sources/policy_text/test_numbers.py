"""Sizes as they are written, on this side of the strait and on the other, with and without blanks."""

from __future__ import annotations

import pytest

from sources.policy_text.clauses import plain
from sources.policy_text.numbers import amount_yi, pair_of_sizes, percent, sizes
from sources.prose.numerals import number
from sources.prose.plain import simplified


def read(text: str) -> list[float]:
    return [size.bp for size in sizes(simplified(plain(text)))]


@pytest.mark.parametrize(
    ("text", "bp"),
    [
        ("50bp释放", 50),
        ("25bps至3.95%", 25),
        ("50BP下调", 50),
        ("25 个基点", 25),
        ("0.25個百分點", 25),
        ("半个百分点", 50),
        ("一个半百分点", 150),
        ("四分之一个百分点", 25),
        ("¼个百分点", 25),
        ("半厘", 50),
        ("0.25厘至4.25厘", 25),
        ("四分一厘", 25),
        ("一碼", 25),
        ("两码", 50),
        ("半碼", 12.5),
        ("25点", 25),
        ("25个点子", 25),
        ("五十个基点", 50),
        ("1/4 percentage point", 25),
        ("a quarter point", 25),
        ("three-quarters of a percentage point", 75),
        ("a tenth of a percentage point", 10),
    ],
)
def test_a_size_is_read_as_it_is_written(text: str, bp: float) -> None:
    assert read(text) == [bp]


@pytest.mark.parametrize(
    "text",
    [
        "一码头",
        "一码通",
        "25点30分",
        "三点",
        "上升0.2点",
        "健康码",
        "二十五点钟",
        "降至4.25厘",
        "3厘米",
        "百分点",
        "4-1/4",
        "1/0 point",
    ],
)
def test_what_only_looks_like_a_size_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("分别下调10个和15个基点", (10, 15)),
        ("分别降0.5个、0.25个百分点", (50, 25)),
        ("分别为10个基点和15个基点", (10, 15)),
        ("下调10个基点，为15个基点", None),
    ],
)
def test_two_sizes_said_together_are_a_pair(text: str, pair: tuple[float, float] | None) -> None:
    assert pair_of_sizes(text) == pair


def test_two_numbers_of_one_unit_are_a_range() -> None:
    [size] = sizes("25至50个基点")
    assert size.is_range


@pytest.mark.parametrize(
    ("text", "value"), [("八十五", 85), ("两百", 200), ("三点二五", 3.25), ("四分三", 0.75), ("4-1/4", 4.25)]
)
def test_a_number_in_words(text: str, value: float) -> None:
    assert number(text) == value


def test_an_amount_is_in_100_million_yuan() -> None:
    assert amount_yi("增发国债1.2万亿元") == 12_000


def test_simplifying_keeps_every_place() -> None:
    written = "聯儲局宣布減息25點子，香港金管局隨之下調基本利率"
    assert len(simplified(written)) == len(written)
    assert simplified(written).startswith("联储局宣布减息25点子")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("加征10%关税", 10),
        ("税率由84%提高至125%", 125),
        ("raises tariffs from 84% to 125%", 125),
        ("no figure", None),
    ],
)
def test_a_percentage_is_the_level_reached_where_one_is_told(text: str, value: float | None) -> None:
    assert percent(text) == value
