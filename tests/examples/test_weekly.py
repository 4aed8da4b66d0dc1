"""The report generator of the examples: from the JSON alone, in a process of its own."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from signals.allocation.hashing import canonical, content_hash
from signals.cli import app

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "examples" / "weekly" / "weekly.py"
SAMPLE = ROOT / "schema" / "samples" / "2" / "allocation-2024-02-16.json"


@pytest.fixture
def document() -> dict:
    return json.loads(SAMPLE.read_text(encoding="utf-8"))


def weekly(folder: Path, document: dict) -> subprocess.CompletedProcess[str]:
    """Run the client with the standard library alone (-I -S), away from the project."""
    path = folder / "week.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", CLIENT, path],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
    )


def sealed(document: dict) -> dict:
    document["content_hash"]["value"] = content_hash(document)
    return document


def test_the_weekly_holds_its_sections_in_order_in_both_languages(tmp_path: Path, document: dict):
    done = weekly(tmp_path, document)

    assert done.returncode == 0
    heads = [row.removeprefix("## ") for row in done.stdout.splitlines() if row.startswith("## ")]
    assert heads == [
        "投资建议", "宏观与利率", "政策", "风险提示", "事件日历", "市场表现", "声明",
        "Investment advice", "Macro and rates", "Policy", "Risks", "Event calendar", "Markets", "Disclosures",
    ]  # fmt: skip


def test_a_sentence_that_the_facts_contradict_goes_to_the_editor_alone(tmp_path: Path, document: dict):
    done = weekly(tmp_path, document)

    for claim in document["claim_checks"]:
        told = claim["summary"]["en"] in done.stderr
        assert told == (claim["verdict"] in {"contradicted", "misdated"})
        assert claim["claim"]["en"] not in done.stdout


def test_its_draft_passes_the_check_of_claims(tmp_path: Path, document: dict):
    draft = tmp_path / "week.md"
    draft.write_text(weekly(tmp_path, document).stdout, encoding="utf-8")
    arguments = ["check", str(draft), "--as-of", "2024-02-16", "--sample", "--fail-on", "contradicted"]
    result = CliRunner().invoke(app, [*arguments, "--format", "json"])

    assert result.exit_code == 0, result.stdout[:2000]


def test_every_reason_is_told_with_a_number(tmp_path: Path, document: dict):
    out = weekly(tmp_path, document).stdout

    for leg in document["calls"][0]["drivers"]:
        for lang, start in (("en", r" (?:speaks|does not speak)"), ("zh-CN", "(?:支持|尚未表态)")):
            told = re.search(f"^{leg['name'][lang]}{start}.*$", out, flags=re.MULTILINE)
            assert told, leg["leg"]
            assert re.search(r"\d", told[0])


def test_tables_and_news_are_shown_as_they_are_given_and_nothing_later(tmp_path: Path, document: dict):
    (tmp_path / "news.csv").write_text(
        "date,category,title,source\n2024-02-15,product,A model is out,Paper\n2024-02-17,product,Tomorrow,Paper\n"
        '2024-03-01,ahead,A fair,Paper\n2024-02-14,chips,"Own | category",Paper\n',
        encoding="utf-8",
    )
    (tmp_path / "table.csv").write_text("company,PE\nAcme,12.5\n", encoding="utf-8")
    path = tmp_path / "week.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", CLIENT, path, "--news", "news.csv", "--table", "估值=table.csv"],
        capture_output=True, text=True, check=False, cwd=tmp_path, encoding="utf-8",
    )  # fmt: skip

    assert "| 产品 | 2024-02-15 | A model is out | Paper |" in done.stdout
    assert "| chips | 2024-02-14 | Own \\| category | Paper |" in done.stdout
    assert "| 前瞻 | 2024-03-01 | A fair | Paper |" in done.stdout
    assert "Tomorrow" not in done.stdout
    assert "## 估值" in done.stdout
    assert "| Acme | 12.5 |" in done.stdout


def test_the_html_holds_charts_and_asks_for_nothing(tmp_path: Path, document: dict):
    path = tmp_path / "week.json"
    document["headline"]["en"] = document["calls"][0]["headline"]["en"] = "<script>alert(1)</script>"
    path.write_text(json.dumps(sealed(document)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", CLIENT, path, "--html", "week.html"],
        capture_output=True, text=True, check=False, cwd=tmp_path, encoding="utf-8",
    )  # fmt: skip
    page = (tmp_path / "week.html").read_text(encoding="utf-8")

    assert done.returncode == 0
    assert page.count("<svg") == 4
    assert "<script" not in page
    assert "http" not in page


def test_an_unknown_key_is_ignored_at_every_depth(tmp_path: Path, document: dict):
    before = weekly(tmp_path, document).stdout
    document["novelty"] = {"a": [1.5, None]}
    document["calls"][0]["novelty"] = 1
    document["facts"][0]["novelty"] = "x"
    after = weekly(tmp_path, sealed(document))

    assert (after.returncode, after.stdout) == (0, before)


def test_a_changed_byte_fails_the_hash(tmp_path: Path, document: dict):
    document["calls"][0]["score"]["interval_bp"]["low"] += 1
    done = weekly(tmp_path, document)

    assert (done.returncode, done.stdout) == (1, "")
    assert "does not match its hash" in done.stderr


def test_another_run_of_the_same_content_is_fine(tmp_path: Path, document: dict):
    document["run"]["duration_ms"] += 1

    assert weekly(tmp_path, document).returncode == 0


def test_another_major_version_is_refused(tmp_path: Path, document: dict):
    done = weekly(tmp_path, document | {"schema_version": "3.0.0"})

    assert (done.returncode, done.stdout) == (2, "")
    assert "3.0.0" in done.stderr


def test_an_abstention_is_told_with_what_is_missing(tmp_path: Path, document: dict):
    call = document["calls"][0]
    call["rating"]["model_grade"] = None
    call["unknowns"] = ["us.vix"]
    call["probability"] = None

    assert "Missing: VIX, close." in weekly(tmp_path, sealed(document)).stdout


def test_what_is_no_document_is_refused(tmp_path: Path):
    assert weekly(tmp_path, {"a": 1}).returncode == 2


_spec = importlib.util.spec_from_file_location("weekly", CLIENT)
assert _spec is not None
assert _spec.loader is not None
client = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(client)


def text(words: str) -> dict[str, str]:
    return {"en": words, "zh-CN": words}


def measure(name: str, value: float | None, status: str = "ok") -> dict[str, object]:
    return {"group": text("games"), "measure": name, "value": value, "unit": "pct", "status": status}


VALUATION = {
    "date": "2024-02-09",
    "rows": [
        {
            "series": "valuation.1", "company": "Made <b>", "code": "1", "group": text("games"), "rating": "买入", "close": 1200.5,
            "currency": "HKD", "market_value": 5e10, "earnings": [{"year": 2024, "eps": 50.0, "pe": 24.0}], "suspect": True,
            "faults": [{"code": "copied_row", "column": None, "text": text("another row's figures: A = B")}],
        }
    ],
    "measures": [
        measure("median_pe_this_year", 24.0), measure("median_pe_this_year_percentile", 22.4),
        measure("median_pe_this_year_vs_history", -1.64), measure("median_pe_next_year", 30.0, "suspect"),
    ],
}  # fmt: skip
TRAFFIC = {
    "date": "2024-02-04",
    "rows": [
        {"series": "traffic.a", "site": "a.example", "category": None, "visits": 12.3e6, "change_pct": -2.5, "minutes": None, "suspect": False, "faults": []}
    ],
    "measures": [measure("share_growing", 37.5), measure("visits_change_4w", 3.04)],
}  # fmt: skip


def test_tables_come_from_the_document_where_it_holds_them(document: dict):
    document["figures"] |= {"valuation": VALUATION, "traffic": TRAFFIC}
    files = [("估值", [["company"], ["from a file"]]), ("排名", [["rank"], ["1"]])]
    chinese, english = (
        client.markdown(document, lang, client.weekly(document, lang, [], files)) for lang in ("zh-CN", "en")
    )

    assert "games本年市盈率中位数24.0倍，较自身历史中位数低1.6%，处于22%分位。" in chinese
    assert "| Made \\<b\\> (1)† | games | 买入 | 1,200.50 HKD | 500亿 | 24.0 |" in chinese
    assert "Games: 38 % of sites grew on the week, visits +3.0 % over 4 weeks." in english
    assert "| a.example | — | 12.3 M | -2.5 % | — |" in english
    assert "from a file" not in chinese + english
    assert "## 排名" in chinese
    assert client.in_doubt(document) == ["valuation.1: another row's figures: A = B"] * 2


numbers = st.decimals(-(10**9), 10**9, places=6).map(float)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | numbers | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcxyz_$-CN"), inner),
)


@settings(max_examples=40)
@given(values)
def test_its_fifteen_lines_are_the_standards_canonical_form(value: object):
    # rfc8785, the package of Trail of Bits, is the witness.
    try:
        expected = canonical(value)
    except ValueError:  # a lone surrogate is no text
        return
    assert client.canonical(value).encode() == expected
