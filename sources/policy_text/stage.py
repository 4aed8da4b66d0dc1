"""Whether a sentence tells of something that was just decided, looks back, hints or guesses.

Each rule is a property of the language, not of a sentence: what the marker
means wherever it stands. The order matters; the first rule that fits decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sources.contract import Stage


def _words(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE | re.ASCII)


# Somebody weighs what may come: a guess, a wish, a demand, a condition.
_GUESS = _words(
    r"可能|或将|或许|或在|有望|预计|预期|料将|料在|猜测|押注|下注|倾向于|概率|几率|点阵图|预测|传闻|据传|据悉",
    r"消息人士|知情人士|市场认为|不排除|呼吁|敦促|施压|要求|主张|建议|希望|期待|应当|应该|应(?=[下上降提加])|(?<!票)赞成(?!票)",
    r"支持(?=[降加维上下])|如果|倘若|假如|一旦|若(?!干)|会否|能否|是否|何时|吗",
    r"\b(?:may|might|could|should|would|likely|expect\w*|forecast\w*|predict\w*|see[ns]?|bets?|betting)\b",
    r"\b(?:pric(?:e|es|ed|ing) in|rumou?r\w*|sources|reportedly|call(?:s|ed)? (?:for|on)|urge[sd]?|wants?)\b",
    r"\b(?:if|whether|when|considers?|poll)\b",
)
_MET = _words(
    r"(?:一?如|符合|超出?|低于|高于|不及|好于)[^，。]{0,6}?预期",
    r"\b(?:as|than|in line with|above|below) (?:widely )?(?:expect\w+|forecast\w*)",
)
# The one who decides says that something will come, or what it is hoped to do, without deciding it.
_INTENT = _words(
    r"择机|适时|适度|必要时|酌情|研究(?!所|院|员)|考虑|拟(?!定)|计划|争取|推进|灵活运用|综合运用|运用",
    r"仍有|空间|鼓励|引导|带动|推动|促使|促进|指导",
    r"\b(?:plans?|planning|consider(?:s|ing)?|aims?|intends?|pledg\w+|vow\w*|room)\b",
)
# 要 at the head of a clause tells others what to do, for the whole sentence.
_EXHORTS = _words(r"(?:^|[，；。 ])(?:要(?![求素点件闻])|应当|必须)")
# 将 before a verb is the future; 将 before a noun only moves the object in front of the verb.
_WILL = _words(
    r"将(?=于|在|会|再|要|继续|进一步|择机|适时|自|从|近期|很快|同步|分|下调|上调|调降|降低|降准|降息|加息|提高)",
    r"即将|近期将|还将|\b(?:will|to|set to|going to)\s(?=cut|lower|reduce|raise|hike|increase|hold|keep)",
)
_NOT = _words(
    r"不会|没有|并未|未(?=[下上降加])|尚未|不再|无需|不宜|不承诺|(?<!不)排除|否认|推迟|暂缓|暂停(?=[降加])|停止(?=[降加])",
    r"不是|并非|不应|(?<!票)反对(?!票)",
    r"\b(?:not|no|never|den(?:y|ies|ied)|rul(?:e|es|ed) out|refus\w+|delay\w*|against|without)\b",
)
# A span of time or a count of steps: a sum over several decisions, never one.
_SPAN = _words(
    r"以来(?!的?(?:首次|首度|第|最|单次|单月|连续第|再次|又一次))|累计|共计|合计|总计|总共|一共|先后|历次|多次",
    r"过去(?=[\u4e00-\u9fff\d]{0,4}[年月周])|期间|去年(?!同期)|前年|近年|年内(?!第|首)|全年|上半年|下半年|上周|上个月",
    r"[一两二三四五六七八九十几多近\d](?:年|个月|周)来(?!的?(?:首次|首度|第|最|单))",
    r"(?<![较比由从])此前(?!的)|(?<![较比由从])之前(?!的)|上次|上一次|上一轮|本轮|周期",
    r"\b(?:since (?!\w+ \d+ (?:biggest|largest|first))|total(?:s|ing|ed)?|cumulative\w*|altogether|so far)",
    r"\b(?:last (?:year|month|week)|earlier this|previous(?:ly)?|over the past|in the past)\b",
)
_COUNT = re.compile(
    r"(?P<ordinal>第)?(?:[两二三四五六七八九十]|\d{1,2})次|\b(?:twice|(?:two|three|four|five|\d+) times)\b",
    re.ASCII,
)
# A year or a month as the time of the verb: news of the day names its day.
_PERIOD = re.compile(
    r"(?:今年|本年|(?P<year>(?:19|20)\d\d)年)(?!以来|内|以?来?的?(?:首次|首度|第|最)|(?P<month_of_year>\d{1,2})月)"
    r"|(?P<month>\d{1,2})月份?(?=[，,、]|[降下上加]|央行|中国|人民银行|美联储|我国|以来|推出|出台|实施|宣布|启动)"
)
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_PERIOD_EN = re.compile(rf"\bin (?P<month>{'|'.join(_MONTHS_EN)})\b(?! \d)", re.ASCII)
# The same as the time of an announcement: "5月宣布", "今年，央行宣布".
_PERIOD_OF_NEWS = re.compile(
    r"(?:今年|本年|年初|(?:19|20)\d\d年|(?P<month>\d{1,2})月份?)[，,]?"
    r"(?:我国|中国人民银行|人民银行|央行|美联储)?(?:宣布|推出|出台|公布|决定|实施)"
)
# Another authority that follows, or comes after, the one named: the decision named is known.
_FOLLOWS = re.compile(r"(?:跟随|追随|效仿|紧随|紧跟|继)$")
_DONE = _words(
    r"已(?!执行)经?|曾|刚刚(?!宣布)|此次|本次|这次|这一次|通过(?=[降下])|\b(?:has|have|had)\b|\bthis cut\b"
)
# 了 after another verb looks back on an effect: "降准0.5个百分点，释放了流动性".
_EFFECT = re.compile(r"(?<![为除调降升低高准息])了|见效|成效|显效")
# A list closed by "and other measures" names what is known: "降准0.5个百分点等政策".
_KNOWN_LIST = re.compile(r"^[^。]{0,40}?等[^，。]{0,8}?(?:政策|措施|举措|工具|组合拳)")
# What follows a size and turns the clause into a noun, taken as known: "降息25个基点后", "降准有助于".
_PRESUPPOSED = _words(
    r"^(?:之?后|以后|以来|的(?!决定|决议|同时)|背景|当天|当日|前|之前)",
    r"^(?:有助于|有利于|意味着|体现|彰显|表明|释放|旨在|带来|是)",
    r"^(?:问题|工作|空间|红利|效应|预期|周期|幅度|步伐)",
    r"^将(?!于|自|从|在)|^\s?(?:after|following|cut last|would|will|helps?)\b",
)
_SUBORDINATE = re.compile(
    r"\b(?:after|following|since|once|before)\b|随着|(?:调整|下调|上调|降准|降息|加息)后|在(?=[^，]{0,12}(?:背景|影响|之后|后)$)|受(?=[^，]{0,10}影响)|继(?=[^，]{0,16}后)",
    re.IGNORECASE | re.ASCII,
)
_BYSTANDER = _words(
    r"专家|学者|分析人士|分析师|经济学家|业内人士|市场人士|研报|投行|有分析|分析[称指]|认为|媒体(?:评论|刊文)",
    r"\b(?:analysts?|economists?|strategists?|investors?|traders?)\b",
)
_ANNOUNCES = _words(
    r"宣布|决定|公布|发布|公告|宣告|通知|表决|敲定|印发|出台",
    r"\b(?:announc\w+|decid\w+|vot(?:e|es|ed)|agreed|approved|said it)\b",
)
_SPEAKS = _words(r"表示|介绍|称|说|指出|透露|披露|\b(?:said|says|told)\b")
_LANDS = _words(r"落地|正式|实施|执行|生效|今起|日前|\b(?:takes? effect|took effect|effective)\b")
_DRAFT = _words(r"征求意见|草案|意见稿|\b(?:draft|consultation)\b")
_PERSON = _words(
    r"^(?:的)?(?:前|副)?(?:主席|副主席|理事|官员|行长|总裁|高官|票委|会议纪要)",
    r"^['’]s (?:\w+ )?\w+|^(?: \w+){0,2} (?:chair|governor|president|official|officials|minutes)\b",
)
_QUOTES_LEVEL = re.compile(r"为\d+(?:\.\d+)?%|[较比]上[月期]|[较比]此前")

LONG_CHARS = 80
"""A longer sentence that names neither who nor when is prose about something known; a headline is shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What surrounds one step in its sentence.

    ``head`` runs from the sentence's start to the size, ``clause`` is the clause
    of the step up to the size, ``tail`` is what follows. ``fresh_at`` is where a
    date on or shortly before the day of appearance stands in ``head``, if one does;
    ``owner_at`` where the one who decides is named, if it is; ``core_at`` where
    cue and verb begin. ``is_attributive`` where "的" binds the step to a clause
    before it ("5月宣布的降准").
    """

    head: str
    clause: str
    tail: str
    fresh_at: int | None
    old_day: bool
    names_day_in_force: bool
    owner_at: int | None
    after_owner: str
    takes_force_by_itself: bool
    appeared_year: int
    appeared_month: int
    is_question: bool
    has_size: bool
    core_at: int
    is_attributive: bool = False

    @property
    def announced(self) -> re.Match[str] | None:
        """The last announcing verb before the step."""
        return _last(_ANNOUNCES, self.head)

    @property
    def is_anchored(self) -> bool:
        """Whether the sentence itself says that this is new: a fresh day, or an announcing verb."""
        return self.fresh_at is not None or self.announced is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A stage with the rule that gave it; ``stage`` None means that nothing is told at all."""

    stage: Stage | None
    rule: str


def judge(telling: Telling) -> Judgement:
    """Return the stage of one telling."""
    for rule in _RULES:
        judgement = rule(telling)
        if judgement is not None:
            return judgement
    return _is_new(telling)


def _not_told(telling: Telling) -> Judgement | None:
    if telling.is_question:
        return Judgement(stage=None, rule="a question tells of nothing")
    negation = _NOT.search(telling.clause)
    if negation:
        return Judgement(stage=None, rule=f"{negation.group()!r} says that it did not happen")
    return None


def _names_an_old_day(telling: Telling) -> Judgement | None:
    if telling.old_day:
        return Judgement(stage="recap", rule="the day named lies well before the day of appearance")
    return None


def _sums_up(telling: Telling) -> Judgement | None:
    span = _last(_SPAN, telling.head)
    count = next((item for item in _COUNT.finditer(telling.head) if item["ordinal"] is None), None)
    for marker in (span, count):
        # A fresh date binds the verb that follows it: what stands before the date is background.
        if marker is not None and (telling.fresh_at is None or marker.start() > telling.fresh_at):
            return Judgement(stage="recap", rule=f"{marker.group()!r} sums up over time")
    return None


def _names_a_period(telling: Telling) -> Judgement | None:
    if telling.fresh_at is not None or telling.names_day_in_force:
        return None
    news = _PERIOD_OF_NEWS.search(telling.head)
    if news and (news["month"] is None or int(news["month"]) != telling.appeared_month):
        return Judgement(stage="recap", rule=f"{news.group()!r} names a period, not a day")
    english = _PERIOD_EN.search(telling.head) or _PERIOD_EN.match(telling.tail.lstrip())
    if english and _MONTHS_EN.index(english["month"]) + 1 != telling.appeared_month:
        return Judgement(stage="recap", rule=f"{english.group()!r} is another month")
    if telling.announced is not None:
        return None
    for period in _PERIOD.finditer(telling.head):
        if period.end() > telling.core_at:
            break  # behind the verb it belongs to a noun: "增发2023年国债"
        year, month = period["year"], period["month"]
        if month is not None and int(month) == telling.appeared_month:
            continue
        if year is not None and int(year) > telling.appeared_year:
            continue
        return Judgement(stage="recap", rule=f"{period.group()!r} is a period, not a day")
    return None


def _takes_it_as_known(telling: Telling) -> Judgement | None:
    if telling.is_attributive:
        return Judgement(stage="recap", rule="'的' before it makes it a thing that is known")
    if telling.owner_at is not None and _FOLLOWS.search(telling.head, 0, telling.owner_at):
        return Judgement(stage="recap", rule="another one follows the decision named")
    if telling.announced is None:
        presupposed = _PRESUPPOSED.search(telling.tail) or _KNOWN_LIST.search(telling.tail)
        bystander = _BYSTANDER.search(telling.head)
        for marker in (presupposed, bystander):
            if marker:
                return Judgement(stage="recap", rule=f"{marker.group()!r} takes it as known")
    if telling.fresh_at is None:
        subordinate = _SUBORDINATE.search(telling.head, 0, telling.core_at + 1)
        if subordinate:
            return Judgement(stage="recap", rule=f"{subordinate.group()!r} takes it as known")
    return None


def _looks_back(telling: Telling) -> Judgement | None:
    if telling.is_anchored:
        return None
    done = _last(_DONE, telling.clause)
    if done:
        return Judgement(stage="recap", rule=f"{done.group()!r} looks back")
    effect = _EFFECT.search(telling.head) or _EFFECT.search(telling.tail)
    if effect and not telling.names_day_in_force:
        return Judgement(stage="recap", rule=f"{effect.group()!r} looks back on an effect")
    return None


def _is_a_draft(telling: Telling) -> Judgement | None:
    draft = _DRAFT.search(telling.clause)
    return Judgement(stage="drafted", rule=f"{draft.group()!r} is a draft") if draft else None


def _guesses(telling: Telling) -> Judgement | None:
    announced = telling.announced
    clause_at = len(telling.head) - len(telling.clause)
    # What is weighed before "宣布" was weighed before the decision; in the clause itself it weighs the step.
    # An expectation that was met, or missed, is no guess any more: "如市场预期", "高于预期".
    head = _MET.sub(lambda match: " " * len(match.group()), telling.head)
    guess = _GUESS.search(head, min(clause_at, announced.end()) if announced else 0)
    if guess is None:
        return None
    # "市场预计美联储…" is the market's guess; "美联储预计…" is the Fed's own word.
    own = telling.owner_at is not None and telling.owner_at < guess.start()
    stage: Stage = "signalled" if own else "rumour"
    return Judgement(stage=stage, rule=f"{guess.group()!r} weighs what may come")


def _intends(telling: Telling) -> Judgement | None:
    announced = telling.announced
    clause_at = len(telling.head) - len(telling.clause)
    # "为推动复苏决定下调": what stands before the decision is its purpose.
    intent = _INTENT.search(telling.head, max(clause_at, announced.end() if announced else 0))
    intent = intent or _EXHORTS.search(telling.head, announced.end() if announced else 0)
    if intent:
        return Judgement(stage="signalled", rule=f"{intent.group()!r} is intent, or an effect hoped for")
    return None


def _will(telling: Telling) -> Judgement | None:
    will = _WILL.search(telling.clause)
    if will is None or telling.announced:
        return None
    if telling.takes_force_by_itself:
        rule = f"{will.group()!r}: such a step is decided and in force at once"
        return Judgement(stage="signalled", rule=rule)
    if telling.has_size and (telling.owner_at is not None or telling.names_day_in_force):
        return None  # the one who decides names the size, or the day: that is the decision
    return Judgement(stage="signalled", rule=f"{will.group()!r} without who and how much")


def _one_person_speaks(telling: Telling) -> Judgement | None:
    person = _PERSON.match(telling.after_owner)
    if person and telling.takes_force_by_itself and not telling.announced:
        return Judgement(stage="signalled", rule=f"{person.group()!r} speaks, a committee decides")
    return None


def _is_unanchored_prose(telling: Telling) -> Judgement | None:
    anchored = telling.is_anchored or telling.names_day_in_force or telling.owner_at is not None
    length = len(telling.head) + len(telling.tail)
    if anchored or length <= LONG_CHARS or _QUOTES_LEVEL.search(telling.head):
        return None
    return Judgement(stage="recap", rule="long prose that names neither who nor when")


_RULES: tuple[Callable[[Telling], Judgement | None], ...] = (
    _not_told,
    _names_an_old_day,
    _sums_up,
    _names_a_period,
    _takes_it_as_known,
    _looks_back,
    _is_a_draft,
    _guesses,
    _intends,
    _will,
    _one_person_speaks,
    _is_unanchored_prose,
)


def _is_new(telling: Telling) -> Judgement:
    announced = telling.announced
    if announced:
        return Judgement(stage="decided", rule=f"{announced.group()!r}")
    lands = _LANDS.search(telling.clause) or _LANDS.match(telling.tail.lstrip("，, "))
    if lands:
        return Judgement(stage="effective", rule=f"{lands.group()!r} says that it takes force")
    if telling.fresh_at is not None:
        return Judgement(stage="decided", rule="a fresh date")
    if telling.owner_at is not None and telling.has_size and _SPEAKS.search(telling.head):
        return Judgement(stage="decided", rule="the one who decides says how much")
    return Judgement(stage="decided", rule=PLAINLY)


PLAINLY = "told plainly, with nothing that looks back or ahead"
"""The rule of a telling that only the absence of markers makes new; a size must carry it."""


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found
