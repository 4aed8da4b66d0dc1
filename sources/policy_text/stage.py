"""Whether a sentence tells of something that was just decided, looks back, hints or guesses.

Each rule is a property of the language, not of a sentence: what the marker
means wherever it stands. The order matters; the first rule that fits decides.

Tense and hearsay are judged here and in `signals.claims.grammar` apart, for they ask different things. A step
that is bound has words before, behind and in its clause, and which of them a marker stands in decides (what is
weighed before 宣布 was weighed before the decision); the answer is a stage. A claim asks whose a figure is and
whether a clause asserts it, of words in a file that carry from clause to clause. 概率 and 押注 mark a guess here
and are the very thing that a claim is about; what the lists share is a dozen words, with other endings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from sources.contract import Stage
from sources.message import message


def _words(*parts: str) -> re.Pattern[str]:
    # ASCII: a word boundary then stands between a Latin and a Chinese letter.
    return re.compile("|".join(parts), re.IGNORECASE | re.ASCII)


# Somebody weighs what may come: a guess, a wish, a demand, a condition.
_GUESS = _words(
    r"可能|或将|或许|或在|有望|预计|预期|料将|料在|猜测|押注|下注|倾向于|概率|几率|点阵图|预测|传闻|据传|据悉",
    r"消息人士|知情人士|市场认为|不排除|呼吁|敦促|施压|要求|主张|建议|希望|期待|应当|应该|应(?=[下上降提加])|(?<!票)赞成(?!票)",
    r"威胁|扬言|放话|誓言|传出|据称|风声|料(?=[将在会年降加])|恐(?=[将在会降加])|或(?=[降加上下调再将])|本可|本应|大概率|有机会|憧憬",
    r"支持(?=[降加维上下])|如果|倘若|假如|一旦|若(?!干)|会否|能否|是否|何时|吗",
    r"\b(?:may|might|could|should|would|likely|expect\w*|forecast\w*|predict\w*|see[ns]?|bets?|betting)\b",
    r"\b(?:pric(?:e|es|ed|ing) in|rumou?r\w*|sources|reportedly|call(?:s|ed)? (?:for|on)|urge[sd]?|wants?)\b",
    r"\b(?:if|whether|when|considers?|poll|threat\w*|hop(?:e[sd]?|ing)|hint\w*|ahead of|speculat\w*)\b",
    r"\b(?:tipped|odds|chances?)\b",
)
# What would have been: the whole sentence tells of nothing, whoever is said to have announced it.
_COUNTERFACTUAL = _words(
    r"若非|要不是|如果不是|如不是|假如没有|倘若没有|如果没有|若没有|若无|早已(?=[^，。]{0,12}[降加减升下上])|早就(?=[^，。]{0,12}[降加减升])",
    r"本(?:来)?(?:可以|可|会|应|该)(?=[^，。]{0,16}[降加减升下上])|原(?:本|定|计划)(?!的|为)|险些|差点",
    r"\b(?:would|could|should|might) (?:already |well |also )?have\b|\bhad there (?:been no|not)\b|\bhad (?:it )?not\b",
    r"\bhad (?:\w+ ){1,3}(?:not|never)\b|\bwere it not\b|\bbut for\b|\botherwise\b|\bif only\b|\bif not for\b",
)
# Something stands in the way of it: before the step, or behind it.
_HINDERED = _words(
    r"阻碍|妨碍|阻止|阻挡|阻挠|牵制|掣肘|制约|限制了|束缚|打乱|打消|搁置|叫停|延后|押后|推迟|暂缓|放弃|拒绝",
    r"避免|防止|杜绝|警惕|排除了|难以|无法|不得不推迟",
    r"错过|失去|妥协|迫使[^，。]{0,8}(?:放弃|推迟)|挑战|使得?[^，。]{0,10}(?:更难|更复杂)|不急于|没有理由|理由不足|不足以",
    r"\b(?:hinder\w*|prevent\w*|block\w*|delay\w*|postpon\w*|derail\w*|thwart\w*|complicat\w*)\b",
    r"\b(?:stop\w* short|hold(?:s|ing)? off)\b",
    r"\b(?:held off|rul(?:es?|ed|ing) out|refrain\w*|avoid\w*|fail\w* to|unlikely|unable)\b",
    r"\b(?:instead of|rather than|reluctan\w*|less room)\b",
)
_HINDERED_AFTER = _words(
    r"^[^，。；]{0,8}?(?:论调|传言|传闻|猜测|押注|声音|观点|说法|假设|情景)",
    r"^[^，。；]{0,10}?(?:落空|无望|受阻|遇阻|泡汤|搁浅|被否|未果|未能|未获|遭否|不成|告吹|推迟|延后|存疑|存在变数|为时(?:尚|过)早|不属实|系谣言|是谣言)",
    r"^\W{0,2}(?:is|was|were|are|looks?|seems?|remains?) (?:\w+ )?(?:unlikely|off the table|premature|doubtful|delayed)\b",
    r"^\W{0,2}(?:is|was|were|are) (?:\w+ )?(?:blocked|ruled out|denied)\b",
)
_A_THOUGHT_AFTER = _words(
    r"^[^，。；]{0,8}?(?:可能性|概率|几率|预期|希望|窗口|空间|门槛|必要|条件|计划|方案|提议|提案|要求|呼声|压力)",
    r"^\W{0,2}(?:bets?|hopes?|odds|talk|calls?|expectations?|plans?|proposals?|rumou?rs?|speculation|scenario|pressure)\b",
)
_YET_TO_BE_SAID = re.compile(
    r"将[于在][^，。]{0,12}(?:公布|发布|揭晓|宣布|召开)|\bwill (?:publish|announce|meet)\b", re.ASCII
)
# A report or minutes tell of what was done before; a decision is published as a notice.
_REPORT = re.compile(
    r"(?:执行|工作|研究|分析|调查)?报告(?!期|书面)|纪要|答记者问|\b(?:report|minutes) (?:showed|shows|said|says)\b",
    re.ASCII,
)
# What is only being thought about, right before the verb that would announce it: "研究出台", "拟发布".
_MEANT = re.compile(
    r"(?:研究|拟|考虑|酝酿|计划|筹备|谋划|准备|着手|抓紧|加快|推动|适时|尽快|择机)[^，。]{0,4}$"
)
_MET = _words(
    r"(?:一?如|符合|超出?|低于|高于|不及|好于)[^，。]{0,6}?预期",
    r"\b(?:as|than|in line with|above|below) (?:widely )?(?:expect\w+|forecast\w*)",
)
# The one who decides says that something will come, or what it is hoped to do, without deciding it.
_INTENT = _words(
    r"择机|适时|适度|必要时|酌情|研究(?!所|院|员)|考虑|拟(?!定)|计划|争取|推进|灵活运用|综合运用|运用",
    r"仍有|空间|鼓励|引导|带动|推动|促使|促进|指导",
    r"\b(?<!\ba )(?<!its )(?<!the )(?<!tion )(?<!new )plans?\b",
    r"\b(?:planning|consider(?:s|ing)?|aims?|intends?|pledg\w+|vow\w*|room)\b",
)
# 要 at the head of a clause tells others what to do, for the whole sentence.
_EXHORTS = _words(r"(?:^|[，；。 ])(?:要(?![求素点件闻])|应当|必须)")
# 将 before a verb is the future; 将 before a noun only moves the object in front of the verb.
_WILL = _words(
    r"将(?=于|在|会|再|要|继续|进一步|择机|适时|自|从|近期|很快|同步|分|下调|上调|调降|降低|降准|降息|加息|提高)",
    r"即将|近期将|还将|\b(?:will|to|set to|going to)\s(?=cut|lower|reduce|raise|hike|increase|hold|keep)",
)
_NOT = _words(
    r"不会|没有|并未|未(?=[下上降加])|尚未|不再|无需|不宜|不承诺|(?<!不)排除(?!清单)|否认|推迟|暂缓|暂停(?=[降加])|停止(?=[降加])",
    r"不是|并非|不应|不必|不该|不应该|无意|未曾|从未|不可能|不考虑|谢绝|无缘|落空|(?<!票)反对(?!票)",
    r"\b(?:not|no|never|den(?:y|ies|ied)|rul(?:e|es|ed) out|refus\w+|delay\w*|against|without|neither|nor)\b|n['’]t\b",
)
# A span of time or a count of steps: a sum over several decisions, never one.
_SPAN = _words(
    r"以来(?!的?(?:首次|首度|第|最|单次|单月|连续第|再次|又一次))|累计|共计|合计|总计|总共|一共|先后|历次|多次",
    r"过去(?=[\u4e00-\u9fff\d]{0,4}[年月周])|期间|去年(?!同期)|前年|近年|(?<![一两二三半])年内(?!第|首)|全年|上半年|下半年|上周|上个月",
    r"本周(?![一二三四五六日天])|\bthis week\b",
    r"[一两二三四五六七八九十几多近\d](?:年|个月|周)来(?!的?(?:首次|首度|第|最|单))",
    r"(?<![较比由从])此前(?!的)|(?<![较比由从])之前(?!的)|上次|上一次|上一轮|本轮|周期",
    r"\b(?:since (?!\w+ \d+ (?:biggest|largest|first))|total(?:s|ing|ed)?|cumulative\w*|altogether|so far)",
    r"\b(?:last (?:year|month|week)|earlier this|previous(?:ly)?|over the past|in the past)\b",
)
_SPAN_BEHIND = re.compile(
    r"^[^.;,]{0,30}?\b(?:last|(?<!time )this) (?:month|week|year|quarter)\b|^[^.;,]{0,30}?\b(?:earlier|so far) this\b"
    r"|^[^.;,]{0,30}?\b(?:months?|weeks?|years?) ago\b",
    re.ASCII | re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?P<ordinal>第)?(?:[两二三四五六七八九十]|\d{1,2})次|\b(?:twice|(?:two|three|four|five|\d+) times)\b",
    re.ASCII,
)
# A year or a month as the time of the verb: news of the day names its day.
_PERIOD = re.compile(
    r"(?:今年|本年|(?P<year>(?:19|20)\d\d)年)(?!以来|内|以?来?的?(?:首次|首度|第|最)|(?P<month_of_year>\d{1,2})月)"
    r"|(?P<month>\d{1,2})月份?(?=[，,、]|[降下上加]|央行|中国|人民银行|美联储|我国|以来|推出|出台|实施|宣布|启动|报价|LPR|贷款市场)"
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
    r"^(?:之?后|以后|以来|的(?!决定|决议|同时)|背景|当天|当日|前|之前|[一两二三]?周年|[一两二三]年|满)",
    r"^(?:有助于|有利于|意味着|体现|彰显|表明|释放|旨在|带来|是|难|引发|加剧|导致|推动|提振|刺激|令|使|让|冲击)",
    r"^影响|^(?:问题|工作|空间|红利|效应|预期|周期|幅度|步伐)",
    r"^将(?!于|自|从|在)|^\s?(?:after|following|cut last|would|will|helps?)\b",
)
_SUBORDINATE = re.compile(
    r"针对|鉴于|由于|自从|回应|谈及|谈到|提到|回顾|就(?=[^，]{2,24}(?:答记者问|一事|有关|相关))|\b(?:after|following|since|once|before)\b|随着|(?:调整|下调|上调|降准|降息|加息)后|在(?=[^，]{0,12}(?:背景|影响|之后|后)$)|受(?=[^，]{0,24}影响)|继(?=[^，]{0,16}后)",
    re.IGNORECASE | re.ASCII,
)
_BYSTANDER = _words(
    r"专家|学者|分析人士|分析师|经济学家|业内人士|市场人士|研报|投行|有分析|分析[称指]|认为|媒体(?:评论|刊文)|有观点|观点称|机构(?=[^，]{0,6}[称认预判])|券商",
    r"高盛|摩根|瑞银|花旗|巴克莱|野村|中金(?!所)|中信(?:证券|建投)|美银|汇丰|渣打|智库|评论(?:员|称|认为)|受访|策略师|首席|前(?:官员|行长|主席)|网友|网传",
    r"\b(?:analysts?|economists?|strategists?|investors?|traders?|Goldman|Morgan|UBS|Citi\w*|Barclays|Nomura)\b",
    r"\b(?:research note|columnists?|pundits?)\b",
)
_ANNOUNCES = _words(
    r"宣布|决定|公布|发布|公告|宣告|通知|表决|敲定|印发|出台",
    r"\b(?:announc\w+|decid\w+|vot(?:e|es|ed)|agreed|approved|said it|publish\w*|issue[sd]?|unveil\w*)\b",
)
_SPEAKS = _words(r"表示|介绍|称|说|指出|透露|披露|\b(?:said|says|told)\b")
_LANDS = _words(r"落地|正式|实施|执行|生效|今起|日前|\b(?:takes? effect|took effect|effective)\b")
_DRAFT = _words(r"征求意见|草案|意见稿|\b(?:draft|consultation)\b")
_PERSON = _words(
    r"^(?:的)?(?:前|副)?(?:主席|副主席|理事|官员|行长|总裁|高官|票委|会议纪要)",
    r"^['’]s (?:\w+ )?\w+|^(?: \w+){0,2} (?:chair|governor|president|official|officials|minutes)\b",
)
_QUOTES_LEVEL = re.compile(r"为\d+(?:\.\d+)?%|[较比]上[月期]|[较比]此前")

ShownNew = Literal["dated", "said", ""]
"""How a text shows that an act is new: it names a fresh day or a day in force, or who decides says it, or not at all."""

LONG_CHARS = 80
"""Characters. A longer sentence that names neither who nor when is prose about something known; a headline is shorter."""


HEADLINE_CHARS = 60
"""Characters besides the size; the longest headline of the evening news about a rate has 52."""

_LEVEL_REACHED = re.compile(r"[至到为]\s?\d\.\d{1,2}\s?%|\bto \d\.\d{1,2}\s?(?:%|percent)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What surrounds one step in its sentence.

    ``head`` runs from the sentence's start to the size, ``clause`` is the clause
    of the step up to the size, ``tail`` is what follows. ``fresh_at`` is where a
    date on or shortly before the day of appearance stands in ``head``, if one does;
    ``owner_at`` where the one who decides is named, if it is; ``core_at`` where
    cue and verb begin. ``is_attributive`` where "的" binds the step to a clause
    before it ("5月宣布的降准"). ``speaks_for_itself`` where a document or a headline needs nobody who is
    named; ``title`` is that of the document. ``is_step`` is False for acts, whose object may be a plan.
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
    speaks_for_itself: bool = False
    title: str = ""
    is_step: bool = True

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
    """A stage with the rule that gave it; ``stage`` None means that nothing is told at all.

    ``shown_new`` says how the text itself shows that this is new; empty where it does not.
    """

    stage: Stage | None
    rule: str
    shown_new: ShownNew = ""


def judge(telling: Telling) -> Judgement:
    """Return the stage of one telling.

    What nothing shows to be new is a recap: "降低存款准备金率0.5个百分点，释放长期流动性约1万亿元" was
    said for half a year of one cut.
    """
    for rule in _RULES:
        judgement = rule(telling)
        if judgement is not None:
            return judgement
    shown_new = _shown_new(telling)
    if not shown_new:
        return Judgement(stage="recap", rule=message("nothing in the text shows that it is new"))
    return replace(_is_new(telling), shown_new=shown_new)


def judge_stance(telling: Telling) -> Judgement:
    """Return the stage of a stance: what a meeting says it will do is all that a stance ever is."""
    for rule in (_not_told, _names_an_old_day, _sums_up, _takes_it_as_known, _guesses):
        judgement = rule(telling)
        if judgement is not None and judgement.stage != "signalled":  # a stance is what is asked for
            return judgement
    if telling.owner_at is None:
        return Judgement(stage="recap", rule=message("no meeting is named whose word it is"))
    return Judgement(stage="decided", rule=message("a meeting's own word"), shown_new="said")


def _shown_new(telling: Telling) -> ShownNew:
    says = telling.announced is not None or telling.owner_at is not None
    if telling.names_day_in_force or (
        telling.fresh_at is not None and (says or telling.takes_force_by_itself)
    ):
        return "dated"
    if telling.fresh_at is not None and _LANDS.search(telling.clause + telling.tail):
        return "dated"
    if telling.owner_at is not None or telling.speaks_for_itself:
        return "said"
    # A rate that is published on its day: the level reached, or a headline, is how the news of the day is told.
    is_headline = len(telling.head) + len(telling.tail) <= HEADLINE_CHARS
    if telling.takes_force_by_itself and (
        is_headline or telling.announced is not None or _LEVEL_REACHED.search(telling.head + telling.tail)
    ):
        return "said"
    return ""


def _not_told(telling: Telling) -> Judgement | None:
    if telling.is_question:
        return Judgement(stage=None, rule=message("a question tells of nothing"))
    negation = _NOT.search(telling.clause)
    if negation:
        return Judgement(
            stage=None, rule=message("{words!r} says that it did not happen", words=negation.group())
        )
    unreal = _COUNTERFACTUAL.search(telling.head)
    if unreal:
        return Judgement(
            stage=None, rule=message("{words!r} tells of what did not come to be", words=unreal.group())
        )
    hindrance = _HINDERED.search(telling.clause) or _HINDERED_AFTER.search(telling.tail)
    if hindrance is None and telling.is_step:
        hindrance = _A_THOUGHT_AFTER.search(telling.tail)
    if hindrance:
        return Judgement(
            stage=None,
            rule=message("{words!r} stands in its way, or makes it a thought", words=hindrance.group()),
        )
    return None


def _is_yet_to_be_said(telling: Telling) -> Judgement | None:
    ahead = _YET_TO_BE_SAID.search(telling.head)
    return (
        Judgement(stage="signalled", rule=message("{words!r}: it is yet to be said", words=ahead.group()))
        if ahead
        else None
    )


def _names_an_old_day(telling: Telling) -> Judgement | None:
    if telling.old_day:
        return Judgement(stage="recap", rule=message("the day named lies well before the day of appearance"))
    return None


def _sums_up(telling: Telling) -> Judgement | None:
    behind = _SPAN_BEHIND.search(telling.tail)
    if behind and telling.fresh_at is None:
        return Judgement(
            stage="recap", rule=message("{words!r} is a span of time, not a day", words=behind.group())
        )
    span = _last(_SPAN, telling.head)
    count = next((item for item in _COUNT.finditer(telling.head) if item["ordinal"] is None), None)
    for marker in (span, count):
        # A fresh date binds the verb that follows it: what stands before the date is background.
        if marker is not None and (telling.fresh_at is None or marker.start() > telling.fresh_at):
            return Judgement(stage="recap", rule=message("{words!r} sums up over time", words=marker.group()))
    return None


def _names_a_period(telling: Telling) -> Judgement | None:
    if telling.fresh_at is not None:
        return _another_month_of_its_own(telling)
    if telling.names_day_in_force:
        return None
    news = _PERIOD_OF_NEWS.search(telling.head)
    if news and (news["month"] is None or int(news["month"]) != telling.appeared_month):
        return Judgement(
            stage="recap", rule=message("{words!r} names a period, not a day", words=news.group())
        )
    english = _PERIOD_EN.search(telling.head) or _PERIOD_EN.match(telling.tail.lstrip())
    if english and _MONTHS_EN.index(english["month"]) + 1 != telling.appeared_month:
        return Judgement(stage="recap", rule=message("{words!r} is another month", words=english.group()))
    return None if telling.announced is not None else _period_of_the_verb(telling)


def _period_of_the_verb(telling: Telling) -> Judgement | None:
    for period in _PERIOD.finditer(telling.head):
        if period.end() > telling.core_at:
            break  # behind the verb it belongs to a noun: "增发2023年国债"
        year, month = period["year"], period["month"]
        if month is not None and int(month) == telling.appeared_month:
            continue
        if year is not None and int(year) > telling.appeared_year:
            continue
        return Judgement(
            stage="recap", rule=message("{words!r} is a period, not a day", words=period.group())
        )
    return None


def _another_month_of_its_own(telling: Telling) -> Judgement | None:
    """A fresh day may be that of the saying alone: "今天发布的数据显示，5月降准0.5个百分点"."""
    begins = max(len(telling.head) - len(telling.clause), telling.fresh_at or 0)
    for period in _PERIOD.finditer(telling.head, begins):
        month = period["month"]
        if period.end() <= telling.core_at and month and int(month) != telling.appeared_month:
            return Judgement(
                stage="recap",
                rule=message("{words!r} is another month than that of the saying", words=period.group()),
            )
    return None


def _takes_it_as_known(telling: Telling) -> Judgement | None:
    if telling.is_attributive:
        return Judgement(stage="recap", rule=message("'的' before it makes it a thing that is known"))
    if telling.owner_at is not None and _FOLLOWS.search(telling.head, 0, telling.owner_at):
        return Judgement(stage="recap", rule=message("another one follows the decision named"))
    if telling.announced is None:
        presupposed = _PRESUPPOSED.search(telling.tail) or _KNOWN_LIST.search(telling.tail)
        if presupposed:
            return Judgement(
                stage="recap", rule=message("{words!r} takes it as known", words=presupposed.group())
            )
    bystander = _BYSTANDER.search(telling.head)
    if bystander and (telling.fresh_at is None or telling.fresh_at < bystander.start()):
        return Judgement(
            stage="recap", rule=message("{words!r}: a bystander speaks of it", words=bystander.group())
        )
    if telling.fresh_at is None:
        subordinate = _SUBORDINATE.search(telling.head, 0, telling.core_at + 1)
        if subordinate:
            return Judgement(
                stage="recap", rule=message("{words!r} takes it as known", words=subordinate.group())
            )
    return None


def _is_in_a_report(telling: Telling) -> Judgement | None:
    report = _REPORT.search(telling.head)
    return (
        Judgement(stage="recap", rule=message("{words!r} sums up what was done", words=report.group()))
        if report
        else None
    )


def _looks_back(telling: Telling) -> Judgement | None:
    if telling.is_anchored:
        return None
    done = _last(_DONE, telling.clause)
    if done:
        return Judgement(stage="recap", rule=message("{words!r} looks back", words=done.group()))
    effect = _EFFECT.search(telling.head) or _EFFECT.search(telling.tail)
    if effect and not telling.names_day_in_force:
        return Judgement(
            stage="recap", rule=message("{words!r} looks back on an effect", words=effect.group())
        )
    return None


def _is_a_draft(telling: Telling) -> Judgement | None:
    # A sentence may name several documents; only this one's own title says what it is.
    draft = _DRAFT.search(telling.title or telling.clause)
    return (
        Judgement(stage="drafted", rule=message("{words!r} is a draft", words=draft.group()))
        if draft
        else None
    )


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
    return Judgement(stage=stage, rule=message("{words!r} weighs what may come", words=guess.group()))


def _intends(telling: Telling) -> Judgement | None:
    announced = telling.announced
    clause_at = len(telling.head) - len(telling.clause)
    # "为推动复苏决定下调": what stands before the decision is its purpose.
    intent = _INTENT.search(telling.head, max(clause_at, announced.end() if announced else 0))
    if intent is None and announced is not None:
        intent = _MEANT.search(telling.head[max(0, announced.start() - 12) : announced.start()])
    intent = intent or _EXHORTS.search(telling.head, announced.end() if announced else 0)
    if intent:
        return Judgement(
            stage="signalled",
            rule=message("{words!r} is intent, or an effect hoped for", words=intent.group()),
        )
    return None


def _will(telling: Telling) -> Judgement | None:
    will = _WILL.search(telling.clause)
    if will is None or telling.announced:
        return None
    if telling.takes_force_by_itself:
        rule = message("{words!r}: such a step is decided and in force at once", words=will.group())
        return Judgement(stage="signalled", rule=rule)
    if telling.has_size and (telling.owner_at is not None or telling.names_day_in_force):
        return None  # the one who decides names the size, or the day: that is the decision
    return Judgement(
        stage="signalled", rule=message("{words!r} without who and how much", words=will.group())
    )


def _one_person_speaks(telling: Telling) -> Judgement | None:
    person = _PERSON.match(telling.after_owner)
    if person and telling.takes_force_by_itself and not telling.announced:
        return Judgement(
            stage="signalled", rule=message("{words!r} speaks, a committee decides", words=person.group())
        )
    return None


def _is_unanchored_prose(telling: Telling) -> Judgement | None:
    anchored = telling.is_anchored or telling.names_day_in_force or telling.owner_at is not None
    length = len(telling.head) + len(telling.tail)
    if anchored or length <= LONG_CHARS or _QUOTES_LEVEL.search(telling.head):
        return None
    return Judgement(stage="recap", rule=message("long prose that names neither who nor when"))


_RULES: tuple[Callable[[Telling], Judgement | None], ...] = (
    _not_told,
    _is_yet_to_be_said,
    _names_an_old_day,
    _sums_up,
    _names_a_period,
    _takes_it_as_known,
    _is_in_a_report,
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
        return Judgement(stage="decided", rule=message("{words!r}", words=announced.group()))
    lands = _LANDS.search(telling.clause) or _LANDS.match(telling.tail.lstrip("，, "))
    if lands:
        return Judgement(
            stage="effective", rule=message("{words!r} says that it takes force", words=lands.group())
        )
    if telling.fresh_at is not None:
        return Judgement(stage="decided", rule=message("a fresh date"))
    if telling.owner_at is not None and telling.has_size and _SPEAKS.search(telling.head):
        return Judgement(stage="decided", rule=message("the one who decides says how much"))
    return Judgement(stage="decided", rule=message("told plainly, with nothing that looks back or ahead"))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found
