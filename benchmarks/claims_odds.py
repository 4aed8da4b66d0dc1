"""Published odds turned into sentences, three styles in each language: how many are read right?

python benchmarks/claims_odds.py FOLDER     # the validation folder, with published_odds.csv
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from pathlib import Path

from signals.claims.reader import read

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
EN = (
    "Futures put the odds of {en} {at} {month} at {value}%.",
    "Traders see a {value}% chance of {en} {at} the {month} meeting, CME data showed.",
    "{Month} {short} priced at {value}%, according to fed funds futures.",
)
ZH = (
    "据CME“美联储观察”，美联储{at}{month}{zh}的概率为{value}%。",
    "利率期货顯示，{at}{month}{zh}的機率達{value}%。",
    "交易员押注{at}{month}{zh}，概率 {value}%。",
)


def wording(outcome: str) -> tuple[str, str, str, bool]:
    """Return (English, short English, Chinese, cumulative) of an outcome in the table."""
    size = "".join(c for c in outcome if c.isdigit())
    if outcome == "hold":
        return "no change", "hold", "维持利率不变", False
    move, word = ("cut", "降息") if "cut" in outcome else ("hike", "加息")
    if outcome.startswith("p_"):
        return f"a {move}", move, word, True
    return f"a {size}-basis-point {move}", f"{size}bp {move}", f"{word}{size}个基点", False


def wanted(outcome: str) -> str:
    size = "".join(c for c in outcome if c.isdigit())
    if outcome == "hold":
        return "hold"
    move = "cut" if "cut" in outcome else "hike"
    return f"{move}={size}" if size else f"{move}>=1"


def main() -> None:
    right = told = 0
    for row in csv.DictReader((Path(sys.argv[1]) / "published_odds.csv").open(encoding="utf-8")):
        day = dt.date.fromisoformat(row["published_on"])
        for style, text in sentences(row, day):
            told += 1
            found = [one for sentence in read(text, day) for one in sentence.claims]
            good = len(found) == 1 and is_right(found[0], row)
            right += good
            if not good:
                print(style, day, text, [(c.about, c.when, c.value, c.detail) for c in found])
    print(f"{right} of {told} read right ({100 * right / told:.1f} %)")


def is_right(claim, row) -> bool:
    if row["unit"] == "cuts":
        return (claim.about, claim.when, claim.value) == ("fed.moves", row["meeting"], float(row["stated"]))
    same = claim.detail == wanted(row["outcome"])
    return (
        claim.about == "fed.odds"
        and claim.when == row["meeting"]
        and claim.value == float(row["stated"])
        and same
    )


def sentences(row, day):
    value = f"{float(row['stated']):g}"
    if row["unit"] == "cuts":
        year = row["meeting"]
        yield "en", f"Futures price {value} rate cuts for {year}."
        yield "en", f"The market sees {value} cuts in {year}."
        yield "en", f"Swaps imply {value} cuts over the course of {year}."
        yield "zh", f"期货市场定价{year}年全年降息{value}次。"
        yield "zh", f"交易员预计美联储{year}年降息{value}次。"
        yield "zh", f"利率期貨隱含{year}年减息{value}次。"
        return
    meeting = dt.date.fromisoformat(row["meeting"])
    en, short, zh, by = wording(row["outcome"])
    far = meeting.year != day.year
    month = MONTHS[meeting.month - 1] + (f" {meeting.year}" if far else "")
    month_zh = f"{meeting.year}年{meeting.month}月" if far else f"{meeting.month}月"
    for form in EN:
        at = "by" if by else ("in" if "the {month}" not in form else "at")
        yield "en", form.format(en=en, short=short, month=month, Month=month, at=at, value=value)
    for form in ZH:
        at = "到" if by else ""
        yield "zh", form.format(zh=zh, month=month_zh, at=at, value=value)


if __name__ == "__main__":
    main()
