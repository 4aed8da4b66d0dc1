"""Whether a sentence tells of something that was just decided, looks back, hints or guesses.

Each rule is a property of the language, not of a sentence: what the marker
means wherever it stands. The order matters; the first rule that fits decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sources.contract import Stage

# Somebody other than the one who decides weighs what may come.
_GUESS = re.compile(
    r"可能|或将|或许|或在|有望|预计|预期|料将|料在|猜测|押注|下注|倾向于|概率|几率|点阵图|预测|传闻|据传|据悉|"
    r"消息人士|知情人士|市场认为|不排除|呼吁|敦促|施压|要求|主张|建议|希望|期待|应当|应该|应(?=[下上降提加])|赞成|支持(?=[降加])|"
    r"如果|倘若|假如|一旦|若(?!干)|会否|能否|是否|何时|吗|"
    r"\b(?:may|might|could|should|would|likely|expect\w*|forecast\w*|predict\w*|see[ns]?|bets?|betting|pric(?:e|es|ed|ing) in|"
    r"rumou?r\w*|sources|reportedly|call(?:s|ed)? (?:for|on)|urge[sd]?|want[s]?|if|whether|when|considers?|poll)\b",
    re.IGNORECASE,
)
# The one who decides says that something will come, without saying that it is decided.
_INTENT = re.compile(
    r"择机|适时|适度|必要时|酌情|研究(?!所|院|员)|考虑|拟(?![\u4e00-\u9fff]?定)|计划|争取|推进|灵活运用|综合运用|运用|"
    r"仍有|空间|鼓励|引导|带动|推动|促使|促进|指导|"
    r"\b(?:plans?|planning|consider(?:s|ing)?|aims?|intends?|pledg\w+|vow\w*|room)\b",
    re.IGNORECASE,
)
_WILL = re.compile(  # 将 before a verb is the future; 将 before a noun only moves the object forward
    r"将(?=于|在|会|再|要|继续|进一步|择机|适时|自|从|近期|很快|同步|分|下调|上调|调降|降低|降准|降息|加息|提高)|"
    r"即将|近期将|还将|\b(?:will|to|set to|going to)\s(?=cut|lower|reduce|raise|hike|increase|hold|keep)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"不会|没有|并未|未(?=[下上降加])|尚未|不再|无需|不宜|不承诺|排除|否认|推迟|暂缓|暂停(?=[降加])|停止(?=[降加])|不是|并非|不应|反对|"
    r"\b(?:not|no|never|den(?:y|ies|ied)|rul(?:e|es|ed) out|refus\w+|delay\w*|against|without)\b",
    re.IGNORECASE,
)
# A span of time or a count of steps: a sum over several decisions, never one.
_SPAN = re.compile(
    r"以来(?!的?(?:首次|首度|第|最|单次|单月|连续第|再次|又一次))|累计|共计|合计|总计|总共|一共|先后|历次|多次|"
    r"过去(?=[\u4e00-\u9fff\d]{0,4}[年月周])|期间|去年(?!同期)|前年|近年|年内(?!第|首)|全年|上半年|下半年|"
    r"(?<![较比由从])此前(?!的)|(?<![较比由从])之前(?!的)|上次|上一次|上一轮|本轮|周期|"
    r"\b(?:since (?!\w+ \d+ (?:biggest|largest|first))|total(?:s|ing|ed)?|cumulative\w*|altogether|so far|"
    r"last (?:year|month|week)|earlier this|previous(?:ly)?|over the past|in the past)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?P<ordinal>第)?(?:[两二三四五六七八九十]|\d{1,2})次|\b(?:twice|(?:two|three|four|five|\d+) times)\b"
)
_DONE = re.compile(
    r"已(?!执行)经?|曾|刚刚(?!宣布)|此次|本次|这次|这一次|\b(?:has|have|had)\b|\bthis cut\b", re.IGNORECASE
)
_PAST_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年(?!\d{1,2}月\d{1,2}日)")
# 了 after a verb looks back on its effect: "降准0.5个百分点，释放了流动性".
_EFFECT = re.compile(r"(?<![为除])了")
# What follows a size and makes it a known thing: "降息25个基点后", "降息50个基点的背景下".
_PRESUPPOSED = re.compile(
    r"^(?:之?后|以后|以来|的(?!决定|决议|同时)|背景|当天|当日|前|之前|\s?(?:after|following|cut last))"
)
_SUBORDINATE = re.compile(
    r"随着|在(?=[^，]{0,12}(?:背景|影响|之后|后)$)|受(?=[^，]{0,10}影响)|继(?=[^，]{0,16}后)"
)
_ANNOUNCES = re.compile(
    r"宣布|决定|公布|发布|公告|宣告|通知|表决|敲定|"
    r"\b(?:announc\w+|decid\w+|vot(?:e|es|ed)|agreed|approved|said it)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"表示|介绍|称|说|指出|透露|披露|\b(?:said|says|told)\b", re.IGNORECASE)
_LANDS = re.compile(
    r"落地|正式|实施|执行|生效|今起|日前|\b(?:takes? effect|took effect|effective)\b", re.IGNORECASE
)
_DRAFT = re.compile(r"征求意见|草案|意见稿|\b(?:draft|consultation)\b", re.IGNORECASE)
_PERSON = re.compile(
    r"^(?:的)?(?:前|副)?(?:主席|副主席|理事|官员|行长|总裁|高官|票委|会议纪要|"
    r"'s (?:\w+ )?\w+|(?: \w+){0,2} (?:chair|governor|president|official|officials|minutes)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What surrounds one step in its sentence.

    ``head`` runs from the sentence's start to the size, ``clause`` is the clause
    of the step up to the size, ``tail`` is what follows. ``fresh_at`` is where a
    date on or shortly before the day of appearance stands in ``head``, if one does.
    """

    head: str
    clause: str
    tail: str
    fresh_at: int | None
    old_day: bool
    names_day_in_force: bool
    has_owner: bool
    after_owner: str
    takes_force_by_itself: bool
    appeared_year: int
    is_question: bool
    has_size: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A stage with the rule that gave it; ``stage`` None means that nothing is told at all."""

    stage: Stage | None
    rule: str


def judge(telling: Telling) -> Judgement:
    """Return the stage of one telling."""
    return _not_told(telling) or _looks_back(telling) or _looks_ahead(telling) or _is_new(telling)


def _not_told(telling: Telling) -> Judgement | None:
    if telling.is_question:
        return Judgement(stage=None, rule="a question tells of nothing")
    negation = _NOT.search(telling.clause)
    if negation:
        return Judgement(stage=None, rule=f"{negation.group()!r} says that it did not happen")
    return None


def _looks_back(telling: Telling) -> Judgement | None:
    if telling.old_day:
        return Judgement(stage="recap", rule="the day named lies well before the day of appearance")
    span = _last(_SPAN, telling.head)
    count = next((item for item in _COUNT.finditer(telling.head) if not _is_ordinal(item)), None)
    for marker in (span, count):
        # A fresh date binds the verb that follows it: what stands before the date is background.
        if marker is not None and (telling.fresh_at is None or marker.start() > telling.fresh_at):
            return Judgement(stage="recap", rule=f"{marker.group()!r} sums up over time")
    year = _PAST_YEAR.search(telling.head)
    if year and int(year["year"]) < telling.appeared_year and telling.fresh_at is None:
        return Judgement(stage="recap", rule=f"{year.group()!r} is past")
    presupposed = _PRESUPPOSED.match(telling.tail)
    announced = _ANNOUNCES.search(telling.head)
    if presupposed and not announced:
        return Judgement(stage="recap", rule=f"{presupposed.group()!r} takes it as known")
    subordinate = _SUBORDINATE.search(telling.clause)
    if subordinate and telling.fresh_at is None:
        return Judgement(stage="recap", rule=f"{subordinate.group()!r} takes it as known")
    done = _last(_DONE, telling.clause)
    if done and telling.fresh_at is None and not announced:
        return Judgement(stage="recap", rule=f"{done.group()!r} looks back")
    effect = _EFFECT.search(telling.head + telling.tail)
    if effect and telling.fresh_at is None and not announced and not telling.names_day_in_force:
        return Judgement(stage="recap", rule="'了' looks back on an effect")
    return None


def _is_ordinal(count: re.Match[str]) -> bool:
    return count.groupdict().get("ordinal") is not None


def _looks_ahead(telling: Telling) -> Judgement | None:
    draft = _DRAFT.search(telling.clause)
    if draft:
        return Judgement(stage="drafted", rule=f"{draft.group()!r} is a draft")
    announced = _last(_ANNOUNCES, telling.head)
    since_announced = telling.head[announced.end() :] if announced else telling.head
    guess = _GUESS.search(since_announced) or _GUESS.search(telling.clause)
    if guess:
        stage: Stage = (
            "signalled" if telling.has_owner and not _PERSON.match(telling.after_owner) else "rumour"
        )
        return Judgement(stage=stage, rule=f"{guess.group()!r} weighs what may come")
    intent = _INTENT.search(telling.clause)
    if intent:
        return Judgement(stage="signalled", rule=f"{intent.group()!r} is intent, or an effect hoped for")
    will = _WILL.search(telling.clause)
    if will and not announced:
        if telling.takes_force_by_itself:
            return Judgement(
                stage="signalled", rule=f"{will.group()!r}: such a step is decided and in force at once"
            )
        if not (telling.has_owner or telling.names_day_in_force) or not telling.has_size:
            return Judgement(stage="signalled", rule=f"{will.group()!r} without who and how much")
    person = _PERSON.match(telling.after_owner)
    if person and telling.takes_force_by_itself and not announced:
        return Judgement(stage="signalled", rule=f"{person.group()!r} speaks, a committee decides")
    return None


def _is_new(telling: Telling) -> Judgement:
    announced = _last(_ANNOUNCES, telling.head)
    if announced:
        return Judgement(stage="decided", rule=f"{announced.group()!r}")
    lands = _LANDS.search(telling.clause) or _LANDS.match(telling.tail.lstrip("，, "))
    if lands:
        return Judgement(stage="effective", rule=f"{lands.group()!r} says that it takes force")
    if telling.fresh_at is not None:
        return Judgement(stage="decided", rule="a fresh date")
    if telling.has_owner and telling.has_size and _SPEAKS.search(telling.head):
        return Judgement(stage="decided", rule="the one who decides says how much")
    return Judgement(stage="decided", rule="told plainly, with nothing that looks back or ahead")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    last = None
    for last in pattern.finditer(text):
        pass
    return last
