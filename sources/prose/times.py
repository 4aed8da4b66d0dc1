"""Times in prose as they are said, to be resolved against the day of the text by whoever knows the subject.

"3月" is a meeting to come in a sentence about odds and a print that is past in
one about prices: a time is therefore kept as said, and `Time.day`, `Time.month_near`
and `Time.window` resolve it in the sense asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sources.prose.hinted import Hinted
from sources.prose.numerals import MONTHS, WEEKDAYS, month, number

Unit = Literal["day", "weekday", "month", "year", "week", "quarter", "half", "rolling", "span"]
Reach = Literal["at", "by", "before", "since", "rest", "whole", "end"]
"""How a time bounds what is said: at it, by it, strictly before it, since it, the rest or whole or end of it."""

_MONTH = (
    "|".join(name for name in MONTHS if name != "may")
    + r"|(?<=\ba )may|may(?= (?:hold|cut|hike|move)s? (?:is|was|odds|priced|at|now|looks|stands|\d))|(?<=the )may|(?<=in )may|(?<=by )may|may(?! (?:be|have|not|cut|hold|raise|see|also|still|well|come|prove|even))"
)
_SHORT = r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?:\.(?=\s?\d)|(?![a-z]))"
_EN_MONTH = rf"(?<![a-z])(?=[{''.join(sorted({name[0] for name in MONTHS}))}])(?:{_MONTH}|{_SHORT})(?![a-z])"
_N = r"\d{1,2}|十[一二]?|[一二三四五六七八九]"
_YEAR = r"(?P<year>(?:19|20)\d\d)年|(?P<said_year>今年|本年|明年|去年|上年|前年|来年)"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        # days
        ("date_range", rf"(?:{_YEAR})?(?P<month>{_N})月(?P<day>\d{{1,2}})(?:日|号)?(?:至|到|-|–|—)(?:(?P<month2>{_N})月)?(?P<day2>\d{{1,2}})[日号]"),
        ("date_zh", rf"(?:{_YEAR})?(?P<month>{_N})月(?P<day>\d{{1,2}}|(?:[一二三]?十|廿|卅)?[一二三四五六七八九十廿卅])[日号]"),
        ("date_range", rf"(?P<month>{_EN_MONTH})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s?(?:-|–|—|to|and)\s?(?:(?P<month2>{_EN_MONTH})\s)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.,]\d|\s?%|\s?per\s?cent)(?:,?\s(?P<year>20\d\d))?"),
        ("date_en", rf"(?P<month>{_EN_MONTH})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%.]\d|\d|%|bp| cuts| basis)(?:,?\s(?P<year>20\d\d))?(?!\d)"),
        ("date_en", rf"(?<![\d.])(?:the\s)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s(?P<month>{_EN_MONTH})(?:,?\s(?P<year>20\d\d))?"),
        ("date_iso", r"(?<![\d.])(?P<year>20\d\d)(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d.]\d|\d)"),
        ("day_of_month", r"(?:(?P<of>本|当|上个?|下个?)月|(?<![月\d.]))(?P<day>[12]?\d|3[01]|廿[一二三四五六七八九]?|卅一?)[日号](?!均|元|圆|本(?!报|周|月|社)|线|前|[跌涨升][势市浪])"),
        ("day_of_month_en", r"(?<![a-z])(?<=on the |by the |om the |il the )(?P<day>\d{1,2})(?:st|nd|rd|th)(?![a-z])(?! (?:of|straight|consecutive|successive|time|century|floor|month|day|week|quarter|year|meeting|party|congress|plenum|five-year))"),
        ("today", r"今日|今天|今起|即日起?|今晨|今早|今晚|当日|(?<![a-z])(?:today|this (?:morning|afternoon|evening)|tonight)(?:'s)?(?![a-z])"),
        ("yesterday", r"昨日|昨天|昨(?=[高低收跌升涨开报早午全曾挫急倒反])|昨晚|昨夜|隔[夜晚]|前一[日天]|前日(?=[\d约为是的收报])|(?<![a-z])(?:yesterday|overnight|last night|a day (?:earlier|ago|before)|the (?:previous|prior|preceding) (?:day|session)(?! of)|the day (?:before|earlier)(?= *[,.;)]|$))(?:'s)?(?![a-z])"),
        ("before_yesterday", r"(?<![以之目从日此])前天(?!津)|前日(?![\d约为是的收报本])"),  # of a figure "前日" is the day before
        ("after_tomorrow", r"(?<![以之今日天])后天(?!气|性)"),
        ("tomorrow", r"明日|明天|(?<![a-z])tomorrow(?:'s)?(?![a-z])"),
        ("weekday", rf"(?P<shift>上上个?|上个?|本|这|下个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?![年季度期月个游]|(?<=一)(?:口气|举|共|路|直|连|气|齐|鼓作气|度|带一路)|(?<=[一二三])线城市)|(?<![a-z])(?P<shift_en>last|this|next|this past)?\s?(?P<day_en>{'|'.join(WEEKDAYS)})(?:'s)?(?![a-z])"),
        ("midweek", r"(?<![a-z])mid-?week(?![a-z])|周中"),
        # weeks
        ("week", (r"(?P<last>上一?个?(?:周|星期)(?!期|[一二三四五六日天年])|前一周|(?<![a-z])(?:last|the previous|the prior) week(?:'s)?(?![a-z]))"
                 r"|(?P<this>(?:本|这一?个?|当|今)(?:周|星期)(?![一二三四五六日天年])|周(?=[跌涨升累])|周度|全周|全星期计?|周内|一周(?!年|前|之前|以前)|单周|周线|(?<![a-z])(?:this week|on week|on the week|for the week|over the week|in the week|week-on-week|the week)(?:'s)?(?! (?:to|ended|ending) (?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)| of| ago| earlier)(?![a-z])|(?:the )?(?:final|last) week of [a-z]{3,9}|(?<![a-z])(?:another|what a|quite a) (?:\w+ )?week(?=[,:;.]| for)|(?<![a-z])(?:best|worst|biggest|strongest|weakest) week(?= (?:of|since|in))|weekly|five days)"
                 r"|(?P<next>下一?个?(?:周|星期)(?![一二三四五六日天])|(?<![a-z])(?:next week|the coming week|the week ahead)(?:'s)?(?![a-z]))")),
        ("days_ago", r"(?P<n>[一二两三四五六七八九十\d]{1,3})[天日](?:前|之前|以前)|(?<![a-z])(?P<n_en>two|three|four|five|six|seven|eight|nine|ten|\d+) (?:trading )?(?:days?|sessions) (?:ago|earlier|before)(?![a-z])"),
        ("weeks_ago", r"(?P<n>[一二两三四五六七八九十\d]{1,4})个?(?:周|星期)(?:前|之前|以前)|(?<![a-z])(?P<n_en>a|one|two|three|four|five|six|\d+) weeks? (?:ago|earlier|before)(?![a-z])"),
        # months
        ("months_ago", r"(?P<n>[一二两三四五六七八九十\d]{1,2})个月(?:前|之前|以前)|(?<![a-z])(?P<n_en>two|three|four|five|six|seven|eight|nine|\d+) months (?:ago|earlier|before)(?![a-z])"),
        ("month_zh", rf"(?:{_YEAR})?(?P<month>{_N})月(?:份|末|底|初|中旬|下旬|上旬)?(?![\d]{{1,2}}[日号])"),
        ("month_en", rf"(?P<month>{_EN_MONTH})(?:'s)?(?:(?:,|\sof)?\s(?:(?P<year>(?:19|20)\d\d)(?!\d)|(?P<said_year>next year|this year|last year)(?![a-z'])))?"),
        ("month_said", (r"(?P<this>本月|这个月|(?<![a-z])(?:this|the current) month(?:'s)?(?![a-z]))"
                       r"|(?P<next>下个?月|(?<![a-z])next month(?:'s)?(?![a-z]))"
                       r"|(?P<last>上个?月|前一个?月|(?<![一二三四五六七八九十\d个半之以])前月|(?<![a-z])(?:last|the previous|the prior|the preceding) month(?:'s)?(?![a-z])|(?<![a-z])(?:a|one|the) month (?:earlier|ago|before)(?![a-z]))")),
        # years
        ("ytd", r"今年以来|年初以来|年初至今|年内累计(?![降加减]息?[^，,。]{0,10}(?:概率|机率|几率|可能|机会))|本年以来|本年累计|本年迄今|年迄今|(?<![a-z])(?:year[- ]to[- ]date|ytd|so far this year|since (?:the start of the year|january|new year|the turn of the year)|this year so far|for the year(?! to | through| end|-end))(?![a-z])"),
        ("year_end", r"(?:(?P<year>20\d\d)|(?P<said_year>今|明|去|到|至))?年(?:年?底|年?末|终|关)(?:之?前)?|岁末|(?<![a-z])(?:the )?(?:year-?end|end of (?:the )?(?:year|(?P<year_words>next year|this year)|(?P<year_en>20\d\d))|year's end|end-(?P<year_en2>20\d\d)|christmas|xmas|x-mas|new year's eve|(?<=by )ye|(?<=thru )ye|(?<=through )ye|(?<=into )ye|the holidays|(?<=before )(?:the )?year (?:is (?:out|over|done)|ends|closes)|(?<=by the time )the year is (?:out|over))(?: (?P<year_en3>20\d\d))?(?![a-z])"),
        ("year_rest", r"(?<![a-z])(?:the )?(?:final|remaining|last) (?:two |three |four |five )?meetings of (?:the year|this year|(?P<year_en4>20\d\d))|年内|今年余下|今年剩余|年内余下|今年后续|(?<![a-z])(?:the )?(?:rest|remainder|balance) of (?:the year|this year|(?P<year_en>20\d\d))(?![a-z\d])"),
        ("year_whole", r"(?:(?P<year>20\d\d)年|(?P<said_year>今年|明年))?全年|(?<![a-z])(?:the )?(?:full|whole|entire) year(?: (?P<year_en>20\d\d))?(?![a-z])"),
        ("year", rf"{_YEAR}|(?<![\d.,a-z$])(?P<year_en>(?:19|20)\d\d)(?:'s)?(?![\d年,.]\d|\d|%|点|bp)|(?<![a-z])(?P<year_words>this year|next year|last year|the coming year)(?:'s)?(?![a-z])"),
        ("mid_year", r"年中|(?<![a-z])(?:mid-?year|the middle of the year|the summer|midsummer)(?![a-z])"),
        ("half", r"(?P<half>上|下)半年|(?<![a-z])(?:the )?(?P<half_en>first|second) half(?! a)(?: of (?:the year|20\d\d))?(?![a-z])"),
        ("quarter", r"(?P<q>[一二三四1234])季度|第(?P<q2>[一二三四])季|(?<![a-z])(?P<q_en>first|second|third|fourth) quarter(?![a-z-])|(?<![a-z])q(?P<q3>[1-4])(?![a-z\d])"),
        ("rolling", r"(?:未来|今后|接下来)(?:的)?(?:12个月|十二个月|一年)|(?<![a-z])(?:the )?(?:next|coming|following) (?:12|twelve) months(?![a-z])|(?<![a-z])a year from now(?![a-z])"),
        ("ago", r"(?P<y>[一二两三四五六七八九十\d]{1,4})(?:多|余)?年半?(?P<since>来|以来)?(?=新[高低]|最[高低]|来最|以来)|(?<![a-z])(?:more than |over )?(?P<y_en>a|one|two|three|four|five|six|seven|eight|nine|ten|\d+)[- ]years?(?=[- ](?:high|low|peak|trough))"),
        ("weeks_52", r"(?:52|五十二)周|(?<![a-z\d])52[- ]week(?![a-z])"),
    )
)  # fmt: skip

_MONTH_HINTS = tuple(name[:3] for name in MONTHS)
_AGO_HINTS = (" ago", " earlier", " before")
_HINTS: dict[str, tuple[str, ...]] = {
    "date_range": ("日", "号", *_MONTH_HINTS),
    "date_zh": ("日", "号"),
    "date_en": _MONTH_HINTS,
    "date_iso": ("20",),
    "day_of_month": ("日", "号"),
    "day_of_month_en": ("the ",),
    "today": ("今", "当日", "即日", "today", "this ", "tonight"),
    "yesterday": (
        "昨",
        "隔夜",
        "隔晚",
        "前一",
        "前日",
        "yesterday",
        "night",
        "a day ",
        "previous ",
        "prior ",
        "preceding ",
        "the day ",
    ),
    "before_yesterday": ("前天", "前日"),
    "after_tomorrow": ("后天",),
    "tomorrow": ("明", "tomorrow"),
    "weekday": ("周", "星期", "礼拜", *WEEKDAYS),
    "midweek": ("mid", "周中"),
    "week": ("周", "星期", "week", "five days"),
    "days_ago": ("天前", "天之前", "天以前", "日前", "日之前", "日以前", *_AGO_HINTS),
    "weeks_ago": ("周前", "周之前", "周以前", "星期前", "星期之前", "星期以前", *_AGO_HINTS),
    "months_ago": ("月前", "月之前", "月以前", *_AGO_HINTS),
    "month_zh": ("月",),
    "month_en": _MONTH_HINTS,
    "month_said": ("本月", "个月", "下月", "上月", "前一月", "前月", "month"),
    "ytd": ("年以来", "年初", "年内累计", "本年累计", "年迄今", "ytd", "year", "since"),
    "year_end": (
        "年底",
        "年末",
        "年终",
        "年关",
        "岁末",
        "year",
        "end of",
        "end-",
        "christmas",
        "mas",
        " ye",
        "holidays",
        "year ",
    ),
    "year_rest": ("年内", "今年", "meetings of", "rest of", "remainder of", "balance of"),
    "year_whole": ("全年", " year"),
    "year": ("年", "year", "19", "20"),
    "mid_year": ("年中", "year", "summer"),
    "half": ("半年", "half"),
    "quarter": ("季", "quarter", "q"),
    "rolling": ("未来", "今后", "接下来", " months", "from now"),
    "ago": ("新高", "新低", "最高", "最低", "来最", "以来", "year"),
    "weeks_52": ("52", "五十二"),
}
"""What a text must hold for a pattern to be worth trying: most sentences hold few of these."""
_TIMES = Hinted((_HINTS[name], pattern, name) for name, pattern in _PATTERNS)

_REACH_AFTER = re.compile(
    r"^(?:的)?(?P<before>之前|以前|前(?!值|期|景|所|高|后|夕|月|周|低)|(?:议息)?(?:会议|例会|会)(?:之)?前)|^(?P<since>以来|之后以来|来(?=新|最))|^(?P<end>底|末)|^(?P<by>为止|止|之内)"
)
_REACH_BEFORE = re.compile(
    r"(?:(?![ -~])|(?<![a-z])(?=[abcpst]))"  # where one may begin: asked first, most places are inside a word
    r"(?:(?P<by>至|到|截至|截止|直到|(?<![a-z])by(?: the end of| the time of)?(?: the)?|through(?: the)?|thru|come|as of|(?<=easing )to|(?<=cuts )to|(?<=hikes )to|(?<=tightening )to)"
    r"|(?P<before>(?<![a-z])(?:before|ahead of|prior to)(?: the)?)"
    r"|(?P<since>(?<![a-z])since(?: the| last| early| late| mid)?|自从?|(?<![认因以成作])为|創?创)"
    r")\s?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time where it stands in a text, as it was said.

    ``shift`` counts units from the one in which the text appeared (-1 for last
    week); None for a time that names its own place. ``year`` is the year in
    print, if any; ``year_shift`` that of 今年 or 明年, ``month_shift`` the month of 上月15日, as shifts.
    """

    start: int
    end: int
    unit: Unit
    name: str
    reach: Reach = "at"
    year: int | None = None
    year_shift: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    shift: int | None = None
    month_shift: int | None = None

    def year_on(self, appeared: dt.date) -> int | None:
        """Return the year that is in print or said; None where the time names none."""
        if self.year is not None:
            return self.year
        return None if self.year_shift is None else appeared.year + self.year_shift

    def date(self, appeared: dt.date, *, ahead_days: int = 120) -> dt.date | None:
        """Return the day meant; None where the time is no day, or no such day exists.

        A day without a year is the latest such day that lies at most ``ahead_days``
        ahead; a weekday is that of the running week, or of the last one where it lies ahead.
        """
        if self.unit == "weekday" and self.weekday is not None:
            return _weekday(appeared, self.weekday, self.shift)
        if self.unit != "day":
            return None
        if self.shift is not None:
            return appeared + dt.timedelta(days=self.shift)
        if self.day is None:
            return None
        if self.month_shift is not None:
            years, months = divmod(appeared.month - 1 + self.month_shift, 12)
            return _day(appeared.year + years, months + 1, self.day)
        if self.month is None and self.name == "day_of_month_en":
            return _nearest_day(appeared, self.day)
        if self.month is None:
            return next(
                (d for d in (appeared - dt.timedelta(days=n) for n in range(31)) if d.day == self.day), None
            )
        year = self.year_on(appeared)
        if year is not None:
            return _day(year, self.month, self.day)
        near = [_day(appeared.year + shift, self.month, self.day) for shift in (-1, 0, 1)]
        return max((d for d in near if d and (d - appeared).days <= ahead_days), default=None)

    def month_of(self, appeared: dt.date, *, ahead: bool) -> tuple[int, int] | None:
        """Return (year, month): the next such month from the text on, or the last one before it.

        A year in print, or said, wins. None where the time names no month.
        """
        if self.unit == "day":
            found = self.date(appeared)
            return (found.year, found.month) if found else None
        if self.unit != "month":
            return None
        if self.shift is not None:
            count = 12 * appeared.year + appeared.month - 1 + self.shift
            return divmod(count, 12)[0], count % 12 + 1
        if self.month is None:
            return None
        year = self.year_on(appeared)
        if year is None:
            year = (
                appeared.year + (self.month < appeared.month)
                if ahead
                else appeared.year - (self.month > appeared.month)
            )
        return year, self.month

    def week_of(self, appeared: dt.date) -> tuple[dt.date, dt.date] | None:
        """Return Monday and Sunday of the week meant; None where the time is no week."""
        if self.unit != "week" or self.shift is None:
            return None
        monday = appeared - dt.timedelta(days=appeared.weekday()) + dt.timedelta(days=7 * self.shift)
        return monday, monday + dt.timedelta(days=6)


_SUNDAY = 6


def _weekday(appeared: dt.date, weekday: int, shift: int | None) -> dt.date:
    monday = appeared - dt.timedelta(days=appeared.weekday())
    found = monday + dt.timedelta(days=weekday)
    if shift is None:
        return found if found <= appeared else found - dt.timedelta(days=7)
    if shift == -1 and appeared.weekday() == _SUNDAY:
        return found  # 上周五, written on a Sunday for the week to come
    if shift == _LAST:  # "last Friday" in English: the last one before today
        return found if found < appeared else found - dt.timedelta(days=7)
    return found + dt.timedelta(days=7 * shift)


_SOONER = 0.7
"""A day without a month lies ahead where it is by so much nearer than the last one: "goes live on the 15th"."""


def _nearest_day(appeared: dt.date, day: int) -> dt.date | None:
    span = range(31)
    past = next((n for n in span if (appeared - dt.timedelta(days=n)).day == day), None)
    ahead = next((n for n in span if (appeared + dt.timedelta(days=n)).day == day), None)
    if ahead is not None and (past is None or ahead < _SOONER * past):
        return appeared + dt.timedelta(days=ahead)
    return None if past is None else appeared - dt.timedelta(days=past)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


_DAY_SHIFT = {"before_yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "after_tomorrow": 2}
_NEAR = {"上上": -2, "上": -1, "本": 0, "当": 0, "这": 0, "下": 1}
_LAST = -100
"""Weeks. "Last Friday" in English is the last one that has passed, in whichever week."""
_YEAR_SHIFT = {"今年": 0, "本年": 0, "明年": 1, "来年": 1, "去年": -1, "上年": -1, "前年": -2, "今": 0, "明": 1, "去": -1, "this year": 0, "next year": 1, "the coming year": 1, "last year": -1}  # fmt: skip
_WEEKDAY = dict(zip("一二三四五六日", range(7), strict=True)) | {"天": 6}
_HALF = {"上": 1, "下": 2, "first": 1, "second": 2}
_QUARTER = {"一": 1, "二": 2, "三": 3, "四": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}


def times(text: str) -> Iterator[Time]:
    """Yield every time in lower-case plain text; spans may overlap, and the longest is meant."""
    for name, found in _TIMES.matches(text):
        if found.end() > found.start():
            time = _time(name, found, text)
            if time.month is None or 1 <= time.month <= 12:  # 43.0月 is none
                yield time


_YEAR_GROUPS = {"year", "year_en", "year_en2", "year_en3", "year_en4"}


def _time(name: str, found: re.Match[str], text: str) -> Time:
    parts = {key: value for key, value in found.groupdict().items() if value}
    said = parts.get("said_year") or parts.get("year_words")
    year = next((int(value) for key, value in parts.items() if key in _YEAR_GROUPS), None)
    unit, fields = _fields(name, parts)
    if fields.pop("year_shift", None) is not None or said in _YEAR_SHIFT:
        fields["year_shift"] = _YEAR_SHIFT.get(said or "", 0)
    reach: Reach = fields.pop("reach", "at")  # type: ignore[assignment] # the words below
    start, end = found.span()
    if reach == "at":
        after = _REACH_AFTER.match(text[end : end + 8])
        before = _REACH_BEFORE.search(text[max(0, start - 18) : start])
        if after:
            reach = after.lastgroup  # type: ignore[assignment] # the groups are named for it
            end += after.end()
        elif before:
            reach = before.lastgroup  # type: ignore[assignment]
    return Time(start=start, end=end, unit=unit, name=name, year=year, reach=reach, **fields)  # type: ignore[arg-type]


def _fields(name: str, parts: dict[str, str]) -> tuple[Unit, dict[str, object]]:
    """Return the unit and the fields that a pattern's groups mean."""
    if name in {"date_zh", "date_en", "date_iso", "date_range"}:
        day = parts.get("day2") or parts["day"]
        return "day", {"month": month(parts.get("month2") or parts["month"]), "day": int(number(day))}
    if name in {"day_of_month", "day_of_month_en"}:
        return "day", {
            "day": int(number(parts["day"])),
            "month_shift": _NEAR[parts["of"][0]] if "of" in parts else None,
        }
    if name in _DAY_SHIFT:
        return "day", {"shift": _DAY_SHIFT[name]}
    if name == "midweek":
        return "weekday", {"weekday": 2}
    if name == "weekday":
        weekday = _WEEKDAY[parts["day"]] if "day" in parts else WEEKDAYS.index(parts["day_en"])
        said = parts.get("shift") or parts.get("shift_en") or ""
        shift = {"last": _LAST, "this": 0, "next": 1}.get(said, _NEAR.get(said.removesuffix("个")))
        return "weekday", {"weekday": weekday, "shift": shift}
    if name in {"week", "month_said"}:
        shift = -1 if "last" in parts else 1 if "next" in parts else 0
        return ("week" if name == "week" else "month"), {"shift": shift}
    if name == "days_ago":
        return "day", {"shift": -int(number(parts.get("n") or parts["n_en"]))}
    if name in {"weeks_ago", "months_ago"}:
        count = parts.get("n") or parts.get("n_en") or "1"
        return ("week" if name == "weeks_ago" else "month"), {"shift": -int(number(count))}
    if name in {"month_zh", "month_en"}:
        return "month", {"month": month(parts["month"])}
    return _longer(name, parts)


def _longer(name: str, parts: dict[str, str]) -> tuple[Unit, dict[str, object]]:
    if name == "ytd":
        return "span", {}
    if name in {"year_end", "year_rest", "year_whole"}:
        reach = {"year_end": "end", "year_rest": "rest", "year_whole": "whole"}[name]
        named = any(key.startswith("year") for key in parts)
        return "year", {"reach": reach} if named else {"reach": reach, "year_shift": 0}
    if name == "mid_year":
        return "half", {"shift": 1, "reach": "by"}
    if name == "half":
        return "half", {"shift": _HALF[parts.get("half") or parts["half_en"]]}
    if name == "quarter":
        said = next(iter(parts.values()))
        return "quarter", {"shift": int(said) if said.isdigit() else _QUARTER[said]}
    if name == "ago":
        return "span", {"shift": -int(number(parts.get("y") or parts.get("y_en") or "1"))}
    if name == "weeks_52":
        return "span", {"shift": -1}
    return ("rolling" if name == "rolling" else "year"), {}
