"""The first screen: 24 lines of 80 columns that say what the call is, why, and what happens next."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from signals.allocation.contract import AllocationDocument, read_document
from signals.cli import app
from signals.render.call.first import first_screen
from signals.wording.folding import cut, fold

SAMPLE = Path(__file__).parents[3] / "schema" / "samples" / "2" / "allocation-2024-02-16.json"


def made(*arguments: str) -> AllocationDocument:
    result = CliRunner().invoke(app, ["allocate", "--sample", "--format", "json", *arguments])
    assert result.exit_code == 0, result.stderr
    return read_document(json.loads(result.stdout))


@pytest.fixture(scope="module")
def documents() -> dict[str, AllocationDocument]:
    return {
        "the eve of a window's end": made("--as-of", "2024-01-12"),
        "many flags": made("--as-of", "2024-02-16", "--claims", "example"),
        "another strategy": made("--as-of", "2024-02-16", "--strategy", "nasdaq"),
        "no call": made("--as-of", "2023-10-12"),
        "several": made("--as-of", "2024-02-16", "--strategy", "hstech", "--strategy", "nasdaq"),
    }


def shown(document: AllocationDocument, lang: str) -> list[str]:
    stream = io.StringIO()
    Console(file=stream, width=80, force_terminal=True, color_system=None, highlight=False).print(
        first_screen(document, lang)
    )
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "which", ["the eve of a window's end", "many flags", "another strategy", "no call", "several"]
)
def test_the_first_screen_fits_24_lines_of_80_columns(documents, which: str, lang: str):
    rows = shown(documents[which], lang)

    assert len(rows) <= 24
    assert max(cell_len(row) for row in rows) <= 80


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_leg_has_one_line_with_a_number(documents, lang: str):
    document = documents["the eve of a window's end"]
    rows = shown(document, lang)

    for leg in document.calls[0].drivers:
        name = leg.name.zh if lang == "zh" else leg.name.en
        (row,) = (row for row in rows if name in row and row.startswith(("▲", "▼", "·", "?")))
        assert re.search(r"\d", row.split(name)[1])


def test_the_easing_leg_says_what_decides_it(documents):
    rows = "\n".join(shown(documents["many flags"], "en"))

    assert "1.8 cuts taken back in 20 days, limit 1" in rows


def test_the_headline_names_the_day_on_which_the_calendar_turns_the_call(documents):
    document = documents["the eve of a window's end"]

    assert "becomes Overweight on 2024-02-21" in document.headline.en
    assert "2024-02-21（40天后）转为超配" in document.headline.zh
    assert "sigma" not in document.headline.en
    assert "2024-02-21" in "\n".join(shown(document, "zh"))  # never broken over two rows


def test_a_counted_window_has_no_distance_in_sigmas(documents):
    facts = {fact.id: fact for fact in documents["the eve of a window's end"].facts}

    assert facts["cn.policy.regulation_restrictive_60d"].week_sigma is None
    assert facts["us.vix"].week_sigma is not None
    sets = documents["the eve of a window's end"].calls[0].flips.minimal_sets
    counted = [change for one in sets for change in one.changes if change.fact.startswith("cn.policy.")]
    assert counted
    assert all(change.distance_sigma is None for change in counted)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_at_most_five_flags_and_the_gravest_first(documents, lang: str):
    rows = shown(documents["the eve of a window's end"], lang)
    marks = [row[6:9].strip() for row in rows if re.match(r"(Flags|提示)?\s+(!!|! )", row)]

    assert 1 <= len(marks) <= 5
    assert marks == sorted(marks, key=lambda mark: -len(mark))


@pytest.mark.parametrize("text", ["\x1b[2J\x1b[31m", "\u202eevil", "[bold]x[/bold]", "x" * 10_000, "a\nb"])
def test_hostile_text_stays_inside_its_line(documents, text: str):
    raw = json.loads(documents["the eve of a window's end"].model_dump_json(by_alias=True))
    poisoned = json.loads(json.dumps(raw))
    for lang in ("en", "zh-CN"):
        poisoned["calls"][0]["headline"][lang] = text
        for part in (*poisoned["calls"][0]["drivers"], *poisoned["facts"]):
            part["name" if "name" in part else "label"][lang] = text
        for flag in poisoned["risk_flags"]:
            flag["title"][lang] = text
    for lang in ("en", "zh"):
        rows = shown(read_document(poisoned), lang)
        assert len(rows) <= 24
        assert max(cell_len(row) for row in rows) <= 80
        assert not {"\x1b", "\u202e"} & set("".join(rows))


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("截至2024-02-21转为超配。", 14, ["截至2024-02-21", "转为超配。"]),
        ("标配（恒生）。", 12, ["标配（恒", "生）。"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("", 10, [""]),
    ],
)
def test_folding_keeps_words_dates_and_closing_marks_whole(text: str, width: int, rows: list[str]):
    assert fold(text, width) == rows


def test_a_cut_text_ends_in_an_ellipsis_inside_the_width():
    assert cut("恒生科技指数", 7) == "恒生科…"
    assert cut("short", 7) == "short"
