"""The scorecard for people and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.record.scorecard import Card, CheckpointCard, Kind, LegCard
from signals.record.settle import GRADES
from signals.record.statistics import Mean
from signals.render.call.phrases import Lang
from signals.safe_text import line

_WORDS: dict[str, tuple[str, str]] = {
    "underweight": ("underweight", "低配"),
    "neutral": ("neutral", "标配"),
    "overweight": ("overweight", "超配"),
    "replayed": (
        "Replayed: what these rules would have said. Hindsight, no track record.",
        "回放：规则当时会给出的结论。属事后结论，并非历史业绩。",
    ),
    "recorded": ("Recorded: calls that were written down in time.", "记录：及时留档的观点。"),
    "pooled": ("all pairs", "全部评级对"),
    "called": ("called ↓ came →", "观点↓ 结果→"),
    "ours": ("these calls", "本规则"),
    "always_neutral": ("always neutral", "始终标配"),
    "momentum_12m": ("12-month momentum", "12个月动量"),
    "always_overweight": ("always overweight", "始终超配"),
    "always_underweight": ("always underweight", "始终低配"),
    "rival": ("rule", "规则"),
    "calls": ("calls", "次数"),
    "right": ("right", "命中"),
    "signed": ("sign × result", "方向×结果"),
    "leg": ("reason", "理由"),
    "supports": ("after supports", "支持之后"),
    "opposes": ("after opposes", "反对之后"),
    "neither": ("after neither", "均无之后"),
    "sign": ("sign", "方向"),
    "yes": ("right", "正确"),
    "no": ("wrong", "错误"),
    "primary": ("primary", "主要"),
}


def _say(key: str, lang: Lang) -> str:
    return _WORDS[key][lang == "zh"]


def screen(cards: Sequence[Card], kind: Kind, lang: Lang, *, n_late: int = 0) -> RenderableType:
    """Return the cards of all pairs, the pooled one last."""
    zh = lang == "zh"
    rows: list[RenderableType] = [line(_say(kind, lang), "bold")]
    if n_late:
        rows.append(
            line(
                f"{n_late}条记录晚于入场日，未计入"
                if zh
                else f"{n_late} entries were recorded after their entry day and are left out"
            )
        )
    for card in cards:
        rows.extend((Text(), *_card(card, lang)))
    return Group(*rows)


def _card(card: Card, lang: Lang) -> list[RenderableType]:
    zh = lang == "zh"
    name = _say("pooled", lang) if card.thread == "*" else card.thread
    rows: list[RenderableType] = [
        line(
            f"{name}  {card.first}至{card.last}：{card.n_calls}次观点，{card.n_abstained}次暂不评级"
            f"，{card.n_hindsight}次早于规则成文日；规则版本{'、'.join(card.versions)}"
            if zh
            else f"{name}  {card.first} to {card.last}: {card.n_calls} calls, {card.n_abstained} of them abstentions, "
            f"{card.n_hindsight} before the rules were written; rules {', '.join(card.versions)}",
            "bold",
        )
    ]
    if card.needs:
        told = ", ".join(f"{need} ({count})" for need, count in card.needs)
        rows.append(line(f"暂不评级因缺少：{told}" if zh else f"abstained for want of: {told}"))
    for point in card.checkpoints:
        rows.extend((Text(), *_checkpoint(point, lang)))
    return rows


def _checkpoint(point: CheckpointCard, lang: Lang) -> list[RenderableType]:
    zh = lang == "zh"
    mark = f" ({_say('primary', lang)})" if point.primary else ""
    rows: list[RenderableType] = [
        line(f"{point.label}{mark}: {point.verdict.text(lang)}", "bold"),
        line(
            f"已结算{point.n}，未到期{point.n_open}；独立窗口{point.n_windows}，连续段{point.n_spells}（命中{point.spell_hits}）"
            if zh
            else f"{point.n} settled, {point.n_open} open; {point.n_windows} separate windows; "
            f"{point.n_spells} spells, {point.spell_hits} of them right"
        ),
    ]
    if not point.n:
        return rows
    rows.append(line(_odds(point, lang)))
    rows.extend(_means(point, lang))
    rows.extend((_confusion(point, lang), _rivals(point, lang)))
    if point.legs:
        rows.append(_legs(point.legs, lang))
    return rows


def _odds(point: CheckpointCard, lang: Lang) -> str:
    zh = lang == "zh"
    base = "—" if point.base_rate_pct is None else f"{point.base_rate_pct:.1f} %"
    said = (
        f"命中{point.hit_pct:.1f}%；同比例随机{point.chance_pct:.1f}%；当时基准概率{base}"
        if zh
        else f"right {point.hit_pct:.1f} %; chance with the same shares {point.chance_pct:.1f} %; "
        f"stated base rate {base}"
    )
    if point.forecast is not None:
        skill = (f"{100 * point.forecast.rps_skill:+.0f} %", f"{100 * point.forecast.log_skill:+.0f} %")
        said += (
            f"；按等级概率相对基准概率：RPS技巧{skill[0]}，对数技巧{skill[1]}"
            if zh
            else f"; odds by grade against the base rate: RPS {point.forecast.rps:.3f} to {point.forecast.rps_base:.3f} "
            f"(skill {skill[0]}), log {point.forecast.log:.2f} to {point.forecast.log_base:.2f} (skill {skill[1]})"
        )
    return said


def _means(point: CheckpointCard, lang: Lang) -> list[RenderableType]:
    zh = lang == "zh"
    rows: list[RenderableType] = []
    for mean, en, name, unit in (
        (point.signed_pp, "sign × result", "方向×结果", "pp"),
        (point.tilt_bp, "weight × result", "主动权重×结果", "bp"),
    ):
        if mean is not None:
            rows.append(line(_mean((zh and name) or en, mean, unit, lang)))
    if point.right_sign_pct is not None:
        placebo = "—" if point.placebo_p is None else f"{point.placebo_p:.3f}"
        rows.append(
            line(
                f"有方向的观点{point.right_sign_pct:.1f}%方向正确；循环移位安慰剂p值{placebo}"
                if zh
                else f"sign right in {point.right_sign_pct:.1f} % of calls that took one; "
                f"placebo by circular shifts p {placebo}"
            )
        )
    return rows


def _mean(name: str, mean: Mean, unit: str, lang: Lang) -> str:
    zh = lang == "zh"
    told = f"{name} {mean.value:+.2f} {unit}"
    if mean.low is None or mean.high is None or mean.critical_t is None:
        return told + ("，独立窗口太少，无从检验" if zh else ", too few separate windows for a test")
    t = "—" if mean.t is None else f"{mean.t:+.2f}"
    interval, critical = f"[{mean.low:+.2f}, {mean.high:+.2f}]", f"{mean.critical_t:.2f}"
    if zh:
        return f"{told}，90%自助区间{interval}，HAC t {t}（需超过{critical}）"
    return f"{told}, 90 % bootstrap {interval}, HAC t {t} (5 % of noise beyond {critical})"


def _confusion(point: CheckpointCard, lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(line(_say("called", lang)))
    for grade in GRADES:
        table.add_column(line(_say(grade, lang)), justify="right")
    for grade, counts in zip(GRADES, point.confusion, strict=True):
        table.add_row(line(_say(grade, lang)), *(str(count) for count in counts))
    return table


def _rivals(point: CheckpointCard, lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for key in ("rival", "calls", "right", "signed"):
        table.add_column(line(_say(key, lang)), justify="left" if key == "rival" else "right")
    for rival in point.rivals:
        table.add_row(
            line(_say(rival.name, lang)), str(rival.n), f"{rival.hit_pct:.1f} %", f"{rival.signed_pp:+.2f} pp"
        )
    return table


def _legs(legs: Sequence[LegCard], lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(line(_say("leg", lang)))
    for key in ("supports", "opposes", "neither", "sign"):
        table.add_column(line(_say(key, lang)), justify="right")
    table.add_column("p", justify="right")
    for leg in legs:
        right = "—" if leg.right_sign is None else _say("yes" if leg.right_sign else "no", lang)
        table.add_row(
            line(leg.leg),
            _after(leg.after_supports_pp, leg.n_supports),
            _after(leg.after_opposes_pp, leg.n_opposes),
            "" if leg.after_neither_pp is None else f"{leg.after_neither_pp:+.1f} pp",
            line(right),
            "" if leg.placebo_p is None else f"{leg.placebo_p:.2f}",
        )
    return table


def _after(mean: float | None, n: int) -> str:
    return "" if mean is None else f"{mean:+.1f} pp ({n})"


def document(cards: Sequence[Card], kind: Kind, *, as_of: str, n_late: int) -> dict[str, Any]:
    """Return the cards as plain JSON values; grades in the order underweight, neutral, overweight."""
    return {
        "scorecard": 1,
        "kind": kind,
        "settled_as_of": as_of,
        "n_late": n_late,
        "grades": list(GRADES),
        "cards": [_card_document(card) for card in cards],
    }


def _card_document(card: Card) -> dict[str, Any]:
    found = asdict(card) | {"first": card.first.isoformat(), "last": card.last.isoformat()}
    found["versions"] = list(card.versions)
    found["needs"] = [{"fact": fact, "n": n} for fact, n in card.needs]
    found["checkpoints"] = [_point_document(point) for point in card.checkpoints]
    return found


def _point_document(point: CheckpointCard) -> dict[str, Any]:
    found = asdict(point)
    found["confusion"] = [list(row) for row in point.confusion]
    for key in ("rivals", "legs"):
        found[key] = list(found[key])
    if point.forecast is not None:
        found["forecast"] |= {"rps_skill": point.forecast.rps_skill, "log_skill": point.forecast.log_skill}
    found["verdict"] = {
        "code": point.verdict.code,
        "en": point.verdict.text("en"),
        "zh": point.verdict.text("zh"),
    }
    return found
