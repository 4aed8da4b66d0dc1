"""The screen of ``signals allocate``: one page a call, for reading aloud in a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from signals.allocation import contract
from signals.allocation.claims import VERDICT_WORDS
from signals.allocation.conviction import LEVELS
from signals.render.call.diff import changes_lines
from signals.render.call.phrases import (
    Labels,
    Lang,
    criterion_words,
    flip_words,
    grade_word,
    rule_words,
    said,
    scheduled_words,
    status_word,
    telling,
    trace_leaves,
    untried_words,
)
from signals.safe_text import line
from signals.units import amount
from signals.words import score, score_interval

_WORDS: dict[str, tuple[str, str]] = {
    "as_of": ("as of", "截至"),
    "sample": ("bundled sample", "内置样本"),
    "against": ("against", "相对"),
    "score": ("Score", "得分"),
    "enter": ("enter at", "入场线"),
    "leave": ("leave below", "离场线"),
    "conviction": ("Conviction", "信心"),
    "tilt": ("Weight", "主动权重"),
    "before": ("Before", "前次"),
    "no_log": (
        "unknown: no call is on record (allocate --record starts a log)",
        "未知：尚无评级记录（allocate --record 可建立）",
    ),
    "since": ("in force since", "自"),
    "right_if": ("Right if", "判定标准"),
    "odds": ("Odds", "概率"),
    "edge": ("edge unproven, so the odds are the base rate", "优势未经证明，概率即基准概率"),
    "no_base": (
        "unknown: too few closes are held for three separate windows",
        "未知：收盘价不足以构成三个独立窗口",
    ),
    "leg": ("Reason and weight; what it rests on", "理由、权重与依据"),
    "adds": ("adds", "贡献"),
    "value": ("value", "数值"),
    "needs": ("needs", "门槛"),
    "margin": ("distance", "距离"),
    "known": ("known since", "发布日"),
    "flips": ("What would change the grade", "什么会改变评级"),
    "nearest": ("nearest measurable", "可度量的最近"),
    "alone": ("alone", "单一"),
    "also": ("also", "其他"),
    "calendar": ("calendar", "日历"),
    "stop": ("withdrawn if", "撤销条件"),
    "unless": ("unless", "除非"),
    "nothing": ("nothing that the rules look at", "规则所见的任何变化都不会"),
    "flags": ("Risk flags", "风险提示"),
    "claims": ("What others write", "他人的说法"),
    "changes": ("Changed since", "较此前的变化"),
    "nothing_changed": ("nothing", "无变化"),
    "abstains": ("What it needs to decide", "作出判断所需"),
    "against_if": ("against: ", "反对："),
    "sigma_note": (
        (
            "Distances in usual weeks: one-week standard deviations of each fact's own history, + holds, - does "
            "not; a dash where there is none, as for a count that moves by an act or on a known day. ✓ ✗ what "
            "speaks for the call, ▼ · what speaks against. Enter at, leave below: a grade once made is held "
            "between the two. Weight: the active weight that the score stands for."
        ),
        (
            "距离以“常见周波动”计，即各事实自身历史的一周标准差：+为成立，-为不成立；短横：无此度量，例如只随事件或"
            "在已知日期变动的计数。✓ ✗为支持条件，▼ ·为反对条件。入场线与离场线：评级一经作出，在两者之间保持。"
            "主动权重：得分所对应的权重。"
        ),
    ),
}
_GRADE_STYLE: dict[str | None, str] = {
    "overweight": "bold green",
    "neutral": "bold yellow",
    "underweight": "bold red",
    None: "bold magenta",
}
_LEVELS: dict[str | None, tuple[str, str]] = {
    "low": ("low", "低"),
    "moderate": ("moderate", "中"),
    "high": ("high", "高"),
    None: ("none", "无"),
}
_STANCE_MARKS = {
    "supports": ("▲", "green"),
    "opposes": ("▼", "red"),
    "neither": ("·", "dim"),
    "unknown": ("?", "magenta"),
}
_VERDICT_MARKS = {"holds": ("✓", "green"), "fails": ("✗", "red"), "unknown": ("?", "magenta")}
_AGAINST_MARKS = {"holds": ("▼", "red"), "fails": ("·", "green")}
_SEVERITIES = {
    "high": ("high", "高", "bold red"),
    "watch": ("watch", "关注", "yellow"),
    "info": ("info", "提示", "dim"),
}
_KINDS = {
    "thesis": ("thesis", "逻辑"),
    "data": ("data", "数据"),
    "event": ("event", "事件"),
    "declared": ("declared", "披露"),
    "narrative": ("narrative", "说法"),
}
_CLAIM_STYLE = {
    "confirmed": "green",
    "contradicted": "bold red",
    "misdated": "bold red",
    "undecided": "yellow",
    "untestable": "dim",
}


def say(key: str, lang: Lang) -> str:
    """Return a fixed word of the screen."""
    return _WORDS[key][lang == "zh"]


def screen(document: contract.AllocationDocument, lang: Lang) -> RenderableType:
    """Return the whole document as one screen, call after call."""
    labels = {fact.id: said(fact.label, lang) for fact in document.facts}
    parts: list[RenderableType] = []
    for call in document.calls:
        parts += [*_call(document, call, labels, lang), Text()]
    if document.claim_checks:
        parts += [_heading(say("claims", lang)), claims_table(document.claim_checks, lang), Text()]
    if document.changes is not None:
        flags = {flag.id: said(flag.title, lang) for flag in document.risk_flags}
        parts += [*changes_lines(document.changes, document, flags, lang), Text()]
    parts += [line(said(text, lang), "dim") for text in document.disclosures]
    return Group(*parts)


def _heading(words: str) -> Text:
    return line(words, "bold")


def _call(
    document: contract.AllocationDocument, call: contract.Call, labels: Labels, lang: Lang
) -> Iterator[RenderableType]:
    where = Text()
    where.append_text(line(f"{say('as_of', lang)} {document.document.as_of}", "dim"))
    where.append_text(line(f"  {call.thread_id}", "dim"))
    if document.document.data_origin == "sample":
        where.append_text(line(f"  [{say('sample', lang)}]", "yellow"))
    yield where
    yield line(said(call.headline, lang), _GRADE_STYLE[call.rating.published_grade])
    yield Text()
    yield _summary(call, document.document.as_of, lang)
    yield Text()
    if call.rating.model_grade is None:
        yield _heading(say("abstains", lang))
        for name in _needs(document, call):
            yield _bullet(f"{labels.get(name, name)} ({name}): {_why(document, name, lang)}", "magenta")
        yield Text()
    yield _legs(call, labels, lang)
    yield line(say("sigma_note", lang), "dim")
    yield Text()
    yield _heading(say("flips", lang))
    yield _flips(call, labels, lang)
    flags = [flag for flag in document.risk_flags if flag.id in call.risk_flags]
    if flags:
        yield Text()
        yield _heading(say("flags", lang))
        yield _flags(flags, _leg_names(document, lang), lang)


def _needs(document: contract.AllocationDocument, call: contract.Call) -> Sequence[str]:
    return next((one.needs for one in document.abstentions if one.thread_id == call.thread_id), ())


def _why(document: contract.AllocationDocument, name: str, lang: Lang) -> str:
    fact = next((fact for fact in document.facts if fact.id == name), None)
    if fact is None:
        return status_word("missing", lang)
    status = status_word(fact.status, lang)
    reason = said(fact.reason, lang)
    return f"{status}{'，' if lang == 'zh' else ', '}{reason}" if reason else status


def _bullet(words: str, style: str = "") -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(Text("•", style=style), line(words))
    return grid


def _summary(call: contract.Call, as_of: dt.date, lang: Lang) -> RenderableType:
    zh = lang == "zh"
    comma = "，" if zh else ", "
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")

    def row(key: str, words: str | Text) -> None:
        grid.add_row(line(say(key, lang), "dim"), line(words) if isinstance(words, str) else words)

    row(
        "score",
        f"{score_interval(call.score.interval_bp)}{comma}{say('enter', lang)} {score(call.score.enter_at_bp)}"
        f"{comma}{say('leave', lang)} {score(call.score.leave_at_bp)}",
    )
    capping = sorted(
        (reason for reason in call.conviction.reasons if reason.caps_at != "high"),
        key=lambda reason: LEVELS.index(reason.caps_at),
    )
    reasons = [said(reason.text, lang) for reason in capping]
    row(
        "conviction",
        _LEVELS[call.conviction.level][zh] + ("：" if zh else ": ") + ("；" if zh else "; ").join(reasons),
    )
    row("before", _before(call, lang))
    row("tilt", _tilt(call, lang))
    if call.criterion is not None:
        row("right_if", criterion_words(call, call.criterion, as_of, lang))
    if call.probability is not None:
        row("odds", _odds(call.probability, lang))
    return grid


def _before(call: contract.Call, lang: Lang) -> str:
    rating = call.rating
    if rating.previous_grade is None:
        words = say("no_log", lang)
    elif lang == "zh":
        words = f"{grade_word(rating.scale, rating.previous_grade, lang)}（{rating.previous_as_of}）"
        words += f"，现评级自{rating.in_force_since}起" if rating.in_force_since else ""
    else:
        words = f"{grade_word(rating.scale, rating.previous_grade, lang)} on {rating.previous_as_of}"
        words += f", this grade {say('since', lang)} {rating.in_force_since}" if rating.in_force_since else ""
    if rating.override is not None:
        one = rating.override
        model = grade_word(rating.scale, rating.model_grade, lang)
        instead = grade_word(rating.scale, one.grade, lang)
        words += (
            f"；模型评级{model}，由{one.by}改为{instead}（{one.reason}），{one.expires_on}到期"
            if lang == "zh"
            else f"; the model says {model}, {one.by} says {instead} ({one.reason}) until {one.expires_on}"
        )
    return words


_NO_TILT = {
    "not_graded": ("none: only an overweight or underweight carries one", "无：仅超配或低配才有"),
    "override": ("none: the published grade is not the model's", "无：发布评级与模型不同"),
}


def _tilt(call: contract.Call, lang: Lang) -> str:
    tilt = call.tilt
    if tilt.binding in {"not_graded", "override"}:
        return _NO_TILT[tilt.binding][lang == "zh"]
    sides = " / ".join(f"{one.id} {one.active_bp / 100:+.2f} pp" for one in tilt.active)
    zh = lang == "zh"
    notes = {
        "none": ("within its caps", "未触及上限"),
        "active_cap": ("at the cap on active weight", "受主动权重上限约束"),
        "tracking_error_cap": ("at the cap on tracking error", "受跟踪误差上限约束"),
    }
    error = f"{tilt.tracking_error_bp / 100:.2f} %"
    return (
        f"{sides}，跟踪误差{error}，{notes[tilt.binding][1]}"
        if zh
        else f"{sides} of the equity sleeve, tracking error {error}, {notes[tilt.binding][0]}"
    )


def _odds(probability: contract.Probability, lang: Lang) -> str:
    zh = lang == "zh"
    primary = next((rate for rate in probability.base_rates if rate.primary), None)
    if probability.met_pct is None or primary is None:
        return say("no_base", lang)
    basis = {
        "live": ("live index", "实盘指数"),
        "backcast": ("with backcast", "含回溯数据"),
        "assumption": ("assumed", "假设"),
    }
    share, kind, edge = f"{probability.met_pct:g}", basis[primary.basis][zh], say("edge", lang)
    return (
        f"{share}%（{primary.checkpoint}，{kind}，{primary.window}）；{edge}"
        if zh
        else f"{share} % of past starts at {primary.checkpoint} ({kind}, {primary.window}); {edge}"
    )


def _legs(call: contract.Call, labels: Labels, lang: Lang) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("", width=3)
    table.add_column(line(say("leg", lang)), overflow="fold")
    for key in ("adds", "value", "needs", "margin"):
        table.add_column(line(say(key, lang)), justify="right", overflow="fold")
    table.add_column(line(say("known", lang)), no_wrap=True)
    for leg in call.drivers:
        mark, style = _STANCE_MARKS[leg.stance]
        low, high = leg.contribution_bp
        name = Text(overflow="fold")
        name.append_text(line(said(leg.name, lang), "bold"))
        name.append_text(line(f" {leg.weight_bp / 10_000:.2f}", "dim"))
        table.add_row(
            Text(mark, style=style),
            name,
            Text(score(low) if low == high else f"{score(low)}…{score(high)}", style=style),
            "",
            "",
            "",
            "",
        )
        for leaf, against in _leg_leaves(leg):
            _leaf_row(table, leaf, labels, lang, against=against)
    return table


def _leg_leaves(leg: contract.Driver) -> Iterator[tuple[contract.Trace, bool]]:
    """Yield the leaves of the side that decides, then those of the other that rest on further facts.

    True marks a leaf that speaks against. The whole tree is in ``signals explain``.
    """
    sides = [(leg.supports, False), (leg.opposes, True)]
    if leg.stance == "opposes" or leg.supports is None:
        sides.reverse()
    shown: set[str | None] = set()
    for trace, against in sides:
        leaves = [leaf for leaf in trace_leaves(trace) if leaf.fact not in shown]
        yield from ((leaf, against) for leaf in leaves)
        shown.update(leaf.fact for leaf in leaves)


def _leaf_row(table: Table, leaf: contract.Trace, labels: Labels, lang: Lang, *, against: bool) -> None:
    mark, style = _VERDICT_MARKS[leaf.verdict]
    if against:  # a tick would read as good news
        mark, style = _AGAINST_MARKS.get(leaf.verdict, (mark, style))
    name = Text(overflow="fold")
    if against:
        name.append_text(line(say("against_if", lang), "dim"))
    name.append_text(line(labels.get(leaf.fact or "", leaf.fact or "")))
    value = amount(leaf.actual, leaf.unit, lang)
    if leaf.status is not None and leaf.status != "ok":
        value = f"{value} ({status_word(leaf.status, lang)})"
    table.add_row(
        Text(f"  {mark}", style=style),
        name,
        "",
        line(value, "" if leaf.verdict != "unknown" else "magenta"),
        line(f"{leaf.op} {amount(leaf.threshold, leaf.unit, lang, literal=True)}"),
        Text("—" if leaf.margin_sigma is None else f"{leaf.margin_sigma:+.1f}"),
        line(str(leaf.released_at or "-") if leaf.actual is not None else "-"),
    )


MOST_FLIPS_SHOWN = 2


def _flips(call: contract.Call, labels: Labels, lang: Lang) -> Table:
    zh = lang == "zh"
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    nearest, scale = call.flips.nearest, call.rating.scale
    ways = sorted(call.flips.minimal_sets, key=lambda flip: (len(flip.changes) > 1, flip != nearest))
    others = [flip for flip in ways if len(flip.changes) > 1 and flip != nearest]
    for flip in ways:  # where one fact is enough, every way is said, at whatever distance
        if flip in others[MOST_FLIPS_SHOWN:]:
            break
        key = "nearest" if flip == nearest else "alone" if len(flip.changes) == 1 else "also"
        style = {"nearest": "bold", "also": "dim"}.get(key, "")
        grid.add_row(line(say(key, lang), style), line(flip_words(flip, scale, labels, lang)))
    if len(others) > MOST_FLIPS_SHOWN:
        more = len(others) - MOST_FLIPS_SHOWN
        grid.add_row(
            "",
            line(
                f"另有{more}种（见 signals explain）"
                if zh
                else f"and {more} more set{'s' if more > 1 else ''} (signals explain)",
                "dim",
            ),
        )
    if untried := untried_words(call, lang):
        grid.add_row("", line(untried, "yellow"))
    for scheduled in telling(call):
        grid.add_row(
            line(say("calendar", lang), "dim"), line(scheduled_words(scheduled, scale, labels, lang))
        )
    for rule in call.invalidation:
        style = "bold red" if rule.in_force else "dim"
        grid.add_row(
            line(say("stop", lang), style),
            line(f"{rule_words(rule.rule, labels, lang)}{'：' if zh else ': '}{said(rule.then, lang)}"),
        )
    if not grid.row_count:
        grid.add_row("", line(say("nothing", lang)))
    return grid


def _leg_names(document: contract.AllocationDocument, lang: Lang) -> Mapping[tuple[str, str], str]:
    return {
        (call.thread_id, leg.leg): said(leg.name, lang) for call in document.calls for leg in call.drivers
    }


def _flags(flags: Sequence[contract.RiskFlag], names: Mapping[tuple[str, str], str], lang: Lang) -> Table:
    zh = lang == "zh"
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for flag in flags:
        *words, style = _SEVERITIES[flag.severity]
        detail = line(said(flag.title, lang))
        legs = ("、" if zh else ", ").join(
            dict.fromkeys(names.get((leg.thread_id, leg.leg), leg.leg) for leg in flag.threatens_legs)
        )
        if legs:
            detail.append_text(line(f"  → {legs}", "dim"))
        if flag.kind == "declared":
            detail.append_text(line(f"  {_declared_note(flag, lang)}", "dim"))
        grid.add_row(Text(words[zh], style=style), line(_KINDS[flag.kind][zh], "dim"), detail)
    return grid


def _declared_note(flag: contract.RiskFlag, lang: Lang) -> str:
    zh = lang == "zh"
    if not flag.testable:
        note = "无法以数据检验" if zh else "no fact can test it"
    else:
        states = {
            True: ("under way", "正在发生"),
            False: ("tested: not under way", "已检验：未发生"),
            None: ("cannot be tested today", "今日无法检验"),
        }
        note = states[flag.materialising][zh]
    if flag.review_by is not None:
        note += f"，{flag.review_by}前复核" if zh else f", review by {flag.review_by}"
        if flag.review_overdue:
            note += "（已逾期）" if zh else " (overdue)"
    return f"({note})" if not zh else f"（{note}）"


def claims_table(checks: Sequence[contract.ClaimCheck], lang: Lang) -> Table:
    """Return each sentence with its verdict and why."""
    zh = lang == "zh"
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for check in checks:
        words = line(f"“{said(check.claim, lang)}”")
        words.append_text(line(f" {said(check.summary, lang)}", "dim"))
        grid.add_row(Text(VERDICT_WORDS[check.verdict][zh], style=_CLAIM_STYLE[check.verdict]), words)
    return grid
