"""Days in text, resolved against the day on which the text appeared."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS) + "|sept"
_ZH = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日|(?P<word>今天|今日|昨天|昨日|明天|明日|即日|今起|当天|当日)"
)
_EN = re.compile(
    rf"\b(?P<month>{_MONTH})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<year>20\d\d))?\b"
    r"|\b(?P<word>today|yesterday|tomorrow)\b",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d{2})-(?P<day>\d{2})\b")
_OFFSET = {
    "今天": 0, "今日": 0, "即日": 0, "今起": 0, "昨天": -1, "昨日": -1, "明天": 1, "明日": 1,
    "today": 0, "yesterday": -1, "tomorrow": 1,
}  # fmt: skip

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
    """A day where it stands in a text. ``date`` is None where the calendar has no such day."""

    text: str
    start: int
    end: int
    date: dt.date | None
    role: Role


_BEFORE_FORCE = re.compile(
    r"(?:自|从|于|在|定于|from|effective|starting|beginning|as of|on)\s?\(?$", re.IGNORECASE
)
_AFTER_FORCE = re.compile(
    r"^[日)）]?\s?(?:[(（][^()（）]{0,12}[)）])?\s?(?:起|开始|正式|生效|实施|施行|执行)"
)
_AFTER_LIMIT = re.compile(r"^\s?(?:前|之前|以前|以来|至|到|-|—|~)")


def days(text: str, appeared: dt.date) -> Iterator[Day]:
    """Yield the days named in ``text``, in order of place.

    A day with "from", "于" or "自" before it or "起" after it is when something comes
    into force; one on or shortly before the day of appearance is when it was said.
    """
    found = [*_ZH.finditer(text), *_EN.finditer(text), *_ISO.finditer(text)]
    for match in sorted(found, key=lambda item: item.start()):
        date = _resolve(match.groupdict(), appeared)
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
    month = _month(parts.get("month"))
    day = int(parts["day"] or 0)
    if month is None:  # "21日": the last 21st that has come
        for back in range(31):
            candidate = appeared - dt.timedelta(days=back)
            if candidate.day == day:
                return candidate
        return None
    if parts.get("year"):
        return _date(int(parts["year"] or 0), month, day)
    near = [_date(appeared.year + shift, month, day) for shift in (-1, 0, 1)]
    return max((item for item in near if item and (item - appeared).days <= AHEAD_DAYS), default=None)


def _month(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    return next(i for i, name in enumerate(_MONTHS, start=1) if name.startswith(text.casefold()[:3]))


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _role(text: str, start: int, end: int, *, date: dt.date | None, appeared: dt.date) -> Role:
    after, before = text[end : end + 24], text[max(0, start - 16) : start]
    word = text[start:end]
    if _AFTER_LIMIT.match(after):
        return "other"
    starts = _AFTER_FORCE.match(after) or word in {"今起", "即日"} or _BEFORE_FORCE.search(before)
    if starts or (date is not None and date > appeared):
        return "in_force"
    return "announced" if date is not None or word in {"当天", "当日"} else "other"
