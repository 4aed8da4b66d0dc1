"""A weekly in one file: reads one allocation document and writes it up in Chinese and English.

It knows the published JSON alone (docs/contract.md) and needs nothing but Python's standard library:

    signals allocate --as-of 2024-02-16 --format json > week.json
    python examples/weekly/weekly.py week.json                      # Markdown, Chinese then English
    python examples/weekly/weekly.py week.json --html week.html     # one file with charts
    python examples/weekly/weekly.py week.json --html week.html --pdf week.pdf   # Chromium prints it
    python examples/weekly/weekly.py week.json --news news.csv      # dated items: date, category, title, source
    python examples/weekly/weekly.py week.json --table 排名=ranks.csv             # any table, shown as it is given

In the order of a sell-side weekly: advice, what supports it, macro, policy, risks, calendar, charts, tables, news.
Valuation and traffic come from the document where it holds them (`signals load` keeps them); a file of the same
name gives way. A sentence gives a number or is not written. What should not be repeated is told to the editor on standard error.
It ignores keys that it does not know, refuses another major version, and refuses a document whose content hash
does not hold. Exit codes: 0 fine, 1 changed content, 2 no such document or no such option.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import html
import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

LANGUAGES = ("zh-CN", "en")
Json = dict[str, Any]
Section = tuple[str, list[str], list[list[str]]]
"""A heading, paragraphs, and the rows of a table whose first row is its head."""


# ---- the document -----------------------------------------------------------------------------------------------


def canonical(value: object) -> str:
    """Return the RFC 8785 form of the JSON values that a document holds: keys are ASCII, no number is huge."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    if isinstance(value, float):  # ECMAScript writes 4.0 as 4 and 1e-05 as 0.00001
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return json.dumps(value, ensure_ascii=False)


def is_intact(document: Json) -> bool:
    """Whether the document still says what it said when it was hashed."""
    stated = document["content_hash"]
    left_out = {pointer.removeprefix("/") for pointer in stated["excludes"]}
    content = {key: part for key, part in document.items() if key not in left_out}
    return bool(hashlib.sha256(canonical(content).encode()).hexdigest() == stated["value"])


# ---- words and numbers ------------------------------------------------------------------------------------------

UNITS = {  # factor, format, English, Chinese
    "prob": (100, ".0f", " %", "%"),
    "pct": (1, ".1f", " %", "%"),
    "pp": (1, ".1f", " pp", "个百分点"),
    "bp": (1, "g", " bp", "个基点"),
    "pts": (1, ".1f", " points", "点"),
    "cuts": (1, ".1f", " cuts", "次"),
    "hikes": (1, ".1f", " hikes", "次"),
    "events": (1, "g", " acts", "项"),
    "times": (1, ".1f", " times", "倍"),
    "days": (1, "g", " days", "天"),
    "months": (1, "g", " months", "个月"),
}
OPERATORS = {
    ">=": ("at least {}", "不低于{}"),
    ">": ("over {}", "高于{}"),
    "<=": ("at most {}", "不高于{}"),
    "<": ("under {}", "低于{}"),
    "==": ("{}", "{}"),
    "!=": ("other than {}", "非{}"),
}
TREND = {"falling": ("falling", "回落"), "rising": ("rising", "上升"), "stalled": ("stalled", "停滞")}


def pick(zh: bool, chinese: str, english: str) -> str:
    """Return the sentence of the language."""
    return chinese if zh else english


def number(value: object, unit: str | None, zh: bool) -> str:
    """Say a value of a fact."""
    if isinstance(value, bool):
        return pick(zh, "是" if value else "否", "yes" if value else "no")
    if not isinstance(value, int | float):
        return str(value)
    factor, form, english, chinese = UNITS.get(unit or "", (1, "g", "", ""))
    said = f"{value * factor:{form}}"
    if said in {"1", "-1"} and not zh:
        english = english.removesuffix("s")
    return said + (chinese if zh else english)


def score(interval: dict[str, int]) -> str:
    """Write a score interval in basis points as people say it."""
    low, high = (f"{interval[end] / 10_000:+.2f}" for end in ("low", "high"))
    return low if low == high else f"{low} … {high}"


def day(text: str, zh: bool) -> str:
    """Say a date: 2月20日, or 20 February."""
    when = dt.date.fromisoformat(text)
    return pick(zh, f"{when.month}月{when.day}日", f"{when.day} {when:%B}")


def listed(names: Iterable[str], zh: bool) -> str:
    """Join names as a sentence does."""
    every = list(names)
    if zh or len(every) < 2:
        return ("、" if zh else ", ").join(every)
    return f"{', '.join(every[:-1])} and {every[-1]}"


# ---- the sections -----------------------------------------------------------------------------------------------


def leaves(trace: Json | None) -> Iterator[Json]:
    """Yield the comparisons of a condition."""
    if trace is None:
        return
    if trace["node"] == "leaf":
        yield trace
    for child in trace["children"]:
        yield from leaves(child)


def evidence(leg: Json, labels: dict[str, str], zh: bool) -> str:
    """Say the numbers that a leg rests on: those that make its condition what it is."""
    against = leg["stance"] == "opposes"
    side = leg["opposes"] if against or leg["supports"] is None else leg["supports"]
    wanted = "fails" if leg["stance"] == "neither" else "unknown" if leg["stance"] == "unknown" else "holds"
    found = [leaf for leaf in leaves(side) if leaf["verdict"] == wanted and leaf["actual"] is not None]
    told = []
    for leaf in found[:2]:
        there = OPERATORS[leaf["op"]][zh].format(bound(leaf["threshold"], leaf["unit"]))
        now = number(leaf["actual"], leaf["unit"], zh)
        if leaf["unit"] == "prob" and not zh:  # "inflation … 29 %" would read as a rate
            now = f"{100 * leaf['actual']:.0f} in 100"
        label = labels.get(leaf["fact"], leaf["fact"])
        told.append(pick(zh, f"{label}为{now}，须{there}", f"{label}: {now}, needs {there}"))
    return ("；" if zh else "; ").join(told)


def bound(value: object, unit: str | None) -> str:
    """Say a threshold; its unit stands beside the value already, and twice it would read as a claim of its own."""
    factor, *_ = UNITS.get(unit or "", (1,))
    return f"{value * factor:g}" if isinstance(value, int | float) else str(value)


STANCES = (
    ("supports", "支持超配", "speaks for it"),
    ("opposes", "支持低配", "speaks against it"),
    ("neither", "尚未表态", "does not speak yet"),
)
ISSUERS = {
    "PBoC": "人民银行",
    "FOMC": "美联储",
    "MOHURD": "住建部",
    "NPPA": "新闻出版署",
    "Politburo": "中央政治局",
    "State Council": "国务院",
    "CSRC": "证监会",
    "NFRA": "金融监管总局",
    "MOF": "财政部",
    "SAMR": "市场监管总局",
    "CAC": "网信办",
    "MOFCOM": "商务部",
    "HKMA": "金管局",
}
"""In Chinese; whoever is not named here keeps the name of the document."""


def advice(document: Json, lang: str) -> Section:
    """Return the advice: the call, what speaks for and against it with numbers, and what would change it."""
    zh = lang == "zh-CN"
    labels = {fact["id"]: fact["label"][lang] for fact in document["facts"]}
    paragraphs = []
    for call in document["calls"]:
        paragraphs.append(call["headline"][lang])
        for stance, chinese, english in STANCES:
            for leg in call["drivers"]:
                words = evidence(leg, labels, zh)
                if leg["stance"] == stance and words:
                    name = leg["name"][lang]
                    paragraphs.append(pick(zh, f"{name}{chinese}：{words}。", f"{name} {english}. {words}."))
        if call["rating"]["model_grade"] is None:
            needs = listed((labels.get(name, name) for name in call["unknowns"]), zh)
            paragraphs.append(pick(zh, f"缺少：{needs}。", f"Missing: {needs}."))
        weight = call["tilt"]["active"]
        if weight[0]["active_bp"]:
            sides = listed((f"{one['id']} {one['active_bp'] / 100:+.2f} pp" for one in weight), zh)
            paragraphs.append(pick(zh, f"建议主动权重：{sides}。", f"Active weight: {sides}."))
        odds = call["probability"]
        if odds is not None and odds["met_pct"] is not None:
            paragraphs.append(
                pick(
                    zh,
                    f"历史基准概率{odds['met_pct']:g}%（{odds['checkpoint']}），尚未证明优于此。",
                    f"Base rate {odds['met_pct']:g} % at {odds['checkpoint']}; no edge over it has been shown.",
                )
            )
    return pick(zh, "投资建议", "Investment advice"), paragraphs, []


def macro(document: Json, lang: str) -> Section:
    """Return inflation and the path of the policy rate, each with its numbers."""
    zh = lang == "zh-CN"
    paragraphs = []
    prices, path = document["figures"]["inflation"], document["figures"]["rate_path"]
    if prices and prices["rate_pct"] is not None:
        month = dt.date.fromisoformat(prices["month"])
        words = pick(
            zh,
            f"美国{month.year}年{month.month}月CPI同比{prices['rate_pct']:.1f}%",
            f"US CPI rose {prices['rate_pct']:.1f} % over the 12 months to {month:%B %Y}",
        )
        for one in prices["directions"]:
            if one["months"] == 12:
                odds = 100 * one["p_falling"]
                words += pick(
                    zh,
                    f"，趋势较一年前更低的概率为{odds:.0f}%（{TREND[one['word']][1]}）",
                    f"; the odds that its trend is lower than a year ago are {odds:.0f} % ({TREND[one['word']][0]})",
                )
        paragraphs.append(words + pick(zh, "。", "."))
    if path and path["meetings"]:
        paragraphs.append(_path(path, zh))
    return pick(zh, "宏观与利率", "Macro and rates"), paragraphs, []


def _path(path: Json, zh: bool) -> str:
    first, *_ = path["meetings"]
    year = first["date"][:4]
    last = [meeting for meeting in path["meetings"] if meeting["date"].startswith(year)][-1]
    words = pick(
        zh,
        f"联邦基金利率目标区间为{path['target_lower_bp'] / 100:.2f}%–{path['target_upper_bp'] / 100:.2f}%",
        f"The Fed's target range is {path['target_lower_bp'] / 100:.2f}–{path['target_upper_bp'] / 100:.2f} %",
    )
    if last["expected_cuts"] is not None:
        words += pick(
            zh,
            f"；期货计入{year}年降息{last['expected_cuts']:.1f}次",
            f"; futures price {last['expected_cuts']:.1f} cuts for {year}",
        )
    if first["p_cut_by"] is not None:
        odds = 100 * first["p_cut_by"]
        words += pick(
            zh,
            f"，{day(first['date'], zh)}会议前降息的概率为{odds:.0f}%",
            f"; a cut by the meeting of {day(first['date'], zh)} has odds of {odds:.0f} %",
        )
    return words + pick(zh, "。", ".")


def policy(document: Json, lang: str) -> Section:
    """Return the newest policy acts, both dates of each."""
    zh = lang == "zh-CN"
    rows = [
        pick(zh, "宣布 生效 事项 机构", "Announced|In force|Act|By").split(" " if zh else "|"),
        *(
            [
                act["announced_on"],
                act["in_force_on"] or "—",
                act["title"][lang] + (pick(zh, "（已撤回）", " (withdrawn)") if act["withdrawn_by"] else ""),
                ISSUERS.get(act["issuer"], act["issuer"] or "") if zh else act["issuer"] or "",
            ]
            for act in document["figures"]["policy_acts"][:8]
        ),
    ]
    return pick(zh, "政策", "Policy"), [], rows if len(rows) > 1 else []


def risks(document: Json, lang: str) -> Section:
    """Return the risks, the gravest first."""
    zh = lang == "zh-CN"
    paragraphs = []
    told = {"high": [], "watch": []}
    for flag in document["risk_flags"]:
        if flag["severity"] in told and flag["kind"] != "narrative" and flag["id"] != "data.sample":
            told[flag["severity"]].append(flag["title"][lang])
    for severity, chinese, english in (
        ("high", "主要风险：", "Main risks: "),
        ("watch", "关注：", "Watch: "),
    ):
        if told[severity]:
            joined = ("；" if zh else "; ").join(told[severity])
            paragraphs.append(pick(zh, chinese, english) + joined + pick(zh, "。", "."))
    return pick(zh, "风险提示", "Risks"), paragraphs, []


def not_to_repeat(document: Json) -> list[str]:
    """Return notes for the editor: sentences of others that the facts of their day do not bear out."""
    wrong = [one for one in document["claim_checks"] if one["verdict"] in {"contradicted", "misdated"}]
    return [f"“{one['claim'][lang]}”: {one['summary'][lang]}" for one in wrong for lang in LANGUAGES]


def calendar(document: Json, lang: str) -> Section:
    """Return the days ahead, with those on which the calendar alone changes a call."""
    zh = lang == "zh-CN"
    rows = []
    for event in document["figures"]["ahead"]:
        about = event["certainty"] == "approximate"
        until = f"–{event['until']}" if event["until"] else ""
        rows.append([f"{pick(zh, '约', 'about ') if about else ''}{event['on']}{until}", event["name"][lang]])
    labels = {fact["id"]: fact["label"][lang] for fact in document["facts"]}
    for call in document["calls"]:
        for flip in call["flips"]["scheduled"]:
            if flip["changes_grade"]:
                grade = call["rating"]["scale"][flip["new_grade"] or "no_call"][lang]
                label = labels.get(flip["fact"], flip["fact"])
                rows.append([flip["on"], pick(zh, f"{label}移出窗口：转为{grade}", f"{label} leaves its window: {grade}")])  # fmt: skip
    rows.sort(
        key=lambda row: row[0][-10:] if row[0][:1].isalpha() or row[0].startswith("约") else row[0][:10]
    )
    head = [pick(zh, "日期", "Day"), pick(zh, "事项", "What")]
    return pick(zh, "事件日历", "Event calendar"), [], [head, *rows] if rows else []


def markets(document: Json, lang: str) -> Section:
    """Return levels and moves of the indices."""
    zh = lang == "zh-CN"
    rows = [
        pick(zh, "指数|收盘|1周|13周|较52周高点", "Index|Close|1 week|13 weeks|Off 52-week high").split("|"),
        *(
            [
                level["name"][lang].removesuffix(pick(zh, "收盘", ", close"))
                + pick(zh, f"（{level['date']}）", f" ({level['date']})"),
                f"{level['close']:,.2f}",
                *(
                    "—" if level[key] is None else f"{level[key]:+.1f}" + pick(zh, "%", " %")
                    for key in ("change_1w_pct", "change_13w_pct", "off_52w_high_pct")
                ),
            ]
            for level in document["figures"]["indices"]
        ),
    ]
    return pick(zh, "市场表现", "Markets"), [], rows if len(rows) > 1 else []


LARGE = {True: ((1e8, "亿"), (1e4, "万")), False: ((1e9, " bn"), (1e6, " M"), (1e3, " k"))}
IN_DOUBT = "†"


def large(value: float | None, zh: bool) -> str:
    """Say a large number as each language does."""
    if value is None:
        return "—"
    size, word = next((one for one in LARGE[zh] if abs(value) >= one[0]), (1.0, ""))
    return f"{value / size:,.4g}{word}"


def plain(value: float | None, form: str) -> str:
    """Return a number, or a dash."""
    return "—" if value is None else f"{value:{form}}"


def valuation(document: Json, lang: str) -> Section:
    """Return the valuation table that the document holds, and what its sound rows say together."""
    zh, table = lang == "zh-CN", document["figures"].get("valuation")
    title = pick(zh, "估值", "Valuation")
    if not table:
        return title, [], []
    years = sorted({one["year"] for row in table["rows"] for one in row["earnings"]})
    head = pick(zh, "公司|板块|评级|收盘价|市值", "Company|Group|Rating|Close|Market value").split("|")
    head += [pick(zh, f"{year}年PE", f"PE {year}") for year in years]
    rows = []
    for row in table["rows"]:
        multiples = {one["year"]: one["pe"] for one in row["earnings"]}
        close = plain(row["close"], ",.2f") + (f" {row['currency']}" if row["currency"] else "")
        rows.append(
            [
                f"{row['company']} ({row['code']})" + IN_DOUBT * row["suspect"],
                row["group"][lang] if row["group"] else "—",
                row["rating"] or "—",
                close,
                large(row["market_value"], zh),
                *(plain(multiples.get(year), ".1f") for year in years),
            ]
        )
    return title, about(table, lang), [head, *rows]


def traffic(document: Json, lang: str) -> Section:
    """Return the traffic table that the document holds, and what its sound rows say together."""
    zh, table = lang == "zh-CN", document["figures"].get("traffic")
    title = pick(zh, "周度流量", "Weekly traffic")
    if not table:
        return title, [], []
    head = pick(zh, "网站|类别|访问量|环比|停留分钟", "Site|Category|Visits|On the week|Minutes").split("|")
    rows = [
        [
            row["site"] + IN_DOUBT * row["suspect"],
            row["category"][lang] if row["category"] else "—",
            large(row["visits"], zh),
            plain(row["change_pct"], "+.1f") + ("" if row["change_pct"] is None else " %"),
            plain(row["minutes"], ".1f"),
        ]
        for row in table["rows"]
    ]
    return title, about(table, lang), [head, *rows]


def about(table: Json, lang: str) -> list[str]:
    """Return the day of a table, a sentence a group out of the facts that stand, and what the mark means."""
    zh = lang == "zh-CN"
    groups: dict[str, dict[str, float]] = {}
    for one in table["measures"]:
        if one["status"] == "ok" and one["value"] is not None:
            groups.setdefault(one["group"][lang], {})[one["measure"]] = one["value"]
    told = [
        words
        for name, found in groups.items()
        if (words := _costs(name, found, zh) or _grows(name, found, zh))
    ]
    first = pick(zh, f"截至{day(table['date'], zh)}。", f"As of {day(table['date'], zh)}. ")
    paragraphs = [first + pick(zh, "", " ").join(told)]
    if any(row["suspect"] for row in table["rows"]):
        paragraphs.append(
            pick(zh, f"{IN_DOUBT} 数据存疑，未计入汇总。", f"{IN_DOUBT} In doubt, and not counted.")
        )
    return paragraphs


def _costs(name: str, found: dict[str, float], zh: bool) -> str:
    """Say the median PE of a group, where it stands among its own weeks, and next year's."""
    now, after = found.get("median_pe_this_year"), found.get("median_pe_next_year")
    if now is None:
        return ""
    words = pick(
        zh,
        f"{name}本年市盈率中位数{now:.1f}倍",
        f"{first_up(name)}: a median of {now:.1f} times this year's earnings",
    )
    away, rank = found.get("median_pe_this_year_vs_history"), found.get("median_pe_this_year_percentile")
    if away is not None and rank is not None:
        side = pick(zh, "高" if away >= 0 else "低", "above" if away >= 0 else "below")
        words += pick(
            zh,
            f"，较自身历史中位数{side}{abs(away):.1f}%，处于{rank:.0f}%分位",
            f", {abs(away):.1f} % {side} its own median (higher than in {rank:.0f} % of its weeks)",
        )
    if after is not None:
        words += pick(zh, f"；下一年{after:.1f}倍", f"; {after:.1f} times next year's")
    return words + pick(zh, "。", ".")


def _grows(name: str, found: dict[str, float], zh: bool) -> str:
    """Say how a category's visits moved over weeks, and how many of its sites grew."""
    parts = []
    for measure, value in found.items():
        if measure.startswith("visits_change_"):
            weeks = measure.removeprefix("visits_change_").removesuffix("w")
            parts.append(
                pick(zh, f"访问量较{weeks}周前{value:+.1f}%", f"visits {value:+.1f} % over {weeks} weeks")
            )
        elif measure == "share_growing":
            parts.append(
                pick(zh, f"{value:.0f}%的网站周环比上升", f"{value:.0f} % of sites grew on the week")
            )
    if not parts:
        return ""
    return pick(zh, f"{name}：{'，'.join(parts)}。", f"{first_up(name)}: {', '.join(parts)}.")


def first_up(text: str) -> str:
    """Return a text that begins a sentence."""
    return text[:1].upper() + text[1:]


def in_doubt(document: Json) -> list[str]:
    """Return notes for the editor: rows of the tables that a check speaks against."""
    found = (document["figures"].get(name) for name in ("valuation", "traffic"))
    rows = [row for table in found if table for row in table["rows"]]
    return [
        f"{row['series']}: {fault['text'][lang]}"
        for row in rows
        for fault in row["faults"]
        for lang in LANGUAGES
    ]


CATEGORIES = {
    "product": ("产品", "Products"),
    "technology": ("技术", "Technology"),
    "policy": ("政策", "Policy"),
    "ahead": ("前瞻", "Events ahead"),
}


def news(items: list[dict[str, str]], as_of: str, lang: str) -> Section:
    """Return dated items by category; a category that is not known keeps its own name, and nothing later is told."""
    zh = lang == "zh-CN"
    rows = []
    order = [
        *CATEGORIES,
        *dict.fromkeys(item["category"] for item in items if item["category"] not in CATEGORIES),
    ]
    for category in order:
        for item in items:
            if item["category"] == category and (item["date"] <= as_of or category == "ahead"):
                name = CATEGORIES.get(category, (category, category))[not zh]
                rows.append([name, item["date"], item["title"], item["source"]])
    head = pick(zh, "类别|日期|事项|来源", "Category|Date|Item|Source").split("|")
    return pick(zh, "AI要闻", "AI news"), [], [head, *rows] if rows else []


def weekly(
    document: Json,
    lang: str,
    items: list[dict[str, str]],
    tables: list[tuple[str, list[list[str]]]],
) -> list[Section]:
    """Return every section that has something to say."""
    zh = lang == "zh-CN"
    held = [valuation(document, lang), traffic(document, lang)]
    known = {
        part(document, one)[0] for part in (valuation, traffic) for one in LANGUAGES if part(document, one)[2]
    }  # a file of the same name gives way to what the document knows
    sections = [
        advice(document, lang),
        macro(document, lang),
        policy(document, lang),
        risks(document, lang),
        calendar(document, lang),
        markets(document, lang),
        *held,
        *((name, [], rows) for name, rows in tables if name not in known),
        news(items, document["document"]["as_of"], lang),
        (pick(zh, "声明", "Disclosures"), [one[lang] for one in document["disclosures"]], []),
    ]
    return [section for section in sections if section[1] or section[2]]


def title(document: Json, lang: str) -> str:
    """Return the title with the day, and that the data are the sample's where they are."""
    zh, head = lang == "zh-CN", document["document"]
    note = pick(zh, "（内置样本数据）", " (bundled sample data)") if head["data_origin"] == "sample" else ""
    return pick(zh, f"周报，截至{head['as_of']}", f"Weekly, as of {head['as_of']}") + note


# ---- writing it down --------------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Take out what could steer a terminal or turn a line around: control and format characters."""
    return "".join(char if unicodedata.category(char)[0] != "C" else " " for char in text)


def markdown(document: Json, lang: str, sections: list[Section]) -> str:
    """Return the weekly as Markdown."""

    def safe(text: str) -> str:
        return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in clean(text))

    lines = [f"# {safe(title(document, lang))}"]
    for heading, paragraphs, rows in sections:
        lines += ["", f"## {safe(heading)}"]
        for paragraph in paragraphs:
            lines += ["", safe(paragraph)]
        if rows:
            lines += ["", "| " + " | ".join(map(safe, rows[0])) + " |", "|---" * len(rows[0]) + "|"]
            lines += ["| " + " | ".join(map(safe, row)) + " |" for row in rows[1:]]
    return "\n".join(lines)


STYLE = """
body { font: 10.5pt/1.55 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; color: #1b1f24;
  background: #fff; max-width: 46rem; margin: 0 auto; padding: 1rem; overflow-wrap: break-word; }
[lang="en"] { font-family: system-ui, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.4rem; border-bottom: 3px solid #0b57a4; padding-bottom: .3rem; }
h2 { font-size: 1.1rem; color: #0b57a4; margin: 1.2rem 0 .4rem; break-after: avoid; }
p { margin: .4rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .25rem .5rem .25rem 0; border-bottom: 1px solid #d0d7de; vertical-align: top; }
td:first-child, td.day, th { white-space: nowrap; } tr, figure { break-inside: avoid; }
thead { break-after: avoid; }
.charts { display: flex; gap: 1.5rem; } figure { flex: 1; min-width: 0; margin: .6rem 0; }
figcaption { font-size: .9rem; font-weight: 600; }
svg { width: 100%; height: auto; } svg text { font-size: 19px; fill: #1b1f24; }
section + section { break-before: page; }
@page { size: A4; margin: 16mm; }
@media print { body { padding: 0; } }
@media (max-width: 40rem) { body { overflow-wrap: anywhere; } .charts { display: block; }
  td:first-child, td.day, th { white-space: normal; } }
"""


def page(document: Json, written: list[tuple[str, list[Section]]]) -> str:
    """Return the weekly as one HTML file that asks for nothing."""
    body = []
    for lang, sections in written:
        body.append(f'<section lang="{lang}"><h1>{_text(title(document, lang))}</h1>')
        for place, (heading, paragraphs, rows) in enumerate(sections):
            body.append(f"<h2>{_text(heading)}</h2>")
            body += [f"<p>{_text(paragraph)}</p>" for paragraph in paragraphs]
            if rows:
                head = "".join(f'<th scope="col">{_text(cell)}</th>' for cell in rows[0])
                cells = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows[1:])  # fmt: skip
                body.append(f"<table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table>")
            if place == 1:
                body += ['<div class="charts">', *charts(document, lang), "</div>"]
        body.append("</section>")
    return (
        f'<!DOCTYPE html>\n<html lang="{written[0][0]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_text(title(document, written[0][0]))}</title><style>{STYLE}</style></head>\n"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def _cell(text: str) -> str:
    kind = ' class="day"' if re.fullmatch(r"\d{4}-\d\d-\d\d|—", text) else ""
    return f"<td{kind}>{_text(text)}</td>"


def _text(text: str) -> str:
    return html.escape(clean(text))


def charts(document: Json, lang: str) -> list[str]:
    """Return the charts: inflation as published and as forecast, and the path of the policy rate."""
    zh = lang == "zh-CN"
    drawn = []
    prices, path = document["figures"]["inflation"], document["figures"]["rate_path"]
    if prices and len(prices["history"]) > 1:
        rates = [(one["date"], one["value"]) for one in prices["history"][-24:]]
        ahead = [(one["month"], one["median_pct"]) for one in prices["forecast"]]
        drawn.append(_chart(pick(zh, "美国CPI同比（%），虚线为预测中位数", "US CPI over 12 months, percent; dashes: median forecast"), rates, ahead))  # fmt: skip
    if path and len(path["meetings"]) > 1:
        rates = [(one["date"], one["implied_rate_pct"]) for one in path["meetings"] if one["implied_rate_pct"] is not None]  # fmt: skip
        drawn.append(_chart(pick(zh, "各次会议后的隐含利率（%）", "Rate implied after each meeting, percent"), stepped(rates), []))  # fmt: skip
    return drawn


def stepped(values: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return points that hold each value up to the day of the next one."""
    return [point for one, after in pairwise(values) for point in (one, (after[0], one[1]))] + values[-1:]


def _chart(name: str, solid: list[tuple[str, float]], dashed: list[tuple[str, float]]) -> str:
    """Return one line chart with its first, last, lowest and highest value written in."""
    both = solid + dashed
    days = [dt.date.fromisoformat(when).toordinal() for when, _ in both]
    low, high = min(value for _, value in both), max(value for _, value in both)

    def place(when: str, value: float) -> str:
        x = 70 + 520 * (dt.date.fromisoformat(when).toordinal() - days[0]) / max(days[-1] - days[0], 1)
        return f"{x:.1f},{150 - 130 * (value - low) / ((high - low) or 1):.1f}"

    lines = f'<polyline points="{" ".join(place(*one) for one in solid)}" fill="none" stroke="#0b57a4" stroke-width="2.5"/>'
    if dashed:
        points = " ".join(place(*one) for one in [solid[-1], *dashed])
        lines += f'<polyline points="{points}" fill="none" stroke="#0b57a4" stroke-width="2" stroke-dasharray="6 4"/>'
    words = f"{both[0][0]}: {both[0][1]:.2f}; {solid[-1][0]}: {solid[-1][1]:.2f}; {both[-1][0]}: {both[-1][1]:.2f}"
    return (
        f'<figure><figcaption>{_text(name)}</figcaption><svg viewBox="0 0 600 186" role="img"><title>{_text(name)}</title>'
        f"<desc>{_text(words)}</desc>"
        f'<text x="0" y="26">{high:.2f}</text><text x="0" y="156">{low:.2f}</text>'
        f'<text x="70" y="180">{_text(both[0][0])}</text><text x="590" y="180" text-anchor="end">{_text(both[-1][0])}</text>'
        f"{lines}</svg></figure>"
    )


def read_csv(path: str) -> list[list[str]]:
    """Return the rows of a CSV file."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.reader(file) if row]


def read_news(path: str) -> list[dict[str, str]]:
    """Return the dated items of a CSV file by column."""
    head, *rows = read_csv(path)
    return [dict(zip(head, row, strict=False)) for row in rows]


def main() -> int:
    """Read one document and write it up in both languages."""
    parser = argparse.ArgumentParser(description="Write up an allocation document as a weekly.")
    parser.add_argument("document", nargs="?", help="allocation document (JSON); standard input without it")
    parser.add_argument("--html", help="write one HTML file with charts")
    parser.add_argument("--pdf", help="print the HTML file to PDF with Chromium; needs --html")
    parser.add_argument("--news", help="CSV with the columns date, category, title, source")
    parser.add_argument(
        "--table", action="append", default=[], metavar="NAME=FILE.csv", help="a table to show"
    )
    asked = parser.parse_args()
    try:
        text = Path(asked.document).read_text(encoding="utf-8") if asked.document else sys.stdin.read()
        document = json.loads(text)
        version = str(document["schema_version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"weekly: no allocation document: {error}\n")
        return 2
    if version.partition(".")[0] != "2":
        sys.stderr.write(f"weekly: found schema version {version}; this client reads 2.x\n")
        return 2
    if not is_intact(document):
        sys.stderr.write("weekly: the content does not match its hash; ask for the document again\n")
        return 1
    try:
        items = read_news(asked.news) if asked.news else []
        tables = [(name, read_csv(path)) for name, _, path in (one.partition("=") for one in asked.table)]
        written = [(lang, weekly(document, lang, items, tables)) for lang in LANGUAGES]
    except (OSError, KeyError) as error:
        sys.stderr.write(f"weekly: a table cannot be used: {error}\n")
        return 2
    for note in not_to_repeat(document):
        sys.stderr.write(f"weekly: do not repeat: {clean(note)}\n")
    for note in in_doubt(document):
        sys.stderr.write(f"weekly: in doubt: {clean(note)}\n")
    if not asked.html:
        sys.stdout.write("\n\n".join(markdown(document, lang, parts) for lang, parts in written) + "\n")
        return 0
    Path(asked.html).write_text(page(document, written), encoding="utf-8")
    return print_pdf(asked.html, asked.pdf) if asked.pdf else 0


def print_pdf(source: str, target: str) -> int:
    """Let Chromium print the HTML file."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    if chromium is None:
        sys.stderr.write("weekly: --pdf needs Chromium, and there is none on the path\n")
        return 2
    done = subprocess.run(  # noqa: S603 - the user's own browser on the file that was just written
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--print-to-pdf={Path(target).resolve()}", Path(source).resolve().as_uri()],
        capture_output=True, check=False,
    )  # fmt: skip
    return 0 if done.returncode == 0 and Path(target).exists() else 2


if __name__ == "__main__":
    sys.exit(main())
