"""Policy steps without a rate: property, platforms, gaming, AI, packages, and when they came."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from signals.claims.claim import Claim, window
from signals.claims.grammar.days import times_in, window_of
from signals.claims.grammar.line import Line
from signals.claims.grammar.parts import Clause
from signals.claims.grammar.tokens import Token
from sources.prose.times import Time

_NOT_OURS = {
    "condition",
    "rumour",
    "call",
    "history",
    "risk",
    "maybe",
    "future",
    "negation",
    "other bank",
    "other country",
}
_LATELY = dt.timedelta(days=31)
_DRAFT = re.compile(r"征求意见稿|草案|\bdrafts?\b")
"""Rules that were only drafted: to take them back eases."""
_UNDONE = re.compile(
    r"删除|撤回|撤下|撤销|废止|搁置|\b(?:withdr[ae]w|withdrawn|pulled|shelved|removed|deleted|revoked)\b"
)
"""A curb taken back is none, and what it is instead we do not know, unless it was a draft."""
_AUTHORITY = re.compile(
    r"央行|人民银行|国务院|国家新闻出版署|新闻出版总?署|市场监管总局|市监总局|证监会|银保监会|金融监管总局|金融管理部门|住建部|财政部|发改委|网信办|工信部|监管部门"
    r"|政治局会议|北京|上海|广州|深圳|杭州|一线城市|中共中央"
    r"|\b(?:china|beijing|pboc|regulators?|the state council|csrc|watchdog)\b"
)
_TOLD = re.compile(
    r"定调|宣布|公布|印发|下发|出台|取消了?(?!的可能)|处以|罚款|获批|官宣"
    r"|\b(?:announced|issued|published|unveiled|scrapped|fined|approved|removed|lifted|abolished|released"
    r"|lowered|loosened|relaxed)\b"
)
"""News of an authority without a day is of these weeks."""
_TOGETHER = re.compile(r"同步|同时|一并|也|亦|还|\b(?:also|and|along with)\b")
_OF_TODAY = ("午间", "午后", "早间", "晚间", "傍晚", "盘后", "at midday", "after the close", "after the bell")
_SAME_DAY = ("当晚", "同日", "同一天", "当天", "the same day", "the same evening")
_LATELY_WORDS = (
    "近期",
    "持续",
    "近来",
    "近日",
    "最近",
    "陆续",
    "接连",
    "lately",
    "recently",
    "in recent weeks",
    "continues to",
)


_SAID = re.compile(r"\s*(?:the |china's )?(?:[a-z]+ ){1,4}(?:said|announced|says)\b")
"""Who told of a step, behind it with the day: "…, the regulator said on Friday"."""


def step_claims(line: Line, place: int) -> Iterator[Claim]:
    """Yield the policy steps that one clause tells of."""
    clause = line.clauses[place]
    if line.is_question or clause.holder in {"other", "survey"} or clause.blocked & _NOT_OURS:
        return
    told = False
    for event in line.measures.event if clause.has("topic.", "whole.") else ():
        name = event.about.partition(".")[2]
        detail = _direction(line, clause, name)
        if detail is None or told:
            continue
        found = _when(line, place)
        line.open.policy_topic = (event.about, detail)
        if found is None:
            continue
        told = True
        line.open.policy_topic = (event.about, detail)
        start = clause.start
        lately = any(word in line.text[clause.start : clause.end] for word in _LATELY_WORDS)
        if place and not lately and times_in(line.clauses[place - 1].tokens) and not times_in(clause.tokens):
            start = line.clauses[place - 1].start
        yield line.claim((start, clause.end), event.about, found, "=", 1.0, "bool", detail)
    if not told:
        yield from _in_force(line, clause)


_AS_PART_OF = re.compile(r"\bas part of (?:an?|the|its|this|that|\w+'s) (?:[a-z-]+ ){0,3}$")
"""Before a package that is only where a step belongs."""


def _direction(line: Line, clause: Clause, name: str) -> str | None:
    """Return which way a step of this kind went; None where the clause tells of none."""
    whole = clause.first(f"whole.{name}")
    if whole is not None:
        return None if _AS_PART_OF.search(line.text[: whole.start]) else "easing"
    if not clause.has(f"topic.{name}"):
        return None
    if clause.has(f"tightening.{name}"):
        undone = _UNDONE.search(line.text[clause.start : clause.end])
        return "tightening" if undone is None else "easing" if _DRAFT.search(line.text) else None
    return "easing" if clause.has(f"easing.{name}") else None


def _when(line: Line, place: int) -> str | None:
    clause = line.clauses[place]
    act = clause.first("easing.", "tightening.", "whole.")
    near = [
        time
        for token, time in sorted(
            times_in(clause.tokens), key=lambda pair: abs(pair[0].start - act.start) if act else 0
        )
    ]
    near = [time for time in near if time.reach not in {"by", "before"}]  # "10月底前" is not when it was said
    near = [time for time in near if not _is_of_what_followed(line, clause, act, time)]
    words = line.text[clause.start : clause.end]
    lately = any(word in words for word in _LATELY_WORDS)
    if not near and line.open.policy_time is not None and any(word in words for word in _SAME_DAY):
        near = [line.open.policy_time]
    if place and not near and not lately:
        near = [time for _, time in times_in(line.clauses[place - 1].tokens)][-1:]
    if place > 1 and not near and not lately and _TOGETHER.search(words):
        earlier = [part for part in line.clauses[: place - 1] if not part.has("index.", "head.")]
        near = [time for part in earlier for _, time in times_in(part.tokens)][-1:]
    if not near and not lately and place + 1 < len(line.clauses):
        said = line.clauses[place + 1]
        if _SAID.match(line.text, said.start):
            near = [time for _, time in times_in(said.tokens)][-1:]
    if not near and any(word in line.text[: clause.end] for word in _OF_TODAY):
        return line.date.isoformat()
    for time in near:
        span = _span(line, time) if time.reach != "since" else _since(line, time)
        if span is not None and span[0] <= line.date:
            line.open.policy_time = time
            return window(span[0], span[1])
    told = _AUTHORITY.search(line.text[: clause.end]) and _TOLD.search(words)
    if lately or (told and not near):
        return window(line.date - _LATELY, line.date)
    if place and near and line.clauses[place - 1].has("act.announce"):
        # "央行今天宣布，10月底前批量下调存量房贷利率"
        for _, time in reversed(times_in(line.clauses[place - 1].tokens)):
            span = _span(line, time)
            if span is not None and span[0] <= line.date:
                return window(*span)
    return None


_FOLLOWED = re.compile(r"\s(?:after|as|when|following)\b")


def _is_of_what_followed(line: Line, clause: Clause, act: Token | None, time: Time) -> bool:
    """Return whether a day is that of an index's move told before the step: "climbed 4% on Tuesday after China vowed …"."""
    moved = any(token.has("index.") and token.end <= time.start for token in clause.tokens)
    return (
        moved
        and act is not None
        and time.end <= act.start
        and _FOLLOWED.match(line.text, time.end) is not None
    )


def _since(line: Line, time: Time) -> tuple[dt.date, dt.date] | None:
    """Return the days since a month or a day not long past: "5月以来，多个城市取消限购"."""
    span = _span(line, time)
    recent = span is not None and line.date - 3 * _LATELY <= span[0] <= line.date
    return (span[0], line.date) if span is not None and recent else None


def _span(line: Line, time: Time) -> tuple[dt.date, dt.date] | None:
    if time.unit in {"day", "weekday", "week"}:
        return window_of(time, line.date)
    if time.unit == "month" and (time.shift is not None or time.year is not None or time.month is not None):
        return window_of(time, line.date)
    return None


def _in_force(line: Line, clause: Clause) -> Iterator[Claim]:
    """Yield that a step left open is now issued or in force: "本周二已正式印发施行"."""
    known = line.open.policy_topic
    if known is None or not any(
        word in line.text[clause.start : clause.end]
        for word in ("印发", "施行", "生效", "took effect", "in force")
    ):
        return
    if clause.has("pboc.", "index.", "head."):
        return
    for _, time in times_in(clause.tokens):
        span = _span(line, time)
        if span is not None:
            yield line.claim(
                (clause.start, clause.end), known[0], window(*span), "=", 1.0, "bool", "in_force"
            )
            return
