"""The weekly's tables in a document, on its page and in Markdown: suspect rows marked, hostile names harmless."""

from __future__ import annotations

import copy
import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rich.console import Console

from signals.allocation.contract import AllocationDocument, read_document
from signals.opening import catalogue, judged
from signals.panel import Panel
from signals.readings.weekly_tables.document import document
from signals.readings.weekly_tables.facts import facts_of
from signals.readings.weekly_tables.reading import read
from signals.readings.weekly_tables.screen import screen
from signals.render.page.tables import large
from signals.render.page.writing import html, markdown
from signals.schemas.allocation import exact_schema
from sources.contract import TableKind, WeeklyRow
from sources.memory import MemoryReader

ROOT = Path(__file__).parents[3]
RAW = json.loads((ROOT / "schema/samples/2/allocation-2024-02-16.json").read_text(encoding="utf-8"))
FRIDAY = dt.date(2024, 2, 9)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\x1b[31mred\x1b[0m\x07",
    "\u202egnp.exe\u2066",
    "[x](javascript:alert(1)) | `a` | **b**\n# c",
    "{{ 7 * 7 }}{% raw %}",
    "长" * 10_000,
]


PLAIN = [f"虚构{n}号" for n in range(4)]


def rows(names: list[str] = PLAIN, ratings: list[str] | None = None) -> list[WeeklyRow]:
    """Return a company and a site of each name; the first company's PE does not follow."""
    found = []
    for n, name in enumerate(names):
        company = {
            "company": name, "code": f"{n}.XX", "group": "平台", "rating": ratings[n] if ratings else "增持", "close": f"{100 + n}.00",
            "market_value": f"{200 + n}亿", "eps_2024": "5.00", "pe_2024": f"{20 + n / 5:.1f}" if n else "99.0",
        }  # fmt: skip
        site = {
            "site": name,
            "category": "聊天",
            "visits": f"{12 + n}.3M",
            "change": "+2.5%",
            "minutes": "7.48",
        }
        found += [row("valuation", f"{n}.XX", company), row("traffic", name, site)]
    return found


def row(table: TableKind, key: str, cells: dict[str, str]) -> WeeklyRow:
    return WeeklyRow(
        table=table, key=key, period=FRIDAY, released_at=FRIDAY + dt.timedelta(days=1), cells=tuple(cells.items()), source="file:w.csv"
    )  # fmt: skip


def with_tables(held: list[WeeklyRow]) -> AllocationDocument:
    raw = copy.deepcopy(RAW)
    raw["figures"] |= tables(held)
    return read_document(raw)


def tables(held: list[WeeklyRow]) -> dict[str, object]:
    reading = read(Panel(judged(MemoryReader((), weekly_rows=held)), dt.date(2024, 2, 16), catalogue()))
    return json.loads(json.dumps(document(reading, facts_of(reading))))


def test_the_document_holds_both_tables_by_the_published_schema():
    held = with_tables(rows())
    raw = json.loads(held.model_dump_json(by_alias=True))
    Draft202012Validator(exact_schema()).validate(raw)
    table = raw["figures"]["valuation"]

    assert (table["date"], table["released_at"]) == ("2024-02-09", "2024-02-10")
    assert [one["suspect"] for one in table["rows"]] == [False, False, False, True]
    assert table["rows"][0]["market_value"] == 203e8
    assert table["rows"][3]["faults"][0]["text"]["en"].endswith("found 99.0, expected 20.0 = 100.00 / 5.00")
    measure = table["measures"][0]
    assert (measure["fact"], measure["value"], measure["status"]) == (
        "valuation.all.median_pe_this_year", 20.4, "suspect",
    )  # fmt: skip
    assert raw["figures"]["traffic"]["rows"][0]["change_pct"] == 2.5


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        (
            "en",
            [
                "Valuation",
                "? suspect</span>",
                "虚构0号 0.XX: the PE does not follow",
                "20.4",
                "15.3 M",
                "internet platforms",
            ],
        ),
        ("zh", ["估值", "? 存疑</span>", "虚构0号 0.XX: 市盈率与股价", "20.4", "1,530万", "互联网平台"]),
    ],
)
def test_page_and_markdown_show_the_tables_and_mark_what_is_suspect(lang, wanted):
    page = html([with_tables(rows())], [lang])
    pasted = markdown([with_tables(rows())], [lang])

    assert [word for word in wanted if word not in page] == []
    assert "| 虚构0号 0.XX (? " in pasted
    assert "- ? 虚构0号 0.XX: " in pasted.replace("\\", "")
    assert re.search(r"\| 虚构1号 1\.XX \|.*\| 20\.2 \|\n", pasted)


def test_hostile_names_change_neither_the_page_nor_a_terminal():
    held = rows(HOSTILE, HOSTILE)
    tag = re.compile(r"<(?:td|tr|table|ul|li|p|h2)\b")
    doubted = rows([f"虚构{n}号" for n in range(len(HOSTILE))], ["强推"] * len(HOSTILE))  # as many faults
    page, pasted = html([with_tables(held)], ["en"]), markdown([with_tables(held)], ["en"])
    out = io.StringIO()
    reading = read(Panel(judged(MemoryReader((), weekly_rows=held)), dt.date(2024, 2, 16), catalogue()))
    Console(file=out, width=100).print(screen(reading, facts_of(reading), "en"))

    assert tag.findall(page) == tag.findall(html([with_tables(doubted)], ["en"]))
    assert not re.search(r"<(script|img)", page)
    assert "\n# c" not in pasted
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out.getvalue())


def test_a_large_number_is_said_as_each_language_does():
    assert (large(12.3e6, "en"), large(12.3e6, "zh"), large(5e10, "zh"), large(950.0, "en")) == (
        "12.3 M", "1,230万", "500亿", "950",
    )  # fmt: skip


@pytest.mark.parametrize("names", [PLAIN, HOSTILE])
def test_a_browser_finds_nothing_wrong_with_the_tables(problems_in_browser, names):
    assert problems_in_browser(html([with_tables(rows(names))], ["en", "zh"])) == "[]"
