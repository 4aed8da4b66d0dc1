"""A claim said back in words, so that a person sees how the sentence was read."""

from __future__ import annotations

import re

from signals.claims.claim import Claim
from signals.units import amount
from signals.words import Names, Word

_OPS = {
    "=": ("", ""),
    "~": ("about ", "约"),
    ">": ("more than ", "高于"),
    ">=": ("at least ", "至少"),
    "<": ("less than ", "低于"),
    "<=": ("at most ", "至多"),
}
_MOVES = {"hold": ("no change", "不变"), "cut": ("a cut", "降息"), "hike": ("a hike", "加息")}
_NAMES = {
    "cpi.headline": Names("US CPI", "美国CPI"),
    "cpi.core": Names("US core CPI", "美国核心CPI"),
    "cn.cpi": Names("China CPI", "中国CPI"),
    "cn.ppi": Names("China PPI", "中国PPI"),
    "cn.pmi": Names("China manufacturing PMI", "中国制造业PMI"),
    "cn.m2": Names("China M2", "中国M2"),
    "pboc.rrr": Names("China reserve requirement", "存款准备金率"),
    "pboc.lpr": Names("China LPR", "LPR"),
    "pboc.mlf": Names("China MLF rate", "MLF利率"),
    "pboc.omo": Names("China 7-day reverse repo", "7天期逆回购利率"),
    "policy.property": Names("China property policy", "地产政策"),
    "policy.platform": Names("China platform policy", "平台经济政策"),
    "policy.gaming": Names("China gaming policy", "游戏政策"),
    "policy.ai": Names("China AI policy", "人工智能政策"),
    "policy.package": Names("China policy package", "一揽子政策"),
}
_BASES = {
    "yoy": Names("year on year", "同比"),
    "mom": Names("month on month", "环比"),
    "manufacturing": Names("level", "水平"),
    "yoy_change": Names("change of the yearly rate", "同比增速变化"),
    "lowest_since": Names("lowest since", "最低，自"),
    "highest_since": Names("highest since", "最高，自"),
    "vs_consensus": Names("against the survey", "与调查预期之差"),
}
_SPANS = {
    "day": Names("day", "当日"),
    "week": Names("week", "当周"),
    "month": Names("month", "当月"),
    "ytd": Names("year to date", "年初至今"),
    "year": Names("twelve months", "一年"),
}
_DIRECTIONS = {
    "easing": Names("easing", "宽松"),
    "tightening": Names("tightening", "收紧"),
    "in_force": Names("in force", "施行"),
}
_CLOCKS = {"announced": Names(" (announced)", "（宣布）"), "effective": Names(" (in force)", "（生效）")}


def reading(claim: Claim) -> Word:
    """Return how the claim was read, in both languages."""
    about, value = claim.about, _value(claim)
    if about.startswith("fed."):
        return _of_fed(claim, value)
    if about.startswith("market."):
        return _of_market(claim, value)
    if about == "cpi.trend":
        return Word.of(
            "claims.print_trend", value=Names(claim.detail, {"falling": "回落"}.get(claim.detail, "上行"))
        )
    if about == "cpi.forecast":
        return Word.of("claims.forecast", when=claim.when, value=value)
    name = _NAMES.get(about, Names(about, about))
    if about.startswith("policy."):
        direction = _DIRECTIONS.get(claim.detail, Names(claim.detail, claim.detail))
        return Word.of("claims.policy_step", name=name, when=_when(claim.when), direction=direction)
    if about.startswith("pboc."):
        return _of_rate(claim, name, value)
    basis = _BASES.get(claim.detail, Names(claim.detail, claim.detail))
    return Word.of("claims.print", name=name, when=claim.when, basis=basis, value=value)


def _of_fed(claim: Claim, value: Names) -> Word:
    when = _when(claim.when)
    if claim.about == "fed.odds":
        return Word.of("claims.odds", outcome=_outcome(claim.detail), meeting=claim.when, value=value)
    if claim.about == "fed.moves":
        plain = claim.detail.partition("@")[0]
        hikes = claim.unit == "hikes" or plain == "hike"
        unit = Names("hikes", "加息") if hikes else Names("cuts", "降息")
        code = "claims.moves_in_year" if plain == "calendar_year" else "claims.moves"
        if re.fullmatch(r"\d{4}", claim.when):
            year = claim.when
            when = (
                Names(f"the end of {year}", f"{year}年末")
                if code == "claims.moves"
                else Names(year, f"{year}年")
            )
        return Word.of(code, unit=unit, when=when, value=value)
    if claim.about == "fed.first_move":
        move = Names("hike", "加息") if claim.detail == "hike" else Names("cut", "降息")
        if claim.reach == "before" and claim.op == "<=":
            return Word.of("claims.first_move_before", move=move, value=str(claim.value))
        return Word.of("claims.first_move", move=move, value=value)
    if claim.about == "fed.implied_rate":
        return Word.of("claims.implied_rate", when=when, value=value)
    if claim.about == "fed.range":
        return Word.of("claims.range", value=f"{claim.detail}%")
    if claim.about == "fed.decision":
        return Word.of("claims.decision", when=when, value=_outcome(claim.detail))
    return Word.of("claims.next_meeting", value=value)


def _of_market(claim: Claim, value: Names) -> Word:
    name, _, what = claim.detail.partition(" ")
    if claim.about == "market.change":
        span, _, day = claim.when.partition(":")
        return Word.of("claims.price_move", name=claim.detail, span=_SPANS[span], day=day, value=value)
    if claim.about == "market.level":
        return Word.of("claims.price_level", name=name, day=claim.when, value=value)
    said = {
        "record_high": Names("the highest on record", "历史最高"),
        "record_low": Names("the lowest on record", "历史最低"),
        "high_since": Names(f"the highest since {claim.value}", f"{claim.value}以来最高"),
        "low_since": Names(f"the lowest since {claim.value}", f"{claim.value}以来最低"),
        "vs_record": Names(f"within {abs(float(claim.value)):g}% of the record", f"距历史最高{abs(float(claim.value)):g}%以内")
        if not isinstance(claim.value, str)
        else Names(what, what),
    }.get(what, Names(what, what))  # fmt: skip
    return Word.of("claims.price_extreme", name=name, day=claim.when, what=said)


def _of_rate(claim: Claim, name: Names, value: Names) -> Word:
    tenor = f" {claim.detail}" if claim.detail in {"1Y", "5Y"} else ""
    named = Names(name.en + tenor, name.zh + tenor)
    if claim.unit == "pct":
        return Word.of("claims.rate_level", name=named, when=_when(claim.when), value=value)
    clock = _CLOCKS.get(claim.detail, Names("", ""))
    return Word.of("claims.rate_step", name=named, when=_when(claim.when), clock=clock, value=value)


def _outcome(detail: str) -> Names:
    plain = detail.partition("@")[0]
    found = re.fullmatch(r"(cumulative_)?(hold|cut|hike)(?:(>?=)(\d+))?", plain)
    if found is None or found[2] == "hold":
        return Names(*_MOVES["hold"])
    en, zh = _MOVES[found[2]]
    if found[3] == "=":
        total = ("in all ", "累计") if found[1] else ("", "")
        return Names(f"{en} of {total[0]}{found[4]} bp", f"{total[1]}{zh}{found[4]}个基点")
    if found[4] not in {None, "1"}:
        return Names(f"at least {found[4]} {found[2]}s", f"至少{zh}{found[4]}次")
    return Names(en, zh)


def _value(claim: Claim) -> Names:
    """Return what the claim gives, with the earlier day that it dates the figure to."""
    said, day = _figure(claim), claim.detail.partition("@")[2]
    return Names(f"{said.en}, on {day}", f"{said.zh}（{day}）") if day else said


def _figure(claim: Claim) -> Names:
    en, zh = _OPS[claim.op]
    if isinstance(claim.value, str):
        return Names(en + claim.value, zh + claim.value)
    if claim.unit in {"points", "date", "bool"}:
        return Names(
            f"{en}{claim.value:,g}" if claim.value < 1e6 else str(claim.value), f"{zh}{claim.value:,g}"
        )
    said = {lang: amount(claim.value, claim.unit, lang, literal=True) for lang in ("en", "zh")}
    return Names(en + said["en"], zh + said["zh"])


def _when(when: str) -> Names:
    first, _, last = when.partition("..")
    return Names(f"{first} to {last}", f"{first}至{last}") if last else Names(first, first)
