"""A report generator in one file: reads an allocation document and prints a weekly paragraph in both languages.

It knows the published JSON alone (docs/contract.md) and needs nothing but Python's standard library:

    signals allocate --as-of 2024-02-16 --format json > week.json
    python examples/report/weekly.py week.json

Without a file it reads standard input. It ignores keys that it does not know, refuses another major version,
and refuses a document whose content hash does not hold. Exit codes: 0 fine, 1 changed content, 2 no such document.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

LANGUAGES = ("zh-CN", "en")
Json = dict[str, Any]


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


def score(interval: dict[str, int]) -> str:
    """Write a score interval in basis points as people say it."""
    low, high = (f"{interval[end] / 10_000:+.2f}" for end in ("low", "high"))
    return low if low == high else f"{low} … {high}"


def names(legs: list[Json], lang: str) -> str:
    """Join the names of legs."""
    return ("、" if lang == "zh-CN" else ", ").join(leg["name"][lang] for leg in legs)


UNITS = {
    "pct": (" %", "%"),
    "pp": (" pp", "个百分点"),
    "bp": (" bp", "个基点"),
    "pts": (" pts", "点"),
    "cuts": (" cuts", "次"),
    "hikes": (" hikes", "次"),
    "events": (" events", "件"),
    "days": (" days", "天"),
    "months": (" months", "个月"),
}


def in_words(condition: str, lang: str) -> str:
    """Say the units of a condition, such as `>= 20 pts and < 30 pts`, in a language; others stay as they are."""
    zh = lang == "zh-CN"
    said = re.sub(
        r"(?<=\d) ([a-z]+)\b",
        lambda unit: UNITS[unit[1]][zh] if unit[1] in UNITS else unit[0],
        condition,
    )
    return said.replace(" and ", "且") if zh else said


def flip(one: Json, facts: dict[str, Json], scale: Json, lang: str) -> str:
    """Say a minimal set of changes and the grade that it leads to."""
    grade = scale[one["new_grade"] or "no_call"][lang]
    moves = []
    for change in one["changes"]:
        label = facts[change["fact"]]["label"][lang] if change["fact"] in facts else change["fact"]
        when = change["flips_when"].removeprefix(change["fact"]).strip()
        moves.append(f"{label} {in_words(when, lang)}")
    joined = ("且" if lang == "zh-CN" else " and ").join(moves)
    return f"{joined} → {grade}"


def paragraph(document: Json, call: Json, lang: str) -> str:
    """Return one call as a paragraph."""
    zh = lang == "zh-CN"
    facts = {fact["id"]: fact for fact in document["facts"]}
    scale = call["rating"]["scale"]
    said = [call["headline"][lang]]
    supports = [leg for leg in call["drivers"] if leg["stance"] == "supports"]
    opposes = [leg for leg in call["drivers"] if leg["stance"] == "opposes"]
    if supports:
        said.append(f"支持：{names(supports, lang)}。" if zh else f"For it: {names(supports, lang)}.")
    if opposes:
        said.append(f"反对：{names(opposes, lang)}。" if zh else f"Against it: {names(opposes, lang)}.")
    if call["rating"]["model_grade"] is None:
        labels = [facts[name]["label"][lang] if name in facts else name for name in call["unknowns"]]
        needs = ("、" if zh else ", ").join(labels)
        said.append(f"缺少：{needs}。" if zh else f"Missing: {needs}.")
    alone = call["flips"]["nearest_alone"]
    nearest = alone or call["flips"]["nearest"]
    if nearest is not None:
        what = flip(nearest, facts, scale, lang)
        kind = ("单项" if alone else "") if zh else (" by one fact" if alone else "")
        said.append(
            f"可度量的最近{kind}翻转：{what}。" if zh else f"The nearest measurable flip{kind}: {what}."
        )
    for scheduled in call["flips"]["scheduled"]:
        if scheduled["changes_grade"]:
            grade = scale[scheduled["new_grade"] or "no_call"][lang]
            said.append(
                f"若无新消息，{scheduled['on']}评级变为{grade}。"
                if zh
                else f"Without news it becomes {grade} on {scheduled['on']}."
            )
            break
    grave = [
        flag["title"][lang]
        for flag in document["risk_flags"]
        if flag["id"] in call["risk_flags"] and flag["severity"] == "high"
    ]
    if grave:
        said.append(f"主要风险：{'；'.join(grave)}。" if zh else f"Main risks: {'; '.join(grave)}.")
    odds = call["probability"]
    if odds is not None and odds["met_pct"] is not None:
        said.append(
            f"历史基准概率{odds['met_pct']:g}%（{odds['checkpoint']}），优势未经证明。"
            if zh
            else f"Base rate {odds['met_pct']:g} % at {odds['checkpoint']}; no edge has been shown."
        )
    return ("" if zh else " ").join(said)


def weekly(document: Json, lang: str) -> str:
    """Return the whole text of one language."""
    zh = lang == "zh-CN"
    head = document["document"]
    sample = head["data_origin"] == "sample"
    title = f"周报，截至{head['as_of']}" if zh else f"Weekly, as of {head['as_of']}"
    note = ("（内置样本数据）" if zh else " (bundled sample data)") if sample else ""
    lines = [title + note, *(paragraph(document, call, lang) for call in document["calls"])]
    wrong = [one for one in document["claim_checks"] if one["verdict"] in {"contradicted", "misdated"}]
    if wrong:
        said = [f"“{one['claim'][lang]}”：{one['summary'][lang]}" for one in wrong]
        said = said if zh else [f"“{one['claim'][lang]}”: {one['summary'][lang]}" for one in wrong]
        lines.append(f"勿引用：{'；'.join(said)}。" if zh else f"Do not repeat: {'; '.join(said)}.")
    lines += [one[lang] for one in document["disclosures"]]
    return "\n".join(lines)


def main() -> int:
    """Read one document and print it in both languages."""
    try:
        text = Path(sys.argv[1]).read_text(encoding="utf-8") if len(sys.argv) > 1 else sys.stdin.read()
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
    sys.stdout.write("\n\n".join(weekly(document, lang) for lang in LANGUAGES) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
