"""Numbers, months and weekdays as they are written: digits, fractions, Chinese and English words.

The one table of them for every reader of text; which number stands for what, each reader knows itself.
"""

from __future__ import annotations

from sources.message import message

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "○": 0}
_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
DECADES = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "hundred": 100,
}  # fmt: skip
_ENGLISH = (
    {word: value for value, word in enumerate(ONES)}
    | DECADES
    | {"a single": 1, "single": 1, "another": 1, "a": 1, "an": 1}
)
_VULGAR = {"¼": 0.25, "½": 0.5, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}


def number(text: str) -> float:
    """Return the value of a number in digits, a fraction (4-1/4, 四分之一, 半), Chinese or English words.

    Raises:
        ValueError: the text is no number.
    """
    text = text.strip()
    if not text:
        raise ValueError(message("an empty text is no number"))
    if text in _ENGLISH or (text[0].isalpha() and text[0].isascii()):
        return _english(text)
    if text[-1] in _VULGAR:
        return (float(text[:-1].replace(",", "")) if text[:-1] else 0.0) + _VULGAR[text[-1]]
    if "/" in text:
        whole, _, rest = text.replace("-", " ").rpartition(" ")
        over, under = rest.split("/")
        return (float(whole) if whole else 0.0) + _ratio(float(over), float(under), text)
    if "分" in text:
        below, _, above = text.replace("之", "").partition("分")
        return _ratio(_chinese(above), _chinese(below), text)
    if text[0].isascii():
        return float(text.replace(",", ""))
    return _chinese(text)


def month(text: str) -> int:
    """Return the number of a month by its English name, or by a numeral.

    Raises:
        ValueError: the text is neither.
    """
    name = text.casefold()[:3]
    if name.isascii() and name.isalpha():
        found = next((count for count, one in enumerate(MONTHS, start=1) if one.startswith(name)), None)
        if found is None:
            raise ValueError(message("{text!r} is no number", text=text))
        return found
    return int(number(text))


def _english(text: str) -> float:
    head, _, tail = text.partition("-")
    if text in _ENGLISH:
        return float(_ENGLISH[text])
    if head in _ENGLISH and tail in _ENGLISH:
        return float(_ENGLISH[head] + _ENGLISH[tail])
    raise ValueError(message("{text!r} is no number", text=text))


def _ratio(over: float, under: float, text: str) -> float:
    if under == 0:
        raise ValueError(message("{text!r} is no number", text=text))
    return over / under


def _chinese(text: str) -> float:
    if text == "半":
        return 0.5
    whole, _, fraction = text.replace("廿", "二十").replace("卅", "三十").partition("点")
    total, digit, unit = 0, 0, 1
    for letter in whole:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
            unit = 1 if digit == 0 else unit  # 一万零六 counts ones again
        elif letter in _TENS:
            unit = _TENS[letter]
            total += (digit or 1) * unit
            digit = 0
        else:
            raise ValueError(message("{text!r} is no number", text=text))
    decimals = "".join(str(_DIGITS[letter]) for letter in fraction)
    if digit and not fraction and unit > 10:
        digit *= unit // 10  # 万六 is 16,000, 一百五 150
    return float(f"{total + digit}.{decimals or 0}")
