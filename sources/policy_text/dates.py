"""Days in text, resolved against the day on which the text appeared.

Tried on such text: dateparser 1.5.0 takes "2月5日" for a day of November, knows no 上周三 and needs 6 to 16 ms
a sentence; what is below needs 20 microseconds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sources.prose.numerals import MONTHS, WEEKDAYS

_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|sept"
_ZH = re.compile(
    r"(?:(?P<year>20\d\d|今|去|明|前|本|当)\s?年\s?)?(?:(?P<month>\d{1,2}|本|上个?|下个?|当)\s?月份?\s?)?"
    r"(?<![\d.])(?P<day>\d{1,2})\s?[日号](?!元|圆|本)"
    r"|(?P<week>上上|上|本|这|下)?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?![带线期游年])"
    r"|(?P<span>[上本这下])个?(?:周|星期)(?![一二三四五六日天末期边转年])"
    r"|(?P<word>今天|今日|昨天|昨日|明天|明日|前天|前日(?!本)|后天|即日|今起|当天|当日|今晨|今晚|昨晚|今早)",
    re.ASCII,
)
_EN = re.compile(
    rf"\b(?P<month>{_MONTH})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<year>20\d\d))?\b"
    rf"|\b(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<month_after>{_MONTH})\b\.?(?:,?\s(?P<year_after>20\d\d)\b)?"
    r"|\b(?P<word>today|yesterday|tomorrow)\b"
    rf"|\b(?:(?P<week>last|next|this)\s)?(?P<weekday>{'|'.join(WEEKDAYS)})\b"
    r"|\b(?P<span>last|this|next) week\b",
    re.IGNORECASE | re.ASCII,
)
_ISO = re.compile(
    r"(?<![\d.])(?P<year>20\d\d)(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d.])", re.ASCII
)
_OFFSET = {
    "今天": 0, "今日": 0, "即日": 0, "今起": 0, "今晨": 0, "今晚": 0, "今早": 0,
    "昨天": -1, "昨日": -1, "昨晚": -1, "前天": -2, "前日": -2, "明天": 1, "明日": 1, "后天": 2,
    "today": 0, "yesterday": -1, "tomorrow": 1,
}  # fmt: skip
_YEARS = {"今": 0, "本": 0, "当": 0, "去": -1, "前": -2, "明": 1}
_WEEKS = {"上上": -2, "上": -1, "last": -1, "本": 0, "这": 0, "this": 0, "下": 1, "next": 1}

FRESH_DAYS = 7
"""A day at most this long before the text appeared is when the step was told; an older one is history.

Days. Evening news names the day of a foreign decision (one day back) or, at week's end, of this week.
"""

AHEAD_DAYS = 120
"""A day without a year is the latest such day that lies at most this far ahead of the text.

Days. Rules name a day in force up to a quarter ahead (10-24 for 01-01); rates, two weeks.
"""

Role = Literal["announced", "in_force", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day where it stands in a text.

    ``date`` is None where the calendar has no such day, and for a week: then ``week``
    holds its Monday.
    """

    text: str
    start: int
    end: int
    date: dt.date | None
    role: Role
    week: dt.date | None = None


_BEFORE_FORCE = re.compile(
    r"(?:自|从|于|在|定于|from|effective|starting|beginning|as of|effect(?: on)?)\s?\(?$",
    re.IGNORECASE | re.ASCII,
)
_AFTER_FORCE = re.compile(
    r"^[日)）]?\s?(?:[(（][^()（）]{0,12}[)）])?\s?(?:零时)?(?:起|开始|正式|生效|实施|施行|执行)"
)
# "于1月24日宣布": the day of the saying, whatever stands before it.
_SAID_AFTER = re.compile(
    r"^\s?(?:[上下]午|晚间?|凌晨|早间)?[,，]?\s?(?:正式)?(?:宣布|宣佈|决定|公布|发布|公告|表示|召开|印发|通知|介绍)"
)
_SAID_BEFORE = re.compile(r"\b(?:announced|said|decided|voted)\s(?:\w+\s)?on\s$", re.IGNORECASE | re.ASCII)
_AFTER_LIMIT = re.compile(r"^\s?(?:前|之前|以前|以来|至(?!今起)|到|-|—|~)")


def days(text: str, appeared: dt.date) -> Iterator[Day]:
    """Yield the days named in ``text``, in order of place.

    A day with "from", "于" or "自" before it or "起" after it is when something comes
    into force; one on or shortly before the day of appearance is when it was said. A
    weekday alone is that of this week, or of the last one where it would lie ahead.
    """
    found = [*_ZH.finditer(text), *_EN.finditer(text), *_ISO.finditer(text)]
    for match in sorted(found, key=lambda item: item.start()):
        parts = match.groupdict()
        if parts.get("span"):
            monday = appeared + dt.timedelta(days=7 * _WEEKS[parts["span"].casefold()] - appeared.weekday())
            yield Day(
                text=match.group(), start=match.start(), end=match.end(), date=None, role="other", week=monday
            )
            continue
        date = _resolve(parts, appeared)
        yield Day(
            text=match.group(),
            start=match.start(),
            end=match.end(),
            date=date,
            role=_role(text, match.start(), match.end(), date=date, appeared=appeared),
        )


def _resolve(parts: dict[str, str | None], appeared: dt.date) -> dt.date | None:
    word = parts.get("word")
    if word:
        offset = _OFFSET.get(word.casefold())
        return None if offset is None else appeared + dt.timedelta(days=offset)
    weekday = parts.get("weekday")
    if weekday:
        return _weekday(weekday, parts.get("week"), appeared)
    day = int(parts.get("day") or parts.get("day_first") or 0)
    month = parts.get("month") or parts.get("month_after")
    year = parts.get("year") or parts.get("year_after")
    if month is None:  # "21日": the last 21st that has come
        return _last_such_day(day, appeared)
    if month[0] in "本当上下":
        return _of_month(day, {"本": 0, "当": 0, "上": -1, "下": 1}[month[0]], appeared)
    if year:
        named = int(year) if year.isdigit() else appeared.year + _YEARS[year]
        return _date(named, _month(month), day)
    near = [_date(appeared.year + shift, _month(month), day) for shift in (-1, 0, 1)]
    return max((item for item in near if item and (item - appeared).days <= AHEAD_DAYS), default=None)


def _weekday(name: str, week: str | None, appeared: dt.date) -> dt.date:
    names = "一二三四五六日" if not name.isascii() else ""
    number = names.find(name.replace("天", "日")) if names else WEEKDAYS.index(name.casefold())
    monday = appeared - dt.timedelta(days=appeared.weekday())
    if week:
        return monday + dt.timedelta(days=7 * _WEEKS[week.casefold()] + number)
    date = monday + dt.timedelta(days=number)
    return date - dt.timedelta(days=7) if date > appeared else date


def _last_such_day(day: int, appeared: dt.date) -> dt.date | None:
    for back in range(31):
        candidate = appeared - dt.timedelta(days=back)
        if candidate.day == day:
            return candidate
    return None


def _of_month(day: int, shift: int, appeared: dt.date) -> dt.date | None:
    months = appeared.year * 12 + appeared.month - 1 + shift
    return _date(months // 12, months % 12 + 1, day)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next(i for i, name in enumerate(MONTHS, start=1) if name.startswith(text.casefold()[:3]))


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _role(text: str, start: int, end: int, *, date: dt.date | None, appeared: dt.date) -> Role:
    after, before = text[end : end + 24], text[max(0, start - 24) : start]
    word = text[start:end]
    if _AFTER_LIMIT.match(after):
        return "other"
    is_ahead = date is not None and date > appeared
    said = _SAID_AFTER.match(after) or _SAID_BEFORE.search(before)
    starts = _AFTER_FORCE.match(after) or word in {"今起", "即日"} or _BEFORE_FORCE.search(before)
    if is_ahead or (starts and not said):
        return "in_force"
    return "announced" if date is not None or word in {"当天", "当日"} else "other"
