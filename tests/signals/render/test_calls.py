"""The screens about calls: whole at every width, in both languages, with any text in them."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from signals.allocation.changes import changes_between
from signals.allocation.contract import AllocationDocument, FactRecord, read_document
from signals.render.call import allocate, diff, explain, first
from signals.render.call.phrases import rule_words, telling
from signals.render.page.writing import html, markdown
from signals.safe_text import line, plain

SAMPLE = Path(__file__).parents[3] / "schema" / "samples" / "2" / "allocation-2024-02-16.json"
RAW = json.loads(SAMPLE.read_text(encoding="utf-8"))
DOCUMENT = read_document(RAW)


def shown(part: object, width: int, *, terminal: bool = True) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, force_terminal=terminal, color_system=None, highlight=False).print(part)
    return stream.getvalue()


def screens(document: AllocationDocument, lang: str) -> list[object]:
    older = document.model_copy(update={"facts": (), "calls": document.calls})
    return [
        allocate.screen(document, lang),
        explain.screen(document, document.calls[0], lang),
        diff.screen(changes_between(older, document), older, document, lang),
    ]


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_cut(width: int, lang: str):
    for part in screens(DOCUMENT, lang):
        out = shown(part, width)
        assert max(cell_len(row) for row in out.splitlines()) <= width
        assert "…" not in out.replace(" … ", "")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_tree_goes_down_to_the_source(lang: str):
    out = shown(explain.screen(DOCUMENT, DOCUMENT.calls[0], lang), 10_000, terminal=False)
    known = "最新输入发布于2024-02-13，最旧" if lang == "zh" else "newest input of 2024-02-13, oldest"

    for words in (
        "us.cpi.trend.p_falling_12m >= 65 pct",
        known,
        "us.gasoline.regular",
        "strategies/hstech.toml",
    ):
        assert words in out


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_columns_line_up_in_cells_not_in_characters(lang: str):
    out = shown(allocate.screen(DOCUMENT, lang), 120).splitlines()
    rows = [row for row in out if row.startswith(("  ✓", "  ✗", "  ▼"))]
    ends = {cell_len(row.rstrip()) for row in rows if row.rstrip().endswith(("2024-02-16", "2024-02-13"))}

    assert len(rows) > 5
    assert len(ends) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_verdict_number_and_flag_is_on_the_screen(lang: str):
    out = shown(allocate.screen(DOCUMENT, lang), 10_000, terminal=False)
    key = "zh" if lang == "zh" else "en"

    for call in DOCUMENT.calls:
        assert getattr(call.headline, key) in out
        for leg in call.drivers:
            assert getattr(leg.name, key) in out
        for scheduled in telling(call):
            assert str(scheduled.on) in out
    for flag in DOCUMENT.risk_flags:
        assert getattr(flag.title, key) in out
    for claim in DOCUMENT.claim_checks:
        assert getattr(claim.summary, key) in out
    for said in DOCUMENT.disclosures:
        assert getattr(said, key) in out


nasty = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["[bold]x[/bold]", "[/]", "\x1b[31mred\x1b[0m", "a\x07b", "\u202egnp.exe", "\\[", "a\nb\tc", ":smile:"]
)


@settings(max_examples=60)
@given(nasty)
def test_any_text_is_shown_as_text(text: str):
    out = shown(line(text), 500, terminal=False)

    assert "\x1b" not in out
    assert "\u202e" not in out
    assert out.strip() == plain(text).strip()


@pytest.mark.parametrize("text", ["[bold]x[/bold]", "[/]", "\x1b[2J\x1b[31m", "\u202eevil"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_document_with_hostile_text_still_prints(text: str, lang: str):
    hostile = json.loads(json.dumps(RAW))
    _poison(hostile, text)
    for part in screens(read_document(hostile), lang):
        out = shown(part, 100, terminal=False)
        assert "\x1b" not in out
        assert "\u202e" not in out
        if "[" in text and "\x1b" not in text:
            assert text in out


def _poison(node: object, text: str) -> None:
    """Put ``text`` behind every sentence, reason, label and source."""
    if isinstance(node, dict):
        for key, child in node.items():
            free = {"en", "zh-CN", "reason", "derivation", "source", "weight_reason", "quote", "thread_id"}
            if key in free and isinstance(child, str):
                node[key] = child + text
            else:
                _poison(child, text)
    elif isinstance(node, list):
        for child in node:
            _poison(child, text)


def test_an_abstention_names_what_it_needs():
    raw = json.loads(json.dumps(RAW))
    call = raw["calls"][0]
    call["rating"]["model_grade"] = call["rating"]["published_grade"] = None
    call["conviction"]["level"] = call["criterion"] = call["horizon"] = call["probability"] = None
    raw["abstentions"] = [
        {
            "thread_id": call["thread_id"],
            "reason": "FACTS_UNKNOWN",
            "detail": {"en": "x", "zh-CN": "x"},
            "needs": ["us.vix", "us.no_such"],
        }
    ]
    document = read_document(raw)

    assert "What it needs to decide" in shown(allocate.screen(document, "en"), 100)
    assert "VIX" in shown(allocate.screen(document, "en"), 100)
    assert "作出判断所需" in shown(allocate.screen(document, "zh"), 100)


def test_every_flip_of_a_single_fact_comes_before_any_set_of_several():
    raw = json.loads(json.dumps(RAW))
    flips = raw["calls"][0]["flips"]
    several = json.loads(json.dumps(flips["minimal_sets"][0]))
    several["changes"].append({**several["changes"][0], "fact": "us.vix"})
    singles = []
    for name, cost in (("us.vix", None), ("us.fed.cuts_12m", None), ("cn.policy.lpr_5y_cut_60d", 4.0)):
        one = json.loads(json.dumps(several))
        one["changes"] = [{**one["changes"][0], "fact": name, "distance": cost, "distance_sigma": cost}]
        singles.append({**one, "cost_sigma": cost})
    flips["minimal_sets"] = [several, *singles, several]
    flips["nearest"], flips["nearest_alone"] = several, singles[-1]
    rows = [
        row.split()[0] for row in shown(allocate.screen(read_document(raw), "en"), 10_000).splitlines() if row
    ]

    ways = [word for word in rows if word in {"nearest", "alone", "also"}]
    assert ways == ["alone", "alone", "alone", "nearest", "nearest"]


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "not every combination could be tried"), ("zh", "组合过多，未能逐一试过")]
)
def test_a_list_of_ways_that_was_cut_short_says_so_on_every_screen_and_page(lang: str, words: str):
    raw = json.loads(json.dumps(RAW))
    raw["calls"][0]["flips"]["complete"] = False
    cut = read_document(raw)

    def pages(document: AllocationDocument) -> list[str]:
        parts = (
            first.first_screen(document, lang),
            allocate.screen(document, lang),
            explain.screen(document, document.calls[0], lang),
        )
        return [*(shown(part, 200) for part in parts), html([document], [lang]), markdown([document], [lang])]

    assert all(words in page for page in pages(cut))
    assert not any(words in page for page in pages(DOCUMENT))


@pytest.mark.parametrize(
    ("lang", "dated", "undated"),
    [
        ("en", "from the close of 2024-02-19, on 2024-08-19", "from the first close after 2024-02-16"),
        ("zh", "自2024-02-19收盘起算，于2024-08-19", "自2024-02-16之后首个收盘起算"),
    ],
)
def test_the_entry_is_dated_only_where_the_trading_days_are_known(lang: str, dated: str, undated: str):
    raw = json.loads(json.dumps(RAW))

    assert dated in shown(allocate.screen(read_document(raw), lang), 10_000)
    raw["calls"][0]["criterion"]["entry"]["calendar"] = None
    out = shown(allocate.screen(read_document(raw), lang), 10_000)
    assert undated in out
    assert "2024-02-19" not in out


def _fact(**changes: object) -> FactRecord:
    first = next(fact for fact in DOCUMENT.facts if fact.released_at is not None and fact.value is not None)
    return first.model_copy(update=changes)


def test_an_age_is_said_of_the_input_that_has_it():
    day = dt.date(2024, 2, 13)
    as_of = dt.date(2024, 2, 16)

    one = _fact(released_at=day, age_days=3)
    assert explain.known_words(one, as_of, "en") == "known since 2024-02-13 (3 days old)"
    several = _fact(released_at=day, age_days=7)
    assert explain.known_words(several, as_of, "en") == "newest input of 2024-02-13, oldest input 7 days old"
    assert explain.known_words(several, as_of, "zh") == "最新输入发布于2024-02-13，最旧输入已有7天"
    missing = _fact(value=None, released_at=day, age_days=7)
    assert explain.known_words(missing, as_of, "en") == ""


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_only_what_is_known_of_an_input_is_printed(lang: str):
    out = shown(explain.screen(DOCUMENT, DOCUMENT.calls[0], lang), 10_000, terminal=False)

    assert "calendar.fomc" in out
    assert "None" not in out
    assert not [row for row in out.splitlines() if "calendar.fomc:" in row and "?" in row]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("2 events → 0 events", "→ <= 35 % (", "→ > -1 cuts")),
        ("zh", ("2件 → 0件", "→ <= 35%（", "→ > -1次")),
    ],
)
def test_a_target_is_said_in_the_units_of_its_value(lang: str, words: tuple[str, ...]):
    for part in screens(DOCUMENT, lang)[:2]:
        out = shown(part, 10_000, terminal=False)
        assert [word for word in words if word not in out] == []


@pytest.mark.parametrize(("lang", "leg"), [("en", "→ Restrictive regulation"), ("zh", "→ 监管收紧")])
def test_a_flag_names_the_leg_that_it_threatens(lang: str, leg: str):
    out = shown(allocate.screen(DOCUMENT, lang), 10_000, terminal=False)

    assert leg in out
    assert "cn_regulation" not in out


def test_a_stop_rule_is_said_in_words():
    labels = {"us.vix": "VIX收盘", "cn.rrr": "降准"}

    assert (
        rule_words("all(us.vix >= 40 pts, cn.rrr < 1 pct)", labels, "zh") == "all(VIX收盘 >= 40点、降准 < 1%)"
    )
    assert rule_words("us.x >= 1 days", {}, "en") == "us.x >= 1 day"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_flag_that_is_gone_is_named_by_its_title(lang: str):
    gone = next(flag for flag in DOCUMENT.risk_flags if flag.id.startswith("event."))
    newer = DOCUMENT.model_copy(update={"risk_flags": ()})
    changes = changes_between(DOCUMENT, newer)

    assert {flag.id for flag in changes.cleared} == set(changes.flags_cleared)
    out = shown(allocate.screen(newer.model_copy(update={"changes": changes}), lang), 10_000, terminal=False)
    assert gone.id not in out
    assert (gone.title.zh if lang == "zh" else gone.title.en) in out


def test_the_calendar_leaves_out_what_changes_nothing():
    call = DOCUMENT.calls[0]
    first = call.flips.scheduled[0]
    days = [dt.date(2024, 3, 1), dt.date(2024, 3, 1), dt.date(2024, 3, 5), dt.date(2024, 3, 9)]
    scores = [(3500, 3500), (3500, 3500), (3500, 3500), (2000, 2000)]
    flips = tuple(
        first.model_copy(update={"on": on, "new_score_bp": score, "new_grade": "overweight"})
        for on, score in zip(days, scores, strict=True)
    )
    held = call.score.model_copy(update={"interval_bp": (1500, 1500)})
    changed = call.model_copy(
        update={"score": held, "flips": call.flips.model_copy(update={"scheduled": flips})}
    )

    assert [flip.on for flip in telling(changed)] == [days[0], days[1], days[3]]


def test_a_missing_fact_shows_no_day_since_when_it_is_known():
    raw = json.loads(json.dumps(RAW))
    leaf = raw["calls"][0]["drivers"][0]["supports"]["children"][0]
    leaf |= {"actual": None, "status": "missing", "verdict": "unknown", "released_at": "2024-02-01"}
    document = read_document(raw)

    assert "2024-02-01" not in shown(allocate.screen(document, "en"), 10_000)
    assert "（缺失）" in shown(allocate.screen(document, "zh"), 10_000).replace("(缺失)", "（缺失）")
