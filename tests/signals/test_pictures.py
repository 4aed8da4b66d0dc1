"""Every picture has one look, speaks the language asked for, prints no boxes, and takes text for text."""

from __future__ import annotations

import datetime as dt

import pytest
from defusedxml import ElementTree
from typer.testing import CliRunner

from signals.cli.app import app
from signals.config import ConfigError
from signals.pictures import look
from signals.pictures.canvas import Around, canvas, dates_along, day_number, folded

SVG = "{http://www.w3.org/2000/svg}"


def texts(file) -> str:
    """The words of an SVG in Chinese, which are left as characters."""
    root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
    return "\n".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "colour", [look.MAIN, look.SECOND, look.MARK, look.GOOD, look.BAD, look.NEUTRAL], ids=str
)
def test_lines_are_seen_on_light_and_on_dark_ground(colour):
    assert min(contrast(colour, ground) for ground in (look.PAPER, "#ffffff", "#121212")) >= 3
    assert contrast(look.INK, look.PAPER) >= 7
    assert contrast(look.DIM, look.PAPER) >= 4.5


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("path",), "目标区间（%） 芝商所FedWatch规则 2024年 最新成交价 内置样本"),
        (("path", "--meeting", "2024-05-01"), "概率（%） 各目标区间的概率"),
        (("policy",), "降准0.5个百分点 美国2024年2月CPI 已撤回 截至2024-02-16"),
        (("appetite",), "恒生科技指数 40周均线 香港 相对恒生指数 指数收盘价"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_a_picture_in_chinese_is_in_chinese(tmp_path, command, words):
    file = tmp_path / "picture.svg"
    asked = [*command, "--as-of", "2024-02-16", "--lang", "zh", "--plot", str(file), "--format", "jsonl"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.stderr
    drawn = texts(file)
    assert [word for word in words.split() if word not in drawn] == []
    for english in ("rate", "target", "range", "meeting", "close", "source", "Source", "easing"):
        assert english not in drawn


def around(text: str) -> Around:
    return Around(title=text, shows=text, source=text, remarks=(text,))


HOSTILE = "$x_{\\frac$ & <script>alert(1)</script> \x1b[31m \u202e 100 % ]]>"


@pytest.mark.parametrize(("name", "lang"), [("a.svg", "zh"), ("a.svg", "en"), ("a.png", "en")])
def test_hostile_text_is_text(tmp_path, name, lang):
    file = tmp_path / name
    with canvas(file, (4, 2), around(HOSTILE), lang) as figure:
        figure.subplots().set_title(HOSTILE)
    if lang == "zh":
        assert "$x_{\\frac$ & <script>" in texts(file)
    drawn = file.read_bytes()
    assert not any(bad in drawn for bad in (b"\x1b[31m", "\u202e".encode()))
    if name.endswith(".svg"):
        assert [one for one in ElementTree.fromstring(drawn).iter() if "script" in str(one.tag)] == []


def test_chinese_without_a_font_is_an_error_and_a_strange_sign_a_question_mark(tmp_path, monkeypatch):
    monkeypatch.setattr(look, "chinese_fonts", tuple)
    with (
        pytest.raises(ConfigError, match=r"no font here has Chinese characters; write an \.svg, or install"),
        canvas(tmp_path / "a.png", (4, 2), around("趋势"), "en"),
    ):
        pass
    assert not (tmp_path / "a.png").exists()
    with canvas(tmp_path / "b.png", (4, 2), around("trend"), "en") as figure:
        text = figure.text(0, 0, "a \U0001f680 b")
    assert text.get_text() == "a ? b"


def test_long_lines_are_folded_between_words_and_between_chinese_characters():
    assert folded("one two three", 0.55, 8) == ["one two", "three"]
    assert folded("一二三四，五", 0.6, 12) == ["一二三", "四，五"]


@pytest.mark.parametrize(
    ("last", "lang", "labels"),
    [
        (dt.date(2024, 2, 16), "en", ["02-02", "02-09", "02-16"]),
        (dt.date(2024, 5, 20), "zh", ["2024年2月", "2024年3月", "2024年4月", "2024年5月"]),
        (dt.date(2028, 5, 20), "en", ["2025", "2026", "2027", "2028"]),
    ],
)
def test_dates_stand_at_round_days(tmp_path, last, lang, labels):
    first = dt.date(2024, 2, 1) if last.year == 2024 else dt.date(2024, 2, 2)
    with canvas(tmp_path / "a.svg", (4, 2), around("a"), lang) as figure:
        axes = figure.subplots()
        axes.set_xlim(day_number(first), day_number(last))
        dates_along(axes, first, last, lang)
    assert [label.get_text() for label in axes.get_xticklabels()] == labels
